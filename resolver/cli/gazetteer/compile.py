"""`resolver gazetteer compile`."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.options import sources


def command(
    into: Annotated[str, typer.Argument(metavar="INTO", help="The file to write.", show_default=False)],
    gazetteer: Annotated[
        list[str] | None,
        typer.Option(
            "--gazetteer",
            "-g",
            metavar="PATH",
            show_default=False,
            help="What to compile, as in other commands. Repeatable; 'default' is the shipped one.",
        ),
    ] = None,
) -> None:
    """Compile gazetteers into one index file, which opens without delay.

    Any `--gazetteer` takes it. Other commands compile what they are given by themselves and keep it in the
    user's cache; a file made here can be shipped.

    \b
    Examples:
      $ resolver gazetteer compile --gazetteer default --gazetteer mine.toml names.index
      $ resolver link --gazetteer names.index article.txt
    """
    from resolver.index.loading import DEFAULT, compile_index

    compile_index(sources(gazetteer) or [DEFAULT], into, cache=False)
