"""`resolver gazetteer diff`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resolver.cli.gazetteer.editing import DEFAULT_FOLDER, Where
from resolver.cli.options import sources, tell_interrupted

if TYPE_CHECKING:
    from resolver.authoring.diff import EntityChange, MentionChange
    from resolver.types import Mention


class FormatChoice(StrEnum):
    """How changes are printed."""

    text = "text"
    jsonl = "jsonl"


def command(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A folder, file or git revision.", show_default=False)
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it became.", show_default=False)],
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="TEXT",
            show_default=False,
            help="A text, or a folder of .txt files, to compare the mentions in. Repeatable.",
        ),
    ] = None,
    format: Annotated[FormatChoice, typer.Option("--format", "-f", help="For people or for programs.")] = (
        FormatChoice.text
    ),
    gazetteer: Where = None,
) -> None:
    """Show what an edit does: which names it adds and removes, and which mentions in texts change.

    A git revision is REV:PATH, or REV alone for the gazetteer that --gazetteer names.

    \b
    Examples:
      $ resolver gazetteer diff HEAD gazetteer --on articles/
      $ resolver gazetteer diff before.toml after.toml
    """
    import resolver
    from resolver.authoring.diff import diff_mentions, diff_paths, revision
    from resolver.cli.gazetteer.corpus import read_texts
    from resolver.cli.output import json_line, visible

    here = Path(gazetteer or (sources(None) or [DEFAULT_FOLDER])[0])
    with ExitStack() as stack:
        before, after = (stack.enter_context(revision(spec, here)) for spec in (old, new))
        tell_interrupted(*(path for path in (before, after) if path.exists()))
        for change in diff_paths(before, after):
            if format is FormatChoice.jsonl:
                print(json_line(entity_record(change)))
            else:
                print("\n".join(map(visible, entity_lines(change))))
        if on:
            one, other = (resolver.load([str(path)]) for path in (before, after))
            for moved in diff_mentions(one, other, read_texts(on)):
                print(
                    json_line(mention_record(moved)) if format is FormatChoice.jsonl else visible(str(moved))
                )


def entity_lines(change: EntityChange) -> Iterator[str]:
    """One ID's changes: what happened to it, its names with + and -, its other fields."""
    successors = f" into {', '.join(change.successors)}" if change.successors else ""
    yield f"{change.id}: {change.kind}{successors}"
    for name in change.names:
        yield f"  {'+' if name.added else '-'} {name.form} “{name.spelling}”"
    for field, before, after in change.fields:
        yield f"  {field}: {_told(before)} → {_told(after)}"


def _told(value: Any) -> str:
    if value is None:
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def entity_record(change: EntityChange) -> dict[str, Any]:
    """One ID's changes as plain data."""
    return {
        "id": change.id,
        "change": change.kind,
        "successors": list(change.successors),
        "names": [{"name": n.spelling, "form": n.form, "added": n.added} for n in change.names],
        "fields": {field: {"before": before, "after": after} for field, before, after in change.fields},
    }


def mention_record(change: MentionChange) -> dict[str, Any]:
    """One mention's change as plain data."""

    def told(mention: Mention | None) -> dict[str, Any] | None:
        if mention is None:
            return None
        return {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "id": mention.id,
            "normal": mention.normal,
        }

    return {
        "file": change.file,
        "line": change.line,
        "change": change.kind,
        "before": told(change.before),
        "after": told(change.after),
        "context": change.context,
    }
