"""Places of one name: the one that needs no sign, unless the text says which."""

from __future__ import annotations

from typing import Any

import pytest

import resolver
from resolver import Resolver

RECORDS: list[dict[str, Any]] = [
    {"id": "jorland", "type": "place", "name": "Jorland"},
    {"id": "verdana", "type": "place", "name": "Verdana"},
    {"id": "marloville", "type": "place", "name": "Marloville", "country": "jorland"},
    {
        "id": "marloville-verdana",
        "type": "place",
        "name": "Marloville",
        "needs_context": ["Marloville"],
        "ambiguous": ["Marloville"],
        "country": "verdana",
    },
]
CASES = [
    ("alone it is the great one", "Marloville is big.", ["marloville"]),
    ("what stands before places is a sign of neither", "She came from Marloville.", ["marloville"]),
    ("nor is it where the name is misspelt", "She came from Marlovlile.", ["marloville"]),
    (
        "the country behind it says which",
        "She came from Marloville, Verdana.",
        ["marloville-verdana", "verdana"],
    ),
    ("also the great one's", "She came from Marloville, Jorland.", ["marloville", "jorland"]),
    (
        "a country that begins what follows says nothing of it",
        "In Marloville, Jorland's king spoke.",
        ["marloville", "jorland"],
    ),
]


@pytest.fixture(scope="module")
def places() -> Resolver:
    return resolver.load(RECORDS)


@pytest.mark.parametrize(("why", "text", "ids"), CASES, ids=[case[0] for case in CASES])
def test_which_place(why: str, text: str, ids: list[str], places: Resolver) -> None:
    assert [m.id for m in places.link(text)] == ids, why
