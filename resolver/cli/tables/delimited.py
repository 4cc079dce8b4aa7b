"""CSV and TSV, read as bytes: a record is kept as it came, and only cells that are asked for are decoded.

Fields, quotes and line ends are what Python's `csv` takes them for; tests compare the two. Records are cut as
soon as they are there, so that a live pipe is answered at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from resolver.cli.compressed import chunks
from resolver.cli.input import Codec
from resolver.errors import InputError

BOM = b"\xef\xbb\xbf"
#: A quote that is never closed would take the rest of a file for one field.
_LONGEST_RECORD = 1 << 26


@dataclass(frozen=True, slots=True)
class Dialect:
    """What separates fields, what encloses those that hold it, and how letters are bytes."""

    delimiter: bytes
    quote: bytes
    codec: Codec

    def cells(self, body: bytes) -> list[bytes]:
        """The fields of a record without its line end, as they are written."""
        if self.quote not in body:
            return body.split(self.delimiter)
        found: list[bytes] = []
        at = 0
        while True:
            end = self._end(body, at)
            found.append(body[at:end])
            if end == len(body):
                return found
            at = end + 1

    def _end(self, body: bytes, at: int) -> int:
        """Where the field that begins at `at` ends."""
        quote = self.quote
        if body.startswith(quote, at):
            at += 1
            while (close := body.find(quote, at)) >= 0:
                if body[close + 1 : close + 2] != quote:
                    at = close + 1
                    break
                at = close + 2
            else:
                return len(body)
        end = body.find(self.delimiter, at)
        return len(body) if end < 0 else end

    def value(self, cell: bytes) -> str:
        """What a field says. Raises InputError where it is not in this encoding."""
        quote = self.quote
        if cell.startswith(quote):
            at = 1
            while (close := cell.find(quote, at)) >= 0 and cell[close + 1 : close + 2] == quote:
                at = close + 2
            inside, after = (cell[1:], b"") if close < 0 else (cell[1:close], cell[close + 1 :])
            cell = inside.replace(quote + quote, quote) + after
        if self.codec.name == "utf-8":
            return cell.decode("utf-8", "surrogateescape")
        return self.codec.decode(cell, "a field")

    def cell(self, text: str, like: bytes = b"") -> bytes:
        """A field that says `text`, in quotes where it needs them, or where the field before it had them."""
        data = self.codec.encode(text)
        quote = self.quote
        if like.startswith(quote) or any(mark in data for mark in (self.delimiter, quote, b"\n", b"\r")):
            return quote + data.replace(quote, quote + quote) + quote
        return data

    def still_open(self, line: bytes, is_open: bool) -> bool:
        """Whether a quoted field goes on behind a line; `is_open`: whether one went on into it."""
        quote, at = self.quote, 0
        while True:
            if is_open:
                at = line.find(quote, at)
                if at < 0:
                    return True
                if line[at + 1 : at + 2] == quote:
                    at += 2
                    continue
                is_open = False
            elif line.startswith(quote, at):
                is_open = True
                at += 1
                continue
            at = line.find(self.delimiter, at) + 1
            if at == 0:
                return False


def line_end(record: bytes) -> int:
    """The length of a record's line end."""
    return 2 if record.endswith(b"\r\n") else int(record.endswith((b"\n", b"\r")))


def records(stream: BinaryIO, dialect: Dialect, source: str) -> Iterator[list[bytes]]:
    """The records of a file with their line ends: those that are there, then those that come next, and so on.

    Raises InputError where a quote is never closed, after what is before it.
    """
    held: list[bytes] = []  # lines of a record that is not at its end
    is_open = False
    size = 0
    for lines in _lines(chunks(stream)):
        if not held and not any(dialect.quote in line for line in lines):
            yield lines
            continue
        found: list[bytes] = []
        for line in lines:
            if is_open or dialect.quote in line:
                is_open = dialect.still_open(line, is_open)
                if is_open:
                    held.append(line)
                    size += len(line)
                    continue
            if held:
                line = b"".join([*held, line])
                held, size = [], 0
            found.append(line)
        if found:
            yield found
        if size > _LONGEST_RECORD:
            break
    if held:
        start = held[0][:40].decode("utf-8", "replace").strip()
        raise InputError(f"a quote is opened and never closed, in the row that begins “{start}”")


def _lines(read: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Whole lines with their ends, LF, CRLF or CR; the last one may have none."""
    held = b""
    for chunk in read:
        data = held + chunk
        # A CR at the end may be half of a CRLF.
        at = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        held = data[at:]
        if at:
            yield data[:at].splitlines(keepends=True)
    if held:
        yield held.splitlines(keepends=True)
