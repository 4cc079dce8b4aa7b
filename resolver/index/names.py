"""One name of one entity, as the index holds it."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.types import EntityType, Form


@dataclass(frozen=True, slots=True)
class NameRef:
    """A spelling that points at an entity.

    `rule` is "listed" where the gazetteer gives the spelling, else how it was derived ("family name",
    "acronym" …). `normal` is the name it is a spelling of. `tokens` are its folded tokens.
    """

    entity: str
    type: EntityType
    spelling: str
    normal: str
    form: Form
    rule: str
    needs_context: bool
    ambiguous: bool
    tokens: tuple[str, ...]

    @property
    def derived(self) -> bool:
        return self.rule != "listed"
