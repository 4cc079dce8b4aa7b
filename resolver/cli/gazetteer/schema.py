"""`resolver gazetteer schema`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from resolver.cli import exits


class KindChoice(StrEnum):
    """Which files the schema is of."""

    entities = "entities"
    records = "records"
    lexicon = "lexicon"


def command(
    kind: Annotated[
        KindChoice,
        typer.Argument(metavar="KIND", help="'entities': TOML files. 'records': lines of JSONL. 'lexicon'."),
    ] = KindChoice.entities,
    write: Annotated[
        str | None,
        typer.Option(
            "--write", metavar="FOLDER", show_default=False, help="Write all schemas into a folder."
        ),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option(
            "--check",
            metavar="FOLDER",
            show_default=False,
            help="Exit with 1 when the schemas in a folder are not up to date.",
        ),
    ] = None,
) -> None:
    """Print or write the JSON Schemas of gazetteer files.

    With a first line `#:schema PATH` in a TOML file, editors complete and check it.

    \b
    Examples:
      $ resolver gazetteer schema > entities.schema.json
      $ resolver gazetteer schema --write gazetteer/schema
    """
    from resolver.authoring.schema import render_schema, stale_schemas, write_schemas

    if write is not None:
        for path in write_schemas(Path(write)):
            print(path)
    elif check is not None:
        stale = stale_schemas(Path(check))
        for path in stale:
            print(path)
        if stale:
            raise typer.Exit(exits.NEGATIVE)
    else:
        sys.stdout.write(render_schema(kind.value))
