"""`--columns`: tables are read, their cells worked on, and their rows written, one file behind the other."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from resolver.cli import exits
from resolver.cli.batch import UNREADABLE
from resolver.cli.compressed import STDIN, is_compressed, opened_bytes, plain_name
from resolver.cli.input import Codec, find_codec, settle
from resolver.cli.output import json_line, writing_to
from resolver.cli.progress import Progress
from resolver.cli.summary import Tally
from resolver.cli.tables.csv_table import CsvTable
from resolver.cli.tables.formats import Table, TableOptions, Watch, Writer
from resolver.cli.tables.json_table import JsonTable
from resolver.cli.tables.parquet_table import ParquetTable
from resolver.cli.tables.tasks import Done
from resolver.cli.terminal import is_terminal
from resolver.errors import InputError
from resolver.integrations.once import EachOnce, Failed
from resolver.storage.atomic import replacing

if TYPE_CHECKING:
    from resolver.integrations.cells import Work
    from resolver.resolver import Resolver
    from resolver.types import Edit

_JSON_NAMES = (".jsonl", ".ndjson")
_PARQUET_NAMES = (".parquet", ".pq")
#: Rows of a file that are told of by themselves; of the others only how many there are.
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Where:
    """Where results go: a file or standard output; into the tables' own places; or nowhere."""

    output: str | None = None
    in_place: bool = False
    nowhere: bool = False
    edits: BinaryIO | None = None
    summary: bool = False


def run(
    inputs: Sequence[str], options: TableOptions, work: Work, resolver: Resolver, jobs: int, where: Where
) -> int:
    """Work on every table; how many cells were changed (or would be).

    What cannot be read or worked on is told, and the others are done; `typer.Exit` at the end then.
    """
    import typer

    check_places(inputs, where)
    tally = Tally() if where.summary else None
    once = EachOnce(resolver, work, jobs)
    to_stdout = where.output is None and not where.in_place and not where.nowhere
    quiet = to_stdout and is_terminal(sys.stdout)
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(options.kind, unit="rows", quiet=quiet))
        if jobs > 1 and to_stdout:
            stack.enter_context(exits.while_read())
        running = _Running(options, once, where, tally, bar)
        if where.in_place:
            for path in inputs:
                running.rewrite(path)
        else:
            running.write(inputs, stack)
    if tally is not None:
        for line in tally.lines(changes=options.kind == "normalise"):
            exits.complain(line)
    if running.failed:
        raise typer.Exit(exits.WRONG)
    return running.changed


class _Untouched(Exception):
    """A table has nothing to change, or cells that could not be worked on: the file stays as it is."""


class _Running:
    """What goes on while tables are worked on, and what has come of it."""

    def __init__(
        self, options: TableOptions, once: EachOnce, where: Where, tally: Tally | None, bar: Progress
    ) -> None:
        self._options = options
        self._once = once
        self._where = where
        self._tally = tally
        self._bar = bar
        self.failed = 0
        self.changed = 0

    def write(self, inputs: Sequence[str], stack: ExitStack) -> None:
        """Write the rows of all tables to one place; the header of the first is that of all."""
        where = self._where
        out = stack.enter_context(writing_to(os.devnull if where.nowhere else where.output))
        first: tuple[str, Table] | None = None
        writer: Writer | None = None
        for path in inputs:
            with self._watched(path) as watch, opened_bytes(path) as stream:
                table, sink = open_table(path, stream, self._options, out)
                if first is not None and table.header != first[1].header:
                    raise InputError(f"{path}: its columns are not those of {first[0]}")
                if writer is None or not isinstance(table, ParquetTable):
                    writer = table.writer(sink, first is None)
                first = first or (path, table)
                self._copy(path, table, writer, watch, out)
        if writer is not None:
            writer.finish()
        out.flush()

    def rewrite(self, path: str) -> None:
        """Write a table in its own place, whole or not at all."""
        with (
            self._watched(path) as watch,
            suppress(_Untouched),
            replacing(Path(path)) as out,
            opened_bytes(path) as stream,
        ):
            table, sink = open_table(path, stream, self._options, cast("BinaryIO", out))
            writer = table.writer(sink, True)
            self._copy(path, table, writer, watch, out)
            writer.finish()
            if watch.failures or not watch.changed:
                raise _Untouched

    def _copy(self, path: str, table: Table, writer: Writer, watch: Watch, out: IO[bytes]) -> None:
        for rows, results in self._once.over(_until_damaged(table, path)):
            writer.write(rows, results, watch)
            out.flush()
            self._bar.advance(len(results))

    @contextmanager
    def _watched(self, path: str) -> Iterator[Watch]:
        """Who is told of a table's rows; of what is wrong with the table itself, the user is told here."""
        record = self._where.edits

        def failed(row: int, failure: Failed) -> None:
            watch.failures += 1
            if watch.failures <= _MOST_TOLD:
                if os.environ.get(exits.TRACEBACK_VARIABLE):
                    raise failure.error
                exits.complain(f"{path}, row {row}: {exits.describe(failure.error)}")

        def done(row: int, column: str, result: Done) -> None:
            if result.seen is not None and self._tally is not None:
                self._tally.add(result.seen)
            watch.changed += result.payload is not None
            if record is not None:
                for edit in result.edits:
                    record.write(json_line(_edit(path, row, column, edit)).encode() + b"\n")

        counts = self._options.kind == "normalise" and (self._where.in_place or self._where.nowhere)
        asked = counts or self._tally is not None or record is not None
        watch = Watch(failed, done if asked else None)
        try:
            yield watch
        except UNREADABLE as error:
            self.failed += 1
            exits.complain(exits.describe(error))
        finally:
            self.failed += watch.failures
            self.changed += watch.changed
        if watch.failures > _MOST_TOLD:
            exits.complain(f"{path}: {watch.failures - _MOST_TOLD:,} cells more that could not be worked on")
        if self._where.nowhere and watch.changed:
            cells = "cell" if watch.changed == 1 else "cells"
            exits.complain(f"{path}: {watch.changed:,} {cells} would change")


def _edit(path: str, row: int, column: str, edit: Edit) -> dict[str, Any]:
    """An edit as `--edits` writes it; its offset counts code points of the cell."""
    return {"file": path, "row": row, "column": column, **edit.as_dict()}


def _until_damaged(table: Table, path: str) -> Iterator[tuple[Any, Sequence[Any]]]:
    """The table's rows; what is wrong with it says in which row."""
    try:
        yield from table.batches()
    except InputError as error:
        reason = str(error).removeprefix(f"{path}: ")
        raise InputError(f"{path}, row {table.rows_read + 1}: {reason}") from error


def open_table(path: str, stream: BinaryIO, options: TableOptions, out: IO[bytes]) -> tuple[Table, BinaryIO]:
    """The table of a file, by its name, and where its rows are to be written."""
    sink = cast("BinaryIO", out)
    if _is_parquet(path):
        return ParquetTable(stream, path, options), sink
    if not options.codec.by_bytes:
        data = stream.read()
        codec = settle(options.codec, data)
        if not codec.name.startswith(("utf-16", "utf-32")):
            raise InputError(f"{path}: tables in {codec.name} cannot be read; make them UTF-8 first")
        stream = io.BytesIO(codec.decode(data, path).encode("utf-8", "surrogatepass"))
        sink = cast("BinaryIO", _Recoded(out, codec))
        options = replace(options, codec=find_codec("utf-8"))
    if options.is_json or plain_name(path).endswith(_JSON_NAMES):
        return JsonTable(stream, path, options), sink
    return CsvTable(stream, path, options), sink


class _Recoded:
    """Takes UTF-8 and writes another encoding."""

    def __init__(self, below: IO[bytes], codec: Codec) -> None:
        self._below = below
        self._codec = codec

    def write(self, data: bytes) -> None:
        self._below.write(self._codec.encode(data.decode("utf-8", "surrogatepass")))


def _is_parquet(path: str) -> bool:
    return plain_name(path).endswith(_PARQUET_NAMES)


def check_places(inputs: Sequence[str], where: Where) -> None:
    """Raise InputError where results cannot go where they are to go."""
    if where.in_place:
        for path in inputs:
            if path == STDIN or is_compressed(path):
                raise InputError(f"{path}: cannot be changed in its place")
        return
    if where.nowhere:
        return
    kinds = {_kind(path) for path in inputs if path != STDIN}
    if where.output is not None and is_compressed(where.output):
        raise InputError(f"--output {where.output}: is written uncompressed; leave the ending out")
    target = _kind(where.output) if where.output is not None else None
    if "Parquet" in kinds and target is None:
        raise InputError("Parquet goes to a file: say --output FILE.parquet")
    if target in ("Parquet", "JSON lines") and kinds - {target}:
        raise InputError(f"--output {where.output}: {', '.join(sorted(kinds))} is not written as {target}")
    if "Parquet" in kinds and target != "Parquet":
        raise InputError(f"--output {where.output}: Parquet is written as Parquet: FILE.parquet")


def _kind(path: str) -> str:
    if _is_parquet(path):
        return "Parquet"
    return "JSON lines" if plain_name(path).endswith(_JSON_NAMES) else "CSV"
