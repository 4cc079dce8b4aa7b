"""Names that are written over a comma: the family name first, a generation, a region, a legal form."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.linking.linker import Linker

# (reason, text, its mentions)
CASES = [
    ("the family name first", "Torvela, Ilmari spoke", [("Torvela, Ilmari", "ilmari")]),
    ("with an initial", "Torvela, I. V. spoke", [("Torvela, I. V.", "ilmari")]),
    (
        "particles before the family name",
        "van der Laakhoven, Pieter",
        [("van der Laakhoven, Pieter", "laak")],
    ),
    (
        "particles behind the given name",
        "Laakhoven, Pieter van der",
        [("Laakhoven, Pieter van der", "laak")],
    ),
    (
        "in a list of such names",
        "Laakhoven, Pieter van der; Torvela, Ilmari.",
        [("Laakhoven, Pieter van der", "laak"), ("Torvela, Ilmari", "ilmari")],
    ),
    ("a generation", "So Walter Brandtner, Jr., left", [("Walter Brandtner, Jr.", "brandtner-jr")]),
    ("another's given name", "Torvela, Henrika\nTorvela, Ilmari", [("Torvela, Ilmari", "ilmari")]),
]


@pytest.fixture(scope="module")
def linker(world: Index) -> Linker:
    return Linker(world)


@pytest.mark.parametrize(("why", "text", "mentions"), CASES, ids=[case[0] for case in CASES])
def test_over_commas(why: str, text: str, mentions: list[tuple[str, str]], linker: Linker) -> None:
    assert [(m.text, m.id) for m in linker.link(text)] == mentions, why
