"""Clusters over Spark: the same groups as `resolver.cluster` where a careful reader is sure."""

from __future__ import annotations

from typing import Any

import pytest

import resolver
from resolver.errors import InputError
from tests.integrations.entries import installed, spark_session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not installed("spark"), reason="the extra spark is not installed"),
]

NAMES = [
    *("Anne Boillon", "Anne Buyon", "Boillon, Anne", "Ilham Aliyev", "Ilham Aliev", "Ильхам Алиев"),
    *("Mehriban Aliyeva", "Peter Holm Jr.", "Peter Holm Sr.", "Anne Boillon", None, "  ", "!!!"),
]


def _clustered(names: list[str | None], **options: Any) -> list[Any]:
    from resolver.integrations.spark_clusters import cluster_column

    frame = spark_session().createDataFrame(list(enumerate(names)), "n long, who string").repartition(3)
    return cluster_column(frame, "who", **options).orderBy("n").collect()


#: How many names the driver takes as a whole: all of the list, or none, so that it goes by joins.
WAYS = pytest.mark.parametrize("most_at_once", [1_000, 0], ids=["whole", "joins"])


@WAYS
@pytest.mark.parametrize("type", [None, "person"])
def test_the_groups_are_those_of_one_machine(most_at_once: int, type: Any) -> None:
    rows = _clustered(NAMES, type=type, most_at_once=most_at_once)
    expected = resolver.cluster(NAMES, type)
    assert [row["who"] for row in rows] == NAMES
    assert [row["cluster_id"] for row in rows] == list(expected.ids)
    assert [row["canonical"] for row in rows] == list(expected.canonical)
    for row, score in zip(rows, expected.scores, strict=True):
        assert (row["score"] is None) == (score is None)
        assert score is None or row["score"] == pytest.approx(score, abs=0.1)


@WAYS
def test_a_list_without_names_has_no_clusters(most_at_once: int) -> None:
    for names in ([None, " "], ["Anne Boillon"]):
        rows = _clustered(names, most_at_once=most_at_once)
        assert [row["cluster_id"] for row in rows] == list(resolver.cluster(names).ids)


def test_components_are_the_same_in_the_driver_and_by_joins() -> None:
    from resolver.integrations.spark_cluster_joins import _components, _components_here

    edges = [(1, 2), (2, -5), (7, 8), (8, 9), (9, 7), (10, 11), (11, 12), (12, 13), (13, 14)]
    frame = spark_session().createDataFrame(edges, "a long, b long")
    expected = [(-5, -5), (1, -5), (2, -5), *((n, 7) for n in (7, 8, 9)), *((n, 10) for n in range(10, 15))]
    for found in (_components_here(frame), _components(frame)):
        assert sorted(map(tuple, found.select("number", "label").collect())) == expected


@WAYS
def test_clusters_of_one_canonical_name_have_ids_of_their_own(most_at_once: int) -> None:
    names: list[str | None] = ["Weldoria FC", "weldoria-fc Ltd!", "Weldoria F. C. 2", "Weldoria F. C. 3"]
    rows = _clustered(names, most_at_once=most_at_once)
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row["canonical"], set()).add(row["cluster_id"])
    assert all(len(of_one) == 1 for of_one in ids.values())
    assert len({id for of_one in ids.values() for id in of_one}) == len(ids)


def test_columns_that_are_there_stay() -> None:
    from resolver.integrations.spark_clusters import cluster_column

    frame = spark_session().createDataFrame([("Anne Boillon", 0.5)], "canonical string, score double")
    assert cluster_column(frame, "canonical").columns == [
        "canonical", "score", "cluster_id", "resolved_canonical", "resolved_score",
    ]  # fmt: skip


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(InputError, match="unknown type 'persona'"):
        _clustered(["Anne"], type="persona")
