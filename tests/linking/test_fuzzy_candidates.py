"""Spellings that no list holds, inside a chunk: what is proposed, what is refused."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.linking.analysis import ChunkAnalyser
from resolver.linking.span_candidate import SPELLING

# (reason, chunk, what it is said to resemble, or None)
CASES = [
    ("another spelling of both words", "Ilmary Torvella", "ilmari"),
    ("read from another script", "Илмари Торвелла", "ilmari"),
    ("the article in another form", "Samir al-Haddawi", "haddawi"),
    ("without the article", "Samir Haddawi", "haddawi"),
    ("son of, in another form", "Tarek ben Zuhairi", "zuhairi"),
    ("a body whose words are common", "Institute for Applied Salt", "salt"),
    ("another given name is another person", "Elmira Torvela", None),
    ("a body with a word of its own", "Institute of Applied Sugar", None),
    ("another number", "COP29", None),
    ("two joined by and", "Wendholm and Jorland", None),
]


@pytest.fixture(scope="module")
def analyser(world: Index) -> ChunkAnalyser:
    return ChunkAnalyser(world)


@pytest.mark.parametrize(("why", "chunk", "entity"), CASES, ids=[case[0] for case in CASES])
def test_resembling(why: str, chunk: str, entity: str | None, analyser: ChunkAnalyser) -> None:
    whole = {
        hit.ref.entity
        for hit in analyser.read(chunk, (), False).hits
        if hit.rule == SPELLING and (hit.start, hit.end) == (0, len(chunk))
    }
    assert whole == (set() if entity is None else {entity}), why
