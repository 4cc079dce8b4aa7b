"""A gazetteer that is being checked: what was read, where things stand, and the findings so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from resolver.authoring.findings import CODES, Finding
from resolver.entities.entity import Entity, EntityName
from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.entities.reading import Complaints
from resolver.entities.sources import Sources
from resolver.entities.toml_lines import TomlLines
from resolver.errors import GazetteerError

_ALLOW: Final = re.compile(
    r"^[ \t]*#[ \t]*allow[ \t]+(?P<code>[a-z-]+)(?P<file>[ \t]+in this file)?[ \t]*:[ \t]*(?P<why>\S[^\n]*)",
    re.MULTILINE,
)
_ALLOW_NOTE: Final = re.compile(r"\ballow (?P<code>[a-z]+(?:-[a-z]+)*): \S")
_HEADER: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
FIELD_OF_FORM: Final[Mapping[str, str]] = {
    "alias": "aliases",
    "short": "short",
    "acronym": "acronyms",
    "demonym": "demonyms",
    "former": "former",
    "nickname": "nicknames",
}


class Coded(Complaints):
    """Collects what reading complains of as findings."""

    def __init__(self) -> None:
        super().__init__([])
        self.found: list[Finding] = []

    def add(self, error: GazetteerError, code: str = "schema") -> None:
        self.found.append(Finding(error.file or "", error.line or 0, code, error.id or "", error.message))


@dataclass(slots=True)
class Checked:
    """What the parts of `check` look at, and where they put what they find.

    `own` are the entities whose files are checked; others (a default gazetteer below) only matter as
    neighbours. `live` is all live entities by ID.
    """

    sources: Sources
    own: Mapping[str, Entity]
    lexicon: Lexicon
    overlay: Mapping[Path, bytes]
    lock_files: tuple[Path, ...] = ()
    found: list[Finding] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, TomlLines] = field(default_factory=dict)
    _starts: dict[str, list[int]] = field(default_factory=dict)
    _split: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, list[EntityName]] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    @property
    def live(self) -> Iterator[Entity]:
        return (entity for entity in self.sources.entities.values() if entity.live)

    def names(self, entity: Entity) -> list[EntityName]:
        """`entity.all_names()`, made once."""
        if (names := self._names.get(entity.id)) is None:
            names = self._names[entity.id] = entity.all_names()
        return names

    def folded(self, phrase: str) -> str:
        """`fold_phrase`, made once a phrase: several checks compare the same names."""
        if (folded := self._folded.get(phrase)) is None:
            folded = self._folded[phrase] = fold_phrase(phrase)
        return folded

    def report(self, code: str, id: str, message: str, *path: str | int) -> None:
        """A finding at an entity, at the line of the field that `path` leads to."""
        file, line = self.sources.places[id]
        if path and file is not None and file.endswith(".toml"):
            line = self._line(file, line, (id, *path))
        self.found.append(Finding(file or "records", line, code, id, message))

    def report_at(self, code: str, file: str, message: str, line: int = 0, id: str = "") -> None:
        self.found.append(Finding(file, line, code, id, message))

    def report_name(self, code: str, id: str, name: EntityName, message: str) -> None:
        """A finding at one of an entity's names, at the line of the field it stands in."""
        self.report(code, id, message, *field_path(name))

    def text(self, file: str) -> str:
        if (text := self._texts.get(file)) is None:
            content = self.overlay.get(Path(file))
            raw = Path(file).read_bytes() if content is None else content
            text = self._texts[file] = raw.decode("utf-8-sig", "replace")
        return text

    def _line(self, file: str, header: int, path: tuple[str | int, ...]) -> int:
        """The line of a field of the entity whose table begins at the line `header`."""
        if (starts := self._starts.get(file)) is None:
            starts = self._starts[file] = sorted(
                line for at, line in self.sources.places.values() if at == file
            )
        rows = self._rows(file)
        after = bisect_right(starts, header)
        # Reading on from the header is enough, unless its parts stand apart.
        table = rows[header - 1 : starts[after] - 1 if after < len(starts) else None]
        found = TomlLines("\n".join(table)).line(path)
        if found is not None and found > 1:
            return header + found - 1
        if (lines := self._lines.get(file)) is None:
            lines = self._lines[file] = TomlLines(self.text(file))
        return lines.line(path) or header

    def _rows(self, file: str) -> list[str]:
        if (rows := self._split.get(file)) is None:
            rows = self._split[file] = self.text(file).split("\n")
        return rows

    def without_allowed(self, files: Iterable[str]) -> list[Finding]:
        """The findings, sorted, without the warnings that a comment in their file explains.

        `# allow near-name: why` in an entity's table or right above it is for that entity,
        `# allow near-name in this file: why` for the file. JSONL has no comments: there an entity's `note`
        says `allow near-name: why`. One that silences nothing is itself found.
        """
        allowed: dict[tuple[str, str, str], int] = {}  # file, code, id ("" for all) → line
        for id, entity in self.own.items():
            if entity.note is not None and "allow " in entity.note:
                at, line = self.sources.places[id]
                for match in _ALLOW_NOTE.finditer(entity.note):
                    allowed[at or "records", match["code"], id] = line
        for file in files:
            if file.endswith(".toml") and "# allow" in self.text(file):
                for code, id, line in self._allows(file):
                    allowed[file, code, id] = line
        kept, used = [], set()
        for finding in sorted(set(self.found)):
            keys = [(finding.file, finding.code, finding.id), (finding.file, finding.code, "")]
            hits = [key for key in keys if key in allowed]
            used.update(hits)
            if not hits or finding.severity == "error":
                kept.append(finding)
        for (file, code, id), line in sorted(allowed.items()):
            if code not in CODES or CODES[code].severity == "error":
                why = f"“{code}” is no warning; known are " + ", ".join(
                    name for name, known in CODES.items() if known.severity == "warning"
                )
                kept.append(Finding(file, line, "unused-allow", id, why))
            elif (file, code, id) not in used:
                why = f"nothing here is “{code}” any more; remove the comment"
                kept.append(Finding(file, line, "unused-allow", id, why))
        return sorted(kept)

    def _allows(self, file: str) -> Iterator[tuple[str, str, int]]:
        """Code, ID and line of each `# allow` comment of a file."""
        text = self.text(file)
        starts = sorted((line, id) for id, (at, line) in self.sources.places.items() if at == file)
        rows = self._rows(file)
        for match in _ALLOW.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if match["file"]:
                yield match["code"], "", line
                continue
            following = line
            while following < len(rows) and rows[following].lstrip().startswith("#"):
                following += 1
            # a comment that touches the next header is that entity's
            touches = following < len(rows) and _HEADER.match(rows[following])
            at = following + 1 if touches else line
            ids = [id for start, id in starts if start <= at]
            yield match["code"], ids[-1] if ids else "", line


def field_path(name: EntityName) -> tuple[str, ...]:
    """The keys under which an entity's table holds a name."""
    if name.variant:
        return ("variants",)
    if name.lang is not None:
        return ("names", name.lang)
    return (FIELD_OF_FORM.get(name.form, "name"),)
