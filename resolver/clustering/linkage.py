"""Pairs → groups: average linkage on log-odds, with what never goes together kept apart.

Two groups become one while, over all pairs of their members, one entity is more probable than two. One
likeness between two groups is not enough, and one slip in a pair does not keep two groups apart. Where a
group is as like a second group as the first, and these two are not one, it joins neither: nobody can say.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from resolver.clustering.marks import Marks

#: The log-odds of two items.
LogOdds = Callable[[int, int], float]
#: Pairs between two groups that are asked for at most; the others are taken to be like these.
_MOST_ASKED = 36


@dataclass(frozen=True, slots=True)
class Rules:
    """When groups are joined, all in log-odds. Weights: group `clustering`."""

    least: float  # the average from which on two groups are one
    lead: float  # how far ahead of the next group the first one must be
    rivals: float  # below which two groups are rivals for a third
    never: float  # the one pair at which or below which two groups of persons are never one


@dataclass(slots=True)
class _Link:
    """What is known between two groups: the sum over known pairs, their number, the least and the most."""

    total: float
    known: int
    least: float
    most: float

    def with_(self, other: _Link) -> _Link:
        return _Link(
            self.total + other.total,
            self.known + other.known,
            min(self.least, other.least),
            max(self.most, other.most),
        )

    @property
    def average(self) -> float:
        return self.total / self.known


@dataclass(slots=True)
class _Group:
    members: list[int]
    marks: Marks
    cannot: set[int]
    persons: bool
    links: dict[int, _Link] = field(default_factory=dict)


class Linkage:
    """Joins the items of one component. `ask` gives the log-odds of pairs that were not compared before."""

    def __init__(
        self,
        marks: Sequence[Marks],
        persons: Sequence[bool],
        cannot: Mapping[int, set[int]],
        ask: LogOdds,
        rules: Rules,
    ) -> None:
        """All by the number of an item. `persons`: whether it may be a person's name."""
        self._marks = marks
        self._persons = persons
        self._cannot = cannot
        self._ask = ask
        self._rules = rules

    def groups(
        self, items: Sequence[int], edges: Iterable[tuple[int, int, float]], must: Iterable[tuple[int, int]]
    ) -> list[list[int]]:
        """The items in groups, each in ascending order, in the order of their first items.

        `edges`: pairs that were compared, with their log-odds. `must`: pairs that are one entity's.
        """
        groups = {
            item: _Group([item], self._marks[item], set(self._cannot.get(item, ())), self._persons[item])
            for item in items
        }
        for one, other, odds in edges:
            groups[one].links[other] = groups[other].links[one] = _Link(odds, 1, odds, odds)
        number = max(items) + 1
        home = {item: item for item in items}
        for one, other in must:
            if home[one] != home[other]:
                joined = self._join(groups, home[one], home[other], number)
                home.update(dict.fromkeys(joined.members, number))
                number += 1
        queue = [
            (-link.average, one, other)
            for one, group in groups.items()
            for other, link in group.links.items()
            if one < other
        ]
        heapq.heapify(queue)
        while queue and -queue[0][0] >= self._rules.least:
            value, one, other = heapq.heappop(queue)
            if one not in groups or other not in groups:
                continue
            link = self._between(groups, one, other)
            if link.average != -value:  # more is known by now
                heapq.heappush(queue, (-link.average, one, other))
                continue
            if self._never(groups[one], groups[other], link) or self._undecided(groups, one, other):
                continue
            joined = self._join(groups, one, other, number)
            for third, link in joined.links.items():
                heapq.heappush(queue, (-link.average, min(third, number), max(third, number)))
            number += 1
        return sorted(sorted(group.members) for group in groups.values())

    def _between(self, groups: Mapping[int, _Group], one: int, other: int) -> _Link:
        """What is between two groups, with the pairs asked for that were not compared before."""
        mine, theirs = groups[one], groups[other]
        known = mine.links.get(other)
        count = len(mine.members) * len(theirs.members)
        if known is not None and known.known >= count:
            return known
        pairs = product(mine.members, theirs.members)
        step = max(1, count // _MOST_ASKED)
        odds = [self._ask(a, b) for a, b in islice(pairs, 0, None, step)]
        total = sum(odds) / len(odds) * count
        every = odds if known is None else [*odds, known.least, known.most]
        link = _Link(total, count, min(every), max(every))
        mine.links[other] = theirs.links[one] = link
        return link

    def _never(self, one: _Group, other: _Group, link: _Link) -> bool:
        return (
            not one.cannot.isdisjoint(other.members)
            or bool(one.marks.contradict(other.marks))
            or (one.persons and other.persons and link.least <= self._rules.never)
        )

    def _undecided(self, groups: Mapping[int, _Group], one: int, other: int) -> bool:
        """Whether one of the two is as like a third group, which is another one than the second.

        Of persons it is enough that one of the third group's names is as like: John Smith may be John A.
        Smith as well as John B. Smith, whichever of the two has more initials in other rows.
        """
        rules = self._rules
        for first, second in ((one, other), (other, one)):
            ours = groups[first].links
            near = max(rules.least, ours[second].average - rules.lead)
            for third in list(ours):
                if third == second or self._likeness(groups, first, third) < near:
                    continue
                self._between(groups, first, third)
                if self._likeness(groups, first, third) < near or self._never(
                    groups[first], groups[third], ours[third]
                ):
                    continue
                link = self._between(groups, second, third)
                if link.average < rules.rivals or self._never(groups[second], groups[third], link):
                    return True
        return False

    @staticmethod
    def _likeness(groups: Mapping[int, _Group], one: int, other: int) -> float:
        link = groups[one].links[other]
        return link.most if groups[one].persons and groups[other].persons else link.average

    @staticmethod
    def _join(groups: dict[int, _Group], one: int, other: int, number: int) -> _Group:
        first, second = groups.pop(one), groups.pop(other)
        links: dict[int, _Link] = {}
        for third, link in [*first.links.items(), *second.links.items()]:
            if third not in (one, other):
                known = links.get(third)
                links[third] = link if known is None else known.with_(link)
        joined = groups[number] = _Group(
            [*first.members, *second.members],
            first.marks.joined(second.marks),
            first.cannot | second.cannot,
            first.persons and second.persons,
            links,
        )
        for third, link in links.items():
            theirs = groups[third].links
            theirs.pop(one, None)
            theirs.pop(other, None)
            theirs[number] = link
        return joined
