"""From mentions to edits, and from edits to text. Every character outside an edit is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from resolver.types import Edit, Mention

#: spelling: the name it is a spelling of, in the same form. canonical: the entity's name. id: its ID.
Rewrite = Literal["spelling", "canonical", "id"]


def edits_of(mentions: Iterable[Mention], rewrite: Rewrite, name_of: Callable[[str], str]) -> list[Edit]:
    """The replacements that `rewrite` asks for; mentions that stay as they are give none.

    Ambiguous mentions are never touched. `name_of` gives the canonical name of an ID.
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
    return edits


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` (sorted, not overlapping) carried out.

    Raises ValueError when an edit does not fit the text: then it was made for another one.
    """
    pieces: list[str] = []
    end = 0
    for edit in edits:
        if edit.offset < end or not text.startswith(edit.before, edit.offset):
            raise ValueError(f"the edit at {edit.offset} does not fit this text: {edit.before!r} is not there")
        pieces.append(text[end : edit.offset])
        pieces.append(edit.after)
        end = edit.offset + len(edit.before)
    pieces.append(text[end:])
    return "".join(pieces)
