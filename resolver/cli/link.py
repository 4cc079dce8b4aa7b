"""`resolver link`: the mentions in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from resolver.cli import exits
from resolver.cli.options import (
    Columns,
    Delimiter,
    Encoding,
    Field,
    Files,
    Gazetteers,
    Jobs,
    Language,
    MinScore,
    NoCache,
    NoHeader,
    NoHeaderRow,
    Output,
    Prefix,
    Quote,
    Summary,
    Tabs,
    Types,
    UnitChoice,
    UnitOption,
    entity_types,
    open_resolver,
    table_options,
)

if TYPE_CHECKING:
    from resolver.cli.batch import Piece
    from resolver.cli.input import Codec
    from resolver.cli.summary import Seen
    from resolver.cli.tables.formats import TableOptions
    from resolver.rendering.marked import Named
    from resolver.resolver import Resolver
    from resolver.types import Mention


class FormatChoice(StrEnum):
    """How mentions are printed."""

    jsonl = "jsonl"
    tsv = "tsv"
    csv = "csv"
    inline = "inline"
    html = "html"
    table = "table"


# The columns of `tsv` and `table`.
COLUMNS = ("file", "start", "end", "text", "id", "type", "form", "score", "normal")


def command(
    files: Files = None,
    format: Annotated[
        FormatChoice,
        typer.Option(
            "--format",
            "-f",
            help="'jsonl': one JSON object for each mention. 'tsv', 'csv': file, start, end, text, id, type, "
            "form, score, normal. "
            "'inline': the text with [mention](id). 'html': one page to look at. 'table': for people.",
        ),
    ] = FormatChoice.jsonl,
    no_header: NoHeader = False,
    unit: UnitOption = UnitChoice.document,
    columns: Columns = None,
    field: Field = None,
    delimiter: Delimiter = None,
    tabs: Tabs = False,
    quotechar: Quote = '"',
    no_header_row: NoHeaderRow = False,
    prefix: Prefix = None,
    type: Types = None,
    language: Language = None,
    min_score: MinScore = 0.0,
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
    encoding: Encoding = "utf-8",
    output: Output = None,
    summary: Summary = False,
    jobs: Jobs = 1,
) -> None:
    """List the mentions of known entities in texts.

    Offsets count code points of the file. 'form' is what kind of name stands there: full, short, acronym,
    demonym, alias, former or nickname. 'normal' is how `normalise` writes it. 'rule' (in JSON) is how the
    spelling was recognised: exact, case ending, similar spelling … An ambiguous mention has an empty id and a
    list of candidates. Tables get a column 'mentions': a JSON list in each row.

    \b
    Examples:
      $ echo "Anne Buyon left Baku." | resolver link --format tsv
      $ resolver link --format html articles/*.txt > mentions.html
      $ resolver link --type person articles/*.txt | jq -r .id | sort | uniq -c
      $ resolver link -c TEXT --output mentions.parquet articles.parquet
    """
    from resolver.cli.input import find_codec, paths

    tables = table_options(
        "link", encoding, columns, field, delimiter, quotechar, tabs, no_header_row, no_header, prefix,
        unfit={"--format": format is not FormatChoice.jsonl, "--unit": unit is not UnitChoice.document},
    )  # fmt: skip
    found = Options(
        format, unit, entity_types(type), jobs, language, min_score, not no_header, output, summary
    )
    inputs, codec, resolver = paths(files), find_codec(encoding), open_resolver(gazetteer, no_cache)
    if tables is not None:
        _link_tables(inputs, tables, found, resolver)
    else:
        run(inputs, codec, resolver, found)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for, once it makes sense."""

    format: FormatChoice = FormatChoice.jsonl
    unit: UnitChoice = UnitChoice.document
    types: frozenset[str] | None = None
    jobs: int = 1
    language: str | None = None
    min_score: float = 0.0
    header: bool = True
    output: str | None = None
    summary: bool = False


def _link_tables(inputs: Sequence[str], tables: TableOptions, options: Options, resolver: Resolver) -> None:
    from resolver.cli.tables.run import Where
    from resolver.cli.tables.run import run as run_tables
    from resolver.cli.tables.tasks import link_cell

    work = partial(
        link_cell,
        type=options.types,
        language=options.language,
        min_score=options.min_score,
        summary=options.summary,
    )
    where = Where(options.output, summary=options.summary)
    run_tables(inputs, tables, work, resolver, options.jobs, where)


def record(path: str, mention: Mention) -> dict[str, Any]:
    """A mention as the object that `jsonl` prints."""
    return {"file": path, **mention.as_dict()}


def row(path: str, mention: Mention) -> tuple[object, ...]:
    """A mention as the fields of `COLUMNS`."""
    from resolver.cli.output import number

    return (
        path,
        mention.start,
        mention.end,
        mention.text,
        mention.id,
        mention.type,
        mention.form,
        number(mention.score),
        mention.normal,
    )


def run(inputs: Sequence[str], codec: Codec, resolver: Resolver, options: Options) -> None:
    """Link every input and print the mentions.

    What cannot be read or linked is told, and the others are done; `typer.Exit` at the end then.
    """
    import sys

    from resolver.cli.batch import UNREADABLE, Failed, in_order
    from resolver.cli.output import writing_to
    from resolver.cli.progress import Progress
    from resolver.cli.summary import Tally
    from resolver.cli.terminal import is_terminal

    failed = 0
    tally = Tally() if options.summary else None

    def tell(error: Exception | Failed) -> None:
        nonlocal failed
        failed += 1
        exits.complain(error.message if isinstance(error, Failed) else exits.describe(error))

    quiet = options.output is None and is_terminal(sys.stdout)
    work = partial(shown, options=options)
    with writing_to(options.output) as out, Progress("link", unit="units", quiet=quiet) as bar:
        printer = _PRINTERS[options.format](out)
        printer.start(options.header)
        out.flush()
        for source, units in in_order(inputs, codec, options.unit.value, resolver, work, options.jobs, tell):
            printer.file(source.name)
            try:
                for _, found in units:
                    if isinstance(found, Failed):
                        tell(found)
                        continue
                    text, seen = found
                    printer.unit(text)
                    if tally is not None and seen is not None:
                        tally.add(seen)
                    bar.advance()
                    if options.unit is UnitChoice.line:
                        out.flush()
            except UNREADABLE as error:
                tell(error)
        printer.finish()
        out.flush()
    if tally is not None:
        for line in tally.lines():
            exits.complain(line)
    if failed:
        raise typer.Exit(exits.WRONG)


# -- a unit, in whatever process it is worked on ----------------------------------------------------


def shown(resolver: Resolver, piece: Piece, options: Options) -> tuple[Any, Seen | None]:
    """The mentions of a unit as the format has them, and what is to count.

    Bytes, rows of the table, or HTML and whom it names.
    """
    from resolver.cli.summary import seen_in

    mentions = resolver.link(
        piece.text, options.types, language=options.language, min_score=options.min_score
    )
    seen = seen_in(mentions) if options.summary else None
    if options.format is FormatChoice.table:
        return [row(piece.path, mention) for mention in _shifted(mentions, piece.offset)], seen
    if options.format is FormatChoice.html:
        from resolver.rendering.marked import marked, named

        def name_of(id: str) -> str:
            return resolver.gazetteer[id].name

        return (marked(piece.text, mentions, name_of), named(mentions, name_of)), seen
    return _SHOWN[options.format](resolver, piece, mentions).encode("utf-8", "surrogateescape"), seen


def _shifted(mentions: Sequence[Mention], offset: int) -> Iterator[Mention]:
    for mention in mentions:
        yield replace(mention, start=mention.start + offset, end=mention.end + offset) if offset else mention


def _json_lines(resolver: Resolver, piece: Piece, mentions: Sequence[Mention]) -> str:
    from resolver.cli.output import json_line

    return "".join(
        json_line(record(piece.path, mention)) + "\n" for mention in _shifted(mentions, piece.offset)
    )


def _tsv(resolver: Resolver, piece: Piece, mentions: Sequence[Mention]) -> str:
    from resolver.cli.output import tsv_line

    return "".join(tsv_line(row(piece.path, mention)) + "\n" for mention in _shifted(mentions, piece.offset))


def _csv(resolver: Resolver, piece: Piece, mentions: Sequence[Mention]) -> str:
    from resolver.cli.output import csv_line

    return "".join(csv_line(row(piece.path, mention)) + "\n" for mention in _shifted(mentions, piece.offset))


def _inline(resolver: Resolver, piece: Piece, mentions: Sequence[Mention]) -> str:
    pieces: list[str] = []
    at = 0
    for mention in mentions:
        meaning = mention.id or "|".join(c.id for c in mention.candidates) + "?"
        pieces.append(f"{piece.text[at : mention.start]}[{mention.text}]({meaning})")
        at = mention.end
    return "".join(pieces) + piece.text[at:]


_SHOWN: dict[FormatChoice, Callable[[Resolver, Piece, Sequence[Mention]], str]] = {
    FormatChoice.jsonl: _json_lines,
    FormatChoice.tsv: _tsv,
    FormatChoice.csv: _csv,
    FormatChoice.inline: _inline,
}


# -- all of them, in this process -------------------------------------------------------------------


class _Printer:
    """Where units go; the base writes them as they are."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def start(self, header: bool) -> None: ...

    def file(self, path: str) -> None: ...

    def unit(self, shown: Any) -> None:
        self.out.write(shown)

    def finish(self) -> None: ...


class _Tsv(_Printer):
    def start(self, header: bool) -> None:
        if header:
            self.out.write(b"\t".join(name.encode() for name in COLUMNS) + b"\n")


class _Csv(_Printer):
    def start(self, header: bool) -> None:
        if header:
            self.out.write(b",".join(name.encode() for name in COLUMNS) + b"\n")


class _Table(_Printer):
    def start(self, header: bool) -> None:
        self.rows: list[tuple[object, ...]] = []

    def unit(self, shown: Any) -> None:
        self.rows += shown

    def finish(self) -> None:
        from resolver.cli.output import table

        if self.rows:
            lines = "\n".join(table(COLUMNS, self.rows)) + "\n"
            self.out.write(lines.encode("utf-8", "surrogateescape"))


class _Html(_Printer):
    def start(self, header: bool) -> None:
        from resolver.rendering.document import file_head

        self.out.write(file_head().encode())
        self.open = False
        self.named: list[Named] = []

    def file(self, path: str) -> None:
        from resolver.rendering.document import section_end, section_start

        self.out.write(((section_end() if self.open else "") + section_start(path)).encode())
        self.open = True

    def unit(self, shown: Any) -> None:
        text, named = shown
        self.out.write(text.encode())
        self.named += named

    def finish(self) -> None:
        from resolver.rendering.document import file_foot, section_end

        self.out.write(((section_end() if self.open else "") + file_foot(self.named)).encode())


_PRINTERS: dict[FormatChoice, type[_Printer]] = {
    FormatChoice.jsonl: _Printer,
    FormatChoice.tsv: _Tsv,
    FormatChoice.csv: _Csv,
    FormatChoice.inline: _Printer,
    FormatChoice.html: _Html,
    FormatChoice.table: _Table,
}
