"""What a lexicon file may hold: one uniform format, unknown fields refused.

source = "…"                            # header: where the content comes from (package, version, file)
licence = "…"
[words.person_title]                    # category → language (ISO 639-1; "und": any) → words or phrases
en = ["president", "mr", "prime minister"]
[map.nickname.en]                       # category → language → word → word or list of words
bill = ["william"]
[romanization.ru]                       # language → table, see resolver/text/romanize.py
[weight.linking.fuzzy_threshold]        # group → name → value, why, example
value = 0.9
why = "…"
example = "…"
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolver.entities.models import Language, NonEmpty

# Every category of `words` and `map`, with what it is for. A file with another category is refused, so that
# a misspelt one cannot silently do nothing; a new category is one more line here.
CATEGORIES: Final[dict[str, str]] = {
    "person_title": "words before or after a person's name that are no part of it: president, mr, general",
    "name_suffix": "words after a person's name that tell generations or degrees: jr, iii, phd",
    "particle": "small words inside a family name, often left out: de, von, van der, al",
    "patronymic_marker": "words that make the name before them a patronymic: oğlu, qızı, bin",
    "legal_form": "legal forms of organizations: ltd, gmbh, ooo",
    "generic_word": "words that many organizations share and that tell little alone: bank, ministry, group",
    "shared_word": "words that several bodies have in their names, besides those of dictionaries",
    "place_feature": "kinds of place that stand beside a proper name: mount, river, saint",
    "role_word": "words for a role or kind of thing that hint at the type of the name beside them",
    "ordinary": "ordinary words of a language, which are no name when they stand alone",
    "month": "names of months",
    "weekday": "names of weekdays",
    "connector": "lower-case words that may stand inside a name: of, for, de, al",
    "possessive": "possessive endings: 's, ’s",
    "case_ending": "case endings that a text may put on a name",
    "article": "articles before a name: the, la, der",
    "unspaced_surname": "family names of one character, written together with the given name: 王, 김",
    "heading": "headings of columns and what stands in empty fields, which are no names: surname, unknown",
    "polity_word": "words of the full names of states: republic, kingdom, democratic",
    "polity_abbreviation": "map: how registers shorten what kind of state it is → in full: dem → democratic",
    "larger_name_word": "words that make another name of a person's: foundation, estate, friends, and",
    "given_name": "given names that people really bear: no slip of another one",
    "family_name": "family names that people really bear, besides those that are given names",
    "language_name": "words of the names of languages, which are no misspelt peoples: sundanese",
    "womans_name": "given names that women bear, and hardly any man: danielle, joan",
    "mans_name": "given names that men bear, and hardly any woman: daniel, john",
    "nickname": "map: short or pet name → given names it stands for",
    "number_word": "map: number or ordinal in words or Roman digits → digits",
    "legal_form_group": "map: legal form → the group of forms it equals across languages",
    "abbreviation": "map: abbreviation → the words it stands for",
    "inflection": 'map: ending of a base form ("-" for none) → endings that replace it in other cases',
    "demonym": "map: adjective, inhabitant or language → the country or place it belongs to",
    "fixed_phrase": "phrases in which a name means a thing: brussels sprouts",
    "opener": "words that open a sentence before a name and are no part of it: as, when, yesterday",
    "and": "words for and: what they join are two names",
    "region": "map: state or province, as it follows a comma → the country it lies in",
    "postal_code": "map: letters of a post office → the state or province they stand for: ny → new york",
    "joiner": "small words over which a capitalised sequence goes on: of, and, de, der",
    "beside_person": "words beside the names of people only: relatives, greetings, what people do",
    "telling_word": "frequent small words by which a text's language is told",
    "person_pronoun": "words for somebody who was named: he, her",
    "speech_verb": "verbs of saying after the name of who speaks: said, reports",
    "dialogue_verb": "verbs between a quotation and the name of who speaks: said, replied, laughed",
    "place_cue": "small words after which a place stands: in, from, near",
    "language_cue": "words after which an adjective names a language: in, into, speaks",
    "side_word": "who plays in a team, as it follows a country's name: captain, goalkeeper",
    "ship_prefix": "letters before the name of a ship: uss",
    "party_word": "what a party calls itself: party",
    "award_word": "what a prize calls itself: award",
    "realm_word": "kinds of states that may follow a place's name: kingdom",
    "office_title": "titles of the few who hold an office: president, senator",
    "royal_title": "titles of those who go by a given name: king, pope",
    "goods_word": "plurals of what companies make and do, which are no teams: instruments",
    "city": "map: name of a city in any language → the city: wien",
    "club_kind": "map: what a sports club calls itself beside its name, in letters or words → its kind",
    "generation": "map: word behind a name for a generation → which one: jr, sr",
    "title_sex": "map: title → whose it is: man, woman",
    "club_form": "letters after the name of a sports club: fc",
    "team_word": "words that make a country's name its side's: team, cricket",
    "member_word": "who and what belongs to a body, as it follows its name: coach, spokesman, shares",
    "epithet": "adjectives that tell one place from another of its name: new, old, great",
    "naming_cue": "words after which somebody new is named: called, named",
    "person_noun": "words for a person by what he does or is: poet, singer, immigrant",
    "person_cue": "words after which a person stands: said, told, met",
    "function_word": "the commonest small words of a language, by which a text's language shows",
    "known_name": "names of the world (countries, their people) that no other name may be merged with",
    "common_name": "given and family names that millions bear: agreeing on one tells little",
    "surname_ending": "endings that many family names share, in Latin letters: ov, enko, son",
    "direction": "map: word for a point of the compass or of height inside a name → which one",
    "compass_letter": "map: letter before the name of a place → the words for the point of the compass",
    "territory": "map: name of a country or territory → its code",
    "equivalent": "map: name part → other spellings or translations of the same part",
}


def _known_category(category: str) -> str:
    if category not in CATEGORIES:
        close = get_close_matches(category, CATEGORIES, 1)
        known = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(sorted(CATEGORIES))}"
        raise ValueError(f"unknown category {category!r}; {known}")
    return category


Category = Annotated[str, AfterValidator(_known_category)]


class Weight(BaseModel):
    """One weight or threshold, with the reason for its value and a case that needs it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    value: float = Field(description="The number itself.", allow_inf_nan=False)
    why: NonEmpty = Field(description="Why it is this number: how it was chosen or measured.")
    example: NonEmpty = Field(description="A case that comes out wrong with another number.")
    worth: NonEmpty | None = Field(
        default=None, description="What is lost without it, as measured: points of F1 by set of texts."
    )


class LexiconFile(BaseModel):
    """One file under lexicon/."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="resolver lexicon file")

    source: NonEmpty = Field(description="Where the content comes from: package, version, file.")
    licence: NonEmpty = Field(description="The licence the content may be used under.")
    words: dict[Category, dict[Language, list[NonEmpty]]] = Field(
        default_factory=dict, description="Category → language → words or phrases."
    )
    map: dict[Category, dict[Language, dict[NonEmpty, NonEmpty | list[NonEmpty]]]] = Field(
        default_factory=dict, description="Category → language → word → word or list of words."
    )
    romanization: dict[Language, dict[str, Any]] = Field(
        default_factory=dict, description="Language → table of letters, see resolver/text/romanize.py."
    )
    weight: dict[NonEmpty, dict[NonEmpty, Weight]] = Field(
        default_factory=dict, description="Group → name → value, why, example."
    )
