"""An entity and its names as the engine sees them: plain slotted data, without pydantic.

`models.py` says what a *file* may hold and refuses the rest; what passes becomes one of these. The hot
path and the start-up of a one-line filter need no more than this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, NamedTuple

from resolver.types import EntityType, Form

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Variant:
    """Another spelling of the name `of`, one of its entity's names."""

    spelling: str
    of: str


@dataclass(frozen=True, slots=True)
class EntityName:
    """One spelling that an entity goes by.

    `normal` is the name that `normalise` writes for it: itself, or for a variant the name it is a
    spelling of. `lang` is the language a file gave for it. `needs_context`: an ordinary word or a common
    name too, so alone it proves nothing. `ambiguous`: declared to be shared with other entities.
    """

    spelling: str
    form: Form
    normal: str
    lang: str | None = None
    variant: bool = False
    needs_context: bool = False
    ambiguous: bool = False


class _Named(NamedTuple):
    spelling: str
    form: Form
    lang: str | None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, place… with its ID and all that a gazetteer says of it.

    Strings are as the file gives them. `names` maps a language (BCP 47) to spellings. `not_` lists names
    that it never is. `needs_context` and `ambiguous` list some of this entity's own spellings.
    `country`, `within`, `member_of`, `replaced_by` hold IDs of other entities. `exact`: one of
    thousands, which a text names as listed, or with a likely slip in a long name or in one of several words.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    variants: tuple[Variant, ...] = ()
    not_: tuple[str, ...] = ()
    needs_context: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    country: str | None = None
    within: str | None = None
    member_of: tuple[str, ...] = ()
    external: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    retired: bool = False
    exact: bool = False
    note: str | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_entity_from_dict, (self.to_dict(),))

    @property
    def live(self) -> bool:
        """Whether a text may mean it: neither retired nor replaced by others."""
        return not (self.retired or self.replaced_by)

    def _own_names(self) -> list[_Named]:
        """All names but the variants, in the order of the fields; the first reading of a spelling wins."""
        found: list[_Named] = [_Named(self.name, "full", None)]
        found += [_Named(spelling, "alias", None) for spelling in self.aliases]
        found += [_Named(spelling, "short", None) for spelling in self.short]
        found += [_Named(spelling, "acronym", None) for spelling in self.acronyms]
        found += [_Named(spelling, "demonym", None) for spelling in self.demonyms]
        found += [_Named(spelling, "former", None) for spelling in self.former]
        found += [_Named(spelling, "nickname", None) for spelling in self.nicknames]
        for lang in sorted(self.names):
            for spelling in self.names[lang]:
                found.append(_Named(spelling, "full", lang))
        return found

    def all_names(self) -> list[EntityName]:
        """Every spelling as a flat record, each (spelling, form) once; deterministic order.

        What several languages share has no language where it is the entity's own name ("Angola"), else the
        first one.
        `name` and `names` have the form "full", `variants` the form of the name they are a spelling of. A
        name that is listed among `acronyms` too (an entity called "COP29") is an acronym.
        """
        acronyms = frozenset(self.acronyms)
        context, shared = frozenset(self.needs_context), frozenset(self.ambiguous)
        seen: set[tuple[str, Form, str]] = set()
        found: list[EntityName] = []
        form_of: dict[str, Form] = {}
        for spelling, form, lang in self._own_names():
            if form == "full" and spelling in acronyms:
                form = "acronym"
            form_of.setdefault(spelling, form)
            if (key := (spelling, form, spelling)) not in seen:
                seen.add(key)
                found.append(
                    EntityName(spelling, form, spelling, lang, False, spelling in context, spelling in shared)
                )
        for variant in self.variants:
            form = form_of.get(variant.of, "full")
            if (key := (variant.spelling, form, variant.of)) not in seen:
                seen.add(key)
                found.append(
                    EntityName(
                        variant.spelling,
                        form,
                        variant.of,
                        None,
                        True,
                        variant.spelling in context,
                        variant.spelling in shared,
                    )
                )
        return found

    def to_dict(self) -> dict[str, Any]:
        """The record that a file would hold (JSON-able): fields at their default left out."""
        record: dict[str, Any] = {"id": self.id, "type": self.type, "name": self.name}
        for name in _OPTIONAL:
            value = getattr(self, name)
            if not value:
                continue
            if name == "variants":
                value = [
                    v.spelling if v.of == self.name else {"of": v.of, "spelling": v.spelling} for v in value
                ]
            elif name == "names":
                value = {lang: list(spellings) for lang, spellings in value.items()}
            elif name == "external":
                value = dict(value)
            elif name == "replaced_by":
                value = value[0] if len(value) == 1 else list(value)
            elif isinstance(value, tuple):
                value = list(value)
            record["not" if name == "not_" else name] = value
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Entity:
        """The entity of a record that is known to be valid (one that `to_dict` or validation gave).

        Nothing is checked: records from outside go through `validation.entity_from_record`.
        """
        values: dict[str, Any] = {}
        for key, value in record.items():
            if key == "not":
                values["not_"] = tuple(value)
            elif key == "names":
                values["names"] = {lang: tuple(spellings) for lang, spellings in value.items()}
            elif key == "variants":
                values["variants"] = tuple(
                    Variant(v, record["name"]) if isinstance(v, str) else Variant(v["spelling"], v["of"])
                    for v in value
                )
            elif key == "replaced_by":
                values["replaced_by"] = (value,) if isinstance(value, str) else tuple(value)
            elif key == "external":
                values["external"] = dict(value)
            elif isinstance(value, list):
                values[key] = tuple(value)
            else:
                values[key] = value
        return cls(**values)


def _entity_from_dict(record: dict[str, Any]) -> Entity:
    return Entity.from_dict(record)


_OPTIONAL = tuple(f.name for f in fields(Entity) if f.name not in ("id", "type", "name"))
