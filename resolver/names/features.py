"""What an alignment says about two names, in a few numbers for the model.

Every feature is a sum over the pairs of the alignment, so that each pair's share of the score can be shown;
a few are then divided by the size of the names or bent, so that the tenth word says less than the first.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

from resolver.names.alignment import ANOTHER, Pair
from resolver.names.parts import Name
from resolver.names.slips import Slips
from resolver.names.tokens import GENDERED

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# name: what it counts. The order is that of the model's weights.
FEATURES: Final[dict[str, str]] = {
    "agreed": "telling words that agree, each further one less",
    "doubt": "words that answer each other, by how improbable it is that they spell the same",
    "edit_first": "the first letter that differs",
    "edit_second": "the second letter that differs",
    "alone": "a name of about one telling word, by the share of its letters that differs",
    "opposed": "telling words that stand against each other",
    "opposed_share": "the same as a share of the telling words",
    "missing": "telling words that only one name has, as a share",
    "missing_many": "the second and further of them",
    "missing_organization": "telling words that only one of two names has that are no person's",
    "blurred": "some words differ in letters and others are missing",
    "missing_number": "a number that only one name has",
    "number": "numbers, ordinals, suffixes that differ",
    "initial": "words known by an initial only",
    "gender": "a woman's against a man's form of a name",
    "legal": "legal forms that differ",
    "crossed": "father and son change places",
    "order": "the order differs, without a comma to say so",
}
# What a feature never exceeds, of those that speak for one name; none is below 0.
HIGHEST: Final[dict[str, float]] = {"agreed": 1.0}
# Which amount of a pair each feature is made of, to share its worth out among the pairs.
_SOURCE: Final[dict[str, str]] = {
    "edit_first": "edits",
    "edit_second": "edits",
    "alone": "edits",
    "opposed_share": "opposed",
    "missing_many": "missing",
    "missing_organization": "missing",
    "blurred": "missing",
}
_VALUED = frozenset({"number", "suffix", "direction"})
# Another one of these is another one, however like its letters are.
_CATEGORICAL = frozenset({"initial", "acronym", "patronymic"})
_LEAST_VALUE = 0.13  # below it a word's improbability says no more: its letters do
_MOST_DOUBT = -log(_LEAST_VALUE)
_LEAST_WORD = 0.2  # below this weight a word's letters do not matter: particles, titles

# The sums so far after one pair, in the order of _AMOUNTS.
Sums = tuple[float, ...]


class FeatureReader:
    """Turns an alignment into the model's inputs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._slips = Slips(lexicon)
        self._against = {
            name.removeprefix("against_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("against_")
        }

    def read(self, a: Name, b: Name, pairs: list[Pair], trace: list[Sums] | None = None) -> list[float]:
        """Values in the order of FEATURES; `trace` receives the sums after each pair."""
        against = self._against
        agreed = doubt = edits = opposed = missing = 0.0
        number = missing_number = initial = gender = legal = letters = words = 0.0
        forward = backward = False
        for pair in pairs:
            left, right = pair.a, pair.b
            if not left or not right:
                part = (left or right)[0]
                if part.role in _VALUED:
                    missing_number += 1.0
                else:
                    missing += part.weight
            elif left[0].role == "legal" and right[0].role == "legal":
                legal += pair.opposed
            elif left[0].role in _VALUED and right[0].role in _VALUED:
                weight = left[0].weight
                words += weight
                if pair.opposed:
                    number += 1.0
                else:
                    agreed += weight
            else:
                first, other = left[0], right[0]
                role, role_other = first.role, other.role
                weight = first.weight if first.weight > other.weight else other.weight
                if len(left) > 1 or len(right) > 1:
                    weight = max(sum([p.weight for p in left]), sum([p.weight for p in right]))
                    weight = min(weight, 2.0)
                words += weight
                value = pair.value
                if len(left) == 1 and len(right) == 1:
                    size = float(max(len(first.token.first), len(other.token.first)))
                else:
                    size = _letters(pair)
                letters += size
                if value < 1.0 and pair.rule not in ("initial", "acronym"):
                    improbable = -log(value) if value > _LEAST_VALUE else _MOST_DOUBT
                    doubt += (
                        min(against[role], against[role_other]) if pair.opposed else weight
                    ) * improbable
                if pair.opposed:
                    worth = min(against[role], against[role_other])
                    categorical = pair.rule == ANOTHER or role in _CATEGORICAL or role_other in _CATEGORICAL
                    differ = 3.0 if categorical else self._slips.of(pair, size)
                    opposed += worth * _contradiction(differ)
                    edits += worth * min(3.0, differ)
                elif pair.rule == "initial":
                    initial += 1.0
                    agreed += min(first.weight, other.weight) * value
                else:
                    agreed += weight * value
                    if value < 1.0 and pair.rule != "acronym":
                        if weight > _LEAST_WORD:
                            differ = self._slips.of(pair, size)
                            edits += differ
                            if first.token.script == other.token.script:
                                opposed += min(against[role], against[role_other]) * _contradiction(differ)
                        gender += pair.rule == GENDERED
                    forward = forward or (role == "patronymic" and role_other == "name")
                    backward = backward or (role == "name" and role_other == "patronymic")
            if trace is not None:
                trace.append(
                    (
                        agreed,
                        doubt,
                        edits,
                        opposed,
                        missing,
                        missing_number,
                        number,
                        initial,
                        gender,
                        legal,
                    )
                )
        total = words + missing or 1.0
        person = (a.type or b.type or "person") == "person"
        slip = edits if edits < 1.0 else 1.0
        share = min(1.0, edits / max(letters, 1.0))
        return [
            agreed / (1.0 + agreed),
            min(doubt, 2.0 * _MOST_DOUBT),
            slip,
            min(max(edits - 1.0, 0.0), 1.0),
            (2.0 - total) * min(1.0, 4.0 * share) if total < 2.0 else 0.0,
            min(opposed, 2.0),
            opposed / total,
            missing / total if person else 0.0,
            min(max(missing - 1.0, 0.0), 3.0) if person else 0.0,
            0.0 if person else min(missing, 2.0),
            min(1.0, 2.0 * edits) * min(1.0, missing),
            min(missing_number, 1.0),
            min(number, 1.0),
            min(initial, 2.0),
            min(gender, 2.0),
            min(legal, 1.0),
            1.0 if forward and backward else 0.0,
            _reordered(a, b, pairs),
        ]


_AMOUNTS = (
    "agreed",
    "doubt",
    "edits",
    "opposed",
    "missing",
    "missing_number",
    "number",
    "initial",
    "gender",
    "legal",
)
# The amount that a feature is made of, by its place in _AMOUNTS.
_AMOUNT_OF: Final = {
    feature: _AMOUNTS.index(_SOURCE.get(feature, feature))
    for feature in FEATURES
    if _SOURCE.get(feature, feature) in _AMOUNTS
}


def shares(trace: list[Sums], worth: dict[str, float]) -> list[float]:
    """What each pair added to the log-odds: every feature's worth shared out by what the pairs gave to it.

    `worth`: feature → weight times value. "crossed" and "order" belong to no pair.
    """
    if not trace:
        return []
    rates = [0.0] * len(_AMOUNTS)
    for feature, value in worth.items():
        at = _AMOUNT_OF.get(feature)
        if at is not None and trace[-1][at]:
            rates[at] += value / trace[-1][at]
    used = [at for at, rate in enumerate(rates) if rate]
    found: list[float] = []
    before: Sums = (0.0,) * len(_AMOUNTS)
    for sums in trace:
        found.append(sum([(sums[at] - before[at]) * rates[at] for at in used]))
        before = sums
    return found


def _contradiction(slips: float) -> float:
    """One or two letters may be slips, even where they make another word of a short one; three are none."""
    return min(1.0, max(0.0, slips - 2.2))


def _letters(pair: Pair) -> float:
    """Letters of the longer side."""
    return float(max(sum([len(p.token.first) for p in pair.a]), sum([len(p.token.first) for p in pair.b])))


def _reordered(a: Name, b: Name, pairs: list[Pair]) -> float:
    """Whether two names of two words have them the other way round, and neither was "Surname, Given"."""
    if a.inverted or b.inverted or (a.type or b.type or "person") != "person":
        return 0.0
    firsts = [part for part in a.parts if part.role == "name"]
    if len(firsts) != 2:
        return 0.0
    seconds = [part for part in b.parts if part.role == "name"]
    if len(seconds) != 2:
        return 0.0
    first, second = firsts[0], seconds[1]
    for pair in pairs:
        if pair.a and pair.b and pair.a[0] is first and pair.b[0] is second and not pair.opposed:
            return 1.0
    return 0.0
