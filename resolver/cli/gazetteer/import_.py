"""`resolver gazetteer import`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from resolver.cli import exits
from resolver.cli.gazetteer.editing import Below, SkipExamples, Where, pair, refusing, root_of, sources_below
from resolver.cli.options import TypeChoice, entity_type

if TYPE_CHECKING:
    from resolver.authoring.exchange.collecting import Skipped


class FormatChoice(StrEnum):
    """`resolver.authoring.importing.READERS` as typer wants it; a test keeps the two equal."""

    jsonl = "jsonl"
    toml = "toml"
    csv = "csv"
    tsv = "tsv"
    ftm = "ftm"
    wikidata = "wikidata"
    geonames = "geonames"
    jrc = "jrc"
    spacy = "spacy"


def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="What to import; .gz and .bz2 too; - is standard input.", show_default=False
        ),
    ],
    format: Annotated[
        FormatChoice,
        typer.Option(
            "--format",
            "-f",
            show_default=False,
            help="'csv', 'tsv': one entity in each row. 'jsonl', 'toml': gazetteers. 'ftm': FollowTheMoney "
            "JSON lines. 'wikidata': JSON dumps. 'geonames': tables of places and alternate names. 'jrc': "
            "JRC-Names. 'spacy': entity-ruler patterns.",
        ),
    ],
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FILE",
            show_default=False,
            help="The gazetteer's file to write; else one by the first FILE's name, where its entities are.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=COLUMN",
            show_default=False,
            help="What a table's column is: name=Title, names.ru=RU, external.wikidata=QID. Repeatable.",
        ),
    ] = None,
    separator: Annotated[
        str, typer.Option("--separator", metavar="TEXT", help="What stands between the items of a cell.")
    ] = "|",
    type: Annotated[
        TypeChoice | None,
        typer.Option("--type", "-t", show_default=False, help="The type of records that do not say one."),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="The language of `name`.")
    ] = "en",
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages",
            metavar="CODES",
            show_default=False,
            help="Take names in these languages only, as en,fr,ru.",
        ),
    ] = None,
    prefix: Annotated[str, typer.Option("--prefix", metavar="TEXT", help="Put this before every ID.")] = "",
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="TEXT",
            show_default=False,
            help="Where the records come from; written into each of them. Repeatable.",
        ),
    ] = None,
    retire: Annotated[
        bool,
        typer.Option("--retire", help="Retire what is no longer in the source, even if that is most of it."),
    ] = False,
    declare_ambiguous: Annotated[
        bool,
        typer.Option("--declare-ambiguous", help="Declare names that several entities have as ambiguous."),
    ] = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Import entities from another format into a gazetteer file, with their IDs.

    The file belongs to the import: running it again replaces it, and what is no longer in the source stays in
    it, retired. Names are tidied (spaces, control characters, composed letters). Counts of what was left out,
    and why, go to standard error. Nothing is written when `check` would find errors in the result.

    \b
    Examples:
      $ resolver gazetteer import people.csv --format csv --type person --column name=Title
      $ resolver gazetteer import entities.ftm.json --format ftm --into gazetteer/entities/sanctions.jsonl
    """
    from resolver.authoring.exchange.collecting import Options
    from resolver.authoring.importing import import_entities
    from resolver.cli.progress import Progress

    options = Options(
        type=entity_type(type),
        columns=dict(pair(one, "--column") for one in column or ()),
        separator=separator,
        languages=frozenset(filter(None, (languages or "").split(","))),
        language=language,
        prefix=prefix,
        sources=tuple(source or ()),
    )
    seen = 0
    with Progress("import", unit="lines") as bar:

        def read(lines: int) -> None:
            nonlocal seen
            bar.advance(lines - seen)
            seen = lines

        with refusing():
            result = import_entities(
                files,
                format.value,
                root_of(gazetteer),
                into,
                options=options,
                progress=read,
                retire=retire,
                declare_ambiguous=declare_ambiguous,
                examples=not no_examples,
                below=sources_below(below),
            )
    exits.complain(f"read {_count(result.lines, 'line')}, wrote {_count(result.written, 'entity')}")
    if result.retired:
        exits.complain(f"{result.retired:,} no longer in the source, kept as retired")
    tell_skipped(result.skipped)


def _count(number: int, thing: str) -> str:
    many = thing if number == 1 else f"{thing.removesuffix('y')}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {many}"


def tell_skipped(skipped: Skipped) -> None:
    """What was left out, most first, with the first of each kind."""
    from resolver.cli.output import visible

    for reason, count in skipped.counts.most_common():
        first = skipped.first.get(reason)
        line = f"left out {count:,}: {reason}" + (f" (first: {first})" if first else "")
        print(visible(line), file=sys.stderr)
