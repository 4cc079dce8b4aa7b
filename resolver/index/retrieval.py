"""Names from similar words: the listed names that share words, or words like them, with what is asked."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import combinations, starmap
from typing import TYPE_CHECKING

from resolver.index.keys import KeyBuilder, Keys, Lists, list_sections
from resolver.index.vocabulary import Vocabulary, VocabularyBuilder
from resolver.storage.layout import int_bytes, ints
from resolver.text.tokens import WORD

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.index.keys import Sections
    from resolver.names.parts import Name
    from resolver.names.tokens import NameToken, TokenMatcher

#: Roles whose words a spelling of the name may leave out.
_LEFT_OUT = frozenset({"title", "connector", "particle", "marker", "suffix", "legal", "initial"})
_UNSPACED = frozenset({"han", "hangul", "kana", "thai"})
_LATIN = frozenset({"latin", "common"})
_KEPT = 1 << 13
#: Words of a legal form by which no name is found.
_SHORTEST_PHRASE, _LONGEST_PHRASE = 3, 6
#: Words of a name of which any two find it.
_MOST_WORDS = 6


def telling_words(name: Name, tokens: TokenMatcher) -> list[NameToken]:
    """The words by which a name is found: all that no spelling leaves out, or all if there are none such.

    Words as a text has them: a part may be several, "United States". Scripts without spaces have parts only.
    """
    optional = {part.token.fold for part in name.parts if part.role in _LEFT_OUT}
    if len(optional) == len(name.parts):
        optional = set()
    if any(part.token.script in _UNSPACED for part in name.parts):
        return [part.token for part in name.parts if part.token.fold not in optional]
    words = [token for token in map(tokens.token, WORD.findall(name.text)) if token.fold]
    return _without([word for word in words if word.fold not in optional], optional) or words


def _without(words: list[NameToken], phrases: Collection[str]) -> list[NameToken]:
    """Words without those that are together one of the phrases, each written as one word: open joint stock
    company. Not two, of which one may be telling: Racing Club.
    """
    kept: list[NameToken] = []
    at = 0
    while at < len(words):
        longest = min(_LONGEST_PHRASE, len(words) - at) if phrases else 0
        for size in range(longest, _SHORTEST_PHRASE - 1, -1):
            if "".join([word.fold for word in words[at : at + size]]) in phrases:
                at += size
                break
        else:
            kept.append(words[at])
            at += 1
    return kept


class PostingsBuilder:
    """Takes names in the order of their numbers; which names have which words, and the other way round."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self.vocabulary = VocabularyBuilder(lexicon, tokens)
        self._common = int(lexicon.weight("lookup", "common_word"))
        #: Hashes of pairs of words and the names that have both.
        self.pairs = KeyBuilder(int(lexicon.weight("lookup", "names_of_a_key")))
        self._words = array("I")
        self._ends = array("I", [0])
        self._wholes: list[tuple[int, int]] = []

    def add(self, name: Name, latin: bool) -> None:
        """Add the next name. `latin`: its entity has a name in Latin letters. Then those in other scripts are
        found in their own script only, for all else is like that name."""
        words = telling_words(name, self._tokens)
        number = self.vocabulary.id
        ids = list(dict.fromkeys([number(token, not latin or token.script in _LATIN) for token in words]))
        self.pairs.add(starmap(pair_hash, combinations(ids[:_MOST_WORDS], 2)), len(self._ends) - 1)
        if len(words) > 1 and " " not in name.text:
            # One word to some: 习近平, which may be a foreign name as well; O'Neil.
            whole = name.parts[0].token if len(name.parts) == 1 else self._tokens.token(name.text)
            self._wholes.append((number(whole, not latin or whole.script in _LATIN), len(self._ends) - 1))
        self._words.extend(ids)
        self._ends.append(len(self._words))

    def sections(self) -> dict[str, bytes]:
        """What `Retrieval` reads, by name. Can be asked once."""
        vocabulary, ends = self.vocabulary, self._ends
        names = [self._words[ends[number] : ends[number + 1]] for number in range(len(ends) - 1)]
        alone, among, frequencies = self._names_of_words(names)
        return {
            "vocabulary": "\n".join(vocabulary.words).encode("utf-8", "surrogatepass"),
            "frequencies": int_bytes(frequencies),
            **vocabulary.keys.sections("vocabulary_keys", len(vocabulary.words)),
            **self.pairs.sections("pairs", len(names)),
            **list_sections("alone", alone),
            **list_sections("among", among),
            **list_sections("words_of", names),
        }

    def _names_of_words(
        self, names: Sequence[Sequence[int]]
    ) -> tuple[list[list[int]], list[list[int]], array[int]]:
        """By the number of a word the names that are just this word, and those that have it among others, but
        for words that are too common to tell anything; and how many have it."""
        alone: list[list[int]] = [[] for _ in self.vocabulary.words]
        among: list[list[int]] = [[] for _ in self.vocabulary.words]
        frequencies = array("I", bytes(4 * len(self.vocabulary.words)))
        for word in self._words:
            frequencies[word] += 1
        for number, words in enumerate(names):
            for word in words:
                if len(words) == 1:
                    alone[word].append(number)
                elif frequencies[word] <= self._common:
                    among[word].append(number)
        for word, number in self._wholes:
            alone[word].append(number)
        return alone, among, frequencies


def pair_hash(one: int, other: int) -> int:
    """What stands for two words by number, in any order."""
    if one > other:
        one, other = other, one
    return (one * 0x9E3779B1 + other * 0x85EBCA6B + (one >> 7)) & 0xFFFFFFFF


class Retrieval:
    """Finds names by number from similar words."""

    def __init__(self, sections: Sections, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        """`sections`: those of `PostingsBuilder`."""
        self._words = Lists(sections, "words_of")
        self._alone, self._among = Lists(sections, "alone"), Lists(sections, "among")
        self._pairs = Keys(sections, "pairs", len(self._words))
        self._frequencies = ints(sections("frequencies"), 4)
        self.vocabulary = Vocabulary(sections, lexicon, tokens)
        self.words_of = lru_cache(maxsize=_KEPT)(self._words_of)
        self.telling = lru_cache(maxsize=_KEPT)(self._weigh)

    def _words_of(self, name: int) -> tuple[int, ...]:
        """The words of a name; kept in a bounded cache."""
        return tuple(self._words[name])

    def of_one_word(self, words: Iterable[int]) -> set[int]:
        """The names that are just one of these words."""
        return {name for word in words for name in self._alone[word]}

    def having(self, word: int) -> Sequence[int]:
        """The names that have the word, but not those of several words if it is common."""
        return [*self._alone[word], *self._among[word]]

    def having_all(self, words: Sequence[int]) -> Iterator[int]:
        """The names that have all of these words, but not those that have none but common ones."""
        some = self.having(max(words, key=self.telling))
        return (number for number in some if set(self.words_of(number)).issuperset(words))

    def by_chance(self, words: Iterable[int]) -> float:
        """How many names would have all of these words if words met by chance."""
        names = len(self._words)
        return names * math.prod([self._frequencies[word] / names for word in words])

    def _weigh(self, word: int) -> float:
        """How telling a word is: the fewer names have it, the more; kept in a bounded cache."""
        return math.log1p(len(self._words) / max(self._frequencies[word], 1))

    @property
    def most_telling(self) -> float:
        """How telling a word is that one name has."""
        return math.log1p(len(self._words))

    def __len__(self) -> int:
        return len(self._words)

    def of_pairs(self, places: Sequence[Collection[int]], apart: int) -> set[int]:
        """The names that have words of two places, at most `apart` places apart.

        `places`: which words of the vocabulary may stand at each place.
        """
        return set(self._of_pairs(places, apart))

    def of_most_pairs(self, places: Sequence[Collection[int]]) -> Collection[int]:
        """Those of the names that have words of most places."""
        found = self._of_pairs(places, len(places))
        if len(places) < 3 or len(found) < 2:
            return found
        counts = Counter(found)
        most = max(counts.values())
        return [number for number, count in counts.items() if count == most]

    def _of_pairs(self, places: Sequence[Collection[int]], apart: int) -> list[int]:
        keys: set[int] = set()
        for at, ones in enumerate(places):
            if ones:
                for others in places[at + 1 : at + 1 + apart]:
                    keys.update([pair_hash(one, other) for one in ones for other in others])
        return self._pairs.numbers(keys)


def in_memory(builder: PostingsBuilder) -> Callable[[Lexicon, TokenMatcher], Retrieval]:
    """Makes the retrieval of what was built."""
    sections = {name: memoryview(content) for name, content in builder.sections().items()}
    return partial(Retrieval, sections.__getitem__)
