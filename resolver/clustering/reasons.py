"""Why the rows of a cluster are one entity's: each other name beside the canonical one, word by word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from resolver.clustering.engine import engine
from resolver.clustering.items import tidied

if TYPE_CHECKING:
    from resolver.clustering.clusters import Cluster
    from resolver.types import EntityType, TokenPair


class Reason(NamedTuple):
    """One name of a cluster: how many rows have it, how probable it is that it belongs, and what differs from
    the canonical name, a sentence each; none for the canonical name itself."""

    name: str
    rows: int
    score: float
    differences: tuple[str, ...]


#: Rules of comparison as sentences about a word of either name.
_SAYS = {
    "same": "",
    "romanization": "“{a}” is “{b}” in other letters",
    "gendered form": "“{a}” is a woman's or man's form of “{b}”",
    "equivalent": "“{a}” and “{b}” are known forms of one name",
    "nickname": "“{a}” is short for “{b}”, or the other way round",
    "abbreviation": "“{a}” abbreviates “{b}”, or the other way round",
    "initial": "“{a}” may begin “{b}”, or the other way round",
    "acronym": "“{a}” may be made of the first letters of “{b}”, or the other way round",
    "joined": "“{a}” is “{b}”, written together or apart",
    "sound": "“{a}” sounds like “{b}”",
    "spelling": "“{a}” may be another spelling of “{b}”",
}


def reasons(cluster: Cluster, type: EntityType | None = None) -> list[Reason]:
    """Each name of the cluster with what differs from its canonical name, the surest first.

    `type` as it was given to `cluster`.
    """
    _, matcher = engine()
    canonical = matcher.parse(cluster.canonical, type)
    counts = Counter(map(tidied, cluster.names))
    scores = dict(zip(map(tidied, cluster.names), cluster.scores, strict=True))
    found = [
        Reason(
            name,
            count,
            scores[name],
            tuple(filter(None, map(_said, matcher.compare(matcher.parse(name, type), canonical).pairs)))
            if name != cluster.canonical
            else (),
        )
        for name, count in counts.items()
    ]
    return sorted(found, key=lambda one: (one.name != cluster.canonical, -one.score, one.name))


def _said(pair: TokenPair) -> str:
    if not pair.a or not pair.b:
        return f"“{pair.a or pair.b}” is only in one of the two"
    return _SAYS.get(pair.rule, "“{a}” stands for “{b}”").format(a=pair.a, b=pair.b)
