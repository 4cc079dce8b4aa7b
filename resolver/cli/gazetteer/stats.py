"""`resolver gazetteer stats`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from resolver.cli.gazetteer.editing import Where, read_only

if TYPE_CHECKING:
    from resolver.authoring.stats import Statistics


class FormatChoice(StrEnum):
    """How the counts are printed."""

    text = "text"
    json = "json"


def command(
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="The gazetteer: a folder or file.", show_default=False),
    ] = None,
    format: Annotated[
        FormatChoice, typer.Option("--format", "-f", help="For people or for programs.")
    ] = FormatChoice.text,
    gazetteer: Where = None,
) -> None:
    """Count entities and names by type, form, language and script.

    \b
    Example:
      $ resolver gazetteer stats gazetteer/
    """
    from resolver.authoring.stats import statistics
    from resolver.cli.output import json_line
    from resolver.entities.sources import load_sources

    found = statistics(load_sources([read_only(path or gazetteer)]).entities.values())
    if format is FormatChoice.json:
        print(json_line(found.as_dict()))
    else:
        print("\n".join(described(found)))


def described(found: Statistics) -> Iterator[str]:
    """The counts as lines, most first."""
    yield f"{found.entities:,} entities with {found.names:,} names, {found.variants:,} of them variants"
    yield f"{found.not_live:,} IDs merged, split or retired"
    yield (
        f"{found.ambiguous:,} names of several entities, {found.declared:,} declared so; "
        f"{found.needs_context:,} need context"
    )
    groups: tuple[tuple[str, Counter[str]], ...] = (
        ("types", found.by_type),
        ("forms", found.by_form),
        ("languages", found.by_language),
        ("scripts", found.by_script),
        ("entities with", found.coverage),
    )
    for title, counts in groups:
        rows = [(key, count) for key, count in counts.most_common() if count]
        if not rows:
            continue
        yield ""
        yield f"{title}:"
        size = max(len(key) for key, _ in rows)
        yield from (f"  {key:<{size}}  {count:>7,}" for key, count in rows)
    if found.most_ambiguous:
        yield ""
        yield "most ambiguous:"
        yield from (f"  {name}: {', '.join(ids)}" for name, ids in found.most_ambiguous)
