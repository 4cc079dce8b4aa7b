"""`resolver compare`: two names."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resolver.cli import exits
from resolver.cli.options import OneType, entity_type


class FormatChoice(StrEnum):
    """How the comparison is printed."""

    text = "text"
    json = "json"


def command(
    a: Annotated[str, typer.Argument(metavar="A", help="A name.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another name.", show_default=False)],
    type: OneType = None,
    format: Annotated[
        FormatChoice, typer.Option("--format", "-f", help="For people or for programs.")
    ] = FormatChoice.text,
) -> None:
    """Say whether two names mean the same entity, and why.

    The score is the probability that they do. The exit code is 1 when the verdict is "different".

    \b
    Examples:
      $ resolver compare "Ilham Aliyev" "Əliyev İlham Heydər oğlu"
      $ resolver compare --type organization --format json "Acme GmbH" "ACME Ltd"
    """
    import resolver
    from resolver.cli.output import json_line, visible

    comparison = resolver.compare(a, b, type=entity_type(type))
    if format is FormatChoice.json:
        print(json_line(comparison.as_dict()))
    else:
        print("\n".join(map(visible, comparison.explain().split("\n"))))
    if not comparison.match:
        raise typer.Exit(exits.NEGATIVE)
