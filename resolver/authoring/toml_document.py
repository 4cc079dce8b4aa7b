"""A TOML file as its maintainers see it: tables and statements with their comments, edited in place.

What is not edited comes out byte for byte. (tomlkit does the same for all of TOML, but took 11 s for the
2.5 MB of 5,000 entities where this takes under one; and its tables know no place for a new field.)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from resolver.authoring.toml_values import (
    field_order,
    fits,
    render_field,
    render_inline,
    render_key,
    render_record,
    render_statement,
)
from resolver.entities.toml_lines import Path, parse_key

_FILLER: Final = re.compile(r"(?:[ \t]*(?:\#[^\n]*)?\n)*")
_HEADER: Final = re.compile(r"[ \t]*(\[\[?[^\n#]*?\]\]?)[ \t]*(\#[^\n]*)?\n")
_KEY: Final = re.compile(
    r"""[ \t]*((?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[ \t]*\.[ \t]*)+?)[ \t]*=[ \t]*"""
)
_VALUE_PIECES: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[\[\]{}]|\n""",
    re.DOTALL,
)


@dataclass(slots=True)
class Statement:
    """`key = value` with the comments and blank lines above it and the comment behind it."""

    lead: str
    path: Path
    text: str  # key and value as written
    trail: str = ""  # what stands behind the value on its line: spaces, a comment
    comments: tuple[str, ...] = ()  # inside the value
    known: Any = None  # the value, where the file's own parse gave it

    def render(self) -> str:
        return f"{self.lead}{self.text}{self.trail}\n"

    def value(self) -> Any:
        if self.known is not None:
            return self.known
        inner = tomllib.loads(self.text)
        for part in self.path:
            inner = inner[part]
        return inner

    def all_comments(self) -> list[str]:
        lead = [line.strip() for line in self.lead.splitlines() if line.strip()]
        return [*lead, *self.comments, *([self.trail.strip()] if self.trail.strip() else [])]


@dataclass(slots=True)
class Table:
    """A header with its statements; `tail` holds comments that follow the last one without a blank line."""

    lead: str
    path: Path
    header: str  # its line as written
    statements: list[Statement] = field(default_factory=list)
    tail: str = ""

    def render(self) -> str:
        return f"{self.lead}{self.header}\n" + "".join(s.render() for s in self.statements) + self.tail

    def find(self, key: str) -> Statement | None:
        return next((s for s in self.statements if s.path == (key,)), None)


class Document:
    """The tables of one gazetteer file. `text()` gives the file back."""

    def __init__(self, text: str) -> None:
        """`text` must be valid TOML (tomllib raises otherwise)."""
        self.newline = "\r\n" if "\r\n" in text else "\n"
        text = text.replace("\r\n", "\n")
        if text and not text.endswith("\n"):
            text += "\n"
        self.data = tomllib.loads(text)
        self.preamble = ""
        self.head: list[Statement] = []
        self.tables: list[Table] = []
        self.end = ""
        self._parse(text)

    def text(self) -> str:
        parts = [self.preamble, *(s.render() for s in self.head)]
        parts += [table.render() for table in self.tables]
        text = "".join(parts) + self.end
        return text.replace("\n", self.newline) if self.newline != "\n" else text

    def _parse(self, text: str) -> None:
        at = 0
        table: Table | None = None
        while True:
            filler = _FILLER.match(text, at)
            assert filler is not None  # it matches the empty string
            lead, at = filler[0], filler.end()
            if at >= len(text):
                if table is not None:
                    table.tail, lead = _split_tail(lead, last=True)
                self.end = lead
                return
            header = _HEADER.match(text, at)
            if header is not None and (path := parse_key(header[1].strip("[]").strip())) is not None:
                if table is not None:
                    table.tail, lead = _split_tail(lead)
                elif not self.head:
                    self.preamble, lead = _split_preamble(lead)
                table = Table(lead, path, header[0][:-1])
                self.tables.append(table)
                at = header.end()
                continue
            if table is None and not self.head:
                self.preamble, lead = _split_preamble(lead)
            statement, at = _parse_statement(text, at, lead)
            statement.known = self._value(table, statement.path)
            (table.statements if table is not None else self.head).append(statement)

    def _value(self, table: Table | None, path: Path) -> Any:
        """A statement's value from the parse of the whole file (one parse a statement is slow)."""
        value: Any = self.data
        for part in (*(table.path if table is not None else ()), *path):
            if not isinstance(value, dict):
                return None  # in an array of tables: rare, left to the statement
            value = value.get(part)
        return value

    # --- looking up

    def ids(self) -> list[str]:
        """The first parts of the tables' headers, in the file's order, each once."""
        return list(dict.fromkeys(table.path[0] for table in self.tables))

    def main(self, id: str) -> Table:
        """The table `[id]`. Raises KeyError when the entity is not written as one."""
        for table in self.tables:
            if table.path == (id,):
                return table
        raise KeyError(f"{id} has no table [{render_key(id)}] of its own in this file")

    # --- editing

    def add(self, id: str, record: Mapping[str, Any], after: str | None = None) -> None:
        """A new entity: behind `after`, in its place when the file's IDs are sorted, or at the end."""
        new = Document(render_record(id, record)).tables
        ids = self.ids()
        at = len(self.tables)
        if after is not None:
            at = max(i for i, table in enumerate(self.tables) if table.path[0] == after) + 1
        elif len(ids) > 1 and ids == sorted(ids):
            at = next((i for i, table in enumerate(self.tables) if table.path[0] > id), at)
        if at == len(self.tables) and self.end.strip():
            new[0].lead, self.end = self.end, ""  # comments at the end stay where they are: above it
        if at or self.head or self.preamble.strip():
            new[0].lead = new[0].lead.rstrip("\n") + ("\n\n" if new[0].lead.strip() else "\n")
        if at < len(self.tables) and not self.tables[at].lead.startswith("\n"):
            self.tables[at].lead = "\n" + self.tables[at].lead
        self.tables[at:at] = new

    def set(self, id: str, field: str, value: Any) -> None:
        """Give a field a new value in place, or put it where it belongs; None or empty removes it."""
        main = self.main(id)
        own = [table for table in self.tables if table.path[:2] == (id, field)]
        if value is None or value in ([], {}):
            self._remove_field(main, own, field)
        elif own and isinstance(value, Mapping) and len(own) == 1 and own[0].path == (id, field):
            _set_keys(own[0], (), value)
        elif isinstance(value, Mapping) and any(
            s.path[0] == field and len(s.path) == 2 for s in main.statements
        ):
            _set_keys(main, (field,), value)
        elif (existing := main.find(field)) is not None and not own and fits(field, value):
            _rewrite(existing, value)
        else:
            self._remove_field(main, own, field)
            at = next(
                (i for i, s in enumerate(main.statements) if field_order(s.path[0]) > field_order(field)),
                len(main.statements),
            )
            main.statements[at:at] = Document("\n".join(render_field(field, value))).head

    def _remove_field(self, main: Table, own: list[Table], field: str) -> None:
        for statement in [s for s in main.statements if s.path[0] == field]:
            _drop(main, statement)
        for table in own:
            comments = [c for s in table.statements for c in s.all_comments()]
            comments += [line for line in (table.lead + table.tail).splitlines() if line.strip()]
            main.tail += "".join(f"{comment}\n" for comment in comments)
            self.tables.remove(table)


def _set_keys(table: Table, above: Path, value: Mapping[str, Any]) -> None:
    """Make the statements under `above` say what `value` does, touching only those that differ."""
    depth = len(above)
    mine = [s for s in table.statements if s.path[:depth] == above]
    for statement in mine:
        if statement.path[depth] not in value or len(statement.path) > depth + 1:
            _drop(table, statement)
    known = {s.path[depth]: s for s in table.statements if s.path[:depth] == above}
    for key, inner in value.items():
        if key in known:
            if known[key].value() != inner:
                _rewrite(known[key], inner)
            continue
        new = Statement("", (*above, key), render_statement((*above, key), inner))
        after = [s for s in known.values() if s.path[depth] < key] or list(known.values())
        at = table.statements.index(after[-1]) + 1 if after else len(table.statements)
        table.statements.insert(at, new)
        known[key] = new


def _rewrite(statement: Statement, value: Any) -> None:
    """A new value in an old statement, keeping the comments that stand inside the old one."""
    old, statement.known = statement.value(), None
    if statement.comments:
        if isinstance(old, list) and isinstance(value, list) and value[: len(old)] == old and old:
            body = statement.text.rstrip()[:-1].rstrip()
            lines = [f"  {render_inline(item)}," for item in value[len(old) :]]
            if "\n" in statement.text:
                last = body.splitlines()[-1]
                # a comma is missing only if the last item has none; a comment behind it hides that
                if not _without_comment(last).rstrip().endswith((",", "[")):
                    cut = len(_without_comment(last).rstrip())
                    body = body[: len(body) - len(last)] + last[:cut] + "," + last[cut:]
                statement.text = "\n".join([body, *lines, "]"])
                return
        statement.lead += "".join(f"{comment}\n" for comment in statement.comments)
        statement.comments = ()
    statement.text = render_statement(statement.path, value)


def _without_comment(line: str) -> str:
    for piece in _VALUE_PIECES.finditer(line):
        if piece[0].startswith("#"):
            return line[: piece.start()]
    return line


def _drop(table: Table, statement: Statement) -> None:
    """Remove a statement; its comments stay, above what follows."""
    at = table.statements.index(statement)
    kept = "".join(f"{comment}\n" for comment in statement.all_comments())
    del table.statements[at]
    if at < len(table.statements):
        table.statements[at].lead = kept + table.statements[at].lead
    else:
        table.tail = kept + table.tail


def _parse_statement(text: str, at: int, lead: str) -> tuple[Statement, int]:
    key = _KEY.match(text, at)
    path = parse_key(key[1].strip()) if key is not None else None
    if key is None or path is None:
        raise ValueError(f"not a statement: {text[at : at + 40]!r}")  # tomllib has accepted it
    depth = 0
    comments: list[str] = []
    end, stop = -1, len(text)
    for piece in _VALUE_PIECES.finditer(text, key.end()):
        token = piece[0]
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        elif token == "\n":
            if depth == 0:
                stop = piece.start()
                break
        elif token[0] == "#":
            if depth == 0:
                end = piece.start()
            else:
                comments.append(token.rstrip())
    written = text[at : end if end >= 0 else stop].rstrip(" \t")
    trail = text[at + len(written) : stop]
    return Statement(lead, path, written, trail, tuple(comments)), stop + 1


def _split_tail(lead: str, *, last: bool = False) -> tuple[str, str]:
    """Comments right behind a table's last statement stay with it, unless they touch the next header.

    `last`: there is no next header.
    """
    blank = re.search(r"^[ \t]*\n", lead, re.MULTILINE)
    if blank is None:
        return (lead, "") if last else ("", lead)
    return lead[: blank.start()], lead[blank.start() :]


def _split_preamble(lead: str) -> tuple[str, str]:
    """What stands above the first entity belongs to the file, up to the last blank line."""
    blanks = list(re.finditer(r"^[ \t]*\n", lead, re.MULTILINE))
    return (lead[: blanks[-1].end()], lead[blanks[-1].end() :]) if blanks else ("", lead)
