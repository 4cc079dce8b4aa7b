"""Which stretches of a text may hold names, before anything is looked up."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.linking.chunking import Chunker

CASES = [
    ("capitalised words that follow each other", "We saw Anna Berg today.", ["We", "Anna Berg"]),
    ("small words inside a name", "The Bank of Jorland and others", ["The Bank of Jorland"]),
    ("a hyphen joins, a comma parts", "Anna-Lena Berg, Olav Dahl", ["Anna-Lena Berg", "Olav Dahl"]),
    ("initials keep their dots", "then J. R. Berg spoke", ["J. R. Berg"]),
    ("a full stop ends it", "by Berg. Later Dahl", ["Berg", "Later Dahl"]),
    ("a line break does not", "by Anna\nBerg spoke", ["Anna\nBerg"]),
    ("an empty line does", "by Anna\n\nBerg spoke", ["Anna", "Berg"]),
    ("a word that the line's end broke", "by Torv-\nela spoke", ["Torv-\nela"]),
    ("marks of markup are no part of it", "by *Berg* and **Dahl**", ["Berg", "Dahl"]),
    ("invisible marks before it", "by \u200fBerg", ["Berg"]),
    ("scripts without capitals are read whole", "他在東京說", ["他在東京說"]),
    ("without a capital any word may be a name", "anna berg spoke", ["anna berg spoke"]),
]


@pytest.fixture(scope="module")
def chunker(world: Index) -> Chunker:
    return Chunker(world, lambda word: False)


@pytest.mark.parametrize(("why", "text", "surfaces"), CASES, ids=[case[0] for case in CASES])
def test_chunks(why: str, text: str, surfaces: list[str], chunker: Chunker) -> None:
    found = chunker.chunks(text)
    assert found.surfaces == surfaces, why
    for start, surface in zip(found.starts, found.surfaces, strict=True):
        assert text.startswith(surface, start)


def test_a_chunk_is_read_on_only_where_a_name_goes_on(chunker: Chunker) -> None:
    """Names may go on in small letters ("Society of friends"): only words that go on with them are taken."""
    text = "the Guild of salt traders met"
    end = text.index(" of")
    assert chunker.read_on(text, end, 3, {"of"}) == text.index(" met")
    assert chunker.read_on(text, end, 3, {"for"}) == end
    assert chunker.read_on(text, end, 3, (), always=True) == text.index(" met")
