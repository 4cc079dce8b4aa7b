"""The journal of an edit: which temporary files are to take which files' places. Read as a stranger's file.

A gazetteer folder may come from anybody (a clone, an archive), and so may a journal in it. It therefore can
ask for nothing but what an edit does: put a temporary file that an edit wrote beside a gazetteer file into
that file's place. Both are regular files in the folder itself; nothing is reached through `..` or a link.
"""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Final

from resolver.errors import ResolverError
from resolver.storage.atomic import replacing

JOURNAL: Final = ".resolver-journal"
_TEMPORARY: Final = ".resolver-tmp"
_MOST_BYTES: Final = 1 << 20  # far more than the names of a gazetteer's files
_WRITTEN: Final = (".toml", ".jsonl", ".lock", ".txt")  # what edits write
_OURS: Final = re.compile(r"\.(?P<target>[^/\\]+)\.\d+(?:-\d+)?" + re.escape(_TEMPORARY), re.DOTALL)


class EditError(ResolverError):
    """An edit that cannot be made; nothing was written."""


def temporary_name(target: Path, number: int | None = None) -> str:
    """The name of the hidden file beside `target` that is to take its place, for this process only."""
    return f".{target.name}.{os.getpid()}{'' if number is None else f'-{number}'}{_TEMPORARY}"


def is_leftover(name: str) -> bool:
    """Whether a file name is one that only a killed edit leaves."""
    return bool(_OURS.fullmatch(name)) or name.startswith(f".{JOURNAL}.")


def has_journal(folder: Path) -> bool:
    """Whether an edit was killed half-way (or whether somebody wants it to look so)."""
    return os.path.lexists(folder / JOURNAL)


def inside(folder: Path, file: Path) -> Path:
    """The path below `folder` of a file that an edit writes, links followed.

    Raises EditError when it is no regular file of the folder: a link that leads out of a gazetteer would let
    whoever made it choose which file of the reader's is written.
    """
    real, root = Path(os.path.realpath(file)), Path(os.path.realpath(folder))
    if not real.is_relative_to(root):
        raise EditError(
            f"{file} is a link that leads out of {folder}; nothing was written; edit what it leads to"
        )
    if os.path.lexists(real) and not stat.S_ISREG(os.lstat(real).st_mode):
        raise EditError(f"{file} is not a regular file; nothing was written")
    return real.relative_to(root)


def write_journal(folder: Path, moves: list[tuple[str, str]]) -> None:
    """Put the journal of an edit into place: pairs of a temporary file and its target, below `folder`."""
    with replacing(folder / JOURNAL) as file:
        file.write(json.dumps(moves).encode())


def read_journal(folder: Path) -> list[tuple[Path, Path]]:
    """The moves of a journal that are still to be made.

    Raises EditError when the journal is not one that an edit of this folder can have written.
    """
    moves = []
    for temporary, target in _parsed(folder):
        source, goal = PurePosixPath(temporary), PurePosixPath(target)
        ours = _OURS.fullmatch(source.name)
        if (
            not _plain(temporary, source)
            or not _plain(target, goal)
            or ours is None
            or ours["target"] != goal.name
            or source.parent != goal.parent
            or goal.suffix not in _WRITTEN
            or any(part.startswith(".") for part in goal.parent.parts)
        ):
            raise _refused(folder, f"it asks to move {temporary!r} to {target!r}")
        for number in range(1, len(goal.parts)):
            if not _is(folder.joinpath(*goal.parts[:number]), stat.S_ISDIR):
                raise _refused(folder, f"{'/'.join(goal.parts[:number])!r} is no folder in it")
        if not os.path.lexists(folder / source):
            continue  # moved already by the edit itself
        if not _is(folder / source, stat.S_ISREG):
            raise _refused(folder, f"{temporary!r} is no regular file")
        if os.path.lexists(folder / goal) and not _is(folder / goal, stat.S_ISREG):
            raise _refused(folder, f"{target!r} is no regular file")
        moves.append((folder / source, folder / goal))
    return moves


def _parsed(folder: Path) -> list[tuple[str, str]]:
    journal = folder / JOURNAL
    if not _is(journal, stat.S_ISREG):
        raise _refused(folder, "it is no regular file")
    if journal.stat().st_size > _MOST_BYTES:
        raise _refused(folder, "it is too large")
    try:
        moves = json.loads(journal.read_bytes())
    except (ValueError, RecursionError):
        raise _refused(folder, "it cannot be read") from None
    if not isinstance(moves, list) or not all(
        isinstance(move, list) and len(move) == 2 and all(isinstance(name, str) for name in move)
        for move in moves
    ):
        raise _refused(folder, "it is not a list of moves")
    return [(temporary, target) for temporary, target in moves]


def _plain(name: str, path: PurePosixPath) -> bool:
    """Whether a name means the same to every system and leads to something below the folder."""
    strange = set("\0\\:" if os.name == "nt" else "\0")
    return bool(
        path.name
        and str(path) == name
        and not path.is_absolute()
        and ".." not in path.parts
        and not strange.intersection(name)
    )


def _is(path: Path, kind: object) -> bool:
    """Whether a path is of a kind (`stat.S_ISREG`, …), itself and not through a link."""
    try:
        return bool(kind(os.lstat(path).st_mode))  # type: ignore[operator]
    except (OSError, ValueError):
        return False


def _refused(folder: Path, why: str) -> EditError:
    return EditError(
        f"{folder / JOURNAL}: not written by an edit of this gazetteer ({why}); no file was moved; "
        "if you trust the folder, delete this file and try again"
    )
