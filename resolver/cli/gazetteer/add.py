"""`resolver gazetteer add`."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

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
from resolver.cli.options import TypeChoice
from resolver.errors import InputError


def repeatable(*names: str, metavar: str, help: str) -> Any:
    """An option that may be given several times."""
    return typer.Option(*names, metavar=metavar, show_default=False, help=f"{help} Repeatable.")


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The canonical name.", show_default=False)],
    type: Annotated[TypeChoice, typer.Option("--type", "-t", show_default=False, help="What it is.")],
    id: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", show_default=False, help="Its ID; else a readable one of the name."
        ),
    ] = None,
    alias: Annotated[list[str] | None, repeatable("--alias", metavar="NAME", help="Another name.")] = None,
    short: Annotated[
        list[str] | None, repeatable("--short", metavar="NAME", help="What a text may call it in short.")
    ] = None,
    acronym: Annotated[list[str] | None, repeatable("--acronym", metavar="NAME", help="An acronym.")] = None,
    demonym: Annotated[list[str] | None, repeatable("--demonym", metavar="NAME", help="A demonym.")] = None,
    former: Annotated[list[str] | None, repeatable("--former", metavar="NAME", help="A former name.")] = None,
    nickname: Annotated[
        list[str] | None, repeatable("--nickname", metavar="NAME", help="A nickname.")
    ] = None,
    variant: Annotated[
        list[str] | None,
        repeatable(
            "--variant", metavar="SPELLING[=NAME]", help="A misspelling of NAME, else of the canonical name."
        ),
    ] = None,
    spelling: Annotated[
        list[str] | None,
        repeatable("--in", metavar="LANG=NAME", help="Its name in another language, as ka=ბაქო."),
    ] = None,
    never: Annotated[
        list[str] | None, repeatable("--not", metavar="NAME", help="A name that it never is.")
    ] = None,
    needs_context: Annotated[
        list[str] | None,
        repeatable("--needs-context", metavar="NAME", help="A name of it that is an ordinary word."),
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
        list[str] | None,
        repeatable("--external", metavar="SCHEME=ID", help="Its ID elsewhere, as wikidata=Q9248."),
    ] = None,
    example: Annotated[
        list[str] | None,
        repeatable(
            "--example", metavar="TEXT", help="A sentence with a [mention] of it, which must be found."
        ),
    ] = None,
    counterexample: Annotated[
        list[str] | None,
        repeatable("--counterexample", metavar="TEXT", help="A sentence that does not mention it."),
    ] = None,
    source: Annotated[
        list[str] | None, repeatable("--source", metavar="TEXT", help="Where the facts come from.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", show_default=False, help="A note.")
    ] = None,
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

    fields: dict[str, Any] = {
        "id": id,
        "type": type.value,
        "name": name,
        "aliases": alias,
        "short": short,
        "acronyms": acronym,
        "demonyms": demonym,
        "former": former,
        "nicknames": nickname,
        "variants": [variant_of(one) for one in variant or ()],
        "names": grouped(spelling or (), "--in"),
        "not": never,
        "needs_context": needs_context,
        "country": country,
        "within": within,
        "member_of": member_of,
        "external": dict(pair(one, "--external") for one in external or ()),
        "sources": source,
        "examples": example,
        "counterexamples": counterexample,
        "note": note,
    }
    given = {field: value for field, value in fields.items() if value}
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
    except ValueError as error:
        raise InputError(f"--json: {error}") from None
    if not isinstance(found, dict):
        raise InputError("--json: not an object")
    return found


def variant_of(text: str) -> str | dict[str, str]:
    """`SPELLING` or `SPELLING=NAME` as a record holds it."""
    spelling, equals, name = text.partition("=")
    return {"of": name, "spelling": spelling} if equals else spelling


def grouped(pairs: Any, option: str) -> dict[str, list[str]]:
    """`LANGUAGE=NAME`, several times, as a record holds them."""
    names: dict[str, list[str]] = {}
    for language, spelling in (pair(one, option) for one in pairs):
        names.setdefault(language, []).append(spelling)
    return names
