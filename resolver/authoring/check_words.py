"""Checks of names against the lexicon and the rules: ordinary words, variants that need no listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.authoring.checked import Checked

if TYPE_CHECKING:
    from resolver.names.matcher import Matcher

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


def check_variants(checked: Checked) -> None:
    """A variant that the comparison recognises by itself is a line less to keep right."""
    matcher: Matcher | None = None  # made for the first variant: many gazetteers have none
    for id, entity in checked.own.items():
        if not entity.live:
            continue
        if entity.variants and matcher is None:
            from resolver.index.index import matcher_of

            matcher = matcher_of(checked.lexicon)
        for variant in entity.variants:
            assert matcher is not None
            one, other = matcher.parse(variant.spelling, entity.type), matcher.parse(variant.of, entity.type)
            if matcher.score(one, other) >= matcher.threshold:
                checked.report(
                    "covered-variant",
                    id,
                    f"{variant.spelling!r} is recognised as {variant.of!r} without being listed; remove it",
                    "variants",
                )
