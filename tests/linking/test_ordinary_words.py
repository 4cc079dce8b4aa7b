"""Words that also mean something else, and names that others may be short for: when the name is meant."""

from __future__ import annotations

import pytest

from resolver.index.loading import open_index
from resolver.linking.linker import Linker

RECORDS = (
    {"id": "ferry", "type": "other", "name": "Ferry"},
    {"id": "monday", "type": "work", "name": "Monday"},
    {"id": "marlow-town", "type": "place", "name": "Marlow"},
    {"id": "marlow-industries", "type": "organization", "name": "Marlow Industries"},
    {"id": "austin", "type": "place", "name": "Austin, Texas"},
    {"id": "convention", "type": "other", "name": "Oslo Convention on Whales"},
)

CASES = (
    ("in a sentence its capital makes it a name", "Everyone here loves Ferry so much.", ["ferry"]),
    ("at the start of a sentence any word has a capital", "Ferry boats left the port early.", []),
    ("the text has the word in small letters", "We took a ferry, and then Ferry sank.", []),
    ("days have capitals whatever is called after them", "They met again on Monday at noon.", []),
    ("alone it is the town", "The road from Marlow was closed.", ["marlow-town"]),
    (
        "the firm is named in full, so its part is no town",
        "Marlow Industries closed a factory. Shares of Marlow fell.",
        ["marlow-industries", "marlow-industries"],
    ),
    ("a place without its region goes by its whole name", "She lives in Austin now.", ["austin"]),
    ("other words follow than the name's own", "They signed the Oslo Convention on Roads there.", []),
)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(open_index((RECORDS,), cache=False))


@pytest.mark.parametrize(("why", "text", "ids"), CASES, ids=[case[0] for case in CASES])
def test_ordinary_words_and_rivals(linker: Linker, why: str, text: str, ids: list[str]) -> None:
    assert [m.id for m in linker.link(text)] == ids, why
