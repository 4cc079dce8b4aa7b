"""The same work on many texts, in this process or in several, with the answers in order.

Nothing here knows what the work is. Workers are forked where that is safe, so that they share an index that
lies in memory; elsewhere they are started anew and open the index's file, which they then share.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count, islice
from operator import length_hint
from typing import Any, Generic, Protocol, TypeVar

from resolver.errors import InputError, ResolverError

Result = TypeVar("Result")
Work = Callable[[Any], Any]

#: Texts that travel to a worker at once: few at first, so that all workers have something to do, and more
#: later, since what a worker has learnt from a text helps it most with those behind it.
_MOST_TEXTS = 400
_FIRST_LETTERS = 50_000
_MOST_LETTERS = 250_000
#: Where it is known how many texts there are, each batch is this part of a worker's share of what is left, so
#: that all are busy to the end.
_PARTS = 3
_FEWEST_TEXTS = 16
#: Batches that wait for each worker; more would only fill memory.
_WAITING = 3
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Failure:
    """What came of a text that could not be worked on."""

    error: ResolverError


class InOrder(Iterator[Result], Generic[Result]):
    """Answers in the order of the texts.

    A text that fails raises, with its number and its beginning in the message; `next` after that goes on
    with the text behind it, so that one bad text loses no other.
    """

    def __init__(self, outcomes: Iterator[Result | Failure]) -> None:
        self._outcomes = outcomes

    def __next__(self) -> Result:
        outcome = next(self._outcomes)
        if isinstance(outcome, Failure):
            raise outcome.error
        return outcome


def one_by_one(
    work: Callable[[Any], Result], texts: Iterable[Any], first: int = 1
) -> Iterator[Result | Failure]:
    """Work on each text; numbers in messages count from `first`."""
    for number, text in enumerate(texts, start=first):
        try:
            outcome: Result | Failure = work(text)
        except Exception as error:
            outcome = Failure(_named(error, number, text))
        yield outcome


def _named(error: Exception, number: int, text: Any) -> ResolverError:
    shown = repr(text[:_SHOWN] + "…" if isinstance(text, str) and len(text) > _SHOWN else text)[: 3 * _SHOWN]
    what = str(error) if isinstance(error, ResolverError) else f"{type(error).__name__}: {error}"
    if isinstance(error, MemoryError):
        what = "out of memory"
    kind = type(error) if isinstance(error, ResolverError) else InputError
    named = kind(f"text {number} ({shown}): {what}")
    named.__cause__ = error
    return named


def can_fork() -> bool:
    """Whether workers may be forked: not with other threads about, whose locks nobody would open again."""
    return (
        "fork" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and threading.active_count() == 1
    )


class Transport(Protocol):
    """One end of the way from a worker, which may know what was sent before."""

    def pack(self, outcomes: Iterable[Any], /) -> Any:
        """In the worker: what came of a batch, as it is sent."""

    def unpack(self, sent: Any, /) -> Iterable[Any]:
        """In the parent, which has such an end for each worker: the same from what was sent."""


class Whole:
    """Sends everything as it is."""

    def pack(self, outcomes: Iterable[Any], /) -> Any:
        return list(outcomes)

    def unpack(self, sent: Any, /) -> Iterable[Any]:
        outcomes: list[Any] = sent
        return outcomes


def in_processes(
    start: Callable[[], Work],
    texts: Iterable[Any],
    jobs: int,
    *,
    fork: bool,
    transport: Callable[[], Transport] = Whole,
) -> Iterator[Any | Failure]:
    """What `one_by_one` gives, from `jobs` processes; each calls `start` once for its work.

    Without `fork`, `start` is pickled, and so is `transport`, which makes both ends of the way from a worker.
    Raises ResolverError when a process dies.
    """
    context = multiprocessing.get_context("fork" if fork else "spawn")
    waiting: deque[Future[tuple[int, Any]]] = deque()
    ends: dict[int, Transport] = {}
    batches = _batches(texts, jobs)
    number = 1
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(start, transport))
    try:
        more = True
        while more or waiting:
            while more and len(waiting) < jobs * _WAITING:
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
                    waiting.append(executor.submit(_work_on, batch, number))
                    number += len(batch)
            if waiting:
                # Each worker's batches come in the order in which it had them.
                worker, sent = waiting.popleft().result()
                if worker not in ends:
                    ends[worker] = transport()
                yield from ends[worker].unpack(sent)
    except BrokenProcessPool:
        raise ResolverError("a worker process died; try fewer jobs, or jobs=1 to see why") from None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _batches(texts: Iterable[Any], jobs: int) -> Iterator[list[Any]]:
    left = length_hint(texts, 0)
    source = iter(texts)
    for number in count():
        most = min(_MOST_TEXTS, max(_FEWEST_TEXTS, left // (_PARTS * jobs))) if left > 0 else _MOST_TEXTS
        batch = _batch(source, most, min(_MOST_LETTERS, _FIRST_LETTERS * (1 + number // jobs)))
        if not batch:
            return
        left -= len(batch)
        yield batch


def _batch(source: Iterator[Any], most: int, most_letters: int) -> list[Any]:
    batch: list[Any] = []
    letters = 0
    for text in islice(source, most):
        batch.append(text)
        letters += len(text) if isinstance(text, Sized) else 0
        if letters >= most_letters:
            break
    return batch


_work: Work | None = None
_end: Transport | None = None


def _begin(start: Callable[[], Work], transport: Callable[[], Transport]) -> None:
    global _work, _end
    # Ctrl-C reaches every process of a terminal; the parent decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What the parent loaded is shared while nobody writes to it, and the collector of cycles would.
    gc.freeze()
    _work = start()
    _end = transport()


def _work_on(batch: list[Any], first: int) -> tuple[int, Any]:
    assert _work is not None
    assert _end is not None
    return os.getpid(), _end.pack(one_by_one(_work, batch, first))
