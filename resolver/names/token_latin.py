"""The cost of one Latin spelling for another, as learnt from spellings of the same name parts."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from resolver.names.token_model import read_table

_NEVER: Final = 1e9
_CACHE: Final = 1 << 16
# Differing runs with at most this many common letters between them are aligned together.
_APART: Final = 1


class LatinModel:
    """Weighted edit distance between Latin spellings: runs of one or two letters for runs of up to three.

    What two spellings share at the beginning and the end costs nothing; only what differs, with a letter
    of context on either side, is aligned.
    """

    def __init__(self, extra: float, missing: float, swap: float) -> None:
        """Costs in nats, `extra`: of a letter that nothing writes; `missing`: of one that writes nothing,
        where no cost is learnt; `swap`: of two letters in the wrong order."""
        self._table: Final = read_table("latin")
        self._extra: Final = extra
        self._missing: Final = missing
        self._swap: Final = swap
        self._cost = lru_cache(maxsize=_CACHE)(self._align)

    def cost(self, a: str, b: str) -> float:
        """The cost in nats between two spellings in `letters` form; symmetric."""
        if a == b:
            return 0.0
        total = 0.0
        # Runs that differ, those with a single common letter between them together: sz|u|ch and sh|u|kh.
        for left, right in self._segments(a, b):
            total += self._cost(left, right) if left < right else self._cost(right, left)
        return total

    @staticmethod
    def _segments(a: str, b: str) -> list[tuple[str, str]]:
        """What differs between two spellings, each run with a letter of context on either side."""
        spans: list[tuple[int, int, int, int]] = []
        for block in Levenshtein.opcodes(a, b):
            if block.tag == "equal":
                continue
            i, i2, j, j2 = block.src_start, block.src_end, block.dest_start, block.dest_end
            if spans and i - spans[-1][1] <= _APART:
                spans[-1] = (spans[-1][0], i2, spans[-1][2], j2)
            else:
                spans.append((i, i2, j, j2))
        return [(a[max(i - 1, 0) : i2 + 1], b[max(j - 1, 0) : j2 + 1]) for i, i2, j, j2 in spans]

    def _align(self, a: str, b: str) -> float:
        """The cheaper of both directions: what is learnt one way round is true the other way too."""
        return min(self._directed(a, b), self._directed(b, a))

    def _directed(self, a: str, b: str) -> float:
        size, last = len(a), len(b)
        rows = [[_NEVER] * (last + 1) for _ in range(size + 1)]
        rows[0][0] = 0.0
        empty: dict[str, float] = {}
        for i in range(size + 1):
            row = rows[i]
            one = self._table.get(a[i : i + 1], empty) if i < size else empty
            two = self._table.get(a[i : i + 2], empty) if i + 1 < size else empty
            for j in range(last + 1):
                cost = row[j]
                if cost >= _NEVER:
                    continue
                if j < last and cost + self._extra < row[j + 1]:
                    row[j + 1] = cost + self._extra
                if i == size:
                    continue
                below = rows[i + 1]
                if cost + self._missing < below[j]:
                    below[j] = cost + self._missing
                for k in range(j, min(last, j + 3) + 1):
                    run = b[j:k]
                    price = one.get(run)
                    if price is not None and cost + price < below[k]:
                        below[k] = cost + price
                    price = two.get(run)
                    if price is not None and cost + price < rows[i + 2][k]:
                        rows[i + 2][k] = cost + price
                if two is not empty or i + 1 < size:
                    crossed = a[i : i + 2][::-1]
                    if b[j : j + 2] == crossed and cost + self._swap < rows[i + 2][j + 2]:
                        rows[i + 2][j + 2] = cost + self._swap
        return rows[size][last]
