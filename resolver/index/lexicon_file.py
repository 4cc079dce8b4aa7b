"""The lexicon inside a compiled file: a section a category, decoded when it is first asked for.

Categories of very many words are tables, a word → the numbers of its languages, so that a process that asks
for some words need not read all. Everything else is JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from resolver.entities.lexicon import Lexicon
from resolver.storage import Store, StoreWriter, Table

KIND = "lexicon"

_PARTS = ("words", "map", "tables")
_HEAD = "lexicon"

#: Words of a category, in all languages, from which on it is a table: decoding them takes milliseconds.
_LARGE = 10_000

#: Lexicons by hash: most gazetteers have the default one, which then is decoded once.
_opened: dict[str, Lexicon] = {}
_KEPT = 2


def add_lexicon(writer: StoreWriter, lexicon: Lexicon) -> None:
    """Add the lexicon's sections to a file that is being written."""
    data = lexicon.to_data()
    large: dict[str, list[str]] = {}
    for part in _PARTS:
        for name, value in data[part].items():
            if part == "words" and sum(map(len, value.values())) >= _LARGE:
                large[name] = sorted(value)
                writer.add_table(f"{part}:{name}", _table_items(value))
            else:
                writer.add_json(f"{part}:{name}", value)
    names = {part: sorted(data[part]) for part in _PARTS}
    writer.add_json(_HEAD, {"hash": data["hash"], "weight": data["weight"], "large": large, **names})


def _table_items(words: Mapping[str, list[str]]) -> Iterator[tuple[bytes, bytes]]:
    """Each word with the numbers of its languages, in their order, a byte each."""
    found: dict[str, bytes] = {}
    for number, language in enumerate(sorted(words)):
        for word in words[language]:
            found[word] = found.get(word, b"") + bytes((number,))
    return ((_key(word), numbers) for word, numbers in found.items())


def _key(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def read_lexicon(store: Store) -> Lexicon:
    """The lexicon of a compiled file. Raises IndexFileError when the file has none."""
    head = store.json(_HEAD)
    known = _opened.get(head["hash"])
    if known is not None:
        return known
    listed = head.get("large", {})
    parts = {part: _Sections(store, part, head[part], listed) for part in _PARTS}
    if len(_opened) >= _KEPT:
        _opened.pop(next(iter(_opened)), None)
    large = {
        name: _languages_of(store.table(f"words:{name}"), languages) for name, languages in listed.items()
    }
    lexicon = _opened[head["hash"]] = Lexicon.from_data(
        {"hash": head["hash"], "weight": head["weight"], "large": large, **parts}
    )
    return lexicon


def _languages_of(table: Table, languages: list[str]) -> Callable[[str], tuple[str, ...]]:
    """What gives the languages that have a word, none for an unknown one."""

    def found(word: str) -> tuple[str, ...]:
        numbers = table.get(_key(word))
        return tuple([languages[number] for number in numbers]) if numbers else ()

    return found


def write_lexicon(path: Path, lexicon: Lexicon, stamps: Mapping[str, str]) -> None:
    """Write a file that holds nothing but a lexicon. Raises IndexFileError when it cannot be written."""
    writer = StoreWriter(KIND, stamps)
    add_lexicon(writer, lexicon)
    writer.write(path)


def open_lexicon(path: Path, stamps: Mapping[str, str]) -> Lexicon:
    """The lexicon that `write_lexicon` wrote. Raises IndexFileError when the file does not fit."""
    return read_lexicon(Store.open(path, kind=KIND, stamps=stamps))


class _Sections(Mapping[str, Any]):
    """Name → the value of the section `part:name`, decoded."""

    def __init__(self, store: Store, part: str, names: list[str], large: Mapping[str, list[str]]) -> None:
        self._store = store
        self._part = part
        self._names = dict.fromkeys(names)
        self._large = large if part == "words" else {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        section = f"{self._part}:{name}"
        languages = self._large.get(name)
        if languages is None:
            return self._store.json(section)
        words: dict[str, list[str]] = {language: [] for language in languages}
        for word, numbers in self._store.table(section).items():
            for number in numbers:
                words[languages[number]].append(word.decode("utf-8", "surrogatepass"))
        return {language: sorted(listed) for language, listed in words.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
