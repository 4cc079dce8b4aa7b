"""Write entities/imported/ror.jsonl: organizations of research, government, care and business.

    python gazetteer/imports/ror.py DIR

Source: ROR, the Research Organization Registry (see `world.py`). Of its 35,000 rows those are taken of which
texts are likely to speak, by what the row itself says. All have a Wikidata item, and are
- a company; a government body, a museum, library or archive, a nonprofit or other body, with two names at
  least or known to pay for research;
- a hospital or an institute that pays for research, or with names in two languages and three names in all;
- among the 4,000 best known universities: those that pay for research first, then by languages and names.

The name is the English label, without its country in brackets ("Pfizer (Japan)" is left out where several
countries have the like); names of other languages go where they belong. Left out are names that say nothing
but ordinary words and have no other ("Office of Fusion"), regions, names above 80 letters, short ones of one
word that are no company's, and acronyms of several bodies or of up to three letters, but for those in
`curation.toml`. What is ordinary words, shared, or an acronym of up to four letters needs context. All are
`exact`, but for those in `curation.toml` whose misspellings are mended; what well-known ones are called in
short is there too. `within` is the city, where this gazetteer has it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from common import Record, all_names, distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import curation
from world import (
    Identifiers,
    all_spellings,
    country_ids,
    folder,
    is_plain,
    is_word,
    personal_names,
)

from resolver.text.scripts import script_of

FILE = "ror.jsonl"
SOURCE = "ROR data, 2026 (ror-community/ror-records d93fc6678)"
ROWS = "ror-organizations.jsonl.gz"
UNIVERSITIES = 4000
LONGEST = 80
SHORTEST = 5
LONG_WORD = 10
SHORTEST_HAN = 4
# Letters of two alphabets that look alike, in one word.
REGION = re.compile(
    r"^(?:State|Commonwealth|City|County|Region|Province|Canton|District) of |(?:Region|Province|County)$"
)
ABBREVIATED = re.compile(r"^[A-Z]{2,3} (?=\S+$)")
MIXED = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
WITH_CAPITALS = frozenset({"latin", "cyrillic", "greek", "armenian"})
# Bodies of these kinds are known by their offices.
PUBLIC = frozenset({"government", "company", "archive", "nonprofit", "other"})
COUNTRY = re.compile(r" \([^()]*\)$")
ODD = re.compile(
    r"[()\[\]:;\"/|„“”«»]|\d{3}|^(?:UMR|UPR|USR|UAR|EA|FR|UR)\b| - |UMR|National Park|, (?:Inc|Ltd|LLC)"
)
ACRONYM = re.compile(r"^[A-ZÀ-Þ][A-Za-zÀ-ÞĞİŞ&]*[A-ZÀ-Þ][A-Za-z]?$")
LANGUAGES = re.compile(r"^(?!kr$|se$)[a-z]{2}$")


class Row(NamedTuple):
    """A row of the source, its names by kind: (spelling, language) each."""

    ror: str
    types: frozenset[str]
    names: list[tuple[str, str]]
    acronyms: list[str]
    english: str
    country: str
    city: str
    wikidata: str

    @property
    def pays(self) -> bool:
        return "funder" in self.types

    @property
    def known(self) -> tuple[bool, int, int]:
        """The greater, the better known."""
        return self.pays, len({lang for _, lang in self.names if lang}), len(self.names)


def read_row(row: dict[str, Any]) -> Row:
    """A row of the source."""
    named = [
        (tidy(COUNTRY.sub("", n)), lang or "", kinds)
        for n, kinds, lang in row["names"]
        if "acronym" not in kinds
    ]
    labels = [n for n, lang, kinds in named if lang == "en" and "label" in kinds]
    shown = [tidy(COUNTRY.sub("", n)) for n, kinds, _ in row["names"] if "ror_display" in kinds]
    return Row(
        row["id"],
        frozenset(row["types"]),
        [(n, lang) for n, lang, _ in named],
        [n for n, kinds, _ in row["names"] if "acronym" in kinds],
        (labels or shown)[0],
        row["country"],
        row["city"] or "",
        row["wikidata"] or "",
    )


def chosen(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that are taken: see the module's docstring."""
    universities: list[Row] = []
    for row in rows:
        if not row.wikidata or row.country not in country_ids():
            continue
        languages = len({lang for _, lang in row.names if lang})
        if "education" in row.types:
            universities.append(row)
        elif row.types & PUBLIC:
            if row.pays or len(row.names) > 1 or "company" in row.types:
                yield row
        elif row.pays or (languages > 1 and len(row.names) > 2):
            yield row
    yield from sorted(universities, key=lambda row: (*row.known, row.ror), reverse=True)[:UNIVERSITIES]


@cache
def lands() -> frozenset[str]:
    """Folded words of countries' names and demonyms, by which even plain words become a name."""
    countries = [e for e in imported_entities().values() if "iso3166" in e.get("external", {})]
    hand = [e for e in hand_entities().values() if "iso3166" in e.get("external", {})]
    names = {
        n for e in [*countries, *hand] for n in (e["name"], *e.get("aliases", []), *e.get("demonyms", []))
    }
    words = {word for name in names for word in folded(name).split()}
    return frozenset(word for word in words if not is_word(word)) | frozenset(map(folded, names))


@cache
def is_common(name: str, most: int = 4) -> bool:
    """Whether it is made of a few ordinary words of any language, and no country is among them."""
    words = [w for w in re.sub(r"[^\w\s]", " ", folded(name)).split() if len(w) > 1]
    if not lands().isdisjoint(words):
        return False
    telling = [w for w in words if len(w) > 3]
    return is_plain(name, most) or (len(telling) <= most and all(map(is_word, telling)))


def is_name(name: str) -> bool:
    """Whether it is spelled as a text may write it."""
    script = script_of(name)
    least = SHORTEST_HAN if script in ("han", "hangul", "kana") else SHORTEST
    if not least <= len(name) <= LONGEST or ODD.search(name) or MIXED.search(name):
        return False
    return script not in WITH_CAPITALS or any(c.isupper() for c in name[:4])


class Names:
    """How often all names and acronyms occur in the source, and what others are called."""

    def __init__(self, rows: Iterable[Row], elsewhere: set[str]) -> None:
        self.uses = Counter(key for row in rows for key in {folded(n) for n, _ in row.names})
        self.acronyms = Counter(a.casefold() for row in rows for a in set(row.acronyms))
        self.elsewhere = elsewhere
        self._dropped = set(curation()["ror"]["drop"])

    def of(self, row: Row) -> Record:
        """All name fields of a row; empty where it has no name that a text would use."""
        name = row.english.removeprefix("The ")
        if not is_name(name) or folded(name) in self.elsewhere or name in self._dropped:
            return {}
        latin = script_of(name) == "latin"
        others = [(n.removeprefix("The "), lang) for n, lang in row.names if self._is_own(n, row)]
        if REGION.search(name) or (latin and " " not in name and not self._is_own(name, row)):
            return {}
        if is_common(name) and not others:
            return {}
        aliases = [n for n, lang in others if lang in ("", "en") and script_of(n) == "latin"]
        names: dict[str, list[str]] = defaultdict(list)
        for n, lang in others:
            if LANGUAGES.match(lang) and lang != "en" and n != name:
                names[lang].append(n)
        fields: Record = {
            "name": name,
            "aliases": distinct(aliases, [name]) if latin else [],
            "acronyms": distinct(self._acronyms(row), [name, *aliases]),
            "names": {lang: distinct(names[lang]) for lang in sorted(names)},
        }
        fields["needs_context"] = distinct(
            [
                n
                for n in all_names(fields)
                if n not in fields["acronyms"] and (self.uses[folded(n)] > 1 or is_common(n))
            ]
            + [a for a in fields["acronyms"] if len(a) < SHORTEST]
        )
        # "TU" is read as a legal form: the city is not its university.
        bare = [ABBREVIATED.sub("", n) for n in all_names(fields) if ABBREVIATED.match(n)]
        fields["not"] = distinct(bare, all_names(fields))
        return fields

    def _is_own(self, name: str, row: Row) -> bool:
        """Whether another name is worth listing: nobody else's, and no few plain words."""
        plain = folded(name.removeprefix("The "))
        if not is_name(name) or plain in self.elsewhere or is_common(name, 3) or name in self._dropped:
            return False
        if " " in plain or script_of(name) != "latin":
            return True
        # One short word is a company's name, hardly that of another body; in capitals it is an acronym.
        return ("company" in row.types or len(name) >= LONG_WORD) and not (
            name.isupper() or is_word(plain) or plain in personal_names()
        )

    def _acronyms(self, row: Row) -> list[str]:
        kept = curation()["ror"]["acronyms"].get(row.english, [])
        return kept + [
            a
            for a in row.acronyms
            if ACRONYM.match(a)
            and len(a) > 3
            and self.acronyms[a.casefold()] == 1
            and folded(a) not in self.elsewhere
            and not is_word(a)
            and folded(a) not in personal_names()
        ]


def without_branches(rows: Iterable[Row]) -> list[Row]:
    """Without companies of whose name several countries have one: none of them is the company itself."""
    kept = list(rows)
    counts = Counter(folded(row.english) for row in kept if "company" in row.types)
    return [row for row in kept if "company" not in row.types or counts[folded(row.english)] == 1]


def cities() -> dict[tuple[str, str], str]:
    """(country, folded name) → ID of a place."""
    everything = [*imported_entities(but=FILE).items(), *hand_entities().items()]
    return {
        (entity.get("country", ""), folded(entity["name"])): id
        for id, entity in everything
        if entity["type"] == "place" and entity.get("country")
    }


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [read_row(json.loads(line)) for line in lines]


def main() -> None:
    ids, hand, places = Identifiers(FILE), hand_entities(), cities()
    rows = read(folder() / ROWS)
    elsewhere = [*hand.values(), *imported_entities(but=FILE).values()]
    names = Names(rows, all_spellings(elsewhere))
    short, mended = curation()["ror"]["short"], set(curation()["ror"]["mended"])
    records: dict[str, Record] = {}
    # What others of the gazetteer are already.
    seen = {e["external"]["wikidata"] for e in elsewhere if "wikidata" in e.get("external", {})}
    for row in sorted(without_branches(chosen(rows)), key=lambda row: (*row.known, row.ror), reverse=True):
        fields = names.of(row)
        if not fields or row.wikidata in seen:
            continue
        seen.add(row.wikidata)
        country = country_ids()[row.country]
        if own := short.get(fields["name"]):
            fields["short"] = [own]
            fields["needs_context"] += [own] if is_word(own) or folded(own) in names.elsewhere else []
        fields["external"] = {"ror": row.ror, "wikidata": row.wikidata}
        id = ids.give(fields, country)
        records[id] = record(
            id=id,
            type="organization",
            **fields,
            country=country,
            within=places.get((country, folded(row.city))),
            sources=[SOURCE],
            exact=fields["name"] not in mended,
            note=f"{' '.join(sorted(row.types - {'funder'})) or 'funder'}; {row.city}.",
        )
    kept = {*records, *hand, *(e["id"] for e in elsewhere if "id" in e)}
    gone = {id: e for id, e in ids.last.items() if id not in kept}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
