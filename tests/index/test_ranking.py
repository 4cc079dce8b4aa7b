"""Short cuts to the answer give what comparing everything gives."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import resolver
from resolver.index.ranking import Ranker
from resolver.types import Match

WORDS = [
    "Anna",
    "Ana",
    "Bell",
    "Bell's",
    "O'Neil",
    "O Neil",
    "ONeil",
    "Dr.",
    "Jr",
    "Émile",
    "de",
    "Łukasz",
    "Анна",
]
WORDS += ["Hassan", "حسن", "Mac", "Donald", "MacDonald", "J.", "K.L.", "Second"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
types = st.sampled_from(["person", "organization"])


def _told(match: Match | None) -> Any:
    return match and (match.id, match.type, match.name, match.form, match.score, match.spelling)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(types, names), min_size=1, max_size=8), st.lists(names, max_size=6), st.booleans())
def test_the_answer_is_that_of_comparing_all(
    entities: list[tuple[str, str]], asked: list[str], one_type: bool
) -> None:
    records = [
        {"id": f"e{i}", "type": "person" if one_type else type, "name": name}
        for i, (type, name) in enumerate(entities)
    ]
    index = resolver.load(records)._index
    quick, slow = Ranker(index), Ranker(index)
    slow._identical_wins = False  # the long way
    for name in (*asked, *(record["name"] for record in records)):
        for only in (None, frozenset({"person"})):
            assert _told(quick.answer(name, only)) == _told(slow.answer(name, only)), name  # type: ignore[arg-type]
