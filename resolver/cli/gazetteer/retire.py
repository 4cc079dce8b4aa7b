"""`resolver gazetteer retire`."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.gazetteer.editing import Below, DryRun, SkipExamples, Where, edited, root_of, sources_below


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The entity to retire.", show_default=False)],
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", show_default=False, help="Why, for later readers.")
    ] = None,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Stop linking to an entity that has no successor.

    Its record stays, marked as retired, and its ID is never given again. Refused while others refer to it.

    \b
    Example:
      $ resolver gazetteer retire sorren-society --note "never existed"
    """
    from resolver.authoring.lineage import retire_entity

    edited(
        lambda: retire_entity(
            root_of(gazetteer),
            id,
            note=note,
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )
