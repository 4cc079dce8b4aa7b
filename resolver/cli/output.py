"""What commands print: JSON and TSV records, tables for people, and the bytes of standard output.

Data goes to standard output, everything else to standard error. Standard output is UTF-8 whatever the
terminal's language, and an invalid byte of the input comes out as that byte, except in JSON, where it
is the escape of its lone surrogate (`\\udc80`), which JSON readers give back.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from resolver.cli.terminal import is_terminal, visible

# What JSON leaves as it is and a terminal does not: C1 controls; and what is no character of its own.
_ESCAPED = re.compile("[\x7f-\x9f\ud800-\udfff]")
_CSV_QUOTED = re.compile('[,"\r\n]')
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


__all__ = [
    "coloured",
    "csv_line",
    "json_line",
    "number",
    "stdout_bytes",
    "table",
    "tsv_line",
    "visible",
    "width",
    "writing_to",
]


def stdout_bytes() -> BinaryIO:
    """Standard output for bytes, after whatever was printed to it as text."""
    sys.stdout.flush()
    buffer = sys.stdout.buffer
    if isinstance(buffer, io.RawIOBase):  # PYTHONUNBUFFERED
        return cast("BinaryIO", _Whole(buffer))
    return buffer


class _Whole:
    """Writes all that it is given, also where the stream below takes only a part at a time."""

    def __init__(self, below: io.RawIOBase) -> None:
        self._below = below

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest:
            rest = rest[self._below.write(rest) or 0 :]
        return len(data)

    def flush(self) -> None:
        self._below.flush()


@contextmanager
def writing_to(output: str | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there, whole, when the block ends: `--output`. Raises OSError."""
    if output is None or output == "-":
        yield stdout_bytes()
        return
    if os.path.exists(output) and not os.path.isfile(output):  # a device or a named pipe
        with open(output, "wb") as device:
            yield device
        return
    if output.endswith(os.sep):  # or it would be written as a file of that name
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), output)
    from pathlib import Path

    from resolver.storage.atomic import replacing

    with replacing(Path(output)) as file:
        yield cast("BinaryIO", file)


def json_line(record: Mapping[str, Any] | Sequence[Any]) -> str:
    """One record as one line of JSON, letters as they are, lone surrogates and all controls escaped."""
    line = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def tsv_line(fields: Iterable[object]) -> str:
    """One record as tab-separated fields: None is empty; backslash, tab and line ends are escaped."""
    return "\t".join("" if field is None else str(field).translate(_TSV_ESCAPES) for field in fields)


def csv_line(fields: Iterable[object]) -> str:
    """One record as comma-separated fields: None is empty; in quotes where it must be."""
    texts = ("" if field is None else str(field) for field in fields)
    return ",".join(
        '"' + text.replace('"', '""') + '"' if _CSV_QUOTED.search(text) else text for text in texts
    )


def number(score: float) -> str:
    """A score for people and TSV: four decimals."""
    return f"{score:.4f}"


def width(text: str) -> int:
    """The columns that a terminal gives to `text`: wide letters two, marks none."""
    columns = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Rows as aligned lines under a header; no line ends in spaces."""
    cells = [list(header)] + [["" if cell is None else visible(str(cell)) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in cells) for column in range(len(header))]
    return [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def coloured(stream: Any) -> bool:
    """Whether colours suit `stream`: a terminal, and nobody said NO_COLOR (https://no-color.org)."""
    return bool(is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
