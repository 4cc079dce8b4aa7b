"""Data extension: values of properties for entities that are reconciled, and which properties there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resolver.server.reconciliation.properties import Field, all_properties, property_of

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.server.reconciliation.queries import Extension
    from resolver.server.serving import Serving

#: What a user may set for a property, as the manifest tells it.
SETTINGS: list[dict[str, Any]] = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Values a row at most (0: all)",
    },
    {
        "name": "language",
        "label": "Language",
        "type": "text",
        "default": "",
        "help_text": "For names in other languages: only those of this language (fr, ru, az …)",
    },
]


def extended(asked: Extension, serving: Serving) -> dict[str, Any]:
    """The answer to a data extension request. A merged ID has its successor's values; an unknown one none."""
    gazetteer = serving.resolver.gazetteer
    fields = [(each, property_of(each.id, serving)) for each in asked.properties]
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for id in asked.ids:
        entity = gazetteer.get(id)
        rows[id] = {
            wanted.id: []
            if entity is None or field is None
            else _cells(entity, field, wanted.settings, serving)
            for wanted, field in fields
        }
    return {"meta": [_meta(wanted.id, field) for wanted, field in fields], "rows": rows}


def _meta(id: str, field: Field | None) -> dict[str, Any]:
    return {"id": id, "name": field.name if field is not None else id}


def _cells(entity: Entity, field: Field, settings: dict[str, Any], serving: Serving) -> list[dict[str, Any]]:
    values = field.values(entity)
    language = settings.get("language")
    if field.id == "names" and isinstance(language, str) and language.strip():
        values = entity.names.get(language.strip(), ())
    limit = _number(settings.get("limit"))
    return [_cell(value, field, serving) for value in (values[:limit] if limit else values)]


def _cell(value: str, field: Field, serving: Serving) -> dict[str, Any]:
    if field.refers:
        entity = serving.resolver.gazetteer.get(value)
        return {"id": value, "name": value} if entity is None else {"id": entity.id, "name": entity.name}
    return {"str": value}


def _number(value: Any) -> int:
    """A setting as a count; clients send numbers as numbers or as text."""
    try:
        return max(int(value or 0), 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def proposed(type: str, limit: str, serving: Serving) -> dict[str, Any]:
    """The properties that entities of a type may have."""
    found = [{"id": each.id, "name": each.name} for each in all_properties(serving)]
    most = _number(limit)
    answer: dict[str, Any] = {"properties": found[:most] if most else found}
    if type:
        answer["type"] = type
    if most:
        answer["limit"] = most
    return answer
