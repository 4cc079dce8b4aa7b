"""Checks of names against each other: inside an entity and across entities."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from resolver.authoring.checked import Checked
from resolver.entities.entity import Entity, EntityName

_NEAR_LETTERS: Final = 7
"""Shorter names are one letter from each other by chance (Mali, Bali); they are not reported as near."""


class _Use(NamedTuple):
    entity: Entity
    name: EntityName


def check_inside(checked: Checked) -> None:
    """A name once an entity, and none that its `not` forbids."""
    for id, entity in checked.own.items():
        fields = {
            "aliases": entity.aliases,
            "short": entity.short,
            "acronyms": entity.acronyms,
            "demonyms": entity.demonyms,
            "former": entity.former,
            "nicknames": entity.nicknames,
            "variants": tuple(v.spelling for v in entity.variants),
            **{f"names.{lang}": spellings for lang, spellings in entity.names.items()},
        }
        first: dict[str, str] = {entity.name: "name"}
        for field, spellings in fields.items():
            path = tuple(field.split(".", 1))
            seen: set[str] = set()
            for spelling in spellings:
                if spelling in seen:
                    checked.report("repeated-name", id, f"{field} lists {spelling!r} twice", *path)
                seen.add(spelling)
                known = first.setdefault(spelling, field)
                # Languages share names, and an acronym may be the name; both say something new.
                if (
                    known != field
                    and not field.startswith("names.")
                    and (known, field) != ("name", "acronyms")
                ):
                    checked.report(
                        "repeated-name", id, f"{field} lists {spelling!r}, which {known} gives", *path
                    )
        excluded = set(entity.not_)
        for spelling in sorted(excluded & first.keys()):
            checked.report(
                "own-name-excluded",
                id,
                f"`not` lists {spelling!r}, one of its own names ({first[spelling]})",
                "not",
            )


def check_across(checked: Checked) -> None:
    """A name of two entities is declared ambiguous on both; identifiers are not shared."""
    # Nearly all names are one entity's: only where a second one comes is it worth a dict of its own.
    first: dict[str, _Use] = {}
    uses: dict[str, dict[str, _Use]] = {}
    for entity in checked.live:
        for name in checked.names(entity):
            use = _Use(entity, name)
            for key in _keys(checked, name):
                known = first.setdefault(key, use)
                if known is use:
                    continue
                users = uses.setdefault(key, {known.entity.id: known})
                mine = users.get(entity.id)
                if mine is None or (name.ambiguous and not mine.name.ambiguous):
                    users[entity.id] = use
    shared: set[tuple[str, str]] = set()  # entity and folded name that another entity has too
    for users in uses.values():
        if len(users) < 2:
            continue
        for use in users.values():
            others = sorted(set(users) - {use.entity.id})
            shared.add((use.entity.id, checked.folded(use.name.spelling)))
            if not use.name.ambiguous and use.entity.id in checked.own:
                checked.report_name(
                    "shared-name",
                    use.entity.id,
                    use.name,
                    f"{use.name.spelling!r} is a name of {', '.join(others[:3])} too; list it in `ambiguous` "
                    "here and there, or merge the two",
                )
    for id, entity in checked.own.items():
        for spelling in entity.ambiguous:
            if entity.live and (id, checked.folded(spelling)) not in shared:
                checked.report(
                    "lonely-ambiguous",
                    id,
                    f"no other entity is called {spelling!r}; remove it here, or use needs_context",
                    "ambiguous",
                )
    _check_external(checked)


def _keys(checked: Checked, name: EntityName) -> tuple[str, ...]:
    """What makes two names the same for a reader: acronyms by case, other names folded; both as written."""
    if name.form == "acronym":
        return ("=" + name.spelling,)
    return ("=" + name.spelling, "~" + checked.folded(name.spelling))


def _check_external(checked: Checked) -> None:
    holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entity in checked.live:
        for scheme, value in entity.external.items():
            holders[scheme, value].append(entity.id)
    for (scheme, value), ids in holders.items():
        for id in ids:
            if len(ids) > 1 and id in checked.own:
                others = ", ".join(other for other in ids if other != id)
                checked.report(
                    "shared-external",
                    id,
                    f"{others} has {scheme} {value} too; merge them or correct one",
                    "external",
                )


def check_near(checked: Checked) -> None:
    """Names one letter apart, of entities of one type, in whatever order their words stand.

    Found through deletions: two words one edit apart (a swap of neighbours counts as one) share a string
    that is one deletion from either.
    """
    keys: dict[str, dict[str, EntityName]] = {}
    types: dict[str, str] = {}
    for entity in checked.live:
        types[entity.id] = entity.type
        for name in checked.names(entity):
            # Names in other languages are near each other by the thousand, and none of them by mistake.
            if name.form in ("full", "alias", "short", "former") and not name.variant and name.lang is None:
                key = " ".join(sorted(checked.folded(name.spelling).split()))
                if len(key) >= _NEAR_LETTERS:
                    keys.setdefault(key, {}).setdefault(entity.id, name)
    shortened: dict[str, str] = {}
    met: dict[str, list[str]] = {}
    for key in keys:
        for shorter in (key, *[key[:i] + key[i + 1 :] for i in range(len(key)) if key[i] != key[i - 1 : i]]):
            if (known := shortened.setdefault(shorter, key)) is not key:
                met.setdefault(shorter, [known]).append(key)
    seen: set[tuple[str, str]] = set()
    for group in met.values():
        for a, b in combinations(sorted(group), 2):
            if a == b or OSA.distance(a, b, score_cutoff=1) > 1:  # two deletions may meet two letters apart
                continue
            for i, one in keys[a].items():
                for j, other in keys[b].items():
                    pair = (min(i, j), max(i, j))
                    if i == j or pair in seen or types[i] != types[j] or not _suspicious(a, b):
                        continue
                    if _told_apart(checked, i, one, j, other):
                        continue
                    seen.add(pair)
                    _report_pair(checked, i, one, j, other)


def _suspicious(a: str, b: str) -> bool:
    """Whether the difference is one a typist makes: numbers and initials are differences of meaning."""
    if sum(c.isdigit() for c in a) or sum(c.isdigit() for c in b):
        return False
    words_a, words_b = set(a.split()), set(b.split())
    return all(len(word) > 2 for word in words_a ^ words_b)


def _told_apart(checked: Checked, i: str, one: EntityName, j: str, other: EntityName) -> bool:
    entities = checked.sources.entities
    return (
        other.spelling in entities[i].not_
        or one.spelling in entities[j].not_
        or entities[j].name in entities[i].not_
        or entities[i].name in entities[j].not_
    )


def _report_pair(checked: Checked, i: str, one: EntityName, j: str, other: EntityName) -> None:
    id, name, other_id, other_name = (i, one, j, other) if i in checked.own else (j, other, i, one)
    if id in checked.own:
        checked.report_name(
            "near-name",
            id,
            name,
            f"{name.spelling!r} is one letter from {other_name.spelling!r} of {other_id}; merge them, or "
            "list it in `not`",
        )
