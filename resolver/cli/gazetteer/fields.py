"""Options for the fields of an entity, which `add` and `set` share, and the record that they make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from resolver.cli.gazetteer.editing import pair


def _one(option: str, metavar: str, help: str) -> Any:
    return typer.Option(option, metavar=metavar, show_default=False, help=help)


def _many(option: str, metavar: str, help: str) -> Any:
    return typer.Option(option, metavar=metavar, show_default=False, help=f"{help} Repeatable.")


Aliases = Annotated[list[str] | None, _many("--alias", "NAME", "Another name.")]
Short = Annotated[list[str] | None, _many("--short", "NAME", "What a text may call it in short.")]
Acronyms = Annotated[list[str] | None, _many("--acronym", "NAME", "An acronym.")]
Demonyms = Annotated[
    list[str] | None, _many("--demonym", "NAME", "A demonym: a word for its people and what is theirs.")
]
Former = Annotated[list[str] | None, _many("--former", "NAME", "A name that it used to have.")]
Nicknames = Annotated[list[str] | None, _many("--nickname", "NAME", "A nickname.")]
Variants = Annotated[
    list[str] | None,
    _many("--variant", "SPELLING[=NAME]", "A misspelling of NAME, else of the canonical name."),
]
InLanguages = Annotated[
    list[str] | None, _many("--in", "LANGUAGE=NAME", "Its name in another language, as ka=ბაქო.")
]
Never = Annotated[list[str] | None, _many("--not", "NAME", "A name that never means it.")]
Country = Annotated[str | None, _one("--country", "ID", "Its country.")]
Within = Annotated[str | None, _one("--within", "ID", "What it is part of.")]
MemberOf = Annotated[list[str] | None, _many("--member-of", "ID", "What it is a member of.")]
External = Annotated[
    list[str] | None, _many("--external", "SCHEME=ID", "Its ID elsewhere, as wikidata=Q9248.")
]
Sources = Annotated[list[str] | None, _many("--source", "TEXT", "Where the facts come from.")]
Note = Annotated[str | None, _one("--note", "TEXT", "A note.")]
NeedsContext = Annotated[
    list[str] | None, _many("--needs-context", "NAME", "A name of it that is an ordinary word.")
]
Examples = Annotated[
    list[str] | None, _many("--example", "TEXT", "A sentence with a [mention] of it, which must be found.")
]
Counterexamples = Annotated[
    list[str] | None, _many("--counterexample", "TEXT", "A sentence that does not mention it.")
]

#: Parameter of a command → field of a record, where they are not called the same.
_FIELDS = {
    "alias": "aliases",
    "acronym": "acronyms",
    "demonym": "demonyms",
    "nickname": "nicknames",
    "variant": "variants",
    "spelling": "names",
    "never": "not",
    "source": "sources",
    "example": "examples",
    "counterexample": "counterexamples",
}


def record_of(**given: Any) -> dict[str, Any]:
    """The record that options make, by the names of the commands' parameters; what was not given is left out.

    Raises InputError where `--in` or `--external` has no "=".
    """
    made = {**given}
    made["variant"] = [_variant(text) for text in given.get("variant") or ()]
    made["spelling"] = _by_language(given.get("spelling") or ())
    made["external"] = dict(pair(text, "--external") for text in given.get("external") or ())
    return {_FIELDS.get(name, name): value for name, value in made.items() if value}


def _variant(text: str) -> str | dict[str, str]:
    """`SPELLING` or `SPELLING=NAME` as a record holds it."""
    spelling, equals, name = text.partition("=")
    return {"of": name, "spelling": spelling} if equals else spelling


def _by_language(pairs: Iterable[str]) -> dict[str, list[str]]:
    """`LANGUAGE=NAME`, several times, as a record holds them."""
    names: dict[str, list[str]] = {}
    for language, spelling in (pair(one, "--in") for one in pairs):
        names.setdefault(language, []).append(spelling)
    return names
