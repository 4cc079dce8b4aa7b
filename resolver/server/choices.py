"""What a reader decided otherwise on the page, applied to mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from resolver.rendering.marked import field_of
from resolver.types import Evidence

if TYPE_CHECKING:
    from resolver.types import Mention

#: The answer "it means none of them".
NOBODY = "-"

CHOSEN = Evidence("chosen", "", 0.0, "a reader chose it")


def chosen(mentions: Sequence[Mention], fields: Mapping[str, str]) -> list[Mention]:
    """The mentions as the form has them. Only a mention's own candidates can be chosen."""
    return list(_chosen(mentions, fields))


def _chosen(mentions: Sequence[Mention], fields: Mapping[str, str]) -> Iterator[Mention]:
    for mention in mentions:
        wanted = fields.get(field_of(mention), "")
        if wanted == NOBODY:
            continue
        known = next((each for each in mention.candidates if each.id == wanted), None)
        if known is None or known.id == mention.id:
            yield mention
        else:
            yield replace(
                mention,
                id=known.id,
                type=known.type,
                form=known.form,
                score=known.score,
                normal=known.normal,
                evidence=(CHOSEN, *known.evidence),
            )


def left_alone(mentions: Sequence[Mention], fields: Mapping[str, str]) -> list[Mention]:
    """The mentions that a reader said mean none of the candidates."""
    return [mention for mention in mentions if fields.get(field_of(mention)) == NOBODY]
