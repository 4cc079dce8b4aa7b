"""What the formats share: options, counts of what was left out, records that grow name by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from resolver.authoring.records import NAME_LISTS
from resolver.authoring.text_files import why_unread
from resolver.entities.entity import Entity
from resolver.types import EntityType

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """What an import is told.

    `type` is for records whose source does not say one. `columns` maps fields ("name", "names.ru",
    "external.wikidata") to a table's columns; `separator` stands between the items of a cell. `languages`
    limits names to some (empty: all); `language` is the one that `name` is taken from, where there are
    several. `prefix` goes before the source's IDs. `sources` is set on every record.
    """

    type: EntityType | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str = "|"
    languages: frozenset[str] = frozenset()
    language: str = "en"
    prefix: str = ""
    sources: tuple[str, ...] = ()

    def wants(self, language: str) -> bool:
        return not self.languages or language in self.languages


@dataclass(slots=True)
class Skipped:
    """How many things were left out and why, with the first of each kind and its line."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, what: str = "", line: int = 0) -> None:
        self.counts[reason] += 1
        if reason not in self.first:
            place = f"line {line}" if line else ""
            self.first[reason] = ": ".join(filter(None, (place, what)))


Reader = Callable[[Iterator[tuple[int, str]], Options, Skipped], Iterator[Record]]
Writer = Callable[[Iterable[Entity], Skipped], Iterator[str]]


class LeftOutError(Exception):
    """A record that is none for a gazetteer: the reason, which is counted, and which it is."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason = reason
        self.what = what


#: What comes of taking apart JSON that is not shaped as its format says.
_MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def records_of_json(
    lines: Iterable[tuple[int, str]], skipped: Skipped, kind: str, record_of: Callable[[Any], Record]
) -> Iterator[Record]:
    """What `record_of` makes of the JSON of each line that is not empty.

    What it leaves out, and what is not shaped as a `kind`, is counted: one odd line of a dump stops nothing.
    """
    for number, line in lines:
        if not line.strip():
            continue
        try:
            record = record_of(json.loads(line))
        except LeftOutError as left_out:
            skipped.add(left_out.reason, left_out.what, number)
        except _MISSHAPEN as error:
            skipped.add(f"not {kind}", why_unread(error), number)
        else:
            yield record


def language_code(code: str) -> str:
    """A language code as gazetteers write it: `az_Cyrl`, `zh-hant`, `PT` → az-Cyrl, zh-Hant, pt."""
    first, *rest = code.replace("_", "-").split("-")
    shaped = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest]
    return "-".join([first.lower(), *shaped])


def put_name(record: Record, field: str, spelling: str, language: str | None = None) -> None:
    """Add a spelling to a record: to a list, to the names of a language; each spelling once."""
    if not spelling.strip():
        return
    if language is not None:
        spellings = record.setdefault("names", {}).setdefault(language, [])
        if spelling not in spellings and spelling != record.get("name"):
            spellings.append(spelling)
        if not spellings:
            del record["names"][language]
        if not record["names"]:
            del record["names"]
        return
    if spelling == record.get("name") or any(spelling in record.get(name, ()) for name in NAME_LISTS):
        return
    record.setdefault(field, []).append(spelling)


class Grouped:
    """Records that are put together from lines of one name each, by ID, in order of first appearance."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def record(self, id: str) -> Record:
        return self.records.setdefault(id, {"id": id})
