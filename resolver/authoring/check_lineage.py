"""Checks of IDs: against `ids.lock`, and of the references between entities."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.authoring.checked import Checked
from resolver.authoring.findings import a
from resolver.entities.entity import Entity
from resolver.entities.lock import LOCK_NAME, Issued, state_of
from resolver.errors import GazetteerError


def check_lock(checked: Checked) -> None:
    """Nothing issued may vanish, change its type, or come back from the dead."""
    if not checked.lock_files:
        return
    file = str(checked.lock_files[0])
    lock = checked.sources.lock
    for id, issued in lock.items():
        entity = checked.sources.entities.get(id)
        if entity is None:
            if issued.state == "live":
                checked.report_at(
                    "vanished-id",
                    file,
                    "this ID was issued and is gone; bring it back, or merge, split or retire it with "
                    "`resolver gazetteer`",
                    line=_line_of(checked.text(file), id),
                    id=id,
                )
            continue
        if issued.type is not None and issued.type != entity.type:
            checked.report(
                "changed-type",
                id,
                f"was issued for {a(issued.type)}, is now {a(entity.type)}; "
                "restore the type or give a new ID",
                "type",
            )
        if issued.state != "live":
            _compare(checked, entity, issued)
    for id, entity in checked.own.items():
        if id not in lock:
            checked.report("unlocked-id", id, f"new, but not in {LOCK_NAME}; run `resolver gazetteer format`")
        elif lock[id].state == "live" and not entity.live:
            checked.report(
                "unlocked-id",
                id,
                f"{state_of(entity)}, but {LOCK_NAME} says live; run `resolver gazetteer format`",
            )


def _line_of(lock: str, id: str) -> int:
    return lock.count("\n", 0, lock.find(f"\n{id}\t") + 1) + 1


def _compare(checked: Checked, entity: Entity, issued: Issued) -> None:
    into = f" into {', '.join(issued.successors)}" if issued.successors else ""
    if entity.live:
        checked.report(
            "reused-id",
            entity.id,
            f"was {issued.state}{into} and must not come back; give this entity a new ID",
        )
    elif (state_of(entity), entity.replaced_by) != (issued.state, issued.successors):
        checked.report(
            "lineage-mismatch",
            entity.id,
            f"{LOCK_NAME} says {issued.state}{into}; restore that, lineage is not rewritten",
            "replaced_by",
        )


def check_references(checked: Checked) -> None:
    """References lead to live entities, countries to places, and nothing leads in a circle."""
    entities, lock = checked.sources.entities, checked.sources.lock
    lineage = lock.with_entities(entity for entity in entities.values() if not entity.live)
    for id, entity in checked.own.items():
        for successor in entity.replaced_by:
            if successor not in entities and successor not in lock:
                checked.report(
                    "dangling-reference",
                    id,
                    f"replaced_by names {successor!r}, which does not exist",
                    "replaced_by",
                )
        if not entity.live:
            continue
        for field, target in references(entity):
            other = entities.get(target)
            if other is not None and other.live:
                if field == "country" and other.type != "place":
                    checked.report(
                        "reference-type", id, f"country {target!r} is {a(other.type)}, no place", field
                    )
                continue
            if other is None and target not in lock:
                checked.report(
                    "dangling-reference", id, f"{field} names {target!r}, which does not exist", field
                )
                continue
            try:
                successors = lineage.successors(target)
            except GazetteerError:
                continue  # a circle, which reading complains of
            if successors:
                checked.report(
                    "stale-reference", id, f"{field} names {target!r}, now {' and '.join(successors)}", field
                )
            else:
                checked.report(
                    "dangling-reference", id, f"{field} names {target!r}, which was retired", field
                )
    _check_circles(checked)


def references(entity: Entity) -> Iterator[tuple[str, str]]:
    """The field and the ID of each reference of a live entity."""
    if entity.country:
        yield "country", entity.country
    if entity.within:
        yield "within", entity.within
    for target in entity.member_of:
        yield "member_of", target


def _check_circles(checked: Checked) -> None:
    """`within` leads somewhere; each circle is reported once. Circles of lineage are not even read."""
    done: set[str] = set()
    for start in checked.own:
        way: dict[str, None] = {}
        id: str | None = start
        while id is not None and id not in done and id not in way:
            way[id] = None
            other = checked.sources.entities.get(id)
            id = other.within if other is not None else None
        done.update(way)  # `|=` with keys would copy the set
        if id is not None and id in way:
            steps = list(way)
            circle = [*steps[steps.index(id) :], id]
            checked.report("cycle", id, f"within leads in a circle: {' → '.join(circle)}", "within")
