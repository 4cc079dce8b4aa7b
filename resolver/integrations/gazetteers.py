"""Which resolver an adapter works with: loaded once a process, since adapters are called batch by batch."""

from __future__ import annotations

from functools import lru_cache

import resolver
from resolver import Resolver

#: A resolver, where to load one from, or None for the default gazetteer.
Gazetteer = Resolver | str | None


def resolver_for(gazetteer: Gazetteer = None) -> Resolver:
    """The resolver itself, or the one of that path, folder or compiled index; None is the default one.

    Raises GazetteerError, IndexFileError.
    """
    return gazetteer if isinstance(gazetteer, Resolver) else _loaded(gazetteer)


@lru_cache(maxsize=4)
def _loaded(source: str | None) -> Resolver:
    return resolver.load(source)
