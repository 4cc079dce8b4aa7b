"""Hashed keys and the numbers that have them: how words and pairs of words are found.

A key is 32 bits of hash. Numbers lie in buckets by the first bits of their key, in ascending order of the
other bits and the number, which share four bytes: five to seven bytes a number, with all that finds it. Where
both do not fit, the last bits of the key are left out: two keys meet, and a name more is compared.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby
from zlib import crc32

from resolver.storage.layout import int_bytes, ints

_PORTIONS = 256
#: Bits of a bitmap for each key, at least.
_BITS_A_KEY = 8
_BITS = 32

#: Gives the bytes of a section by its name: those of a file, or in memory.
Sections = Callable[[str], memoryview]


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

    def add(self, hashes: Iterable[int], number: int) -> None:
        """Add the hashed keys of a number."""
        for key in set(hashes):
            self._portions[key >> 24].append(key << _BITS | number)

    def sections(self, name: str, numbers: int) -> dict[str, bytes]:
        """What `Keys` reads; all numbers are below `numbers`. Can be asked once."""
        count = sum(map(len, self._portions))
        bits, width = max(1, count.bit_length() - 2), _width(numbers)
        bitmap = _bitmap((both >> _BITS for portion in self._portions for both in portion), count)
        starts, packed = array("I"), array("I")
        for place, portion in enumerate(self._portions):
            self._portions[place] = array("Q")
            for key, group in groupby(sorted(portion), lambda packed: packed >> _BITS):
                found = [both & 0xFFFFFFFF for both in group]
                if len(found) <= self._most:
                    missing = (key >> (_BITS - bits)) + 1 - len(starts)
                    starts.extend([len(packed)] * missing)
                    low = _low(key, bits, width)
                    packed.extend([low | number for number in found])
        starts.extend([len(packed)] * ((1 << bits) + 1 - len(starts)))
        return {f"{name}_bits": bitmap, f"{name}_starts": int_bytes(starts), name: int_bytes(packed)}


def _width(numbers: int) -> int:
    """How many bits a number takes that is below `numbers`."""
    return max(1, (numbers - 1).bit_length())


def _low(key: int, bits: int, width: int) -> int:
    """What of a key is kept with a number: the bits behind those of its bucket, as far as there is room."""
    rest = key & ((1 << (_BITS - bits)) - 1)
    over = max(0, width - bits)
    return rest >> over << width


class Keys:
    """Numbers by hashed keys; see `KeyBuilder`."""

    def __init__(self, sections: Sections, name: str, numbers: int) -> None:
        self._bitmap = sections(f"{name}_bits")
        self._bitmap_shift = _shift_of(self._bitmap)
        self._starts = ints(sections(f"{name}_starts"), 4)
        self._packed = ints(sections(name), 4)
        self._bits = (len(self._starts) - 1).bit_length() - 1
        self._width = _width(numbers)

    def numbers(self, hashes: Iterable[int]) -> list[int]:
        """The numbers that have these keys, those of several as often."""
        starts, packed, width = self._starts, self._packed, self._width
        bitmap, bitmap_shift, shift = self._bitmap, self._bitmap_shift, _BITS - self._bits
        rest, over, mask = (1 << shift) - 1, max(0, width - self._bits), (1 << width) - 1
        found: list[int] = []
        for key in hashes:
            place = key >> bitmap_shift
            if not bitmap[place >> 3] >> (place & 7) & 1:
                continue
            bucket = key >> shift
            start, end = starts[bucket], starts[bucket + 1]
            low = (key & rest) >> over << width
            at = bisect_left(packed, low, start, end)
            if at < end:
                end = bisect_left(packed, (low | mask) + 1, at, end)
                found += [both & mask for both in packed[at:end]]
        return found


class WordBits:
    """Whether any name, listed or derived, has a word: False is certain, True nearly always right."""

    def __init__(self, bits: bytes | memoryview) -> None:
        """`bits`: what `bits_of` gave."""
        self._bits = bits
        self._shift = _shift_of(bits)

    def may_have(self, word: str) -> bool:
        place = hashed(word) >> self._shift
        return bool(self._bits[place >> 3] >> (place & 7) & 1)


def bits_of(hashes: Collection[int]) -> bytes:
    """What `WordBits` needs to know of the hashed words of all names."""
    return _bitmap(hashes, len(hashes))


def _bitmap(keys: Iterable[int], count: int) -> bytes:
    """A bit for the first bits of each of `count` hashed keys, so that most unknown keys are known to be; its
    size is a power of two."""
    size = max(8, (count * _BITS_A_KEY - 1).bit_length())
    bits = bytearray(1 << (size - 3))
    for key in keys:
        place = key >> (_BITS - size)
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def _shift_of(bits: bytes | memoryview) -> int:
    """How many last bits of a key a bitmap leaves out."""
    return _BITS + 1 - (8 * len(bits)).bit_length()


class Lists:
    """Lists of numbers, by number."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._ends = ints(sections(f"{name}_ends"), 4)
        self._numbers = ints(sections(name), 4)

    def __getitem__(self, number: int) -> Sequence[int]:
        return self._numbers[self._ends[number] : self._ends[number + 1]]

    def __len__(self) -> int:
        return len(self._ends) - 1


def list_sections(name: str, lists: Iterable[Iterable[int]]) -> dict[str, bytes]:
    """What `Lists` reads."""
    ends, numbers = array("I", [0]), array("I")
    for each in lists:
        numbers.extend(each)
        ends.append(len(numbers))
    return {f"{name}_ends": int_bytes(ends), name: int_bytes(numbers)}
