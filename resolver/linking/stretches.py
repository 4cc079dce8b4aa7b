"""Cutting a text into the stretches where names may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.text.fold import fold
from resolver.text.sequences import Sequences
from resolver.text.tokens import INNER, WORD

# No name is nearly so long; what is cut here is a table, a listing or an attack.
_LONGEST = 300
_BREAK = re.compile(r"[^\w]")
_CLAUSE = re.compile(r"[^.!?;:,()\[\]\"«»“”\r\n]+")
_FOLLOWING = re.compile(rf"(?:[ \u00a0'’-]|[ ]?\r?\n(?![\r\n]))[{INNER}]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text, `text[start:start + len(text)]`, that is read at once.

    `anywhere`: no capital shows where a name starts in it.
    """

    start: int
    text: str
    anywhere: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _cut(stretches: list[Stretch]) -> list[Stretch]:
    """The same with long stretches cut between words, so that odd text costs no more than its length."""
    if all(len(s.text) <= _LONGEST for s in stretches):
        return stretches
    pieces: list[Stretch] = []
    for stretch in stretches:
        start, text = stretch.start, stretch.text
        while len(text) > _LONGEST:
            at = max((m.start() for m in _BREAK.finditer(text, 1, _LONGEST)), default=_LONGEST)
            pieces.append(Stretch(start, text[:at], stretch.anywhere))
            start, text = start + at, text[at:]
        pieces.append(Stretch(start, text, stretch.anywhere))
    return pieces


class Scanner:
    """Yields the stretches of a text, from left to right."""

    def __init__(self, index: Index) -> None:
        self._sequences = Sequences(index.lexicon)
        self._odd = frozenset(index.odd)

    def stretches(self, text: str) -> list[Stretch]:
        """Capitalised sequences, stretches of scripts without case, and names that start in lower case.

        A text without any capital is read as if every word might start a name.
        """
        found = [Stretch(m.start(), m.group()) for m in self._sequences.pattern.finditer(text)]
        if not text.isascii():
            found += [Stretch(m.start(), m.group(), True) for m in self._sequences.uncased.finditer(text)]
        if not found and not self._sequences.any_upper.search(text):
            return _cut([Stretch(m.start(), m.group(), True) for m in _CLAUSE.finditer(text)])
        if self._odd:
            found += self._odd_stretches(text, found)
        found.sort(key=lambda s: (s.start, -s.end))
        return _cut(found)

    def _odd_stretches(self, text: str, others: list[Stretch]) -> Iterator[Stretch]:
        """Names that begin with a small letter or a digit, where no other stretch holds that word."""
        taken = iter(sorted(others, key=lambda s: s.start))
        current = next(taken, None)
        for match in WORD.finditer(text):
            while current is not None and current.end <= match.start():
                current = next(taken, None)
            if current is not None and current.start <= match.start():
                continue
            if fold(match.group()) in self._odd:
                yield Stretch(match.start(), self.extended(text, match.start(), match.end(), 6))

    @staticmethod
    def extended(text: str, start: int, end: int, words: int) -> str:
        """`text[start:end]` and up to `words` words after it, over single spaces and line breaks."""
        for _ in range(words):
            match = _FOLLOWING.match(text, end)
            if match is None:
                break
            end = match.end()
        return text[start:end]
