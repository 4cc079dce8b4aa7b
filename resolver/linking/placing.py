"""Mentions at their place in the text, from mentions at their place in a stretch."""

from __future__ import annotations

from typing import cast

from resolver.types import Mention


class _Draft:
    """A mention that can be written to: filled in a third of the time that a frozen one takes."""

    __slots__ = Mention.__slots__

    def __init__(self, mention: Mention, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.text = mention.text
        self.id = mention.id
        self.type = mention.type
        self.form = mention.form
        self.score = mention.score
        self.normal = mention.normal
        self.rule = mention.rule
        self.candidates = mention.candidates
        self.evidence = mention.evidence


def placed(mention: Mention, start: int, end: int) -> Mention:
    """The same mention from `start` to `end`."""
    draft = _Draft(mention, start, end)
    # Both have the same slots, and so the one may become the other.
    draft.__class__ = Mention  # type: ignore[assignment]
    return cast("Mention", draft)
