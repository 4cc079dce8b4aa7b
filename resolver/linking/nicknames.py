"""Names with a nickname in quotation marks: 'William "Bill" Harcourt', 'Joaquín “El Chapo” Guzmán'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from resolver.linking.hits import NICKNAMED, SPELLING, Hit
from resolver.linking.reader import Reader, Reading
from resolver.text.tokens import UPPER

_QUOTED = re.compile(rf" [\"“«]([{UPPER}][^\s\"“”«»]{{0,20}}(?: [^\s\"“”«»]{{1,20}})?)[\"”»] (?=[{UPPER}])")
_MOST = 4096


class Nicknames:
    """Reads two stretches with a quoted word or two between them as one person's name."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        # The same reading for the same pieces.
        self.joined = lru_cache(maxsize=_MOST)(self._read_joined)

    @staticmethod
    def quoted(text: str) -> Iterator[tuple[int, int]]:
        """Where a quoted word or two lie between capitals: from the space before to the one behind."""
        for match in _QUOTED.finditer(text):
            yield match.start(), match.end()

    def _read_joined(
        self, first: str, between: str, second: str, languages: tuple[str, ...]
    ) -> Reading | None:
        """The reading of `first`, the quotation and `second`, when it holds a name."""
        straight = self._reader.read(f"{first} {second}", languages, False)
        left = len(self._reader.read(first, languages, False).words)
        surface = first + between + second
        words = self._reader.read(surface, languages, False).words
        inserted = len(words) - len(straight.words)
        longer = len(surface) - len(first) - 1 - len(second)
        hits = tuple(
            Hit(h.first, h.last + inserted, h.start, h.end + longer, h.ref, NICKNAMED, h.quality)
            for h in straight.hits
            if h.ref.type == "person" and h.rule != SPELLING and h.first < left < h.last
        )
        return Reading(surface, words, hits, False, 0, False) if hits else None
