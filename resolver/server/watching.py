"""Gazetteer files that change while they are served: noticed by looking, compiled in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.errors import ResolverError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Print = tuple[tuple[str, int, int, int], ...]


def look(sources: Sequence[str]) -> Print:
    """What tells that files changed: of each its path, number, size and time. Never fails.

    The default gazetteer of an installation does not change; in a checkout it may.
    """
    from resolver.entities.sources import find_files
    from resolver.index.file import is_index
    from resolver.index.loading import DEFAULT, default_folder

    found: list[tuple[str, int, int, int]] = []
    for source in sources or (DEFAULT,):
        path = default_folder() if source == DEFAULT else Path(source)
        try:
            files = [path] if is_index(path) else find_files(path).all()
        except ResolverError:
            files = [path]  # half moved, perhaps; the next look sees more
        for file in files:
            try:
                stat = os.stat(file)
            except OSError:
                found.append((str(file), 0, 0, 0))
            else:
                found.append((str(file), stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


class Compiler:
    """Makes an index file of the sources, aside, so that nobody who serves is kept from it."""

    def __init__(self, sources: Sequence[str], *, cache: bool) -> None:
        self._sources = tuple(sources)
        self._cache = cache
        self._folder = None if cache else tempfile.TemporaryDirectory(prefix="resolver-serve-")
        self._made = 0
        self._process: multiprocessing.process.BaseProcess | None = None
        self._answer: Connection | None = None

    def start(self) -> None:
        """Begin; `result` gives the outcome. What was begun before is given up."""
        self.stop()
        self._made += 1
        path = None if self._folder is None else str(Path(self._folder.name) / f"{self._made}.index")
        spawn = multiprocessing.get_context("spawn")
        self._answer, theirs = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_compile, args=(self._sources, path, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def busy(self) -> bool:
        """Whether something was begun whose result was not taken."""
        return self._process is not None

    def result(self, timeout: float) -> tuple[str | None, str | None] | None:
        """(path of the index, None) or (None, what is wrong); None if not known in `timeout` seconds."""
        if self._answer is None or not self._answer.poll(timeout):
            return None
        try:
            found: tuple[str | None, str | None] = self._answer.recv()
        except EOFError:
            found = None, "compiling the gazetteer was killed; is there enough memory?"
        self.stop()
        return found

    def stop(self) -> None:
        """Give up what was begun."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._answer is not None:
            self._answer.close()
        self._process = self._answer = None

    def close(self) -> None:
        """Give up, and delete what was made."""
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()


def _compile(sources: Sequence[str], path: str | None, answer: Connection) -> None:
    """What the process does: tell where the compiled index lies."""
    from resolver.index.loading import compile_index, open_index

    try:
        if path is None:
            # Not a temporary one of this process: where the cache cannot be written, --no-cache is the way.
            path = open_index(list(sources) or [None], cache=True).file
        else:
            compile_index(list(sources) or [None], path)
        answer.send((path, None))
    except (ResolverError, OSError) as error:
        answer.send((None, str(error)))
