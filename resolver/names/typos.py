"""How many slips lie between two spellings: what the fingers do weighs less than another letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.alignment import Pair
from resolver.text.fold import undoubled

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_SHORT_STEM = 3  # letters
# Scripts of which one sign is a syllable.
_SYLLABLES = frozenset({"han", "hangul"})


class Slips:
    """Counts differing letters. Weights: `names.slip_*`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._doubled = lexicon.weight("names_slips", "slip_doubled")
        self._swapped = lexicon.weight("names_slips", "slip_swapped")
        self._first = lexicon.weight("names_slips", "slip_first")
        self._stem = lexicon.weight("names_slips", "slip_short_stem")
        self._endings = lexicon.words("surname_ending")
        self._longest_ending = max(map(len, self._endings), default=0)

    def between(self, x: str, y: str) -> float:
        """Letters that differ: a doubled one or two swapped ones count less, the first letter more.

        `between("sanna", "sana") < between("sanna", "santa")`.
        """
        distance = OSA.distance(x, y)
        if distance > 2 or not distance:
            return float(distance)
        slips = 0.0
        single_x, single_y = undoubled(x), undoubled(y)
        if single_x != x or single_y != y:
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
        if x.script == "latin":
            slips = self.between(x.first, y.first)
            if slips > 1.0 and self._short_stems(x.first, y.first):
                slips *= self._stem
        else:
            slips = OSA.distance(x.fold, y.fold)
        return slips * min(1.0, 2.0 * (1.0 - value))

    def _short_stems(self, x: str, y: str) -> bool:
        """Whether two words share an ending of family names and a short one is left: Guliyev, Aliyev."""
        shorter = min(len(x), len(y))
        shared = 0
        while shared < shorter and x[-1 - shared] == y[-1 - shared]:
            shared += 1
        for size in range(min(shared, self._longest_ending), 0, -1):
            if x[-size:] in self._endings:
                return shorter - size <= _SHORT_STEM
        return False
