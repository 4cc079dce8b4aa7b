"""Byte strings found by number: `records[i]`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from mmap import mmap
from pathlib import Path
from typing import overload

from resolver.storage import paged
from resolver.storage.layout import Section

#: A page of names or short records is then 10 to 50 KB: checked in some microseconds.
_PAGE_BITS = 9


def build_records(items: Iterable[bytes]) -> tuple[list[bytes | bytearray], Section]:
    """The section's bytes, in pieces, and its entry for the contents."""
    data = bytearray()
    offsets = array("Q", [0])
    append = offsets.append
    for item in items:
        data += item
        append(len(data))
    return paged.build("records", offsets, data, slots_per_page=1 << _PAGE_BITS, count=len(offsets) - 1)


class Records(Sequence[bytes]):
    """A sequence of byte strings in a mapped file, read one by one, each page checked when first touched.

    Every access may raise `IndexFileError` when the file is damaged there.
    """

    __slots__ = ("_base", "_count", "_mapped", "_ok", "_paged", "_starts")

    def __init__(self, mapped: mmap, path: Path, name: str, section: Section) -> None:
        self._paged = paged.Paged(
            mapped, path, name, section, slots=section.count, slots_per_page=1 << _PAGE_BITS
        )
        self._mapped = mapped
        self._count = section.count
        self._base = self._paged.base
        self._starts = self._paged.starts
        self._ok = self._paged.pages.ok

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(self._count))]
        if not 0 <= number < self._count:
            number += self._count
            if not 0 <= number < self._count:
                raise IndexError(number)
        if not self._ok[number >> _PAGE_BITS]:
            self._paged.pages.check(number >> _PAGE_BITS)
        base = self._base
        return self._mapped[base + self._starts[number] : base + self._starts[number + 1]]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(self._count))

    def verify(self) -> None:
        """Check every page; raises `IndexFileError`."""
        self._paged.pages.check_all()

    def close(self) -> None:
        self._paged.close()
