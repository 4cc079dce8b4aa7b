"""How many slips lie between two spellings: what the fingers do weighs less than another letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.alignment import Pair

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_DOUBLED = re.compile(r"(.)\1+")
# Scripts of which one sign is a syllable.
_SYLLABLES = frozenset({"han", "hangul"})


class Slips:
    """Counts differing letters. Weights: `names.slip_*`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._doubled = lexicon.weight("names", "slip_doubled")
        self._swapped = lexicon.weight("names", "slip_swapped")
        self._first = lexicon.weight("names", "slip_first")

    def between(self, x: str, y: str) -> float:
        """Letters that differ: a doubled one or two swapped ones count less, the first letter more.

        `between("sanna", "sana") < between("sanna", "santa")`.
        """
        distance = OSA.distance(x, y)
        if distance > 2 or not distance:
            return float(distance)
        single_x, single_y = _DOUBLED.sub(r"\1", x), _DOUBLED.sub(r"\1", y)
        slips = 0.0
        if len(single_x) != len(x) or len(single_y) != len(y):
            within = OSA.distance(single_x, single_y)
            if within < distance:
                slips = (distance - within) * self._doubled
                x, y, distance = single_x, single_y, within
        if distance == 1 and len(x) == len(y) and sorted(x) == sorted(y):
            return slips + self._swapped
        return slips + (distance if x[:1] == y[:1] else distance - 1.0 + self._first if distance else 0.0)

    def of(self, pair: Pair, size: float) -> float:
        """The slips between the words of a pair, fewer where their likeness explains them.

        `size` is the number of letters of the longer side.
        """
        value = pair.value
        if len(pair.a) != 1 or len(pair.b) != 1 or value >= 1.0:
            return (1.0 - value) * size
        x, y = pair.a[0].token, pair.b[0].token
        if x.script != y.script:
            return (1.0 - value) * size
        if x.script in _SYLLABLES:
            # One sign is some letters; that it sounds alike does not make it a slip.
            return OSA.distance(x.fold, y.fold) * size / max(len(x.fold), len(y.fold))
        slips = self.between(x.latin[0], y.latin[0]) if x.script == "latin" else OSA.distance(x.fold, y.fold)
        return slips * min(1.0, 2.0 * (1.0 - value))
