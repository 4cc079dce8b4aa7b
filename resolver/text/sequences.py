"""Capitalised sequences: where in a text of a cased script a name may stand.

One regular expression jumps from one sequence to the next, so that the words between cost nothing. A
sequence is a capitalised word and what may continue a name: capitalised words, numbers, initials and
abbreviations with their dots, small connecting words ("of the", "de", "bin") before another capitalised
word, hyphens, apostrophes, single spaces and single line breaks. It never crosses a sentence end, a
paragraph or a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from resolver.text.fold import fold
from resolver.text.scripts import UNCASED
from resolver.text.tokens import APOSTROPHES, HYPHENS, INNER, INVISIBLE, LOWER, UPPER, WORD

SPACES = " \u00a0\u202f\u2002\u2003\u2005\u2007\u2008\u2009\u200a\u3000"
# Small words that join the parts of one name in the languages of our lexicon are data (`joiner`); the
# regular expression takes at most two in a row ("of the", "de la", "van der").
_LONGEST_WORD = 64
_NUMBER = r"\d(?:[\d.,]*\d)?"


def trie(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first, reads common beginnings once.

    What is longer than words are stands as a whole: each letter of a trie is a level of recursion.
    """
    short: list[str] = []
    long: list[str] = []
    for word in words:
        (short if len(word) <= _LONGEST_WORD else long).append(word)
    if not long:
        return _trie(short)
    wholes = [re.escape(word) for word in sorted(long, key=lambda word: (-len(word), word))]
    return f"(?:{'|'.join([*wholes, _trie(short)] if short else wholes)})"


def _trie(words: Iterable[str]) -> str:
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    ends = branches.pop("", None) is not None
    if not branches:
        return ""
    alternatives = [re.escape(first) + _trie(rests) for first, rests in sorted(branches.items())]
    if len(alternatives) == 1 and not ends:
        return alternatives[0]
    return f"(?:{'|'.join(alternatives)}){'?' if ends else ''}"


def _before(words: Iterable[str], inner: str) -> str:
    """A look back at any of some words and its dot; Python wants one look for each length."""
    looks: dict[int, list[str]] = {}
    for word in sorted(words):
        looks.setdefault(len(word), []).append(re.escape(word))
    # The class of letters once a length, not once a word: compiling it is most of the time a start takes.
    found = (rf"(?<=(?<![{inner}])(?:{'|'.join(same)})\.)" for _, same in sorted(looks.items()))
    return "|".join(found) or "(?!)"


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters that matter, as bodies of character classes."""

    upper: str
    lower: str
    inner: str
    space: str
    dashes: str
    apostrophes: str
    letter: str  # a class: what a word cannot begin behind
    hidden: str  # what may stand between a word and what is before it
    line: str  # a line separator that is no line feed


# Hyphens escaped, because they stand inside longer classes, where "-" would make a range.
_ALL = _Alphabet(
    UPPER, LOWER, INNER, SPACES, re.escape(HYPHENS), APOSTROPHES, r"[^\W_]", f"_{INVISIBLE}", "\u2028"
)
# In a text of ASCII no others come, and short classes are read faster.
_ASCII = _Alphabet("A-Z", "a-z", "A-Za-z0-9_", " ", re.escape("-"), "'`", "[A-Za-z0-9]", "_", "\v")
# How far a line may be indented behind which a name goes on.
_INDENT = 16


def _sequence(connectors: Iterable[str], abbreviations: Iterable[str], letters: _Alphabet) -> str:
    """The regular expression of a sequence.

    What makes it fast: it begins with a plain class, so that the search for the next capital is one loop in
    C, and only then looks back whether a word starts there; small words are read as a trie; whether a dot
    belongs to an abbreviation is asked after the dot; nothing is tried twice (possessive repetition).
    """
    dashes, apostrophes, space = letters.dashes, letters.apostrophes, letters.space
    upper, inner = letters.upper, letters.inner
    # A line may be indented; a word that its end broke goes on small.
    quoted = "(?:>[> ]{0,6}+)?"  # the mark before each line of a letter that is answered
    line = rf"(?:\r?\n|{letters.line}){quoted}[{space}\t]{{0,{_INDENT}}}+(?![\r\n])"
    broken, lower = letters.dashes, letters.lower
    # What marks up a word, or cannot be seen, is no part of it: "_France_"; but "old_France" is one word.
    letter, hidden = letters.letter, letters.hidden
    begins = rf"(?<!{letter}.)(?<!{letter}[{hidden}].)(?<!{letter}[{hidden}][{hidden}].)"
    elided = rf"(?:[dlDL][{apostrophes}])"
    rest = (
        rf"[{inner}]*+(?:(?=[{apostrophes}{dashes}.&])"
        rf"(?:(?<![{inner}].)(?:\.[{upper}])*\.(?![{inner}])"  # initials: "U.S."
        rf"|\.(?:{_before(abbreviations, inner)})"
        rf"|(?:[{apostrophes}{dashes}.&][{inner}]++)*+(?:[{broken}]{line}(?=[{lower}])[{inner}]++|[{apostrophes}]?)))?+"
    )
    word = rf"{trie(connectors) or '(?!)'}[{space}{dashes}{apostrophes}]"
    small = rf"(?:{word}|[&+][{space}]|[{apostrophes}]t[{space}]){{0,3}}+"
    join = (
        rf"(?=[{space}\r\n{letters.line}{dashes}/])"
        rf"(?:[{space}]{{1,2}}+(?:(?:{line})?{small}|[{dashes}][{space}]?)|{line}{small}"
        rf"|[{dashes}](?:{line}|[{space}]?)|/)"
    )
    return (
        rf"[{upper}]{begins}{rest}"
        rf"(?:{join}{elided}?(?:[{upper}]{rest}|{_NUMBER}(?![{inner}]))){{0,40}}+"
    )


class WordSource(Protocol):
    """What a scanner needs of a lexicon: words by category, and maps from word to words."""

    def words(self, category: str) -> frozenset[str]: ...

    def map(self, category: str) -> Mapping[str, tuple[str, ...]]: ...


class Sequences:
    """The compiled scanners, each made when a text needs it: compiling is most of the time a start takes."""

    def __init__(self, lexicon: WordSource) -> None:
        self._connectors = sorted(
            w
            for category in ("joiner", "particle", "patronymic_marker")
            for w in lexicon.words(category)
            if " " not in w and w.isalpha()
        )
        # Written with a capital; the dot after them ends no sentence.
        self._abbreviations = [
            w[0].upper() + w[1:] for w in lexicon.map("abbreviation") if w.isascii() and w.isalpha()
        ]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds sequences from left to right; the whole is a group, so that `split` gives them as well."""
        return re.compile(f"({_sequence(self._connectors, self._abbreviations, _ALL)})")

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """The same for texts in which `telling` finds nothing."""
        connectors = filter(str.isascii, self._connectors)
        return re.compile(f"({_sequence(connectors, self._abbreviations, _ASCII)})", re.ASCII)

    @cached_property
    def telling(self) -> re.Pattern[str]:
        """A character that is not ASCII and means something here: a letter, a mark, a space, a hyphen."""
        beyond = "".join(c for c in SPACES + HYPHENS + APOSTROPHES + "\u2028" if not c.isascii())
        return re.compile(rf"[^\x00-\x7f](?<=[{INNER}{UNCASED}{beyond}])")

    @cached_property
    def uncased(self) -> re.Pattern[str]:
        """Scripts without case: whole stretches of words; what is a name in them, look-up must tell."""
        return re.compile(
            rf"[{UNCASED}][{UNCASED}{INNER}]*(?:[{SPACES}{re.escape(HYPHENS)}{APOSTROPHES}・·]+[{UNCASED}][{UNCASED}{INNER}]*)*"
        )

    @cached_property
    def any_upper(self) -> re.Pattern[str]:
        return re.compile(rf"[{UPPER}]")

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
