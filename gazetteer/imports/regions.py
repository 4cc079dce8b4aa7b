"""Write entities/imported/regions.jsonl: first-level regions of all countries that other imports leave out.

    python gazetteer/imports/regions.py DIR

Source: CLDR 48.2.0, the npm packages `cldr-subdivisions-full` (names) and `cldr-core` (which are of the
first level), unpacked in DIR under their names. They are `exact`, as towns are. By rule:

- A region that is called as another place or a person is left to that: Kursk, Granada. So is one whose
  name is a word, a point of the compass or a name that very many people bear: Delta, Western, Lara.
- Another name of people, one that several regions have, or one made of words needs context.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from cities import script_of
from common import Record, all_names, distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import read_json
from towns import is_common, is_left_out, is_unsure, mended_if_alone, not_english
from unidecode import unidecode
from world import Identifiers, country_ids, folder, geonames_countries, loose, ordinary_words, population

FILE = "regions.jsonl"
SOURCE = "CLDR 48.2.0 (cldr-subdivisions-full)"
# So many people live in a region of a country on average, or its regions are left out.
LEAST_PEOPLE = 30_000
# Names that list instead of naming.
NO_NAME = re.compile(r"[\d/();,&†²³]| or | - ")
# Words that say what kind of region it is; without them a name of words says nothing.
KIND = re.compile(
    r"\b(?:province|region|district|department|state|county|governorate|municipality|parish|division|area|city|zone"
    r"|north|south|east|west|northern|southern|eastern|western|central|upper|lower|capital|metropolitan|federal)\b",
    re.IGNORECASE,
)


def first_level(npm: Path) -> dict[str, str]:
    """Code of CLDR ("ruku") of each region of the first level → its country."""
    data: Any = read_json(npm / "cldr-core" / "supplemental" / "subdivisionContainment.json")
    table: dict[str, Any] = data["supplemental"]["subdivisionContainment"]
    return {
        code: country
        for country, row in sorted(table.items())
        if len(country) == 2
        for code in row["_contains"]
    }


def names(npm: Path, level: dict[str, str]) -> dict[str, str]:
    """Code of CLDR → English name; CLDR has no others.

    Where the regions of a country are no more than villages they are left out.
    """
    path = npm / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json"
    table: dict[str, str] = read_json(path)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    sizes = Counter(level.values())
    large = {country for country, many in sizes.items() if people(country) >= many * LEAST_PEOPLE}
    return {code: tidy(table[code]) for code, country in level.items() if country in large and code in table}


def people(country: str) -> int:
    return population(country) if country in geonames_countries() else 0


def is_word(name: str) -> bool:
    """Whether nothing of the name is more than a word of the language or a kind of region."""
    words = folded(KIND.sub("", name).replace("-", " ")).split()
    return all(word in ordinary_words() or len(word) < 3 for word in words) and len(words) < 2


def main() -> None:
    npm = folder()
    level = first_level(npm)
    ids = Identifiers(FILE)
    others = {**imported_entities(but=FILE), **hand_entities()}
    have = {e["external"]["iso3166_2"] for e in others.values() if "iso3166_2" in e.get("external", {})}
    taken: set[str] = set()
    for entity in (e for e in others.values() if e["type"] in ("place", "person")):
        taken |= {form for name in all_names(entity) for form in (folded(name), loose(name))}
    english = names(npm, level)
    counts = Counter(folded(name) for name in english.values())
    records: list[Record] = []
    for code, name in sorted(english.items()):
        country = country_ids().get(level[code])
        iso = f"{level[code]}-{code[2:].upper()}"
        if not country or iso in have or NO_NAME.search(name) or is_left_out(name) or is_word(name):
            continue
        if {folded(name), loose(name)} & taken or is_common(name):
            continue
        doubtful = is_unsure(name) or counts[folded(name)] > 1
        plain = unidecode(name)
        aliases = [plain] if plain != name and script_of(re.sub(r"[\s'-]", "", name)) == "LATIN" else []
        fields = {"name": name, "external": {"iso3166_2": iso}}
        records.append(
            record(
                id=ids.give(fields, country),
                type="place",
                **fields,
                aliases=aliases,
                **{"not": not_english(name, *aliases)},
                needs_context=distinct([name, *aliases]) if doubtful else [],
                country=country,
                within=country,
                sources=[SOURCE],
            )
        )
    write(FILE, mended_if_alone(records))


if __name__ == "__main__":
    main()
