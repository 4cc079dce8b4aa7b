"""CSV and TSV tables: rows come out as the bytes that they were, with cells added at their end or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from resolver.cli.compressed import plain_name
from resolver.cli.output import json_line, number
from resolver.cli.tables.columns import select, select_one
from resolver.cli.tables.delimited import BOM, Dialect, line_end, records
from resolver.cli.tables.formats import TableOptions, Watch
from resolver.cli.tables.tasks import ADDED, Done, Member
from resolver.errors import InputError
from resolver.integrations.cells import Answer, Question, added_names
from resolver.integrations.once import Failed

_TAB_NAMES = (".tsv", ".tab")
#: Rows that have too few fields are as wide as the header with so many more; a blank line stays one.
_BLANK = -1


class CsvTable:
    """A table whose header was read. Raises InputError where there is none, or it lacks a column."""

    def __init__(self, stream: BinaryIO, source: str, options: TableOptions) -> None:
        self._options = options
        self._dialect = _dialect(source, options)
        self._read = records(stream, self._dialect, source)
        self._first: list[bytes] = []
        self.rows_read = 0
        self._bom = b""
        self._header = b""
        names = self._names()
        self.header = tuple(names)
        self.columns: list[int] = []
        self.names: list[str] = []
        self._context: list[int | None] = [None, None]
        self.width = len(names)
        if names:
            self.columns = select(options.columns, names, source)
            self.names = [names[column] for column in self.columns]
            wanted = (options.type_column, options.country_column)
            self._context = [None if one is None else select_one(one, names, source) for one in wanted]
        several = len(self.columns) > 1
        self.added = [
            name
            for column in self.names
            for name in added_names(ADDED[options.kind], names, column, options.prefix, several)
        ]

    def _names(self) -> list[str]:
        """The names of the columns, from the first row; without a header "a", "b", … as csvkit has them."""
        self._first = next(self._read, [])
        if not self._first:
            return []
        if self._first[0].startswith(BOM):
            self._bom, self._first[0] = BOM, self._first[0][len(BOM) :]
        header = self._first[0]
        cells = self._dialect.cells(header[: len(header) - line_end(header)])
        if not self._options.has_header:
            return [_letters(place) for place in range(len(cells))]
        self._header = self._first.pop(0)
        return [self._dialect.value(cell) for cell in cells]

    def batches(self) -> Iterator[tuple[tuple[list[bytes], dict[int, int]], list[Any]]]:
        """Records with their line ends, what is odd about some of them, and the keys of their cells."""
        yield from self._batch(self._first)
        for found in self._read:
            yield from self._batch(found)

    def _batch(self, found: list[bytes]) -> Iterator[tuple[tuple[list[bytes], dict[int, int]], list[Any]]]:
        dialect, width, columns = self._dialect, self.width, self.columns
        alone = columns[0] if len(columns) == 1 and self._context == [None, None] else None
        odd: dict[int, int] = {}
        keys: list[Any] = []
        wrong = ""
        for at, record in enumerate(found):
            body = record.rstrip(b"\r\n")
            cells = dialect.cells(body)
            if len(cells) != width or (not body and width > 1):
                if not body:
                    odd[at] = _BLANK
                    continue
                if len(cells) > width:
                    wrong = f"{len(cells)} fields where the header has {width}"
                    found = found[:at]
                    break
                odd[at] = width - len(cells)
                cells += [b""] * odd[at]
            if alone is not None:
                text = dialect.value(cells[alone])
                keys.append(text if text and not text.isspace() else None)
            else:
                keys += self._keys(cells)
        yield (found, odd), keys
        self.rows_read += len(found) - sum(1 for kind in odd.values() if kind == _BLANK)
        if wrong:
            raise InputError(wrong)

    def _keys(self, cells: Sequence[bytes]) -> Iterator[Any]:
        value = self._dialect.value
        kind, country = (None if place is None else value(cells[place]) for place in self._context)
        for column in self.columns:
            text = value(cells[column])
            if not text or text.isspace():
                yield None
            else:
                yield Question(text, kind, country) if kind or country else text

    def writer(self, out: BinaryIO, start: bool) -> CsvWriter:
        """What writes the rows; the header first where it starts a file."""
        writer = CsvWriter(out, self._dialect, self._options, self.columns, self.names)
        if start:
            out.write(self._bom)
            if self._header and self._options.writes_header:
                out.write(writer.longer(self._header, [self._dialect.cell(name) for name in self.added]))
        return writer


class CsvWriter:
    """Writes records with what came of their cells."""

    def __init__(
        self, out: BinaryIO, dialect: Dialect, options: TableOptions, columns: list[int], names: list[str]
    ) -> None:
        self._out = out
        self._dialect = dialect
        self._changes = options.kind == "normalise"
        self._columns = columns
        self._names = names
        self._nothing = dialect.delimiter * len(ADDED[options.kind])

    def write(self, rows: tuple[list[bytes], dict[int, int]], results: Sequence[Any], watch: Watch) -> None:
        """Write what `CsvTable.batches` gave."""
        watch.rows(self._names, results)
        self._out.write(b"".join((self._changed if self._changes else self._extended)(*rows, results)))

    def _extended(self, found: list[bytes], odd: dict[int, int], results: Sequence[Any]) -> Iterator[bytes]:
        """The records with cells added at their ends."""
        each, at = len(self._columns), 0
        for place, record in enumerate(found):
            missing = odd.get(place, 0) if odd else 0
            if missing == _BLANK:
                yield record
                continue
            if each == 1:
                added = self._rendered(results[at])
            else:
                added = b"".join(map(self._rendered, results[at : at + each]))
            at += each
            if missing:
                added = self._dialect.delimiter * missing + added
            if record[-2:] == b"\r\n":
                yield record[:-2] + added + b"\r\n"
            elif record[-1:] == b"\n":
                yield record[:-1] + added + b"\n"
            else:
                end = line_end(record)
                yield record[: len(record) - end] + added + record[len(record) - end :]

    def longer(self, record: bytes, cells: Sequence[bytes]) -> bytes:
        """A record with cells added at its end."""
        end = len(record) - line_end(record)
        return record[:end] + b"".join(self._dialect.delimiter + cell for cell in cells) + record[end:]

    def _rendered(self, result: Any) -> bytes:
        """The cells that are added for a result, each with a delimiter before it."""
        if result is None or isinstance(result, Failed):
            return self._nothing
        if result.rendered is None:
            result.rendered = b"".join(self._dialect.delimiter + self._cell(text) for text in _texts(result))
        found: bytes = result.rendered
        return found

    def _cell(self, text: str) -> bytes:
        return self._dialect.cell(text) if self._dialect.codec.can_write(text) else b""

    def _changed(self, found: list[bytes], odd: dict[int, int], results: Sequence[Any]) -> Iterator[bytes]:
        """The records with other texts in their cells."""
        each, at = len(self._columns), 0
        for place, record in enumerate(found):
            if odd and odd.get(place) == _BLANK:
                yield record
                continue
            mine = results[at : at + each]
            at += each
            if all(not isinstance(one, Done) or one.payload is None for one in mine):
                yield record
                continue
            end = len(record) - line_end(record)
            cells = self._dialect.cells(record[:end])
            for column, result in zip(self._columns, mine, strict=True):
                after = result.payload if isinstance(result, Done) else None
                if after is not None and self._dialect.codec.can_write(after):
                    cells[column] = self._dialect.cell(after, cells[column])
            yield self._dialect.delimiter.join(cells) + record[end:]

    def finish(self) -> None:
        """Nothing ends a file of rows."""


def _texts(result: Done) -> list[str]:
    """What the added cells say."""
    found = result.payload
    if isinstance(found, Member):
        return [found.cluster_id, found.canonical, number(found.score)]
    if not isinstance(found, Answer):
        return [json_line(found)]
    score = "" if found.score is None else number(found.score)
    return [found.id or "", found.name or "", found.type or "", score, "true" if found.ambiguous else "false"]


def _dialect(source: str, options: TableOptions) -> Dialect:
    delimiter = options.delimiter
    if delimiter is None:
        delimiter = "\t" if plain_name(source).endswith(_TAB_NAMES) else ","
    if delimiter == "\\t":
        delimiter = "\t"
    marks = []
    for mark, what in ((delimiter, "delimiter"), (options.quote, "quote character")):
        data = options.codec.encode(mark) if len(mark) == 1 else b""
        if len(data) != 1 or data in b"\r\n":
            raise InputError(f"the {what} must be one plain character, not '{mark}'")
        marks.append(data)
    if marks[0] == marks[1]:
        raise InputError(f"'{delimiter}' cannot both separate and quote fields")
    return Dialect(marks[0], marks[1], options.codec)


def _letters(place: int) -> str:
    """A spreadsheet's name of a column: a, b … z, aa, ab …"""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("a") + rest) + found
    return found
