"""Slips of the keyboard: names of which a word or two are misspelt by a letter, and nothing else differs.

A slip is told from another name by what stands there: a word that is somebody's name, a word of the language
or another listed name is no slip, however near it is. So this look-up is strict where `spelling` is lax, and
what it finds is nearly always right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from rapidfuzz.distance import OSA, Prefix

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.real import RealWords
from resolver.linking.span_candidate import INFLECTED, SPELLING, SpanCandidate
from resolver.linking.tagging import Word, WordTag
from resolver.text.fold import undoubled

# Words of so many letters may hold a slip, and of so many two; in a name of one word it takes more.
_SHORTEST = 4
_SHORTEST_ALONE = 5
_LONG_WORD = 10
_LONG_NAME = 14
_LONGEST = 6
_MOST_READINGS = 64
_KEPT = 1 << 14
# The letters of the other words of a name that vouch for a word which is one of the language.
_VOUCHING = 5
_FORMS = frozenset({"full", "alias", "former", "demonym"})
_NEVER_SLIPS = frozenset({WordTag.ENDING, WordTag.CONNECTOR, WordTag.LOWER, WordTag.NUMBER, WordTag.INITIAL})
_SHORT_NAME = 6
# How far two letters lie apart that changed places: "Lybia".
_EXCHANGED = 3
_LONG_ALONE, _SHORT_ALONE = 7, 5
_LONGEST_ACRONYM = 6
_VOWELS = frozenset("aeiouy")
# The keys beside each other, in rows.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in ((a, b), (b, a)))
_BELOW = frozenset(
    pair
    for upper, lower in pairwise(_ROWS)
    for i, a in enumerate(upper)
    for b in lower[max(0, i - 1) : i + 1]
    for pair in ((a, b), (b, a))
)
# What kinds of slips cost, and how a sum of them lowers the log-odds that the name is meant.
_LIGHT, _WRONG_DOUBLED, _COMMON, _OTHER, _FIRST_LETTER = 0.5, 0.6, 0.7, 1.2, 0.5
_SURE, _LOSS = 3.2, 1.5
# Of names of one entity that are as near the main one is meant.
_ASIDE = 0.01


class Slips:
    """Finds names that are misspelt by a slip."""

    def __init__(self, index: Index, real: RealWords) -> None:
        self._index = index
        self._real = real
        self._kinds = index.lexicon.words("place_feature")
        self._directions = index.lexicon.map("direction")
        self._lands = index.lexicon.map("territory", "en")
        self.near = lru_cache(maxsize=_KEPT)(self._near)

    def hits(
        self, words: Sequence[Word], exact: Sequence[SpanCandidate], *, uncased: bool = False
    ) -> list[SpanCandidate]:
        """Names that are misspelt among `words`, where no `exact` hit explains them.

        `uncased`: no capitals show in them what is a name.
        """
        explained = {
            k
            for h in exact
            if h.rule == INFLECTED or (not h.ref.derived and h.last - h.first > 1)
            for k in range(h.first, h.last)
        }
        options = [() if k in explained else self._options(words, k, uncased) for k in range(len(words))]
        windows = {
            (first, last)
            for k, near in enumerate(options)
            if near
            for first in range(max(0, k - _LONGEST + 1), k + 1)
            for last in range(k + 1, min(len(words), first + _LONGEST) + 1)
        }
        return [hit for first, last in sorted(windows) for hit in self._window(words, first, last, options)]

    def _options(self, words: Sequence[Word], k: int, uncased: bool) -> tuple[tuple[str, float], ...]:
        """What the word may be a slip of, with the slips between."""
        word = words[k]
        if len(word.fold) < _SHORTEST or word.role in _NEVER_SLIPS or not word.fold.isalpha():
            return ()
        small = uncased and word.text.islower() and len(word.fold) > _SHORTEST_ALONE
        if not (small or word.text.istitle() or word.text.isupper()) or (
            len(words) == 1 and _is_acronym(word.text)
        ):
            return ()
        if len(words) == 1 and len(word.fold) < _SHORTEST_ALONE:
            return ()
        return self.near(word.fold)

    def _aside(self, ref: NameRef, span: Sequence[Word]) -> float:
        """Of names of an entity that are as near, the one in the same letters is meant, then the main one."""
        strange = ref.spelling.isascii() != all(w.text.isascii() for w in span)
        return _ASIDE * (2 * strange + (ref.normal != self._index.gazetteer[ref.entity].name))

    def _window(
        self, words: Sequence[Word], first: int, last: int, options: Sequence[tuple[tuple[str, float], ...]]
    ) -> Iterator[SpanCandidate]:
        span = words[first:last]
        folds = [w.fold for w in span]
        letters = sum(map(len, folds))
        most = 2.0 if letters >= _LONG_NAME else 1.0
        choices = [((w.fold, 0.0), *options[first + i]) for i, w in enumerate(span)]
        analyses = 1
        for choice in choices:
            analyses *= len(choice)
        if analyses > _MOST_READINGS:
            return
        for analysis in product(*choices):
            slips = sum(cost for _, cost in analysis)
            changed = [i for i, (_, cost) in enumerate(analysis) if cost]
            if not changed or len(changed) > most or slips > most + 0.5:
                continue
            tokens = tuple(token for token, _ in analysis)
            if len(span) == 1 and span[0].text.islower() and not self._may_be_small(tokens[0], slips):
                continue
            for ref in self._index.phrase("".join(tokens)):
                if ref.tokens == tokens and self._may_be(ref, folds, changed, slips):
                    quality = _likelihood(slips + self._aside(ref, span))
                    letters_apart = OSA.distance("".join(folds), "".join(tokens))
                    start, end = span[0].start, span[-1].end
                    # What somebody is called for short is no more than alike: "Marcon" is another name.
                    kind = _kind(letters, len(span)) if ref.form in _FORMS else ""
                    yield SpanCandidate(
                        first, last, start, end, ref, SPELLING, quality, "", letters_apart, slip=kind
                    )

    def _may_be_small(self, name: str, slips: float) -> bool:
        """Whether a word by itself may be a name misspelt in small letters: of towns there are too many."""
        return name in self._lands or (len(name) > _LONG_ALONE and slips <= _COMMON)

    def _another_is_nearer(self, word: str, ref: NameRef, slips: float) -> bool:
        """Whether another's name of one word is nearer, or as near: "Austrlia" is not Austria."""
        return any(
            cost <= slips and other.entity != ref.entity and other.tokens == (token,) and other.form in _FORMS
            for token, cost in self.near(word)
            if token != ref.tokens[0]
            for other in self._index.phrase(token)
        )

    def _may_be(self, ref: NameRef, folds: Sequence[str], changed: Sequence[int], slips: float) -> bool:
        """Whether a name of these tokens may have been meant by the words."""
        if ref.rule not in ("listed", "without article"):
            return False
        if ref.form not in _FORMS:  # "President Macorn"
            called = ref.form == "short" and ref.type == "person" and len(folds) == 1
            swapped = len(folds[0]) == len(ref.tokens[0]) and is_one_slip(folds[0], ref.tokens[0])
            return called and swapped and not self._real.is_real(folds[0])
        if len(folds) == 1:
            if self._index.gazetteer[ref.entity].exact and (slips > _COMMON or len(folds[0]) < _LONG_ALONE):
                return False  # of thousands of names one is a letter from many a word: Harlem, Haarlem
            alone = self._may_be_alone(folds[0], ref.tokens[0])
            return alone and not self._another_is_nearer(folds[0], ref, slips)
        bulk = ref.type == "person" and self._index.gazetteer[ref.entity].exact
        for i in changed:
            word = folds[i]
            if bulk and len(word) < _LONG_ALONE:
                return False  # of thousands of people one is a letter from a stranger: Mauser, Meuser
            if self._real.is_known(word) or (ref.type == "person" and self._real.is_bearer(word)):
                return False
            if slips > _COMMON and self._real.is_word(word):
                return False  # "North Elder Bank"; but "Untied Kingdom"
            others = [f for j, f in enumerate(folds) if j not in changed]
            if sum(map(len, others)) < _VOUCHING and self._real.is_real(word):
                return False
            telling = sum(len(f) for f in others if f not in self._kinds or f in self._directions)
            if telling < _VOUCHING and (self._real.is_bearer(word) or self._real.is_listed(word)):
                return False  # a mountain, or a saint, of that name
            if len(word) != len(ref.tokens[i]) and _differ_at_end(word, ref.tokens[i]):
                return False
        return True

    def _may_be_alone(self, word: str, name: str) -> bool:
        """Whether a word by itself may be a name misspelt: it is nothing else, or one of the rare names that
        are themselves a country's misspelt: "Isreal", "Morrocco"."""
        land = name in self._lands
        if self._real.is_real(word) and not (
            land
            and self._real.is_bearer(word)
            and not (self._real.is_known(word) or self._real.is_word(word) or self._real.is_listed(word))
            and is_one_slip(word, name)
            and (len(word) > len(name) or self._real.is_bearer(name))
        ):
            return False
        return may_be_alone(word, name, land=land)

    def refuses(self, hit: SpanCandidate, words: Sequence[Word]) -> bool:
        """Whether a word by itself is a letter from a place's name, but not by a slip: Angara and Ankara; or
        another name is nearer."""
        if hit.ref.type != "place" or hit.last - hit.first > 1 or hit.ending or len(hit.ref.tokens) > 1:
            return False
        word, name = words[hit.first].fold, hit.ref.tokens[0]
        distance = OSA.distance(word, name, score_cutoff=2)
        if not (word.isascii() and name.isascii()) or distance > 2:
            return False
        if self._another_is_nearer(word, hit.ref, slips_between(word, name)):
            return True
        return distance == 1 and not may_be_alone(word, name)

    def _near(self, word: str) -> tuple[tuple[str, float], ...]:
        """The words of names that this one may be a slip of, with the slips between, fewest first."""
        vocabulary, every = self._index.retrieval_in_texts.vocabulary, self._index.retrieval.vocabulary
        similar = vocabulary.similar(word)
        if similar and similar[0][2] == "exact":
            return ()  # what is a name's word is no slip of another's
        others = [vocabulary.fold(id) for id, _, _ in similar]
        if every is not vocabulary:
            slips = every.slips(word)
            if slips and slips[0][2] == "exact":
                return ()
            others = list(dict.fromkeys([*others, *(every.fold(id) for id, _, _ in slips)]))
        most = 2 if len(word) >= _LONG_WORD else 1
        found: list[tuple[str, float]] = []
        for other in others:
            distance = OSA.distance(word, other, score_cutoff=2)
            if not distance or distance > 2 or len(other) < _SHORTEST or not other.isalpha():
                continue
            # "Morroco" doubles the wrong letter, "Lybia" has two in each other's place: one slip each.
            if distance <= most or is_one_slip(word, other):
                found.append((other, slips_between(word, other)))
        return tuple(sorted(found, key=lambda f: (f[1], f[0])))


def _likelihood(slips: float) -> float:
    return 1.0 / (1.0 + math.exp(_LOSS * slips - _SURE))


def slips_between(word: str, name: str) -> float:
    """How many slips lie between two folded words: the commoner a slip, the less it counts.

    A doubled letter and two that changed places are the lightest, then a letter left out and the key beside
    it; a strange letter weighs most: "Ausstralia" is Australia, "Austrlia" not Austria.
    """
    if is_one_slip(word, name):
        wrong = len(word) == len(name) and undoubled(word) == undoubled(name)  # "Morroco"
        return _WRONG_DOUBLED if wrong else _LIGHT
    if OSA.distance(word, name) > 1:
        return 2.0
    first = _FIRST_LETTER if word[0] != name[0] else 0.0
    if len(word) < len(name):
        return _COMMON + first
    if len(word) > len(name):
        at = Prefix.similarity(word, name)
        around = {word[at - 1 : at], word[at + 1 : at + 2]}
        return (_COMMON if any((word[at], other) in _BESIDE for other in around) else _OTHER) + first
    pair = next((a, b) for a, b in zip(word, name, strict=True) if a != b)
    return (_COMMON if pair in _BESIDE or pair in _BELOW or _VOWELS.issuperset(pair) else _OTHER) + first


def _kind(letters: int, words: int) -> str:
    """Which evidence a slip in so many words and letters is, by the name of its weight."""
    if words > 1:
        return "slip_in_company"
    if letters >= _LONG_ALONE:
        return "slip_of_long_word"
    return "slip_of_short_word" if letters <= _SHORT_ALONE else "slip_alone"


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ACRONYM


def is_one_slip(word: str, other: str) -> bool:
    """Whether nothing but a letter is doubled, here or there, or two letters have changed places."""
    if undoubled(word) == undoubled(other):
        return True
    if len(word) != len(other):
        return False
    changed = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(changed) != 2 or word[changed[0]] != other[changed[1]] or word[changed[1]] != other[changed[0]]:
        return False
    apart = changed[1] - changed[0]
    return apart == 1 or (apart <= _EXCHANGED and changed[0] > 0)


def may_be_alone(word: str, name: str, *, land: bool = False) -> bool:
    """Whether a word by itself is near enough to a name: the shorter it is, the fewer slips are likely.

    Nothing changes at its end, where languages put their endings ("Polands", "Berliner"), and the first
    letter, by which names are told apart, only for a key beside it. `land`: the name is a country's, which
    texts have so often that they have it misspelt as well.
    """
    if _differ_at_end(word, name) or len(word) < _SHORTEST_ALONE or len(name) < _SHORTEST_ALONE - land:
        return False
    if is_one_slip(word, name):
        return True
    if len(name) < _SHORT_NAME - land:
        return False
    if len(word) != len(name):
        return word[0] == name[0]
    changed = [(a, b) for a, b in zip(word, name, strict=True) if a != b]
    if all(pair in _BESIDE for pair in changed):
        return True
    return (
        len(name) >= _SHORT_NAME
        and word[0] == name[0]
        and (
            len(name) > _SHORT_NAME
            or all(pair in _BELOW or (land and _VOWELS.issuperset(pair)) for pair in changed)
        )
    )


def _differ_at_end(word: str, name: str) -> bool:
    """Whether the last letters differ, but for a doubled one and two that changed places."""
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    if longer.startswith(shorter):
        return longer[len(shorter) :].strip(shorter[-1]) != ""
    return len(word) == len(name) and word[:-1] == name[:-1]
