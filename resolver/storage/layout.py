"""The layout of a store, in one place for its writer and its reader.

    header    64 bytes: magic, format version, file size, where the contents are, checksums of both
    sections  each starting at a multiple of 8, zeros between, in the order of their names
    contents  JSON: kind, stamps, and for each section its form, place, size, checksum and numbers

Numbers are little-endian. Checksums are CRC-32: they guard against damage, not against forgery; a forged
file can give wrong answers but runs no code and reads nothing outside itself. A section of numbered
records or of a table is cut into pages with a checksum each, so that a page is checked when it is first
touched and opening a large file stays cheap; the section's own checksum covers those of its pages, the
contents cover the sections, the header the contents.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from zlib import crc32

from resolver.errors import IndexFileError
from resolver.storage.cache_folder import discard

#: First bytes of every store: a byte above 127 and line ends, so that a transfer as text is noticed.
MAGIC = b"\x89RSLV\r\n\x1a"

#: Raised whenever a reader of the earlier layout would misread a new file.
FORMAT_VERSION = 1

#: magic, format version, 0, file size, offset, size and checksum of the contents, 0, checksum of all before.
HEADER = struct.Struct("<8sIIQQQII12xI")

#: Where sections may start: a multiple of this many bytes.
ALIGNMENT = 8

#: The header without its own checksum.
HEADER_BODY = HEADER.size - 4

#: Both halves of what every layout, past and future, begins with: magic and version.
PREFIX = struct.Struct("<8sI")


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the contents.

    `form` is json, bytes, records or table; `offset` and `size` are in bytes; `checksum` is over the whole
    section for json and bytes, over the page checksums for the others; `count` is the number of items,
    `width` the bytes of one offset (4 or 8), `bits` the logarithm of the number of buckets (tables only).
    """

    form: str
    offset: int
    size: int
    checksum: int
    count: int = 0
    width: int = 0
    bits: int = 0

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def ints(data: memoryview, width: int) -> memoryview:
    """`data` as a sequence of unsigned little-endian integers of `width` bytes, without copying.

    On a big-endian machine they are copied and swapped: slower to open, the same answers.
    """
    if sys.byteorder == "little":
        return data.cast("I") if width == 4 else data.cast("Q")
    swapped = array("I" if width == 4 else "Q", data.tobytes())
    swapped.byteswap()
    return memoryview(swapped)


def int_bytes(values: array[int]) -> bytes:
    """`values` as little-endian bytes."""
    if sys.byteorder == "little":
        return values.tobytes()
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped.tobytes()


def narrow(offsets: array[int]) -> tuple[array[int], int]:
    """Offsets in the narrowest integers that hold them, and the bytes of one; they never fall."""
    if offsets[-1] < 1 << 32:
        return array("I", offsets), 4
    return offsets, 8


def damaged(path: Path, what: str) -> NoReturn:
    """Raise the error for a file that is not as it was written; one of the cache goes, to be built again."""
    if discard(path):
        raise IndexFileError(f"{path}: damaged ({what}); it was deleted and is built anew at the next start")
    raise IndexFileError(f"{path}: damaged ({what}); delete it and compile it again")


class Pages:
    """Checks the pages of one section, each when it is first touched.

    `ok[page]` is 1 when the page was checked and found whole. Callers look there themselves, because
    that costs a third of a call, and call `check` for the others.
    """

    __slots__ = ("_checksums", "_complain", "_span", "_view", "ok")

    def __init__(
        self,
        view: memoryview,
        checksums: memoryview,
        span: Callable[[int], tuple[int, int, int, int]],
        complain: Callable[[str], NoReturn],
    ) -> None:
        """`span(page)` gives the two byte ranges (start, end, start, end) of `view` that a page covers."""
        self._view = view
        self._checksums = checksums
        self._span = span
        self._complain = complain
        self.ok = bytearray(len(checksums))

    def check(self, page: int) -> None:
        """Raise `IndexFileError` unless the page is as it was written."""
        first, first_end, second, second_end = self._span(page)
        checksum = page_checksum(self._view[first:first_end], self._view[second:second_end])
        if checksum != self._checksums[page]:
            self._complain(f"page {page}")
        self.ok[page] = 1

    def check_all(self) -> None:
        for page in range(len(self._checksums)):
            self.check(page)


def page_checksum(offsets: bytes | memoryview, data: bytes | bytearray | memoryview) -> int:
    """The checksum of one page: its offsets, then what they point at."""
    return crc32(data, crc32(offsets))
