"""Parties and other bodies that the imports bring: found where they are meant, and nowhere else."""

from __future__ import annotations

import pytest

import resolver
from resolver.resolver import Resolver

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def r() -> Resolver:
    return resolver.load()


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("In Germany, the Christian Democratic Union won.", "Christian Democratic Union", "christian-democratic-union"),
        ("The Labour Party lost seats in Britain.", "Labour Party", "labour-party-united-kingdom"),
        ("In Ireland the Labour Party gained two seats.", "Labour Party", "labour-party-ireland"),
        ("The Liberal Party of Norway agreed.", "Liberal Party", "liberal-party-norway"),
        ("The Alternative for Germany (AfD) came second. The AfD cheered.", "AfD", "alternative-for-germany"),
        ("The Bharatiya Janata Party named a candidate.", "Bharatiya Janata Party", "bharatiya-janata-party"),
        ("The Chilean Communist Party left the talks.", "Chilean Communist Party", "communist-party-of-chile"),
    ],
)  # fmt: skip
def test_a_party_is_found_by_its_name_and_its_country(r: Resolver, text: str, name: str, id: str) -> None:
    assert (name, id) in [(m.text, m.id) for m in r.link(text)]


@pytest.mark.parametrize(
    "text",
    [
        "There is new hope for the patients. New Hope is a village.",
        "We can wait, she said. Let's go.",
        "He made a victory sign and joined the popular front of the queue.",
        "The rating is AAA, and the GPS is broken.",
    ],
)
def test_plain_words_are_no_party(r: Resolver, text: str) -> None:
    notes = [r.gazetteer[m.id].note for m in r.link(text) if m.id]
    assert "Political party." not in notes
