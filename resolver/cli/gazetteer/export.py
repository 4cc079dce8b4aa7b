"""`resolver gazetteer export`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resolver.cli.gazetteer.editing import Where, read_only


class FormatChoice(StrEnum):
    """`resolver.authoring.exporting.WRITERS` as typer wants it; a test keeps the two equal."""

    jsonl = "jsonl"
    toml = "toml"
    csv = "csv"
    tsv = "tsv"
    ftm = "ftm"
    spacy = "spacy"
    jrc = "jrc"


def command(
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="The gazetteer: a folder or file.", show_default=False),
    ] = None,
    format: Annotated[
        FormatChoice,
        typer.Option(
            "--format",
            "-f",
            help="'jsonl', 'toml', 'csv', 'tsv' hold everything; 'ftm' "
            "(FollowTheMoney), 'spacy' (entity ruler) and 'jrc' (JRC-Names) the names only.",
        ),
    ] = FormatChoice.jsonl,
    csv_safe: Annotated[
        bool,
        typer.Option(
            "--csv-safe",
            help="For spreadsheets: an apostrophe before cells of 'csv' and 'tsv' that begin with = + - @: "
            "Excel, LibreOffice and Google Sheets would run them as formulas.",
        ),
    ] = False,
    gazetteer: Where = None,
) -> None:
    """Write a gazetteer's entities in another format, to standard output.

    What the format cannot hold is left out, and counted on standard error.

    \b
    Examples:
      $ resolver gazetteer export --format csv gazetteer/ > entities.csv
      $ resolver gazetteer export --format spacy mine.toml > patterns.jsonl
    """
    from resolver.authoring.exchange.collecting import Skipped
    from resolver.authoring.exporting import export_entities
    from resolver.cli.gazetteer.import_ import tell_skipped
    from resolver.cli.output import stdout_bytes
    from resolver.entities.sources import load_sources

    out = stdout_bytes()
    skipped = Skipped()
    entities = load_sources([read_only(path or gazetteer)]).entities.values()
    for piece in export_entities(entities, format.value, skipped, csv_safe=csv_safe):
        out.write(piece.encode("utf-8"))
    out.flush()
    tell_skipped(skipped)
