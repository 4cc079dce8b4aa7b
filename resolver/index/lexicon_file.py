"""The lexicon inside a compiled file: a section a category, decoded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from resolver.entities.lexicon import Lexicon
from resolver.storage import Store, StoreWriter

KIND = "lexicon"

_PARTS = ("words", "map", "tables")
_HEAD = "lexicon"

#: Lexicons by hash: most gazetteers have the default one, which then is decoded once.
_opened: dict[str, Lexicon] = {}
_KEPT = 2


def add_lexicon(writer: StoreWriter, lexicon: Lexicon) -> None:
    """Add the lexicon's sections to a file that is being written."""
    data = lexicon.to_data()
    for part in _PARTS:
        for name, value in data[part].items():
            writer.add_json(f"{part}:{name}", value)
    names = {part: sorted(data[part]) for part in _PARTS}
    writer.add_json(_HEAD, {"hash": data["hash"], "weight": data["weight"], **names})


def read_lexicon(store: Store) -> Lexicon:
    """The lexicon of a compiled file. Raises IndexFileError when the file has none."""
    head = store.json(_HEAD)
    known = _opened.get(head["hash"])
    if known is not None:
        return known
    parts = {part: _Sections(store, part, head[part]) for part in _PARTS}
    if len(_opened) >= _KEPT:
        _opened.pop(next(iter(_opened)), None)
    lexicon = _opened[head["hash"]] = Lexicon.from_data(
        {"hash": head["hash"], "weight": head["weight"], **parts}
    )
    return lexicon


def write_lexicon(path: Path, lexicon: Lexicon, stamps: Mapping[str, str]) -> None:
    """Write a file that holds nothing but a lexicon. Raises IndexFileError when it cannot be written."""
    writer = StoreWriter(KIND, stamps)
    add_lexicon(writer, lexicon)
    writer.write(path)


def open_lexicon(path: Path, stamps: Mapping[str, str]) -> Lexicon:
    """The lexicon that `write_lexicon` wrote. Raises IndexFileError when the file does not fit."""
    return read_lexicon(Store.open(path, kind=KIND, stamps=stamps))


class _Sections(Mapping[str, Any]):
    """Name → the value of the section `part:name`."""

    def __init__(self, store: Store, part: str, names: list[str]) -> None:
        self._store = store
        self._part = part
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._store.json(f"{self._part}:{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
