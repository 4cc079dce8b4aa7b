"""Reading a store: map the file, check its head, hand out its sections as they are asked for."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

from resolver.errors import IndexFileError
from resolver.storage.layout import (
    FORMAT_VERSION,
    HEADER,
    HEADER_BODY,
    MAGIC,
    PREFIX,
    Section,
    damaged,
)
from resolver.storage.records import Records
from resolver.storage.table import Table


class Store:
    """One compiled file, mapped into memory: processes that open the same file share it.

    What is checked when: at opening, the header and the contents (kind, stamps, where everything is); JSON
    and raw bytes when first asked for; tables and records page by page, when first touched; everything in
    `verify()`. Damage raises `IndexFileError`, also from a table's or a record's access.

    A store can be pickled: the copy opens the same path again, and refuses a file that was replaced since.
    Nothing of it can be used after `close()`.
    """

    def __init__(self, path: Path, mapped: mmap.mmap, contents: Mapping[str, Any], checksum: int) -> None:
        """Use `Store.open`."""
        self.path = path
        self.kind: str = contents["kind"]
        self.stamps: Mapping[str, str] = contents["stamps"]
        self._checksum = checksum
        self._mapped = mapped
        self._sections = {name: Section(**entry) for name, entry in contents["sections"].items()}
        self._json: dict[str, Any] = {}
        self._bytes: dict[str, memoryview] = {}
        self._tables: dict[str, Table] = {}
        self._records: dict[str, Records] = {}

    @classmethod
    def open(
        cls, path: Path | str, *, kind: str | None = None, stamps: Mapping[str, str] | None = None
    ) -> Store:
        """Open a store, which costs some tenths of a millisecond, whatever its size.

        `kind` must be the file's when it is given, and each of `stamps` must be among the file's with the
        same value; stamps that only the file has are not looked at.

        Raises `IndexFileError` when the file is missing, is not a store, is damaged, or does not fit.
        """
        path = Path(path)
        mapped = _map(path)
        try:
            contents, checksum = _read_contents(path, mapped)
            _check_fit(path, contents, kind, stamps or {})
            return cls(path, mapped, contents, checksum)
        except BaseException:
            mapped.close()
            raise

    def json(self, section: str) -> Any:
        """A JSON section's value: decoded once, the same object each time, not to be changed."""
        if section not in self._json:
            self._json[section] = json.loads(bytes(self._checked(section, "json")))
        return self._json[section]

    def bytes(self, section: str) -> memoryview:
        """A section of raw bytes, as a view into the file."""
        if section not in self._bytes:
            self._bytes[section] = self._checked(section, "bytes")
        return self._bytes[section]

    def table(self, section: str) -> Table:
        """A section that is a table."""
        if section not in self._tables:
            entry = self._entry(section, "table")
            self._tables[section] = Table(self._mapped, self.path, section, entry)
        return self._tables[section]

    def records(self, section: str) -> Records:
        """A section of numbered records."""
        if section not in self._records:
            entry = self._entry(section, "records")
            self._records[section] = Records(self._mapped, self.path, section, entry)
        return self._records[section]

    def __contains__(self, section: object) -> bool:
        return section in self._sections

    def __iter__(self) -> Iterator[str]:
        """The names of the sections, sorted."""
        return iter(sorted(self._sections))

    def sizes(self) -> dict[str, int]:
        """The bytes of each section."""
        return {name: self._sections[name].size for name in self}

    def verify(self) -> None:
        """Check every section from end to end; raises `IndexFileError`. Reads the whole file."""
        for name in self:
            form = self._sections[name].form
            if form == "table":
                self.table(name).verify()
            elif form == "records":
                self.records(name).verify()
            else:
                self._checked(name, form)

    def close(self) -> None:
        """Unmap the file. Views from `bytes()` that are still held keep it mapped until they go."""
        for table in self._tables.values():
            table.close()
        for records in self._records.values():
            records.close()
        for view in self._bytes.values():
            with contextlib.suppress(BufferError):
                view.release()
        for cache in (self._tables, self._records, self._bytes, self._json):
            cache.clear()
        with contextlib.suppress(BufferError):
            self._mapped.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r}, kind={self.kind!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_reopen, (self.path.absolute(), self.kind, self._checksum))

    def _entry(self, name: str, form: str) -> Section:
        section = self._sections.get(name)
        if section is None or section.form != form:
            raise IndexFileError(f"{self.path}: has no {form} section {name!r}; compile it again")
        return section

    def _checked(self, name: str, form: str) -> memoryview:
        section = self._entry(name, form)
        view = memoryview(self._mapped)[section.offset : section.offset + section.size]
        if crc32(view) != section.checksum:
            view.release()
            damaged(self.path, f"section {name!r}")
        return view


def _reopen(path: Path, kind: str, checksum: int) -> Store:
    store = Store.open(path, kind=kind)
    if store._checksum != checksum:
        store.close()
        raise IndexFileError(f"{path}: was replaced while in use; open it again")
    return store


def _map(path: Path) -> mmap.mmap:
    try:
        if stat.S_ISFIFO(os.stat(path).st_mode):  # opening it would wait for whoever writes into it
            raise IndexFileError(f"{path}: is not a compiled file (a pipe)")
        with open(path, "rb") as file:
            if file.seek(0, 2) < PREFIX.size:
                raise IndexFileError(f"{path}: is not a compiled file (too short)")
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise IndexFileError(f"{path}: cannot be opened ({error.strerror or error})") from error


def _read_contents(path: Path, mapped: mmap.mmap) -> tuple[dict[str, Any], int]:
    magic, version = PREFIX.unpack_from(mapped)
    if magic != MAGIC:
        raise IndexFileError(f"{path}: is not a compiled file")
    if version != FORMAT_VERSION:
        raise IndexFileError(
            f"{path}: has format {version}, this version reads format {FORMAT_VERSION}; compile it again"
        )
    head = mapped[: HEADER.size]
    if len(head) < HEADER.size:
        damaged(path, "cut short")
    _, _, _, size, offset, length, checksum, _, own_checksum = HEADER.unpack(head)
    if crc32(head[:HEADER_BODY]) != own_checksum:
        damaged(path, "header")
    if size != len(mapped):
        damaged(path, f"{len(mapped)} bytes long instead of {size}")
    table = mapped[offset : offset + length]
    if crc32(table) != checksum:
        damaged(path, "table of contents")
    contents: dict[str, Any] = json.loads(table)
    return contents, checksum


def _check_fit(path: Path, contents: Mapping[str, Any], kind: str | None, stamps: Mapping[str, str]) -> None:
    if kind is not None and contents["kind"] != kind:
        raise IndexFileError(f"{path}: is a compiled {contents['kind']}, not a compiled {kind}")
    for name, wanted in stamps.items():
        found = contents["stamps"].get(name)
        if found != wanted:
            made_with = "without" if found is None else "with"
            raise IndexFileError(
                f"{path}: was made {made_with} {name}{'' if found is None else ' ' + found}, "
                f"but {name} is {wanted} here; compile it again"
            )
