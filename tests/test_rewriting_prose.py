"""What is no prose is never edited, in whatever way names are rewritten; a mention may be linked there."""

from __future__ import annotations

import pytest

import resolver

PEOPLE = [{"id": "tarv", "type": "person", "name": "Ilmar Tarkovets", "short": ["Tarkovets"]}]


@pytest.fixture(scope="module")
def r() -> resolver.Resolver:
    return resolver.load(PEOPLE)


@pytest.mark.parametrize("rewrite", ["spelling", "canonical", "id"])
def test_code_and_addresses_stay_as_they_are(r: resolver.Resolver, rewrite: str) -> None:
    text = "See https://x.org/Ilmar-Tarkovetz and `Ilmar Tarkovetz`, <b id='Ilmar Tarkovetz'> too."
    assert r.normalise(text, rewrite) == text  # type: ignore[arg-type]


def test_prose_beside_it_is_edited(r: resolver.Resolver) -> None:
    text = "<i>Ilmar Tarkovetz</i> [Ilmar Tarkovetz](/Tarkovetz/Ilmar/) x_y Ilmar Tarkovetz"
    want = "<i>Ilmar Tarkovets</i> [Ilmar Tarkovets](/Tarkovetz/Ilmar/) x_y Ilmar Tarkovets"
    assert r.normalise(text) == want


def test_a_mention_may_be_linked_in_it(r: resolver.Resolver) -> None:
    assert [m.id for m in r.link("The file /data/Ilmar Tarkovets/a is new.")] == ["tarv"]
