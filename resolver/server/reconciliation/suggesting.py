"""Completion while somebody types: entities, types, properties; and what hovers beside a suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from resolver.server.reconciliation.answering import description
from resolver.server.reconciliation.properties import all_properties, property_of
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.server.serving import Serving

#: Suggestions a time; `cursor` asks for those behind them.
PAGE = 20

#: Beyond this nobody pages; it bounds what a request may cost.
_MOST = 200

TYPE_DESCRIPTIONS = {
    "person": "people",
    "organization": "bodies, companies, parties, media",
    "place": "countries, cities, regions, buildings",
    "event": "meetings, wars, elections",
    "work": "books, newspapers, laws, programmes",
    "product": "things that are made and sold",
    "other": "all else",
}


def entities(prefix: str, cursor: int, serving: Serving) -> dict[str, Any]:
    """Entities whose names begin with `prefix`, or that it may be a misspelling of."""
    prefix = prefix.strip()
    gazetteer = serving.resolver.gazetteer
    most = min(cursor + PAGE, _MOST)
    found = dict.fromkeys([prefix] if prefix in gazetteer else [])
    found |= dict.fromkeys(serving.lookups.beginning(prefix, most))
    if prefix and len(found) < most:
        found |= dict.fromkeys(match.id for match in serving.resolver.candidates(prefix, limit=PAGE))
    return {"result": [_suggested(gazetteer[id]) for id in list(found)[cursor:most]]}


def _suggested(entity: Entity) -> dict[str, Any]:
    described = {"description": text} if (text := description(entity)) else {}
    notable = [{"id": entity.type, "name": entity.type}]
    return {"id": entity.id, "name": entity.name, **described, "notable": notable}


def types(prefix: str) -> dict[str, Any]:
    """Types that begin with `prefix`."""
    rows = (_row(type, type, TYPE_DESCRIPTIONS[type]) for type in ENTITY_TYPES)
    return {"result": list(_beginning(prefix, rows))}


def properties(prefix: str, serving: Serving) -> dict[str, Any]:
    """Properties that begin with `prefix`, by their ID or name."""
    rows = (_row(each.id, each.name, each.description) for each in all_properties(serving))
    return {"result": list(_beginning(prefix, rows))}


def _row(id: str, name: str, description: str) -> dict[str, str]:
    return {"id": id, "name": name, "description": description}


def _beginning(prefix: str, rows: Iterable[dict[str, str]]) -> Iterable[dict[str, str]]:
    wanted = prefix.strip().casefold()
    return (row for row in rows if any(row[key].casefold().startswith(wanted) for key in ("id", "name")))


def flyout(kind: str, id: str, serving: Serving) -> dict[str, str] | None:
    """What hovers beside the suggestion of this ID; None where there is none."""
    if kind == "entity":
        entity = serving.resolver.gazetteer.get(id)
        text = None if entity is None else f"{entity.name} ({entity.type}) {description(entity)}"
    elif kind == "type":
        text = TYPE_DESCRIPTIONS.get(id)
    else:
        field = property_of(id, serving)
        text = None if field is None else f"{field.name}: {field.description}"
    return None if text is None else {"id": id, "html": f"<p>{escape(text.strip())}</p>"}
