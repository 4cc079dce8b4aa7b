"""Spark: what travels to the workers, and what they do with it; one session with the messy table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

import resolver
from resolver import Resolver
from tests.integrations.entries import installed, spark_session
from tests.integrations.messy import NAMES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not installed("spark"), reason="the extra spark is not installed"),
]


def _frame(rows: int = 400) -> Any:
    names = [(number, NAMES[number % len(NAMES)]) for number in range(rows)]
    return spark_session().createDataFrame(names, "n long, who string").repartition(4)


def test_the_index_is_not_pickled(known: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    from resolver.index.index import Index
    from resolver.integrations.spark import link_column, resolve_column

    def refuse(self: Any, protocol: Any) -> Any:
        raise AssertionError("this must not be pickled")

    for kind in (Resolver, Index):
        monkeypatch.setattr(kind, "__reduce_ex__", refuse)
    assert resolve_column(_frame(), "who", gazetteer=known).count() == 400
    assert link_column(_frame(), "who", gazetteer=known).count() == 400


def test_each_worker_maps_the_index_once(known: Resolver) -> None:
    import pyarrow as pa

    from resolver.integrations.spark import resolve_column

    for _ in range(3):
        resolve_column(_frame(), "who", gazetteer=known).count()

    def look(batches: Iterable[Any]) -> Iterator[Any]:
        from resolver.integrations import spark

        for batch in batches:
            with open("/proc/self/maps") as maps:
                mapped = sum("resolver-" in line and ".index" in line for line in maps)
            found = {"pid": os.getpid(), "opened": spark._opened.cache_info().misses, "mapped": mapped}
            yield pa.RecordBatch.from_pylist([found] * batch.num_rows)

    rows = _frame().mapInArrow(look, "pid long, opened long, mapped long").distinct().collect()
    used = [row for row in rows if row["opened"]]
    assert used, "no worker was used again"
    assert all((row["opened"], row["mapped"]) == (1, 1) for row in used)


def test_one_file_is_sent_a_gazetteer(known: Resolver) -> None:
    from resolver.integrations.spark import resolve_column

    def sent() -> set[str]:
        files = spark_session().sparkContext.listFiles
        return {os.path.basename(file) for file in files if "resolver-" in file}

    resolve_column(_frame(), "who", gazetteer=known)
    before = sent()
    other = resolver.load([{"id": "x", "type": "person", "name": "Marta Kowalenko"}])
    for _ in range(2):
        found = resolve_column(_frame(), "who", gazetteer=other)
    assert len(sent() - before) == 1
    assert {row["id"] for row in found.select("id").distinct().collect()} == {"x", None}


def test_the_other_columns_stay(known: Resolver) -> None:
    from resolver.integrations.spark import link_column, resolve_column

    frame = _frame().withColumnRenamed("who", "name").withColumnRenamed("n", "id")
    found = resolve_column(frame, "name", gazetteer=known)
    assert found.columns == ["id", "name", "resolved_id", "resolved_name", "type", "score", "ambiguous"]
    assert sorted(row["id"] for row in found.collect()) == list(range(400))
    linked = link_column(frame, "name", gazetteer=known).filter("size(mentions) > 0").first()
    assert linked["mentions"][0]["id"]
