"""The cost of one Latin spelling for another, as learnt from spellings of the same name parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from resolver.names.learned_data import learnt_text
from resolver.names.token_units import END
from resolver.names.transliteration import read_table

_NEVER: Final = 1e9
_CACHE: Final = 1 << 15
# Differing runs with at most this many common letters between them are aligned together.
_APART: Final = 1
_LONGEST_RUN: Final = 3
_NOTHING: Final[dict[str, float]] = {}
_WITH_H: Final = frozenset("bcdgkprstz")
# French spellings whose letters say nothing of their sound, and what others write; a run of letters is too
# short for them.
_RESPELLED: Final = (("ill", re.compile("ill(?=[aeiou])"), "y"), ("eau", re.compile("eaux?"), "o"))


# Two runs of letters (the smaller first) → log-odds that two names with this difference are one.
Differences = dict[tuple[str, str], float]


def read_differences() -> tuple[Differences, tuple[float, float]]:
    """The learnt differences, and the line (free, slope) that turns alignment costs into log-odds against."""
    text = learnt_text("latin-differences.tsv")
    known: Differences = {}
    line = (0.0, 1.0)
    for row in text.splitlines():
        if row.startswith("#"):
            continue
        left, right, *numbers = row.split("\t")
        if left == "*":
            line = (float(numbers[0]), float(numbers[1]))
        else:
            known[left, right] = int(numbers[0]) / 100
    return known, line


class Span(NamedTuple):
    """What differs at one place of two spellings.

    `left`, `right`: the letters, `^` before them at the start of both tokens, END after them at the end of
    both; `left_around`, `right_around`: the same with a letter of context on either side.
    """

    left: str
    right: str
    left_around: str
    right_around: str


def differences(a: str, b: str) -> list[Span]:
    """Where two spellings in `letters` form differ; runs with a single common letter between them together.

    `differences("aliyev$", "alijew$")`: y for j, v for w at the end.
    """
    spans: list[tuple[int, int, int, int]] = []
    for block in Levenshtein.opcodes(a, b):
        if block.tag == "equal":
            continue
        i, i2, j, j2 = block.src_start, block.src_end, block.dest_start, block.dest_end
        if spans and i - spans[-1][1] <= _APART:
            spans[-1] = (spans[-1][0], i2, spans[-1][2], j2)
        else:
            spans.append((i, i2, j, j2))
    found = []
    last, last_b = len(a) - 1, len(b) - 1
    for i, i2, j, j2 in spans:
        if i and j and "h" in (a[i : i + 1], b[j : j + 1]) and a[i - 1] in _WITH_H:
            # An h belongs to the consonant before it: dh for dd, not h for d.
            i, j = i - 1, j - 1
        start = "^" if i == 0 and j == 0 else ""
        end = END if i2 >= last and j2 >= last_b else ""
        left, right = a[i:i2].rstrip(END), b[j:j2].rstrip(END)
        found.append(
            Span(
                start + left + end,
                start + right + end,
                a[max(i - 1, 0) : i2 + 1],
                b[max(j - 1, 0) : j2 + 1],
            )
        )
    return found


class LatinModel:
    """How much what differs between two Latin spellings speaks against their being one name.

    A difference that was often seen, between spellings of one name or between strangers one slip apart, has
    its log-odds as learnt (data/latin-differences.tsv): j for y speaks for one name, a k more at the end
    against. Any other is aligned letter by letter by the costs in data/latin.tsv, which a line fitted to
    the first kind turns into log-odds.
    """

    def __init__(
        self, extra: float, missing: float, swap: float, free_odds: float, respelling: float
    ) -> None:
        """Costs in nats, `extra`: of a letter that nothing writes; `missing`: of one that writes nothing,
        where no cost is learnt; `swap`: of two letters in the wrong order; `free_odds`: see `cost`;
        `respelling`: of a French spelling that others write by its sound."""
        self._table: Final = read_table("latin")
        self._extra: Final = extra
        self._missing: Final = missing
        self._swap: Final = swap
        self._free_odds: Final = free_odds
        self._respelling: Final = respelling
        self._known, (self._free, self._slope) = read_differences()
        self._cost = lru_cache(maxsize=_CACHE)(self._align)

    def cost(self, a: str, b: str) -> float:
        """Log-odds against one name, summed over the differences, in nats; no difference costs less than 0.

        `a` and `b` in `letters` form; symmetric. A difference with log-odds `free_odds` for one name is as
        good as none: v for w does not make up for a k too many.
        """
        total = self._differences_cost(a, b)
        for run, pattern, respelled in _RESPELLED:
            if (run in a) != (run in b):
                other = self._differences_cost(pattern.sub(respelled, a), pattern.sub(respelled, b))
                total = min(total, other + self._respelling)
        return total

    def _differences_cost(self, a: str, b: str) -> float:
        if a > b:
            a, b = b, a
        total = 0.0
        known = self._known
        for left, right, left_around, right_around in differences(a, b):
            odds = known.get((left, right) if left < right else (right, left))
            if odds is None:
                odds = self._free - self._slope * self.letter_cost(left_around, right_around)
            if odds < self._free_odds:
                total += self._free_odds - odds
        return total

    def letter_cost(self, left: str, right: str) -> float:
        """The cost in nats of one run of letters for another, by alignment."""
        return self._cost(left, right) if left < right else self._cost(right, left)

    def _align(self, a: str, b: str) -> float:
        """The cheaper of both directions: what is learnt one way round is true the other way too."""
        cost = self._directed(a, b, _NEVER)
        return min(cost, self._directed(b, a, cost))

    def _directed(self, a: str, b: str, limit: float) -> float:
        """The cheapest way to write the letters `a` as `b`, or anything from `limit` on if that is dearer.

        `row[j]` is the cost of having written `b[:j]`, after each letter of `a`.
        """
        table, extra, swap = self._table, self._extra, self._swap
        size, last = len(a), len(b)
        runs: list[tuple[str, int, int]] = []
        for j in range(last):
            for k in range(j + 1, min(last, j + _LONGEST_RUN) + 1):
                runs.append((b[j:k], j, k))
        row = [j * extra for j in range(last + 1)]
        ahead: list[tuple[int, float]] = []  # what two letters of `a` at once reach in the next row
        for i in range(size):
            if i:
                reached = row[0]
                for j in range(1, last + 1):
                    reached += extra
                    if reached < row[j]:
                        row[j] = reached
                    else:
                        reached = row[j]
                if limit < _NEVER and min(row) >= limit and all(cost >= limit for _, cost in ahead):
                    return limit
            one = table.get(a[i], _NOTHING)
            missing = min(self._missing, one.get("", _NEVER))
            below = [cost + missing for cost in row]
            for k, cost in ahead:
                if cost < below[k]:
                    below[k] = cost
            for run, j, k in runs:
                if run in one:
                    cost = row[j] + one[run]
                    if cost < below[k]:
                        below[k] = cost
            ahead = []
            if i + 1 < size:
                pair = a[i : i + 2]
                two = table.get(pair)
                if two is not None:
                    ahead = [(k, row[j] + two[run]) for run, j, k in runs if run in two]
                    if "" in two:
                        ahead += [(j, cost + two[""]) for j, cost in enumerate(row)]
                crossed = pair[::-1]
                if crossed in b:
                    ahead += [(k, row[j] + swap) for run, j, k in runs if run == crossed]
            row = below
        reached = row[0]
        for cost in row[1:]:
            reached += extra
            if cost < reached:
                reached = cost
        return reached
