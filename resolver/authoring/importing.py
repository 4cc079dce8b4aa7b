"""`import`: bring entities of another format into a gazetteer file, as a stream, IDs kept.

The target file belongs to the import: a later run replaces it. What the new run no longer has stays in it,
retired, so that IDs which someone stored are still known. IDs of other files are left alone.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from resolver.authoring.draft import refuse_new_errors, slug_of
from resolver.authoring.exchange.collecting import (
    LeftOutError,
    Options,
    Reader,
    Record,
    Skipped,
    records_of_json,
)
from resolver.authoring.exchange.ftm import read_ftm
from resolver.authoring.exchange.geonames import read_geonames
from resolver.authoring.exchange.jrc import read_jrc
from resolver.authoring.exchange.spacy import read_spacy
from resolver.authoring.exchange.tables import read_csv, read_tsv
from resolver.authoring.exchange.tidying import tidy
from resolver.authoring.exchange.wikidata import read_wikidata
from resolver.authoring.formatting import render_json
from resolver.authoring.toml_values import render_entity
from resolver.authoring.workspace import Change, EditError, commit, editing, temporary_beside
from resolver.entities.entity import Entity
from resolver.entities.lexicon import fold_phrase
from resolver.entities.lock import LOCK_NAME, Issued, Lock, read_lock, render_lock, state_of
from resolver.entities.reading import (
    ENTITY_SUFFIXES,
    Complaints,
    is_lexicon,
    read_jsonl,
    read_toml,
    toml_entities,
)
from resolver.entities.sources import Source, load_sources
from resolver.entities.validation import entity_from_record
from resolver.errors import GazetteerError, InputError

Progress = Callable[[int], None]
"""Called now and then with the number of lines read."""
_EVERY: Final = 2000


@dataclass(slots=True)
class Imported:
    """How an import went: lines read, entities written, those kept as retired, and what was left out."""

    lines: int = 0
    written: int = 0
    retired: int = 0
    skipped: Skipped = field(default_factory=Skipped)


def _read_jsonl(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    return records_of_json(lines, skipped, "an entity", _object)


def _object(found: Any) -> Record:
    if not isinstance(found, dict):
        raise LeftOutError("not an object", json.dumps(found, ensure_ascii=False)[:60])
    return found


def _read_toml(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    complaints = _Skipping(skipped)
    toml = read_toml(Path("toml"), complaints, "".join(line for _, line in lines).encode())
    if toml is not None and is_lexicon(toml.data):
        skipped.add("a lexicon file, no entities")
    elif toml is not None:
        for located in toml_entities(toml, complaints):
            yield located.entity.to_dict()


class _Skipping(Complaints):
    """Counts what reading complains of, but for what `tidy` mends."""

    def __init__(self, skipped: Skipped) -> None:
        self._skipped = skipped

    def add(self, error: GazetteerError, code: str = "schema") -> None:
        if code not in ("stray-space", "invisible"):
            self._skipped.add(error.message, error.id or "", error.line or 0)


READERS: Final[dict[str, Reader]] = {
    "jsonl": _read_jsonl,
    "toml": _read_toml,
    "csv": read_csv,
    "tsv": read_tsv,
    "ftm": read_ftm,
    "wikidata": read_wikidata,
    "geonames": read_geonames,
    "jrc": read_jrc,
    "spacy": read_spacy,
}


def import_entities(
    sources: Sequence[str | Path],
    format: str,
    root: str | Path,
    file: str | Path | None = None,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
    retire: bool = False,
    declare_ambiguous: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Imported:
    """Read `sources` (plain, .gz or .bz2) in a format of `READERS` into a file of the gazetteer at `root`.

    `file` is the target, .jsonl or .toml, by default <first source's name>.jsonl where the entities are.
    Written as a whole or not at all, together with `ids.lock`. "-" is standard input. `declare_ambiguous`
    declares names that several of the imported entities have, or that others of the gazetteer declare too.
    Raises InputError for an unknown format or column or a damaged source, EditError when the target is
    outside the gazetteer or most of its entities would be retired without `retire`, RefusedError when `check`
    finds errors in the result that were not there before, GazetteerError when the gazetteer cannot be read.
    """
    if format not in READERS:
        raise InputError(f"unknown format {format!r}: use one of {', '.join(READERS)}")
    options = options or Options()
    folder = Path(root)
    folder.mkdir(parents=True, exist_ok=True)
    target = Path(file) if file is not None else _home(folder) / f"{_stem(Path(sources[0]))}.jsonl"
    if not target.resolve().is_relative_to(folder.resolve()):
        raise EditError(f"{target} is not in the gazetteer {folder}")
    target = folder / target.resolve().relative_to(folder.resolve())
    if target.suffix not in (".jsonl", ".toml"):
        raise InputError(f"{target.name} must be a .jsonl or .toml file")
    if _home(folder) == folder and target.resolve().is_relative_to((folder / "entities").resolve()):
        raise EditError(
            f"{target}: with a folder entities/ the files beside it would no longer be read; "
            "move them there first, or import to another place"
        )
    result = Imported()
    with editing(folder):
        lock_file = folder / LOCK_NAME
        before = lock_file.read_bytes() if lock_file.exists() else None
        lock = read_lock(lock_file, before) if before is not None else Lock()
        others, old = _present(folder, target)
        records = READERS[format](_numbered(sources, result, progress), options, result.skipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporary_beside(folder, target)
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as out:
                for entity in _entities(records, options, others, lock, old, result):
                    out.write(_render(entity, target, first=result.written == 0))
                    result.written += 1
                    lock[entity.id] = _issued(entity)
                    old.pop(entity.id, None)
                if not retire:
                    _refuse_to_retire_most(target, [e for e in old.values() if e.live], result.written)
                    _refuse_nothing(result)
                for number, gone in enumerate(old.values()):
                    entity = Entity.from_dict({**gone.to_dict(), "retired": True}) if gone.live else gone
                    result.retired += gone.live
                    out.write(_render(entity, target, first=result.written + number == 0))
                    lock[entity.id] = _issued(entity)
                out.flush()
                os.fsync(out.fileno())
            if declare_ambiguous:
                _declare_shared(folder, temporary, target)
            issued = Change(lock_file, before, render_lock(lock).encode())
            contents = {target: temporary.read_bytes(), lock_file: issued.after}
            refuse_new_errors(folder, contents, examples=examples, below=below)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        commit(folder, [issued], [(temporary, target)])
    return result


def _declare_shared(folder: Path, written: Path, target: Path) -> None:
    """Declare, in the file that was just written, the names that not one entity alone has."""
    content = written.read_bytes()
    lists: dict[str, set[str]] = {}
    declared: set[str] = set()
    sources = load_sources(folder, [], overlay={target: content})
    for entity in sources.entities.values():
        mine = sources.places[entity.id][0] == str(target)
        declared.update(() if mine or not entity.live else map(fold_phrase, entity.ambiguous))
        for name in entity.all_names() if mine and entity.live else ():
            lists.setdefault(fold_phrase(name.spelling), set()).add(entity.id)
    shared = {key for key, ids in lists.items() if len(ids) > 1 or key in declared}
    if not shared:
        return
    with written.open("w", encoding="utf-8", newline="\n") as out:
        for number, entity in enumerate(_held(target, content)):
            record = entity.to_dict()
            names = [n.spelling for n in entity.all_names() if fold_phrase(n.spelling) in shared]
            if entity.live and names:
                record["ambiguous"] = list(dict.fromkeys([*entity.ambiguous, *names]))
            out.write(_render(Entity.from_dict(record), target, first=number == 0))
        out.flush()
        os.fsync(out.fileno())


def _held(target: Path, content: bytes | None = None) -> Iterator[Entity]:
    """The entities of the import's file, or of `content` in its place."""
    if target.suffix == ".jsonl":
        yield from (located.entity for located in read_jsonl(target, Complaints(), content))
    elif (toml := read_toml(target, Complaints(), content)) is not None:
        yield from (located.entity for located in toml_entities(toml, Complaints()))


def _refuse_nothing(result: Imported) -> None:
    """A source of which all is left out is another format, or no source at all."""
    if not result.written and (reasons := result.skipped.counts.most_common(1)):
        reason, count = reasons[0]
        first = result.skipped.first.get(reason)
        raise EditError(
            f"no entity was found in the source; nothing was written (left out {count:,}: {reason}"
            + (f"; first: {first})" if first else ")")
        )


def _refuse_to_retire_most(target: Path, gone: Sequence[Entity], written: int) -> None:
    """A download that broke off must not retire what it did not reach: retired IDs never come back."""
    if gone and len(gone) > written:
        many, are = (f"{len(gone):,} entities", "are") if len(gone) > 1 else ("1 entity", "is")
        raise EditError(
            f"{many} of {target} {are} not in the source, which has {written:,}; nothing was "
            f"written (the first is {gone[0].id}; to retire them, give --retire)"
        )


def _home(folder: Path) -> Path:
    """Where a gazetteer's entities are: in entities/, unless it has them without such a folder."""
    inner = folder / "entities"
    flat = not inner.is_dir() and any(file.suffix in ENTITY_SUFFIXES for file in folder.iterdir())
    return folder if flat else inner


def _issued(entity: Entity) -> Issued:
    return Issued(entity.id, state_of(entity), entity.type, entity.replaced_by)


def _stem(path: Path) -> str:
    return path.name.split(".")[0].strip("-") or "imported"


def _render(entity: Entity, target: Path, *, first: bool) -> str:
    if target.suffix == ".jsonl":
        return render_json(entity.to_dict())
    return ("" if first else "\n") + render_entity(entity)


def _present(folder: Path, target: Path) -> tuple[set[str], dict[str, Entity]]:
    """The IDs of other files, and the entities that the target holds now."""
    try:
        loaded = load_sources(folder)
    except GazetteerError:
        if any(folder.rglob("*.toml")) or any(folder.rglob("*.jsonl")):
            raise
        return set(), {}  # an empty folder becomes a gazetteer
    old = {entity.id: entity for entity in _held(target)} if target.exists() else {}
    return loaded.entities.keys() - old.keys(), old


def _entities(
    records: Iterator[Record],
    options: Options,
    others: set[str],
    lock: Lock,
    old: dict[str, Entity],
    result: Imported,
) -> Iterator[Entity]:
    """The valid records as entities, each ID once."""
    seen: set[str] = set()
    for record in map(tidy, records):
        if options.type is not None:
            record.setdefault("type", options.type)
        if options.sources:
            record.setdefault("sources", list(options.sources))
        if "id" not in record and isinstance(record.get("name"), str):
            record["id"] = slug_of(record["name"], seen | others | (lock.keys() - old.keys()))
        id = str(record.get("id", ""))
        entity, problems = entity_from_record(record)
        if entity is None or problems:
            result.skipped.add(problems[0].message, id)
        elif id in seen:
            result.skipped.add("an ID that stood in the source before", id)
        elif id in others:
            result.skipped.add("an ID that another file of the gazetteer has", id)
        elif entity.live and id in lock and lock[id].state != "live":
            result.skipped.add("an ID that was merged, split or retired", id)
        else:
            seen.add(id)
            yield entity


def _numbered(
    sources: Sequence[str | Path], result: Imported, progress: Progress | None
) -> Iterator[tuple[int, str]]:
    """The lines of all sources, numbered in each; those that are not UTF-8 are counted and left out."""
    for source in sources:
        with _open(source) as file:
            for number, raw in enumerate(_whole(file, source), start=1):
                result.lines += 1
                if progress is not None and result.lines % _EVERY == 0:
                    progress(result.lines)
                try:
                    yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    result.skipped.add("a line that is not UTF-8", "", number)
    if progress is not None:
        progress(result.lines)


def _whole(file: BinaryIO, source: str | Path) -> Iterator[bytes]:
    """The lines of a file; InputError when a compressed one is damaged or broke off."""
    try:
        yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{source}: damaged: {error}") from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise InputError(f"{source}: damaged: {error}") from None


def _open(source: str | Path) -> BinaryIO:
    if str(source) == "-":
        return sys.stdin.buffer
    path = Path(source)
    if path.suffix == ".gz":
        return cast(BinaryIO, io.BufferedReader(gzip.open(path)))
    if path.suffix == ".bz2":
        return cast(BinaryIO, bz2.open(path))
    return path.open("rb")
