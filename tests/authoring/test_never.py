"""What an entity is said never to be (`not`), linking does not find: negative decisions stick."""

from __future__ import annotations

import resolver

RECORDS = [
    {"id": "quellmar", "type": "place", "name": "Quellmar", "not": ["Quellmarr", "New Quellmar", "Lake"]},
    {"id": "lake-brenn", "type": "place", "name": "Lake Brenn", "not": ["Brenn"]},
    {"id": "oskar-tolvane", "type": "person", "name": "Oskar Tolvane", "not": ["Oskar Tolvanne"]},
]


def found(text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.id) for m in resolver.load(RECORDS).link(text)]


def test_a_near_name_that_was_refused() -> None:
    assert found("They moved to Quellmarrk in spring.") == [("Quellmarrk", "quellmar")]
    assert found("They moved to Quellmarr in spring.") == []
    assert found("Yesterday Oskar Tolvane met Oskar Tolvanne.") == [("Oskar Tolvane", "oskar-tolvane")]


def test_a_part_of_a_longer_name() -> None:
    assert found("They moved to New Quellmar.") == []
    assert found("They moved to Quellmar. New Quellmar is far.") == [("Quellmar", "quellmar")]


def test_a_derived_short_form_but_not_the_name_itself() -> None:
    assert found("They rowed on Lake Brenn. Brenn said nothing.") == [("Lake Brenn", "lake-brenn")]
