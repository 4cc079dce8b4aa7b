"""A derived spelling, and the words of a name that forms are cut from."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.text.fold import fold
from resolver.text.tokens import WORD
from resolver.types import Form


@dataclass(frozen=True, slots=True)
class Derived:
    """A spelling that follows from a name, and by which rule."""

    spelling: str
    form: Form
    rule: str


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the name with its place in it, so that forms are cut from the original spelling."""

    start: int
    end: int
    text: str
    fold: str


def words_of(name: str) -> list[Word]:
    """The words of a name, from left to right."""
    return [Word(m.start(), m.end(), m.group(), fold(m.group())) for m in WORD.finditer(name)]
