"""`--summary`: what was linked, changed and left, told on standard error at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from resolver.types import Edit, Mention

_SHOWN = 5


class Seen(NamedTuple):
    """What was found in a text or a cell.

    `linked`: ID and type of each mention. `changed`: spellings before and after. `left`: mentions that may
    mean several entities. `unknown`: names that mean nobody known, where names were asked for.
    """

    linked: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    unknown: int = 0


def seen_in(mentions: Iterable[Mention], edits: Iterable[Edit] = ()) -> Seen:
    """What was found in a text, and what is changed in it."""
    found = list(mentions)
    return Seen(
        tuple((mention.id, mention.type or "") for mention in found if mention.id is not None),
        tuple((edit.before, edit.after) for edit in edits),
        tuple(mention.text for mention in found if mention.id is None),
    )


class Tally:
    """Adds up what was seen; `lines` tells it."""

    def __init__(self) -> None:
        self._types: Counter[str] = Counter()
        self._entities: Counter[str] = Counter()
        self._changed: Counter[tuple[str, str]] = Counter()
        self._left: Counter[str] = Counter()
        self._unknown = 0

    def add(self, seen: Seen) -> None:
        """Count one text or cell."""
        self._types.update(type for _, type in seen.linked)
        self._entities.update(id for id, _ in seen.linked)
        self._changed.update(seen.changed)
        self._left.update(seen.left)
        self._unknown += seen.unknown

    def lines(self, *, changes: bool = False) -> list[str]:
        """What there is to tell, a line a kind; `changes`: whether something could have been changed."""
        linked = self._types.total()
        types = ", ".join(f"{count:,} {type}" for type, count in self._types.most_common())
        entities = _counted(len(self._entities), "entity", "entities")
        found = [f"linked: {linked:,}" + (f" ({entities}; {types})" if linked else "")]
        if changes:
            shown = ((f"{before} → {after}", count) for (before, after), count in self._changed.most_common())
            found.append(_line("changed", self._changed.total(), list(shown)))
        found.append(_line("left as ambiguous", self._left.total(), self._left.most_common()))
        if self._unknown:
            found.append(f"unknown: {self._unknown:,}")
        return found


def _line(what: str, total: int, most: Sequence[tuple[str, int]]) -> str:
    shown = ", ".join(f"{text} ({count:,})" for text, count in most[:_SHOWN])
    more = f", and {len(most) - _SHOWN:,} more" if len(most) > _SHOWN else ""
    return f"{what}: {total:,}" + (f": {shown}{more}" if total else "")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
