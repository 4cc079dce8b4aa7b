"""Write what a maintainer decided about suggestions: variants, new entities, rejections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from resolver.authoring.draft import Draft, Outcome, drafting, finish
from resolver.authoring.lineage import merge_entities
from resolver.authoring.questions import questions_change, read_questions
from resolver.authoring.rejections import reject_change
from resolver.authoring.suggest import Suggestion
from resolver.authoring.workspace import Change, EditError
from resolver.entities.entity import Entity
from resolver.entities.sources import load_sources
from resolver.entities.validation import entity_from_record
from resolver.types import EntityType

Answer = Literal["yes", "no", "another", "later"]


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a suggestion.

    "yes": a variant is a spelling of its entity's name; a new name is an entity, of `type` and called `name`
    (default: its most frequent spelling), its other spellings variants. "no": the names are rejected, never
    to be suggested again, and a variant is put into the entity's `not`. "another": a variant is put into
    `not` and becomes an entity of its own. Of two entities that may be one, "yes" merges the second into the
    first, "no" puts each one's name into the other's `not`; the question is answered. "later" does nothing.
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
            if suggestion.kind == "same":
                _same(draft, records, decision)
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
        beside += _answered(root, decisions)
        outcome = finish(draft, dry_run=dry_run, examples=examples, beside=beside)
    # One after the other: several may go into one.
    return _merged(root, decisions, outcome, dry_run, examples)


def _merged(
    root: Path, decisions: Sequence[Decision], outcome: Outcome, dry_run: bool, examples: bool
) -> Outcome:
    """The outcome with that of the merges."""
    for decision in decisions:
        suggestion = decision.suggestion
        if suggestion.kind == "same" and decision.answer == "yes":
            assert suggestion.entity is not None
            assert suggestion.other is not None
            live = load_sources(root).gazetteer()
            gone, kept = live[suggestion.other].id, live[suggestion.entity].id
            if gone != kept:
                more = merge_entities(root, gone, kept, dry_run=dry_run, examples=examples)
                outcome = Outcome(
                    outcome.root,
                    [*outcome.changes, *more.changes],
                    [*outcome.findings, *more.findings],
                    tuple(dict.fromkeys([*outcome.ids, *more.ids])),
                    outcome.written,
                    outcome.notes,
                )
    return outcome


def _answered(root: Path, decisions: Sequence[Decision]) -> list[Change]:
    """The file of questions without those that are answered."""
    answered = {
        frozenset((decision.suggestion.entity, decision.suggestion.other))
        for decision in decisions
        if decision.suggestion.kind == "same" and decision.answer != "later"
    }
    if not answered:
        return []
    left = [question for question in read_questions(root) if frozenset(question[:2]) not in answered]
    return [questions_change(root, left)]


def _same(draft: Draft, records: dict[str, dict[str, Any]], decision: Decision) -> None:
    """Two entities that are not one say so; a merge comes later."""
    if decision.answer == "yes":
        return
    one, other = decision.suggestion.entity, decision.suggestion.other
    assert one is not None
    assert other is not None
    for mine, theirs in ((one, other), (other, one)):
        entity, name = draft.live(mine), draft.live(theirs).name
        record = records.setdefault(entity.id, entity.to_dict())
        record["not"] = list(dict.fromkeys([*record.get("not", ()), name]))


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
