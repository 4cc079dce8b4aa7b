"""What is done with a cell, in whatever process: looked up, normalised, or searched for mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from resolver.cli.summary import Seen, seen_in
from resolver.integrations.cells import Answer, Question, linked, resolved
from resolver.rewriting import Rewrite, apply_edits

if TYPE_CHECKING:
    from resolver.resolver import Resolver
    from resolver.types import Edit

Kind = Literal["resolve", "normalise", "link", "cluster"]
#: The columns that each kind adds.
ADDED: dict[Kind, tuple[str, ...]] = {
    "resolve": Answer._fields,
    "normalise": (),
    "link": ("mentions",),
    "cluster": ("cluster_id", "canonical", "score"),
}


class Member(NamedTuple):
    """To which cluster a row belongs, as the columns that are added to a table."""

    cluster_id: str
    canonical: str
    score: float


@dataclass(slots=True)
class Done:
    """What came of a cell: an `Answer`, a `Member`, mentions, or the text that it becomes (None: as it is).

    `rendered` is how a format writes it, kept with it since most cells come often.
    """

    payload: Any
    seen: Seen | None = None
    edits: tuple[Edit, ...] = ()
    rendered: Any = None


def resolve_cell(resolver: Resolver, key: str | Question, type: frozenset[str] | None, summary: bool) -> Done:
    """The entity that a name means."""
    found = resolved(resolver, key, type)
    if not summary:
        return Done(found)
    if found.id is not None:
        return Done(found, Seen(linked=((found.id, found.type or ""),)))
    name = key if isinstance(key, str) else key.name
    return Done(found, Seen(left=(name,)) if found.ambiguous else Seen(unknown=1))


def normalise_cell(
    resolver: Resolver,
    text: str,
    rewrite: Rewrite,
    type: frozenset[str] | None,
    language: str | None,
    min_score: float,
    summary: bool,
) -> Done:
    """What `normalise` makes of a text."""
    edits = tuple(resolver.edits(text, rewrite, type, language=language, min_score=min_score))
    seen = None
    if summary:
        seen = seen_in(resolver.link(text, type, language=language, min_score=min_score), edits)
    return Done(apply_edits(text, edits) if edits else None, seen, edits)


def link_cell(
    resolver: Resolver,
    text: str,
    type: frozenset[str] | None,
    language: str | None,
    min_score: float,
    summary: bool,
) -> Done:
    """The mentions in a text."""
    found = linked(resolver, text, type, language, min_score)
    if not summary:
        return Done(found)
    known = tuple((mention["id"], mention["type"]) for mention in found if mention["id"] is not None)
    left = tuple(mention["text"] for mention in found if mention["id"] is None)
    return Done(found, Seen(known, (), left))
