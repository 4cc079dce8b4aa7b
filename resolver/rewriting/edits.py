"""From mentions to edits, and from edits to text. Every character outside an edit is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from resolver.text.prose import not_prose
from resolver.types import Edit, Mention

#: spelling: the name it is a spelling of, in the same form. canonical: the entity's name. id: its ID.
Rewrite = Literal["spelling", "canonical", "id"]
_NOWHERE = (sys.maxsize, sys.maxsize)


def edits_of(
    text: str, mentions: Iterable[Mention], rewrite: Rewrite, name_of: Callable[[str], str]
) -> list[Edit]:
    """The replacements that `rewrite` asks for in `text`; mentions that stay as they are give none.

    Ambiguous mentions are never touched, nor are those in addresses, paths, code and markup. `name_of` gives
    the canonical name of an ID.
    """
    edits: list[Edit] = []
    for mention in mentions:
        if mention.id is None:
            continue
        if rewrite == "spelling":
            after = mention.normal
        elif rewrite == "canonical":
            after = name_of(mention.id)
        else:
            after = mention.id
        if after != mention.text:
            edits.append(Edit(mention.start, mention.text, after, mention.id, mention.rule, mention.score))
    return _in_prose(text, edits) if edits else edits


def _in_prose(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Those of `edits` (sorted) that touch nothing but prose."""
    kept: list[Edit] = []
    spans = iter(not_prose(text))
    start, end = next(spans, _NOWHERE)
    for edit in edits:
        while end <= edit.offset:
            start, end = next(spans, _NOWHERE)
        if edit.offset + len(edit.before) <= start:
            kept.append(edit)
    return kept


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One record for two rounds: `second` was made for the text that `first` gave; both sorted.

    `apply_edits(text, compose(a, b)) == apply_edits(apply_edits(text, a), b)`. Edits that touch become one,
    which bears the entity and the rule of the later round.
    """
    # Every edit as an interval of the text between the rounds, with what it does on either side.
    spans: list[tuple[int, int, Edit, bool]] = []
    shift = 0
    for edit in first:
        start = edit.offset + shift
        spans.append((start, start + len(edit.after), edit, True))
        shift += len(edit.after) - len(edit.before)
    spans += [(edit.offset, edit.offset + len(edit.before), edit, False) for edit in second]
    spans.sort(key=lambda s: (s[0], s[1], not s[3]))
    composed: list[Edit] = []
    shift = 0  # what earlier edits of the first round added before this place
    group: list[tuple[int, int, Edit, bool]] = []
    for span in spans:
        if group and span[0] >= max(s[1] for s in group):
            shift = _close(group, shift, composed)
            group = []
        group.append(span)
    if group:
        _close(group, shift, composed)
    return composed


def _close(group: Sequence[tuple[int, int, Edit, bool]], shift: int, composed: list[Edit]) -> int:
    """Add the one edit that a group of touching edits makes; the shift after it."""
    start, end = group[0][0], max(s[1] for s in group)
    early = [s for s in group if s[3]]
    late = [s for s in group if not s[3]]
    # What stands between the rounds in [start, end): known from the edits themselves.
    between: list[str | None] = [None] * (end - start)
    for at, _, edit, is_early in group:
        text = edit.after if is_early else edit.before
        between[at - start : at - start + len(text)] = list(text)
    middle = "".join(c or "" for c in between)
    before, after = middle, middle
    for at, stop, edit, _ in reversed(early):
        before = before[: at - start] + edit.before + before[stop - start :]
    for at, stop, edit, _ in reversed(late):
        after = after[: at - start] + edit.after + after[stop - start :]
    told = (late or early)[-1][2]
    if before != after:
        composed.append(Edit(start - shift, before, after, told.id, told.rule, told.score))
    return shift + sum(len(e.after) - len(e.before) for _, _, e, _ in early)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` (sorted, not overlapping) carried out.

    Raises ValueError when an edit does not fit the text: then it was made for another one.
    """
    pieces: list[str] = []
    end = 0
    for edit in edits:
        if edit.offset < end or not text.startswith(edit.before, edit.offset):
            raise ValueError(
                f"the edit at {edit.offset} does not fit this text: {edit.before!r} is not there"
            )
        pieces.append(text[end : edit.offset])
        pieces.append(edit.after)
        end = edit.offset + len(edit.before)
    pieces.append(text[end:])
    return "".join(pieces)
