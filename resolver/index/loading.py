"""From sources to an open index: the compiled form where there is one, else read, compile and keep it.

- the default gazetteer: the file that the wheel ships; in a checkout, compiled once and cached
- files and folders: compiled once and cached, found again by a hash of their contents
- records from Python: compiled in memory
- a compiled index: opened
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.errors import GazetteerError, IndexFileError
from resolver.index.file import is_index, open_file, stamps, write_index

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon, LexiconData
    from resolver.entities.sources import Sources
    from resolver.index.index import Index

DEFAULT = "default"
#: The compiled default gazetteer inside an installed package.
SHIPPED = "default.index"

_PACKAGE = Path(__file__).resolve().parent.parent

#: Entities from which on compiling takes a second or more, so that somebody at a terminal should know.
_MANY = 500


def default_folder() -> Path:
    """Where the files of the shipped gazetteer lie: in the wheel, or beside the package in a checkout.

    Raises GazetteerError when the installation lacks it.
    """
    for folder in (_PACKAGE / "_gazetteer", _PACKAGE.parent / "gazetteer"):
        if (folder / "entities").is_dir():
            return folder
    raise GazetteerError("the default gazetteer is missing from this installation: install resolver again")


@lru_cache(maxsize=1)
def shipped_index() -> Index | None:
    """The compiled default gazetteer of an installed package; None in a checkout, or if it does not fit."""
    try:
        return open_file(_PACKAGE / "_gazetteer" / SHIPPED)
    except IndexFileError:
        return None


def default_lexicon(cache: bool = True) -> Lexicon:
    """The lexicon of the shipped gazetteer: of its compiled form, which may be written to the cache."""
    shipped = shipped_index() if cache else None
    if shipped is not None:
        return shipped.lexicon
    from resolver.entities.sources import find_files

    files = find_files(default_folder()).lexicon
    return _lexicon_of(_hash(files), files, cache)


@lru_cache(maxsize=4)
def _lexicon_of(key: str, files: tuple[Path, ...], cache: bool) -> Lexicon:
    def compiled() -> Lexicon:
        from resolver.entities.lexicon import Lexicon
        from resolver.entities.sources import load_sources

        return Lexicon.compile(load_sources([*files]).lexicon_data)

    return _kept_lexicon(key, compiled) if cache else compiled()


def lexicon_with(extra: LexiconData, cache: bool = True) -> Lexicon:
    """The lexicon of the shipped gazetteer and what other sources add to it."""
    if not any(extra.values()):
        return default_lexicon(cache)
    from resolver.entities.sources import find_files

    files = find_files(default_folder()).lexicon

    def compiled() -> Lexicon:
        from resolver.entities.lexicon import Lexicon
        from resolver.entities.sources import load_sources

        return Lexicon.compile(load_sources([*files]).lexicon_data, extra)

    if not cache:
        return compiled()
    import hashlib
    import json

    added = hashlib.blake2b(json.dumps(extra).encode(), digest_size=20).hexdigest()
    return _kept_lexicon(f"{_hash(files)}-{added}", compiled)


def _kept_lexicon(key: str, compiled: Callable[[], Lexicon]) -> Lexicon:
    """The compiled form in the cache; `key` stands for all that it is made from."""
    from resolver.index.lexicon_file import open_lexicon, write_lexicon
    from resolver.storage.cache import cached

    path = cached("lexicon", key, lambda path: write_lexicon(path, compiled(), stamps()))
    return open_lexicon(path, stamps())


def open_index(sources: Sequence[Any], *, cache: bool) -> Index:
    """The index of one or several sources, later ones over earlier ones; None means the default gazetteer.

    Raises GazetteerError when a source cannot be used, IndexFileError when a compiled index cannot.
    """
    flat = _named(sources)
    if flat == [DEFAULT] and cache and (shipped := shipped_index()) is not None:
        return shipped
    if any(_is_compiled(source) for source in flat):
        if len(flat) > 1:
            raise IndexFileError(
                f"{next(s for s in flat if _is_compiled(s))}: a compiled index cannot be joined with other "
                "sources; give the files that it was made from"
            )
        return open_file(flat[0])
    if not cache or not all(isinstance(source, str | PathLike) for source in flat):
        return _in_memory(flat, cache)
    from resolver.storage.cache import cached
    from resolver.storage.cache_folder import discard

    def compile_once(path: Path) -> None:
        _compile(flat, path, tell=True)

    key = _hash(_files(flat), flat)
    path = cached("index", key, compile_once)
    try:
        return open_file(path)
    except IndexFileError:  # damage that shows only beyond the head
        discard(path)
        return open_file(cached("index", key, compile_once))


def already_compiled(sources: Sequence[Any]) -> Index | None:
    """The index that `open_index` would give, where it need not be compiled for that; else None.

    Raises GazetteerError when a source cannot be used.
    """
    from resolver.storage.cache import find

    flat = _named(sources)
    if not all(isinstance(source, str | PathLike) for source in flat) or any(map(_is_compiled, flat)):
        return None
    if flat == [DEFAULT] and (shipped := shipped_index()) is not None:
        return shipped
    path = find("index", _hash(_files(flat), flat))
    try:
        return None if path is None else open_file(path)
    except IndexFileError:  # damaged; whoever needs it compiles it anew
        return None


def compile_index(sources: Sequence[Any], path: str | PathLike[str], *, cache: bool = True) -> None:
    """Compile sources (as `resolver.load` takes them) into a file; `path` is whole or as it was.

    Without `cache` all is read anew, the default lexicon too, and nothing else is written.

    Raises GazetteerError when a source cannot be used, IndexFileError when the file cannot be written.
    """
    from resolver.storage.writer import require_writable

    require_writable(path)
    _compile(list(_flat(sources)), Path(path), cache=cache)


def _compile(flat: Sequence[Any], path: Path, *, cache: bool = True, tell: bool = False) -> None:
    default = DEFAULT in flat
    if tell and default:
        _say_compiling(flat)
    loaded, lexicon = _read(flat, cache)
    if tell and not default and len(loaded.entities) >= _MANY:
        _say_compiling(flat)
    paths = [source for source in flat if isinstance(source, str | PathLike)]
    hashed = _hash(_files(paths), paths, engine=False) if len(paths) == len(flat) else ""
    write_index(path, loaded.entities.values(), lexicon, loaded.gazetteer(), sources=hashed)


def _say_compiling(sources: Sequence[Any]) -> None:
    """Tell somebody who waits at a terminal why; nobody else, since scripts count on what they asked for."""
    import sys

    if sys.stderr is None or not sys.stderr.isatty():
        return
    names = ", ".join("the default gazetteer" if source == DEFAULT else str(source) for source in sources)
    changes = "a file or the code changes" if _engine() else "a file changes"
    print(f"resolver: compiling {names}; kept until {changes} …", file=sys.stderr, flush=True)


def _in_memory(sources: Sequence[Any], cache: bool) -> Index:
    from resolver.index.compiler import index_of

    loaded, lexicon = _read(sources, cache)
    return index_of(loaded.entities.values(), lexicon, loaded.gazetteer())


def _read(sources: Sequence[Any], cache: bool) -> tuple[Sources, Lexicon]:
    """The sources, and the lexicon that goes with them: the default one and what they add to it."""
    from resolver.entities.lexicon import Lexicon
    from resolver.entities.sources import load_sources

    folder = default_folder()
    loaded = load_sources([folder if source == DEFAULT else source for source in sources])
    if DEFAULT in sources or folder in sources:
        return loaded, Lexicon.compile(loaded.lexicon_data)
    return loaded, lexicon_with(loaded.lexicon_data, cache)


def _flat(sources: Iterable[Any]) -> Iterator[Any]:
    for source in sources:
        if source is None:
            yield DEFAULT
        elif isinstance(source, list | tuple) and source and isinstance(source[0], str | PathLike):
            yield from source
        else:
            yield source


def _named(sources: Iterable[Any]) -> list[Any]:
    """The sources one by one; the folder of the default gazetteer is the default gazetteer."""
    return [DEFAULT if _is_default(source) else source for source in _flat(sources)]


def _is_default(source: Any) -> bool:
    if not isinstance(source, str | PathLike) or not os.path.isdir(source):
        return isinstance(source, str) and source == DEFAULT
    return os.path.samefile(source, default_folder())


def _is_compiled(source: Any) -> bool:
    """Whether a source is a compiled index, or a file that can be nothing else."""
    if not isinstance(source, str | PathLike) or source == DEFAULT:
        return False
    path = Path(source)
    return is_index(path) or (path.suffix == ".index" and not path.is_dir())


def _files(sources: Sequence[str | PathLike[str]]) -> list[Path]:
    from resolver.entities.sources import find_files

    found: list[Path] = []
    for source in sources:
        found += find_files(default_folder() if source == DEFAULT else Path(source)).all()
    return found


def _hash(files: Iterable[Path], order: Sequence[Any] = (), *, engine: bool = True) -> str:
    """What a compiled form is found by: contents of files, in order, and all else that its look-ups need.

    `order`: the sources as they were given. Raises GazetteerError when a file cannot be read.
    """
    import hashlib

    digest = hashlib.blake2b(digest_size=20)
    digest.update(repr((sorted(stamps().items()), len(order))).encode())
    if engine:
        digest.update(_engine().encode())
    files = list(files)
    if order and DEFAULT not in order:
        from resolver.entities.sources import find_files

        # What the sources do not say themselves comes from the default lexicon.
        shipped = shipped_index() if engine else None
        if shipped is None:
            files += find_files(default_folder()).lexicon
    for file in files:
        try:
            content = hashlib.blake2b(file.read_bytes()).digest()
        except OSError as error:
            raise GazetteerError(f"cannot be read: {error.strerror}", file=str(file)) from None
        # The name tells the format, and lexicon files from entity files; the folder above may move.
        digest.update(repr((file.parent.name, file.name)).encode() + content)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _engine() -> str:
    """What stands for the code that compiles. In a checkout it changes without a new version."""
    if (_PACKAGE / "_gazetteer" / SHIPPED).exists():
        return ""
    import hashlib

    code = sorted(
        (path.relative_to(_PACKAGE).as_posix(), stat.st_size, stat.st_mtime_ns)
        for part in ("entities", "index", "names", "storage", "text")
        for path in (_PACKAGE / part).rglob("*.py")
        if (stat := os.stat(path))
    )
    return hashlib.blake2b(repr(code).encode(), digest_size=20).hexdigest()
