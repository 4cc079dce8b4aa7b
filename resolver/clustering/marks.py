"""What two names of one entity never differ in: generation, number, middle initial, kind of legal person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.parts import Name

_NOTHING: frozenset[str] = frozenset()
_CENTURIES = frozenset({"16", "17", "18", "19", "20"})


class Marks(NamedTuple):
    """The generation (Jr., III), the numbers, the middle initials and the legal form (GmbH, Inc.) of a name,
    or of a group.

    columns: the values of columns of which two different ones tell two entities apart.
    """

    generation: frozenset[str] = _NOTHING
    number: frozenset[str] = _NOTHING
    legal: frozenset[str] = _NOTHING
    initials: frozenset[str] = _NOTHING
    columns: tuple[frozenset[str], ...] = ()

    def contradict(self, other: Marks) -> str:
        """The kind of mark that both have and in which they differ; an empty text where there is none."""
        if self.generation and other.generation and not self.generation & other.generation:
            return "generation"
        if self.number and other.number and self.number != other.number:
            return "number"
        if self.legal and other.legal and not self.legal & other.legal:
            return "legal form"
        if self.initials and other.initials and not self.initials & other.initials:
            return "middle initial"
        for mine, theirs in zip(self.columns, other.columns, strict=True):
            if mine and theirs and not mine & theirs:
                return "column"
        return ""

    def joined(self, other: Marks) -> Marks:
        """Those of two groups that become one."""
        return Marks(
            self.generation | other.generation,
            self.number | other.number,
            self.legal | other.legal,
            self.initials | other.initials,
            tuple([mine | theirs for mine, theirs in zip(self.columns, other.columns, strict=True)]),
        )


class MarkReader:
    """Reads the marks of names. What kind of club one is makes nobody another legal person: FC, SC."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._legal = frozenset(kind for kinds in lexicon.map("legal_form_group").values() for kind in kinds)

    def of(self, name: Name, columns: Sequence[str | None] = ()) -> Marks:
        """The marks of a name and the values of its columns.

        A year is none: one spelling has it, another leaves it out or has another one.
        """
        generation, number, legal, initials = set[str](), set[str](), set[str](), set[str]()
        for at, part in enumerate(name.parts):
            if part.role == "initial" and at and not name.body:
                initials.add(part.token.first)  # "Ivan P. Petrov", "Ivan S. Petrov"
            elif part.role == "suffix":
                generation |= part.canon
            elif part.role == "number":
                text = part.token.text
                if not (text.isdecimal() and len(text) == 4 and text[:2] in _CENTURIES):
                    number |= part.canon
            elif part.role == "legal":
                legal |= part.canon & self._legal
        values = tuple([_NOTHING if value is None else frozenset((value,)) for value in columns])
        return Marks(frozenset(generation), frozenset(number), frozenset(legal), frozenset(initials), values)
