"""Checks of names against the lexicon and the rules: ordinary words, variants that need no listing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from resolver.authoring.checked import Checked
from resolver.entities.entity import Entity, Variant
from resolver.entities.gazetteer import Gazetteer

if TYPE_CHECKING:
    from resolver.names.matcher import Matcher
    from resolver.types import Mention

_ORDINARY = ("ordinary", "month", "weekday", "generic_word", "role_word")


def check_ordinary(checked: Checked) -> None:
    """A name that is an ordinary word needs the words around it: it is marked `needs_context`."""
    has = checked.lexicon.has
    for id, entity in checked.own.items():
        if not entity.live:
            continue
        for name in checked.names(entity):
            # Full names and demonyms have capitals and company; a word list is no proof against them.
            if name.needs_context or name.form not in ("short", "acronym", "alias", "nickname"):
                continue
            folded = checked.folded(name.spelling)
            if " " not in folded and any(has(category, folded) for category in _ORDINARY):
                checked.report_name(
                    "ordinary-word",
                    id,
                    name,
                    f"{name.spelling!r} is an ordinary word too; list it in needs_context",
                )


def check_variants(checked: Checked, before: Mapping[str, Entity] | None = None) -> None:
    """A variant that is found without being listed is a line less to keep right.

    `before`: the entities before an edit; then only those of entities that differ are looked at.

    The comparison must take it for the name, and the linker must find it, standing alone, when it is not
    listed: that two fields hold one name does not mean that a text is read so.
    """
    alike: list[tuple[str, Variant]] = []
    matcher: Matcher | None = None  # made for the first variant: many gazetteers have none
    for id, entity in checked.own.items():
        if not (entity.live and entity.variants) or (before is not None and before.get(id) == entity):
            continue
        if matcher is None:
            from resolver.index.index import matcher_of

            matcher = matcher_of(checked.lexicon)
        for variant in entity.variants:
            one, other = matcher.parse(variant.spelling, entity.type), matcher.parse(variant.of, entity.type)
            if matcher.score(one, other) >= matcher.threshold:
                alike.append((id, variant))
    if not alike:
        return
    for (id, variant), mentions in zip(alike, _linked_unlisted(checked, alike), strict=True):
        if any(m.id == id and m.text == variant.spelling for m in mentions):
            checked.report(
                "covered-variant",
                id,
                f"{variant.spelling!r} is recognised as {variant.of!r} without being listed; remove it",
                "variants",
            )


def _linked_unlisted(checked: Checked, variants: Sequence[tuple[str, Variant]]) -> list[list[Mention]]:
    """The mentions in each variant's spelling alone, if none of them were listed."""
    from resolver.authoring.candidate_entities import link_against_subset

    unlisted: defaultdict[str, set[str]] = defaultdict(set)
    for id, variant in variants:
        unlisted[id].add(variant.spelling)
    entities = dict(checked.sources.entities)
    for id, spellings in unlisted.items():
        kept = tuple(v for v in entities[id].variants if v.spelling not in spellings)
        entities[id] = replace(entities[id], variants=kept)
    names = {
        entity.id: [
            (name.spelling, checked.folded(name.spelling))
            for name in checked.names(entity)
            if not (name.variant and name.spelling in unlisted.get(entity.id, ()))
        ]
        for entity in checked.live
    }
    texts = [variant.spelling for _, variant in variants]
    return link_against_subset(texts, names, checked.lexicon, Gazetteer.of(entities, checked.sources.lock))
