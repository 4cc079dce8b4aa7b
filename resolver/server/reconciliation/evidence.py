"""What a query says of an entity beside its name, weighed: country, type, outside identifiers, other names.

A kind of property counts where both the query and the gazetteer say something; silence counts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from resolver.entities.lexicon import fold_phrase
from resolver.server.reconciliation.properties import FIELDS
from resolver.server.reconciliation.queries import Property, Reference, Value

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.server.serving import Serving

#: Probabilities nearer to 0 and 1 than this have no odds worth the name.
_LEAST = 1e-6

#: Steps from a place to the place around it, so that a circle in a gazetteer ends.
_MOST_AROUND = 8


class Feature(NamedTuple):
    """Whether a property speaks for an entity, and what that counts in log-odds."""

    id: str
    agrees: bool
    weight: float


class Evidence:
    """The properties of one query. Values are understood once, and held against every candidate."""

    def __init__(self, properties: Sequence[Property], serving: Serving) -> None:
        self._serving = serving
        self._asked = [(each.pid, understood(each, serving)) for each in properties]

    def features(self, entity: Entity) -> list[Feature]:
        """What the properties say of this entity."""
        found = []
        for pid, wanted in self._asked:
            if wanted and (feature := self._feature(pid, wanted, entity)) is not None:
                found.append(feature)
        return found

    def _feature(self, pid: str, wanted: frozenset[str], entity: Entity) -> Feature | None:
        if pid == "country":
            return self._judged(pid, "country", wanted, _countries(entity, self._serving), differs=True)
        if pid == "type":
            return self._judged(pid, "type", wanted, {entity.type}, differs=True)
        field = FIELDS.get(pid)
        if field is None or pid == "id":
            value = entity.id if field else entity.external.get(pid)
            own = {value.casefold()} if value is not None else set()
            return self._judged(pid, "identifier", wanted, own, differs=True)
        if field.names:
            own = {fold_phrase(name.spelling) for name in entity.all_names()}
            return self._judged(pid, "name", wanted, own, differs=False)
        return self._judged(pid, "other", wanted, set(field.values(entity)), differs=False)

    def _judged(
        self, pid: str, kind: str, wanted: frozenset[str], own: set[str], *, differs: bool
    ) -> Feature | None:
        if not own:
            return None
        agrees = not wanted.isdisjoint(own)
        if agrees:
            return Feature(pid, True, self._serving.weight(f"{kind}_agrees"))
        return Feature(pid, False, self._serving.weight(f"{kind}_differs") if differs else 0.0)


def weighed(score: float, features: Sequence[Feature]) -> float:
    """A probability after the features have spoken."""
    if not features:
        return score
    score = min(max(score, _LEAST), 1.0 - _LEAST)
    odds = math.log(score / (1.0 - score)) + sum(feature.weight for feature in features)
    return 1.0 / (1.0 + math.exp(-odds))


def understood(asked: Property, serving: Serving) -> frozenset[str]:
    """The values of a property as they are compared: IDs, types, folded names; empty for what is unknown."""
    field = FIELDS.get(asked.pid)
    found: set[str] = set()
    for value in asked.v:
        if isinstance(value, bool):
            continue
        text = value.id if isinstance(value, Reference) else str(value).strip()
        if field is None or asked.pid == "id":
            found.add(text.casefold())
        elif field.refers:
            found |= _entity(asked.pid, value, serving)
        elif field.names:
            found.add(fold_phrase(value.name or "" if isinstance(value, Reference) else text))
        else:
            found.add(text.casefold() if asked.pid == "type" else text)
    return frozenset(found - {""})


def _entity(pid: str, value: Value, serving: Serving) -> set[str]:
    """The entity that a value of a property means: its ID, a country's code, or its name."""
    text = value.id if isinstance(value, Reference) else str(value).strip()
    known = serving.resolver.gazetteer.get(text)
    if known is not None:
        return {known.id}
    if pid == "country" and (country := serving.lookups.countries.get(text.casefold())) is not None:
        return {country}
    name = value.name or value.id if isinstance(value, Reference) else text
    match = serving.resolver.resolve(name, "place" if pid == "country" else None)
    return set() if match is None else {match.id}


def _countries(entity: Entity, serving: Serving) -> set[str]:
    """Where an entity belongs: its country, or the places around it; for a place also itself."""
    around = {entity.id} if entity.type == "place" and entity.country is None else set()
    at = entity.country or entity.within
    for _ in range(_MOST_AROUND):
        if at is None or at in around:
            break
        around.add(at)
        above = serving.resolver.gazetteer.get(at)
        at = None if above is None else above.country or above.within
    return around
