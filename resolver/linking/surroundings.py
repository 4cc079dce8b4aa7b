"""What stands around a stretch of text: the words before and behind it, quotation marks, a headline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resolver.linking.stretches import Stretch
from resolver.text.fold import fold

_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0\n]$")
_AFTER = re.compile(r"[ \u00a0\n]([^\W\d_]+)")
_SMALL = re.compile(r"(?:[ \u00a0\n][^\W\d_]+){1,3}")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;]['\"»”’)\]]*\s+|[\r\n]\s*|[\"“„«‘'(\[]\s*|[-–—•*]\s+)$")
_REGION = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w])")
_QUOTES = frozenset("\"“”„«»‘’'")
_MARGIN = 60
_LONGEST_HEADLINE = 200


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a stretch: the words before and after it, and whether a sentence starts there."""

    before: str
    region: str  # what follows a comma: "texas" in "Paris, Texas"
    sentence_start: bool
    headline: bool
    nouns_capitalised: bool  # German writes every noun with a capital
    english: bool
    quoted: bool = False  # in quotation marks from its first word to its last
    at: int = 0  # where in the text it begins
    following: tuple[str, ...] = ()  # up to three words behind it, folded


def surroundings(text: str, stretch: Stretch, languages: tuple[str, ...]) -> Surroundings:
    """What stands around `stretch` in `text`; `languages` are those of the text."""
    before = text[max(0, stretch.start - _MARGIN) : stretch.start]
    word = _BEFORE.search(before)
    behind = _SMALL.match(text, stretch.end)
    return Surroundings(
        before=fold(word.group(1)) if word else "",
        region=_region(text, stretch.end),
        sentence_start=stretch.start == 0 or bool(_SENTENCE_END.search(before)),
        headline=_headline(text, stretch),
        nouns_capitalised="de" in languages,
        english="en" in languages or (not languages and stretch.text.isascii()),
        quoted=before[-1:] in _QUOTES and text[stretch.end : stretch.end + 1] in _QUOTES and before != "",
        at=stretch.start,
        following=tuple(fold(m.group(1)) for m in _AFTER.finditer(behind.group())) if behind else (),
    )


def _region(text: str, end: int) -> str:
    """One or two capitalised words after a comma, folded; else nothing."""
    match = _REGION.match(text, end)
    return " ".join(fold(w) for w in match.group(1).split()) if match else ""


def _headline(text: str, stretch: Stretch) -> bool:
    """Whether the line is a title: most of its longer words are capitalised and no full stop ends it."""
    start = text.rfind("\n", 0, stretch.start) + 1
    end = text.find("\n", stretch.end)
    end = len(text) if end < 0 else end
    if end - start > _LONGEST_HEADLINE:
        return False
    line = text[start:end].rstrip()
    words = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words) and not line.endswith((".", "!", "?"))
