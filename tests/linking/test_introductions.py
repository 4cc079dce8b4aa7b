"""What a document tells before anything in it is decided: who is introduced, what letters stand for."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.linking.linker import Linker

# (reason, text, its mentions)
CASES = [
    (
        "a family name after the full name",
        "Ilmari Veikko Torvela came. Torvela left.",
        [("Ilmari Veikko Torvela", "ilmari"), ("Torvela", "ilmari")],
    ),
    (
        "a stranger's given name before it",
        "Ilmari Veikko Torvela came. Henrika Torvela left.",
        [("Ilmari Veikko Torvela", "ilmari")],
    ),
    (
        "that is a month as well",
        "Ilmari Veikko Torvela came. Later June Torvela left.",
        [("Ilmari Veikko Torvela", "ilmari")],
    ),
    (
        "but a month is a month",
        "Ilmari Veikko Torvela came. In June Torvela left.",
        [("Ilmari Veikko Torvela", "ilmari"), ("Torvela", "ilmari")],
    ),
    (
        "letters that the text explains",
        "The Torvald Mills Limited (TML) closed. TML was old.",
        [("Torvald Mills Limited", "mills"), ("TML", "mills"), ("TML", "mills")],
    ),
    (
        "letters that it explains otherwise",
        "The Island Angling Society of Town Owners (IASTO) met. IASTO has members.",
        [],
    ),
    (
        "as this text spells it",
        "Ilmari Veikko Torvella came. Torvella left.",
        [("Ilmari Veikko Torvella", "ilmari"), ("Torvella", "ilmari")],
    ),
]


@pytest.fixture(scope="module")
def linker(world: Index) -> Linker:
    return Linker(world)


@pytest.mark.parametrize(("why", "text", "mentions"), CASES, ids=[case[0] for case in CASES])
def test_introduced(why: str, text: str, mentions: list[tuple[str, str]], linker: Linker) -> None:
    assert [(m.text, m.id) for m in linker.link(text)] == mentions, why
