"""`format`: one layout for every gazetteer file, so that a diff shows what changed and nothing else.

Entities keep their order in the file (people group them), their fields get the models' order, lists and
tables one layout, one blank line stands between entities. Values and comments never change. `ids.lock` gets
the IDs and the lineage that files have and it does not list yet. Lexicon files are left as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from resolver.authoring.toml_document import Document, Statement, Table
from resolver.authoring.toml_values import (
    field_order,
    render_field,
    render_key,
    render_statement,
)
from resolver.authoring.workspace import Change, commit, editing
from resolver.entities.lock import LOCK_NAME, Issued, Lock, read_lock, render_lock
from resolver.entities.reading import Complaints, is_lexicon, json_lines, read_toml
from resolver.entities.sources import Parsed, find_files, load_sources
from resolver.errors import GazetteerError


def format_gazetteer(path: str | Path, *, dry_run: bool = False) -> list[Change]:
    """Bring the files of a gazetteer into layout; the changes made, or with `dry_run` to be made.

    Raises GazetteerError when a file cannot be read as TOML or JSON, EditError as `editing` does.
    """
    path = Path(path)
    find_files(path)  # says what is wrong before anything is locked
    with editing(path, dry_run=dry_run):
        changes = _changes(path)
        if not dry_run:
            commit(path, changes)
        return changes


def _changes(path: Path) -> list[Change]:
    files = find_files(path)
    changes = []
    for file in files.entities:
        before = file.read_bytes()
        after = format_jsonl(before, file) if file.suffix == ".jsonl" else _format_toml_file(file, before)
        changes.append(Change(file, before, after))
    if path.is_dir():
        changes.append(lock_change(path))
    return [change for change in changes if change.before != change.after]


def lock_change(
    folder: Path, overlay: Mapping[Path, bytes] | None = None, parsed: Parsed | None = None
) -> Change:
    """What brings `ids.lock` up to date with the files: new IDs, lineage of IDs that it says are live.

    Nothing is ever taken from it, and an ID that was merged, split or retired stays so: `check` complains.
    """
    file = folder / LOCK_NAME
    before = file.read_bytes() if file.exists() else None
    lock = read_lock(file, before) if before is not None else Lock()
    sources = load_sources(folder, [], overlay=overlay, parsed=parsed)
    issued = Lock().with_entities(sources.entities.values())
    for id, new in issued.items():
        known = lock.get(id)
        if known is None or known.state == "live":
            lock[id] = Issued(id, new.state, (known.type if known else None) or new.type, new.successors)
    return Change(file, before, render_lock(lock).encode())


def _format_toml_file(file: Path, before: bytes) -> bytes:
    toml = read_toml(file, Complaints(), before)
    if toml is None or is_lexicon(toml.data):
        return before
    try:
        return format_toml(toml.text).encode()
    except GazetteerError as error:
        raise GazetteerError(error.message, file=str(file)) from None


def format_toml(text: str) -> str:
    """A gazetteer file's text in layout; idempotent. `text` must be valid TOML.

    Raises GazetteerError for a file that would not say the same afterwards.
    """
    document = Document(text)
    old_comments = _comments(document)
    parts: list[str] = []
    preamble = _paragraphs(document.preamble)
    head = "".join(_lead(s) + _statement(s) for s in document.head)
    if preamble:
        parts.append(preamble)
    if head:
        parts.append(head)
    by_id: dict[str, list[Table]] = {}
    for table in document.tables:
        by_id.setdefault(table.path[0], []).append(table)
    for id, tables in by_id.items():
        own = "".join(_tables_text(id, tables))
        lead = _paragraphs(tables[0].lead)
        if lead:
            # a comment that touches the header stays touching, section comments keep their distance
            own = lead + ("" if _touches(tables[0].lead) else "\n") + own
        parts.append(own)
    if end := _paragraphs(document.end):
        parts.append(end)
    formatted = "\n".join(parts)
    # Whatever a file holds that this layout does not foresee must stop it, not be lost.
    if formatted == text:
        return text
    again = Document(formatted)
    if again.data != document.data or _comments(again) != old_comments:
        raise GazetteerError(
            "formatting would change what this file says, so it stays as it is; please report it"
        )
    return formatted


def _tables_text(id: str, tables: list[Table]) -> str:
    main = tables[0]
    mappings = {(id, field) for field in ("names", "external")}
    if (
        main.path != (id,)
        or any(t.path not in mappings for t in tables[1:])
        or any("[[" in t.header for t in tables)
    ):
        # Written as entities are not (arrays of tables, tables without their head): left in its order.
        return "".join(
            ("" if n == 0 else _paragraphs(t.lead))
            + f"{t.header.strip()}\n"
            + _body(t.statements)
            + _paragraphs(t.tail)
            for n, t in enumerate(tables)
        )
    fields: dict[str, list[Statement]] = {}
    for statement in main.statements:
        fields.setdefault(statement.path[0], []).append(statement)
    for table in tables[1:]:
        inner = [
            replace(s, path=(*table.path[1:], *s.path), text=_prefixed(s, table.path[1]))
            for s in table.statements
        ]
        _, mark, comment = table.header.partition("#")
        above = table.lead + (f"# {comment.strip()}\n" if mark else "")
        if inner:
            inner[0].lead = above + inner[0].lead
            fields.setdefault(table.path[1], []).extend(inner)
        else:
            main.tail += above
        main.tail += table.tail
    ordered = sorted(fields.items(), key=lambda item: field_order(item[0]))
    return (
        _header(main)
        + "".join(_field(field, statements) for field, statements in ordered)
        + _paragraphs(main.tail)
    )


def _prefixed(statement: Statement, field: str) -> str:
    return f"{field}.{statement.text.lstrip()}"


def _field(field: str, statements: list[Statement]) -> str:
    """A field's statement, or those of its keys, in layout with their comments."""
    if len(statements) == 1 and statements[0].path == (field,):
        only = statements[0]
        value = only.value()
        if not isinstance(value, dict) or only.comments:
            return _lead(only) + _statement(only)
        rows = render_field(field, value)
        if trail := only.trail.strip():
            rows[0] += f"  {trail}"
        return _lead(only) + "".join(f"{row}\n" for row in rows)
    if not any(s.all_comments() for s in statements) and all(len(s.path) == 2 for s in statements):
        return "".join(f"{row}\n" for row in render_field(field, {s.path[1]: s.value() for s in statements}))
    return _body(sorted(statements, key=lambda s: s.path))


def _header(table: Table) -> str:
    _, mark, comment = table.header.partition("#")
    name = ".".join(map(render_key, table.path))
    return f"[{name}]  # {comment.strip()}\n" if mark else f"[{name}]\n"


def _body(statements: list[Statement]) -> str:
    return "".join(_lead(s) + _statement(s) for s in statements)


def _statement(statement: Statement) -> str:
    trail = statement.trail.strip()
    if statement.comments:
        text = "\n".join(row.rstrip() for row in statement.text.strip().split("\n"))
    else:
        text = render_statement(statement.path, statement.value())
    return f"{text}  {trail}\n" if trail else f"{text}\n"


def _lead(statement: Statement) -> str:
    return "".join(f"{line.strip()}\n" for line in statement.lead.splitlines() if line.strip())


def _paragraphs(text: str) -> str:
    """Comment lines with single blank lines between paragraphs, none at the ends."""
    rows = [row.strip() for row in text.split("\n")]
    kept: list[str] = []
    for row in rows:
        if row or (kept and kept[-1]):
            kept.append(row)
    return "\n".join(kept).rstrip("\n") + "\n" if any(kept) else ""


def _touches(lead: str) -> bool:
    rows = lead.split("\n")
    return len(rows) > 1 and bool(rows[-2].strip())


def _comments(document: Document) -> Counter[str]:
    """Every comment of a file, spaces aside."""
    found: list[str] = []
    for table in document.tables:
        for piece in (table.lead, table.tail):
            found += [row.strip() for row in piece.splitlines() if row.strip()]
        _, mark, comment = table.header.partition("#")
        if mark:
            found.append(f"#{comment}".strip())
        for statement in table.statements:
            found += statement.all_comments()
    for statement in document.head:
        found += statement.all_comments()
    for piece in (document.preamble, document.end):
        found += [row.strip() for row in piece.splitlines() if row.strip()]
    return Counter("# " + comment.lstrip("#").strip() if comment.strip("# ") else "#" for comment in found)


def format_jsonl(content: bytes, file: Path) -> bytes:
    """Lines in their order, keys in the models' order, nothing escaped that need not be.

    Raises GazetteerError, naming `file` and the line, for what is no record.
    """
    return "".join(render_json(record) for _, record in json_lines(file, Complaints(), content)).encode()


def render_json(record: Mapping[str, Any]) -> str:
    """A record as its JSONL line."""
    ordered = dict(sorted(record.items(), key=lambda item: (item[0] != "id", field_order(item[0]))))
    return json.dumps(ordered, ensure_ascii=False) + "\n"
