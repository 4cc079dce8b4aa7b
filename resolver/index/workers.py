"""The same work on many texts, in this process or in several, with the answers in order.

Nothing here knows what the work is. Workers are forked where that is safe, so that they share an index that
lies in memory; elsewhere they are started anew and open the index's file, which they then share.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from resolver.errors import InputError, ResolverError

Result = TypeVar("Result")
Work = Callable[[Any], Any]

#: Texts that travel to a worker at once: enough to hide the way there, few enough that all workers are busy
#: to the end.
_MOST_TEXTS = 256
_MOST_LETTERS = 50_000
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


def in_processes(
    start: Callable[[], Work], texts: Iterable[Any], jobs: int, *, fork: bool
) -> Iterator[Any | Failure]:
    """What `one_by_one` gives, from `jobs` processes; each calls `start` once for its work.

    Without `fork`, `start` is pickled. Raises ResolverError when a process dies.
    """
    context = multiprocessing.get_context("fork" if fork else "spawn")
    waiting: deque[Future[list[Any]]] = deque()
    source = iter(texts)
    number = 1
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(start,))
    try:
        more = True
        while more or waiting:
            while more and len(waiting) < jobs * _WAITING:
                batch = _batch(source)
                more = bool(batch)
                if batch:
                    waiting.append(executor.submit(_work_on, batch, number))
                    number += len(batch)
            if waiting:
                yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise ResolverError("a worker process died; try fewer jobs, or jobs=1 to see why") from None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _batch(source: Iterator[Any]) -> list[Any]:
    batch: list[Any] = []
    letters = 0
    for text in islice(source, _MOST_TEXTS):
        batch.append(text)
        letters += len(text) if isinstance(text, str) else 0
        if letters >= _MOST_LETTERS:
            break
    return batch


_work: Work | None = None


def _begin(start: Callable[[], Work]) -> None:
    global _work
    # Ctrl-C reaches every process of a terminal; the parent decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What the parent loaded is shared while nobody writes to it, and the collector of cycles would.
    gc.freeze()
    _work = start()


def _work_on(batch: list[Any], first: int) -> list[Any]:
    assert _work is not None
    return list(one_by_one(_work, batch, first))
