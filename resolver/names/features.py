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
    "opposed": "telling words that stand against each other",
    "opposed_share": "the same as a share of the telling words",
    "missing": "telling words that only one name has, as a share",
    "missing_many": "the second and further of them",
    "missing_organization": "telling words that only one of two names has that are no person's",
    "missing_number": "a number that only one name has",
    "number": "numbers, ordinals, suffixes that differ",
    "initial": "words known by an initial only",
    "acronym": "words known by an acronym only",
    "gender": "a woman's against a man's form of a name",
    "alone": "names of one telling word, by its doubt",
    "crossed": "father and son change places",
    "order": "the order differs, without a comma to say so",
    "legal": "legal forms that differ",
}
_VALUED = frozenset({"number", "suffix"})
# Another one of these is another one, however like its letters are.
_CATEGORICAL = frozenset({"initial", "acronym", "place", "patronymic"})


class FeatureReader:
    """Turns an alignment into the model's inputs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._against = {
            name.removeprefix("against_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("against_")
        }

    def read(self, a: Name, b: Name, pairs: list[Pair]) -> list[float]:
        """Values in the order of FEATURES."""
        against = self._against
        agreed = doubt = edits = opposed = missing = acronym = 0.0
        number = missing_number = initial = gender = legal = letters = words = 0.0
        forward = backward = 0
        for pair in pairs:
            left, right = pair.a, pair.b
            if not left or not right:
                part = (left or right)[0]
                if part.role in _VALUED:
                    missing_number += 1.0
                else:
                    missing += part.weight
                continue
            first, other = left[0], right[0]
            role = first.role
            if role == "legal" and other.role == "legal":
                legal += pair.opposed
                continue
            if role in _VALUED and other.role in _VALUED:
                number += pair.opposed
                words += first.weight
                agreed += 0.0 if pair.opposed else first.weight
                continue
            weight = first.weight if first.weight > other.weight else other.weight
            if len(left) > 1 or len(right) > 1:
                weight = max(sum([p.weight for p in left]), sum([p.weight for p in right]))
                weight = min(weight, 2.0)
            words += weight
            value = pair.value
            size = _letters(pair)
            letters += size
            if pair.opposed:
                worth = min(against[role], against[other.role])
                categorical = role in _CATEGORICAL or other.role in _CATEGORICAL
                differ = 3.0 if categorical else _edits(pair, size)
                # One or two letters may be slips even where they make another word of a short one.
                opposed += worth * min(1.0, max(0.0, differ - 1.0) / 2.0)
                edits += worth * min(3.0, differ)
                continue
            if pair.rule == "initial":
                initial += 1.0
                agreed += min(first.weight, other.weight) * value
                continue
            agreed += weight * value
            if pair.rule == "acronym":
                acronym += 1.0
            elif value < 1.0:
                doubt += weight * (1.0 - value)
                if weight > 0.2:
                    edits += _edits(pair, size)
                if _gendered(pair):
                    gender += 1.0
            if role == "patronymic" and other.role == "name":
                forward += 1
            elif other.role == "patronymic" and role == "name":
                backward += 1
        total = words + missing or 1.0
        chained = (forward or backward) and all(
            any(part.role == "patronymic" for part in name.parts) for name in (a, b)
        )
        person = a.type in (None, "person")
        share = missing / total
        return [
            agreed / (1.0 + agreed),
            min(doubt, 2.0),
            min(edits, 1.0),
            min(max(edits - 1.0, 0.0), 1.0),
            min(max(edits - 2.0, 0.0), 2.0),
            min(1.0, edits / max(letters, 1.0)),
            min(opposed, 2.0),
            opposed / total,
            share if person else 0.0,
            min(max(missing - 1.0, 0.0), 3.0) if person else 0.0,
            0.0 if person else min(missing, 2.0),
            min(missing_number, 1.0),
            min(number, 1.0),
            min(initial, 2.0),
            min(acronym, 1.0),
            min(gender, 2.0),
            max(0.0, 2.0 - words - missing) * min(1.0, edits) if words + missing < 2.0 else 0.0,
            float(bool((forward and backward) or ((forward or backward) and chained))),
            _reordered(a, b, pairs),
            min(legal, 1.0),
        ]


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
    if a.inverted or b.inverted or a.type not in (None, "person"):
        return 0.0
    firsts = [part for part in a.parts if part.role == "name"]
    seconds = [part for part in b.parts if part.role == "name"]
    if len(firsts) != 2 or len(seconds) != 2:
        return 0.0
    for pair in pairs:
        if pair.a and pair.b and pair.a[0] is firsts[0] and pair.b[0] is seconds[1] and not pair.opposed:
            return 1.0
    return 0.0
