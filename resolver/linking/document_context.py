"""What the rest of the document says: who was introduced, which acronyms it teaches, its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from resolver.entities.lexicon import Lexicon
from resolver.index.names import NameRef
from resolver.text.chunks import WordsByPiece
from resolver.text.tokens import APOSTROPHES, WORD

_SAMPLE = 4000
# How long a heading may be, where the sentence behind it must define, and among which words it is repeated.
_HEADING = 120
_OPENING = 300
_MARGIN = 40
_FIRST = 6
_DEFINES = re.compile(r"^[^.!?\n]*(?:\.[^.!?\n]*){0,6}? (?:is|was|are|were) (?:an?|the|one|located|held)\b")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# In ASCII the same words lie between spaces when an apostrophe, and what else binds, begins a word and all
# other characters are spaces.
_BINDING = (b"'", b"`", b"_")
_SPACED = bytes(c if chr(c).isalnum() or chr(c) in "'`_" else 32 for c in range(128)) + bytes(range(128, 256))
# Words but for what follows an apostrophe or a letter: "t" in "don't" is no word.
_SMALL = re.compile(rf"(?<![\w{APOSTROPHES}]){WORD.pattern}")


@dataclass(slots=True)
class DocumentContext:
    """Evidence gathered from all chunks before any is decided.

    introduced: entities named in full somewhere, with how often.
    named: these, what they belong to, and the acronyms that are taught.
    others: family names (folded) that a stranger bears here, with where he is first named.
    called: given names, folded, that countries and towns have as well and somebody bears here.
    taught: acronyms that the text explains ("Long Name (ABC)") → the entity, or None for a stranger's.
    spelt: short forms as this text spells them: "Buyon" after "Anne Buyon".
    surrounds: what introduced entities lie in or belong to.
    part_of_counts: what introduced entities lie in → how many of them.
    spoken_of: the same in order, with where the chunk starts that names it.
    lands: countries → how often they or what belongs to them are named in full.
    small: words, and whether the text has them in small letters.
    headlines: lines of the text, by where they start and end, that were found to be titles or not.
    reference: whether the text is an article of a work of reference, once that was asked.
    """

    introduced: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    others: dict[tuple[str, ...], int] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    taught: dict[str, str | None] = field(default_factory=dict)
    spelt: dict[str, NameRef] = field(default_factory=dict)
    surrounds: set[str] = field(default_factory=set)
    part_of_counts: dict[str, int] = field(default_factory=dict)
    spoken_of: list[tuple[int, str]] = field(default_factory=list)
    lands: dict[str, int] = field(default_factory=dict)
    headlines: dict[tuple[int, int], bool] = field(default_factory=dict)
    small: dict[str, bool] = field(default_factory=dict)
    reference: bool | None = None


def is_reference(text: str) -> bool:
    """Whether a text opens like an article of a work of reference.

    That is a heading on a line of its own, and a first sentence that begins with the heading and says what
    it is: "Egholm ⏎ ⏎ Egholm is a Danish island …".
    """
    heading, blank, body = text[: _HEADING + _OPENING].partition("\n\n")
    words = WORD.findall(heading)
    if not blank or not words or len(heading) > _HEADING or "\n" in heading or heading.endswith("."):
        return False
    opening = body[:_OPENING]
    found = WORD.findall(opening[: len(heading) + _MARGIN])
    return (
        any(word in found[:_FIRST] for word in words if word[0].isupper())
        and _DEFINES.search(opening) is not None
    )


def _words(text: str) -> list[bytes]:
    """The words of a text in ASCII."""
    data = text.encode("ascii")
    for binding in _BINDING:
        data = data.replace(binding, b" " + binding)
    return data.translate(_SPACED).split()


class Languages:
    """A light guess at a text's language, good enough to know whose case endings to undo."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._letters = {
            language: frozenset(c for c in table.get("marks", "") if not c.isascii())
            for language, table in lexicon.tables("romanization").items()
            if table.get("script") == "latin"
        }
        self._words: dict[str, tuple[str, ...]] = {}
        for language in lexicon.languages("function_word"):
            for word in lexicon.words("function_word", language):
                self._words[word] = (*self._words.get(word, ()), language)
        self._known_in = WordsByPiece(lambda chunk: filter(self._words.__contains__, _SMALL.findall(chunk)))
        self._english = frozenset(word.encode() for word, of in self._words.items() if of == ("en",))
        self._others = frozenset(word.encode() for word, of in self._words.items() if "en" not in of)

    def of(self, text: str) -> tuple[str, ...]:
        """The languages whose small words and letters the text has most of; a few words may show none."""
        counts: dict[str, int] = {}
        known, sample = self._words, text[:_SAMPLE]
        if sample.isascii():
            ours = _words(sample)
            if self._others.isdisjoint(ours) and not self._english.isdisjoint(ours):
                return ("en",)  # no language has as many: what nearly every English text comes to
            words = [word for each in ours if (word := each.decode()) in known]
        else:
            words = self._known_in.words(sample.split())
        for word, times in Counter(words).items():
            for language in known[word]:
                counts[language] = counts.get(language, 0) + times
        if not sample.isascii():
            present = frozenset("".join(_NOT_ASCII.findall(sample)).lower())
            for language, letters in self._letters.items():
                if found := len(letters & present):
                    counts[language] = counts.get(language, 0) + found
        if not counts:
            return ()
        most = max(counts.values())
        return tuple(sorted(lang for lang, n in counts.items() if n == most))
