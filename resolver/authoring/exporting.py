"""`export`: write a gazetteer's entities in another format, as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from resolver.authoring.exchange.collecting import Skipped, Writer
from resolver.authoring.exchange.ftm import write_ftm
from resolver.authoring.exchange.jrc import write_jrc
from resolver.authoring.exchange.spacy import write_spacy
from resolver.authoring.exchange.tables import write_csv, write_tsv
from resolver.authoring.formatting import render_json
from resolver.authoring.toml_values import render_entity
from resolver.entities.entity import Entity
from resolver.errors import InputError


def _write_jsonl(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    return (render_json(entity.to_dict()) for entity in entities)


def _write_toml(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    return (("\n" if n else "") + render_entity(entity) for n, entity in enumerate(entities))


WRITERS: Final[dict[str, Writer]] = {
    "jsonl": _write_jsonl,
    "toml": _write_toml,
    "csv": write_csv,
    "tsv": write_tsv,
    "ftm": write_ftm,
    "spacy": write_spacy,
    "jrc": write_jrc,
}
LOSSLESS: Final = ("jsonl", "toml", "csv", "tsv")
"""Formats from which `import` makes the same gazetteer again; the others hold names only."""


def export_entities(entities: Iterable[Entity], format: str, skipped: Skipped | None = None) -> Iterator[str]:
    """The text of an export, piece by piece; what has no place in the format is counted in `skipped`.

    Pass all entities of the sources, live or not, to a lossless format. Raises InputError for an unknown
    format.
    """
    if format not in WRITERS:
        raise InputError(f"unknown format {format!r}: use one of {', '.join(WRITERS)}")
    return WRITERS[format](entities, skipped if skipped is not None else Skipped())
