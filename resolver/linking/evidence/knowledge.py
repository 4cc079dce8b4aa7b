"""What evidence knows beside the text: word lists of the lexicon, and what the gazetteer says of entities."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.linking.countries import may_be_of
from resolver.linking.local_context import Cues
from resolver.linking.regions import Regions
from resolver.linking.tagging import given_names
from resolver.text.fold import fold
from resolver.text.romanize import Romanizer
from resolver.text.tokens import WORD

_TIES_KEPT = 16_384


class Knowledge:
    """The word lists by what they are for; all folded.

    names_of_lands: countries and their peoples in English. common: words that many names share. given: given
    names, where they are no openers of sentences.
    """

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, cues: Cues) -> None:
        self.cues = cues
        self.gazetteer = gazetteer
        self.regions = Regions(lexicon, gazetteer)
        self.demonyms = lexicon.map("demonym")
        self.names_of_lands = lexicon.words("known_name", "en")
        names = given_names(lexicon) | lexicon.words("common_name")
        self.common = names | self.names_of_lands
        self.given = names - lexicon.words("opener")
        # Names that hardly any but men, or but women, bear: also those that are words, Will and June.
        self.of_people = lexicon.words("mans_name") | lexicon.words("womans_name")
        self._lexicon = lexicon
        self._romanizer = Romanizer(lexicon.tables("romanization"))
        self.generations = lexicon.map("generation")
        self.numbers = lexicon.map("number_word")
        self.titles = lexicon.words("person_title")
        self.forms_of_address = lexicon.map("title_sex")
        # But not what is a word besides: "I miss London".
        self.addresses = frozenset(
            word
            for word in self.forms_of_address
            if word not in cues.royal and not lexicon.has("ordinary", word, "en")
        )
        self.persons = lexicon.words("person_noun")
        self.and_ = lexicon.words("and")
        self.larger = lexicon.words("larger_name_word") - self.and_
        self.family_words = lexicon.words("particle") | lexicon.words("patronymic_marker")
        self.ties = lru_cache(maxsize=_TIES_KEPT)(self._ties_of)

    def _ties_of(self, id: str) -> tuple[str | None, tuple[str, ...]]:
        """What an entity lies in, and all that it belongs to.

        What a country is a member of tells nothing: hundreds are of the same few bodies.
        """
        entity = self.gazetteer[id]
        bodies = entity.member_of if entity.type != "place" else ()
        return entity.within, tuple(t for t in (entity.country, entity.within, *bodies) if t)

    def is_given_name(self, word: str) -> bool:
        """Whether somebody is called so by the given name, in whatever letters."""
        if self._lexicon.has("given_name", word):
            return True
        return not word.isascii() and any(
            self._lexicon.has("given_name", latin) for latin in self._romanizer.romanizations(word)
        )

    def is_borne(self, word: str) -> bool:
        """Whether somebody has the name, given or of the family."""
        return self.is_given_name(word) or self._lexicon.has("family_name", word)

    def is_called(self, word: str) -> bool:
        """Whether hardly anything but people is called so: Will, June, Виктория."""
        if word in self.of_people:
            return True
        return not word.isascii() and self.is_given_name(word)

    def has_word(self, id: str, word: str) -> bool:
        """Whether a name of the entity has a (folded) word."""
        return any(word in map(fold, WORD.findall(n.spelling)) for n in self.gazetteer[id].all_names())

    def opens_sentences(self, word: str, languages: Collection[str]) -> bool:
        """Whether it is a small word of one of these languages; of all where none is known."""
        return not languages or any(
            word in self._lexicon.words(category, language)
            for language in languages
            for category in ("opener", "function_word", "article")
        )

    def is_generation(self, word: str) -> bool:
        """Whether a suffix tells a father from his son: Jr., III; but "PhD" does not."""
        return word in self.generations or word in self.numbers

    def is_home(self, id: str, country: str) -> bool:
        """Whether a country, or its adjective, may be an entity's; any may when the gazetteer names none."""
        said = fold(country)
        return may_be_of(self.gazetteer, id, {said, *self.demonyms.get(said, ())})
