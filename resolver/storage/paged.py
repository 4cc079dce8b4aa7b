"""What numbered records and hash tables share: offsets, data, and a checksum a page.

    checksums   one 32-bit integer a page, padded to 8 bytes
    offsets     count + 1 integers: where each slot's bytes start, and where the last one's end
    data        the bytes of all slots, one after the other

A page is a run of slots: their offsets (with the one that ends the last slot) and their bytes.
"""

from __future__ import annotations

from array import array
from mmap import mmap
from pathlib import Path
from typing import NoReturn
from zlib import crc32

from resolver.storage.layout import (
    ALIGNMENT,
    Pages,
    Section,
    damaged,
    int_bytes,
    ints,
    narrow,
    page_checksum,
)


def build(
    form: str, offsets: array[int], data: bytearray, *, slots_per_page: int, count: int, bits: int = 0
) -> tuple[list[bytes | bytearray], Section]:
    """The bytes of a paged section, in pieces, and its entry for the contents (offset still 0)."""
    slots = len(offsets) - 1
    narrowed, width = narrow(offsets)
    packed = int_bytes(narrowed)
    view = memoryview(data)
    checksums = array("I")
    for first in range(0, slots, slots_per_page):
        last = min(first + slots_per_page, slots)
        checksums.append(
            page_checksum(packed[first * width : (last + 1) * width], view[offsets[first] : offsets[last]])
        )
    view.release()
    directory = int_bytes(checksums)
    directory += bytes(-len(directory) % ALIGNMENT)
    section = Section(
        form=form,
        offset=0,
        size=len(directory) + len(packed) + len(data),
        checksum=crc32(directory),
        count=count,
        width=width,
        bits=bits,
    )
    return [directory, packed, data], section


class Paged:
    """A paged section of a mapped file: `starts[i]` and `starts[i + 1]` bound slot i, counted from `base`."""

    __slots__ = ("_mapped", "_path", "_views", "base", "pages", "starts")

    def __init__(
        self, mapped: mmap, path: Path, name: str, section: Section, *, slots: int, slots_per_page: int
    ) -> None:
        """Raises `IndexFileError` when the numbers do not fit together or the page checksums are damaged."""
        self._mapped = mapped
        self._path = path

        def complain(what: str) -> NoReturn:
            damaged(path, f"section {name!r}, {what}")

        number_of_pages = -(-slots // slots_per_page)
        directory_size = number_of_pages * 4 + -(number_of_pages * 4) % ALIGNMENT
        width = section.width
        if width not in (4, 8) or directory_size + (slots + 1) * width > section.size:
            complain("sizes")
        whole = memoryview(mapped)[section.offset : section.offset + section.size]
        directory = whole[:directory_size]
        if crc32(directory) != section.checksum:
            complain("page checksums")
        offsets = whole[directory_size : directory_size + (slots + 1) * width]
        data = whole[directory_size + (slots + 1) * width :]
        checksums = ints(directory[: number_of_pages * 4], 4)
        self.starts = ints(offsets, width)
        self.base = section.offset + directory_size + (slots + 1) * width
        starts = self.starts
        end_of_offsets = (slots + 1) * width

        def span(page: int) -> tuple[int, int, int, int]:
            first = page * slots_per_page
            last = min(first + slots_per_page, slots)
            return (
                first * width,
                (last + 1) * width,
                end_of_offsets + starts[first],
                end_of_offsets + starts[last],
            )

        body = whole[directory_size:]
        self.pages = Pages(body, checksums, span, complain)
        # In the order in which they must be released: casts before what they look at.
        self._views = [self.starts, checksums, body, data, offsets, directory, whole]

    def close(self) -> None:
        """Let go of the mapped file; no item can be read after."""
        for view in self._views:
            view.release()
