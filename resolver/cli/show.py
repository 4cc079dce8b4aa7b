"""`resolver show`: what the gazetteer says of an entity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resolver.cli import exits
from resolver.cli.options import Gazetteers, NoCache, open_resolver

if TYPE_CHECKING:
    from resolver.entities.entity import Entity
    from resolver.entities.gazetteer import Gazetteer
    from resolver.entities.lock import Issued


class FormatChoice(StrEnum):
    """How entities are printed."""

    text = "text"
    json = "json"


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="IDs.", show_default=False)],
    format: Annotated[
        FormatChoice,
        typer.Option("--format", "-f", help="'text': for people. 'json': one JSON object for each entity."),
    ] = FormatChoice.text,
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
) -> None:
    """Show an entity: its names by form and language, its lineage.

    An ID that was merged or split shows what it became. The exit code is 1 when an ID is unknown.

    \b
    Examples:
      $ resolver show anne-boillon
      $ resolver show --format json dgse | jq .acronyms
    """
    from resolver.cli.output import json_line, visible

    known = open_resolver(gazetteer, no_cache).gazetteer
    missing = shown = False
    for id in ids:
        issued = known.lineage(id)
        entities = known.successors(id)
        if not entities and issued is None:
            missing = True
            exits.complain(_why_unknown(known, id))
        elif format is FormatChoice.json:
            print(json_line(record(known, id, issued, entities)))
        else:
            lines = [] if issued is None else [became(issued, entities)]
            for entity in entities or _former(known, id):
                lines += described(entity, known.predecessors(entity.id))
            print("\n" * shown + "\n".join(map(visible, lines)))
            shown = True
    if missing:
        raise typer.Exit(exits.NEGATIVE)


def _why_unknown(gazetteer: Gazetteer, id: str) -> str:
    try:
        gazetteer[id]
    except KeyError as error:
        return str(error.args[0])
    return f"no entity {id!r}"


def _former(gazetteer: Gazetteer, id: str) -> list[Entity]:
    entity = gazetteer.former(id)
    return [] if entity is None else [entity]


def became(issued: Issued, entities: Sequence[Entity]) -> str:
    """What became of an ID that is no longer live, in words."""
    if not entities:
        return f"{issued.id} was retired; nothing took its place."
    now = ", ".join(entity.id for entity in entities)
    return f"{issued.id} was {'split' if len(entities) > 1 else 'merged'} into {now}."


def record(
    gazetteer: Gazetteer, id: str, issued: Issued | None, entities: Sequence[Entity]
) -> dict[str, Any]:
    """An ID as the object that `--format json` prints: the entity, or what became of it."""
    if issued is None:
        entity = entities[0]
        predecessors = gazetteer.predecessors(entity.id)
        return entity.to_dict() | ({"predecessors": list(predecessors)} if predecessors else {})
    return {"id": id, "state": issued.state, "successors": [entity.to_dict() for entity in entities]}


# How the fields of an entity are called on screen, in order; names come first.
_NAMES = (
    ("alias", "aliases"),
    ("short", "short"),
    ("acronym", "acronyms"),
    ("demonym", "demonyms"),
    ("former", "former"),
    ("nickname", "nicknames"),
)
_REST = ("country", "within", "member_of", "sources", "note")


def described(entity: Entity, predecessors: Sequence[str] = ()) -> Iterator[str]:
    """The entity as aligned lines: one value a line."""
    pairs = [*_pairs(entity), *(("formerly", id) for id in predecessors)]
    size = max(len(label) for label, _ in pairs)
    yield f"{entity.id}  ({entity.type})"
    for label, value in pairs:
        yield f"  {label:<{size}}  {value}"


def _pairs(entity: Entity) -> Iterator[tuple[str, str]]:
    yield "name", entity.name
    context, shared = frozenset(entity.needs_context), frozenset(entity.ambiguous)

    def told(spelling: str) -> str:
        marks = [
            word for word, group in (("needs context", context), ("ambiguous", shared)) if spelling in group
        ]
        return f"{spelling}  ({', '.join(marks)})" if marks else spelling

    for label, field in _NAMES:
        for spelling in getattr(entity, field):
            yield label, told(spelling)
    for language, spellings in sorted(entity.names.items()):
        for spelling in spellings:
            yield f"name [{language}]", told(spelling)
    for variant in entity.variants:
        yield "variant", f"{variant.spelling}  (of {variant.of})"
    for spelling in entity.not_:
        yield "never", spelling
    for field in _REST:
        value: Any = getattr(entity, field)
        for one in value if isinstance(value, tuple) else [value]:
            if one:
                yield field.replace("_", " "), str(one)
    yield from sorted(entity.external.items())
