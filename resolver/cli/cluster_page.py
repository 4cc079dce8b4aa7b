"""Clusters as one self-contained page to look through: no script, nothing fetched, every name escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.html import clean

if TYPE_CHECKING:
    from resolver.clustering.clusters import Cluster, Clusters
    from resolver.types import EntityType

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Clusters</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
details { border-top: 1px solid #8886; padding: .3rem 0; overflow-wrap: anywhere; }
summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0; }
.id, .why { color: color-mix(in srgb, currentColor 70%, transparent); font-size: .9em; }
.doubt { border-left: 3px solid #c80; padding-left: .6rem; }
</style>
</head>
<body>
"""
_FOOT = "</body>\n</html>\n"


def page(clusters: Clusters, type: EntityType | None) -> str:
    """The page: clusters of several names first and open, the largest first, then those of one."""
    rows = sum(map(len, clusters))
    parts = [_HEAD, f"<h1>{len(clusters):,} clusters of {rows:,} rows</h1>\n"]
    if clusters.doubts:
        parts.append("<h2>To be decided</h2>\n")
        parts += [
            f'<p class="doubt">{clean(doubt.one)} and {clean(doubt.other)} may be one '
            f"({doubt.score:.2f})</p>\n"
            for doubt in clusters.doubts
        ]
    parts.append("<h2>Clusters</h2>\n")
    ordered = sorted(clusters, key=lambda c: (-len(set(c.names)), -len(c), c.canonical))
    parts += [_cluster(cluster, type) for cluster in ordered]
    return "".join([*parts, _FOOT])


def _cluster(cluster: Cluster, type: EntityType | None) -> str:
    from resolver.clustering.reasons import reasons

    told = reasons(cluster, type)
    opened = " open" if len(told) > 1 else ""
    lines = "".join(
        f"<tr><td>{clean(one.name)}</td><td>{one.rows}</td><td>{one.score:.2f}</td>"
        f'<td class="why">{clean("; ".join(one.differences))}</td></tr>\n'
        for one in told
    )
    return (
        f"<details{opened}><summary><strong>{clean(cluster.canonical)}</strong> "
        f'<span class="id">{clean(cluster.id)}, {len(cluster)} rows</span></summary>\n'
        '<table><thead><tr><th scope="col">name</th><th scope="col">rows</th><th scope="col">score</th>'
        f'<th scope="col">what differs</th></tr></thead>\n<tbody>{lines}</tbody></table></details>\n'
    )
