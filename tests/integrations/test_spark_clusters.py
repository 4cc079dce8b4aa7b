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


def test_the_groups_are_those_of_one_machine() -> None:
    rows = _clustered(NAMES, type="person")
    expected = resolver.cluster(NAMES, "person")
    assert [row["who"] for row in rows] == NAMES
    assert [row["cluster_id"] for row in rows] == list(expected.ids)
    assert [row["canonical"] for row in rows] == list(expected.canonical)
    for row, score in zip(rows, expected.scores, strict=True):
        assert (row["score"] is None) == (score is None)
        assert score is None or row["score"] == pytest.approx(score, abs=0.1)


def test_clusters_of_one_canonical_name_have_ids_of_their_own() -> None:
    rows = _clustered(["Weldoria FC", "weldoria-fc Ltd!", "Weldoria F. C. 2", "Weldoria F. C. 3"])
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
