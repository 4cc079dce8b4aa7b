"""Wikidata's JSON dump, one item a line: labels, aliases and demonyms by language.

The format: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. An item's type is told by
what is stated of it, in this order, as its classes are too many to list:
P31 = Q5 (human) → person; P159 (headquarters), P1454 (legal form) → organization; P625 (coordinates) →
place; P585 (point in time) → event; P577 (publication date) → work.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from resolver.authoring.exchange.collecting import (
    LeftOutError,
    Options,
    Record,
    Skipped,
    language_code,
    put_name,
    records_of_json,
)
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
    items = ((number, line.strip().rstrip(",")) for number, line in lines)
    inside = ((number, text) for number, text in items if text not in ("[", "]"))
    return records_of_json(inside, skipped, "a Wikidata item", partial(_record, options=options))


def _record(item: Any, options: Options) -> Record:
    id, labels, claims = str(item["id"]), item.get("labels") or {}, item.get("claims") or {}
    if item.get("type", "item") != "item":
        raise LeftOutError("a property or lexeme, no item", id)
    name = labels.get(options.language) or labels.get("mul")
    if not name:
        raise LeftOutError(f"no label in {options.language}", id)
    type = _type(claims) or options.type
    if type is None:
        raise LeftOutError("nothing stated of it tells its type", id)
    record: Record = {"id": options.prefix + id, "type": type, "name": name["value"]}
    aliases = item.get("aliases") or {}
    for alias in (*aliases.get(options.language, ()), *aliases.get("mul", ())):
        put_name(record, "aliases", alias["value"])
    for code, label in labels.items():
        language = language_code(code)
        if code not in (options.language, "mul") and options.wants(language):
            put_name(record, "", label["value"], language)
            for alias in aliases.get(code, ()):
                put_name(record, "", alias["value"], language)
    for statement in claims.get(_DEMONYM, ()):
        value = _value(statement)
        if isinstance(value, dict) and options.wants(language_code(value.get("language", ""))):
            put_name(record, "demonyms", value.get("text", ""))
    record["external"] = {"wikidata": id}
    return record


def _type(claims: Any) -> EntityType | None:
    for statement in claims.get("P31", ()):
        value = _value(statement)
        if isinstance(value, dict) and value.get("id") == "Q5":
            return "person"
    return next((type for prop, type in _BY_PROPERTY if claims.get(prop)), None)


def _value(statement: Any) -> Any:
    return statement.get("mainsnak", {}).get("datavalue", {}).get("value")
