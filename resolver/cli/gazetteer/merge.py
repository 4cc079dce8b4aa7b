"""`resolver gazetteer merge`."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.gazetteer.editing import Below, DryRun, SkipExamples, Where, edited, root_of, sources_below


def command(
    gone: Annotated[str, typer.Argument(metavar="GONE", help="The ID that is given up.", show_default=False)],
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="The ID that stays.", show_default=False)],
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Merge one entity into another; the old ID stays resolvable.

    KEPT gets all names of GONE, references follow, and looking GONE up gives KEPT from then on.

    \b
    Example:
      $ resolver gazetteer merge --dry-run sorren-inst sorren-institute
    """
    from resolver.authoring.lineage import merge_entities

    edited(
        lambda: merge_entities(
            root_of(gazetteer),
            gone,
            kept,
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )
