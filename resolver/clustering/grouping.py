"""Items and what is known of pairs of them → groups, the canonical name of each, and how sure it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from resolver.clustering.canonical import Canonical
from resolver.clustering.engine import engine
from resolver.clustering.items import Item, apart
from resolver.clustering.linkage import Linkage, Rules
from resolver.clustering.marks import MarkReader
from resolver.clustering.pairs import PairScorer
from resolver.errors import InputError
from resolver.names.model import probability

if TYPE_CHECKING:
    from resolver.clustering.commonness import Commonness
    from resolver.names.parts import Name
    from resolver.types import EntityType

#: Members of a group that one is compared with where nothing is known of it.
_ASKED = 16
#: Rows that belong together: by their numbers, from 0.
Pairs = Iterable[tuple[int, int]]
#: Pairs of items with their log-odds.
Edges = list[tuple[int, int, float]]


class Grouping:
    """The items with all that is needed to compare and to group them."""

    def __init__(
        self, items: list[Item], type: EntityType | None, commonness: Commonness | None = None
    ) -> None:
        """commonness: what a list says of which the items are a part. Where none is given they are the whole
        list, and the rows of a name that is common in it are items of their own."""
        self.lexicon, self.matcher = lexicon, matcher = engine()
        weight = partial(lexicon.weight, "clustering")
        self._rules = Rules(weight("least"), weight("lead"), weight("rivals"), weight("never"))
        names = {item.name: matcher.parse(item.name, type) for item in items}
        scorer = PairScorer(items, [names[item.name] for item in items], lexicon, matcher, commonness)
        if commonness is None and any(len(item.rows) > 1 for item in items):
            # Where a name is common in the list, each row of it may be another person's.
            alone = [
                [item] if len(item.rows) == 1 or scorer.rows_are_one(at) >= self._rules.least else apart(item)
                for at, item in enumerate(items)
            ]
            if len(alone) != sum(map(len, alone)):
                items = [item for group in alone for item in group]
                scorer = PairScorer(items, [names[item.name] for item in items], lexicon, matcher)
        self.items = items
        self.names: list[Name] = [names[item.name] for item in items]
        self.scorer = scorer
        self._canonical = Canonical(lexicon)
        self._marks = MarkReader(lexicon)

    def groups(
        self, edges: Edges, must: Sequence[tuple[int, int]] = (), never: Sequence[tuple[int, int]] = ()
    ) -> list[list[int]]:
        """The items in groups. `must`, `never`: pairs of rows."""
        together, cannot = self._told(must, never)
        linkage = Linkage(
            [self._marks.of(name, item.differ) for name, item in zip(self.names, self.items, strict=True)],
            [not name.body for name in self.names],
            cannot,
            self._asked,
            self._rules,
        )
        joined = Components(len(self.items))
        for one, other in together:
            joined.join(one, other)
        for one, others in cannot.items():
            if any(joined.of(one) == joined.of(other) for other in others):
                raise InputError(
                    f"row {min(self.items[one].rows)}: `pairs` join it with a row that `cannot` keeps apart "
                    "from it"
                )
        for one, other, odds in edges:
            if odds >= self._rules.least:
                joined.join(one, other)
        inside: defaultdict[int, Edges] = defaultdict(list)
        for edge in edges:
            if joined.of(edge[0]) == joined.of(edge[1]):
                inside[joined.of(edge[0])].append(edge)
        sure: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for one, other in together:
            sure[joined.of(one)].append((one, other))
        found: list[list[int]] = []
        for home_, members in joined.members().items():
            if len(members) == 1:
                found.append(members)
            else:
                found += linkage.groups(members, inside[home_], sure[home_])
        return sorted(found)

    def _told(
        self, must: Sequence[tuple[int, int]], never: Sequence[tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], dict[int, set[int]]]:
        """The pairs of items that belong together, and for each item those that it is never one with."""
        if not must and not never:
            return [], {}
        home = {row: number for number, item in enumerate(self.items) for row in item.rows}
        cannot: dict[int, set[int]] = {}
        for one, other in never:
            cannot.setdefault(home[one], set()).add(home[other])
            cannot.setdefault(home[other], set()).add(home[one])
        return [(home[one], home[other]) for one, other in must], cannot

    def _asked(self, one: int, other: int) -> float:
        return self.scorer.log_odds(max(one, other), min(one, other))

    def canonical(self, group: Sequence[int]) -> str:
        """The canonical name of a group."""
        spellings = Counter[str]()
        for item in group:
            spellings[self.items[item].name] += len(self.items[item].rows)
        return self._canonical.of(spellings, {self.items[item].name: self.names[item] for item in group})

    def sure(
        self, groups: Sequence[Sequence[int]], edges: Edges, against: Mapping[int, float] | None = None
    ) -> list[float]:
        """How probable it is that each item belongs to its group: by the average of what it has with the
        others, or where it stands alone, that it is none of the items that are most like it.

        `against`: the log-odds of what is most like an item among those that are not here.
        """
        home = {item: number for number, group in enumerate(groups) for item in group}
        total = [0.0] * len(self.items)
        count = [0] * len(self.items)
        best = [-inf if against is None else against.get(item, -inf) for item in range(len(self.items))]
        for one, other, odds in edges:
            for item in (one, other):
                if home[one] == home[other]:
                    total[item] += odds
                    count[item] += 1
                else:
                    best[item] = max(best[item], odds)
        found: list[float] = []
        for item in range(len(self.items)):
            group = groups[home[item]]
            if len(group) == 1:
                found.append(1.0 - probability(best[item]))
            elif count[item]:
                found.append(probability(total[item] / count[item]))
            else:  # told by `pairs`, or by way of others
                asked = [self.scorer.log_odds(item, other) for other in group[:_ASKED] if other != item]
                found.append(probability(sum(asked) / len(asked)))
        return found


class Components:
    """Which items, numbered from 0, hang together."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, item: int) -> int:
        above = self._above
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    def join(self, one: int, other: int) -> None:
        first, second = self.of(one), self.of(other)
        self._above[max(first, second)] = min(first, second)

    def members(self) -> dict[int, list[int]]:
        """The items of each component, ascending, by its first item."""
        found: dict[int, list[int]] = {}
        for item in range(len(self._above)):
            found.setdefault(self.of(item), []).append(item)
        return found
