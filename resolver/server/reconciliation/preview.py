"""A small page about an entity, for the frame that clients show beside a candidate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resolver.html import clean

if TYPE_CHECKING:
    from resolver.entities.entity import Entity

#: Every page may frame it; it loads and runs nothing.
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

#: Names of a kind that fit into the frame.
_MOST = 4

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:14px/1.4 system-ui,sans-serif;margin:.5rem;overflow-wrap:anywhere}"
    "h1{font-size:1rem;margin:0}p,dl{margin:.25rem 0}dt{float:left;clear:left;margin-right:.5em;opacity:.75}"
    "dd{margin:0}"
)


def preview(entity: Entity) -> str:
    """The page, whole."""
    rows = "".join(f"<dt>{label}</dt><dd>{clean(value)}</dd>" for label, value in _rows(entity))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{clean(entity.name)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{clean(entity.name)}</h1>"
        f"<p>{clean(entity.type)} · {clean(entity.id)}</p><dl>{rows}</dl></body></html>"
    )


def _rows(entity: Entity) -> Iterator[tuple[str, str]]:
    for label, values in (
        ("country", (entity.country,) if entity.country else ()),
        ("within", (entity.within,) if entity.within else ()),
        ("acronym", entity.acronyms),
        ("also", entity.aliases),
        ("short", entity.short),
        ("formerly", entity.former),
        ("note", (entity.note,) if entity.note else ()),
    ):
        if values:
            yield label, ", ".join(values[:_MOST])
