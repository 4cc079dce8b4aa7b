"""What an entity's record may hold in a file or an iterable of dicts: the one place that decides it.

The JSON Schema that editors use is generated from here. What passes becomes an `entity.Entity`, plain data
that the engine reads without pydantic. Strings stay as given: `resolver gazetteer check` complains about
spelling that is not NFC, stray spaces and the like, nothing mends them silently.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from resolver.types import EntityType

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._:-]*$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2,8}(-[A-Za-z0-9]{1,8})*$"


def _tuple_as_list(value: Any) -> Any:
    # Records from Python code hold tuples as often as lists; files cannot.
    return list(value) if isinstance(value, tuple) else value


def _spelling_as_list(value: Any) -> Any:
    # One spelling of a language is seldom worth brackets: names = { ru = "…" }.
    return [value] if isinstance(value, str) else _tuple_as_list(value)


_ONE_SPELLING: Final = {"type": "string", "pattern": r"\S"}
NonEmpty = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Strings = Annotated[list[NonEmpty], BeforeValidator(_tuple_as_list)]
Spellings = Annotated[
    list[NonEmpty],
    BeforeValidator(_spelling_as_list),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _ONE_SPELLING}, _ONE_SPELLING]}),
]
Ids = Annotated[list[Id], BeforeValidator(_tuple_as_list)]


class VariantOf(BaseModel):
    """Another spelling of a name that is not the entity's `name`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    of: NonEmpty = Field(description="The name it is a spelling of: one of this entity's names.")
    spelling: NonEmpty = Field(description="The other spelling.")


class EntityFields(BaseModel):
    """One entity of a gazetteer file: the table under its ID."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="entity")

    type: EntityType = Field(description="What it is.")
    name: NonEmpty = Field(description="The canonical name: what `--rewrite canonical` writes.")
    aliases: Strings = Field(default=[], description="Other accepted names, kept as they are in texts.")
    acronyms: Strings = Field(default=[], description="Acronyms, matched by case.")
    short: Strings = Field(
        default=[], description="What a text may call it once introduced or where unmistakable: “Macron”."
    )
    demonyms: Strings = Field(default=[], description="Words for its people and what is theirs: “French”.")
    former: Strings = Field(default=[], description="Names it used to have.")
    nicknames: Strings = Field(default=[], description="Nicknames.")
    names: dict[Language, Spellings] = Field(
        default={}, description="Full names by language (BCP 47): native and foreign spellings."
    )
    variants: Annotated[list[NonEmpty | VariantOf], BeforeValidator(_tuple_as_list)] = Field(
        default=[],
        description="Other spellings of `name`, collapsed by `normalise`; {of, spelling} for another name.",
    )
    not_: Strings = Field(default=[], alias="not", description="Names that it never is.")
    needs_context: Strings = Field(
        default=[],
        description="Those of its names that are ordinary words or common names: they need evidence.",
    )
    ambiguous: Strings = Field(default=[], description="Those of its names that other entities share.")
    country: Id | None = Field(default=None, description="ID of its country.")
    within: Id | None = Field(default=None, description="ID of the place or body it is part of.")
    member_of: Ids = Field(default=[], description="IDs of what it belongs to.")
    external: dict[NonEmpty, NonEmpty] = Field(
        default={}, description="Identifiers elsewhere, as seen in a source: wikidata = “Q…”."
    )
    sources: Strings = Field(default=[], description="Where this was read, where it differs from the file's.")
    examples: Strings = Field(
        default=[], description="Sentences with the mention in [brackets] that must link to this entity."
    )
    counterexamples: Strings = Field(
        default=[], description="Sentences with the mention in [brackets] that must not link to this entity."
    )
    replaced_by: Id | Annotated[list[Id], Field(min_length=1), BeforeValidator(_tuple_as_list)] | None = (
        Field(default=None, description="Successor(s) of a merged or split ID.")
    )
    retired: bool = Field(default=False, description="No longer linked, without a successor.")
    exact: bool = Field(
        default=False,
        description="For bulk lists. In texts its names count as written (case, accents, endings aside): but "
        "for likely slips in names of several words and in long ones nothing is corrected to them, and no "
        "shorter one is derived. "
        "Looking names up is not affected.",
    )
    note: NonEmpty | None = Field(default=None, description="For maintainers.")


class EntityRecord(EntityFields):
    """One line of a JSONL file or one record from Python: the same fields and the ID."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="entity record")

    id: Id = Field(description="Given once, never reused, never renamed because a name changes.")


class EntityFileHeader(BaseModel):
    """What may stand in an entity file before the first entity."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    source: NonEmpty | None = Field(default=None, description="Where the file's content comes from.")
    licence: NonEmpty | None = Field(default=None, description="The licence the content may be used under.")
