"""What units of a script are in Latin letters, as learnt: the cost of a reading, and the best readings.

Costs are in nats (-ln p). `LetterModel` says what a run of letters costs by chance; the difference of both
is how much better a pair of tokens explains each other than chance does (a log-likelihood ratio).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Final

from rapidfuzz.distance import Prefix

from resolver.names.learned_data import learnt_bytes
from resolver.names.token_units import END

# Scripts with a learnt table.
LEARNT: Final = frozenset(
    (
        "arabic", "armenian", "bengali", "cyrillic", "devanagari", "georgian", "greek", "han", "hangul",
        "hebrew", "kana", "thai",
    )
)  # fmt: skip
_STEPS: Final = 3
_NEVER: Final = 1e9
_LONGEST: Final = 5
# How much the usualness of letters counts in a reading, and what it is compared with: by itself the beam
# would prefer short readings.
_LETTERS_COUNT: Final = 0.5
_LETTER_WORTH: Final = 1.2
_BEAM: Final = 7
# A chunk rarer than one in a hundred (in nats) is never among the best readings.
_RARE: Final = 4.6
_BEHIND: Final = 4.0
_READINGS: Final = 14
# How many readings more make it worth looking again what the dearest of the best costs.
_GROWN: Final = 8


def read_table(name: str) -> dict[str, dict[str, float]]:
    """A learnt table (data/NAME.tsv): unit → letters → cost in nats, the best first."""
    return {unit: _row(row) for unit, row in _rows(learnt_bytes(f"{name}.tsv")).items()}


def _rows(content: bytes) -> dict[str, str]:
    lines = content.decode("utf-8").splitlines()
    return dict([line.split("\t", 1) for line in lines if "\t" in line and line[0] != "#"])


def _row(row: str) -> dict[str, float]:
    parts = row.split(" ")
    return {
        ("" if target == "-" else target): int(cost) / 100
        for target, cost in zip(parts[::2], parts[1::2], strict=True)
    }


class LazyTable(dict[str, "dict[str, float]"]):
    """A learnt table of which only what is asked for is taken apart: a name has few of a script's units.

    `table[unit]`: letters → cost in nats, the best first; None when nothing was learnt of the unit.
    The file is in the order of units (of code points, so of bytes as well): all rows whose units begin with
    one letter lie together, and are found by halving.
    """

    def __init__(self, name: str) -> None:
        content = learnt_bytes(f"{name}.tsv")
        start = 0
        while content[start : start + 1] == b"#":
            start = content.index(b"\n", start) + 1
        self._content: Final = content[start:]
        self._unread: Final[dict[str, dict[str, str]]] = {}

    def __missing__(self, unit: str) -> dict[str, float] | None:
        row = self.learnt(unit[:1]).get(unit)
        if row is None:
            return None  # and is not noted: units that nothing was learnt of are without number
        found = self[unit] = _row(row)
        return found

    def learnt(self, letter: str) -> Mapping[str, str]:
        """The units that begin with a letter, with their rows."""
        rows = self._unread.get(letter)
        if rows is None:
            rows = self._rows_from(letter)
            if rows:  # letters that are not there are without number
                self._unread[letter] = rows
        return rows

    def _rows_from(self, letter: str) -> dict[str, str]:
        """The rows of all units that begin with a letter."""
        content, wanted = self._content, letter.encode("utf-8", "surrogatepass")
        if not wanted:
            return {}
        size = len(wanted)
        low, high = 0, len(content)
        while low < high:
            start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if content[start : start + size] < wanted:
                low = content.index(b"\n", start) + 1
            else:
                high = start
        end = low
        while content.startswith(wanted, end):
            end = content.index(b"\n", end) + 1
        return dict([line.split("\t", 1) for line in content[low:end].decode().splitlines()])


@dataclass(frozen=True, slots=True)
class Spelling:
    """Latin letters (with END) ready for comparison.

    `chance[j]` is what the first j letters cost by chance; `runs[j]`, the runs of letters that start at j,
    each with its end, are cut when they are asked for: most strangers differ from the first letter on.
    """

    letters: str
    chance: tuple[float, ...]
    runs: dict[int, list[tuple[int, str]]]

    def runs_from(self, start: int) -> list[tuple[int, str]]:
        letters = self.letters
        ends = range(start, min(len(letters), start + _LONGEST) + 1)
        found = self.runs[start] = [(end, letters[start:end]) for end in ends]
        return found


class LetterModel:
    """How usual letters are after each other in Latin spellings of names."""

    def __init__(self) -> None:
        self.costs: Final = read_table("letters")

        self._behind: Final[dict[str, dict[str, float]]] = {}
        self.chance: Final = lru_cache(maxsize=1 << 16)(self._chance)

    def behind(self, letter: str) -> dict[str, float]:
        """What each letter behind this one counts in a reading; "" (no letter) counts nothing."""
        found = self._behind.get(letter)
        if found is None:
            usual = self.costs[letter]
            found = self._behind[letter] = {"": 0.0, **{y: _LETTERS_COUNT * usual[y] for y in usual}}
        return found

    def _chance(self, letters: str) -> float:
        """What the letters (with END) cost by chance, in nats."""
        costs = self.costs
        return sum([costs[x][y] for x, y in zip("^" + letters, letters, strict=False)])

    def spelling(self, letters: str) -> Spelling:
        costs = self.costs
        each = [costs[before][letter] for before, letter in zip("^" + letters, letters, strict=False)]
        return Spelling(letters, tuple(accumulate(each, initial=0.0)), {})


class ScriptModel:
    """One script's units and what they are in Latin letters."""

    def __init__(self, script: str, extra: float, missing: float) -> None:
        """Costs in nats, `extra`: of a letter that no unit writes; `missing`: of a unit that writes nothing,
        where no cost is learnt."""
        self._table: Final = LazyTable(script)
        self._likely: Final[dict[int, list[tuple[str, str, float]]]] = {}
        # The word that was read last, and the beam at each of its units.
        self._before: tuple[str, list[dict[str, float]]] = ("", [{"": 0.0}, {}])
        self._extra: Final = extra
        self._missing: Final = missing

    def _from(self, units: str, start: int) -> list[tuple[int, dict[str, float]]]:
        """What may be read at a unit: the unit after it, and the table of both."""
        table, learnt = self._table, self._table.learnt(units[start])
        ends = range(start + 1, min(len(units), start + _STEPS) + 1)
        return [(end, table[unit]) for end in ends if (unit := units[start:end]) in learnt]

    def cost(self, units: str, latin: Spelling, slack: float, start: int = 0) -> float:
        """The cheapest way to read the units as the letters, in nats.

        Ways that are `slack` worse than chance at any point are given up; 1e9 if none is left. Units before
        `start` are left out.
        """
        runs = latin.runs
        limits = [c + slack for c in latin.chance]
        missing = self._missing
        size, count = len(limits), len(units)
        rows = [[_NEVER] * size for _ in range(count + 1)]
        rows[start][0] = 0.0
        for i in range(start, count):
            live = self._live(rows[i], limits)
            if not live:
                continue
            here = self._from(units, i)
            below = rows[i + 1]
            for j, cost in live:
                if cost + missing < below[j]:
                    below[j] = cost + missing
                ahead = runs.get(j) or latin.runs_from(j)
                for step, table in here:
                    there = rows[step]
                    for k, run in ahead:
                        if run in table:
                            total = cost + table[run]
                            if total < there[k]:
                                there[k] = total
        return min([cost + (size - 1 - j) * self._extra for j, cost in enumerate(rows[-1])])

    def _live(self, row: list[float], limits: list[float]) -> list[tuple[int, float]]:
        """The ways of a row that are worth following, with those that have a letter more."""
        extra = self._extra
        longer = _NEVER
        found: list[tuple[int, float]] = []
        for j, cost in enumerate(row):
            if longer < cost:
                cost = longer
            longer = _NEVER
            if cost <= limits[j]:
                found.append((j, cost))
                longer = cost + extra
        return found

    def _likely_chunks(
        self, table: dict[str, float], usual: dict[str, dict[str, float]]
    ) -> list[tuple[str, str, float]]:
        """What a unit is usually written as, its first letter, and all of its cost but that of the letter;
        the cheapest first."""
        found = self._likely.get(id(table))
        if found is None:
            found = []
            for chunk, price in table.items():
                if price > _RARE:
                    break
                inside = sum([usual[x][y] for x, y in pairwise(chunk)])
                found.append((chunk, chunk[:1], price + _LETTERS_COUNT * inside - _LETTER_WORTH * len(chunk)))
            found.sort(key=itemgetter(2))
            self._likely[id(table)] = found  # the tables live as long as the model
        return found

    def readings(self, units: str, letters: LetterModel) -> tuple[tuple[str, float], ...]:
        """The most probable Latin readings (without END) with their costs, best first, by a beam search.

        What begins like the word before it goes on from there: base forms differ in their endings.
        """
        last = len(units)
        before, done = self._before
        shared = max(0, min(Prefix.similarity(units, before), last - 1, len(done) - 2))
        beams = [*done[: shared + 1], *[{} for _ in range(last - shared)]]
        usual, behind = letters.costs, letters.behind
        for i in range(max(0, shared - _STEPS + 1), last):
            beam = beams[i]
            kept = sorted(zip(beam.values(), beam, strict=True))[:_BEAM]
            within = kept[0][0] + _BEHIND if kept else 0.0
            ways = [(cost, text, behind(text[-1:] or "^")) for cost, text in kept if cost <= within]
            for step, table in self._from(units, i):
                if step <= shared:
                    continue
                there = beams[step]
                least = there.get
                likely = self._likely_chunks(table, usual)
                if not likely:
                    continue
                least_price = likely[0][2]
                wanted = _READINGS if step == last else _BEAM
                most, known = _NEVER, wanted  # what is dearer will not be among the best
                for cost, text, after in ways:
                    if cost + least_price > most:
                        break
                    for chunk, letter, price in likely:
                        total = cost + price
                        if total > most:
                            break
                        total += after[letter]
                        if total <= most:
                            longer = text + chunk
                            if total < least(longer, _NEVER):
                                there[longer] = total
                    if len(there) >= known:
                        most = sorted(there.values())[wanted - 1]
                        known = len(there) + _GROWN
        self._before = units, beams  # only now: another thread may go on from it
        best = sorted(zip(beams[-1].values(), beams[-1], strict=True))[:_READINGS]
        return _bare(best)


def _bare(readings: list[tuple[float, str]]) -> tuple[tuple[str, float], ...]:
    """The readings, best first, without END; of one with and without it the cheaper."""
    found: dict[str, float] = {}
    for cost, text in readings:
        if text != END:
            found.setdefault(text.rstrip(END), cost)
    return tuple(found.items())


@cache
def letter_model() -> LetterModel:
    return LetterModel()
