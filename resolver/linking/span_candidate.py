"""A hit: some words of a chunk that may be a spelling of a known name."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.index.names import NameRef


@dataclass(frozen=True, slots=True)
class SpanCandidate:
    """Words `first` to `last` (exclusive) of a chunk spell `ref`, by `rule`, with probability `quality`.

    `end` is where the spelling ends inside the chunk; `ending` is what an inflection added after it
    (kept when the spelling is replaced).
    """

    first: int
    last: int
    start: int
    end: int
    ref: NameRef
    rule: str
    quality: float
    ending: str = ""
    distance: int = 0  # letters that differ, for choosing among the names of one entity
    slip: str = ""  # which evidence it is that nothing but a slip of the keyboard differs


#: As `SpanCandidate.ending`: the mention is inflected in a way that no other spelling can take over.
OTHER_ENDING = "…"
EXACT = "exact"
JOINED = "joined or split words"
DOTTED = "dotted acronym"
INFLECTED = "case ending"
INVERTED = "surname first"
INITIALS = "further initials"
ROMANIZED = "romanized"
LEGAL_FORM = "legal form added"
COUNTRY_ADDED = "country added"
KIND_ADDED = "kind added"
NICKNAMED = "nickname in quotes"
WITH_REGION = "with its region"
ABBREVIATED = "abbreviation"
COMPASS = "point of the compass by its letter"
POSTAL = "postal code"
SPELLING = "similar spelling"
