"""Units of several files, worked on in one process or several, and brought back in order, file by file."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from resolver.cli import exits
from resolver.cli.input import Codec, Source, UnitKind, opened
from resolver.errors import IndexFileError, InputError

if TYPE_CHECKING:
    from resolver.resolver import Resolver

#: What a file that cannot be read raises: it is told, and the others are done.
UNREADABLE = (InputError, FileNotFoundError, PermissionError, IsADirectoryError)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of a file: its text, the code points before it, and where it is, in words."""

    path: str
    text: str
    offset: int
    place: str

    def __len__(self) -> int:
        return len(self.text)  # how much work it is


@dataclass(frozen=True, slots=True)
class Failed:
    """What came of a unit that could not be worked on: the line to tell."""

    message: str


@dataclass(frozen=True, slots=True)
class _Broken:
    """What stands where a file cannot be opened, or cannot be read on."""

    error: Exception
    opened: bool


_Event = Source | Piece | _Broken
#: What is done with each unit: a function of a module or a partial of one, since other processes may do it.
Work = Callable[["Resolver", Piece], Any]


def in_order(
    inputs: Iterable[str],
    codec: Codec,
    kind: UnitKind,
    resolver: Resolver,
    work: Work,
    jobs: int,
    unreadable: Callable[[Exception], None],
) -> Iterator[tuple[Source, Iterator[tuple[Piece, Any]]]]:
    """Every file with its units, each with what `work` gave for it, or `Failed`.

    A file's units are to be taken before the next file is asked for. `unreadable` is told of files that
    cannot be opened; the units of one that cannot be read to its end raise there.
    """
    worked = _worked(_events(inputs, codec, kind), resolver, work, jobs)
    following: list[Source | _Broken] = []

    def units() -> Iterator[tuple[Piece, Any]]:
        for event, result in worked:
            if isinstance(event, Piece):
                yield event, result
            elif isinstance(event, _Broken) and event.opened:
                raise event.error
            else:
                following.append(event)
                return

    while True:
        if not following:
            with suppress(*UNREADABLE):  # of units that the caller left; it knows why
                deque(units(), maxlen=0)
        if not following:
            return
        file = following.pop()
        if isinstance(file, _Broken):
            unreadable(file.error)
        else:
            yield file, units()


def _events(inputs: Iterable[str], codec: Codec, kind: UnitKind) -> Iterator[_Event]:
    """Every file and then its units."""
    for path in inputs:
        begun = False
        try:
            with opened(path, codec, kind) as source:
                begun = True
                yield source
                for number, unit in enumerate(source.units, start=1):
                    place = path if kind == "document" else f"{path}, {kind} {number}"
                    yield Piece(path, unit.text, unit.offset, place)
        except UNREADABLE as error:
            yield _Broken(error, begun)


def _worked(
    events: Iterator[_Event], resolver: Resolver, work: Work, jobs: int
) -> Iterator[tuple[_Event, Any]]:
    """The same in the same order, units with what came of them."""
    if jobs == 1:
        for event in events:
            yield event, attempt(resolver, event, work) if isinstance(event, Piece) else None
        return
    from resolver.parallel import map_ordered

    read: deque[_Event] = deque()

    def pieces() -> Iterator[Piece]:
        for event in events:
            read.append(event)
            if isinstance(event, Piece):
                yield event

    with exits.while_read():
        for result in map_ordered(resolver, partial(attempt, work=work), pieces(), jobs):
            while not isinstance(event := read.popleft(), Piece):
                yield event, None
            yield event, result
    yield from ((event, None) for event in read)


def attempt(resolver: Resolver, piece: Piece, work: Work) -> Any:
    """What `work` gives for a unit, or `Failed`: one bad text loses no other."""
    try:
        return work(resolver, piece)
    except IndexFileError:
        raise  # it would be said of every one
    except Exception as error:
        if os.environ.get(exits.TRACEBACK_VARIABLE):
            raise
        shown = piece.text[:_SHOWN] + "…" if len(piece.text) > _SHOWN else piece.text
        return Failed(f"{piece.place} (“{shown.strip()}”): {exits.describe(error)}")
