"""What an alignment says about two names, in a few numbers for the model.

Every feature is a sum over the pairs of the alignment, so that each pair's share of the score can be shown;
a few are then divided by the size of the names or bent, so that the tenth word says less than the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from resolver.names.alignment import Pair
from resolver.names.parts import Name

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# name: what it counts. The order is that of the model's weights.
FEATURES: Final[dict[str, str]] = {
    "agreed": "telling words that agree, each further one less",
    "doubt": "words that answer each other, by how improbable it is that they spell the same",
    "edit_first": "the first letter that differs",
    "edit_second": "the second letter that differs",
    "edit_more": "the third and fourth letter that differ",
    "edit_share": "letters that differ, as a share of the letters of the words that answer each other",
    "alone": "the first letter that differs, in a name of about one telling word",
    "opposed": "telling words that stand against each other",
    "opposed_share": "the same as a share of the telling words",
    "missing": "telling words that only one name has, as a share",
    "missing_many": "the second and further of them",
    "missing_organization": "telling words that only one of two names has that are no person's",
    "blurred": "some words differ in letters and others are missing",
    "missing_number": "a number that only one name has",
    "number": "numbers, ordinals, suffixes that differ",
    "initial": "words known by an initial only",
    "acronym": "words known by an acronym only",
    "gender": "a woman's against a man's form of a name",
    "legal": "legal forms that differ",
    "crossed": "father and son change places",
    "order": "the order differs, without a comma to say so",
}
# Which amount of a pair each feature is made of, to share its worth out among the pairs.
_SOURCE: Final[dict[str, str]] = {
    "edit_first": "edits",
    "edit_second": "edits",
    "edit_more": "edits",
    "edit_share": "edits",
    "alone": "edits",
    "opposed_share": "opposed",
    "missing_many": "missing",
    "missing_organization": "missing",
    "blurred": "missing",
}
_VALUED = frozenset({"number", "suffix"})
# Another one of these is another one, however like its letters are.
_CATEGORICAL = frozenset({"initial", "acronym", "place", "patronymic"})
_LEAST_WORD = 0.2  # below this weight a word's letters do not matter: particles, titles

# What one pair gives: amount → how much.
Amounts = dict[str, float]


class FeatureReader:
    """Turns an alignment into the model's inputs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._against = {
            name.removeprefix("against_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("against_")
        }

    def read(self, a: Name, b: Name, pairs: list[Pair], trace: list[Amounts] | None = None) -> list[float]:
        """Values in the order of FEATURES; `trace` receives what each pair gave."""
        against = self._against
        agreed = doubt = edits = opposed = missing = acronym = 0.0
        number = missing_number = initial = gender = legal = letters = words = 0.0
        forward = backward = False
        for pair in pairs:
            if trace is not None:
                before = (agreed, doubt, edits, opposed, missing, missing_number)
                before_rest = (number, initial, acronym, gender, legal)
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
                size = _letters(pair)
                letters += size
                if pair.opposed:
                    worth = min(against[role], against[role_other])
                    categorical = role in _CATEGORICAL or role_other in _CATEGORICAL
                    differ = 3.0 if categorical else _edits(pair, size)
                    # One or two letters may be slips even where they make another word of a short one.
                    opposed += worth * min(1.0, max(0.0, differ - 2.0))
                    edits += worth * min(3.0, differ)
                elif pair.rule == "initial":
                    initial += 1.0
                    agreed += min(first.weight, other.weight) * value
                else:
                    agreed += weight * value
                    if pair.rule == "acronym":
                        acronym += 1.0
                    elif value < 1.0:
                        doubt += weight * (1.0 - value)
                        if weight > _LEAST_WORD:
                            edits += _edits(pair, size)
                        if _gendered(pair):
                            gender += 1.0
                    forward = forward or (role == "patronymic" and role_other == "name")
                    backward = backward or (role == "name" and role_other == "patronymic")
            if trace is not None:
                after = (agreed, doubt, edits, opposed, missing, missing_number)
                after_rest = (number, initial, acronym, gender, legal)
                trace.append(
                    {
                        name: new - old
                        for name, old, new in zip(
                            _AMOUNTS, (*before, *before_rest), (*after, *after_rest), strict=True
                        )
                        if new != old
                    }
                )
        total = words + missing or 1.0
        person = (a.type or b.type or "person") == "person"
        slip = edits if edits < 1.0 else 1.0
        return [
            agreed / (1.0 + agreed),
            min(doubt, 2.0),
            slip,
            min(max(edits - 1.0, 0.0), 1.0),
            min(max(edits - 2.0, 0.0), 2.0),
            min(1.0, edits / max(letters, 1.0)),
            (2.0 - total) * slip if total < 2.0 else 0.0,
            min(opposed, 2.0),
            opposed / total,
            missing / total if person else 0.0,
            min(max(missing - 1.0, 0.0), 3.0) if person else 0.0,
            0.0 if person else min(missing, 2.0),
            slip * min(1.0, missing),
            min(missing_number, 1.0),
            min(number, 1.0),
            min(initial, 2.0),
            min(acronym, 1.0),
            min(gender, 2.0),
            min(legal, 1.0),
            1.0 if (forward or backward) and _crossed(a, b, forward and backward) else 0.0,
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
    "acronym",
    "gender",
    "legal",
)


def shares(trace: list[Amounts], worth: dict[str, float]) -> list[float]:
    """What each pair added to the log-odds: every feature's worth shared out by the amounts of the pairs.

    `worth`: feature → weight times value. "crossed" and "order" belong to no pair.
    """
    totals: dict[str, float] = {}
    for amounts in trace:
        for name, amount in amounts.items():
            totals[name] = totals.get(name, 0.0) + amount
    by_amount: dict[str, float] = {}
    for feature, value in worth.items():
        name = _SOURCE.get(feature, feature)
        by_amount[name] = by_amount.get(name, 0.0) + value
    return [
        sum(
            [
                by_amount.get(name, 0.0) * amount / totals[name]
                for name, amount in amounts.items()
                if totals[name]
            ]
        )
        for amounts in trace
    ]


def _crossed(a: Name, b: Name, both_ways: bool) -> bool:
    """Whether a name in one is the father's name in the other, and both tell who the father is."""
    return both_ways or all(any(part.role == "patronymic" for part in name.parts) for name in (a, b))


def _letters(pair: Pair) -> float:
    a, b = pair.a, pair.b
    if len(a) == 1 and len(b) == 1:
        x, y = len(a[0].token.latin[0]), len(b[0].token.latin[0])
        return float(x if x > y else y)
    return float(max(sum([len(p.token.latin[0]) for p in a]), sum([len(p.token.latin[0]) for p in b])))


def _edits(pair: Pair, size: float) -> float:
    """Letters that differ, fewer where the rule knows why they may."""
    a, b = pair.a, pair.b
    value = pair.value
    if len(a) != 1 or len(b) != 1 or value >= 0.95:
        return (1.0 - value) * size
    x, y = a[0].token, b[0].token
    if x.script != y.script:
        return (1.0 - value) * size
    if x.script == "latin":
        distance = OSA.distance(x.latin[0], y.latin[0])
        return distance * min(1.0, 2.0 * (1.0 - value))
    if x.script in ("han", "hangul"):
        # One sign is a syllable, some letters; that it sounds alike does not make it a slip.
        return OSA.distance(x.fold, y.fold) * size / max(len(x.fold), len(y.fold))
    return OSA.distance(x.fold, y.fold) * min(1.0, 2.0 * (1.0 - value))


def _gendered(pair: Pair) -> bool:
    x, y = pair.a[-1].token.latin[0], pair.b[-1].token.latin[0]
    if len(x) > len(y):
        x, y = y, x
    if len(x) < 4 or (y[-1:] != "a" and x[-1:] != "a"):
        return False
    if y == x + "a" or (x[:-1] == y[:-1] and {x[-1], y[-1]} == {"a", "o"}):
        return True  # Ivan, Ivana; Carlo, Carla; Petrov, Petrova
    return (y.endswith("skaya") and x.endswith(("sky", "skiy", "skii"))) or (
        y.endswith(("ska", "cka")) and x[:-1] == y[:-1]
    )


def _reordered(a: Name, b: Name, pairs: list[Pair]) -> float:
    """Whether two names of two words have them the other way round, and neither was "Surname, Given"."""
    if a.inverted or b.inverted or (a.type or b.type or "person") != "person":
        return 0.0
    firsts = [part for part in a.parts if part.role == "name"]
    seconds = [part for part in b.parts if part.role == "name"]
    if len(firsts) != 2 or len(seconds) != 2:
        return 0.0
    for pair in pairs:
        if pair.a and pair.b and pair.a[0] is firsts[0] and pair.b[0] is seconds[1] and not pair.opposed:
            return 1.0
    return 0.0
