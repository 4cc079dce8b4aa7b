"""Wikidata's JSON dump, one item a line: labels, aliases and demonyms by language.

The format: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. An item's type is told by
what is stated of it, in this order, as its classes are too many to list:
P31 = Q5 (human) → person; P159 (headquarters), P1454 (legal form) → organization; P625 (coordinates) →
place; P585 (point in time) → event; P577 (publication date) → work.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from resolver.authoring.exchange.collecting import Options, Record, Skipped, language_code, put_name
from resolver.types import EntityType

_BY_PROPERTY: Final[tuple[tuple[str, EntityType], ...]] = (
    ("P159", "organization"),
    ("P1454", "organization"),
    ("P625", "place"),
    ("P585", "event"),
    ("P577", "work"),
)
_DEMONYM: Final = "P1549"


def read_wikidata(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    """`name` is the label in `options.language`, or the one for all languages (`mul`)."""
    for number, line in lines:
        text = line.strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        try:
            item = json.loads(text)
            id, labels = item["id"], item.get("labels") or {}
            claims = item.get("claims") or {}
        except (ValueError, KeyError, TypeError) as error:
            skipped.add("not a Wikidata item", str(error), number)
            continue
        if item.get("type", "item") != "item":
            skipped.add("a property or lexeme, no item", id, number)
            continue
        label = labels.get(options.language) or labels.get("mul")
        if not label:
            skipped.add(f"no label in {options.language}", id, number)
            continue
        type = _type(claims) or options.type
        if type is None:
            skipped.add("nothing stated of it tells its type", id, number)
            continue
        yield _record(item, claims, label["value"], type, options)


def _record(item: Any, claims: Any, name: str, type: EntityType, options: Options) -> Record:
    record: Record = {"id": options.prefix + item["id"], "type": type, "name": name}
    aliases = item.get("aliases") or {}
    for alias in (*aliases.get(options.language, ()), *aliases.get("mul", ())):
        put_name(record, "aliases", alias["value"])
    for code, label in (item.get("labels") or {}).items():
        language = language_code(code)
        if code not in (options.language, "mul") and options.wants(language):
            put_name(record, "", label["value"], language)
            for alias in aliases.get(code, ()):
                put_name(record, "", alias["value"], language)
    for statement in claims.get(_DEMONYM, ()):
        value = _value(statement)
        if isinstance(value, dict) and options.wants(language_code(value.get("language", ""))):
            put_name(record, "demonyms", value.get("text", ""))
    record["external"] = {"wikidata": item["id"]}
    return record


def _type(claims: Any) -> EntityType | None:
    for statement in claims.get("P31", ()):
        value = _value(statement)
        if isinstance(value, dict) and value.get("id") == "Q5":
            return "person"
    return next((type for prop, type in _BY_PROPERTY if claims.get(prop)), None)


def _value(statement: Any) -> Any:
    return statement.get("mainsnak", {}).get("datavalue", {}).get("value")
