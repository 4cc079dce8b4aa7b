"""Change several files of a gazetteer together: all or none, one editor at a time, whatever is killed when.

A commit first writes every new content to a hidden file beside its target, then a journal that lists them,
then renames them and removes the journal. Killed before the journal is there, nothing has happened; killed
after, the next edit finishes the renames. Commands that only read never do: they say that it is to be done.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import shlex
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resolver.authoring.journal import (
    JOURNAL,
    EditError,
    has_journal,
    inside,
    is_leftover,
    read_journal,
    temporary_name,
    write_journal,
)
from resolver.storage.atomic import sync_folder

__all__ = ["Change", "EditError", "commit", "editing", "folder_of", "interruption", "overlay", "recover"]

_WAIT: Final = 30.0  # seconds to wait for another editor, longer than any edit takes


@dataclass(frozen=True, slots=True)
class Change:
    """One file's content before (None: there was none) and after an edit."""

    path: Path
    before: bytes | None
    after: bytes

    def diff(self, root: Path) -> str:
        """A unified diff, with paths relative to the gazetteer's folder."""
        name = os.path.relpath(self.path, root)
        old = (self.before or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = self.after.decode("utf-8", "replace").splitlines(keepends=True)
        lines = difflib.unified_diff(
            old, new, f"a/{name}" if self.before is not None else "/dev/null", f"b/{name}"
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


def folder_of(path: Path) -> Path:
    """The folder that is locked and holds the journal for a gazetteer at `path` (a folder or a file).

    A file that is reached through a link is edited where it lies.
    """
    return path if path.is_dir() else Path(os.path.realpath(path)).parent


@contextlib.contextmanager
def editing(path: Path, *, dry_run: bool = False) -> Iterator[None]:
    """Hold the gazetteer at `path` for one edit; finishes or clears away what a killed edit left.

    With `dry_run` nothing is written, so a killed edit is in the way. Raises EditError then, when another
    editor does not let go within half a minute, and when there is a journal that no edit can have written.
    """
    folder = folder_of(path)
    with _exclusive(folder):
        if dry_run:
            if message := interruption(path):
                raise EditError(message)
        else:
            recover(folder, deep=path.is_dir())
        yield


def recover(folder: Path, *, deep: bool = True) -> bool:
    """Finish an edit whose journal is there, remove other leftovers; whether there was a journal.

    `deep` looks for leftovers in the folders below too. Raises EditError, and moves nothing, for a journal
    that no edit can have written.
    """
    finished = has_journal(folder)
    if finished:
        for temporary, target in read_journal(folder):
            os.replace(temporary, target)
        sync_folder(folder)
        (folder / JOURNAL).unlink()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if deep and not name.startswith(".")]
        for name in filter(is_leftover, files):
            with contextlib.suppress(FileNotFoundError):
                Path(parent, name).unlink()
    return finished


def interruption(path: Path) -> str | None:
    """What to tell somebody who only reads a gazetteer in which an edit was killed half-way; None else."""
    if not has_journal(folder_of(path)):
        return None
    return (
        "an edit was interrupted here and some files may be the old ones; "
        f"`resolver gazetteer format -g {shlex.quote(str(path))}` finishes it"
    )


def temporary_beside(folder: Path, target: Path) -> Path:
    """A hidden file to write before `commit` puts it in the place of `target`; cleared away if that fails.

    Raises EditError when `target` is not in the gazetteer's folder.
    """
    real = Path(os.path.realpath(folder)) / inside(folder, target)
    return real.with_name(temporary_name(real))


def commit(root: Path, changes: list[Change], ready: Sequence[tuple[Path, Path]] = ()) -> None:
    """Write all changes or none; to be called within `editing(root)`.

    `ready` are files too large for memory, already written (see `temporary_beside`), with their targets.
    Raises EditError when a file is not what it was when the edit was made, or is a link that leads elsewhere.
    """
    folder = Path(os.path.realpath(folder_of(root)))
    changes = [change for change in changes if change.before != change.after]
    for change in changes:
        current = change.path.read_bytes() if change.path.exists() else None
        if current != change.before:
            raise EditError(
                f"{change.path} was changed by someone else meanwhile; nothing was written, try again"
            )
    if not changes and not ready:
        return
    moves: list[tuple[Path, Path]] = []
    written = [Path(os.path.realpath(temporary)) for temporary, _ in ready]
    try:
        moves += [
            (temporary.relative_to(folder), inside(folder, destination))
            for temporary, (_, destination) in zip(written, ready, strict=True)
        ]
        targets = [inside(folder, change.path) for change in changes]
        for number, (change, target) in enumerate(zip(changes, targets, strict=True)):
            real = folder / target
            real.parent.mkdir(parents=True, exist_ok=True)
            temporary = real.with_name(temporary_name(real, number))
            with temporary.open("xb") as file:
                written.append(temporary)
                moves.append((temporary.relative_to(folder), target))
                file.write(change.after)
                file.flush()
                os.fsync(file.fileno())
            if real.exists():
                temporary.chmod(real.stat().st_mode & 0o7777)
    except BaseException:
        for temporary in written:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise
    write_journal(folder, [(temporary.as_posix(), target.as_posix()) for temporary, target in moves])
    for temporary, target in moves:
        os.replace(folder / temporary, folder / target)
    for changed in {(folder / target).parent for _, target in moves}:
        sync_folder(changed)
    (folder / JOURNAL).unlink()
    sync_folder(folder)


def overlay(changes: list[Change]) -> Mapping[Path, bytes]:
    """The contents as they would be, for a check before writing."""
    return {change.path: change.after for change in changes}


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    @contextlib.contextmanager
    def _exclusive(folder: Path) -> Iterator[None]:
        with (folder / ".resolver-lock").open("a+b") as file:
            deadline = time.monotonic() + _WAIT
            while True:
                try:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    _wait(folder, deadline)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextlib.contextmanager
    def _exclusive(folder: Path) -> Iterator[None]:
        # The folder itself is locked: no lock file is left behind, and a killed holder lets go.
        handle = os.open(folder, os.O_RDONLY)
        try:
            deadline = time.monotonic() + _WAIT
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    _wait(folder, deadline)
            yield
        finally:
            os.close(handle)


def _wait(folder: Path, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise EditError(
            f"another edit of {folder} has been running for {_WAIT:.0f} s; try again when it is done"
        )
    time.sleep(0.05)
