"""`resolver gazetteer format`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from resolver.cli import exits
from resolver.cli.gazetteer.editing import Where, root_of


def command(
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="The gazetteer: a folder or file.", show_default=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when a file is not in layout.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
    gazetteer: Where = None,
) -> None:
    """Bring files into the canonical layout; nothing else changes.

    Fields get one order, lists one layout; comments and values stay. `ids.lock` gets the IDs that are new.
    Prints the files that were changed.

    \b
    Examples:
      $ resolver gazetteer format mine.toml
      $ resolver gazetteer format --check gazetteer/
    """
    from resolver.authoring.formatting import format_gazetteer
    from resolver.authoring.workspace import folder_of

    root = root_of(path or gazetteer)
    changes = format_gazetteer(root, dry_run=check or diff)
    for change in changes:
        if diff:
            sys.stdout.write(change.diff(folder_of(root)))
        else:
            print(change.path)
    if check and changes:
        exits.complain(f"{len(changes)} not in layout")
        raise typer.Exit(exits.NEGATIVE)
