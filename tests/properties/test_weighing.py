"""A text is linked alike whatever was read before: what is kept of stretches and words changes nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.index.index import Index
from resolver.index.loading import open_index
from resolver.linking.linker import Linker
from tests.test_cases import joined

_GROUPS = ("statesmen", "towns", "bodies")


@cache
def _table() -> dict[str, Any]:
    return joined("linking")


@cache
def _index(group: str) -> Index:
    records = [
        {key: value for key, value in entity.items() if key != "group"}
        for entity in _table()["gazetteer"]
        if entity["group"] == group
    ]
    return open_index((records,), cache=False)


@cache
def _sentences(group: str) -> list[str]:
    marked = [case["text"] for case in _table()["case"] if case.get("group") == group]
    return [_plain(text) for text in marked]


def _plain(marked: str) -> str:
    """The text of a case without its marks: "[Baku|baku]" is "Baku"."""
    pieces = []
    for piece in marked.split("["):
        inside, _, rest = piece.partition("]") if "]" in piece else ("", "", piece)
        pieces.append(inside.split("|")[0] + rest)
    return "".join(pieces)


@cache
def _used(group: str) -> Linker:
    """A linker that has read other texts before."""
    return Linker(_index(group))


@pytest.mark.slow
@pytest.mark.parametrize("group", _GROUPS)
@settings(max_examples=25)
@given(data=st.data())
def test_what_was_read_before_changes_nothing(group: str, data: st.DataObject) -> None:
    sentences = st.sampled_from(_sentences(group))
    between = st.sampled_from([" ", "\n", "\n\n", ", ", " “", " in "])
    text = ""
    for _ in range(data.draw(st.integers(1, 5))):
        text += data.draw(sentences) + data.draw(between)
    fresh = Linker(_index(group))
    expected = fresh.link(text)
    assert _used(group).link(text) == expected
    assert _used(group).link(text) == expected, "read a second time"
    assert [str(c) for c in _used(group).consider(text)] == [str(c) for c in fresh.consider(text)]


@pytest.mark.parametrize("types", [frozenset({"person"}), frozenset({"place", "organization"})])
def test_types_are_kept_apart(types: Any) -> None:
    text = " ".join(_sentences("towns"))
    linker = Linker(_index("towns"))
    linker.link(text)
    assert linker.link(text, types) == Linker(_index("towns")).link(text, types)
