"""`resolver explain`: why a text's names were decided as they were."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.options import Encoding, Gazetteers, NoCache, open_resolver


def command(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help="A text; standard input when missing, or for '-'.", show_default=False
        ),
    ] = "-",
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
    encoding: Encoding = "utf-8",
) -> None:
    """Show every span that was considered in a text, and the decision on it.

    For each: its candidates, the evidence for and against, what was decided, and why the others lost.

    \b
    Examples:
      $ resolver explain "Mehriban Aliyeva met Macron in Paris."
      $ resolver explain < article.txt | less
    """
    from resolver.cli.input import STDIN, find_codec, opened
    from resolver.cli.output import visible

    if text == STDIN:
        with opened(STDIN, find_codec(encoding), "document") as source:
            text = "".join(unit.text for unit in source.units)
    blocks = [explanation.explain() for explanation in open_resolver(gazetteer, no_cache).explain(text)]
    if blocks:
        print("\n\n".join("\n".join(map(visible, block.split("\n"))) for block in blocks))
    elif text.strip():
        from resolver.cli.exits import complain

        complain("nothing in this text looks like a known name")
