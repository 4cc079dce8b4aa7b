"""`resolver gazetteer set`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from resolver.cli.gazetteer.add import grouped, repeatable, variant_of
from resolver.cli.gazetteer.editing import (
    Below,
    DryRun,
    SkipExamples,
    Where,
    edited,
    pair,
    root_of,
    sources_below,
)
from resolver.errors import InputError


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="The entity.", show_default=False)],
    alias: Annotated[list[str] | None, repeatable("--alias", metavar="NAME", help="Another name.")] = None,
    short: Annotated[
        list[str] | None, repeatable("--short", metavar="NAME", help="What a text may call it in short.")
    ] = None,
    acronym: Annotated[list[str] | None, repeatable("--acronym", metavar="NAME", help="An acronym.")] = None,
    demonym: Annotated[
        list[str] | None,
        repeatable("--demonym", metavar="NAME", help="A word for its people and what is theirs."),
    ] = None,
    former: Annotated[
        list[str] | None, repeatable("--former", metavar="NAME", help="A name it used to have.")
    ] = None,
    nickname: Annotated[
        list[str] | None, repeatable("--nickname", metavar="NAME", help="A nickname.")
    ] = None,
    variant: Annotated[
        list[str] | None,
        repeatable("--variant", metavar="SPELLING[=NAME]", help="A misspelling of its name, or of NAME."),
    ] = None,
    spelling: Annotated[
        list[str] | None, repeatable("--in", metavar="LANGUAGE=NAME", help="Its name in a language.")
    ] = None,
    never: Annotated[
        list[str] | None, repeatable("--not", metavar="NAME", help="A name that it never is.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="ID", show_default=False, help="Its country.")
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="ID", show_default=False, help="What it is part of.")
    ] = None,
    member_of: Annotated[
        list[str] | None, repeatable("--member-of", metavar="ID", help="What it is a member of.")
    ] = None,
    external: Annotated[
        list[str] | None, repeatable("--external", metavar="SCHEME=ID", help="Its ID elsewhere.")
    ] = None,
    source: Annotated[
        list[str] | None, repeatable("--source", metavar="TEXT", help="Where the facts come from.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", show_default=False, help="A note.")
    ] = None,
    dry_run: DryRun = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Add names and facts to an entity.

    What is repeatable is added; country, within and note are replaced. Nothing is written when `check` would
    find errors in the result.

    \b
    Examples:
      $ resolver gazetteer set sorren-institute --alias "Institute of Sørren" --in "da=Sørreninstituttet"
      $ resolver gazetteer set marta-kowalenko --not "Marta Kovalenka" --dry-run
    """
    from resolver.authoring.lineage import extend_entity

    fields: dict[str, Any] = {
        "aliases": alias,
        "short": short,
        "acronyms": acronym,
        "demonyms": demonym,
        "former": former,
        "nicknames": nickname,
        "variants": [variant_of(one) for one in variant or ()],
        "names": grouped(spelling or (), "--in"),
        "not": never,
        "country": country,
        "within": within,
        "member_of": member_of,
        "external": dict(pair(one, "--external") for one in external or ()),
        "sources": source,
        "note": note,
    }
    more = {field: value for field, value in fields.items() if value}
    if not more:
        raise InputError("say what to add: --alias NAME, say")
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
