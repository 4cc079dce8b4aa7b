"""`resolver link`: the mentions in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from resolver.cli import exits
from resolver.cli.options import (
    Encoding,
    Files,
    Gazetteers,
    Jobs,
    Language,
    MinScore,
    NoCache,
    Types,
    UnitChoice,
    UnitOption,
    entity_types,
    open_resolver,
)

if TYPE_CHECKING:
    from resolver.cli.batch import Piece
    from resolver.cli.input import Codec
    from resolver.rendering.marked import Named
    from resolver.resolver import Resolver
    from resolver.types import Mention


class FormatChoice(StrEnum):
    """How mentions are printed."""

    jsonl = "jsonl"
    tsv = "tsv"
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
            help="'jsonl': a JSON object a mention. 'tsv': file, start, end, text, id, type, form, score, "
            "normal. "
            "'inline': the text with [mention](id). 'html': one page to look at. 'table': for people.",
        ),
    ] = FormatChoice.jsonl,
    unit: UnitOption = UnitChoice.document,
    type: Types = None,
    language: Language = None,
    min_score: MinScore = 0.0,
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
    encoding: Encoding = "utf-8",
    jobs: Jobs = 1,
) -> None:
    """List the mentions of known entities in texts.

    Offsets count code points of the file. An ambiguous mention has no id, and its candidates.

    \b
    Examples:
      $ echo "Anne Buyon left Baku." | resolver link --format tsv
      $ resolver link --format html articles/*.txt > mentions.html
      $ resolver link --type person articles/*.txt | jq -r .id | sort | uniq -c
    """
    from resolver.cli.input import find_codec, paths

    run(
        paths(files),
        format,
        unit,
        entity_types(type),
        find_codec(encoding),
        open_resolver(gazetteer, no_cache),
        jobs,
        language,
        min_score,
    )


def record(path: str, mention: Mention) -> dict[str, Any]:
    """A mention as the object that `jsonl` prints."""
    fields: dict[str, Any] = {
        "file": path,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "id": mention.id,
        "type": mention.type,
        "form": mention.form,
        "score": round(mention.score, 4),
        "normal": mention.normal,
        "rule": mention.rule,
    }
    # A mention that had one reading only is its own candidate; rivals are what a reader wants to see.
    if any(candidate.id != mention.id for candidate in mention.candidates):
        fields["candidates"] = [
            {"id": c.id, "type": c.type, "name": c.name, "form": c.form, "score": round(c.score, 4)}
            for c in mention.candidates
        ]
    return fields


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


def run(
    inputs: Sequence[str],
    format: FormatChoice,
    unit: UnitChoice,
    types: frozenset[str] | None,
    codec: Codec,
    resolver: Resolver,
    jobs: int = 1,
    language: str | None = None,
    min_score: float = 0.0,
) -> None:
    """Link every input and print the mentions.

    What cannot be read or linked is told, and the others are done; `typer.Exit` at the end then.
    """
    import sys

    from resolver.cli.batch import UNREADABLE, Failed, in_order
    from resolver.cli.output import stdout_bytes
    from resolver.cli.progress import Progress

    out = stdout_bytes()
    printer = _PRINTERS[format](out)
    failed = 0

    def tell(error: Exception | Failed) -> None:
        nonlocal failed
        failed += 1
        exits.complain(error.message if isinstance(error, Failed) else exits.describe(error))

    printer.start()
    out.flush()
    work = partial(shown, format=format, types=types, language=language, min_score=min_score)
    with Progress("link", unit="units", quiet=sys.stdout.isatty()) as bar:
        for source, units in in_order(inputs, codec, unit.value, resolver, work, jobs, tell):
            printer.file(source.name)
            try:
                for _, found in units:
                    if isinstance(found, Failed):
                        tell(found)
                        continue
                    printer.unit(found)
                    bar.advance()
                    if unit is UnitChoice.line:
                        out.flush()
            except UNREADABLE as error:
                tell(error)
    printer.finish()
    out.flush()
    if failed:
        raise typer.Exit(exits.WRONG)


# -- a unit, in whatever process it is worked on ----------------------------------------------------


def shown(
    resolver: Resolver,
    piece: Piece,
    format: FormatChoice,
    types: frozenset[str] | None,
    language: str | None = None,
    min_score: float = 0.0,
) -> Any:
    """The mentions of a unit as the format has them: bytes, rows of the table, or HTML and whom it names."""
    mentions = resolver.link(piece.text, types, language=language, min_score=min_score)
    if format is FormatChoice.table:
        return [row(piece.path, mention) for mention in _shifted(mentions, piece.offset)]
    if format is FormatChoice.html:
        from resolver.rendering.marked import marked, named

        def name_of(id: str) -> str:
            return resolver.gazetteer[id].name

        return marked(piece.text, mentions, name_of), named(mentions, name_of)
    return _SHOWN[format](resolver, piece, mentions).encode("utf-8", "surrogateescape")


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
    FormatChoice.inline: _inline,
}


# -- all of them, in this process -------------------------------------------------------------------


class _Printer:
    """Where units go; the base writes them as they are."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def start(self) -> None: ...

    def file(self, path: str) -> None: ...

    def unit(self, shown: Any) -> None:
        self.out.write(shown)

    def finish(self) -> None: ...


class _Table(_Printer):
    def start(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def unit(self, shown: Any) -> None:
        self.rows += shown

    def finish(self) -> None:
        from resolver.cli.output import table

        if self.rows:
            lines = "\n".join(table(COLUMNS, self.rows)) + "\n"
            self.out.write(lines.encode("utf-8", "surrogateescape"))


class _Html(_Printer):
    def start(self) -> None:
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
    FormatChoice.tsv: _Printer,
    FormatChoice.inline: _Printer,
    FormatChoice.html: _Html,
    FormatChoice.table: _Table,
}
