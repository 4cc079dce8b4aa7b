"""Write what a maintainer decided about suggestions: variants, new entities, rejections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from resolver.authoring.draft import Draft, Outcome, drafting, finish
from resolver.authoring.rejections import reject_change
from resolver.authoring.suggest import Suggestion
from resolver.authoring.workspace import EditError
from resolver.entities.entity import Entity
from resolver.entities.validation import entity_from_record
from resolver.types import EntityType

Answer = Literal["yes", "no", "another", "later"]


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a suggestion.

    "yes": a variant is a spelling of its entity's name; a new name is an entity, of `type` and called `name`
    (default: its most frequent spelling), its other spellings variants. "no": the names are rejected, never
    to be suggested again, and a variant is put into the entity's `not`. "another": a variant is put into
    `not` and becomes an entity of its own. "later" does nothing.
    """

    suggestion: Suggestion
    answer: Answer
    type: EntityType | None = None
    name: str | None = None
    id: str | None = None


def apply_decisions(
    root: str | Path, decisions: Sequence[Decision], *, dry_run: bool = False, examples: bool = True
) -> Outcome:
    """Write all decisions together. Raises EditError (and writes nothing) when `check` refuses the result."""
    root = Path(root)
    rejected: list[str] = []
    with drafting(root, dry_run=dry_run) as draft:
        records: dict[str, dict[str, Any]] = {}
        for decision in decisions:
            suggestion = decision.suggestion
            if decision.answer == "later":
                continue
            if suggestion.kind == "variant":
                _variant(draft, records, decision)
            if decision.answer == "no":
                rejected += [spelling for spelling, _ in suggestion.spellings]
            elif decision.answer == "another" or suggestion.kind == "new":
                _add(draft, decision)
        for id, record in records.items():
            draft.set(id, record)
        beside = [reject_change(root, rejected)] if rejected else []
        return finish(draft, dry_run=dry_run, examples=examples, beside=beside)


def _variant(draft: Draft, records: dict[str, dict[str, Any]], decision: Decision) -> None:
    suggestion = decision.suggestion
    assert suggestion.entity is not None  # a variant always has one
    entity = draft.live(suggestion.entity)
    record = records.setdefault(entity.id, entity.to_dict())
    spellings = [spelling for spelling, _ in suggestion.spellings]
    if decision.answer != "yes":
        record["not"] = list(dict.fromkeys([*record.get("not", ()), *spellings]))
        return
    own = {name.spelling for name in Entity.from_dict(record).all_names()}
    for spelling in spellings:
        if spelling not in own:
            plain = suggestion.of in (None, entity.name)
            listed = spelling if plain else {"of": suggestion.of, "spelling": spelling}
            record["variants"] = [*record.get("variants", ()), listed]


def _add(draft: Draft, decision: Decision) -> None:
    suggestion = decision.suggestion
    name = decision.name or suggestion.name
    type = decision.type or suggestion.type
    if type is None:
        raise EditError(f"say what {name!r} is: person, organization, place …")
    id = decision.id or draft.new_id(name)
    draft.require_new(id)
    if id in draft.touched:
        raise EditError(f"two new entities would be called {id}; give one of them an ID")
    variants = [spelling for spelling, _ in suggestion.spellings if spelling != name]
    record = {"id": id, "type": type, "name": name, **({"variants": variants} if variants else {})}
    entity, problems = entity_from_record(record)
    if entity is None or problems:
        raise EditError("; ".join(problem.message for problem in problems))
    draft.add(id, entity.to_dict(), draft.file_for(type))
