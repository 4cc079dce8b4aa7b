"""`cluster`: rows → items → pairs → groups → clusters."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from resolver.clustering.blocking import Blocking
from resolver.clustering.canonical import Canonical
from resolver.clustering.clusters import Cluster, Clusters, Doubt
from resolver.clustering.items import Item, apart, items_of, read_column, read_names
from resolver.clustering.linkage import Linkage, Rules
from resolver.clustering.marks import MarkReader
from resolver.clustering.naming import lasting_ids
from resolver.clustering.pairs import PairScorer
from resolver.errors import InputError
from resolver.index.index import matcher_of
from resolver.index.loading import default_lexicon
from resolver.index.workers import InOrder, can_fork, in_processes
from resolver.names.model import probability
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.names.parts import Name
    from resolver.types import EntityType

#: Items that a process works on at once.
_AT_ONCE = 64
#: Members of a group that one is compared with where nothing is known of it.
_ASKED = 16
#: Rows that belong together: by their numbers, from 0.
Pairs = Iterable[tuple[int, int]]
Result = TypeVar("Result")
Columns = Mapping[str, Iterable[Any]]
#: Pairs of items with their log-odds.
_Edges = list[tuple[int, int, float]]


def cluster(
    names: Iterable[Any],
    type: EntityType | None = None,
    *,
    pairs: Pairs = (),
    cannot: Pairs = (),
    agree: Columns | None = None,
    differ: Columns | None = None,
    previous: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Clusters:
    """Group the names of a list by the entities that they mean, without a gazetteer.

    names: one a row; None, NaN and empty ones belong to no cluster. type: of all, where it is known.
    pairs, cannot: rows (numbers from 0) that are known to be one entity's, and to be two.
    agree: columns by title, one value a row, of which an equal value speaks for one entity, the more the
    fewer rows have it. differ: columns of which two different values say that there are two entities.
    previous: name → ID of an earlier run, so that clusters that stayed keep their IDs. jobs: processes.

    The groups do not depend on the order of the rows. Raises TypeError for a value that is no name (with its
    row), InputError for an unknown type, a column of another length, a row that is not there, or pairs that
    `cannot` contradicts.
    """
    if type is not None and type not in ENTITY_TYPES:
        raise InputError(f"unknown type {type!r}: use one of {', '.join(ENTITY_TYPES)}")
    if jobs < 1:
        raise InputError(f"jobs={jobs}: use 1 or more")
    given = list(names)
    rows = read_names(given)
    must = _checked("pairs", pairs, rows)
    never = _checked("cannot", cannot, rows)
    for_ = [read_column(title, column, len(rows)) for title, column in (agree or {}).items()]
    against = [read_column(title, column, len(rows)) for title, column in (differ or {}).items()]
    work = _Work(items_of(rows, for_, against, {row for pair in (*must, *never) for row in pair}), type)
    edges = work.edges(jobs)
    return _answer(given, work, work.grouped(edges, must, never), edges, previous or {})


def _checked(what: str, pairs: Pairs, rows: Sequence[str | None]) -> list[tuple[int, int]]:
    found = [(one, other) for one, other in pairs if one != other]
    for row in (row for pair in found for row in pair):
        if not 0 <= row < len(rows) or rows[row] is None:
            raise InputError(f"{what}: row {row} is not in the list or has no name; rows count from 0")
    return found


class _Work:
    """The items with all that is needed to compare them."""

    def __init__(self, items: list[Item], type: EntityType | None) -> None:
        lexicon = default_lexicon()
        matcher = matcher_of(lexicon).prepare()
        weight = partial(lexicon.weight, "clustering")
        self._rules = Rules(weight("least"), weight("lead"), weight("rivals"), weight("never"))
        names = {item.name: matcher.parse(item.name, type) for item in items}
        scorer = PairScorer(items, [names[item.name] for item in items], lexicon, matcher)
        if any(len(item.rows) > 1 for item in items):
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
        self.doubt = weight("doubt")
        self.canonical = Canonical(lexicon)
        self._marks = MarkReader(lexicon)
        self._near: list[array[int]] = []
        self._blocking = Blocking(self.names, lexicon, matcher)

    # -- pairs ----------------------------------------------------------------------------------

    def edges(self, jobs: int) -> _Edges:
        """The pairs that are worth comparing, with their log-odds."""
        self._near = list(_spread(self, _near, jobs))
        return list(_spread(self, _scored, jobs))

    def near(self, numbers: range) -> list[array[int]]:
        """What is worth comparing with each of these."""
        return [array("I", self._blocking.near(number)) for number in numbers]

    def scored(self, numbers: range) -> _Edges:
        """The pairs of each of these, but for those that the other item's own list has, too."""
        found: _Edges = []
        for one in numbers:
            for other in self._near[one]:
                if (other < one or one not in self._near[other]) and not self.scorer.excluded(one, other):
                    found.append((one, other, self.scorer.log_odds(one, other)))
        return found

    # -- groups ---------------------------------------------------------------------------------

    def grouped(self, edges: _Edges, must: Pairs, never: Pairs) -> list[list[int]]:
        """The items in groups. `must`, `never`: pairs of rows."""
        home = {row: number for number, item in enumerate(self.items) for row in item.rows}
        together = [(home[one], home[other]) for one, other in must]
        cannot: dict[int, set[int]] = {}
        for one, other in never:
            cannot.setdefault(home[one], set()).add(home[other])
            cannot.setdefault(home[other], set()).add(home[one])
        linkage = Linkage(
            [self._marks.of(name, item.differ) for name, item in zip(self.names, self.items, strict=True)],
            [not name.body for name in self.names],
            cannot,
            self._asked,
            self._rules,
        )
        joined = _Components(len(self.items))
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
        inside: defaultdict[int, _Edges] = defaultdict(list)
        for edge in edges:
            if joined.of(edge[0]) == joined.of(edge[1]):
                inside[joined.of(edge[0])].append(edge)
        sure: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for one, other in together:
            sure[joined.of(one)].append((one, other))
        groups: list[list[int]] = []
        for home_, members in joined.members().items():
            if len(members) == 1:
                groups.append(members)
            else:
                groups += linkage.groups(members, inside[home_], sure[home_])
        return sorted(groups)

    def _asked(self, one: int, other: int) -> float:
        return self.scorer.log_odds(max(one, other), min(one, other))


class _Components:
    """Which items hang together."""

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


def _near(work: _Work, numbers: range) -> list[array[int]]:
    return work.near(numbers)


def _scored(work: _Work, numbers: range) -> _Edges:
    return work.scored(numbers)


def _spread(work: _Work, function: Callable[[_Work, range], list[Result]], jobs: int) -> Iterator[Result]:
    """What `function` gives for all items, in order, in `jobs` processes."""
    count = len(work.items)
    parts = [range(start, min(start + _AT_ONCE, count)) for start in range(0, count, _AT_ONCE)]
    if jobs == 1 or len(parts) < 2 * jobs or not can_fork():
        for part in parts:
            yield from function(work, part)
        return
    start = partial(partial, function, work)
    for found in InOrder(in_processes(start, parts, jobs, fork=True)):
        yield from found


# -- the answer -------------------------------------------------------------------------------------


def _answer(
    given: Sequence[Any], work: _Work, groups: list[list[int]], edges: _Edges, previous: Mapping[str, str]
) -> Clusters:
    items = work.items
    home = {item: number for number, group in enumerate(groups) for item in group}
    canonical: list[str] = []
    members: list[list[str]] = []
    for group in groups:
        spellings = Counter[str]()
        names: dict[str, Name] = {}
        for item in group:
            spellings[items[item].name] += len(items[item].rows)
            names[items[item].name] = work.names[item]
        canonical.append(work.canonical.of(spellings, names))
        members.append([items[item].name for item in group for _ in items[item].rows])
    # In an order that the order of rows does not change: IDs are numbered in it.
    order = sorted(
        range(len(groups)), key=lambda number: (canonical[number], members[number], groups[number])
    )
    ids, changes = lasting_ids(
        [members[number] for number in order], [canonical[number] for number in order], previous
    )
    id_of = dict(zip(order, ids, strict=True))
    sure = _sure(work, groups, home, edges)
    row_ids: list[str | None] = [None] * len(given)
    row_names: list[str | None] = [None] * len(given)
    row_scores: list[float | None] = [None] * len(given)
    found: list[Cluster] = []
    for number in order:
        rows = sorted((row, item) for item in groups[number] for row in items[item].rows)
        for row, item in rows:
            row_ids[row], row_names[row], row_scores[row] = id_of[number], canonical[number], sure[item]
        found.append(
            Cluster(
                id_of[number],
                canonical[number],
                tuple([row for row, _ in rows]),
                tuple([str(given[row]) for row, _ in rows]),
                tuple([sure[item] for _, item in rows]),
            )
        )
    doubts: dict[tuple[str, str], float] = {}
    for one, other, odds in edges:
        if odds >= work.doubt and home[one] != home[other]:
            pair = tuple(sorted((id_of[home[one]], id_of[home[other]])))
            doubts[pair] = max(doubts.get(pair, 0.0), probability(odds))  # type: ignore[index,arg-type]
    told = sorted(doubts.items(), key=lambda doubt: (-doubt[1], doubt[0]))
    return Clusters(
        tuple(found),
        tuple(row_ids),
        tuple(row_names),
        tuple(row_scores),
        tuple(Doubt(*pair, score) for pair, score in told),
        changes,
    )


def _sure(work: _Work, groups: list[list[int]], home: Mapping[int, int], edges: _Edges) -> list[float]:
    """How sure it is that each item belongs to its group: by the average of what it has with the others, or
    where it stands alone, that it is none of the items that are most like it."""
    total = [0.0] * len(work.items)
    count = [0] * len(work.items)
    against = [-inf] * len(work.items)
    for one, other, odds in edges:
        for item in (one, other):
            if home[one] == home[other]:
                total[item] += odds
                count[item] += 1
            else:
                against[item] = max(against[item], odds)
    found: list[float] = []
    for item in range(len(work.items)):
        group = groups[home[item]]
        if len(group) == 1:
            found.append(1.0 - probability(against[item]))
        elif count[item]:
            found.append(probability(total[item] / count[item]))
        else:  # told by `pairs`, or by way of others
            asked = [work.scorer.log_odds(item, other) for other in group[:_ASKED] if other != item]
            found.append(probability(sum(asked) / len(asked)))
    return found
