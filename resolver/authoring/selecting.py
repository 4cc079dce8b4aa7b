"""A part of a gazetteer by what its entities are: `--only type=place`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from resolver.entities.entity import Entity
from resolver.errors import InputError
from resolver.types import ENTITY_TYPES

FIELDS: Final = ("type", "country", "within", "member_of")


def select_entities(entities: Iterable[Entity], conditions: Sequence[tuple[str, str]]) -> list[Entity]:
    """The entities of which every named field has one of the values given for it, in their order.

    References to what is left out are dropped: an entity whose country the gazetteer does not have would be
    of no country that a text names. Raises InputError for a field that is not one of `FIELDS` and for an
    unknown type.
    """
    wanted: dict[str, set[str]] = {}
    for field, value in conditions:
        if field not in FIELDS:
            raise InputError(f"{field}={value}: unknown field {field!r}; use one of {', '.join(FIELDS)}")
        if field == "type" and value not in ENTITY_TYPES:
            raise InputError(f"{field}={value}: unknown type; use one of {', '.join(ENTITY_TYPES)}")
        wanted.setdefault(field, set()).add(value)
    if not wanted:
        return list(entities)
    kept = {e.id: e for e in entities if all(_has(e, field, wanted[field]) for field in wanted)}
    known = frozenset(kept)
    return [_without_strangers(e, known) for e in kept.values() if known.issuperset(e.replaced_by)]


def _has(entity: Entity, field: str, values: set[str]) -> bool:
    found = getattr(entity, field)
    return not values.isdisjoint(found if isinstance(found, tuple) else (found,))


def _without_strangers(entity: Entity, known: frozenset[str]) -> Entity:
    return replace(
        entity,
        country=entity.country if entity.country in known else None,
        within=entity.within if entity.within in known else None,
        member_of=tuple(id for id in entity.member_of if id in known),
    )
