"""Average linkage against the obvious slow version, and what must not depend on the order of rows."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolver
from resolver.clustering.linkage import Linkage, Rules
from resolver.clustering.marks import Marks

_RULES = Rules(least=0.0, lead=0.0, rivals=-50.0, never=-100.0)


def _slow(count: int, odds: dict[tuple[int, int], float]) -> list[list[int]]:
    """Join the two groups with the highest average until it is below the least."""
    groups = [[item] for item in range(count)]

    def average(one: Sequence[int], other: Sequence[int]) -> float:
        return sum(odds[min(a, b), max(a, b)] for a in one for b in other) / (len(one) * len(other))

    while len(groups) > 1:
        best = max(
            ((average(a, b), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups) if i < j),
            key=lambda found: found[0],
        )
        if best[0] < _RULES.least:
            break
        _, i, j = best
        groups[i] += groups.pop(j)
    return sorted(sorted(group) for group in groups)


@given(st.integers(2, 6), st.integers(0, 1 << 40))
def test_the_same_groups_as_the_slow_version(count: int, seed: int) -> None:
    source = random.Random(seed)  # its values have no ties, which may be broken in any order
    odds = {(a, b): source.uniform(-5, 5) for b in range(count) for a in range(b)}
    linkage = Linkage([Marks()] * count, [True] * count, {}, lambda a, b: odds[min(a, b), max(a, b)], _RULES)
    # Some pairs were not compared before and are asked for.
    edges = [(a, b, value) for (a, b), value in odds.items() if value > -2]
    assert linkage.groups(range(count), edges, []) == _slow(count, odds)


@pytest.mark.parametrize(
    ("marks", "cannot"),
    [
        ([Marks(generation=frozenset("1")), Marks(generation=frozenset("2")), Marks()], {}),
        (
            [
                Marks(columns=(frozenset("a"),)),
                Marks(columns=(frozenset("b"),)),
                Marks(columns=(frozenset(),)),
            ],
            {},
        ),
        ([Marks()] * 3, {0: {1}, 1: {0}}),
    ],
)
def test_what_contradicts_never_comes_together_by_way_of_a_third(
    marks: list[Marks], cannot: dict[int, set[int]]
) -> None:
    linkage = Linkage(marks, [True] * 3, cannot, lambda a, b: 9.0, _RULES)
    found = linkage.groups(range(3), [(0, 1, 9.0), (0, 2, 9.0), (1, 2, 8.0)], [])
    assert not any({0, 1} <= set(group) for group in found)


_WORDS = [
    "Halden",
    "Haldn",
    "Optics",
    "Optic",
    "Meridian",
    "Works",
    "Ltd",
    "GmbH",
    "Anna",
    "Ana",
    "Nowak",
    "II",
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_nothing(names: list[str], source: random.Random) -> None:
    order = list(range(len(names)))
    source.shuffle(order)
    first = resolver.cluster(names)
    second = resolver.cluster([names[at] for at in order])

    def groups(found: resolver.Clusters) -> list[tuple[str, str, tuple[str, ...]]]:
        return sorted((cluster.id, cluster.canonical, tuple(sorted(cluster.names))) for cluster in found)

    assert groups(first) == groups(second)


@pytest.mark.slow
def test_two_processes_give_the_same_groups() -> None:
    source = random.Random(5)
    letters = "abdegiklmnorstuv"
    names = ["".join(source.choices(letters, k=7)).title() + " Works" for _ in range(500)]
    names += [name.replace("Works", "Work") for name in names[::3]]
    assert resolver.cluster(names, jobs=2) == resolver.cluster(names)
