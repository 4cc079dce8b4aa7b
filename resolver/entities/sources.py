"""Several files, folders or iterables of records make one gazetteer: which files, what order, who wins."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from resolver.entities.entity import Entity
from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import LexiconData, empty_lexicon_data, merge_lexicon_data
from resolver.entities.lock import LOCK_NAME, Lock, read_lock
from resolver.entities.reading import (
    ENTITY_SUFFIXES,
    Complaints,
    Located,
    is_lexicon,
    lexicon_of,
    read_jsonl,
    read_records,
    read_toml,
    toml_entities,
)
from resolver.errors import GazetteerError

Source = str | os.PathLike[str] | Iterable[Mapping[str, Any] | Entity]


class _Content(NamedTuple):
    """What one file holds: a lexicon or entities."""

    lexicon: LexiconData | None
    entities: Iterable[Located] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What files hold, parsed: an edit reads its gazetteer several times, and most files stay as they are.

    Found again by path and content. Files with anything to complain of are parsed, and complain, every time.
    """

    known: dict[tuple[Path, bytes], _Content] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one folder or path that a gazetteer is read from, each list sorted."""

    entities: tuple[Path, ...]
    lexicon: tuple[Path, ...]
    lock: Path | None

    def all(self) -> tuple[Path, ...]:
        return (*self.entities, *self.lexicon, *((self.lock,) if self.lock else ()))


@dataclass(slots=True)
class Sources:
    """What was read: entities by ID (live or not), the lexicon unfolded, the lock, and where each ID stands.

    `places` maps an ID to its file (None for records) and line (or record number).
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    lexicon_data: LexiconData = field(default_factory=empty_lexicon_data)
    lock: Lock = field(default_factory=Lock)
    places: dict[str, tuple[str | None, int]] = field(default_factory=dict)

    def gazetteer(self) -> Gazetteer:
        return Gazetteer.of(self.entities, self.lock)


def find_files(path: Path, extra: Iterable[Path] = ()) -> Files:
    """The files that make up the gazetteer at `path`: one file, or a folder.

    A folder holds entities/**/*.toml|jsonl, lexicon/**/*.toml and ids.lock; without entities/, every .toml
    and .jsonl file in it, outside lexicon/, holds entities. Hidden files and folders are passed over.
    `extra` are files that are about to be written. Raises GazetteerError when there is nothing to read.
    """
    if path.is_dir():
        found = sorted({*_walk(path), *(p for p in extra if p.is_relative_to(path))})
        below = {p: p.relative_to(path).parts for p in found}
        lexicon = tuple(p for p in found if below[p][0] == "lexicon" and p.suffix == ".toml")
        inner = any(len(parts) > 1 and parts[0] == "entities" for parts in below.values())
        entities = tuple(
            p
            for p in found
            if p.suffix in ENTITY_SUFFIXES
            and (below[p][0] == "entities" or (not inner and below[p][0] != "lexicon"))
        )
        lock = path / LOCK_NAME
        if not entities and not lexicon:
            raise GazetteerError(
                "no gazetteer here: a folder holds entities/*.toml, .toml or .jsonl files", file=str(path)
            )
        for file in found:
            if file in entities or file in lexicon or file == lock:
                _require_regular(file)
        return Files(entities, lexicon, lock if lock in below else None)
    if not path.exists() and path not in extra:
        raise GazetteerError("no such file or folder", file=str(path))
    if path.name == LOCK_NAME:
        return Files((), (), path)
    _require_regular(path)
    if path.suffix not in ENTITY_SUFFIXES:
        raise GazetteerError("not a gazetteer: give a folder, a .toml or a .jsonl file", file=str(path))
    return Files((path,), (), None)


def _require_regular(file: Path) -> None:
    """Refuse what is no file: opening a pipe waits for whoever writes into it, for ever if nobody does."""
    if os.path.lexists(file) and not file.is_file():
        raise GazetteerError("is not a regular file", file=str(file))


def _walk(folder: Path) -> list[Path]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in files if not name.startswith(".")]
    return sorted(found)


def load_sources(
    sources: Source | Sequence[Source],
    errors: list[GazetteerError] | None = None,
    *,
    complaints: Complaints | None = None,
    overlay: Mapping[Path, bytes] | None = None,
    parsed: Parsed | None = None,
) -> Sources:
    """Read one source or several into one gazetteer.

    A source is a path (folder, .toml, .jsonl) or an iterable of records. An entity of a later source replaces
    the one of an earlier source with the same ID; the same ID twice in one source is an error that names both
    places. Lexicons are added up in the same order. With `errors`, all complaints go there and what is sound
    is returned; without it the first is raised as GazetteerError. `overlay` gives contents that stand in for
    those of files, to read an edit before it is written; `parsed` remembers what was read for the next time.
    """
    complaints = complaints or Complaints(errors)
    loaded = Sources()
    lexicons: list[LexiconData] = []
    for source in _as_sequence(sources):
        into = _Into(loaded, complaints)
        if isinstance(source, str | os.PathLike):
            _load_path(Path(source), into, lexicons, complaints, overlay or {}, parsed)
        elif isinstance(source, bytes) or not isinstance(source, Iterable):
            raise GazetteerError(
                f"a gazetteer is a path or a list of records (dicts), not {type(source).__name__}"
            )
        else:
            into.take(read_records(source, complaints))
    loaded.lexicon_data = merge_lexicon_data(lexicons)
    _refuse_circles(loaded, complaints)
    return loaded


def _refuse_circles(loaded: Sources, complaints: Complaints) -> None:
    """An ID that leads back to itself through its successors leads to no entity."""
    gone = [entity for entity in loaded.entities.values() if entity.replaced_by]
    if gone and (error := loaded.lock.with_entities(gone).circle()) is not None:
        file, line = loaded.places.get(error.id or "", (None, 0))
        complaints.add(
            GazetteerError(error.message, file=file, line=line if file else None, id=error.id), "cycle"
        )


def _as_sequence(sources: Source | Sequence[Source]) -> Sequence[Source]:
    if isinstance(sources, str | os.PathLike):
        return [sources]
    if isinstance(sources, list | tuple) and sources and not isinstance(sources[0], Mapping | Entity):
        return sources
    return [sources]  # type: ignore[list-item]


class _Into:
    """Takes the entities of one source into what earlier sources gave."""

    def __init__(self, loaded: Sources, complaints: Complaints) -> None:
        self._loaded = loaded
        self._complaints = complaints
        self._before = set(loaded.entities)  # may be replaced, each once

    def take(self, found: Iterable[Located]) -> None:
        entities, places, before = self._loaded.entities, self._loaded.places, self._before
        for entity, file, line in found:
            id = entity.id
            if id in entities:
                if id not in before:
                    first_file, first_line = places[id]
                    first = f"{first_file}:{first_line}" if first_file else f"record {first_line}"
                    self._complaints.add(
                        GazetteerError(
                            f"this ID is taken, first in {first}; an ID is given once: join the two or give "
                            "another ID",
                            file=file,
                            line=line if file else None,
                            id=id,
                        ),
                        "duplicate-id",
                    )
                    continue
                before.discard(id)
            entities[id] = entity
            places[id] = (file, line)

    def lock(self, lock: Lock) -> None:
        self._loaded.lock.update(lock)


def _load_path(
    path: Path,
    into: _Into,
    lexicons: list[LexiconData],
    complaints: Complaints,
    overlay: Mapping[Path, bytes],
    parsed: Parsed | None,
) -> None:
    try:
        files = find_files(path, overlay)
    except GazetteerError as error:
        complaints.add(error)
        return
    weights: dict[tuple[str, str], str] = {}
    for file in files.all():
        try:
            content = overlay.get(file)
            if file.name == LOCK_NAME:
                into.lock(read_lock(file, content))
                continue
            if parsed is not None and content is None:
                content = file.read_bytes()
            found = _read_file(file, file == path, file in files.lexicon, complaints, content, parsed)
            if found.lexicon is not None:
                _refuse_second_weights(found.lexicon, str(file), weights, complaints)
                lexicons.append(found.lexicon)
            into.take(found.entities)
        except OSError as error:
            complaints.add(GazetteerError(f"cannot be read: {error.strerror}", file=str(file)), "syntax")
        except GazetteerError as error:  # of the lock
            if file.name != LOCK_NAME:
                raise
            complaints.add(error, "lock")


def _read_file(
    file: Path,
    single: bool,
    lexical: bool,
    complaints: Complaints,
    content: bytes | None,
    parsed: Parsed | None,
) -> _Content:
    """`single`: the file is the whole source, and may be a lexicon; `lexical`: it is one."""
    if parsed is None or content is None:
        return _parse(file, single, lexical, complaints, content)
    if (known := parsed.known.get((file, content))) is None:
        noting = _Noting(complaints)
        lexicon, entities = _parse(file, single, lexical, noting, content)
        known = _Content(lexicon, list(entities))
        if not noting.any:
            parsed.known[file, content] = known
    return known


def _parse(
    file: Path, single: bool, lexical: bool, complaints: Complaints, content: bytes | None
) -> _Content:
    if file.suffix == ".jsonl":
        return _Content(None, read_jsonl(file, complaints, content))
    if (toml := read_toml(file, complaints, content)) is None:
        return _Content(None)
    if lexical or (single and is_lexicon(toml.data)):
        return _Content(lexicon_of(toml, complaints))
    return _Content(None, toml_entities(toml, complaints))


class _Noting(Complaints):
    """Passes complaints on and remembers whether there were any."""

    def __init__(self, to: Complaints) -> None:
        self._to = to
        self.any = False

    def add(self, error: GazetteerError, code: str = "schema") -> None:
        self.any = True
        self._to.add(error, code)


def _refuse_second_weights(
    lexicon: LexiconData, file: str, weights: dict[tuple[str, str], str], complaints: Complaints
) -> None:
    """Within one source a weight has one value; which of two won would depend on the names of files."""
    for group, names in lexicon["weight"].items():
        for name in names:
            if (first := weights.setdefault((group, name), file)) != file:
                complaints.add(
                    GazetteerError(f"weight.{group}.{name} stands in {first} too; keep one", file=file)
                )
