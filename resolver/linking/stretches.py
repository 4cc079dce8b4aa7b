"""Cutting a text into the stretches where names may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.text.fold import fold
from resolver.text.sequences import Sequences
from resolver.text.tokens import INNER, WORD

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
            return [Stretch(m.start(), m.group(), True) for m in _CLAUSE.finditer(text)]
        if self._odd:
            found += self._odd_stretches(text, found)
        found.sort(key=lambda s: (s.start, -s.end))
        return found

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
