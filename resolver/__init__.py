"""resolver: find names in text, decide whom they mean, collapse spelling variants into stable IDs.

    import resolver
    r = resolver.load()
    r.link("Anne Buyon met Aliev in Baku")
    r.normalise("Anne Buyon")            # "Anne Boillon"
    resolver.compare("Aliev", "Əliyev")

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resolver.clustering.cluster import cluster
    from resolver.clustering.clusters import Cluster, Clusters
    from resolver.entities.entity import Entity
    from resolver.entities.gazetteer import Gazetteer
    from resolver.errors import GazetteerError, IndexFileError, InputError, ResolverError
    from resolver.resolver import Resolver, compare, load
    from resolver.types import Candidate, Comparison, Edit, Evidence, Match, Mention, TokenPair

__version__ = "0.2.0"

__all__ = [
    "Candidate",
    "Cluster",
    "Clusters",
    "Comparison",
    "Edit",
    "Entity",
    "Evidence",
    "Gazetteer",
    "GazetteerError",
    "IndexFileError",
    "InputError",
    "Match",
    "Mention",
    "Resolver",
    "ResolverError",
    "TokenPair",
    "cluster",
    "compare",
    "load",
]

_HOMES = {
    "Cluster": "resolver.clustering.clusters",
    "Clusters": "resolver.clustering.clusters",
    "cluster": "resolver.clustering.cluster",
    "Entity": "resolver.entities.entity",
    "Gazetteer": "resolver.entities.gazetteer",
    "GazetteerError": "resolver.errors",
    "IndexFileError": "resolver.errors",
    "InputError": "resolver.errors",
    "ResolverError": "resolver.errors",
    "Resolver": "resolver.resolver",
    "compare": "resolver.resolver",
    "load": "resolver.resolver",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'resolver' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES.get(name, "resolver.types")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
