"""Spark: the names of a column grouped into entities, on many machines, without a gazetteer.

    from resolver.integrations.spark_clusters import cluster_column

    cluster_column(frame, "supplier", type="organization")   # the frame with cluster_id, canonical, score

Of a list with up to `MOST_AT_ONCE` distinct names the driver finds the pairs that are worth comparing and
makes the groups; the workers judge the pairs, which is most of the work. The groups are those of
`resolver.cluster`. A longer list goes by joins (`spark_cluster_joins`): no machine sees all of it, and
names are found by keys instead of an index, so that a pair may be missed. Rows of one name are in one
cluster; where the name is so common in the list that they may be several entities', the score says so.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from resolver.clustering.items import read_names
from resolver.clustering.parts import Grouped, Told, odds_of
from resolver.clustering.whole_list import WholeList, answers
from resolver.errors import InputError
from resolver.integrations.cells import added_names
from resolver.integrations.spark_cluster_joins import joined_clusters
from resolver.types import ENTITY_TYPES, EntityType

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_Batches = Iterable[pa.RecordBatch]
_Answers = Mapping[str, tuple[str, str, float]]

#: Distinct names of a list that the driver takes as a whole: 2 GB of memory, and a minute of its time.
MOST_AT_ONCE = 100_000

#: Pairs that go to a worker together.
_PAIRS = 1_000

# A column of our own beside those of the frame, which none of these is called.
_OWN = "resolver cluster name"


def cluster_column(
    frame: DataFrame,
    column: str,
    *,
    type: EntityType | None = None,
    prefix: str | None = None,
    most_at_once: int = MOST_AT_ONCE,
) -> DataFrame:
    """The frame with the cluster of each name of a column: `cluster_id`, `canonical`, `score`.

    type: of all names, where it is known. A column that the frame has already gets "resolved_" before its
    name, or `prefix` decides. most_at_once: distinct names up to which the driver takes the list as a whole.
    Works at once, in a few jobs; of a longer list what it gives lies in the executors' caches until it is
    unpersisted. Raises InputError for an unknown type.
    """
    if type is not None and type not in ENTITY_TYPES:
        raise InputError(f"unknown type {type!r}: use one of {', '.join(ENTITY_TYPES)}")
    added = added_names(["cluster_id", "canonical", "score"], frame.columns, column, prefix)
    names = frame.select(column).mapInArrow(partial(_named, column), "name string")
    counted = names.groupBy("name").agg(f.count("*").alias("rows")).localCheckpoint()
    if counted.count() > most_at_once:
        return _joined(frame, column, joined_clusters(counted, type), added)
    rows = {row["name"]: row["rows"] for row in counted.collect()}
    found = answers(_grouped(rows, type, frame.sparkSession))
    kinds = (StringType(), StringType(), DoubleType())
    fields = [StructField(name, kind) for name, kind in zip(added, kinds, strict=True)]
    schema = StructType([*frame.schema.fields, *fields])
    return frame.mapInArrow(partial(_answered, column, added, found), schema)


def _grouped(rows: Mapping[str, int], type: EntityType | None, session: SparkSession) -> list[Grouped]:
    """The groups of a list that the driver holds; the workers judge the pairs."""
    whole = WholeList(rows, type)
    parts = session.range(-(-len(whole.ones) // _PAIRS))
    judge = partial(_judged, whole.names, whole.ones, whole.others, whole.told, type)
    odds = array("d")
    for part in sorted(parts.mapInArrow(judge, "part bigint, odds binary").collect()):
        odds.frombytes(part["odds"])
    return whole.groups(odds)


def _joined(frame: DataFrame, column: str, found: DataFrame, added: Sequence[str]) -> DataFrame:
    """The frame with the answers of a list that no machine holds."""
    named = frame.mapInArrow(
        partial(_with_name, column), StructType([*frame.schema.fields, StructField(_OWN, StringType())])
    )
    answered = found.select(
        f.col("name").alias(_OWN),
        *(f.col(own).alias(title) for own, title in zip(("id", "canonical", "score"), added, strict=True)),
    )
    return named.join(answered, _OWN, "left").drop(_OWN)


# -- on the workers -----------------------------------------------------------------------------------


def _named(column: str, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        names = filter(None, read_names(batch.column(column).to_pylist()))
        yield pa.RecordBatch.from_arrays([pa.array(names, pa.string())], ["name"])


def _with_name(column: str, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        names = pa.array(read_names(batch.column(column).to_pylist()), pa.string())
        yield pa.RecordBatch.from_arrays([*batch.columns, names], [*batch.schema.names, _OWN])


def _judged(
    names: Sequence[str],
    ones: Sequence[int],
    others: Sequence[int],
    told: Told,
    type: EntityType | None,
    batches: _Batches,
) -> Iterator[pa.RecordBatch]:
    """The log-odds of the pairs of each part, as the bytes of an array."""
    for batch in batches:
        parts = batch.column("id").to_pylist()
        spans = [slice(part * _PAIRS, (part + 1) * _PAIRS) for part in parts]
        # All at once, so that each name is taken apart once.
        odds = iter(
            odds_of(
                [
                    (names[one], names[other])
                    for span in spans
                    for one, other in zip(ones[span], others[span], strict=True)
                ],
                told,
                type,
            )
        )
        found = [array("d", (next(odds) for _ in ones[span])).tobytes() for span in spans]
        yield pa.RecordBatch.from_arrays(
            [pa.array(parts, pa.int64()), pa.array(found, pa.binary())], ["part", "odds"]
        )


def _answered(
    column: str, added: Sequence[str], found: _Answers, batches: _Batches
) -> Iterator[pa.RecordBatch]:
    nothing = (None, None, None)
    for batch in batches:
        rows = [
            nothing if name is None else found.get(name, nothing)
            for name in read_names(batch.column(column).to_pylist())
        ]
        ids, canonical, scores = zip(*rows, strict=True) if rows else ((), (), ())
        more = [pa.array(ids, pa.string()), pa.array(canonical, pa.string()), pa.array(scores, pa.float64())]
        yield pa.RecordBatch.from_arrays([*batch.columns, *more], [*batch.schema.names, *added])
