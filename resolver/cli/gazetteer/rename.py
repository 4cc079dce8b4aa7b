"""`resolver gazetteer rename`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

import typer

from resolver.cli.gazetteer.editing import Below, DryRun, SkipExamples, Where, edited, root_of, sources_below

if TYPE_CHECKING:
    from resolver.authoring.lineage import Keep


class KeepChoice(StrEnum):
    """What becomes of the old name."""

    former = "former"
    aliases = "aliases"
    variants = "variants"
    nicknames = "nicknames"
    nothing = "nothing"


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The entity to rename.", show_default=False)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new canonical name.", show_default=False)],
    keep: Annotated[
        KeepChoice, typer.Option("--keep-as", help="What the old name becomes.")
    ] = KeepChoice.former,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Give an entity another canonical name; its ID stays.

    \b
    Examples:
      $ resolver gazetteer rename sorren-institute "Sørren Research Institute"
      $ resolver gazetteer rename marta-kowalenko "Marta Kovalenko" --keep-as variants
    """
    from resolver.authoring.lineage import rename_entity

    edited(
        lambda: rename_entity(
            root_of(gazetteer),
            id,
            name,
            keep=None if keep is KeepChoice.nothing else cast("Keep", keep.value),
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )
