"""`resolver link`: the mentions in texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from resolver.cli import exits
from resolver.cli.options import (
    Encoding,
    Files,
    Gazetteers,
    NoCache,
    Types,
    UnitChoice,
    UnitOption,
    entity_types,
    open_resolver,
)

if TYPE_CHECKING:
    from resolver.cli.input import Codec, Source
    from resolver.pipeline import Resolver
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
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
    encoding: Encoding = "utf-8",
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
) -> None:
    """Link every input and print the mentions. A file that cannot be read is told, the others are done."""
    import sys

    from resolver.cli.input import opened
    from resolver.cli.output import stdout_bytes
    from resolver.cli.progress import Progress
    from resolver.errors import InputError

    out = stdout_bytes()
    printer = _PRINTERS[format](out, resolver)
    failed = 0
    printer.start()
    with Progress("link", unit="units", quiet=sys.stdout.isatty()) as bar:
        for path in inputs:
            try:
                with opened(path, codec, unit.value) as source:
                    printer.file(path)
                    for text, mentions, offset in linked(resolver, source, types):
                        printer.unit(path, text, mentions, offset)
                        bar.advance()
                        if unit is UnitChoice.line:
                            out.flush()
            except (InputError, FileNotFoundError, PermissionError, IsADirectoryError) as error:
                exits.complain(exits.describe(error))
                failed += 1
    printer.finish()
    out.flush()
    if failed:
        raise typer.Exit(exits.WRONG)


def linked(
    resolver: Resolver, source: Source, types: frozenset[str] | None
) -> Iterator[tuple[str, list[Mention], int]]:
    """Every unit of a source: its text, its mentions of the wanted types, its offset in the file."""
    for unit in source.units:
        yield unit.text, resolver.link(unit.text, types), unit.offset


def _shifted(mentions: Sequence[Mention], offset: int) -> Iterator[Mention]:
    for mention in mentions:
        yield replace(mention, start=mention.start + offset, end=mention.end + offset) if offset else mention


class _Printer:
    """Where mentions go; the base prints nothing."""

    def __init__(self, out: BinaryIO, resolver: Resolver) -> None:
        self.out = out
        self.resolver = resolver

    def write(self, text: str) -> None:
        self.out.write(text.encode("utf-8", "surrogateescape"))

    def start(self) -> None: ...

    def file(self, path: str) -> None: ...

    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None: ...

    def finish(self) -> None: ...


class _JsonLines(_Printer):
    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None:
        from resolver.cli.output import json_line

        for mention in _shifted(mentions, offset):
            self.write(json_line(record(path, mention)) + "\n")


class _Tsv(_Printer):
    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None:
        from resolver.cli.output import tsv_line

        for mention in _shifted(mentions, offset):
            self.write(tsv_line(row(path, mention)) + "\n")


class _Table(_Printer):
    def start(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None:
        self.rows += [row(path, mention) for mention in _shifted(mentions, offset)]

    def finish(self) -> None:
        from resolver.cli.output import table

        if self.rows:
            self.write("\n".join(table(COLUMNS, self.rows)) + "\n")


class _Inline(_Printer):
    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None:
        at = 0
        for mention in mentions:
            meaning = mention.id or "|".join(c.id for c in mention.candidates) + "?"
            self.write(f"{text[at : mention.start]}[{mention.text}]({meaning})")
            at = mention.end
        self.write(text[at:])


class _Html(_Printer):
    def start(self) -> None:
        from resolver.cli.render_html import HEAD

        self.write(HEAD)
        self.open = False

    def file(self, path: str) -> None:
        from resolver.cli.render_html import file_end, file_start

        self.write((file_end() if self.open else "") + file_start(path))
        self.open = True

    def unit(self, path: str, text: str, mentions: Sequence[Mention], offset: int) -> None:
        from resolver.cli.render_html import marked

        gazetteer = self.resolver.gazetteer
        self.write(marked(text, mentions, lambda id: gazetteer[id].name))

    def finish(self) -> None:
        from resolver.cli.render_html import FOOT, file_end

        self.write((file_end() if self.open else "") + FOOT)


_PRINTERS: dict[FormatChoice, type[_Printer]] = {
    FormatChoice.jsonl: _JsonLines,
    FormatChoice.tsv: _Tsv,
    FormatChoice.inline: _Inline,
    FormatChoice.html: _Html,
    FormatChoice.table: _Table,
}
