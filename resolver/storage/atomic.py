"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

#: How a file that is being written is named: hidden, beside its target, never mistaken for it.
TEMPORARY_SUFFIX = ".tmp"
#: Letters of the target's name in that of a temporary file.
_SHOWN = 32


def temporary_path(path: Path) -> Path:
    """A new name beside `path`, for this process only."""
    # The name as a whole must not be longer than systems allow, which the file's own may just be.
    return path.with_name(f".{path.name[:_SHOWN]}.{os.getpid()}.{os.urandom(4).hex()}{TEMPORARY_SUFFIX}")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new binary file that takes the place of `path` when the block ends well, and vanishes when not.

    The bytes are on the disk before the name is: after a crash at any moment `path` is the old file or
    the new one. Permissions are those of a new file, or of the file that is replaced. A symbolic link
    stays one, and its target is replaced.

    Raises `OSError`, which names `path`.
    """
    asked, path = path, Path(os.path.realpath(path))
    temporary = temporary_path(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(temporary, flags, 0o666)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(asked)) from None
    try:
        with open(descriptor, "wb") as file:
            with contextlib.suppress(FileNotFoundError):
                os.chmod(temporary, os.stat(path).st_mode & 0o7777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        _move(temporary, path, asked)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def _move(temporary: Path, path: Path, asked: Path) -> None:
    try:
        os.replace(temporary, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(asked)) from None


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
