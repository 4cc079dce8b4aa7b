"""`export`: write a gazetteer's entities in another format, as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from resolver.authoring.exchange.collecting import Skipped, Writer
from resolver.authoring.exchange.ftm import write_ftm
from resolver.authoring.exchange.jrc import write_jrc
from resolver.authoring.exchange.spacy import write_spacy
from resolver.authoring.exchange.tables import write_csv, write_safe_csv, write_safe_tsv, write_tsv
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


_SAFE: Final[dict[str, Writer]] = {"csv": write_safe_csv, "tsv": write_safe_tsv}


def export_entities(
    entities: Iterable[Entity], format: str, skipped: Skipped | None = None, *, csv_safe: bool = False
) -> Iterator[str]:
    """The text of an export, piece by piece; what has no place in the format is counted in `skipped`.

    Pass all entities of the sources, live or not, to a lossless format. `csv_safe` keeps spreadsheets from
    taking cells of a table for formulas; `import` reads such cells with the apostrophe. Raises InputError for
    an unknown format, and for `csv_safe` with one that is no table.
    """
    if format not in WRITERS:
        raise InputError(f"unknown format {format!r}: use one of {', '.join(WRITERS)}")
    if csv_safe and format not in _SAFE:
        raise InputError(f"{format} is no table: --csv-safe goes with {' and '.join(_SAFE)}")
    return (_SAFE if csv_safe else WRITERS)[format](entities, skipped if skipped is not None else Skipped())
