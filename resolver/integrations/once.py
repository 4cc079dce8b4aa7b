"""Each distinct value of a column is worked on once; memory is bounded, however long the column."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from resolver.errors import IndexFileError, ResolverError

if TYPE_CHECKING:
    from resolver.integrations.cells import Work
    from resolver.resolver import Resolver

Carried = TypeVar("Carried")

#: Values, and letters in them, after which those that were not seen for long are forgotten.
_MOST_VALUES = 100_000
_MOST_LETTERS = 4_000_000
#: What a batch counts for, in letters, when batches are given to processes: its rows wait in memory.
_LETTERS_A_BATCH = 5_000
_PENDING = object()


@dataclass(frozen=True, slots=True)
class Failed:
    """What came of a value that could not be worked on."""

    error: Exception

    def __str__(self) -> str:
        if isinstance(self.error, ResolverError):
            return str(self.error)
        return f"unexpected {type(self.error).__name__}: {self.error}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Values that travel to a process together; its length is how much work they are."""

    values: Sequence[Any]

    def __len__(self) -> int:
        return _LETTERS_A_BATCH + sum(map(_letters, self.values))


def _letters(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes) else sum(len(part or "") for part in value)


def _on_asked(resolver: Resolver, asked: Asked, work: Work) -> list[Any]:
    return work_on(resolver, asked.values, work)


def work_on(resolver: Resolver, values: Sequence[Any], work: Work) -> list[Any]:
    """What `work` gives for each value, or `Failed`: one bad value loses no other."""
    return [_attempt(resolver, value, work) for value in values]


def _attempt(resolver: Resolver, value: Any, work: Work) -> Any:
    try:
        return work(resolver, value)
    except IndexFileError:
        raise  # it would be said of every one
    except Exception as error:
        return Failed(error)


class EachOnce:
    """Works on values, each distinct one once while it is remembered. None gives None.

    `work` is a function of a module or a partial of one where `jobs` is more than 1.
    """

    def __init__(self, resolver: Resolver, work: Work, jobs: int = 1) -> None:
        self._resolver = resolver
        self._work = work
        self._jobs = jobs
        self._known: dict[Hashable, Any] = {None: None}
        self._before: dict[Hashable, Any] = {}
        self._letters = 0
        self._lock = Lock()

    def results(self, values: Sequence[Any]) -> list[Any]:
        """What came of each value: `Failed` for one that could not be worked on."""
        with self._lock:  # engines may call from several threads; the work itself is one at a time in Python
            fresh = self._fresh(values)
            known = self._known
            known.update(zip(fresh, work_on(self._resolver, fresh, self._work), strict=True))
            return [known[value] for value in values]

    def over(self, batches: Iterable[tuple[Carried, Sequence[Any]]]) -> Iterator[tuple[Carried, list[Any]]]:
        """Every batch with what came of its values, in order, from as many processes as were asked for.

        What the batches raise is raised after all that came before it.
        """
        if self._jobs == 1:
            for carried, values in batches:
                yield carried, self.results(values)
            return
        from resolver.parallel import map_ordered

        read: deque[tuple[Carried, Sequence[Any], list[Any], dict[Hashable, Any]]] = deque()
        broken: list[Exception] = []

        def asked() -> Iterator[Asked]:
            try:
                for carried, values in batches:
                    fresh = self._fresh(values)
                    read.append((carried, values, fresh, self._known))
                    yield Asked(fresh)
            except Exception as error:
                broken.append(error)

        work = partial(_on_asked, work=self._work)
        for answers in map_ordered(self._resolver, work, asked(), self._jobs):
            carried, values, fresh, known = read.popleft()
            known.update(zip(fresh, answers, strict=True))
            yield carried, [known[value] for value in values]
        if broken:
            raise broken[0]

    def _fresh(self, values: Sequence[Any]) -> list[Any]:
        """The values that nobody asked for yet; they count as asked for from now on."""
        if len(self._known) > _MOST_VALUES or self._letters > _MOST_LETTERS:
            # A batch on its way keeps what it was read with.
            self._known, self._before, self._letters = {None: None}, self._known, 0
        known, before = self._known, self._before
        fresh: list[Any] = []
        for value in values:
            if value not in known:
                known[value] = result = before.get(value, _PENDING)
                if result is _PENDING:
                    fresh.append(value)
                self._letters += _letters(value)
        return fresh


def raise_failed(results: Sequence[Any], first: int = 1) -> None:
    """Raise what came of the first value that failed, with its row; rows count from `first`."""
    for row, result in enumerate(results, start=first):
        if isinstance(result, Failed):
            kind = type(result.error) if isinstance(result.error, ResolverError) else ResolverError
            raise kind(f"row {row}: {result}") from result.error
