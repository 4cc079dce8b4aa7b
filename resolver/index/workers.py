"""The same work on many texts, in this process or in several, with the answers in order.

Nothing here knows what the work is. Workers are forked where that is safe, so that they share an index that
lies in memory; elsewhere they are started anew and open the index's file, which they then share.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from itertools import count, islice
from multiprocessing.connection import Connection, wait
from operator import length_hint
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

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
#: Batches a worker that are out or wait for their turn to be given on; more would only fill memory.
_WAITING = 3
#: Batches that a worker has at once: one to work on, one to go on with.
_AHEAD = 2
#: Seconds until a worker that was told to end is killed.
_PATIENCE = 1.0
#: More processes than this are a slip of the keyboard; so many would bring most machines to a stand.
MOST_JOBS: Final = 1000
_SHOWN = 40
_DIED = "a worker process died; try fewer jobs, or jobs=1 to see why"
#: Signals that end a process.
_ENDING: Final = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
# Nor Ctrl-C, which a terminal sends to every process: in one that was just forked, Python would tell of it.
_HELD_BACK: Final = (*_ENDING, signal.SIGINT)
_PR_SET_PDEATHSIG: Final = 1  # <linux/prctl.h>


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


def check_jobs(jobs: int) -> None:
    """Raise InputError for a number of processes that makes no sense."""
    if not 1 <= jobs <= MOST_JOBS:
        raise InputError(f"jobs={jobs}: use 1 to {MOST_JOBS:,}")


def can_fork() -> bool:
    """Whether workers may be forked: not with other threads about, whose locks nobody would open again."""
    return (
        "fork" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and threading.active_count() == 1
    )


def in_processes(
    start: Callable[[], Work],
    texts: Iterable[Any],
    jobs: int,
    *,
    fork: bool,
) -> Iterator[Any | Failure]:
    """What `one_by_one` gives, from `jobs` processes; each calls `start` once for its work.

    Without `fork`, `start` is pickled.
    However the work ends (its end, an exception, the iterator closed or forgotten, this process killed), the
    workers end at once, in the middle of a text too. Raises ResolverError when one dies by itself.
    """
    workers: list[_Worker] = []

    def hire() -> _Worker:
        workers.append(_Worker(start, fork, workers))
        return workers[-1]

    try:
        yield from _handed_out(_batches(texts, jobs), workers, hire, jobs)
    finally:
        # They hold nothing that must be saved, and a text may take long: nobody waits for it.
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join(_PATIENCE)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
            worker.connection.close()


@contextlib.contextmanager
def _held_back(signals: Iterable[int]) -> Iterator[None]:
    """Signals wait until the end of this: a process that is forked meanwhile begins with them waiting."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A process and what it was given to do: the numbers of its batches, in their order."""

    def __init__(
        self,
        start: Callable[[], Work],
        fork: bool,
        others: Iterable[_Worker],
    ) -> None:
        context = multiprocessing.get_context("fork") if fork else multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        # What a forked process inherits: while it held these, the others would not see this process end.
        inherited = [self.connection, *(other.connection for other in others)] if fork else []
        self.process = context.Process(
            target=_serve, args=(theirs, inherited, start, os.getpid()), daemon=True
        )
        with _held_back(_HELD_BACK):  # until it does what its parent would not
            self.process.start()
        theirs.close()
        self.batches: deque[int] = deque()

    def give(self, number: int, first: int, batch: list[Any]) -> None:
        self.batches.append(number)
        try:
            self.connection.send((first, batch))
        except OSError:
            raise ResolverError(_DIED) from None

    def take(self) -> tuple[int, list[Any]]:
        """The number of the oldest batch and what came of it."""
        try:
            sent = self.connection.recv()
        except (EOFError, OSError):
            raise ResolverError(_DIED) from None
        if isinstance(sent, Failure):
            raise sent.error
        return self.batches.popleft(), sent


def _handed_out(
    batches: Iterator[list[Any]], workers: Sequence[_Worker], hire: Callable[[], _Worker], jobs: int
) -> Iterator[Any | Failure]:
    """Give every batch to the worker with the least to do, and bring what comes of them into order.

    A worker is hired when there is a batch and all others have something to do: few texts need few of them.
    """
    number = due = 0
    first = 1
    done: dict[int, list[Any]] = {}
    more = True
    while True:
        while more and number - due < jobs * _WAITING:
            least = min(workers, key=lambda worker: len(worker.batches), default=None)
            if len(workers) == jobs and least is not None and len(least.batches) == _AHEAD:
                break
            batch = next(batches, None)
            if batch is None:
                more = False
            else:
                idle = least is not None and (not least.batches or len(workers) == jobs)
                worker = least if least is not None and idle else hire()
                worker.give(number, first, batch)
                number += 1
                first += len(batch)
        if due == number:
            return
        busy = {worker.connection: worker for worker in workers if worker.batches}
        # Only what is due is waited for; others are taken as they come.
        while due not in done:
            for ready in wait(list(busy)):
                worker = busy[ready]  # type: ignore[index]
                finished, sent = worker.take()
                done[finished] = sent
                if not worker.batches:
                    del busy[ready]  # type: ignore[arg-type]
        outcomes = done.pop(due)
        due += 1
        yield from outcomes


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


def _serve(
    connection: Connection,
    inherited: Sequence[Connection],
    start: Callable[[], Work],
    parent: int,
) -> None:
    """A worker's life: batches come, what came of them goes, until nobody is at the other end."""
    # Ctrl-C reaches every process of a terminal; the parent decides what becomes of it. What the parent does
    # about other signals is not for its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
    for other in inherited:
        other.close()
    if inherited:
        _end_with_parent(parent)
    # What the parent loaded is shared while nobody writes to it, and the collector of cycles would.
    gc.freeze()
    batches: SimpleQueue[tuple[int, list[Any]]] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, batches), daemon=True).start()
    try:
        work = start()
        while True:
            first, texts = batches.get()
            connection.send(list(one_by_one(work, texts, first)))
    except OSError:
        os._exit(0)  # nobody is at the other end
    except Exception as error:
        told = (
            error if isinstance(error, ResolverError) else ResolverError(f"{type(error).__name__}: {error}")
        )
        connection.send(Failure(told))
        threading.Event().wait()  # until the parent has read it and ends this process


def _receive(connection: Connection, batches: SimpleQueue[tuple[int, list[Any]]]) -> None:
    """Take batches while others are worked on, and end this process when its parent is gone."""
    try:
        while True:
            batches.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


def _end_with_parent(parent: int) -> None:
    """Let Linux kill this forked process with its parent: threads cannot while a long search runs in C."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before
            os._exit(0)
