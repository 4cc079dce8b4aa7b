"""Find what looks like a name in a text and is no mention: capitalised sequences that the linker left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from resolver.entities.lexicon import Lexicon
from resolver.text.tokens import APOSTROPHES, HYPHENS, tokenise
from resolver.types import Mention, Token

_SENTENCE_END: Final = re.compile(r"(?:^|[.!?:;…。»”\"”)\]]|\n\s*\n|[-–—•*]\s|\n)\s*[«“„\"‘'(\[]*\s*$")
_SHOUTED_WORDS: Final = 3
"""From so many words on, a line without small letters is a headline, whose capitals tell nothing."""


class UnknownName(NamedTuple):
    """A span that looks like a name; `title` is the title that stood before it ("Minister")."""

    start: int
    end: int
    text: str
    title: str = ""


class NameFinder:
    """Finds capitalised sequences, with the lexicon's help for what capitals mean nothing."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._titles = lexicon.words("person_title")
        self._particles = lexicon.words("particle")
        # "and" joins two names more often than the parts of one
        self._inner = (lexicon.words("joiner") | self._particles) - lexicon.words("and")
        self._never = lexicon.words("month") | lexicon.words("weekday") | lexicon.words("article")
        self._ordinary = lexicon.words("ordinary") | lexicon.words("opener") | self._inner | self._never

    def find(self, text: str, mentions: Sequence[Mention]) -> Iterator[UnknownName]:
        """Names in order; none overlaps a mention. Single ordinary words at a sentence's start are none."""
        taken = [(m.start, m.end) for m in mentions]
        for sequence in self._sequences(text, taken):
            name = self._trimmed(text, sequence)
            if name is not None:
                yield name

    def _sequences(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[list[Token]]:
        for start, end in pairwise([0, *(edge for span in taken for edge in span), len(text)]):
            if (start, end) not in taken:
                yield from self._between(text, tokenise(text, start, end))

    def _between(self, text: str, tokens: list[Token]) -> Iterator[list[Token]]:
        at = 0
        while at < len(tokens):
            if not _capital(tokens[at]) or self._shouted(text, tokens[at]):
                at += 1
                continue
            last = at
            following = at + 1
            capitals = 1
            while (
                following < len(tokens)
                and following - last <= 3
                and _joined(text, tokens[following - 1], tokens[following], capitals)
            ):
                if _capital(tokens[following]):
                    last = following
                    capitals += 1
                elif tokens[following].fold not in self._inner:
                    break
                else:
                    capitals = 0
                following += 1
            # "the Message I sent": a pronoun, not an initial
            while last > at and len(tokens[last].fold) == 1 and tokens[last].fold in self._ordinary:
                last -= 1
            yield tokens[at : last + 1]
            at = last + 1

    def _shouted(self, text: str, token: Token) -> bool:
        start = text.rfind("\n", 0, token.start) + 1
        end = text.find("\n", token.end)
        line = text[start : end if end >= 0 else len(text)]
        return line.isupper() and len(line.split()) >= _SHOUTED_WORDS

    def _trimmed(self, text: str, sequence: list[Token]) -> UnknownName | None:
        """The sequence without titles before it and without a capital that only starts a sentence."""
        starts = _SENTENCE_END.search(text, max(0, sequence[0].start - 12), sequence[0].start) is not None
        title = ""
        while sequence:
            first, fold = sequence[0], sequence[0].fold
            if not text[first.end : first.end + 1].isspace() and len(sequence) > 1:
                break  # O'Brien, Al-Masri
            if not _capital(first):
                if fold in self._particles and title:
                    break  # Minister von Brenn
            elif fold in self._titles and len(sequence) > 1:
                title = first.text
            elif not (fold in self._never or (starts and fold in self._ordinary)):
                break
            sequence = sequence[1:]
            starts = False
        if not sequence:
            return None
        if len(sequence) == 1:
            only = sequence[0]
            if len(only.fold) < 3 or only.fold in self._ordinary or only.fold in self._titles or starts:
                return None
        start, end = sequence[0].start, sequence[-1].end
        return UnknownName(start, end, text[start:end], title)


def _capital(token: Token) -> bool:
    return token.text[0].isupper() or token.text[0].istitle()


def _joined(text: str, left: Token, right: Token, before: int) -> bool:
    """Whether two words may belong to one name: a space, a hyphen, an apostrophe, an initial's dot.

    `before` capitalised words stand before the second: later a dot ends a sentence ("World War I.").
    """
    gap = text[left.end : right.start]
    if len(left.fold) == 1 and gap in (". ", "."):
        return before <= 2
    return gap in (" ", "\n", "\u00a0") or (len(gap) == 1 and gap in APOSTROPHES + HYPHENS)
