"""Which entities some texts may mean, so that linking a few sentences needs no index of a whole gazetteer.

To compile a gazetteer takes ten times as long as all its checks. Only entities with a name that a sentence
may contain have a say in it:

1. `CandidateEntities` finds, without comparing anything, those with a name that may stand there as listed or
   derived: a telling word of it, the whole of it written solid, its initials, another name or the people of
   its country.
2. `link_against_subset` compiles these and links. Where the linker asks what a word may be that none of them
   has, names with a word that is like it are compiled too, and that text is linked again.

The answers are those of the whole index, but for words that only sound alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from resolver.entities.entity import Entity
from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.text.inflection import Inflection
from resolver.text.romanize import unidecoded
from resolver.text.tokens import tokenise

if TYPE_CHECKING:
    from resolver.entities.gazetteer import Gazetteer
    from resolver.index.index import Index
    from resolver.index.vocabulary import SimilarWord
    from resolver.names.matcher import Matcher
    from resolver.types import Mention

Names = Mapping[str, Sequence[tuple[str, str]]]
"""IDs, and each one's names: as spelt, and folded."""

Heard = dict[str, dict[str, int]]
"""IDs, and for each one's spellings the texts that they may stand in: bit n for text n."""

_ANYWHERE: Final = -1
"""All texts: which of them have a word like one of a name is not asked."""
_LONGEST_SPAN: Final = 6
"""Words that are looked at together: written solid, a country's name, an acronym with dots."""
_NEAREST: Final = 12
"""Words that one word may be; the linker pairs eight of them."""
_ALIKE: Final = 0.6
"""Of 1: words that agree less, letter by letter, are not like each other."""
_ALIKE_WITHIN: Final = 70.0
"""The same for a name and the stretch of a text that is most like it, wherever it begins."""
_MOST_ROUNDS: Final = 4
"""What was found may make the linker look further; that ends after two rounds nearly always."""


class CandidateEntities:
    """Made of texts; tells in which of them a name may stand, as a number: bit n for text n."""

    def __init__(self, texts: Sequence[str], lexicon: Lexicon, matcher: Matcher) -> None:
        self._empty = lexicon.words("connector") | lexicon.words("article") | lexicon.words("generic_word")
        self._codes = lexicon.map("territory", "en")
        self._words: defaultdict[str, int] = defaultdict(int)
        self._solid: defaultdict[str, int] = defaultdict(int)
        self._countries: defaultdict[str, int] = defaultdict(int)
        languages = lexicon.languages("inflection")
        endings = Inflection({lang: lexicon.map("inflection", lang) for lang in languages})
        for number, text in enumerate(texts):
            folds = [token.fold for token in tokenise(text)]
            for fold in folds:
                for form in (fold, *(base for base, _ in endings.bases(fold, languages))):
                    self._note(form, 1 << number, lexicon)
                    if not form.isascii():
                        for latin in matcher.tokens.token(form).latin:
                            self._note(latin, 1 << number, lexicon)
            for first in range(len(folds)):
                for last in range(first + 2, min(len(folds), first + _LONGEST_SPAN) + 1):
                    self._note(" ".join(folds[first:last]), 1 << number, lexicon)

    def _note(self, phrase: str, text: int, lexicon: Lexicon) -> None:
        self._solid[phrase.replace(" ", "")] |= text
        if " " not in phrase:
            self._words[phrase] |= text
        for country in (*lexicon.map("territory").get(phrase, ()), *lexicon.map("demonym").get(phrase, ())):
            self._countries[country] |= text
        abbreviations = lexicon.map("abbreviation")
        for full in (*abbreviations.get(phrase, ()), *abbreviations.get(phrase + ".", ())):
            self._solid[full.replace(" ", "")] |= text
            for word in full.split():
                self._words[word] |= text

    def of_name(self, folded: str) -> int:
        """The texts that a folded name may stand in."""
        words = folded.split()
        found = self._solid.get("".join(words), 0)
        if len(words) == 1:
            found |= self._words.get(folded, 0)
        elif words:
            telling = [word for word in words if word not in self._empty]
            for word in telling:
                found |= self._words.get(word, 0)
            for initials in (words, telling):
                found |= self._solid.get("".join([word[0] for word in initials]), 0)
        for country in (folded, *self._codes.get(folded, ())):
            found |= self._countries.get(country, 0)
        return found


def concerned(
    texts: Sequence[str], before: Mapping[str, Entity], after: Mapping[str, Entity], lexicon: Lexicon
) -> set[str]:
    """The texts whose mentions may differ between two states of a gazetteer.

    Those in which a name of an entity that differs may stand, or that have a stretch like a name that came or
    went.
    """
    from rapidfuzz.fuzz import partial_ratio

    from resolver.index.index import matcher_of

    changed = [id for id in before.keys() | after.keys() if before.get(id) != after.get(id)]
    earshot = CandidateEntities(texts, lexicon, matcher_of(lexicon))
    found = 0
    moved: set[str] = set()
    for id in changed:
        folded = [_folded_names(state.get(id)) for state in (before, after)]
        moved |= folded[0] ^ folded[1]
        for name in folded[0] | folded[1]:
            found |= earshot.of_name(name)
    chosen = {text for number, text in enumerate(texts) if found >> number & 1}
    names = [_latin(name) for name in sorted(moved)]
    for text in texts:
        if text not in chosen:
            latin = _latin(fold_phrase(text))
            if any(partial_ratio(name, latin, score_cutoff=_ALIKE_WITHIN) for name in names):
                chosen.add(text)
    return chosen


def _folded_names(entity: Entity | None) -> set[str]:
    if entity is None or not entity.live:
        return set()
    return {fold_phrase(name.spelling) for name in entity.all_names()}


def link_against_subset(
    texts: Sequence[str], names: Names, lexicon: Lexicon, gazetteer: Gazetteer
) -> list[list[Mention]]:
    """The mentions of each text, as an index of the whole `gazetteer` would give them.

    `names`: those of all its live entities.
    """
    from resolver.index.index import matcher_of
    from resolver.resolver import Resolver

    earshot = CandidateEntities(texts, lexicon, matcher_of(lexicon))
    heard: Heard = {}
    for id, own in names.items():
        found = {spelling: where for spelling, folded in own if (where := earshot.of_name(folded))}
        if found:
            heard[id] = found
    linked: dict[int, list[Mention]] = {}
    solid = [fold_phrase(text).replace(" ", "") for text in texts]
    unsure = list(range(len(texts)))
    known: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        index = _index(heard, sum(1 << number for number in unsure), lexicon, gazetteer)
        asked = _listening(index)
        resolver = Resolver(index)
        for number in unsure:
            linked[number] = resolver.link(texts[number])
        fresh = [word for word in asked if word not in known]
        if not _hear(fresh, names, heard):
            break
        known.update(fresh)
        # A word is asked for once; other texts that have it get the same answer.
        folded = [word.replace(" ", "") for word in map(fold_phrase, fresh)]
        unsure = [n for n, text in enumerate(solid) if any(word in text for word in folded)]
    return [linked[number] for number in range(len(texts))]


def _index(heard: Heard, texts: int, lexicon: Lexicon, gazetteer: Gazetteer) -> Index:
    """An index of what was heard in these texts, without the spellings of other languages that were not."""
    from resolver.index.compiler import index_of

    def chosen() -> Iterator[Entity]:
        for id, own in heard.items():
            spellings = {spelling for spelling, where in own.items() if where & texts}
            if not spellings:
                continue
            entity = gazetteer[id]
            kept = {lang: tuple(s for s in own if s in spellings) for lang, own in entity.names.items()}
            yield replace(entity, names={lang: own for lang, own in kept.items() if own})

    return index_of(chosen(), lexicon, gazetteer)


def _listening(index: Index) -> Mapping[str, None]:
    """The words that no name of the index has, of all for which similar ones will be asked for."""
    vocabulary = index.retrieval_in_texts.vocabulary
    similar = vocabulary.similar
    asked: dict[str, None] = {}

    def listening(word: str) -> tuple[SimilarWord, ...]:
        found = similar(word)
        if not found or found[0][2] != "exact":
            asked[word] = None
        return found

    vocabulary.similar = listening
    return asked


def _hear(asked: Sequence[str], names: Names, heard: Heard) -> bool:
    """Add to `heard` the names that have a word like one of those that were asked; whether any is new."""
    if not asked:
        return False
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    words = {word for own in names.values() for _, folded in own for word in _words_of(folded)}
    by_latin: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_latin[_latin(word)].append(word)
    choices = sorted(by_latin)
    alike: set[str] = set()
    for word in asked:
        wanted = _latin(fold_phrase(word))
        for latin, _, _ in extract(
            wanted, choices, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=_NEAREST
        ):
            alike.update(by_latin[latin])
    new = False
    for id, own in names.items():
        for spelling, folded in own:
            if not alike.isdisjoint(_words_of(folded)) and spelling not in heard.get(id, ()):
                heard.setdefault(id, {})[spelling] = _ANYWHERE
                new = True
    return new


def _words_of(folded: str) -> list[str]:
    """The words of a folded name, and all of it as one."""
    return [*folded.split(), folded.replace(" ", "")] if " " in folded else [folded]


@lru_cache(maxsize=1 << 16)
def _latin(word: str) -> str:
    if word.isascii():
        return word
    return unidecoded(word).lower()
