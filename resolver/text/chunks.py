"""Looking for words in what stands between the spaces of texts, once in each such piece.

Most pieces come again and again and hold nothing that is looked for, so most looks are saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

# Emptied when so many are kept. Longer pieces are tables or addresses, and no text has them twice.
_MOST = 32_768
_LONGEST = 40


class WordsByPiece(dict[str, tuple[str, ...]]):
    """Pieces of text without white space → the words that `find` finds in them."""

    def __init__(self, find: Callable[[str], Iterable[str]]) -> None:
        """`find` must find in a text what it finds in its pieces."""
        super().__init__()
        self._find = find

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(self._find(chunk))
        if len(chunk) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[chunk] = found
        return found

    def words(self, chunks: Iterable[str]) -> list[str]:
        """The words of all these pieces, in their order."""
        found: list[str] = []
        for chunk in chunks:
            found += self[chunk]
        return found
