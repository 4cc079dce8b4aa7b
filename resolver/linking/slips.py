"""Slips of the keyboard: names of which a word or two are misspelt by a letter, and nothing else differs.

A slip is told from another name by what stands there: a word that is somebody's name, a word of the language
or another listed name is no slip, however near it is. So this look-up is strict where `spelling` is lax, and
what it finds is nearly always right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.hits import SPELLING, Hit
from resolver.linking.words import Role, Word
from resolver.names.slips import Slips as Letters

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
_NEVER_SLIPS = frozenset({Role.ENDING, Role.CONNECTOR, Role.LOWER, Role.NUMBER, Role.INITIAL})
# What languages add to a name without misspelling it: "Polands", "Berliner", "Iraqi".
_ADDED = frozenset("sneair")


class Slips:
    """Finds names that are misspelt by a slip. `real`: whether a folded word is one by itself."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lexicon = index.lexicon
        self._letters = Letters(index.lexicon)
        self._known = (
            index.lexicon.words("known_name")
            | index.lexicon.map("demonym").keys()
            | index.lexicon.words("common_name")
            | index.lexicon.words("month")
            | index.lexicon.words("weekday")
        )
        self.near = lru_cache(maxsize=_KEPT)(self._near)
        self.is_bearer = lru_cache(maxsize=_KEPT)(self._is_bearer)

    def hits(self, words: Sequence[Word], exact: Sequence[Hit]) -> list[Hit]:
        """Names that are misspelt among `words`, where no `exact` hit explains them."""
        explained = [(h.first, h.last) for h in exact if not h.ref.derived]
        options = [self._options(words, k, explained) for k in range(len(words))]
        found: list[Hit] = []
        done: set[tuple[int, int]] = set()
        for k, near in enumerate(options):
            if not near:
                continue
            for first in range(max(0, k - _LONGEST + 1), k + 1):
                for last in range(k + 1, min(len(words), first + _LONGEST) + 1):
                    if (first, last) in done or any(a < last and first < b and not (first <= a and b <= last) and b - a > 1 for a, b in explained):
                        continue
                    done.add((first, last))
                    found += self._window(words, first, last, options)
        return found

    def _options(
        self, words: Sequence[Word], k: int, explained: Sequence[tuple[int, int]]
    ) -> tuple[tuple[str, float], ...]:
        """What the word may be a slip of, with the slips between."""
        word = words[k]
        if len(word.fold) < _SHORTEST or word.role in _NEVER_SLIPS or not word.fold.isalpha():
            return ()
        if any(a <= k < b and b - a > 1 for a, b in explained):
            return ()
        if len(words) == 1 and (len(word.fold) < _SHORTEST_ALONE or self.is_real(word.fold)):
            return ()
        return self.near(word.fold)

    def is_real(self, word: str) -> bool:
        """Whether a folded word is one by itself: of the language, somebody's name, or listed."""
        return (
            word in self._known
            or self._lexicon.has("ordinary", word)
            or self.is_bearer(word)
            or self._index.has_phrase(word)
        )

    def _is_bearer(self, word: str) -> bool:
        return self._lexicon.has("given_name", word) or self._lexicon.has("family_name", word)

    def _window(
        self, words: Sequence[Word], first: int, last: int, options: Sequence[tuple[tuple[str, float], ...]]
    ) -> Iterator[Hit]:
        span = words[first:last]
        folds = [w.fold for w in span]
        letters = sum(map(len, folds))
        most = 2.0 if letters >= _LONG_NAME else 1.0
        choices = [((w.fold, 0.0), *options[first + i]) for i, w in enumerate(span)]
        readings = 1
        for choice in choices:
            readings *= len(choice)
        if readings > _MOST_READINGS:
            return
        for reading in product(*choices):
            slips = sum(cost for _, cost in reading)
            changed = [i for i, (_, cost) in enumerate(reading) if cost]
            if not changed or len(changed) > most or slips > most + 0.5:
                continue
            tokens = tuple(token for token, _ in reading)
            for ref in self._index.phrase("".join(tokens)):
                if ref.tokens == tokens and self._may_be(ref, folds, changed):
                    yield Hit(
                        first, last, span[0].start, span[-1].end, ref, SPELLING,
                        1.0 - 0.02 * slips, "", OSA.distance("".join(folds), "".join(tokens)), slip=True,
                    )  # fmt: skip

    def _may_be(self, ref: NameRef, folds: Sequence[str], changed: Sequence[int]) -> bool:
        """Whether a name of these tokens may have been meant by the words."""
        if ref.form not in _FORMS or ref.rule not in ("listed", "without article"):
            return False
        if len(folds) == 1:
            word, target = folds[0], ref.tokens[0]
            if len(target) <= _SHORTEST_ALONE and len(word) < len(target):
                return False
            return not self.is_real(word) and not _is_inflected(word, target)
        for i in changed:
            word = folds[i]
            if self.is_bearer(word) or word in self._known:
                return False
            vouching = sum(len(f) for j, f in enumerate(folds) if j not in changed)
            if self.is_real(word) and vouching < _VOUCHING:
                return False
            if _is_inflected(word, ref.tokens[i]):
                return False
        return True

    # -- the vocabulary ---------------------------------------------------------------------------

    @cached_property
    def _vocabulary(self) -> dict[int, list[str]]:
        """The words of all listed names that may be misspelt, by their length."""
        words = {
            token
            for ref in self._index.names
            if ref.form in _FORMS and ref.rule in ("listed", "without article")
            for token in ref.tokens
            if len(token) >= _SHORTEST and token.isalpha()
        }
        found: dict[int, list[str]] = {}
        for word in sorted(words):
            found.setdefault(len(word), []).append(word)
        return found

    def _near(self, word: str) -> tuple[tuple[str, float], ...]:
        most = 2 if len(word) >= _LONG_WORD else 1
        found: list[tuple[str, float]] = []
        for size in range(len(word) - most, len(word) + most + 1):
            for other, distance, _ in extract(
                word, self._vocabulary.get(size, ()), scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                if distance:
                    found.append((other, self._letters.between(word, other)))
        return tuple(sorted(found, key=lambda f: (f[1], f[0])))


def _is_inflected(word: str, name: str) -> bool:
    """Whether a word is a name with an ending, or without it: its plural, adjective or inhabitant."""
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return (
        len(longer) == len(shorter) + 1
        and longer.startswith(shorter)
        and longer[-1] in _ADDED
        and longer[-1] != longer[-2]
    )
