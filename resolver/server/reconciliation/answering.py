"""The answer to a query: candidates, best first, with what spoke for them, and which of them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from resolver.server.reconciliation.evidence import Evidence, Feature, understood, weighed
from resolver.server.reconciliation.properties import FIELDS
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.server.reconciliation.queries import Query
    from resolver.server.serving import Serving
    from resolver.server.settings import Limits

#: Candidates that are looked at where properties may bring a later one to the front.
_LOOKED_AT = 25


class _Found(NamedTuple):
    entity: Entity
    score: float
    by_name: float | None
    features: Sequence[Feature]


def answer(query: Query, serving: Serving, limits: Limits) -> list[dict[str, Any]]:
    """The candidates for one query, as the standard has them; scores are per cent.

    Without properties they are those of `Resolver.candidates`, and the match is the one of `resolve`. With
    `type_strict: should`, entities of other types are given where none of the asked types is found; they are
    no match, which clients like OpenRefine would take unseen.
    """
    name = (query.query or "").strip()
    limit = min(int(query.limit), limits.candidates)
    types = _types(query)
    if limit < 1 or types == frozenset() or len(name) > limits.name:
        return []
    evidence = Evidence(query.properties, serving)
    found = _found(query, name, types, limit, serving, evidence)
    meant = _meant(found, name, types, serving)
    if not found and types is not None and query.type_strict == "should":
        found = _found(query, name, None, limit, serving, evidence)
    return [candidate(each, each.entity.id == meant) for each in found[:limit]]


def _types(query: Query) -> frozenset[str] | None:
    """The types that are asked for: None for all, empty where no entity can have them."""
    asked = frozenset(filter(None, query.type))
    known = asked & frozenset(ENTITY_TYPES)
    if not asked or (not known and query.type_strict == "should"):
        return None
    if query.type_strict == "all" and len(asked) > 1:
        return frozenset()  # an entity has one type
    return known


def _found(
    query: Query,
    name: str,
    types: frozenset[str] | None,
    limit: int,
    serving: Serving,
    evidence: Evidence,
) -> list[_Found]:
    resolver = serving.resolver
    look_at = max(limit, _LOOKED_AT) if query.properties else limit
    matches = resolver.candidates(name, types, look_at) if name else []
    found = []
    for match in matches:
        entity = resolver.gazetteer[match.id]
        features = evidence.features(entity) if query.properties else ()
        found.append(_Found(entity, weighed(match.score, features), match.score, features))
    if query.properties:
        known = {match.id for match in matches}
        found += [
            _Found(entity, weighed(0.5, features), None, features)
            for entity in _identified(query, serving)
            if entity.id not in known and (types is None or entity.type in types)
            if (features := evidence.features(entity))
        ]
        # The sort is stable: what counts the same stays in the order of the names.
        found.sort(key=lambda each: -each.score)
    return found


def _identified(query: Query, serving: Serving) -> list[Entity]:
    """The entities that have an identifier which the query gives, whatever its name."""
    resolver, found = serving.resolver, {}
    for asked in query.properties:
        field = FIELDS.get(asked.pid)
        if field is not None and asked.pid != "id" and not (field.names and not query.query):
            continue
        for value in sorted(understood(asked, serving)):
            if field is None:
                ids = serving.lookups.external.get((asked.pid, value), ())
            elif asked.pid == "id":
                ids = (value,) if value in resolver.gazetteer else ()
            else:
                ids = tuple(match.id for match in resolver.candidates(value, limit=_LOOKED_AT))
            for id in ids:
                entity = resolver.gazetteer[id]
                found[entity.id] = entity
    return list(found.values())


def _meant(found: Sequence[_Found], name: str, types: frozenset[str] | None, serving: Serving) -> str | None:
    """The ID of the candidate that is surely meant, if one is."""
    if not found:
        return None
    if not any(each.features for each in found):
        match = serving.resolver.resolve(name, types) if name else None
        return None if match is None else match.id
    scores = [each.score for each in found]
    if serving.decider.choose(scores, len(serving.resolver.gazetteer)) != "answer":
        return None
    return found[0].entity.id


def candidate(found: _Found, match: bool) -> dict[str, Any]:
    """A candidate as the standard has it."""
    entity = found.entity
    features = [] if found.by_name is None else [{"id": "name", "value": percent(found.by_name)}]
    features += [{"id": feature.id, "value": feature.agrees} for feature in found.features]
    described = {"description": text} if (text := description(entity)) else {}
    return {
        "id": entity.id,
        "name": entity.name,
        **described,
        "score": percent(found.score),
        "match": match,
        "type": [{"id": entity.type, "name": entity.type}],
        "features": features,
    }


def percent(score: float) -> float:
    """A probability as clients show it: 0 to 100."""
    return round(100.0 * score, 4)


def description(entity: Entity) -> str:
    """What tells an entity from its namesakes: where it belongs, its other names, what is noted of it."""
    where = [place for place in (entity.within, entity.country) if place]
    others = [*entity.acronyms, *entity.aliases][:2]
    parts = [*dict.fromkeys(where), *others, *([entity.note] if entity.note else [])]
    return " · ".join(parts)
