"""What a mention is written as: the gazetteer's letters in the text's dress."""

from __future__ import annotations

import pytest

import resolver
from resolver import Resolver
from tests.linking.conftest import WORLD

# (reason, text, what `normalise` makes of it; None: nothing changes)
CASES = [
    ("a misspelt part, the others as written", "Ilmary Torvela spoke.", "Ilmari Torvela spoke."),
    ("an initial stays as written", "Ilmary V. Torvela spoke.", "Ilmari V. Torvela spoke."),
    ("the case is the text's", "A STORM HIT WENDHLOM TODAY", "A STORM HIT WENDHOLM TODAY"),
    ("the possessive is the text's", "Wemdholm’s mayor", "Wendholm’s mayor"),
    ("line breaks are the text's", "from North\nWendhlom now", "from North\nWendholm now"),
    ("initials are no misspelling", "I. V. Torvela spoke.", None),
    ("nor is the family name first", "Torvela, Ilmari spoke.", None),
    ("nor an acronym with dots", "The I.A.S.T.O. met.", None),
    ("nor a word in short", "The Inst. of Applied Salt met.", None),
    ("another script is not written in this one", "Тут Тарек бин Зухаири жил.", None),
    ("nothing of the name is lost", "Pieter Vanderlaakhoven spoke.", "Pieter van der Laakhoven spoke."),
]


@pytest.fixture(scope="module")
def small() -> Resolver:
    return resolver.load(WORLD)


@pytest.mark.parametrize(("why", "text", "written"), CASES, ids=[case[0] for case in CASES])
def test_written(why: str, text: str, written: str | None, small: Resolver) -> None:
    assert small.normalise(text) == (text if written is None else written), why
