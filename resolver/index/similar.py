"""Fuzzy look-up: the few listed names that are worth comparing with a name, without scanning them all.

Three sieves, each finer and dearer than the one before:

1. Blocking keys (`Matcher.keys`): names that share one, from the rarest key on, until enough names are known.
2. How many keys a name shares.
3. How alike the two are letter by letter, by rapidfuzz over the stored Latin spelling.

What passes is for `Matcher.score`. The measurements behind this order are in tests/bench/FUZZY_LOOKUP.md.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zlib import crc32

from resolver.names.parts import Name
from resolver.storage.layout import int_bytes, ints

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

#: Roles whose words a spelling of the name may leave out.
_LEFT_OUT = frozenset({"title", "connector", "particle", "marker", "suffix", "legal"})

_PORTIONS = 256
#: Bits of a bitmap for each key, at least.
_BITS_A_KEY = 8
#: Of 100: the words are in the same order, so there is no need to try another.
_NEARLY_SAME = 90.0
#: A sum of likenesses taken apart again may be a last digit too high.
_ROUNDING = 1e-9
#: The likeness of names that are spelt the same, without what shared keys add.
MOST_ALIKE = 100.0


class Found(Protocol):
    """A mapping from a hashed key to packed numbers: in memory, or a table of a file."""

    def get(self, key: bytes, /) -> bytes | None: ...

    def get_many(self, keys: Iterable[bytes], /) -> list[bytes | None]: ...


class Spelled(Protocol):
    """The Latin spellings by number (see `spelt`): in memory, or records of a file."""

    def __getitem__(self, number: int, /) -> str: ...

    def get_many(self, numbers: Sequence[int], /) -> list[str]: ...


class FoundInMemory(dict[bytes, bytes]):
    """BlockingKeys that are not read from a file."""

    def get_many(self, keys: Iterable[bytes]) -> list[bytes | None]:
        return list(map(self.get, keys))


class SpelledInMemory(list[str]):
    """Spellings that are not read from a file."""

    def get_many(self, numbers: Sequence[int]) -> list[str]:
        return [self[number] for number in numbers]


def hashed(key: str) -> int:
    """What stands for a key in the index. Two keys in four thousand million meet: one more name compared."""
    return crc32(key.encode("utf-8", "surrogatepass"))


def hashes_of(keys: Iterable[str]) -> array[int]:
    """`hashed` of each key, once each, in their order."""
    return array("I", dict.fromkeys(all_hashed(list(keys))))


def all_hashed(keys: Sequence[str]) -> list[int]:
    """`hashed` of each key, in their order."""
    try:
        return list(map(crc32, map(str.encode, keys)))
    except UnicodeEncodeError:  # halves of characters
        return list(map(hashed, keys))


def spelt(name: Name) -> str:
    """The Latin spelling that the third sieve compares: telling words in the order of the name."""
    telling = [part.token.first for part in name.parts if part.role not in _LEFT_OUT]
    return " ".join(telling or [part.token.first for part in name.parts])


def spellings_of(name: Name, most: int = 3) -> list[str]:
    """`spelt` by the first reading of each word, by the second, and so on: tables disagree."""
    telling = [part.token.latin for part in name.parts if part.role not in _LEFT_OUT]
    telling = telling or [part.token.latin for part in name.parts]
    count = min(most, max(map(len, telling), default=0))
    return [
        " ".join([readings[min(place, len(readings) - 1)] for readings in telling])
        for place in range(max(count, 1))
    ]


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


class Batch(NamedTuple):
    """Names like the one that is looked for: how alike, by number; all others are less than `bar`."""

    found: list[tuple[float, int]]
    bar: float


@cache
def _rapidfuzz() -> tuple[Any, Any, Any]:
    """Imported when the first name is looked up: linking does without."""
    from rapidfuzz.fuzz import ratio, token_sort_ratio
    from rapidfuzz.process import extract

    return extract, ratio, token_sort_ratio


class Words:
    """Whether any listed name has just these words, told by a hash: False is certain, True nearly so."""

    def __init__(self, hashes: Sequence[int]) -> None:
        """`hashes`: of `Name.spaced` of all that fuzzy look-up may reach, in ascending order."""
        self._hashes = hashes

    def may_have(self, name: Name) -> bool:
        wanted = hashed(name.spaced)
        at = bisect_left(self._hashes, wanted)
        return at < len(self._hashes) and self._hashes[at] == wanted


class BlockingIndex:
    """Names by number that are like a given one, likeliest first.

    `keys`: hashed key → packed numbers. `spellings`: the Latin spelling of each number (see `spelt`).
    """

    def __init__(self, keys: Found, spellings: Spelled, lexicon: Lexicon) -> None:
        self._keys = keys
        self._counted = int(lexicon.weight("lookup", "counted"))
        self._compared = int(lexicon.weight("lookup", "compared"))
        self._one_word = lexicon.weight("lookup", "one_word")
        self._shared_key = lexicon.weight("lookup", "shared_key")
        self._spellings = spellings

    def spelt_so(self, key: str, spelling: str) -> list[int] | None:
        """The names that have a key and a spelling; None where more have the key than are kept."""
        packed = self._keys.get(hashed(key).to_bytes(4, "little"))
        if packed is None:
            return None
        return [number for number in ints(memoryview(packed), 4) if self._spellings[number] == spelling]

    def sharing(self, keys: Iterable[str], limit: int) -> list[int]:
        """Those that share most keys, at most `limit`; the first two sieves."""
        return self._most_shared(keys, limit)[0]

    def nearest(self, keys: Iterable[str], asked: Sequence[str], within: float = inf) -> Iterator[Batch]:
        """All three sieves: how alike (0..100 and a little for each shared key) and number, best first.

        `asked`: the spellings of the name that is looked for; the one that is most alike counts. The first
        batch has those less than `within` below the first one, or below 100; they take a fraction of the
        time. The second has the rest.
        """
        several = any(" " in spelling for spelling in asked)
        compared = self._compared if several else int(self._compared * self._one_word)
        numbers, shared = self._most_shared(keys, compared)
        if not numbers:
            return
        others = self._spellings.get_many(numbers)
        first = self._ranked(asked, others, numbers, shared, within)
        yield first
        if len(first.found) < len(numbers):
            every = self._ranked(asked, others, numbers, shared, inf)
            yield Batch(every.found[len(first.found) :], -inf)

    def _ranked(
        self,
        asked: Sequence[str],
        others: Sequence[str],
        numbers: Sequence[int],
        shared: Sequence[int],
        within: float,
    ) -> Batch:
        """The first ones of all by likeness: those `within` of the first one or of 100."""
        extract, ratio, token_sort_ratio = _rapidfuzz()
        worth = self._shared_key
        most = worth * shared[0]  # what shared keys add to the likeness of any
        alike: dict[int, float] = {}
        least = bar = -inf
        for spelling in asked:
            found = extract(spelling, others, scorer=ratio, limit=None)
            bar = max(bar, min(found[0][1] + worth * shared[found[0][2]], MOST_ALIKE) - within)
            least = bar - most - _ROUNDING
            if found[0][1] < _NEARLY_SAME and " " in spelling:  # perhaps in another order
                cutoff = max(least, 0.0)
                found += extract(spelling, others, scorer=token_sort_ratio, limit=None, score_cutoff=cutoff)
            for _, likeness, place in found:
                if likeness >= least and likeness > alike.get(place, -1.0):
                    alike[place] = likeness
        ranked = [(-likeness - worth * shared[place], numbers[place]) for place, likeness in alike.items()]
        ranked.sort()
        return Batch([(-likeness, number) for likeness, number in ranked if -likeness >= bar], bar)

    def _most_shared(self, keys: Iterable[str], wanted: int) -> tuple[list[int], list[int]]:
        """The `wanted` names that share most keys, and how many: more first, then in order of number."""
        packed_keys = int_bytes(hashes_of(keys))
        places = range(0, len(packed_keys), 4)
        found = list(filter(None, self._keys.get_many([packed_keys[at : at + 4] for at in places])))
        found.sort(key=len)
        counted = seen = 0
        for packed in found:
            seen += len(packed) >> 2
            if seen > self._counted and counted:
                break
            counted += 1
        counts = Counter(ints(memoryview(b"".join(found[:counted])), 4))
        shared = counts.__getitem__
        # Sorted twice, in C: a sort that keeps the order of equals leaves those by number.
        chosen = sorted(sorted(counts), key=shared, reverse=True)[:wanted]
        return chosen, list(map(shared, chosen))
