"""Write gazetteer/lexicon/imported/city-names.toml: cities by what they are called, in any language.

    python gazetteer/imports/city_names.py

Clubs, banks, universities are called after their city in each language: Rapid Wien, Rapid Vienna; and a city
is what many of them share. Reads the cities of the gazetteer, so run it after `cities.py`. Only names of one
word; of other languages' names those that are no spelling of another one.
"""

from __future__ import annotations

from collections.abc import Iterable

from common import ROOT, Record, hand_entities, imported_entities
from toml_lines import header, map_table

from resolver.entities.lexicon import Lexicon
from resolver.names.tokens import TokenMatcher
from resolver.text.fold import fold
from resolver.text.scripts import script_of
from resolver.training.names import load_lexicon

LEXICON = ROOT / "lexicon"
TARGET = LEXICON / "imported" / "city-names.toml"
#: Two names that spell the same with this probability need no list.
ALIKE = 0.6
#: Letters: shorter words are other things as well.
SHORTEST = 4
#: What is written with spaces, so that a city is a word of a longer name.
SCRIPTS = frozenset({"latin", "cyrillic", "greek", "armenian", "georgian"})


def own_names(city: Record) -> list[str]:
    return [city["name"], *city.get("aliases", ())]


def foreign_names(city: Record) -> list[str]:
    return [*city.get("former", ()), *(name for names in city.get("names", {}).values() for name in names)]


def single(names: Iterable[str]) -> dict[str, str]:
    """Fold → name, of those of one word in a script that has letters."""
    return {
        fold(name): name
        for name in names
        if name.isalpha() and len(fold(name)) >= SHORTEST and script_of(name) in SCRIPTS
    }


def told_apart(words: dict[str, str], tokens: TokenMatcher) -> set[str]:
    """The names of a city, folded, of which another one is not a spelling; none where all are of one."""
    every = sorted(words.items())
    kept: set[str] = set()
    for i, (one, text) in enumerate(every):
        for other, other_text in every[i + 1 :]:
            if tokens.similarity(tokens.token(text), tokens.token(other_text)).value < ALIKE:
                kept |= {one, other}
    return kept


def city_names(lexicon: Lexicon) -> str:
    """The text of the file."""
    tokens = TokenMatcher(lexicon)
    found: dict[str, set[str]] = {}
    for id, entity in {**imported_entities(), **hand_entities()}.items():
        if "geonames" in entity.get("external", {}):
            own = own_names(entity)
            words = {*single(own), *told_apart(single(own + foreign_names(entity)), tokens)}
            for word in words:
                found.setdefault(word, set()).add(id)
    text = header(
        "Names of cities, folded, with the ID of the city.\n"
        "Written by gazetteer/imports/city_names.py; do not edit.",
        "entities/imported/cities.jsonl and the hand-written places, whose sources they name",
        "CC BY 4.0 (GeoNames), Unicode-3.0 (CLDR names)",
    )
    return text + map_table("city", "und", {word: sorted(ids) for word, ids in found.items()})


if __name__ == "__main__":
    TARGET.write_text(city_names(load_lexicon(LEXICON)), encoding="utf-8")
