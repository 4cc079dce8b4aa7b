"""Write entities/imported/listed.jsonl: companies of the stock indices of Europe and Japan.

    python gazetteer/imports/listed.py

Source: PyPI `pytickersymbols`. Legal forms are left out of the name, and stay as an alias. What the gazetteer
has already is left to it; what no text would mean is left out: names of one letter or two. A name of ordinary
words, and one word that is somebody's name or is short and in small letters, needs context, unless
`curation.toml` lists it as better known than any bearer. All are `exact`. The country is that of the index
where the source says so too; of Japan's all are Japanese.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from common import Record, distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import curation
from world import Identifiers, all_spellings, is_word, loose, ordinary_words, personal_names

FILE = "listed.jsonl"
SOURCE = "PyPI pytickersymbols 1.17.10, 2026-03"
# Index → the country of most of its companies.
INDICES = {
    "AEX": "Netherlands",
    "BEL 20": "Belgium",
    "CAC_40": "France",
    "CAC Mid 60": "France",
    "DAX": "Germany",
    "MDAX": "Germany",
    "FTSE 100": "United Kingdom",
    "IBEX 35": "Spain",
    "NIKKEI 225": "Japan",
    "OMX Helsinki 25": "Finland",
    "OMX Stockholm 30": "Sweden",
    "Switzerland 20": "Switzerland",
    "EURO STOXX 50": "",
}
BRACKET = re.compile(r"\s*\([^)]*\)")
LEGAL = re.compile(
    r",? (?:plc|PLC|AG|SE|S\.?A\.?|NV|N\.V\.|AB|SA/NV|KGaA|Inc\.?|Ltd\.?|Limited|Corporation|Corp\.?|Co\.?"
    r"|Holding AG)$"
)
KIND = re.compile(r" (?:Group|Holdings?|Company|International|Holdings Inc\.)$")
# A share of one class is no company: "KalmarB".
SHARE = re.compile(r"[a-z][ABC]$")
SHORTEST = 3
SHORT = 4


def companies() -> dict[str, str]:
    """Name as printed → country of each company, empty where it is not sure."""
    indices: dict[str, Any] = import_module("pytickersymbols.indices_data").INDICES
    found: dict[str, str] = {}
    for index, home in INDICES.items():
        for row in indices[index]["companies"]:
            sure = home == "Japan" or row.get("country") == home
            found[tidy(row["name"])] = home if sure else found.get(tidy(row["name"]), "")
    return found


def unsure(name: str, elsewhere: set[str]) -> bool:
    """Whether it may be a word or somebody's name as well."""
    parts = re.sub(r"[^\w\s]", " ", folded(name)).split()
    if name in curation()["listed"]["known"]:
        return False
    if len(parts) > 1:
        return all(part in ordinary_words() for part in parts) or folded(name) in elsewhere
    short = len(name) <= SHORT and not name.isupper()
    return short or len(name) <= SHORTEST or is_word(name) or folded(name) in personal_names() | elsewhere


def names_of(printed: str, elsewhere: set[str]) -> Record:
    """name and aliases; empty where the gazetteer has it, or it is no name of a company."""
    printed = BRACKET.sub("", printed).removeprefix("The ")
    name = LEGAL.sub("", printed).rstrip(" &,")
    if folded(name) in ordinary_words() and name != printed:
        name = printed
    name = curation()["listed"]["names"].get(printed, name)
    if (
        len(name) < SHORTEST - 1
        or SHARE.search(name)
        or {folded(name), loose(name), folded(printed)} & elsewhere
    ):
        return {}
    plain = KIND.sub("", name)
    aliases = [printed, *([plain] if folded(plain) not in elsewhere | ordinary_words() else [])]
    return {"name": name, "aliases": distinct((n for n in aliases if len(n) > SHORTEST - 1), [name])}


def main() -> None:
    ids, hand = Identifiers(FILE), hand_entities()
    places = {**imported_entities(), **hand}
    countries = {e["name"]: id for id, e in places.items() if "iso3166" in e.get("external", {})}
    elsewhere = all_spellings([*hand.values(), *imported_entities(but=FILE).values()])
    dropped = frozenset(curation()["listed"]["drop"])
    records: dict[str, Record] = {}
    seen: set[str] = set()
    for printed, where in sorted(companies().items()):
        fields = names_of(printed, elsewhere)
        if not fields or {printed, fields["name"]} & dropped or loose(fields["name"]) in seen:
            continue
        seen |= {loose(n) for n in (fields["name"], *fields["aliases"])}
        country = countries.get(where)
        id = ids.give({**fields, "country": country}, "company")
        every = [fields["name"], *fields["aliases"]]
        records[id] = record(
            id=id,
            type="organization",
            **fields,
            needs_context=[n for n in every if unsure(n, elsewhere) and not LEGAL.search(n)],
            country=country,
            sources=[SOURCE],
            exact=True,
            note="Company.",
        )
    gone = {id: e for id, e in ids.last.items() if id not in records and id not in hand}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
