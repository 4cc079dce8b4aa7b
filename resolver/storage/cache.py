"""The user's folder of compiled files: each is built once and found again by what it was made from.

    $XDG_CACHE_HOME/resolver/<kind>/<key>      ~/.cache/resolver/… when the variable is not set

The folder holds nothing that cannot be built again: it may be deleted at any time, be on a read-only
disk, or be filled by several processes at once.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from resolver.errors import IndexFileError
from resolver.storage.atomic import TEMPORARY_SUFFIX, temporary_path
from resolver.storage.cache_folder import folder
from resolver.storage.store import Store

#: How many files of a kind are kept: the gazetteers that somebody may work with at the same time, and those
#: of a run of the tests, which must not drive them out.
KEPT = 64

#: Bytes of a kind from which on the files that were used least recently go, however few they are.
_MOST_BYTES = 2 << 30

_WRITER = re.compile(rf"\.(\d+)\.[0-9a-f]+{re.escape(TEMPORARY_SUFFIX)}$")

#: Seconds after which a half-built file must be the rest of a killed process, whatever its name says.
_ABANDONED = 24 * 3600

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def cached(kind: str, key: str, build: Callable[[Path], None], *, kept: int = KEPT) -> Path:
    """The file of this kind and key, built when it is not there or is damaged at its head.

    `key` must stand for everything that the file depends on, as a hash of sources and versions does;
    `build` writes a store to the path it is given. The `kept` files of the kind that were used last stay,
    fewer when they are very large, and older ones are deleted. When the cache folder cannot be written, the
    file is built in a temporary folder, which lasts as long as this process.

    Two processes that build the same file at once both succeed, and the later one's file stays.

    Raises what `build` raises, and `ValueError` for a kind or key that is not a plain file name.
    """
    path = _path(kind, key)
    if _is_usable(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporary_path(path)
        temporary.touch()
    except OSError:
        return _build_for_this_process(path.name, build)
    try:
        build(temporary)
        os.replace(temporary, path)
    except (OSError, IndexFileError):
        # The disk may be full, or the folder gone: elsewhere there may be room. If the fault is the
        # builder's own, it comes again and is raised from there.
        return _build_for_this_process(path.name, build)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    prune(path.parent, kept, spare=path)
    return path


def find(kind: str, key: str) -> Path | None:
    """The file of this kind and key if it is there and not damaged at its head; it counts as used now.

    Raises `ValueError` for a kind or key that is not a plain file name.
    """
    path = _path(kind, key)
    return path if _is_usable(path) else None


def _path(kind: str, key: str) -> Path:
    for name in (kind, key):
        if not _NAME.fullmatch(name) or name.endswith(TEMPORARY_SUFFIX):
            raise ValueError(f"{name!r} is no name for a cached file")
    return folder() / kind / key


def prune(kind_folder: Path, kept: int, *, spare: Path | None = None) -> None:
    """Delete all but the `kept` most recently used files, never `spare`, and what killed builders left.

    Files beyond some gigabytes go as well, those that were used least recently first.
    """
    used: list[tuple[bool, float, str, int, Path]] = []
    with contextlib.suppress(OSError):
        for file in kind_folder.iterdir():
            with contextlib.suppress(OSError):
                stat = file.stat()
                if not file.name.endswith(TEMPORARY_SUFFIX):
                    used.append((file == spare, stat.st_mtime, file.name, stat.st_size, file))
                elif time.time() - stat.st_mtime > _ABANDONED or _is_orphan(file.name):
                    file.unlink(missing_ok=True)
    used.sort(reverse=True)
    size = 0
    for place, (spared, _, _, own, file) in enumerate(used):
        size += own
        if not spared and (place >= kept or size > _MOST_BYTES):
            # A process that has it open keeps its mapping; Windows refuses, then it stays.
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def _is_orphan(name: str) -> bool:
    """Whether the process that writes a temporary file is gone.

    One of another machine or container that shares the folder may seem so: it builds elsewhere then.
    """
    writer = _WRITER.search(name)
    if writer is None or os.name == "nt":  # where asking for a process is ending it
        return False
    try:
        os.kill(int(writer[1]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        pass  # it is somebody else's, and lives
    return False


def _is_usable(path: Path) -> bool:
    """Whether the file is there and opens; if so it counts as used now."""
    try:
        Store.open(path).close()
    except IndexFileError:
        return False
    with contextlib.suppress(OSError):
        os.utime(path)
    return True


def _build_for_this_process(name: str, build: Callable[[Path], None]) -> Path:
    home = tempfile.mkdtemp(prefix="resolver-")
    owner = os.getpid()

    def delete() -> None:
        # A forked worker inherits this, and must not delete what its parent still uses.
        if os.getpid() == owner:
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(delete)
    path = Path(home) / name
    build(path)
    return path
