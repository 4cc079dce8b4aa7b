"""Mentions at their place in the text, from mentions at their place in a stretch."""

from __future__ import annotations

from typing import Any

from resolver.types import Mention


class _Draft:
    """A mention that can be written to: filled in a third of the time that a frozen one takes."""

    __slots__ = Mention.__slots__


_new: Any = _Draft.__new__


def placed(mention: Mention, start: int, end: int) -> Mention:
    """The same mention from `start` to `end`."""
    draft = _new(_Draft)
    draft.start = start
    draft.end = end
    draft.text = mention.text
    draft.id = mention.id
    draft.type = mention.type
    draft.form = mention.form
    draft.score = mention.score
    draft.normal = mention.normal
    draft.rule = mention.rule
    draft.candidates = mention.candidates
    draft.evidence = mention.evidence
    # Both have the same slots, and so the one may become the other.
    draft.__class__ = Mention
    found: Mention = draft
    return found
