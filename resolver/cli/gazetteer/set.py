"""`resolver gazetteer set`."""

from __future__ import annotations

from typing import Annotated

import typer

from resolver.cli.gazetteer import fields
from resolver.cli.gazetteer.editing import (
    Below,
    DryRun,
    SkipExamples,
    Where,
    edited,
    root_of,
    sources_below,
)
from resolver.errors import InputError


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The entity.", show_default=False)],
    alias: fields.Aliases = None,
    short: fields.Short = None,
    acronym: fields.Acronyms = None,
    demonym: fields.Demonyms = None,
    former: fields.Former = None,
    nickname: fields.Nicknames = None,
    variant: fields.Variants = None,
    spelling: fields.InLanguages = None,
    never: fields.Never = None,
    country: fields.Country = None,
    within: fields.Within = None,
    member_of: fields.MemberOf = None,
    external: fields.External = None,
    source: fields.Sources = None,
    note: fields.Note = None,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Add names and facts to an entity.

    Values of repeatable options are added; country, within and note are replaced. Nothing is written
    when `check` would find errors in the result.

    \b
    Examples:
      $ resolver gazetteer set sorren-institute --alias "Institute of Sørren" --in "da=Sørreninstituttet"
      $ resolver gazetteer set marta-kowalenko --not "Marta Kovalenka" --dry-run
    """
    from resolver.authoring.lineage import extend_entity

    more = fields.record_of(
        alias=alias,
        short=short,
        acronym=acronym,
        demonym=demonym,
        former=former,
        nickname=nickname,
        variant=variant,
        spelling=spelling,
        never=never,
        country=country,
        within=within,
        member_of=member_of,
        external=external,
        source=source,
        note=note,
    )
    if not more:
        raise InputError("say what to add, for example --alias NAME")
    edited(
        lambda: extend_entity(
            root_of(gazetteer),
            id,
            more,
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )
