"""The entities of a gazetteer, by ID and in order, from memory or from a compiled index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from resolver.entities.entity import Entity
from resolver.entities.lock import Issued, Lock

_NONE: Mapping[str, Entity] = {}


class Gazetteer:
    """All entities that a resolver knows: iterate, count, look up.

    `entities` holds the live ones: a dict, or a mapping that decodes an index on demand (only `[]`, `in`,
    `len` and iteration over IDs are used). `lineage` tells of IDs that were merged, split or retired;
    `retired` holds what the files still say of those.

        gazetteer["dgse"]          # the entity; for a merged ID its successor
        "dgse" in gazetteer        # whether that look-up gives one
    """

    __slots__ = ("_entities", "_lineage", "_retired")

    def __init__(
        self,
        entities: Mapping[str, Entity],
        lineage: Mapping[str, Issued] | None = None,
        retired: Mapping[str, Entity] | None = None,
    ) -> None:
        self._entities = entities
        self._lineage = lineage if isinstance(lineage, Lock) else Lock(lineage or {})
        self._retired = retired if retired is not None else _NONE

    @classmethod
    def of(cls, entities: Mapping[str, Entity], lock: Mapping[str, Issued] | None = None) -> Gazetteer:
        """From all entities that files hold, live or not, and the lock beside them."""
        live = {id: entity for id, entity in entities.items() if entity.live}
        gone = {id: entity for id, entity in entities.items() if not entity.live}
        lineage = Lock({id: issued for id, issued in (lock or {}).items() if issued.state != "live"})
        return cls(live, lineage.with_entities(gone.values()), gone)

    def __iter__(self) -> Iterator[Entity]:
        entities = self._entities
        return (entities[id] for id in entities)

    def __len__(self) -> int:
        return len(self._entities)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and (id in self._entities or len(self.successors(id)) == 1)

    def __getitem__(self, id: str) -> Entity:
        """The entity that `id` stands for today.

        Raises KeyError, whose text says why: unknown (with close IDs), split (into which), retired.
        """
        with suppress(KeyError):
            return self._entities[id]
        successors = self.successors(id)
        if len(successors) == 1:
            return successors[0]
        if successors:
            raise KeyError(f"{id} was split into {', '.join(entity.id for entity in successors)}")
        if id in self._lineage:
            raise KeyError(f"{id} was retired; nothing took its place")
        close = self._close(id)
        raise KeyError(f"no entity {id!r}" + (f"; close to it: {', '.join(close)}" if close else ""))

    def get(self, id: str) -> Entity | None:
        """The entity that `id` stands for today; None where `[]` raises."""
        found = self.successors(id)
        return found[0] if len(found) == 1 else None

    def ids(self) -> Iterator[str]:
        """The IDs of the live entities, without decoding any."""
        return iter(self._entities)

    def successors(self, id: str) -> tuple[Entity, ...]:
        """The live entities that stand for `id` today: itself, its successors, or none."""
        entities = self._entities
        if id in entities:
            return (entities[id],)
        if id not in self._lineage:
            return ()
        return tuple(entities[s] for s in self._lineage.successors(id) if s in entities)

    def lineage(self, id: str) -> Issued | None:
        """What became of an ID that is no longer live; None for a live or unknown one."""
        return self._lineage.get(id)

    @property
    def lineages(self) -> Mapping[str, Issued]:
        """Every ID that is no longer live and what became of it."""
        return self._lineage

    def former(self, id: str) -> Entity | None:
        """What the files still say of an ID that is no longer live, when they do."""
        return self._retired.get(id)

    def predecessors(self, id: str) -> tuple[str, ...]:
        """The IDs that were merged or split into `id`, directly or through others, sorted."""
        return tuple(sorted(old for old in self._lineage if id in self._lineage.successors(old)))

    def _close(self, id: str, limit: int = 3) -> list[str]:
        from rapidfuzz import process  # kept out of start-up: only a wrong ID needs it
        from rapidfuzz.distance import JaroWinkler

        found = process.extract(
            id.casefold(),
            [*self._entities, *self._lineage],
            scorer=JaroWinkler.normalized_similarity,
            processor=str.casefold,
            limit=limit,
            score_cutoff=0.8,
        )
        return [name for name, _, _ in found]
