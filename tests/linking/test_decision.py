"""What is chosen among weighed candidates: longest first, one meaning a span, silence where it is open."""

from __future__ import annotations

import pytest

from resolver.index.names import NameRef
from resolver.linking.decision import ScoredCandidate, choose
from resolver.linking.span_candidate import EXACT, SPELLING, SpanCandidate

# What is said of a candidate: its entity, first and last word, probability, rule.
Said = tuple[str, int, int, float, str]

CASES: list[tuple[str, list[Said], list[tuple[int, int, str | None]]]] = [
    ("one that is probable", [("a", 0, 1, 0.9, EXACT)], [(0, 1, "a")]),
    ("one that is not", [("a", 0, 1, 0.2, EXACT)], []),
    (
        "the longer span before a more probable one inside it",
        [("a", 0, 1, 0.99, EXACT), ("b", 0, 2, 0.6, EXACT)],
        [(0, 2, "b")],
    ),
    (
        "spans beside each other, from left to right",
        [("b", 2, 3, 0.9, EXACT), ("a", 0, 2, 0.8, EXACT)],
        [(0, 2, "a"), (2, 3, "b")],
    ),
    (
        "of two meanings the one that leads",
        [("a", 0, 1, 0.6, EXACT), ("b", 0, 1, 0.99, EXACT)],
        [(0, 1, "b")],
    ),
    (
        "two that are as probable are ambiguous",
        [("a", 0, 1, 0.9, EXACT), ("b", 0, 1, 0.9, EXACT)],
        [(0, 1, None)],
    ),
    (
        "two resemblances are evidence of neither",
        [("a", 0, 1, 0.9, SPELLING), ("b", 0, 1, 0.9, SPELLING)],
        [],
    ),
    (
        "what is spelt so goes before what is only alike",
        [("a", 0, 1, 0.9, SPELLING), ("b", 0, 1, 0.91, EXACT)],
        [(0, 1, "b")],
    ),
    (
        "two names of one entity are one meaning",
        [("a", 0, 1, 0.9, EXACT), ("a", 0, 1, 0.8, SPELLING)],
        [(0, 1, "a")],
    ),
]


def scored(entity: str, first: int, last: int, probability: float, rule: str) -> ScoredCandidate:
    ref = NameRef(entity, "place", entity, entity, "full", "listed", False, False, (entity,))
    return ScoredCandidate(SpanCandidate(first, last, first, last, ref, rule, 1.0), probability, (), ())


@pytest.mark.parametrize(("why", "said", "chosen"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("turned", [False, True], ids=["in this order", "turned round"])
def test_choose(why: str, said: list[Said], chosen: list[tuple[int, int, str | None]], turned: bool) -> None:
    candidates = [scored(*one) for one in (reversed(said) if turned else said)]
    found = choose(candidates, threshold=0.5, margin=1.0)
    assert [
        (c.first, c.last, None if c.winner is None else c.winner.hit.ref.entity) for c in found
    ] == chosen, why
