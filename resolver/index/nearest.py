"""The listed names that are most like a name, found by the words that they share with it.

A word counts the more, the fewer names have it; a word that is only like one of the name counts by how like
it is. What is found is compared in earnest by others: here it is only put in order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from resolver.index.retrieval import telling_words

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.index.retrieval import Retrieval
    from resolver.index.vocabulary import SimilarWord
    from resolver.names.parts import Name
    from resolver.names.tokens import NameToken, TokenMatcher

#: The likeliest words that an asked word may be, by how many words are asked: pairs grow with their square.
_LIKELIEST = {1: 16, 2: 24, 3: 12, 4: 6}
_FEWEST = 4
#: Words by which a name is looked for: pairs of them grow with their square, and a few find it.
_MOST_ASKED = 16
#: Words whose first letters may be what a body is called.
_SHORTEST_ACRONYM = 3
#: What a first letter counts, of the word that it stands for.
_INITIAL = 0.5
#: Characters that are a word each where the name is written in Latin letters.
_SYLLABLES = re.compile("[\uac00-\ud7a3\u4e00-\u9fff]")
#: Letters that are left on both sides of a word that is parted.
_SHORTEST_PART = 2


class Nearest(NamedTuple):
    """What was found for a name: how alike (0..1) and the numbers of the names, best first.

    `words`: for each word of the name its number, None where no listed name has it. `places`: the words of
    listed names that may stand for it, alone or with others. `values`: all of them.
    """

    ordered: list[tuple[float, int]]
    words: list[int | None]
    places: list[list[int]]
    values: Mapping[int, float]

    @property
    def known(self) -> frozenset[int]:
        """The words of the name that listed names have."""
        return frozenset([word for word in self.words if word is not None])

    @property
    def unknown(self) -> bool:
        """Whether it has words that no listed name has, beside others."""
        return len(self.words) > 1 and None in self.words

    def answers(self, words: Collection[int]) -> bool:
        """Whether a name of these words has one for each that is asked for: the same or one like it."""
        return all(
            word in words or not set(words).isdisjoint(place)
            for word, place in zip(self.words, self.places, strict=False)
        )


class _Asked:
    """What is looked for: which words of the vocabulary may stand at each place, and what each counts."""

    def __init__(
        self, search: NameSearch, tokens: Sequence[NameToken], places: Sequence[Sequence[SimilarWord]]
    ) -> None:
        """`tokens`: the words of the name. `places`: for each those that it may be, best first."""
        telling = self._telling = search.telling
        self.places: list[list[int]] = []
        #: By word what it counts in a name: see `NameSearch.order`.
        self.values: dict[int, float] = {}
        #: By word how alike it is to the whole name written as one word.
        self.wholes: dict[int, float] = {}
        unknown = search.most_telling
        self.weights = [telling(words[0][0]) if words else unknown for words in places]
        self.weight = sum(self.weights)
        self.words = list(map(search.number, [token.fold for token in tokens]))
        for words, weight in zip(places, self.weights, strict=True):
            self.add(words, weight, whole=len(places) == 1)

    def found(self, ordered: list[tuple[float, int]]) -> Nearest:
        """The answer: names with how alike they are."""
        return Nearest(ordered, self.words, self.places, self.values)

    def add(self, words: Iterable[SimilarWord], weight: float, *, whole: bool = False) -> None:
        """Words that may stand for words of the name that have this weight, or for the `whole` of it."""
        self.places.append(self.count(words, weight))
        if whole:
            self.wholes.update((id, likeness) for id, likeness, _ in words)

    def count(self, words: Iterable[SimilarWord], weight: float) -> list[int]:
        """Let such words count; their numbers."""
        values, telling = self.values, self._telling
        for id, likeness, _ in words:
            value = likeness * (weight + telling(id))
            if value > values.get(id, 0.0):
                values[id] = value
        return [id for id, _, _ in words]


class NameSearch:
    """Looks for names. Weights: `lookup.every_name`, `one_word_counted`, `counted`, `alike_enough`."""

    def __init__(self, retrieval: Retrieval, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._retrieval = retrieval
        self._vocabulary = retrieval.vocabulary
        self._tokens = tokens
        self._every = int(lexicon.weight("lookup", "every_name"))
        self._one_word = int(lexicon.weight("lookup", "one_word_counted"))
        self._counted = int(lexicon.weight("lookup", "counted"))
        self._likely = lexicon.weight("lookup", "alike_likely")
        self._enough = lexicon.weight("lookup", "alike_enough")
        self.number = retrieval.vocabulary.number
        self.telling = retrieval.telling
        self.most_telling = retrieval.most_telling

    def likely(self, query: Name) -> Nearest:
        """The names that `query` is a slip or two from; none where there are none.

        A part of `nearest` that costs a tenth: most of what is asked is a listed name that somebody mistyped.
        Words that are listed are taken as they stand, then for slips as well: Cala may be Carla.
        """
        tokens = telling_words(query, self._tokens)[:_MOST_ASKED]
        texts = list(map(_text, tokens))
        vocabulary = self._vocabulary
        asked = _Asked(self, tokens, list(map(vocabulary.slips, texts)))
        ordered = self._likeliest(query, asked, texts)
        if not ordered and len(texts) > 1 and asked.words.count(None) < len(texts):
            asked = _Asked(self, tokens, list(map(vocabulary.slips_too, texts)))
            ordered = self._likeliest(query, asked, texts)
        return asked.found(ordered)

    def _likeliest(self, query: Name, asked: _Asked, texts: Sequence[str]) -> list[tuple[float, int]]:
        found = self._retrieval.of_most_pairs(asked.places)
        if asked.wholes:
            found = self._retrieval.of_one_word(asked.wholes).union(found)
        if not found:
            return []
        if not all(asked.places):
            others = {id for number in found for id in self._retrieval.words_of(number)}
            others.difference_update(asked.values)
            for at, text in enumerate(texts):
                if others and not asked.places[at]:
                    alike = self._vocabulary.alike(text, sorted(others))
                    asked.places[at] = asked.count(alike, self.most_telling)
        ordered = self._ordered(found, asked, query)
        return ordered if ordered[0][0] >= self._likely else []

    def nearest(self, query: Name, wanted: int, least: float = 0.0) -> Nearest:
        """The names most like `query`: `wanted` or more where so many share anything with it.

        `least`: names that are less alike (0..1) are not wanted.
        """
        asked = self._asked(query)
        ordered = self._nearest(query, wanted, asked, least)
        return asked.found([one for one in ordered if one[0] >= least] if least else ordered)

    def around(self, query: Name, wanted: int) -> list[int]:
        """The numbers of the `wanted` names most like `query`, however like it the first ones are."""
        asked = self._asked(query)
        found = self._sharing(asked, self._having_several(asked), 0.0)
        return [number for _, number in self._ordered(found, asked, query)[:wanted]]

    def _nearest(self, query: Name, wanted: int, asked: _Asked, least: float) -> list[tuple[float, int]]:
        if len(self._retrieval) <= self._every:
            return self._ordered(range(len(self._retrieval)), asked, query)
        found = self._having_several(asked)
        ordered = self._ordered(found, asked, query)
        if len(ordered) >= wanted and ordered[0][0] >= self._enough:
            return ordered
        return self._ordered(self._sharing(asked, found, least), asked, query)

    def _asked(self, query: Name) -> _Asked:
        """All that the words of a name may be: alone, with the next one, parted, by first letters."""
        similar, widely = self._vocabulary.similar, self._vocabulary.similar_widely
        tokens = telling_words(query, self._tokens)[:_MOST_ASKED]
        texts = list(map(_text, tokens))
        likeliest = _LIKELIEST.get(len(texts), _FEWEST)
        places: list[Sequence[SimilarWord]] = [similar(text)[:likeliest] for text in texts]
        known = [bool(words) and words[0][1] == 1.0 for words in places]
        one_word = query.parts[0].token.text if len(query.parts) == 1 else ""
        if one_word and len(texts) == 1 and not known[0]:
            places = [widely(one_word)[: self._one_word]]
        asked = _Asked(self, tokens, places)
        weights = asked.weights
        for at in range(len(texts) - 1):
            joined = texts[at] + texts[at + 1]
            if known[at] and known[at + 1]:
                words = self._exactly(joined)
            elif known[at] or known[at + 1]:
                words = self._vocabulary.slips(joined)
            else:
                words = similar(joined)[:likeliest]
            asked.add(words, weights[at] + weights[at + 1], whole=len(texts) == 2)
        if one_word and len(texts) > 1:
            asked.add(widely(one_word)[: self._one_word], asked.weight, whole=True)
        if len(texts) > 2:
            asked.add(self._vocabulary.slips("".join(texts)), asked.weight, whole=True)
        for text, weight, is_known in zip(texts, weights, known, strict=True):
            if not is_known:
                self._add_parted(asked, text, weight, likeliest)
        if len(texts) >= _SHORTEST_ACRONYM:
            asked.add(self._exactly("".join([text[0] for text in texts])), asked.weight, whole=True)
        return asked

    def _add_parted(self, asked: _Asked, text: str, weight: float, likeliest: int) -> None:
        """What a word may be that is several: two listed ones, or a word a syllable, 정은 for Jong Un."""
        for halves in self._parted(text):
            for half in halves:
                asked.add([(half, 1.0, "split")], weight / 2)
        if len(text) == len(_SYLLABLES.findall(text)) > 1:
            for syllable in text:
                asked.add(self._vocabulary.similar(syllable)[:likeliest], weight / len(text))

    def _exactly(self, word: str) -> Sequence[SimilarWord]:
        """The word, if the vocabulary has it."""
        number = self.number(word)
        return [] if number is None else [(number, 1.0, "exact")]

    def _parted(self, word: str) -> list[tuple[int, int]]:
        """The pairs of words that are the word when they are written together."""
        number = self.number
        found: list[tuple[int, int]] = []
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first = number(word[:at])
            if first is not None and (second := number(word[at:])) is not None:
                found.append((first, second))
        return found

    def _having_several(self, asked: _Asked) -> set[int]:
        """The names that have two of the words, or are one word that may be the whole name."""
        found = self._retrieval.of_pairs(asked.places, len(asked.places))
        return found | self._retrieval.of_one_word(asked.wholes) if asked.wholes else found

    def _sharing(self, asked: _Asked, found: set[int], least: float) -> set[int]:
        """Names that have one of the words, those with the most telling words first, and those of `found`.

        A word is left out where names that have no other of the words are less alike than `least`.
        """
        names_of, telling = self._retrieval.having, self.telling
        values = asked.values
        words = [id for id in values if values[id] >= least * (asked.weight + telling(id))]
        for id in sorted(words, key=lambda id: (-values[id], id)):
            found.update(names_of(id))
            if len(found) >= self._counted:
                break
        return found

    def _ordered(self, numbers: Iterable[int], asked: _Asked, query: Name) -> list[tuple[float, int]]:
        """Names with how alike they are: what the words that both have count, as a share of all words."""
        letters = [part.token.first[:1] for part in query.parts if part.role == "initial"]
        initials = frozenset(letters)
        initial = _INITIAL * asked.weight / max(len(asked.weights), 1)
        words_of, telling, value_of = self._retrieval.words_of, self.telling, asked.values.get
        wholes = {
            number: likeness
            for id, likeness in asked.wholes.items()
            for number in self._retrieval.of_one_word([id])
        }
        found: list[tuple[float, int]] = []
        for number in numbers:
            total, shared = asked.weight + initial * len(letters), 0.0
            for id in words_of(number):
                weight = telling(id)
                total += weight
                value = value_of(id)
                if value is not None:
                    shared += value
                elif initials and self._vocabulary.first_letter(id) in initials:
                    shared += _INITIAL * weight + initial
            alike = shared / total if shared < total else 1.0
            if wholes:
                alike = max(alike, wholes.get(number, 0.0))
            found.append((-alike, number))
        found.sort()
        return [(-alike, number) for alike, number in found]


def _text(token: NameToken) -> str:
    """A word as the vocabulary is asked for it."""
    return token.fold if token.text.isascii() else token.text
