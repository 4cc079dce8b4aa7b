"""Brackets of tokenised text keep their places."""

from __future__ import annotations

import pytest

import resolver
from resolver.text.treebank import decode_ptb_brackets


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The Vantor Bank -LRB- VB -RRB- rose .", "The Vantor Bank (     VB     ) rose ."),
        ("-LSB- Ed. -RSB- Agreed", "[     Ed.     ] Agreed"),
        ("A herb-rb garden", "A herb-rb garden"),
    ],
)
def test_brackets_keep_every_offset(text: str, read: str) -> None:
    assert decode_ptb_brackets(text) == read
    assert len(decode_ptb_brackets(text)) == len(text)


def test_names_beside_them_are_found_where_they_stand() -> None:
    r = resolver.load([{"id": "vb", "type": "organization", "name": "Vantor Bank of Lisse"}])
    text = "The Vantor Bank of Lisse -LRB- VBL -RRB- rose . VBL fell ."
    assert [text[m.start : m.end] for m in r.link(text)] == ["Vantor Bank of Lisse", "VBL", "VBL"]
