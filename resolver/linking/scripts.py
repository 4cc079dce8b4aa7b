"""Which scripts an entity is written in: another script is compared only where it has none in this one."""

from __future__ import annotations

from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.text.scripts import script_of


class EntityScripts:
    """The scripts of an entity's listed names, looked up once for each."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, id: str) -> frozenset[str]:
        return frozenset(script_of(name.spelling) for name in self._gazetteer[id].all_names())
