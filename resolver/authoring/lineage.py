"""The edits of entities: add, merge, split, retire, rename. Each writes all its files or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from resolver.authoring.check_lineage import references
from resolver.authoring.draft import Draft, Outcome, drafting, finish
from resolver.authoring.records import examples_left, merged, names_left, renamed, repointed, split, stub
from resolver.authoring.workspace import EditError
from resolver.entities.entity import Entity
from resolver.entities.lexicon import fold_phrase
from resolver.entities.sources import Source
from resolver.entities.validation import entity_from_record

Keep = Literal["former", "aliases", "variants", "nicknames"]


def add_entity(
    root: str | Path,
    record: Mapping[str, Any],
    *,
    file: str | Path | None = None,
    declare_ambiguous: bool = False,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Add an entity; without `id` it gets a readable one of its name.

    It goes to `file`, or where most entities of its type are. `declare_ambiguous` declares names that other
    entities have too, here and there. Raises EditError (RefusedError with the findings) and writes nothing
    when the record is not valid, the ID was ever given, or `check` finds errors in the result.
    """
    with drafting(root, dry_run=dry_run) as draft:
        record = dict(record)
        id = record["id"] if "id" in record else draft.new_id(str(record.get("name", "")))
        entity, problems = entity_from_record({**record, "id": id})
        if entity is None or problems:
            raise EditError("; ".join(problem.message for problem in problems))
        draft.require_new(id)
        target = Path(file) if file is not None else draft.file_for(entity.type)
        if draft.root.is_dir() and not target.resolve().is_relative_to(draft.root.resolve()):
            raise EditError(f"{target} is not in the gazetteer {draft.root}")
        new = entity.to_dict()
        if declare_ambiguous:
            _declare(draft, new, entity)
        draft.add(id, {key: value for key, value in new.items() if key != "id"}, target)
        return finish(draft, dry_run=dry_run, examples=examples, below=below)


def _declare(draft: Draft, new: dict[str, Any], entity: Entity) -> None:
    mine = {fold_phrase(name.spelling): name.spelling for name in entity.all_names()}
    ambiguous = list(new.get("ambiguous", ()))
    for other in draft.sources.entities.values():
        if not other.live:
            continue
        theirs = {fold_phrase(name.spelling): name.spelling for name in other.all_names()}
        if both := sorted(mine.keys() & theirs.keys()):
            ambiguous += [mine[key] for key in both]
            record = other.to_dict()
            listed = [*record.get("ambiguous", ()), *(theirs[key] for key in both)]
            record["ambiguous"] = list(dict.fromkeys(listed))
            draft.set(other.id, record)
    if ambiguous:
        new["ambiguous"] = list(dict.fromkeys(ambiguous))


def merge_entities(
    root: str | Path,
    gone: str,
    kept: str,
    *,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Merge the entity `gone` into `kept`, which gets all its names; references follow.

    `gone` stays as a stub with `replaced_by`, and looking it up gives `kept` from then on.
    """
    if gone == kept:
        raise EditError(f"{gone} cannot be merged into itself")
    with drafting(root, dry_run=dry_run) as draft:
        a, b = draft.live(gone), draft.live(kept)
        shared = {
            name.spelling
            for other in draft.sources.entities.values()
            if other.live and other.id not in (gone, kept)
            for name in other.all_names()
        }
        record = merged(b.to_dict(), a.to_dict(), shared)
        draft.set(kept, repointed(record, gone, kept) or record)
        draft.set(gone, stub(a.to_dict(), [kept]))
        _repoint(draft, gone, kept, but=(gone, kept))
        return finish(draft, dry_run=dry_run, examples=examples, below=below)


def _repoint(draft: Draft, old: str, new: str, but: tuple[str, ...]) -> None:
    for other in draft.sources.entities.values():
        if (
            other.live
            and other.id not in but
            and (record := repointed(other.to_dict(), old, new)) is not None
        ):
            draft.set(other.id, record)


def split_entity(
    root: str | Path,
    id: str,
    parts: Mapping[str, Mapping[str, Any]],
    *,
    references_to: str | None = None,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Split an entity into `parts`: new IDs (or existing ones) with what is known of each.

    See `records.split` for where the names go. `references_to` names the part that other entities' references
    to the old ID lead to; it is needed when there are any.
    """
    if len(parts) < 2:
        raise EditError("a split has two parts or more; for one, merge")
    with drafting(root, dry_run=dry_run) as draft:
        old = draft.live(id)
        given: dict[str, dict[str, Any]] = {}
        for part, fields in parts.items():
            if part == id:
                raise EditError(f"{id} cannot be a part of itself; each part gets an ID of its own")
            if part in draft.sources.entities:
                given[part] = {**draft.live(part).to_dict(), **fields}
            else:
                draft.require_new(part)
                given[part] = dict(fields)
        if references_to is not None and references_to not in parts:
            raise EditError(f"references cannot lead to {references_to}, which is none of the parts")
        pointing = [
            other.id
            for other in draft.sources.entities.values()
            if other.live and other.id != id and any(target == id for _, target in references(other))
        ]
        if pointing and references_to is None:
            raise EditError(
                f"{', '.join(pointing[:5])} {'refer' if len(pointing) > 1 else 'refers'} to {id}; "
                "say to which part that leads"
            )
        records = split(old.to_dict(), given)
        above = id
        for part, record in records.items():
            entity, problems = entity_from_record(record)
            if entity is None or problems:
                raise EditError("; ".join(f"{part}: {problem.message}" for problem in problems))
            if part in draft.sources.entities:
                draft.set(part, entity.to_dict())
            else:
                draft.add(part, entity.to_dict(), draft.file_of(id), after=above)
                above = part
        draft.set(id, stub(old.to_dict(), list(parts)))
        if references_to is not None:
            _repoint(draft, id, references_to, but=(id, *parts))
        notes = tuple(
            f"{name!r} is no part's name now; `resolver gazetteer set` gives it to one, if it is"
            for name in names_left(old.to_dict(), records)
        )
        notes += tuple(
            f"{example!r} fits no part alone and is gone; give it to one as an example, if it does"
            for example in examples_left(old.to_dict(), records)
        )
        return replace(
            finish(draft, dry_run=dry_run, examples=examples, below=below),
            notes=notes,
        )


def retire_entity(
    root: str | Path,
    id: str,
    *,
    note: str | None = None,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Stop linking to an entity without a successor; its record stays, marked `retired`.

    Refused while other entities refer to it.
    """
    with drafting(root, dry_run=dry_run) as draft:
        record = {**draft.live(id).to_dict(), "retired": True}
        if note is not None:
            record["note"] = note
        draft.set(id, record)
        return finish(draft, dry_run=dry_run, examples=examples, below=below)


def rename_entity(
    root: str | Path,
    id: str,
    name: str,
    *,
    keep: Keep | None = "former",
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Give an entity another canonical name; its ID stays. The old name goes to the field `keep`."""
    with drafting(root, dry_run=dry_run) as draft:
        record = draft.live(id).to_dict()
        if record["name"] == name:
            raise EditError(f"{id} has this name already")
        changed = renamed(record, name, keep)
        entity, problems = entity_from_record(changed)
        if entity is None or problems:
            raise EditError("; ".join(problem.message for problem in problems))
        draft.set(id, entity.to_dict())
        return finish(draft, dry_run=dry_run, examples=examples, below=below)


def extend_entity(
    root: str | Path,
    id: str,
    more: Mapping[str, Any],
    *,
    dry_run: bool = False,
    examples: bool = True,
    below: tuple[Source, ...] = (),
) -> Outcome:
    """Add to an entity: items to lists, spellings to `names`, keys to `external`; other fields are replaced.

    Raises EditError, and writes nothing, as `add_entity` does, and when nothing would change.
    """
    with drafting(root, dry_run=dry_run) as draft:
        record = draft.live(id).to_dict()
        changed = dict(record)
        for field, value in more.items():
            if field == "names":
                names = dict(record.get("names", {}))
                for language, spellings in value.items():
                    names[language] = list(dict.fromkeys([*names.get(language, ()), *spellings]))
                changed["names"] = names
            elif isinstance(value, dict):
                changed[field] = {**record.get(field, {}), **value}
            elif isinstance(value, list):
                known = list(record.get(field, ()))
                changed[field] = known + [item for item in value if item not in known]
            else:
                changed[field] = value
        if changed == record:
            raise EditError(f"{id} says all this already; nothing was written")
        entity, problems = entity_from_record(changed)
        if entity is None or problems:
            raise EditError("; ".join(problem.message for problem in problems))
        draft.set(id, entity.to_dict())
        return finish(draft, dry_run=dry_run, examples=examples, below=below)
