"""`ids.lock`: every ID ever issued and what became of it, so that none vanishes or comes back as another.

Plain text, one ID a line, sorted, fields separated by a tab:

    id ⇥ state ⇥ type ⇥ successor…

States: ``live``; ``merged`` into one successor; ``split`` into two or more; ``retired`` without any. Lines
that start with ``#`` are comments (the header that `render_lock` writes). A line of a live ID may lack the
type; the next write adds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from resolver.entities.entity import Entity
from resolver.errors import GazetteerError
from resolver.storage.atomic import replacing
from resolver.types import ENTITY_TYPES, EntityType

LOCK_NAME: Final = "ids.lock"
State = Literal["live", "merged", "split", "retired"]
STATES: Final[tuple[State, ...]] = get_args(State)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*").fullmatch
_SHOWN: Final = 10
_HEADER: Final = (
    "# Every ID ever issued: id, state, type, successors. Written by `resolver gazetteer`; not by hand.\n"
)


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the lock: what an ID was issued for and what became of it."""

    id: str
    state: State
    type: EntityType | None
    successors: tuple[str, ...] = ()


class Lock(dict[str, Issued]):
    """All IDs ever issued, by ID. A dict, with the lineage on top."""

    def successors(self, id: str) -> tuple[str, ...]:
        """The IDs that stand for `id` today, followed to the end; `(id,)` for a live or unknown one.

        A retired ID has none. Raises GazetteerError when the lineage goes in a circle.
        """
        found: dict[str, None] = {}
        way: dict[str, None] = {}
        done: set[str] = set()
        # Each step is an ID to look at, or None at the end of those that stand for the last of `way`.
        steps: list[str | None] = [id]
        while steps:
            step = steps.pop()
            if step is None:
                done.add(way.popitem()[0])
                continue
            if step in way:
                raise _circle(list(way), step)
            if step in done:
                continue
            issued = self.get(step)
            if issued is None or issued.state == "live":
                found[step] = None
                continue
            way[step] = None
            steps.append(None)
            steps += reversed(issued.successors)
        return tuple(found)

    def circle(self) -> GazetteerError | None:
        """What is wrong when some lineage goes in a circle, each ID looked at once; None when none does."""
        done: set[str] = set()
        for id in self:
            way: dict[str, None] = {}
            steps: list[str | None] = [id]
            while steps:
                step = steps.pop()
                if step is None:
                    done.add(way.popitem()[0])
                elif step in way:
                    return _circle(list(way), step)
                elif step not in done:
                    way[step] = None
                    steps.append(None)
                    steps += self[step].successors if step in self else ()
        return None

    def with_entities(self, entities: Iterable[Entity]) -> Lock:
        """This lock brought up to date with what files say: new IDs added, lineage taken over."""
        lock = Lock(self)
        for entity in entities:
            lock[entity.id] = Issued(entity.id, state_of(entity), entity.type, entity.replaced_by)
        return lock


def _circle(way: list[str], id: str) -> GazetteerError:
    steps = [*way[way.index(id) :], id]
    if len(steps) > _SHOWN:
        steps = [*steps[:_SHOWN], "…", id]
    return GazetteerError(
        f"the lineage goes in a circle: {' → '.join(steps)}; one of them must stay live",
        file=LOCK_NAME,
        id=id,
    )


def state_of(entity: Entity) -> State:
    """The state that an entity's own fields give it."""
    if entity.replaced_by:
        return "merged" if len(entity.replaced_by) == 1 else "split"
    return "retired" if entity.retired else "live"


def parse_lock(text: str, file: str = LOCK_NAME) -> Lock:
    """Raises GazetteerError with the line of the first thing that is wrong, circles included."""
    lock = Lock()
    previous = ""
    # Not splitlines(): a stray U+2028 or form feed is part of its line, and the line numbers stay right.
    for number, row in enumerate(text.split("\n"), start=1):
        line = row.removesuffix("\r")
        if not line or line.startswith("#"):
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise GazetteerError(
                "a merge conflict was left in the file; keep the lines of both sides, sorted by ID",
                file=file,
                line=number,
            )
        issued = _parse_line(line, file, number)
        if issued.id in lock:
            raise GazetteerError(
                "this ID stands here twice; keep one line", file=file, line=number, id=issued.id
            )
        if issued.id < previous:
            raise GazetteerError(
                f"out of order: it must come before {previous!r}; sort the lines",
                file=file,
                line=number,
                id=issued.id,
            )
        previous = issued.id
        lock[issued.id] = issued
    if (error := lock.circle()) is not None:
        raise GazetteerError(error.message, file=file, id=error.id)
    return lock


def _parse_line(line: str, file: str, number: int) -> Issued:
    fields = line.split("\t")
    id = fields[0]

    def wrong(message: str) -> GazetteerError:
        return GazetteerError(message, file=file, line=number, id=id if _ID(id) else None)

    if fields[1:] == ["live"]:
        fields.append("")
    if len(fields) < 3:
        raise wrong("a line is id, state, type and successors, separated by tabs; fields are missing")
    state, type = fields[1], fields[2]
    successors = tuple(fields[3:])
    for part in (id, *successors):
        if not _ID(part):
            raise wrong(f"{part!r} is no ID")
    if state not in STATES:
        raise wrong(f"unknown state {state!r}; known are {', '.join(STATES)}")
    if type and type not in ENTITY_TYPES:
        raise wrong(f"unknown type {type!r}; known are {', '.join(ENTITY_TYPES)}")
    count = len(set(successors))
    if count != len(successors):
        raise wrong("a successor stands here twice")
    if state in ("live", "retired") and count:
        raise wrong(f"a {state} ID has no successors; remove them or write merged or split")
    if state == "merged" and count != 1:
        raise wrong("a merged ID has one successor")
    if state == "split" and count < 2:
        raise wrong("a split ID has two successors or more")
    return Issued(id, state, type or None, successors)


def render_lock(lock: Mapping[str, Issued]) -> str:
    """The file's text: the same for the same content, whatever the order of `lock`."""
    lines = (
        "\t".join((issued.id, issued.state, issued.type or "", *issued.successors)).rstrip("\t") + "\n"
        for _, issued in sorted(lock.items())
    )
    return _HEADER + "".join(lines)


def read_lock(path: Path, content: bytes | None = None) -> Lock:
    """The lock of a file, or of `content` in its place.

    Raises GazetteerError when it is damaged, OSError when it cannot be read.
    """
    try:
        text = (path.read_bytes() if content is None else content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GazetteerError(f"not UTF-8 (byte {error.start})", file=str(path)) from None
    return parse_lock(text, str(path))


def write_lock(path: Path, lock: Mapping[str, Issued]) -> None:
    """Write atomically: another process sees the old file or the new one, never a part."""
    with replacing(path) as file:
        file.write(render_lock(lock).encode())
