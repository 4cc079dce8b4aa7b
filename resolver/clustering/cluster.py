"""`cluster`: rows → items → pairs → groups → clusters."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from resolver.clustering.blocking import Blocking
from resolver.clustering.clusters import Cluster, Clusters, Doubt
from resolver.clustering.grouping import Edges, Grouping, Pairs
from resolver.clustering.items import Item, items_of, read_column, read_names
from resolver.clustering.naming import lasting_ids
from resolver.errors import InputError
from resolver.index.workers import InOrder, can_fork, check_jobs, in_processes
from resolver.names.model import probability
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.types import EntityType

#: Items that a process works on at once.
_AT_ONCE = 64
Result = TypeVar("Result")
Columns = Mapping[str, Iterable[Any]]


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
    check_jobs(jobs)
    given = list(names)
    rows = read_names(given)
    must = _checked("pairs", pairs, rows)
    never = _checked("cannot", cannot, rows)
    for_ = [read_column(title, column, len(rows)) for title, column in (agree or {}).items()]
    against = [read_column(title, column, len(rows)) for title, column in (differ or {}).items()]
    work = _Work(items_of(rows, for_, against, {row for pair in (*must, *never) for row in pair}), type)
    edges = work.edges(jobs)
    groups = work.grouping.groups(edges, must, never)
    return _answer(given, work.grouping, groups, edges, previous or {})


def _checked(what: str, pairs: Pairs, rows: Sequence[str | None]) -> list[tuple[int, int]]:
    found = [(one, other) for one, other in pairs if one != other]
    for row in (row for pair in found for row in pair):
        if not 0 <= row < len(rows) or rows[row] is None:
            raise InputError(f"{what}: row {row} is not in the list or has no name; rows count from 0")
    return found


class _Work:
    """The grouping of a whole list, with the pairs that are worth comparing."""

    def __init__(self, items: list[Item], type: EntityType | None) -> None:
        self.grouping = grouping = Grouping(items, type)
        self._near: list[array[int]] = []
        self._blocking = Blocking(grouping.names, grouping.lexicon, grouping.matcher)

    def edges(self, jobs: int) -> Edges:
        """The pairs that are worth comparing, with their log-odds."""
        self._near = list(_spread(self, _near, jobs))
        return list(_spread(self, _scored, jobs))

    def near(self, numbers: range) -> list[array[int]]:
        """What is worth comparing with each of these."""
        return [array("I", self._blocking.near(number)) for number in numbers]

    def scored(self, numbers: range) -> Edges:
        """The pairs of each of these, but for those that the other item's own list has, too."""
        scorer = self.grouping.scorer
        found: Edges = []
        for one in numbers:
            for other in self._near[one]:
                if (other < one or one not in self._near[other]) and not scorer.excluded(one, other):
                    found.append((one, other, scorer.log_odds(one, other)))
        return found


def _near(work: _Work, numbers: range) -> list[array[int]]:
    return work.near(numbers)


def _scored(work: _Work, numbers: range) -> Edges:
    return work.scored(numbers)


def _spread(work: _Work, function: Callable[[_Work, range], list[Result]], jobs: int) -> Iterator[Result]:
    """What `function` gives for all items, in order, in `jobs` processes."""
    count = len(work.grouping.items)
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
    given: Sequence[Any],
    grouping: Grouping,
    groups: list[list[int]],
    edges: Edges,
    previous: Mapping[str, str],
) -> Clusters:
    items = grouping.items
    home = {item: number for number, group in enumerate(groups) for item in group}
    canonical = list(map(grouping.canonical, groups))
    members = [[items[item].name for item in group for _ in items[item].rows] for group in groups]
    # In an order that the order of rows does not change: IDs are numbered in it.
    order = sorted(
        range(len(groups)), key=lambda number: (canonical[number], members[number], groups[number])
    )
    ids, changes = lasting_ids(
        [members[number] for number in order], [canonical[number] for number in order], previous
    )
    id_of = dict(zip(order, ids, strict=True))
    sure = grouping.sure(groups, edges)
    doubtful = grouping.lexicon.weight("clustering", "doubt")
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
        if odds >= doubtful and home[one] != home[other]:
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
