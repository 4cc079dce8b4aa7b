"""A list that fits into one process, of which others judge the pairs: that is most of the work.

names → `pairs` → the log-odds of each, by `odds_of` anywhere → `groups`
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from resolver.clustering.blocking import Blocking
from resolver.clustering.grouping import Grouping
from resolver.clustering.items import Item
from resolver.clustering.naming import new_ids
from resolver.clustering.parts import Grouped, Told, grouped_by, words_of

if TYPE_CHECKING:
    from resolver.types import EntityType


class WholeList:
    """The distinct names of a list, and the pairs of them that are worth comparing: those of `cluster`.

    names: in order. pairs: numbers of names, `ones[n]` beside `others[n]`. told: what the list says of each
    pair. The rows of one name stay together; see `grouped`.
    """

    def __init__(self, rows: Mapping[str, int], type: EntityType | None) -> None:
        """rows: how many rows have each name."""
        self.names = sorted(rows)
        self.told = Told.of(words_of(self.names, type))
        items = [Item(name, range(rows[name])) for name in self.names]
        self._grouping = grouping = Grouping(items, type, self.told.commonness())
        blocking = Blocking(grouping.names, grouping.lexicon, grouping.matcher)
        near = [array("I", blocking.near(number)) for number in range(len(self.names))]
        self.ones, self.others = array("I"), array("I")
        for one, found in enumerate(near):
            for other in found:
                if other < one or one not in near[other]:
                    self.ones.append(one)
                    self.others.append(other)

    def groups(self, odds: Sequence[float]) -> list[Grouped]:
        """The groups. `odds`: the log-odds of the pairs, in their order."""
        return grouped_by(self._grouping, list(zip(self.ones, self.others, odds, strict=True)))


def answers(groups: Sequence[Grouped]) -> dict[str, tuple[str, str, float]]:
    """For each name the ID of its cluster, the canonical name, and how sure it is that it belongs there."""
    order = sorted(groups, key=lambda group: (group.canonical, group.names))
    ids = new_ids([group.canonical for group in order], set())
    return {
        name: (id, group.canonical, score)
        for id, group in zip(ids, order, strict=True)
        for name, score in zip(group.names, group.scores, strict=True)
    }
