"""`diff`: what an edit of a gazetteer does: to its names, and to the mentions of a corpus."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from resolver.entities.entity import Entity
from resolver.entities.lock import Issued, state_of
from resolver.entities.sources import Sources, load_sources
from resolver.errors import InputError
from resolver.types import Mention

if TYPE_CHECKING:
    from resolver.resolver import Resolver

_NOT_NAMES: Final = (
    "type",
    "country",
    "within",
    "member_of",
    "external",
    "not",
    "needs_context",
    "ambiguous",
    "name",
)


@dataclass(frozen=True, slots=True)
class NameChange:
    """A name that an entity got (`added`) or lost, as which form."""

    spelling: str
    form: str
    added: bool


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What differs about one ID.

    `kind`: "added", "gone" (with nothing left of it), "merged", "split", "retired", "changed". `fields` are
    other fields that differ, with their old and new values.
    """

    id: str
    kind: Literal["added", "gone", "merged", "split", "retired", "changed"]
    names: tuple[NameChange, ...] = ()
    fields: tuple[tuple[str, Any, Any], ...] = ()
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionChange:
    """One span of a text whose answer differs.

    `kind`: "gained", "lost", "moved" (other extent), "meaning" (other ID), "spelling" (the same ID, but
    `normalise` writes something else). `before` and `after` are the mentions, None where there is none.
    """

    file: str
    line: int
    kind: Literal["gained", "lost", "moved", "meaning", "spelling"]
    before: Mention | None
    after: Mention | None
    context: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_said(self.before)} → {_said(self.after)}  …{self.context}…"


def _said(mention: Mention | None) -> str:
    if mention is None:
        return "nothing"
    meaning = mention.id or "ambiguous: " + ", ".join(c.id for c in mention.candidates)
    normal = f" as “{mention.normal}”" if mention.normal != mention.text else ""
    return f"“{mention.text}” {meaning}{normal}"


@contextlib.contextmanager
def revision(spec: str, gazetteer: Path) -> Iterator[Path]:
    """The path of a gazetteer that is named by a path or by a git revision.

    `spec` is an existing path, "REV:PATH", or "REV" for the revision's state of `gazetteer`. A revision is
    unpacked to a folder that lasts as long as the context. Raises InputError when there is no such thing.
    """
    if Path(spec).exists():
        yield Path(spec)
        return
    name, _, inside = spec.partition(":")
    folder = gazetteer if gazetteer.is_dir() else gazetteer.parent
    top = _git(folder, "rev-parse", "--show-toplevel").decode().strip() if folder.is_dir() else ""
    if not top or not name or name.startswith("-"):
        raise InputError(f"{spec!r} is neither a path nor a git revision here")
    wanted = inside or gazetteer.resolve().relative_to(Path(top).resolve()).as_posix()
    archive = _git(Path(top), "archive", "--format=tar", name, "--", wanted)
    if not archive:
        raise InputError(f"{spec!r} is neither a path nor a git revision that has {wanted}")
    with tempfile.TemporaryDirectory(prefix="resolver-") as temporary:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            if hasattr(tarfile, "data_filter"):
                tar.extractall(temporary, filter="data")
            else:  # before Python 3.11.4; git made this archive, from files that it had checked
                tar.extractall(temporary)
        yield Path(temporary, wanted)


def _git(folder: Path, *arguments: str) -> bytes:
    """git's output; empty when it fails or is not installed."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""


def diff_entities(old: Sources, new: Sources) -> list[EntityChange]:
    """Every ID about which the two say different things, sorted by ID."""
    changes = []
    for id in sorted(old.entities.keys() | new.entities.keys()):
        before, after = old.entities.get(id), new.entities.get(id)
        if before == after:
            continue
        if after is None or (before is not None and before.live and not after.live):
            issued = (
                new.lock.get(id)
                if after is None
                else Issued(id, state_of(after), after.type, after.replaced_by)
            )
            kind = issued.state if issued is not None and issued.state != "live" else "gone"
            lost = _names(before, None)
            changes.append(EntityChange(id, kind, lost, (), issued.successors if issued else ()))
        elif before is None:
            changes.append(EntityChange(id, "added", _names(None, after)))
        else:
            changes.append(EntityChange(id, "changed", _names(before, after), _fields(before, after)))
    return changes


def _names(before: Entity | None, after: Entity | None) -> tuple[NameChange, ...]:
    old = {(n.spelling, n.form) for n in before.all_names()} if before is not None and before.live else set()
    new = {(n.spelling, n.form) for n in after.all_names()} if after is not None and after.live else set()
    gone = [NameChange(spelling, form, False) for spelling, form in sorted(old - new)]
    return (*gone, *(NameChange(spelling, form, True) for spelling, form in sorted(new - old)))


def _fields(before: Entity, after: Entity) -> tuple[tuple[str, Any, Any], ...]:
    old, new = before.to_dict(), after.to_dict()
    return tuple((f, old.get(f), new.get(f)) for f in _NOT_NAMES if old.get(f) != new.get(f))


def diff_paths(old: Path, new: Path) -> list[EntityChange]:
    """`diff_entities` of two gazetteers on disk. Raises GazetteerError when one cannot be read."""
    return diff_entities(load_sources(old), load_sources(new))


def diff_mentions(old: Resolver, new: Resolver, texts: Iterable[tuple[str, str]]) -> Iterator[MentionChange]:
    """Every mention of the texts (name, content) that the two resolvers answer differently, in order.

    An ID that was merged into the new answer's is the same meaning.
    """
    for name, text in texts:
        yield from _text_changes(name, text, old.link(text), new.link(text), new)


def _text_changes(
    name: str, text: str, before: list[Mention], after: list[Mention], new: Resolver
) -> Iterator[MentionChange]:
    starts: list[tuple[int, int, Mention | None, Mention | None]] = []
    left = {(m.start, m.end): m for m in after}
    for mention in before:
        twin = left.pop((mention.start, mention.end), None)
        if twin is None:
            twin = next((m for m in left.values() if m.start < mention.end and mention.start < m.end), None)
            if twin is not None:
                del left[twin.start, twin.end]
        starts.append((mention.start, mention.end, mention, twin))
    starts += [(m.start, m.end, None, m) for m in left.values()]
    for start, end, one, other in sorted(starts, key=lambda row: row[:2]):
        if (kind := _kind(one, other, new)) is not None:
            line = text.count("\n", 0, start) + 1
            context = " ".join(text[max(0, start - 40) : end + 40].split())
            yield MentionChange(name, line, kind, one, other, context)


def _kind(
    before: Mention | None, after: Mention | None, new: Resolver
) -> Literal["gained", "lost", "moved", "meaning", "spelling"] | None:
    if before is None:
        return "gained"
    if after is None:
        return "lost"
    if before.id != after.id:
        successor = new.gazetteer.get(before.id) if before.id is not None else None
        if successor is None or successor.id != after.id:
            return "meaning"
    if (before.start, before.end) != (after.start, after.end):
        return "moved"
    return "spelling" if before.normal != after.normal else None
