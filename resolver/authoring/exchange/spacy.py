"""Patterns of spaCy's entity ruler, one JSON object a line: label, pattern, id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from resolver.authoring.exchange.collecting import (
    Grouped,
    LeftOutError,
    Options,
    Record,
    Skipped,
    put_name,
    records_of_json,
)
from resolver.entities.entity import Entity
from resolver.types import EntityType

_TYPES: Final[dict[str, EntityType]] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LAW": "work",
    "PRODUCT": "product",
    "MISC": "other",
}
_LABELS: Final[dict[str, str]] = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "GPE",
    "event": "EVENT",
    "work": "WORK_OF_ART",
    "product": "PRODUCT",
    "other": "MISC",
}


def read_spacy(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    """The first pattern of an ID is its name, others are aliases. Patterns that match more than one string
    (operators, regular expressions, lemmas) are left out. A pattern without ID is an entity of its own."""
    grouped = Grouped()
    loose: list[Record] = []
    for found in records_of_json(lines, skipped, "a pattern", partial(_record, options=options)):
        if "id" not in found:
            loose.append(found)
            continue
        record = grouped.record(found["id"])
        if "name" in record:
            put_name(record, "aliases", found["name"])
        else:
            record |= found
    yield from grouped.records.values()
    yield from loose


def _record(entry: Any, options: Options) -> Record:
    label, pattern = entry["label"], entry["pattern"]
    spelling = pattern if isinstance(pattern, str) else _phrase(pattern)
    if not spelling:
        raise LeftOutError("a pattern that is no fixed string", json.dumps(entry, ensure_ascii=False)[:60])
    type = _TYPES.get(label, options.type)
    if type is None:
        raise LeftOutError(f"label {label} is no kind of entity here", spelling)
    id = {"id": options.prefix + str(entry["id"])} if "id" in entry else {}
    return {**id, "type": type, "name": spelling}


def _phrase(pattern: Any) -> str | None:
    words = []
    for token in pattern if isinstance(pattern, list) else [None]:
        if not isinstance(token, dict) or len(token) != 1:
            return None
        key, word = next(iter(token.items()))
        if key.upper() not in ("TEXT", "ORTH", "LOWER") or not isinstance(word, str):
            return None
        words.append(word)
    return " ".join(words)


def write_spacy(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    for entity in entities:
        if not entity.live:
            skipped.add("not live", entity.id)
            continue
        for spelling in dict.fromkeys(name.spelling for name in entity.all_names()):
            entry = {"label": _LABELS[entity.type], "pattern": spelling, "id": entity.id}
            yield json.dumps(entry, ensure_ascii=False) + "\n"
