"""`resolver resolve`: names to entities."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resolver.cli import exits
from resolver.cli.options import (
    Columns,
    Delimiter,
    Encoding,
    Field,
    Gazetteers,
    Jobs,
    NoCache,
    NoHeader,
    NoHeaderRow,
    OneType,
    Output,
    Prefix,
    Quote,
    Summary,
    Tabs,
    entity_type,
    entity_types,
    open_resolver,
    table_options,
)
from resolver.errors import IndexFileError

if TYPE_CHECKING:
    from resolver.cli.tables.formats import TableOptions
    from resolver.resolver import Resolver
    from resolver.types import EntityType, Match


class FormatChoice(StrEnum):
    """How answers are printed."""

    tsv = "tsv"
    csv = "csv"
    jsonl = "jsonl"
    table = "table"


COLUMNS = ("name", "id", "canonical name", "score")


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Names; one a line on standard input when none is given. With --columns or --field: files.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            "-n",
            min=1,
            metavar="N",
            show_default=False,
            help="List up to N candidates for each name, best first, doubtful ones too.",
        ),
    ] = None,
    format: Annotated[
        FormatChoice,
        typer.Option(
            "--format",
            "-f",
            help="'tsv', 'csv': name, id, canonical name, score. 'jsonl': more of each. 'table': for people.",
        ),
    ] = FormatChoice.tsv,
    no_header: NoHeader = False,
    columns: Columns = None,
    field: Field = None,
    delimiter: Delimiter = None,
    tabs: Tabs = False,
    quotechar: Quote = '"',
    no_header_row: NoHeaderRow = False,
    type_column: Annotated[
        str | None,
        typer.Option(
            "--type-column",
            metavar="COLUMN",
            show_default=False,
            help="The column that says each name's type.",
        ),
    ] = None,
    country_column: Annotated[
        str | None,
        typer.Option(
            "--country-column",
            metavar="COLUMN",
            show_default=False,
            help="The column that says each name's country. Entities of other countries are then ruled out.",
        ),
    ] = None,
    prefix: Prefix = None,
    type: OneType = None,
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
    encoding: Encoding = "utf-8",
    output: Output = None,
    summary: Summary = False,
    jobs: Jobs = 1,
) -> None:
    """Find the entity that each name means.

    A name without an answer keeps its line, with an empty id. The exit code is 1 when there was
    one name and it is unknown. To the rows of a table, id, name, type, score and ambiguous are added.

    \b
    Examples:
      $ resolver resolve "Ильхам Алиев" "Anne Buyon"
      $ resolver resolve -c NAME --type person people.csv > ids.csv
      $ resolver resolve -c name --country-column country in.parquet --output out.parquet
      $ resolver resolve --top 3 --format table Macron
    """
    tables = table_options(
        "resolve", encoding, columns, field, delimiter, quotechar, tabs, no_header_row, no_header,
        prefix, type_column, country_column,
        {"--top": top is not None, "--format": format is not FormatChoice.tsv},
    )  # fmt: skip
    if tables is not None:
        _resolve_tables(
            names, tables, open_resolver(gazetteer, no_cache), entity_types([type] if type else None), jobs,
            output, summary,
        )  # fmt: skip
        return
    asked: Iterable[str] = names if names else _read_names(encoding)
    answers = answered(open_resolver(gazetteer, no_cache), asked, top, entity_type(type), jobs)
    with exits.while_read() if jobs > 1 else nullcontext():
        shown = show(answers, format, top, header=not no_header, output=output)
    if summary:
        exits.complain(f"{shown.count:,} names: {shown.known:,} known, {shown.count - shown.known:,} not")
    if shown.failed:
        raise typer.Exit(exits.WRONG)
    if shown.count == 1 and not shown.known:
        raise typer.Exit(exits.NEGATIVE)


def _resolve_tables(
    files: Sequence[str] | None,
    options: TableOptions,
    resolver: Resolver,
    types: frozenset[str] | None,
    jobs: int,
    output: str | None,
    summary: bool,
) -> None:
    from resolver.cli.input import paths
    from resolver.cli.tables.run import Where, run
    from resolver.cli.tables.tasks import resolve_cell

    work = partial(resolve_cell, type=types, summary=summary)
    run(paths(files), options, work, resolver, jobs, Where(output, summary=summary))


def _read_names(encoding: str) -> Iterator[str]:
    from resolver.cli.input import STDIN, find_codec, opened

    with opened(STDIN, find_codec(encoding), "line") as source:
        for unit in source.units:
            text = unit.text.removesuffix("\n").removesuffix("\r")
            yield text.removeprefix("\ufeff") if unit.offset == 0 else text


@dataclass(frozen=True, slots=True)
class Answer:
    """A name with its matches (one at most without `top`), whether it is known, or why nobody can say."""

    name: str
    matches: Sequence[Match] = ()
    known: bool = False
    failure: str = ""


def answered(
    resolver: Resolver, names: Iterable[str], top: int | None, type: EntityType | None, jobs: int = 1
) -> Iterator[Answer]:
    """The names' answers, in order."""
    from resolver.parallel import map_ordered

    return map_ordered(resolver, partial(answer, top=top, type=type), names, jobs)


def answer(resolver: Resolver, name: str, top: int | None, type: EntityType | None) -> Answer:
    """One name's answer, in whatever process it is looked up."""
    if not name.strip():
        return Answer(name)
    try:
        best = resolver.resolve(name, type=type)
        if top is None:
            return Answer(name, [best] if best is not None else [], best is not None)
        return Answer(name, resolver.candidates(name, type=type, limit=top), best is not None)
    except IndexFileError:
        raise  # it would be said of every one
    except Exception as error:  # one bad name loses no other
        if os.environ.get(exits.TRACEBACK_VARIABLE):
            raise
        return Answer(name, failure=f"“{name}”: {exits.describe(error)}")


@dataclass(frozen=True, slots=True)
class Shown:
    """How many names there were, how many are known, how many could not be looked up."""

    count: int
    known: int
    failed: int


def show(
    answers: Iterable[Answer],
    format: FormatChoice,
    top: int | None,
    *,
    header: bool = True,
    output: str | None = None,
) -> Shown:
    """Print the answers as they come."""
    from resolver.cli.output import csv_line, json_line, number, table, tsv_line, writing_to
    from resolver.cli.progress import Progress
    from resolver.cli.terminal import is_terminal

    count = known = failed = 0
    rows: list[Sequence[object]] = []
    quiet = output is None and is_terminal(sys.stdout)
    as_line = csv_line if format is FormatChoice.csv else tsv_line
    with writing_to(output) as out, Progress("resolve", unit="names", quiet=quiet) as bar:
        if header and format in (FormatChoice.tsv, FormatChoice.csv):
            out.write(as_line(COLUMNS).encode() + b"\n")
        for answer in answers:
            name, matches = answer.name, answer.matches
            if answer.failure:
                failed += 1
                exits.complain(answer.failure)
            count += 1
            known += answer.known
            bar.advance()
            if format is FormatChoice.jsonl:
                line = json_line(record(name, matches, answer.known, top))
                out.write(line.encode("utf-8", "surrogateescape") + b"\n")
            else:
                lines: list[Sequence[object]] = [(name, m.id, m.name, number(m.score)) for m in matches]
                lines = lines or [(name, None, None, None)]
                if format is FormatChoice.table:
                    rows += lines
                    continue
                for line_ in lines:
                    out.write(as_line(line_).encode("utf-8", "surrogateescape") + b"\n")
            out.flush()
        if rows:
            out.write("\n".join(table(COLUMNS, rows)).encode("utf-8", "surrogateescape") + b"\n")
        out.flush()
    return Shown(count, known, failed)


def record(name: str, matches: Sequence[Match], known: bool, top: int | None) -> dict[str, Any]:
    """One name as the object that `jsonl` prints; with `top`, its candidates."""
    best = matches[0] if known and matches else None
    fields: dict[str, Any] = {"name": name, "id": best.id if best else None}
    if best is not None:
        fields |= _match(best)
    if top is not None:
        fields["candidates"] = [_match(match) for match in matches]
    return fields


def _match(match: Match) -> dict[str, Any]:
    return {
        "id": match.id,
        "type": match.type,
        "canonical": match.name,
        "form": match.form,
        "spelling": match.spelling,
        "score": round(match.score, 4),
    }
