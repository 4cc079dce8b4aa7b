"""An edit in the making: the gazetteer's files as they would be, checked before anything is written."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resolver.authoring.check import check
from resolver.authoring.findings import Finding
from resolver.authoring.formatting import lock_change, render_json
from resolver.authoring.toml_document import Document
from resolver.authoring.workspace import Change, EditError, commit, editing, overlay
from resolver.entities.entity import Entity
from resolver.entities.sources import Parsed, Source, Sources, find_files, load_sources
from resolver.text.fold import fold
from resolver.text.romanize import unidecoded

_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit did, or with `dry_run` would do.

    `changes` are the files before and after; `findings` what `check` says of the result (warnings only:
    an edit that brings an error is refused); `ids` the entities that were made or changed; `notes` what
    their maker should know besides.
    """

    root: Path
    changes: list[Change]
    findings: list[Finding]
    ids: tuple[str, ...]
    written: bool
    notes: tuple[str, ...] = ()

    def diff(self) -> str:
        """All changes as one unified diff."""
        folder = self.root if self.root.is_dir() else self.root.parent
        return "".join(change.diff(folder) for change in self.changes)


class RefusedError(EditError):
    """An edit whose result has errors that were not there before; nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        lines = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"nothing was written: the result would have errors\n{lines}")


def slug_of(name: str, taken: Set[str]) -> str:
    """A readable ID made of a name, with a number when it is taken."""
    slug = _NOT_SLUG.sub("-", unidecoded(fold(name)).lower()).strip("-") or "entity"
    id, number = slug, 2
    while id in taken:
        id, number = f"{slug}-{number}", number + 1
    return id


class Draft:
    """The files of one gazetteer, edited in memory. Made by `drafting`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parsed = Parsed()
        self.sources: Sources = load_sources(root, parsed=self.parsed)
        self._before: dict[Path, bytes | None] = {}
        self._documents: dict[Path, Document] = {}
        self._lines: dict[Path, list[str]] = {}
        self.touched: dict[str, None] = {}

    # --- looking up

    def live(self, id: str) -> Entity:
        """The live entity with this ID. Raises EditError saying what became of it otherwise."""
        gazetteer = self.sources.gazetteer()
        entity = self.sources.entities.get(id)
        if entity is not None and entity.live:
            return entity
        try:
            successor = gazetteer[id].id
        except KeyError as error:
            raise EditError(f"{error.args[0]}; nothing was written") from None
        raise EditError(f"{id} is not live, {successor} stands for it now; nothing was written")

    def require_new(self, id: str) -> None:
        """Raise EditError when an ID was ever issued."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]*", id):
            raise EditError(f"{id!r} is no ID: letters, digits, “.”, “_”, “:”, “-”, a letter or digit first")
        if id in self.sources.entities:
            raise EditError(f"the ID {id} is taken ({self.place(id)}); nothing was written")
        if id in self.sources.lock:
            raise EditError(f"the ID {id} was given before and is never reused; nothing was written")

    def new_id(self, name: str) -> str:
        """A readable slug of a name that was never issued: "Théo Clerc" → theo-clerc."""
        return slug_of(name, self.sources.entities.keys() | self.sources.lock.keys())

    def place(self, id: str) -> str:
        file, line = self.sources.places[id]
        return f"{file}:{line}"

    def file_of(self, id: str) -> Path:
        file, _ = self.sources.places[id]
        if file is None:
            raise EditError(f"{id} is in no file")
        return Path(file)

    def file_for(self, type: str) -> Path:
        """Where a new entity goes: the TOML file with most entities of its type, or a new one."""
        if not self.root.is_dir():
            return self.root
        counts = Counter(
            file
            for id, (file, _) in self.sources.places.items()
            if self.sources.entities[id].type == type and file is not None and file.endswith(".toml")
        )
        if counts:
            return Path(min(counts, key=lambda file: (-counts[file], file)))
        folder = self.root / "entities"
        return (folder if folder.is_dir() else self.root) / f"{type}.toml"

    # --- editing

    def add(self, id: str, record: Mapping[str, Any], file: Path, after: str | None = None) -> None:
        """Put a new record into a file."""
        self.touched[id] = None
        if file.suffix == ".jsonl":
            self._jsonl(file).append(render_json({"id": id, **record}))
        else:
            document = self._document(file)
            document.add(id, record, after if after in document.ids() else None)

    def set(self, id: str, new: Mapping[str, Any]) -> None:
        """Make an entity's record say what `new` says, touching only the fields that differ."""
        self.touched[id] = None
        file = self.file_of(id)
        old = self.sources.entities[id].to_dict()
        if file.suffix == ".jsonl":
            _, line = self.sources.places[id]
            self._jsonl(file)[line - 1] = render_json({"id": id, **new})
            return
        document = self._document(file)
        for field in dict.fromkeys([*old, *new]):
            if field != "id" and old.get(field) != new.get(field):
                try:
                    document.set(id, field, new.get(field))
                except KeyError as error:
                    raise EditError(f"{file}: {error.args[0]}; write it so and try again") from None

    def _document(self, file: Path) -> Document:
        if file not in self._documents:
            content = self._read(file)
            self._documents[file] = Document((content or b"").decode("utf-8-sig"))
        return self._documents[file]

    def _jsonl(self, file: Path) -> list[str]:
        if file not in self._lines:
            text = (self._read(file) or b"").decode("utf-8-sig")
            if text and not text.endswith("\n"):
                text += "\n"
            self._lines[file] = [row + "\n" for row in text.split("\n")[:-1]]
        return self._lines[file]

    def _read(self, file: Path) -> bytes | None:
        return self._before.setdefault(file, file.read_bytes() if file.exists() else None)

    def changes(self) -> list[Change]:
        """Every edited file, and `ids.lock` brought up to date with them."""
        contents = {file: document.text().encode() for file, document in self._documents.items()}
        contents |= {file: "".join(lines).encode() for file, lines in self._lines.items()}
        changes = [Change(file, self._before[file], contents[file]) for file in sorted(contents)]
        if self.root.is_dir():
            changes.append(lock_change(self.root, overlay(changes), self.parsed))
        return [change for change in changes if change.before != change.after]


@contextlib.contextmanager
def drafting(root: str | Path, *, dry_run: bool) -> Iterator[Draft]:
    """Hold the gazetteer for an edit, which `dry_run` will not write, and read it.

    Raises GazetteerError when it cannot be read, EditError as `editing` does.
    """
    path = Path(root)
    find_files(path)  # says what is wrong before anything is locked
    with editing(path, dry_run=dry_run):
        yield Draft(path)


def finish(
    draft: Draft,
    *,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
    beside: Sequence[Change] = (),
) -> Outcome:
    """Check the result of a draft and write it, together with files `beside` the gazetteer's own.

    Raises RefusedError when the result has errors that the gazetteer did not have before.
    """
    changes = draft.changes()
    after = refuse_new_errors(
        draft.root,
        overlay(changes),
        examples=examples,
        below=below,
        before=draft.sources.entities,
        parsed=draft.parsed,
    )
    if not dry_run:
        commit(draft.root, [*changes, *beside])
    warnings = [f for f in after if f.id in draft.touched]
    return Outcome(draft.root, [*changes, *beside], warnings, tuple(draft.touched), not dry_run)


def refuse_new_errors(
    root: Path,
    contents: Mapping[Path, bytes],
    *,
    examples: bool = True,
    below: tuple[Source, ...] = (),
    before: Mapping[str, Entity] | None = None,
    parsed: Parsed | None = None,
) -> list[Finding]:
    """What `check` says of a gazetteer whose files are to have these contents.

    Raises RefusedError when there are errors that the files did not have before.
    """

    after = check(root, overlay=contents, examples=examples, below=below, before=before, parsed=parsed)
    errors = [finding for finding in after if finding.severity == "error"]
    if errors:
        # To link examples takes longest: only where they fail, and only those that were linked now.
        linked = any(finding.code == "example" for finding in errors)
        edited = None
        if linked and before is not None:
            edited = load_sources([*below, root], [], overlay=contents, parsed=parsed).entities
        known = {
            (f.code, f.id, f.message)
            for f in check(root, overlay={}, examples=linked, below=below, before=edited, parsed=parsed)
        }
        if new := [f for f in errors if (f.code, f.id, f.message) not in known]:
            raise RefusedError(new)
    return after
