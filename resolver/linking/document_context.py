"""What the rest of the document says: who was introduced, which acronyms it teaches."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resolver.index.names import NameRef
from resolver.text.tokens import WORD

# How long a heading may be, where the sentence behind it must define, and among which words it is repeated.
_HEADING = 120
_OPENING = 300
_MARGIN = 40
_FIRST = 6
_DEFINES = re.compile(r"^[^.!?\n]*(?:\.[^.!?\n]*){0,6}? (?:is|was|are|were) (?:an?|the|one|located|held)\b")


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
