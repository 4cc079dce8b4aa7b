"""Well-known name parts and which of them are one name: evidence where spelling alone decides little.

`data/name-groups.txt` has a group of Latin forms a line, of names known in at least three scripts. One form
stands in several groups (Jan is Dutch, Czech, Breton …), so groups are evidence, not identity: two forms seen
together are probably one name however they are spelled (Mohammed, Mamadou); two forms that are both well
known, and never together, are probably two names however alike they look (Alia, Ali).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal

from resolver.names.learned_data import learnt_text

Relation = Literal["together", "apart", "unknown"]


# Forms that are searched in the file before all of it is taken apart, which takes as long as some ninety
# searches: a short text compares few names.
_SEARCHES: Final = 64

_Group = tuple[str, ...]


class NameGroups:
    """Groups of well-known forms, found when they are asked for."""

    def __init__(self, text: str) -> None:
        """`text`: a group a line, its forms parted by a space; lines with # are not read."""
        # With a space on both sides of every form, a form is found as it stands.
        self._text: Final = "\n " + text.strip("\n").replace("\n", " \n ") + " \n"
        self._of: dict[str, tuple[_Group, ...]] = {}
        self._searches = _SEARCHES

    def relation(self, a: str, b: str) -> Relation:
        """What the groups say of two folded forms."""
        ours = self._groups(a)
        if not ours:
            return "unknown"
        theirs = self._groups(b)
        if not theirs:
            return "unknown"
        for group in ours:
            if b in group:
                return "together"
        # A form between them: Sofia stands with Sophia in one group and with Zofia in another.
        near = frozenset().union(*ours)
        for group in theirs:
            if not near.isdisjoint(group):
                return "unknown"
        return "apart"

    def prepare(self) -> None:
        """Take all groups apart at once, for a process that will ask for many."""
        if self._searches:
            self._searches = 0
            self._of = self._all()

    def _groups(self, form: str) -> tuple[_Group, ...]:
        found = self._of.get(form)
        if found is None and self._searches:
            self._searches -= 1
            found = self._of[form] = tuple(self._search(form))
            if not self._searches:
                self._of = self._all()
        return found or ()

    def _search(self, form: str) -> Iterator[_Group]:
        text, wanted = self._text, f" {form} "
        at = text.find(wanted)
        while at >= 0:
            end = text.index("\n", at + 1)
            line = text[text.rindex("\n", 0, at + 1) + 1 : end]
            if not line.startswith(" #"):
                yield tuple(line.split())
            at = text.find(wanted, end)

    def _all(self) -> dict[str, tuple[_Group, ...]]:
        found: dict[str, tuple[_Group, ...]] = {}
        for line in self._text.split("\n"):
            if not line.startswith(" #"):
                group = tuple(line.split())
                for form in group:
                    found[form] = (*found.get(form, ()), group)
        return found


@cache
def name_groups() -> NameGroups:
    return NameGroups(learnt_text("name-groups.txt"))
