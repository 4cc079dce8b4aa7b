"""Capitalised sequences: where in a text of a cased script a name may stand.

One regular expression jumps from one sequence to the next, so that the words between cost nothing. A
sequence is a capitalised word and what may continue a name: capitalised words, numbers, initials and
abbreviations with their dots, small connecting words ("of the", "de", "bin") before another capitalised
word, hyphens, apostrophes, single spaces and single line breaks. It never crosses a sentence end, a
paragraph or a comma.
"""

from __future__ import annotations

import re

from resolver.entities.lexicon import Lexicon
from resolver.text.fold import fold
from resolver.text.tokens import APOSTROPHES, HYPHENS, INNER, UNCASED, UNSPACED, UPPER, WORD

_SPACE = " \u00a0\u202f\u2009"
# Small words that join the parts of one name in the languages of our lexicon are data (`joiner`); the
# regular expression takes at most two in a row ("of the", "de la", "van der").
_NUMBER = r"\d[\d.,]*\d|\d"


def _alternatives(words: frozenset[str]) -> str:
    single = sorted((w for w in words if " " not in w and w.isalpha()), key=lambda w: (-len(w), w))
    return "|".join(map(re.escape, single)) or "(?!)"


class Sequences:
    """The compiled scanner; `pattern.finditer(text)` yields sequences from left to right."""

    def __init__(self, lexicon: Lexicon) -> None:
        connectors = _alternatives(
            lexicon.words("joiner") | lexicon.words("particle") | lexicon.words("patronymic_marker")
        )
        abbreviations = sorted(
            {w for w in lexicon.map("abbreviation") if w.isascii() and w.isalpha()}, key=lambda w: (-len(w), w)
        )
        # Written with a capital; the dot after them ends no sentence.
        abbreviated = "|".join(f"{w[0].upper()}{w[1:]}" for w in abbreviations) or "(?!)"
        dashes, apostrophes = HYPHENS, APOSTROPHES
        elided = rf"(?:[dlDL][{apostrophes}])"
        tail = rf"[{INNER}]*(?:[{apostrophes}{dashes}.&]?[{INNER}]+)*[{apostrophes}]?"
        word = rf"(?:(?:[{UPPER}]\.)+(?![{INNER}])|(?:{abbreviated})\.|[{UPPER}]{tail})"
        space = rf"(?:[{_SPACE}]|[{_SPACE}]?\r?\n[{_SPACE}]?(?![\r\n]))"
        small = rf"(?:(?:{connectors})(?:[{_SPACE}]|[{dashes}{apostrophes}])|[&+][{_SPACE}])"
        join = rf"(?:{space}{small}{{0,3}}|[{_SPACE}]?[{dashes}][{_SPACE}]?|/)"
        self.pattern = re.compile(
            # The class of capitals comes first, so that the search skips in C to the next one; only then
            # does it look back whether a word starts there.
            rf"(?=[{UPPER}])(?<![{INNER}]){word}(?:{join}{elided}?(?:{word}|(?:{_NUMBER})(?![{INNER}]))){{0,40}}"
        )
        # Scripts without case: whole stretches of words; what is a name in them, look-up must tell.
        self.uncased = re.compile(
            rf"[{UNCASED}][{UNCASED}{INNER}]*(?:[{_SPACE}{dashes}{apostrophes}・·]+[{UNCASED}][{UNCASED}{INNER}]*)*"
        )
        self.unspaced = re.compile(rf"[{UNSPACED}]")
        self.any_upper = re.compile(rf"[{UPPER}]")

    def opening(self, spelling: str) -> tuple[str, ...] | None:
        """How far a scan for sequences reads a name by itself.

        The empty tuple: to its end. None: not at all, it does not start with a capital (or is of a script
        without case, which is scanned differently and gives the empty tuple). Else the folded tokens of the
        first sequence, after which the name goes on in lower case.
        """
        if re.match(rf"[{UNCASED}]", spelling):
            return ()
        match = self.pattern.match(spelling)
        if match is None:
            return None
        if match.end() >= len(spelling.rstrip(".)!?\"'’ ")):
            return ()
        return tuple(fold(m.group()) for m in WORD.finditer(match.group()))
