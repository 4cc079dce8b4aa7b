"""`resolver gazetteer export`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resolver.cli.gazetteer.editing import Where, pair, read_only


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
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="FIELD=VALUE",
            show_default=False,
            help="Only entities of this 'type', 'country', 'within' or 'member_of'. Repeatable: one of the "
            "values of a field, and all fields.",
        ),
    ] = None,
    gazetteer: Where = None,
) -> None:
    """Write a gazetteer's entities in another format, to standard output.

    The word 'default' stands for the gazetteer that comes with resolver. What the format cannot hold is left
    out, and counted on standard error.

    \b
    Examples:
      $ resolver gazetteer export --format csv gazetteer/ > entities.csv
      $ resolver gazetteer export --format spacy mine.toml > patterns.jsonl
      $ resolver gazetteer export default --only type=place > places.jsonl
    """
    from resolver.authoring.exchange.collecting import Skipped
    from resolver.authoring.exporting import export_entities
    from resolver.authoring.selecting import select_entities
    from resolver.cli.gazetteer.import_ import tell_skipped
    from resolver.cli.output import stdout_bytes
    from resolver.entities.sources import load_sources
    from resolver.index.loading import DEFAULT, default_folder

    out = stdout_bytes()
    skipped = Skipped()
    where = path or gazetteer
    whole = load_sources([default_folder() if where == DEFAULT else read_only(where)]).entities.values()
    entities = select_entities(whole, [pair(condition, "--only") for condition in only or ()])
    for piece in export_entities(entities, format.value, skipped, csv_safe=csv_safe):
        out.write(piece.encode("utf-8"))
    out.flush()
    tell_skipped(skipped)
