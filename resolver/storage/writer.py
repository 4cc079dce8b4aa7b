"""Writing a store: sections are added one by one, then all are written at once."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from resolver.errors import IndexFileError
from resolver.storage.atomic import replacing, temporary_path
from resolver.storage.layout import ALIGNMENT, FORMAT_VERSION, HEADER, HEADER_BODY, MAGIC, Section
from resolver.storage.records import build_records
from resolver.storage.table import build_table

_Pieces = list[bytes | bytearray]


class StoreWriter:
    """Collects sections and writes them as one file, the same to the byte for the same contents.

    Neither the order of sections, nor of a table's items, nor of a JSON object's keys matters: JSON
    objects are written with their keys sorted, so an order that means something belongs in a list.
    """

    def __init__(self, kind: str, stamps: Mapping[str, str]) -> None:
        """`kind` says what the store is, `stamps` what it was made from: versions, hashes of sources."""
        self._kind = kind
        self._stamps = dict(stamps)
        self._sections: dict[str, tuple[_Pieces, Section]] = {}

    def add_json(self, section: str, value: Any) -> None:
        """Add a value that `json` can write; decoded as a whole, checked when first used."""
        data = encode_json(value)
        self._add(section, [data], Section("json", 0, len(data), crc32(data)))

    def add_bytes(self, section: str, data: bytes | bytearray | memoryview) -> None:
        """Add raw bytes; checked as a whole when first used, so large ones are better records or a table."""
        copied = bytes(data)
        self._add(section, [copied], Section("bytes", 0, len(copied), crc32(copied)))

    def add_records(self, section: str, items: Iterable[bytes]) -> None:
        """Add byte strings that are found by their number."""
        self._add(section, *build_records(items))

    def add_table(self, section: str, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Add byte strings that are found by a key. Raises `ValueError` when a key comes twice."""
        try:
            built = build_table(items)
        except ValueError as error:
            raise ValueError(f"section {section!r}: {error}") from error
        self._add(section, *built)

    def write(self, path: Path | str) -> None:
        """Write the store; `path` becomes the whole new file or stays as it was.

        Raises `IndexFileError` when it cannot be written.
        """
        path = Path(path)
        try:
            with replacing(path) as file:
                # The header waits: it holds what is known only at the end.
                offset = file.write(bytes(HEADER.size))
                contents: dict[str, Any] = {}
                for name in sorted(self._sections):
                    pieces, section = self._sections[name]
                    offset += file.write(bytes(-offset % ALIGNMENT))
                    contents[name] = replace(section, offset=offset).to_json()
                    for piece in pieces:
                        offset += file.write(piece)
                offset += file.write(bytes(-offset % ALIGNMENT))
                table = encode_json({"kind": self._kind, "stamps": self._stamps, "sections": contents})
                file.write(table)
                size = offset + len(table)
                header = HEADER.pack(MAGIC, FORMAT_VERSION, 0, size, offset, len(table), crc32(table), 0, 0)
                header = header[:HEADER_BODY] + crc32(header[:HEADER_BODY]).to_bytes(4, "little")
                file.seek(0)
                file.write(header)
        except OSError as error:
            raise _cannot_be_written(path, error) from error

    def _add(self, name: str, pieces: _Pieces, section: Section) -> None:
        if name in self._sections:
            raise ValueError(f"section {name!r} comes twice")
        self._sections[name] = (pieces, section)


def require_writable(path: str | os.PathLike[str]) -> None:
    """Raise `IndexFileError` if a file cannot be written here: better told before than after long work."""
    temporary = temporary_path(Path(os.path.realpath(path)))
    try:
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        temporary.unlink()
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _cannot_be_written(path: str | os.PathLike[str], error: OSError) -> IndexFileError:
    return IndexFileError(f"{os.fspath(path)}: cannot be written ({error.strerror or error})")


def encode_json(value: Any) -> bytes:
    """JSON in UTF-8, keys sorted, no spaces; lone surrogates survive, NaN is refused."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
