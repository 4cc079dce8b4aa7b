"""`resolver gazetteer init`."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.gazetteer.editing import DEFAULT_FOLDER


def command(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Where: a new folder, or an empty one.")
    ] = DEFAULT_FOLDER,
) -> None:
    """Begin a gazetteer: a folder with its first file.

    The file shows what an entity looks like; `resolver gazetteer add` adds the first.

    \b
    Example:
      $ resolver gazetteer init
    """
    from resolver.authoring.beginning import begin_gazetteer

    for path in begin_gazetteer(folder):
        print(path)
