"""`resolver gazetteer add`."""

from __future__ import annotations

import json
from typing import Annotated, Any

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
from resolver.cli.options import TypeChoice
from resolver.errors import InputError


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The canonical name.", show_default=False)],
    type: Annotated[TypeChoice, typer.Option("--type", "-t", show_default=False, help="What it is.")],
    id: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", show_default=False, help="Its ID. Without it, one is made of the name."
        ),
    ] = None,
    alias: fields.Aliases = None,
    short: fields.Short = None,
    acronym: fields.Acronyms = None,
    demonym: fields.Demonyms = None,
    former: fields.Former = None,
    nickname: fields.Nicknames = None,
    variant: fields.Variants = None,
    spelling: fields.InLanguages = None,
    never: fields.Never = None,
    needs_context: fields.NeedsContext = None,
    country: fields.Country = None,
    within: fields.Within = None,
    member_of: fields.MemberOf = None,
    external: fields.External = None,
    example: fields.Examples = None,
    counterexample: fields.Counterexamples = None,
    source: fields.Sources = None,
    note: fields.Note = None,
    record: Annotated[
        str | None,
        typer.Option(
            "--json", metavar="OBJECT", show_default=False, help="More fields, as in a JSONL gazetteer."
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--file",
            metavar="FILE",
            show_default=False,
            help="Where to add it; else where most entities of its type are.",
        ),
    ] = None,
    ambiguous: Annotated[
        bool,
        typer.Option(
            "--ambiguous", help="Names that other entities have too: declare them so, on both sides."
        ),
    ] = False,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Add an entity.

    Prints its ID. Nothing is written when `check` would find errors in the result.

    \b
    Examples:
      $ resolver gazetteer add "Marta Kowalenko" --type person --short Kowalenko --in "uk=Марта Коваленко"
      $ resolver gazetteer add "Sørren Institute" --type organization --acronym SRI --dry-run
      $ resolver gazetteer add "Old Sorren" --type place --example "The road to [Old Sorren] is closed."
    """
    from resolver.authoring.lineage import add_entity

    given = fields.record_of(
        id=id,
        type=type.value,
        name=name,
        alias=alias,
        short=short,
        acronym=acronym,
        demonym=demonym,
        former=former,
        nickname=nickname,
        variant=variant,
        spelling=spelling,
        never=never,
        needs_context=needs_context,
        country=country,
        within=within,
        member_of=member_of,
        external=external,
        example=example,
        counterexample=counterexample,
        source=source,
        note=note,
    )
    edited(
        lambda: add_entity(
            root_of(gazetteer),
            _object(record) | given,
            file=file,
            declare_ambiguous=ambiguous,
            dry_run=dry_run,
            examples=not no_examples,
            below=sources_below(below),
        ),
        dry_run=dry_run,
    )


def _object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise InputError(f"--json: {error}") from None
    if not isinstance(found, dict):
        raise InputError("--json: not an object")
    return found
