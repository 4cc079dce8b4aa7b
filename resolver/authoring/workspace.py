"""Change several files of a gazetteer together: all or none, one editor at a time, whatever is killed when.

A commit first writes every new content to a hidden file beside its target, then a journal that lists them,
then renames them and removes the journal. Killed before the journal is there, nothing has happened; killed
after, the next `Workspace` (every edit and `check`) finishes the renames.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resolver.errors import ResolverError
from resolver.storage.atomic import replacing, sync_folder

JOURNAL: Final = ".resolver-journal"
_TEMPORARY: Final = ".resolver-tmp"
_WAIT: Final = 30.0  # seconds to wait for another editor, longer than any edit takes


class EditError(ResolverError):
    """An edit that cannot be made; nothing was written."""


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
    """The folder that is locked and holds the journal for a gazetteer at `path` (a folder or a file)."""
    return path if path.is_dir() else path.parent


@contextlib.contextmanager
def editing(path: Path) -> Iterator[None]:
    """Hold the gazetteer at `path` for one edit; finishes or clears away what a killed edit left.

    Raises EditError when another editor does not let go of it within half a minute.
    """
    folder = folder_of(path)
    with _exclusive(folder):
        recover(folder)
        yield


def recover(folder: Path) -> bool:
    """Finish an edit whose journal is there, remove other leftovers; whether there was a journal."""
    journal = folder / JOURNAL
    finished = False
    if journal.exists():
        moves = json.loads(journal.read_text("utf-8"))
        for temporary, target in moves:
            # Renamed already by the killed edit: then the temporary file is gone.
            with contextlib.suppress(FileNotFoundError):
                os.replace(folder / temporary, folder / target)
        sync_folder(folder)
        journal.unlink()
        finished = True
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.startswith(".") and (name.endswith(_TEMPORARY) or name.startswith(f".{JOURNAL}.")):
                with contextlib.suppress(FileNotFoundError):
                    Path(parent, name).unlink()
    return finished


def interrupted(path: Path) -> bool:
    """Whether an edit was killed half-way and waits for `recover`."""
    return (folder_of(path) / JOURNAL).exists()


def temporary_beside(target: Path) -> Path:
    """A hidden file to write before `commit` puts it in the place of `target`; cleared away if that fails."""
    real = Path(os.path.realpath(target))
    return real.parent / f".{real.name}.{os.getpid()}{_TEMPORARY}"


def commit(root: Path, changes: list[Change], ready: Sequence[tuple[Path, Path]] = ()) -> None:
    """Write all changes or none; to be called within `editing(root)`.

    `ready` are files too large for memory, already written (see `temporary_beside`), with their targets.
    Raises EditError when a file is not what it was when the edit was made.
    """
    folder = folder_of(root)
    changes = [change for change in changes if change.before != change.after]
    for change in changes:
        current = change.path.read_bytes() if change.path.exists() else None
        if current != change.before:
            raise EditError(
                f"{change.path} was changed by someone else meanwhile; nothing was written, try again"
            )
    if not changes and not ready:
        return
    moves: list[tuple[str, str]] = []
    folders: set[Path] = set()
    for written, destination in ready:
        real = Path(os.path.realpath(destination))
        moves.append((os.path.relpath(written, folder.resolve()), os.path.relpath(real, folder.resolve())))
        folders.add(real.parent)
    try:
        for number, change in enumerate(changes):
            target = Path(os.path.realpath(change.path))
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.parent / f".{target.name}.{os.getpid()}-{number}{_TEMPORARY}"
            with temporary.open("wb") as file:
                file.write(change.after)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o7777)
            moves.append(
                (os.path.relpath(temporary, folder.resolve()), os.path.relpath(target, folder.resolve()))
            )
            folders.add(target.parent)
    except BaseException:
        for temporary_name, _ in moves:
            with contextlib.suppress(OSError):
                (folder / temporary_name).unlink()
        raise
    with replacing(folder / JOURNAL) as file:
        file.write(json.dumps(moves).encode())
    for temporary_name, target_name in moves:
        os.replace(folder / temporary_name, folder / target_name)
    for changed in folders:
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
