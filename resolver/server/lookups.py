"""What is looked up beside names: outside identifiers, country codes, and names by their beginning."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resolver.entities.lexicon import fold_phrase

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.resolver import Resolver

#: Schemes of country codes among the outside identifiers of places.
_COUNTRY_CODES = ("iso3166", "iso3166_alpha3")

#: Entities from which on only their main names are found by their beginning: all names would fill memory.
_MANY = 100_000


class Lookups:
    """Tables over all entities of a gazetteer: costs a pass over it, and memory in its size."""

    def __init__(self, resolver: Resolver) -> None:
        #: (scheme, identifier, folded) → IDs that have it, in order
        self.external: dict[tuple[str, str], tuple[str, ...]] = {}
        #: schemes that occur, sorted
        self.schemes: tuple[str, ...] = ()
        #: "fr", "fra" → ID of the country
        self.countries: dict[str, str] = {}
        self._starts: list[tuple[str, bool, str]] = []
        self._read(resolver)

    def _read(self, resolver: Resolver) -> None:
        external: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        every_name = len(resolver.gazetteer) < _MANY
        for entity in resolver.gazetteer:
            for scheme, value in entity.external.items():
                external[scheme, value.casefold()].append(entity.id)
                if scheme in _COUNTRY_CODES:
                    self.countries.setdefault(value.casefold(), entity.id)
            self._starts += _starts(entity, every_name)
        self._starts.sort()
        self.external = {key: tuple(ids) for key, ids in external.items()}
        self.schemes = tuple(sorted({scheme for scheme, _ in external}))

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """IDs of entities with a name, or a word of one, that begins with `prefix`: whole names first."""
        folded = fold_phrase(prefix)
        if not folded:
            return []
        first: dict[str, None] = {}
        later: dict[str, None] = {}
        at = bisect_left(self._starts, (folded, False, ""))
        while at < len(self._starts) and len(first) < limit:
            start, inner, id = self._starts[at]
            if not start.startswith(folded):
                break
            (later if inner else first).setdefault(id)
            at += 1
        return list(dict.fromkeys([*first, *later]))[:limit]


def _starts(entity: Entity, every_name: bool) -> Iterator[tuple[str, bool, str]]:
    """Where a name of the entity may be begun: (the rest of the name, whether words stand before, ID)."""
    spellings = {name.spelling for name in entity.all_names()} if every_name else {entity.name}
    for folded in {fold_phrase(spelling) for spelling in spellings}:
        words = folded.split()
        for position in range(len(words)):
            yield " ".join(words[position:]), position > 0, entity.id
