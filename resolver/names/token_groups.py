"""Well-known name parts and which of them are one name: evidence where spelling alone decides little.

`data/name-groups.txt` has a group of Latin forms a line, of names known in at least three scripts. One form
stands in several groups (Jan is Dutch, Czech, Breton …), so groups are evidence, not identity: two forms seen
together are probably one name however they are spelled (Mohammed, Mamadou); two forms that are both well
known, and never together, are probably two names however alike they look (Alia, Ali).
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from resolver.names.learnt import learnt_text

Relation = Literal["together", "apart", "unknown"]


class NameGroups:
    """Groups of well-known forms, read when first asked."""

    def __init__(self, groups: list[list[str]]) -> None:
        self._groups: Final = groups
        self._of: Final[dict[str, tuple[int, ...]]] = {}
        for i, forms in enumerate(groups):
            for form in forms:
                self._of[form] = (*self._of.get(form, ()), i)

    def relation(self, a: str, b: str) -> Relation:
        """What the groups say of two folded forms."""
        ours, theirs = self._of.get(a), self._of.get(b)
        if ours is None or theirs is None:
            return "unknown"
        if any(group in theirs for group in ours):
            return "together"
        # A form between them: Sofia stands with Sophia in one group and with Zofia in another.
        near = {form for group in ours for form in self._groups[group]}
        if any(form in near for group in theirs for form in self._groups[group]):
            return "unknown"
        return "apart"


@cache
def name_groups() -> NameGroups:
    text = learnt_text("name-groups.txt")
    return NameGroups([line.split(" ") for line in text.splitlines() if not line.startswith("#")])
