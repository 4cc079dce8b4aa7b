"""What an alignment says about two names, in a few numbers for the model.

Every feature is a sum over the pairs of the alignment, so that each pair's share of the score can be shown;
a few are then divided by the size of the names or bent, so that the tenth word says less than the first.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from resolver.names.alignment import ANOTHER, KIND, Pair
from resolver.names.parts import CENTURIES, Name, Part
from resolver.names.tokens import APART, GENDERED, WORDS
from resolver.names.typos import Slips

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# name: what it counts. The order is that of the model's weights.
FEATURES: Final[dict[str, str]] = {
    "agreed": "telling words that agree, each further one less",
    "rare": "whether two bodies share a word that no dictionary and no other body has",
    "unequal": "whether anything but small words differs at all",
    "doubt": "words that answer each other, by how improbable it is that they spell the same",
    "apart": "known names that look alike and are two: Karl, Karol",
    "nothing": "no word of its own agrees, beyond initials and what many share, and some word differs",
    "opposed": "telling words that stand against each other",
    "missing": "words that only one of two persons' names has, as a share of the telling words",
    "missing_share": "words of their own that only one of two names has that are no person's, as a share",
    "missing_kind": "a word amid its name that only one of two schools, banks or parties has",
    "missing_common": "words that many bodies share, and places, that only one of two such names has",
    "missing_code": "acronyms, years and what stands in brackets that only one of two such names has",
    "missing_both": "each of the names has a word that the other leaves out",
    "missing_number": "a number or direction that only one name has",
    "number": "numbers, ordinals, suffixes that differ",
    "gender": "a woman's against a man's form of a name",
    "legal": "legal forms that differ",
    "crossed": "father and son change places, or initials are those of the other's names in another order",
    "order": "the order differs, without a comma to say so",
}
# What the features that speak for one name never exceed; every other speaks against. None is below 0.
HIGHEST: Final[dict[str, float]] = {"agreed": 1.0, "rare": 1.0}
# Which amount of a pair each feature is made of, to share its worth out among the pairs.
_SOURCE: Final[dict[str, str]] = {
    "nothing": "initial",
    "missing_share": "missing",
    "missing_kind": "missing",
    "missing_common": "missing",
    "missing_code": "missing",
    "missing_both": "missing",
}
_VALUED = frozenset({"number", "suffix", "direction"})
# Words that many bodies share: one more or less of them changes little.
_COMMON = frozenset({"generic", "feature", "place"})
# Words that say next to nothing where the rest agrees.
_CODES = frozenset({"acronym", "aside", "connector", "legal", "particle", "title"})
# Words that tell a name from another where each has some that the other leaves out.
_EXTRA = frozenset({"name", "generic", "feature", "place", "acronym", "aside"})
# Kinds of bodies of which a place has several, told apart by a word.
_TOLD_APART = frozenset({"university", "school", "academy", "bank", "party"})
# What such a body calls itself with all that it owns.
_GROUP = frozenset({"grp", "holding"})
# Rules by which words answer each other that need not be spelt alike.
_UNSPELLED = frozenset({"acronym", "nickname", "equivalent", "abbreviation", KIND})
# Another one of these is another one, however like its letters are.
_CATEGORICAL = frozenset({"initial", "acronym", "patronymic"})
_LEAST_VALUE = 0.06  # below it a word's improbability says no more: its letters do
_MOST_DOUBT = -log(_LEAST_VALUE)
_ANOTHER = 3.0  # letters from which two words are others
_SLIPS = 2.2  # letters that may be slips
_IMPROBABLE = 0.1
_IMPROBABLE_SLIPS = 1.7  # letters that may be slips where a word is less probable than that
_SYLLABLE = 3.0  # letters
_SHORT_ACRONYM = 2  # letters
_SHORTEST_RARE = 4  # letters
# Categories of words that more than one has: Vladimir is many a person and a city.
_SHARED = ("shared_word", "ordinary", "given_name")
_KEPT_WORDS = 1 << 15
_LEAST_WORD = 0.2  # below this weight a word's letters do not matter: particles, titles

# The sums so far after one pair, in the order of _AMOUNTS.
Sums = tuple[float, ...]


class FeatureReader:
    """Turns an alignment into the model's inputs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._slips = Slips(lexicon)
        self._lexicon = lexicon
        self._unshared = lru_cache(maxsize=_KEPT_WORDS)(self._has_none)
        self._against = {
            name.removeprefix("against_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("against_")
        }

    def _rare(self, part: Part) -> bool:
        return part.role == "name" and self._unshared(part.token.fold)

    def _has_none(self, fold: str) -> bool:
        has = self._lexicon.has
        return len(fold) >= _SHORTEST_RARE and not any(has(listed, fold) for listed in _SHARED)

    def read(self, a: Name, b: Name, pairs: list[Pair], trace: list[Sums] | None = None) -> list[float]:
        """Values in the order of FEATURES; `trace` receives the sums after each pair."""
        against = self._against
        body = (a.body or b.body) and a.type != "person" and b.type != "person"
        agreed = own = doubt = edits = opposed = missing = 0.0
        number = missing_suffix = missing_number = 0.0
        initial = gender = legal = words = 0.0
        common = codes = extra_a = extra_b = 0.0
        apart = rare = spelt_out = 0.0
        forward = backward = False
        letters: list[Pair] = []
        for pair in pairs:
            left, right = pair.a, pair.b
            if not left or not right:
                part = (left or right)[0]
                role = part.role
                if role == "suffix":
                    missing_suffix += 1.0
                elif role in _VALUED:
                    if _year(part, a if left else b):
                        missing += part.weight
                        codes += part.weight
                    else:
                        missing_number += 1.0
                else:
                    missing += part.weight
                    if role in _COMMON:
                        common += part.weight
                    elif role in _CODES:
                        codes += part.weight
                    if role in _EXTRA:
                        if left:
                            extra_a += part.weight
                        else:
                            extra_b += part.weight
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
                if value < 1.0 and pair.rule not in ("initial", "acronym"):
                    improbable = -log(value) if value > _LEAST_VALUE else _MOST_DOUBT
                    doubt += (
                        min(against[role], against[role_other]) if pair.opposed else weight
                    ) * improbable
                if pair.opposed:
                    worth = min(against[role], against[role_other])
                    categorical = pair.rule == ANOTHER or not _CATEGORICAL.isdisjoint((role, role_other))
                    categorical = categorical or (body and pair.rule == WORDS)
                    differ = _ANOTHER if categorical else self._slips.of(pair, size)
                    if size <= _SYLLABLE and differ >= size:
                        differ = _ANOTHER  # no letter is left: Il, Un
                    opposed += worth * _contradiction(differ, value)
                    edits += worth * min(_ANOTHER, differ)
                    gender += 2.0 * (pair.rule == GENDERED)  # a title says it outright
                    apart += _apart(pair, body) and OSA.distance(first.token.first, other.token.first) <= 2
                elif pair.rule == "initial":
                    initial += 1.0
                    letters.append(pair)
                    agreed += min(first.weight, other.weight) * value
                else:
                    agreed += weight * value if pair.rule != KIND else 0.0
                    spelt_out += pair.rule == "acronym" and _short_acronym(pair)
                    if role not in _COMMON and not (body and first.canon):
                        own += weight * value
                        if body and value > rare and self._rare(first) and self._rare(other):
                            rare = value
                    if value < 1.0 and pair.rule not in _UNSPELLED:
                        if weight > _LEAST_WORD:
                            differ = self._slips.of(pair, size)
                            edits += differ
                            # Across scripts letters cannot be counted: how improbable it is stands for them.
                            across = first.token.script != other.token.script
                            contradicted = 1.0 - 2.0 * value if across else _contradiction(differ, value)
                            opposed += min(against[role], against[role_other]) * max(0.0, contradicted)
                        gender += pair.rule == GENDERED
                        apart += _apart(pair, body)
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
                        missing_suffix,
                        missing_number,
                        number,
                        initial,
                        gender,
                        apart,
                        legal,
                    )
                )
        total = words + missing or 1.0
        number += _turned(a, b)
        numbers = number + missing_suffix + missing_number
        return [
            agreed / (1.0 + agreed),
            rare,
            min(1.0, 2.0 * (edits + missing + initial + spelt_out) + opposed + numbers + legal),
            min(doubt, 2.0 * _MOST_DOUBT),
            min(apart, 2.0),
            max(0.0, 1.0 - 2.0 * own) * min(1.0, missing + opposed + initial),
            min(opposed, 2.0),
            0.0 if body else missing / total,
            (missing - common - codes) / total if body else 0.0,
            _another_of_its_kind(a, b, pairs) if body and extra_a + extra_b else 0.0,
            min(common, 2.0) if body else 0.0,
            min(codes, 2.0) if body else 0.0,
            min(2.0 * min(extra_a, extra_b), 1.0),
            min(missing_number, 1.0),
            min(number, 1.0),
            min(gender, 2.0),
            min(legal, 1.0),
            1.0 if (forward and backward) or (len(letters) > 1 and _letters_cross(a, b, letters)) else 0.0,
            _reordered(a, b, pairs, body),
        ]


_AMOUNTS = (
    "agreed",
    "doubt",
    "edits",
    "opposed",
    "missing",
    "missing_suffix",
    "missing_number",
    "number",
    "initial",
    "gender",
    "apart",
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


def _another_of_its_kind(a: Name, b: Name, pairs: list[Pair]) -> float:
    """Whether two names say one kind of body, of which a place has several, and only one has a word amid
    the others, or none of the others is its own: Severn Martlet University, Severn University.
    """
    met = [pair for pair in pairs if pair.a and pair.b and not pair.opposed]
    if all(_TOLD_APART.isdisjoint(pair.a[0].canon) for pair in met):
        return 0.0
    own = any(pair.a[0].role == "name" and not pair.a[0].canon for pair in met)
    for name, parts in (
        (a, [p for pair in pairs if not pair.b for p in pair.a]),
        (b, [p for pair in pairs if not pair.a for p in pair.b]),
    ):
        more = [p for p in parts if (p.role == "name" and not p.canon) or p.role == "generic"]
        more = [p for p in more if _GROUP.isdisjoint(p.canon)]
        if not more:
            continue
        if not own:
            return 1.0
        left = set(map(id, parts))
        shared = [at for at, p in enumerate(name.parts) if id(p) not in left and p.weight > _LEAST_WORD]
        if any(shared[0] < name.parts.index(p) < shared[-1] for p in more):
            return 1.0
    return 0.0


def _contradiction(slips: float, value: float) -> float:
    """One or two letters may be slips, even where they make another word of a short one; three are none, nor
    are two that hardly any spelling has: Karim, Rahim.
    """
    return min(1.0, max(0.0, slips - (_SLIPS if value >= _IMPROBABLE else _IMPROBABLE_SLIPS)))


def _apart(pair: Pair, body: bool) -> bool:
    """Whether two words are two known ones: given names, and in the names of bodies any of a dictionary."""
    names = pair.a[0].role == pair.b[0].role == "name"
    return names and (pair.rule == APART or (body and pair.rule == WORDS))


def _letters(pair: Pair) -> float:
    """Letters of the longer side."""
    return float(max(sum([len(p.token.first) for p in pair.a]), sum([len(p.token.first) for p in pair.b])))


def _short_acronym(pair: Pair) -> bool:
    """Whether an acronym has so few letters that many names have them: AB."""
    shorter = pair.a if len(pair.a) == 1 else pair.b
    return len(shorter[0].token.first) <= _SHORT_ACRONYM


def _year(part: Part, name: Name) -> bool:
    """Whether a number tells when a body was founded, or that it is the first of its place.

    A year in full or in two digits ("Lokomotiv 1922", "Nordstadt 05"), or one in front ("1. FC Nordstadt").
    """
    text = part.token.text
    if not text.isdecimal():
        return False
    return (len(text) == 4 and text[:2] in CENTURIES) or len(text) == 2 or part is name.parts[0]


def _turned(a: Name, b: Name) -> bool:
    """Whether two names have the same points of the compass in another order: West Point North."""
    ours, theirs = ([p.canon for p in name.parts if p.role == "direction"] for name in (a, b))
    return ours != theirs and sorted(map(sorted, ours)) == sorted(map(sorted, theirs))


def _letters_cross(a: Name, b: Name, pairs: list[Pair]) -> bool:
    """Whether initials of both names are those of words before and behind: Oluwole A., Abeni O."""
    places = sorted(
        (a.parts.index(pair.a[0]), b.parts.index(pair.b[0]), pair.a[0].role == "initial") for pair in pairs
    )
    return any(one[1] > other[1] and one[2] != other[2] for one, other in pairwise(places))


def _reordered(a: Name, b: Name, pairs: list[Pair], body: bool) -> float:
    """Whether two names of two words have them the other way round, unless one was "Surname, Given".

    Where both were, whether the surname of either is no surname in the other.
    """
    if a.inverted and b.inverted:
        surnames = (a.parts[-1], b.parts[-1])
        met = [(pair.a[-1], pair.b[-1]) for pair in pairs if pair.a and pair.b and not pair.opposed]
        met = [words for words in met if words[0] is surnames[0] or words[1] is surnames[1]]
        return float(len(met) == 2)
    if a.inverted or b.inverted or body:
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
