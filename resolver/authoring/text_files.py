"""Reading the small text files that people keep beside a gazetteer, and that anything may stand in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from resolver.errors import InputError


def utf8_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers from 1, read as they are needed.

    Raises InputError, with file and line, for what is not UTF-8.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}:{number}: byte 0x{line[error.start]:02x} is not UTF-8; save the file as UTF-8"
                ) from None


def read_utf8(path: Path) -> str:
    """The text of a file. Raises InputError as `utf8_lines` does."""
    return "".join([line for _, line in utf8_lines(path)]).replace("\r\n", "\n")


def why_unread(error: Exception) -> str:
    """Why a line of JSON is none, or not the record that it should be, for people."""
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error.msg} in column {error.colno}"
    if isinstance(error, RecursionError):
        return "nested too deep"
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)
