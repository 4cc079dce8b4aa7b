"""What is done with one value of a column: a name becomes an answer, a text its mentions or its normal form.

Functions of a module, since other processes may do it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from resolver.resolver import Resolver
    from resolver.rewriting import Rewrite


class Answer(NamedTuple):
    """What a name means, as the columns that are added to a table.

    No entity: `id` is None, and `ambiguous` says whether several are as probable. `score` is a probability.
    """

    id: str | None = None
    name: str | None = None
    type: str | None = None
    score: float | None = None
    ambiguous: bool = False


class Question(NamedTuple):
    """A name with what else its row says of it."""

    name: str
    type: str | None = None
    country: str | None = None


NOBODY = Answer()
Work = Callable[["Resolver", Any], Any]


def resolved(resolver: Resolver, key: str | Question, type: Collection[str] | None = None) -> Answer:
    """The entity that a name means. `type` limits it where the question does not.

    Raises InputError for a type of the question that there is not.
    """
    question = Question(key) if isinstance(key, str) else key
    if not question.name.strip():
        return NOBODY
    kind = (question.type or "").strip().casefold()
    country = (question.country or "").strip()
    found, ambiguous = resolver.decide(question.name, kind or type, country=country or None)
    if found is None:
        return Answer(ambiguous=True) if ambiguous else NOBODY
    return Answer(found.id, found.name, found.type, found.score, False)


def normalised(
    resolver: Resolver,
    text: str,
    rewrite: Rewrite = "spelling",
    type: Collection[str] | None = None,
    language: str | None = None,
    min_score: float = 0.0,
) -> str:
    """The text with spelling variants collapsed."""
    return resolver.normalise(text, rewrite, type, language=language, min_score=min_score)


def linked(
    resolver: Resolver,
    text: str,
    type: Collection[str] | None = None,
    language: str | None = None,
    min_score: float = 0.0,
) -> list[dict[str, Any]]:
    """The mentions in a text, each as a plain record; offsets count code points of the text."""
    return [
        {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "id": mention.id,
            "type": mention.type,
            "form": mention.form,
            "score": round(mention.score, 4),
            "normal": mention.normal,
            "candidates": [c.id for c in mention.candidates if c.id != mention.id],
        }
        for mention in resolver.link(text, type, language=language, min_score=min_score)
    ]


def added_names(
    names: Sequence[str], taken: Collection[str], column: str, prefix: str | None, several: bool = False
) -> list[str]:
    """How the columns that are added to a table are called.

    As they are where those names are free; one that the table has already gets "resolved_" before it. Where
    several columns are read, each one's answers have its own name before them. `prefix` decides all that.
    """
    if prefix is None:
        prefix = f"{column}_" if several else ""
    found: list[str] = []
    for name in names:
        chosen = prefix + name
        if chosen in taken:
            chosen = "resolved_" + chosen
        number = 2
        while chosen in taken or chosen in found:
            chosen, number = f"resolved_{prefix}{name}_{number}", number + 1
        found.append(chosen)
    return found
