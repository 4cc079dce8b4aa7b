"""Looking up in the compiled gazetteer; the same answers whether it lies in memory or in a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from resolver.index.names import NameRef, tokens_of
from resolver.text.tokens import solid_key

if TYPE_CHECKING:
    from resolver.entities.gazetteer import Gazetteer
    from resolver.entities.lexicon import Lexicon
    from resolver.index.retrieval import Retrieval
    from resolver.names.matcher import Matcher
    from resolver.names.token_readings import Known
    from resolver.names.tokens import TokenMatcher
    from resolver.types import EntityType

#: Phrases that are remembered: a text asks for the same ones again and again, known or not.
_KEPT_PHRASES = 1 << 15
#: Names asked for last: one look-up asks more than once.
_KEPT_EXACT = 64
_KEPT_MATCHERS = 2

#: Words of an opening at most: behind more a name is not read on in lower case.
LONGEST_OPENING = 6
#: How many words may follow the opening of a name, and a list of those that do, folded.
Opening = tuple[int, Sequence[str]]


class Postings(Protocol):
    """A read-only map from a key to the numbers of names."""

    def get(self, key: str, /) -> Sequence[int] | None: ...


class Openings(Protocol):
    """A read-only map from the first words of names to how these go on."""

    def get(self, key: str, /) -> Opening | None: ...

    def __len__(self) -> int: ...


class Index:
    """Exact phrases, similar names and entities of one gazetteer.

    names: all names by number. openings: solid keys of first words of names that go on in lower case → how
    many words may follow, and the folded words that do, so that a scan for capitalised sequences knows where
    to read on. odd: folded first words of names that do not start with a capital → the words that follow.
    counts: of its entities by type. listed: the numbers of the names that fuzzy look-up may reach.
    `file` is the path of the file that it is read from, if any.
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        names: Sequence[NameRef],
        phrases: Postings,
        listed: Sequence[int],
        openings: Openings,
        odd: Mapping[str, Collection[str]],
        counts: Mapping[EntityType, int],
        word_bits: Callable[[], bytes | memoryview],
        retrieval: Callable[[Lexicon, TokenMatcher], Retrieval],
        listed_in_texts: Sequence[int],
        retrieval_in_texts: Callable[[Lexicon, TokenMatcher], Retrieval] | None,
        readings: Known | None = None,
        file: str | None = None,
    ) -> None:
        """`phrases`: solid key → names spelt so. `listed`: see `compiler.Builder`.

        `word_bits`: reads what `keys.WordBits` needs. `retrieval`: makes it when it is first asked. Those
        `_in_texts` leave out what a misspelling in a text never means; None: there is nothing of the kind.
        `readings`: what words of the names are read as, where that is kept.
        """
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.names = names
        self.openings = openings
        self.odd = odd
        self.counts = counts
        self.types = frozenset(counts)
        self.file = file
        self._phrases = phrases
        self.listed = listed
        self._read_word_bits = word_bits
        self._make_retrieval = retrieval
        self._listed_in_texts = listed_in_texts if retrieval_in_texts is not None else listed
        self._make_retrieval_in_texts = retrieval_in_texts
        self._readings = readings
        self._numbers = lru_cache(maxsize=_KEPT_PHRASES)(self._phrase_numbers)
        self._exact = lru_cache(maxsize=_KEPT_EXACT)(self._exact_numbers)

    @cached_property
    def matcher(self) -> Matcher:
        """The names engine over this index's lexicon, made when first asked for: exact look-up needs none."""
        matcher = matcher_of(self.lexicon)
        if self._readings is not None:
            matcher.tokens.remember(self._readings)
        return matcher

    @cached_property
    def may_have_word(self) -> Callable[[str], bool]:
        """Whether any name, listed or derived, has a folded word; False is certain."""
        from resolver.index.keys import WordBits

        return WordBits(self._read_word_bits()).may_have

    @cached_property
    def retrieval(self) -> Retrieval:
        """The names that fuzzy look-up may reach, by similar words; their numbers are those of `fuzzy`."""
        return self._make_retrieval(self.lexicon, self.matcher.tokens)

    def fuzzy(self, number: int) -> NameRef:
        """The name that has this number among those that fuzzy look-up may reach."""
        return self.names[self.listed[number]]

    @cached_property
    def retrieval_in_texts(self) -> Retrieval:
        """The names that texts may misspell by more than a slip; numbers are those of `fuzzy_in_texts`."""
        make = self._make_retrieval_in_texts
        return self.retrieval if make is None else make(self.lexicon, self.matcher.tokens)

    def fuzzy_in_texts(self, number: int) -> NameRef:
        """The name that has this number among those that a text may misspell so."""
        return self.names[self._listed_in_texts[number]]

    # -- exact ----------------------------------------------------------------------------------

    def _phrase_numbers(self, key: str) -> tuple[int, ...]:
        return tuple(self._phrases.get(key) or ())

    def phrase(self, key: str) -> list[NameRef]:
        """The names whose folded tokens, written solid, are `key`."""
        numbers = self._numbers(key)
        return [self.names[n] for n in numbers] if numbers else []

    def has_phrase(self, key: str) -> bool:
        """Whether `phrase(key)` gives any."""
        return bool(self._numbers(key))

    # -- fuzzy ----------------------------------------------------------------------------------

    def exact(self, name: str) -> list[NameRef]:
        """The names that fold to what `name` folds to, listed and derived."""
        return [self.names[number] for number in self.exact_numbers(name)]

    def exact_numbers(self, name: str) -> tuple[int, ...]:
        """The numbers of the same."""
        return self._exact(name)

    def _exact_numbers(self, name: str) -> tuple[int, ...]:
        return self._numbers(solid_key(tokens_of(name)))


_matchers: dict[str, Matcher] = {}


def matcher_of(lexicon: Lexicon) -> Matcher:
    """The names engine over a lexicon; equal lexicons share one, with its caches."""
    found = _matchers.get(lexicon.hash)
    if found is None:
        from resolver.names.matcher import Matcher

        if len(_matchers) >= _KEPT_MATCHERS:
            _matchers.pop(next(iter(_matchers)), None)
        found = _matchers[lexicon.hash] = Matcher(lexicon)
    return found
