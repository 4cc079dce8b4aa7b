"""What clustering gives: the rows' clusters, each with its name, its rows, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from resolver.clustering.naming import Changes


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that are one entity's.

    `rows` count from 0, in ascending order; `names` are their names as given, `scores` the probability that
    each belongs.
    """

    id: str
    canonical: str
    rows: tuple[int, ...]
    names: tuple[str, ...]
    scores: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two clusters that may be one: nearly as probable as not. For a person to decide."""

    one: str
    other: str
    score: float


@dataclass(frozen=True, slots=True)
class Clusters(Sequence[Cluster]):
    """All clusters, in the order of their canonical names.

    `ids`, `canonical`, `scores`: one a row, in the order of the rows; None where a row has no name.
    """

    clusters: tuple[Cluster, ...]
    ids: tuple[str | None, ...]
    canonical: tuple[str | None, ...]
    scores: tuple[float | None, ...]
    doubts: tuple[Doubt, ...] = ()
    changes: Changes = field(default_factory=lambda: Changes({}, {}, ()))

    @overload
    def __getitem__(self, index: int) -> Cluster: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cluster]: ...
    def __getitem__(self, index: int | slice) -> Cluster | Sequence[Cluster]:
        return self.clusters[index]

    def __len__(self) -> int:
        return len(self.clusters)

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self.clusters)

    def by_id(self, id: str) -> Cluster:
        """The cluster with this ID. Raises KeyError where there is none."""
        for cluster in self.clusters:
            if cluster.id == id:
                return cluster
        raise KeyError(id)

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(c.id)}</td><td>{escape(c.canonical)}</td><td>{len(c)}</td>"
            f"<td>{escape('; '.join(dict.fromkeys(c.names)))}</td></tr>"
            for c in self.clusters
        )
        return (
            "<table><thead><tr><th>cluster_id</th><th>canonical</th><th>rows</th><th>names</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
