"""Hashed keys and the numbers that have them: how words, pairs of words and whole names are found."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol
from zlib import crc32

from resolver.storage.layout import int_bytes

_PORTIONS = 256
#: Bits of a bitmap for each key, at least.
_BITS_A_KEY = 8


class Found(Protocol):
    """A mapping from a hashed key to packed numbers: in memory, or a table of a file."""

    def get(self, key: bytes, /) -> bytes | None: ...

    def get_many(self, keys: Iterable[bytes], /) -> list[bytes | None]: ...


class Strings(Protocol):
    """Strings by number: in memory, or records of a file."""

    def __getitem__(self, number: int, /) -> str: ...

    def get_many(self, numbers: Sequence[int], /) -> list[str]: ...


class FoundInMemory(dict[bytes, bytes]):
    """Keys that are not read from a file."""

    def get_many(self, keys: Iterable[bytes]) -> list[bytes | None]:
        return list(map(self.get, keys))


class StringsInMemory(list[str]):
    """Strings that are not read from a file."""

    def get_many(self, numbers: Sequence[int]) -> list[str]:
        return [self[number] for number in numbers]


def hashed(key: str) -> int:
    """What stands for a key in the index. Two keys in four thousand million meet: one more name compared."""
    return crc32(key.encode("utf-8", "surrogatepass"))


def all_hashed(keys: Sequence[str]) -> list[int]:
    """`hashed` of each key, in their order."""
    try:
        return list(map(crc32, map(str.encode, keys)))
    except UnicodeEncodeError:  # halves of characters
        return list(map(hashed, keys))


class KeyBuilder:
    """Collects keys of what has a number, eight bytes each, and groups them by key."""

    def __init__(self, most: int) -> None:
        """`most`: a key that more numbers have is not kept."""
        self._portions = [array("Q") for _ in range(_PORTIONS)]
        self._most = most

    def add(self, keys: Iterable[str], number: int) -> None:
        """Numbers come in ascending order."""
        self.add_hashes(map(hashed, keys), number)

    def add_hashes(self, hashes: Iterable[int], number: int) -> None:
        """The same for keys that are hashed already."""
        for key in set(hashes):
            self._portions[key >> 24].append(key << 32 | number)

    def bitmap(self) -> bytes:
        """A bit for the first bits of each hashed key, so that most unknown keys are known to be; its size is
        a power of two. To be asked before `items`."""
        size = max(8, (sum(map(len, self._portions)) * _BITS_A_KEY - 1).bit_length())
        shift = 64 - size
        bits = bytearray(1 << (size - 3))
        for portion in self._portions:
            for packed in portion:
                place = packed >> shift
                bits[place >> 3] |= 1 << (place & 7)
        return bytes(bits)

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Hashed keys and the packed numbers of their names, keys in ascending order. Can be asked once."""
        for place, portion in enumerate(self._portions):
            self._portions[place] = array("Q")
            for key, group in groupby(sorted(portion), lambda packed: packed >> 32):
                numbers = array("I", [packed & 0xFFFFFFFF for packed in group])
                if len(numbers) <= self._most:
                    yield key.to_bytes(4, "little"), int_bytes(numbers)


class WordBits:
    """Whether any name, listed or derived, has a word: False is certain, True nearly always right."""

    def __init__(self, bits: bytes | memoryview) -> None:
        """`bits`: what `bits_of` gave."""
        self._bits = bits
        self._shift = 32 - (8 * len(bits)).bit_length() + 1

    def may_have(self, word: str) -> bool:
        place = hashed(word) >> self._shift
        return bool(self._bits[place >> 3] >> (place & 7) & 1)


def bits_of(hashes: Iterable[int]) -> bytes:
    """What `WordBits` needs to know of the hashed words of all names."""
    builder = KeyBuilder(1)
    builder.add_hashes(hashes, 0)
    return builder.bitmap()
