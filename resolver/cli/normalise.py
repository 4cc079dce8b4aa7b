"""`resolver normalise`: the filter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
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
    from resolver.cli.batch import Failed, Piece
    from resolver.cli.input import Codec, Source
    from resolver.cli.summary import Seen, Tally
    from resolver.cli.tables.formats import TableOptions
    from resolver.resolver import Resolver
    from resolver.rewriting import Rewrite
    from resolver.types import Edit


class RewriteChoice(StrEnum):
    """What a mention becomes."""

    spelling = "spelling"
    canonical = "canonical"
    id = "id"


class Action(StrEnum):
    """What happens to the rewritten text."""

    write = "write"
    diff = "diff"
    check = "check"
    in_place = "in place"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for, once it makes sense."""

    rewrite: RewriteChoice
    unit: UnitChoice
    action: Action
    show_diff: bool
    types: frozenset[str] | None
    codec: Codec
    jobs: int = 1
    language: str | None = None
    min_score: float = 0.0
    output: str | None = None
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A unit of a file, the edits in it (offsets within the unit), and its offset in the file."""

    text: str
    edits: Sequence[Edit]
    offset: int

    @property
    def after(self) -> str:
        from resolver.rewriting import apply_edits

        return apply_edits(self.text, self.edits) if self.edits else self.text


def command(
    files: Files = None,
    rewrite: Annotated[
        RewriteChoice,
        typer.Option(
            "--rewrite",
            help="What a mention becomes: the name it is a 'spelling' of, in the same form; the 'canonical' "
            "name of its entity; or the entity's 'id'.",
        ),
    ] = RewriteChoice.spelling,
    unit: UnitOption = UnitChoice.document,
    edits: Annotated[
        str | None,
        typer.Option(
            "--edits",
            metavar="FILE",
            show_default=False,
            help="Write every edit to this file as a JSON line: file, offset (code points), before, after, "
            "id, rule (how the spelling was recognised), score.",
        ),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change as a diff, not the text.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Print no text; exit with 1 when something would change.")
    ] = False,
    in_place: Annotated[
        bool,
        typer.Option(
            "--in-place",
            "-i",
            help="Change the files themselves. Each is replaced as a whole, or stays as it was.",
        ),
    ] = False,
    columns: Columns = None,
    field: Field = None,
    delimiter: Delimiter = None,
    tabs: Tabs = False,
    quotechar: Quote = '"',
    no_header_row: NoHeaderRow = False,
    no_header: NoHeader = False,
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
    """Rewrite spelling variants of known names; everything else stays.

    Every byte outside an edit comes out as it came in. Mentions that are ambiguous or unknown are left alone.
    In tables, the cells of the columns asked for are rewritten, each as a text of its own.

    \b
    Examples:
      $ echo "Anne Buyon met President Aliev." | resolver normalise
      Anne Boillon met President Aliyev.
      $ resolver normalise --check --diff articles/*.txt
      $ resolver normalise --in-place --edits edits.jsonl articles/*.txt
      $ tail -f wire.log | resolver normalise --unit line
      $ resolver normalise -c headline,body articles.csv > corrected.csv
    """
    from resolver.cli.input import STDIN, find_codec, paths
    from resolver.errors import InputError

    inputs = paths(files)
    if in_place and (check or diff):
        raise InputError("--in-place cannot be combined with --check or --diff")
    if in_place and STDIN in inputs:
        raise InputError("--in-place needs files; standard input has no place to write to")
    if edits is not None and edits != STDIN and any(_same_file(edits, path) for path in inputs):
        raise InputError(f"--edits {edits}: is one of the texts")
    action = Action.in_place if in_place else Action.check if check else Action.diff if diff else Action.write
    if edits == STDIN and (action is Action.write or diff):
        raise InputError("--edits -: standard output already has the text or the diff")
    if output is not None and action is not Action.write:
        raise InputError(
            f"--output goes with none of --in-place, --check and --diff; not with {action.value}"
        )
    tables = table_options(
        "normalise", encoding, columns, field, delimiter, quotechar, tabs, no_header_row, no_header,
        unfit={"--diff": diff, "--unit": unit is not UnitChoice.document},
    )  # fmt: skip
    types, codec = entity_types(type), find_codec(encoding)
    options = Options(rewrite, unit, action, diff, types, codec, jobs, language, min_score, output, summary)
    resolver = open_resolver(gazetteer, no_cache)
    if tables is not None:
        changed = _run_tables(inputs, tables, options, resolver, edits)
    else:
        changed = run(inputs, options, resolver, edits)
    if check and changed:
        raise typer.Exit(exits.NEGATIVE)


def _run_tables(
    inputs: Sequence[str], tables: TableOptions, options: Options, resolver: Resolver, edits_path: str | None
) -> int:
    """Normalise columns of tables; how many cells there were to change."""
    from resolver.cli.output import stdout_bytes
    from resolver.cli.tables.run import Where
    from resolver.cli.tables.run import run as run_tables
    from resolver.cli.tables.tasks import normalise_cell

    work = partial(
        normalise_cell,
        rewrite=options.rewrite.value,
        type=options.types,
        language=options.language,
        min_score=options.min_score,
        summary=options.summary,
    )
    with ExitStack() as stack:
        record = None
        if edits_path is not None:
            record = stdout_bytes() if edits_path == "-" else stack.enter_context(open(edits_path, "wb"))
        where = Where(
            options.output,
            in_place=options.action is Action.in_place,
            nowhere=options.action is Action.check,
            edits=record,
            summary=options.summary,
        )
        return run_tables(inputs, tables, work, resolver, options.jobs, where)


def _same_file(a: str, b: str) -> bool:
    try:
        return os.path.samefile(a, b)
    except OSError:
        return False


def run(inputs: Sequence[str], options: Options, resolver: Resolver, edits_path: str | None) -> int:
    """Normalise every input as the options say; how many edits there were (made, or to be made).

    What cannot be read or worked on is told, and the others are done; `typer.Exit` at the end then. A text
    that cannot be worked on comes out as it is, but no file with such a text is changed in its place.
    """
    from resolver.cli.batch import UNREADABLE, Failed, in_order
    from resolver.cli.input import STDIN
    from resolver.cli.output import json_line, stdout_bytes, writing_to
    from resolver.cli.progress import Progress
    from resolver.cli.summary import Tally
    from resolver.cli.terminal import is_terminal

    total = failed = 0
    tally = Tally() if options.summary else None

    def tell(error: Exception | Failed) -> None:
        nonlocal failed
        failed += 1
        exits.complain(error.message if isinstance(error, Failed) else exits.describe(error))

    with ExitStack() as stack:
        out = stack.enter_context(writing_to(options.output))
        record = None
        if edits_path == STDIN:
            record = stdout_bytes()
        elif edits_path is not None:
            record = stack.enter_context(open(edits_path, "wb"))
        to_stdout = options.action in (Action.write, Action.diff) and options.output is None
        quiet = to_stdout and is_terminal(sys.stdout)
        known = STDIN not in inputs and options.unit is UnitChoice.document
        bar = stack.enter_context(
            Progress(
                "normalise", len(inputs) if known else None, unit="files" if known else "units", quiet=quiet
            )
        )
        work = partial(
            find_edits,
            rewrite=options.rewrite.value,
            types=options.types,
            language=options.language,
            min_score=options.min_score,
            summary=options.summary,
        )
        for source, worked in in_order(
            inputs, options.codec, options.unit.value, resolver, work, options.jobs, tell
        ):
            try:
                skipped = _Skipped(source)
                units = _counted(rewritten(worked, options, skipped, tell, tally), bar if not known else None)
                if record is not None:
                    units = _recorded(units, source.name, record, json_line)
                total += _ACTIONS[options.action](source, units, options, out)
                skipped.tell()
            except _Untouched:
                pass
            except UNREADABLE as error:
                tell(error)
            if known:
                bar.advance()
        out.flush()
    if tally is not None:
        for line in tally.lines(changes=True):
            exits.complain(line)
    if failed:
        raise typer.Exit(exits.WRONG)
    return total


def find_edits(
    resolver: Resolver,
    piece: Piece,
    rewrite: Rewrite,
    types: frozenset[str] | None,
    language: str | None = None,
    min_score: float = 0.0,
    summary: bool = False,
) -> tuple[list[Edit], Seen | None]:
    """The edits to make in a unit, in whatever process it is worked on, and what there is to count."""
    edits = resolver.edits(piece.text, rewrite, types, language=language, min_score=min_score)
    if not summary:
        return edits, None
    from resolver.cli.summary import seen_in

    mentions = resolver.link(piece.text, types, language=language, min_score=min_score)
    return edits, seen_in(mentions, edits)


class _Untouched(Exception):
    """A text of a file could not be worked on, which was told; the file stays as it is."""


class _Skipped:
    """Edits that the file's encoding cannot hold: left undone, and said once a file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.count = 0
        self.first: Edit | None = None

    def keep(self, edit: Edit) -> bool:
        if self.source.codec.can_write(edit.after):
            return True
        self.first = self.first or edit
        self.count += 1
        return False

    def tell(self) -> None:
        if self.first is not None:
            exits.complain(
                f"{self.source.name}: {self.count} left as found, since {self.source.codec.name} cannot "
                f"write the new spelling: “{self.first.before}” → “{self.first.after}”"
            )


def rewritten(
    worked: Iterator[tuple[Piece, Any]],
    options: Options,
    skipped: _Skipped,
    tell: Callable[[Failed], None],
    tally: Tally | None = None,
) -> Iterator[Rewritten]:
    """Every unit of a source with the edits to make in it."""
    from resolver.cli.batch import Failed

    for piece, found in worked:
        if isinstance(found, Failed):
            tell(found)
            if options.action is Action.in_place:
                raise _Untouched
            found = [], None
        edits, seen = found
        if tally is not None and seen is not None:
            tally.add(seen)
        yield Rewritten(piece.text, [edit for edit in edits if skipped.keep(edit)], piece.offset)


def _counted(units: Iterator[Rewritten], bar: Any) -> Iterator[Rewritten]:
    for unit in units:
        yield unit
        if bar is not None:
            bar.advance()


def _recorded(units: Iterator[Rewritten], path: str, record: BinaryIO, json_line: Any) -> Iterator[Rewritten]:
    for unit in units:
        for edit in unit.edits:
            line = json_line({"file": path, **edit.as_dict(), "offset": unit.offset + edit.offset})
            record.write(line.encode() + b"\n")
        record.flush()
        yield unit


def _write(source: Source, units: Iterator[Rewritten], options: Options, out: BinaryIO) -> int:
    count = 0
    for unit in units:
        out.write(source.codec.encode(unit.after))
        if options.unit is UnitChoice.line:
            out.flush()
        count += len(unit.edits)
    return count


def _check(source: Source, units: Iterator[Rewritten], options: Options, out: BinaryIO) -> int:
    if options.show_diff:
        count = _diff(source, units, options, out)
    else:
        count = sum(len(unit.edits) for unit in units)
    if count:
        exits.complain(f"{source.name}: {count} {'spelling' if count == 1 else 'spellings'} would change")
    return count


def _diff(source: Source, units: Iterator[Rewritten], options: Options, out: BinaryIO) -> int:
    from resolver.cli.diff import unified
    from resolver.cli.output import coloured
    from resolver.cli.terminal import Terminal

    pieces: list[str] = []
    edits: list[Edit] = []
    for unit in units:
        pieces.append(unit.text)
        edits += [replace(edit, offset=unit.offset + edit.offset) for edit in unit.edits]
    colour = coloured(sys.stdout)
    write = out.write_painted if colour and isinstance(out, Terminal) else out.write
    for line in unified(source.name, "".join(pieces), edits, colour=colour):
        write(line.encode("utf-8", "replace") if colour else source.codec.encode(line))
    return len(edits)


def _in_place(source: Source, units: Iterator[Rewritten], options: Options, out: BinaryIO) -> int:
    from pathlib import Path

    from resolver.storage.atomic import replacing

    pieces: list[bytes] = []
    count = 0
    for unit in units:
        pieces.append(source.codec.encode(unit.after))
        count += len(unit.edits)
    if count:
        with replacing(Path(source.name)) as file:
            file.writelines(pieces)
    return count


_ACTIONS = {Action.write: _write, Action.check: _check, Action.diff: _diff, Action.in_place: _in_place}
