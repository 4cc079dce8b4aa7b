"""Names with a nickname in quotation marks: 'William "Bill" Harcourt', 'Joaquín “El Chapo” Guzmán'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from resolver.linking.analysis import ChunkAnalyser, ChunkAnalysis
from resolver.linking.span_candidate import NICKNAMED, SPELLING, SpanCandidate
from resolver.linking.tagging import Word, WordTag
from resolver.text.tokens import UPPER

_QUOTED = re.compile(rf" [\"“«]([{UPPER}][^\s\"“”«»]{{0,20}}(?: [^\s\"“”«»]{{1,20}})?)[\"”»] (?=[{UPPER}])")
_MOST = 4096
# What a person's name has before the quotation.
_OWN = frozenset({WordTag.NAME, WordTag.INITIAL})


class QuotedNicknames:
    """Reads two chunks with a quoted word or two between them as one person's name."""

    def __init__(self, reader: ChunkAnalyser) -> None:
        self._analyser = reader
        # The same analysis for the same pieces.
        self.joined = lru_cache(maxsize=_MOST)(self._read_joined)

    @staticmethod
    def quoted(text: str) -> Iterator[tuple[int, int]]:
        """Where a quoted word or two lie between capitals: from the space before to the one behind."""
        for match in _QUOTED.finditer(text):
            yield match.start(), match.end()

    def _read_joined(
        self, first: str, between: str, second: str, languages: tuple[str, ...]
    ) -> ChunkAnalysis | None:
        """The analysis of `second` with the name before the quotation, as if nothing stood between.

        None unless a person is known by both, or by the first word of `second` alone, a family name: then the
        name before the quotation tells whether it is somebody else's. A name in full is read by itself.
        """
        straight = self._analyser.read(f"{first} {second}", languages, False)
        left = len(self._analyser.read(first, languages, False).words)
        if not 0 < left <= len(straight.words) or straight.words[left - 1].role not in _OWN:
            return None
        longer = len(between) - 1
        hits = [
            replace(h, end=h.end + longer, rule=NICKNAMED)
            for h in straight.hits
            if h.ref.type == "person" and h.first < left < h.last and _holds_all(straight.words, h)
        ]
        behind = [
            replace(h, start=h.start + longer, end=h.end + longer) for h in straight.hits if h.first >= left
        ]
        at_once = [h for h in behind if h.first == left]
        if not hits and (
            not any(h.ref.type == "person" for h in at_once) or any(h.last > left + 1 for h in at_once)
        ):
            return None
        words = tuple(
            w._replace(start=w.start + longer, end=w.end + longer) if k >= left else w
            for k, w in enumerate(straight.words)
        )
        return ChunkAnalysis(first + between + second, words, (*hits, *behind), False, 0, False)


def _holds_all(words: Sequence[Word], hit: SpanCandidate) -> bool:
    """Whether nothing of the name is misspelt: what is more in the text are initials."""
    return hit.rule != SPELLING or {w.fold for w in words[hit.first : hit.last]}.issuperset(hit.ref.tokens)
