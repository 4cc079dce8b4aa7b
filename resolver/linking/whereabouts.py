"""Places in fields that say what they lie in: "Paris, France", "Springfield, IL", "Leeds (UK)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from resolver.index.index import Index
from resolver.index.names import NameRef, is_never, tokens_of
from resolver.types import Match

_IN_BRACKETS = re.compile(r"([^,()]+)\(([^()]+)\)\s*")
#: Parts of an address behind the place: its region, its country.
_MOST_WHOLES = 2
# What a place lies in may itself lie in something.
_DEEPEST = 6

Answer = Callable[[str], Match | None]


class Whereabouts:
    """Knows what the places of the gazetteer lie in, and how fields write that."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._postal = index.lexicon.map("postal_code")
        self._abbreviations = index.lexicon.map("abbreviation")

    def resolve(self, field: str, answer: Answer) -> Match | None:
        """The one place of the name that lies in all that stands behind it.

        `answer` says which place a name is that no list has.
        """
        brackets = _IN_BRACKETS.fullmatch(field)
        name, *parts = brackets.groups() if brackets is not None else field.split(",")
        if not 1 <= len(parts) <= _MOST_WHOLES:
            return None
        wholes = [self._wholes(part) for part in parts]
        if not all(wholes):
            return None
        gazetteer = self._index.gazetteer
        named = {r.entity: r for r in reversed(self._places(name)) if not is_never(gazetteer[r.entity], name)}
        meant = answer(name) if not named else None
        if meant is not None and meant.type == "place":
            return meant if self._lies_in_all(meant.id, wholes) else None
        found = [ref for id, ref in named.items() if self._lies_in_all(id, wholes)]
        return self._match(found[0]) if len(found) == 1 else None

    def _match(self, ref: NameRef) -> Match:
        name, score = self._index.gazetteer[ref.entity].name, self._index.matcher.identical
        return Match(ref.entity, ref.type, name, ref.form, score, ref.spelling)

    def _places(self, name: str) -> list[NameRef]:
        return [ref for ref in self._index.exact(name) if ref.type == "place" and not ref.derived]

    def _wholes(self, part: str) -> set[str]:
        """The countries and regions that a part of an address may be: by name, by letters, by code."""
        words = " ".join(tokens_of(part))
        names = (
            part,
            *self._abbreviations.get(words, ()),
            *self._postal.get(words, ()),
            *self._of_code.get(words, ()),
        )
        return {ref.entity for name in names for ref in self._places(name)}

    @cached_property
    def _of_code(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, codes in self._index.lexicon.map("territory", "en").items():
            for code in codes:
                found[code] = (*found.get(code, ()), name)
        return found

    def _lies_in_all(self, id: str, wholes: list[set[str]]) -> bool:
        around = set(self._around(id))
        return all(not around.isdisjoint(whole) or self._may_lie_in(id, whole) for whole in wholes)

    def _around(self, id: str) -> Iterator[str]:
        """What a place lies in, by the gazetteer."""
        for _ in range(_DEEPEST):
            if id not in self._index.gazetteer:
                return
            entity = self._index.gazetteer[id]
            if entity.country is not None and entity.country != id:
                yield entity.country
            if entity.within is None or entity.within == id:
                return
            id = entity.within
            yield id

    def _may_lie_in(self, id: str, whole: set[str]) -> bool:
        """Whether no more than the country is known of a place, and the whole is a region of that country."""
        entity = self._index.gazetteer[id]
        if entity.country is None or entity.within not in (None, entity.country):
            return False
        return any(self._index.gazetteer[region].country == entity.country for region in whole - {id})
