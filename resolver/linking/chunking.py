"""Cutting a text into the chunks where names may stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from resolver.index.index import Index
from resolver.text.chunks import WordsByPiece
from resolver.text.fold import fold
from resolver.text.sequences import Sequences, trie
from resolver.text.tokens import INNER, WORD

# No name is nearly so long; what is cut here is a table, a listing or an attack.
_LONGEST = 300
# A name that begins in small letters is read on over so many words.
_ODD_WORDS = 6
# More than these are sorted in among the others at once.
_MOST_INSERTED = 256
_BREAK = re.compile(r"[^\w]")
_CLAUSE = re.compile(r"[^.!?;:,()\[\]\"«»“”\r\n]+")
#: With one of these goes on what belongs to a name and is written small.
BETWEEN = frozenset(" \u00a0'’-\r\n")
_BETWEEN = r"(?:[ \u00a0'’-]|[ ]?\r?\n(?![\r\n]))"


@dataclass(slots=True)
class Chunks:
    """The pieces of a text that are read at once, from left to right: where each starts, and its text.

    uncased: whether no capital shows in it where a name starts; None when that is so of none.
    """

    starts: list[int]
    surfaces: list[str]
    uncased: list[bool] | None

    def between(self, start: int, end: int) -> Chunks:
        """Those that start in a part of the text."""
        span = slice(bisect_left(self.starts, start), bisect_left(self.starts, end))
        uncased = self.uncased[span] if self.uncased is not None else None
        return Chunks(self.starts[span], self.surfaces[span], uncased)


_Chunk = tuple[int, str, bool]
_LAST = "\U0010ffff"


def _cut(chunks: Iterable[_Chunk]) -> list[_Chunk]:
    """The same with long chunks cut between words, so that odd text costs no more than its length."""
    pieces: list[_Chunk] = []
    for start, text, uncased in chunks:
        while len(text) > _LONGEST:
            at = max((m.start() for m in _BREAK.finditer(text, 1, _LONGEST)), default=_LONGEST)
            pieces.append((start, text[:at], uncased))
            start, text = start + at, text[at:]
        pieces.append((start, text, uncased))
    return pieces


@lru_cache(maxsize=256)
def _following(words: int) -> re.Pattern[str]:
    """Up to so many words behind a chunk, over single spaces and line breaks."""
    return re.compile(rf"(?:{_BETWEEN}[{INNER}]+){{0,{words}}}")


_WORD_BEHIND = re.compile(rf"{_BETWEEN}([{INNER}]++)")


class Chunker:
    """Yields the chunks of a text, from left to right."""

    def __init__(self, index: Index, has_no_candidates: Callable[[str], bool]) -> None:
        """`has_no_candidates`: whether a word alone holds no name, nor may be a name misspelt."""
        self._sequences = Sequences(index.lexicon)
        self._odd = index.odd
        self._has_no_candidates = has_no_candidates
        self._odd_in = WordsByPiece(
            lambda chunk: (word for word in WORD.findall(chunk) if fold(word) in self._odd)
        )
        self._silent_alone: dict[str, bool] = {}

    def chunks(self, text: str) -> Chunks:
        """Capitalised sequences, chunks of scripts without case, and names that start in lower case.

        A text without any capital is read as if every word might start a name.
        """
        sequences = self._sequences
        plain = text.isascii() or not sequences.telling.search(text)
        # Every other piece is a sequence. Pieces, unlike matches, are nothing to the collector of cycles.
        pieces = (sequences.plain if plain else sequences.pattern).split(text)
        ends = list(accumulate(map(len, pieces)))
        starts, surfaces = ends[:-1:2], pieces[1::2]
        others: list[_Chunk] = []
        if not plain:
            others += ((m.start(), m.group(), True) for m in sequences.uncased.finditer(text))
        if not starts and not others and not sequences.any_upper.search(text):
            others += ((m.start(), m.group(), True) for m in _CLAUSE.finditer(text))
        elif self._odd:
            odd = self._lowercase_initial_chunks(text, plain, starts, surfaces, others)
            if others or len(odd) > _MOST_INSERTED:
                others += odd
            else:
                for start, surface, _ in odd:
                    at = bisect_left(starts, start)
                    starts.insert(at, start)
                    surfaces.insert(at, surface)
        too_long = len(text) > _LONGEST and (
            max(map(len, surfaces), default=0) > _LONGEST or any(len(s[1]) > _LONGEST for s in others)
        )
        if not others and not too_long:
            return Chunks(starts, surfaces, None)
        found = [(start, surface, False) for start, surface in zip(starts, surfaces, strict=True)]
        found = sorted(found + others, key=lambda s: (s[0], -len(s[1])))
        if too_long:
            found = _cut(found)
        return Chunks([s[0] for s in found], [s[1] for s in found], [s[2] for s in found])

    @staticmethod
    def read_on(text: str, end: int, words: int, following: Collection[str], *, always: bool = False) -> int:
        """Where a chunk ends that may be read on from `end` over up to `words` words.

        It is read on where a word of `following` (folded) stands behind it, or `always`; else it ends there.
        """
        behind = _WORD_BEHIND.match(text, end)
        if behind is None:
            return end
        word = behind.group(1)
        if always or (word if word.isascii() and word.islower() else _first(word)) in following:
            whole = _following(words).match(text, end)
            assert whole is not None, "it matches nothing at all as well"
            return whole.end()
        return end

    # -- names that begin with a small letter or a digit ------------------------------------------------

    def _lowercase_initial_chunks(
        self, text: str, plain: bool, starts: list[int], surfaces: list[str], others: list[_Chunk]
    ) -> list[_Chunk]:
        """Such names, where no other chunk holds their first word."""
        found: list[_Chunk] = []
        for start, end in self._odd_words(text, plain):
            at = bisect_right(starts, start) - 1
            if at >= 0 and starts[at] + len(surfaces[at]) > start:
                continue
            at = bisect_right(others, (start, _LAST)) - 1
            if at >= 0 and others[at][0] + len(others[at][1]) > start:
                continue
            word = fold(text[start:end])
            stop = self.read_on(text, end, _ODD_WORDS, self._odd[word])
            if stop > end or not self._without_candidates(word):
                found.append((start, text[start:stop], False))
        return found

    def _without_candidates(self, word: str) -> bool:
        """Whether the first word of an odd name says nothing alone."""
        silent = self._silent_alone.get(word)
        if silent is None:
            silent = self._silent_alone[word] = self._has_no_candidates(word)
        return silent

    def _odd_words(self, text: str, plain: bool) -> Iterator[tuple[int, int]]:
        """Where the first words of odd names stand, but for some of those that would not be read on."""
        if plain:
            if self._odd_plain is not None:
                if (first := self._odd_plain[0].match(text)) is not None:
                    yield first.span()
                for match in self._odd_plain[1].finditer(text):
                    yield match.span(1)
        elif odd := self._odd_among(text):
            # Whether a word begins there is asked last: the search for a first letter is a loop in C.
            for match in re.finditer(rf"{trie(odd)}(?![^\W_])", text):
                start, end = match.span()
                if not start or not text[start - 1].isalnum():
                    yield start, end

    def _odd_among(self, text: str) -> set[str]:
        """The words of the text that begin an odd name; most texts have none."""
        return set(self._odd_in.words(set(text.split())))

    @cached_property
    def _odd_plain(self) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
        """Finds odd words at the start of a text in ASCII, and behind what is no letter or digit.

        Words that say nothing alone are found where they are read on: an "a" stands everywhere.
        """
        # By the first letter, so that other words are passed over at once. That letter is small, or else the
        # word stands in a sequence; of the others some may be capitals.
        rests: dict[str, list[str]] = {}
        for word in sorted(filter(str.isascii, self._odd)):
            rests.setdefault(word[0], []).append(word[1:])
        if not rests:
            return None
        ends = "(?![A-Za-z0-9])"
        found: list[str] = []
        for first, others in rests.items():
            silent = [rest for rest in others if self._without_candidates(first + rest)]
            behind: list[str] = []
            if telling := [rest for rest in others if rest not in silent]:
                behind.append(rf"(?i:{trie(telling)}){ends}")
            for rest in silent:
                if following := list(filter(str.isascii, self._odd[first + rest])):
                    behind.append(rf"(?i:{re.escape(rest)})(?={_BETWEEN}(?i:{trie(following)}){ends})")
            found.append(rf"{first}(?:{'|'.join(behind)})")
        words = rf"({'|'.join(found)})"
        return re.compile(words, re.ASCII), re.compile(rf"[^A-Za-z0-9]{words}", re.ASCII)


def _first(word: str) -> str:
    found = WORD.search(word)
    return fold(found.group()) if found is not None else ""
