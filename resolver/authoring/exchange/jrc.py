"""JRC-Names (European Commission): `id ⇥ type ⇥ language ⇥ name`, one spelling a line, `+` for spaces.

Types: P person, O organization, E event, others left out. Language `u` is "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from resolver.authoring.exchange.collecting import Grouped, Options, Record, Skipped, language_code, put_name
from resolver.entities.entity import Entity
from resolver.types import EntityType

_TYPES: Final[dict[str, EntityType]] = {"P": "person", "O": "organization", "E": "event"}
_LETTERS: Final = {type: letter for letter, type in _TYPES.items()}


def read_jrc(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    """The first spelling of an ID is its name, as the file lists the main one first."""
    grouped = Grouped()
    for number, line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 4:
            skipped.add("not four columns", line.strip()[:60], number)
            continue
        id, letter, language, name = cells
        type = _TYPES.get(letter, options.type)
        if type is None:
            skipped.add(f"type {letter} is no kind of entity here", name, number)
            continue
        spelling = " ".join(name.replace("+", " ").split())
        record = grouped.record(options.prefix + id)
        record["type"] = type
        if not spelling:
            skipped.add("an empty name", id, number)
        elif "name" not in record:
            record["name"] = spelling
        elif language == "u":
            put_name(record, "aliases", spelling)
        elif options.wants(code := language_code(language)):
            put_name(record, "", spelling, code)
    for id, record in grouped.records.items():
        if "name" in record:
            yield record
        else:
            skipped.add("no name", id)


def write_jrc(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    for entity in entities:
        if not entity.live or entity.type not in _LETTERS:
            skipped.add(f"no JRC type for a {entity.type}" if entity.live else "not live", entity.id)
            continue
        for name in entity.all_names():
            spelling = name.spelling.replace(" ", "+")
            yield f"{entity.id}\t{_LETTERS[entity.type]}\t{name.lang or 'u'}\t{spelling}\n"
