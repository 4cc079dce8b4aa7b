"""What may be asked of an entity: the properties of the service, with their values.

Besides those of `FIELDS` there is one for each scheme of outside identifiers that the gazetteer has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.server.serving import Serving


@dataclass(frozen=True, slots=True)
class Field:
    """A property. `refers`: its values are IDs of other entities."""

    id: str
    name: str
    description: str
    values: Callable[[Entity], tuple[str, ...]]
    refers: bool = False
    names: bool = False


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


FIELDS: dict[str, Field] = {
    field.id: field
    for field in (
        Field("country", "country", "the country it belongs to", lambda e: _one(e.country), refers=True),
        Field("type", "type", "person, organization, place …", lambda e: (e.type,)),
        Field("within", "within", "the place or body it is a part of", lambda e: _one(e.within), refers=True),
        Field("member_of", "member of", "bodies it is a member of", lambda e: e.member_of, refers=True),
        Field("name", "name", "the name it is written by", lambda e: (e.name,), names=True),
        Field("aliases", "aliases", "other accepted names", lambda e: e.aliases, names=True),
        Field("short", "short names", "what a text calls it for short", lambda e: e.short, names=True),
        Field("acronyms", "acronyms", "its acronyms", lambda e: e.acronyms, names=True),
        Field("demonyms", "demonyms", "what its people are called", lambda e: e.demonyms, names=True),
        Field("former", "former names", "what it was called before", lambda e: e.former, names=True),
        Field("nicknames", "nicknames", "its nicknames", lambda e: e.nicknames, names=True),
        Field(
            "variants",
            "variants",
            "other spellings of its names",
            lambda e: tuple(variant.spelling for variant in e.variants),
            names=True,
        ),
        Field(
            "names",
            "names in other languages",
            "its names by language; the setting “language” chooses one",
            lambda e: tuple(dict.fromkeys(spelling for all in e.names.values() for spelling in all)),
            names=True,
        ),
        Field("note", "note", "what the gazetteer says of it", lambda e: _one(e.note)),
        Field("sources", "sources", "where the gazetteer has it from", lambda e: e.sources),
        Field("id", "ID", "the identifier of this service", lambda e: (e.id,)),
    )
}


def all_properties(serving: Serving) -> Iterator[Field]:
    """Every property that entities of this gazetteer may have."""
    yield from FIELDS.values()
    for scheme in serving.lookups.schemes:
        if scheme not in FIELDS:
            yield _identifier(scheme)


def property_of(pid: str, serving: Serving) -> Field | None:
    """The property of this ID; None where there is none."""
    known = FIELDS.get(pid)
    if known is None and pid in serving.lookups.schemes:
        return _identifier(pid)
    return known


def _identifier(scheme: str) -> Field:
    def values(entity: Entity) -> tuple[str, ...]:
        return _one(entity.external.get(scheme))

    return Field(scheme, scheme, f"its identifier in {scheme}", values)
