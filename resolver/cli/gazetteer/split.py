"""`resolver gazetteer split`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from resolver.cli.gazetteer.editing import Below, DryRun, SkipExamples, Where, edited, root_of, sources_below
from resolver.errors import InputError


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The entity to split.", show_default=False)],
    into: Annotated[
        list[str] | None,
        typer.Option(
            "--into",
            metavar="ID[=NAME]",
            show_default=False,
            help="A part: a new ID and its name, or an ID that exists. Twice or more.",
        ),
    ] = None,
    parts: Annotated[
        str | None,
        typer.Option(
            "--parts",
            metavar="FILE",
            show_default=False,
            help="The parts as gazetteer TOML: what is known of each.",
        ),
    ] = None,
    references_to: Annotated[
        str | None,
        typer.Option(
            "--references-to",
            metavar="ID",
            show_default=False,
            help="The part that other entities' references now lead to.",
        ),
    ] = None,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Split an entity into several; the old ID then leads to all of them.

    A name that no part claims may mean any of them: all get it, declared ambiguous. Type, country and sources
    are inherited.

    \b
    Examples:
      $ resolver gazetteer split sorren --into "sorren-river=Sorren" --into "sorren-town=Sorren Town"
      $ resolver gazetteer split sorren --parts parts.toml --references-to sorren-town
    """
    from resolver.authoring.lineage import split_entity

    given: dict[str, dict[str, Any]] = _read(parts) if parts is not None else {}
    for part in into or ():
        new, equals, name = part.partition("=")
        given[new] = given.get(new, {}) | ({"name": name} if equals else {})
    edited(
        lambda: split_entity(
            root_of(gazetteer),
            id,
            given,
            references_to=references_to,
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )


def _read(path: str) -> dict[str, dict[str, Any]]:
    import tomllib

    from resolver.authoring.text_files import read_utf8

    try:
        tables = tomllib.loads(read_utf8(Path(path)))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: its lists or tables are nested too deep") from None
    if not all(isinstance(table, dict) for table in tables.values()):
        raise InputError(f"{path}: one table a part is expected, [ID] and its fields")
    return tables
