"""The same work on many items, in this process or in several, with the results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, Protocol, TypeVar


class Shareable(Protocol):
    """What processes work with: prepared before they are forked, or opened again by those started anew."""

    def prepare(self) -> None:
        """Load now what is else loaded when it is first needed."""

    def opener(self, stack: ExitStack) -> Callable[[], Any]:
        """A function that can be pickled and opens the same in another process; `stack` keeps its file."""


Worker = TypeVar("Worker", bound=Shareable)
Item = TypeVar("Item")
Result = TypeVar("Result")


def map_ordered(
    worker: Worker,
    function: Callable[[Worker, Item], Result],
    items: Iterable[Item],
    jobs: int,
) -> Iterator[Result]:
    """`function(worker, item)` for each item, in order, in `jobs` processes.

    Items are read as they are needed. One that fails raises, with its number and beginning; `next` after that
    goes on with the one behind it. `function` must be one that can be pickled, and so must its results.
    Raises InputError at once for a number of jobs that makes no sense.
    """
    from resolver.index.workers import InOrder, check_jobs, one_by_one

    check_jobs(jobs)
    if jobs == 1:
        return InOrder(one_by_one(partial(function, worker), items))
    return InOrder(_in_processes(worker, function, items, jobs))


def _in_processes(
    worker: Worker,
    function: Callable[[Worker, Item], Result],
    items: Iterable[Item],
    jobs: int,
) -> Iterator[Any]:
    from resolver.index.workers import can_fork, in_processes

    with ExitStack() as stack:
        fork = can_fork()
        start: Callable[[], Callable[[Item], Result]]
        if fork:
            worker.prepare()  # the processes share what is there before them
            start = partial(partial, function, worker)
        else:
            start = partial(_opened, worker.opener(stack), function)
        yield from in_processes(start, items, jobs, fork=fork)


def _opened(
    opener: Callable[[], Worker], function: Callable[[Worker, Item], Result]
) -> Callable[[Item], Result]:
    """What a process that was started anew does with each item."""
    return partial(function, opener())
