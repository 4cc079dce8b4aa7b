"""Cutting a text into the stretches where names may stand."""

from __future__ import annotations

import re

from resolver.index.index import Index
from resolver.text.fold import fold
from resolver.text.sequences import Sequences
from resolver.text.tokens import INNER, WORD

# No name is nearly so long; what is cut here is a table, a listing or an attack.
_LONGEST = 300
_MOST_PLAIN = 65536
_BREAK = re.compile(r"[^\w]")
_CLAUSE = re.compile(r"[^.!?;:,()\[\]\"«»“”\r\n]+")
_FOLLOWING = re.compile(rf"(?:[ \u00a0'’-]|[ ]?\r?\n(?![\r\n]))[{INNER}]+")


#: A piece of the text that is read at once: where it starts, the text, and whether no capital shows in it
#: where a name starts.
Stretch = tuple[int, str, bool]


def _cut(stretches: list[Stretch]) -> list[Stretch]:
    """The same with long stretches cut between words, so that odd text costs no more than its length."""
    pieces: list[Stretch] = []
    for start, text, anywhere in stretches:
        while len(text) > _LONGEST:
            at = max((m.start() for m in _BREAK.finditer(text, 1, _LONGEST)), default=_LONGEST)
            pieces.append((start, text[:at], anywhere))
            start, text = start + at, text[at:]
        pieces.append((start, text, anywhere))
    return pieces


class Scanner:
    """Yields the stretches of a text, from left to right."""

    def __init__(self, index: Index) -> None:
        self._sequences = Sequences(index.lexicon)
        self._odd = frozenset(index.odd)
        # Words known to begin no name in small letters; emptied when they are many.
        self._plain: set[str] = set()

    def stretches(self, text: str) -> list[Stretch]:
        """Capitalised sequences, stretches of scripts without case, and names that start in lower case.

        A text without any capital is read as if every word might start a name.
        """
        found = [(m.start(), m.group(), False) for m in self._sequences.pattern.finditer(text)]
        in_order = True
        if not text.isascii():
            uncased = [(m.start(), m.group(), True) for m in self._sequences.uncased.finditer(text)]
            in_order = not uncased
            found += uncased
        if not found and not self._sequences.any_upper.search(text):
            return _cut([(m.start(), m.group(), True) for m in _CLAUSE.finditer(text)])
        if self._odd and (odd := self._odd_words(text)):
            found += self._odd_stretches(text, odd, found)
            in_order = False
        if not in_order:
            found.sort(key=lambda s: (s[0], -len(s[1])))
        if len(text) > _LONGEST and any(len(s[1]) > _LONGEST for s in found):
            return _cut(found)
        return found

    def _odd_words(self, text: str) -> set[str]:
        """The words of the text that begin an odd name; most texts have none."""
        plain = self._plain
        unknown = set(WORD.findall(text)) - plain
        odd = {word for word in unknown if fold(word) in self._odd}
        if len(plain) > _MOST_PLAIN:
            plain.clear()
        plain |= unknown - odd
        return odd

    def _odd_stretches(self, text: str, odd: set[str], others: list[Stretch]) -> list[Stretch]:
        """Names that begin with a small letter or a digit, where no other stretch holds that word."""
        taken = iter(sorted(others))
        current = next(taken, None)
        found: list[Stretch] = []
        words = "|".join(re.escape(word) for word in sorted(odd, key=lambda word: (-len(word), word)))
        for match in re.finditer(rf"(?<![^\W_])(?:{words})(?![^\W_])", text):
            start = match.start()
            while current is not None and current[0] + len(current[1]) <= start:
                current = next(taken, None)
            if current is None or current[0] > start:
                found.append((start, self.extended(text, start, match.end(), 6), False))
        return found

    @staticmethod
    def extended(text: str, start: int, end: int, words: int) -> str:
        """`text[start:end]` and up to `words` words after it, over single spaces and line breaks."""
        for _ in range(words):
            match = _FOLLOWING.match(text, end)
            if match is None:
                break
            end = match.end()
        return text[start:end]
