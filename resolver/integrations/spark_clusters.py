"""Spark: the names of a column grouped into entities, on many machines, without a gazetteer.

    from resolver.integrations.spark_clusters import cluster_column

    cluster_column(frame, "supplier", type="organization")   # the frame with cluster_id, canonical, score

The same method as `resolver.cluster`, as joins: names that share a key are pairs, pairs get a probability,
probable ones hang together in components, and each component is grouped by one task. Names are found by keys
instead of an index, so that a pair which `resolver.cluster` finds may be missed here. Rows of one name are in
one cluster; where the name is so common in the list that they may be several entities', the score says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as f
from pyspark.sql.types import StringType, StructField, StructType

from resolver.clustering.items import read_names
from resolver.clustering.naming import slug
from resolver.clustering.parts import Told, block_keys, grouped, odds_of, words_of
from resolver.errors import InputError
from resolver.index.loading import default_lexicon
from resolver.integrations.cells import added_names
from resolver.types import ENTITY_TYPES, EntityType

_Batches = Iterable[pa.RecordBatch]

# A column of our own beside those of the frame, which none of these is called.
_OWN = "resolver cluster name"


def cluster_column(
    frame: DataFrame, column: str, *, type: EntityType | None = None, prefix: str | None = None
) -> DataFrame:
    """The frame with the cluster of each name of a column: `cluster_id`, `canonical`, `score`.

    type: of all names, where it is known. A column that the frame has already gets "resolved_" before its
    name, or `prefix` decides. Works at once, in several jobs; what it gives lies in the executors' caches
    until it is unpersisted. Raises InputError for an unknown type.
    """
    if type is not None and type not in ENTITY_TYPES:
        raise InputError(f"unknown type {type!r}: use one of {', '.join(ENTITY_TYPES)}")
    added = added_names(["cluster_id", "canonical", "score"], frame.columns, column, prefix)
    weight = default_lexicon().weight
    named = frame.mapInArrow(
        partial(_named, column), StructType([*frame.schema.fields, StructField(_OWN, StringType())])
    )
    counted = named.where(f.col(_OWN).isNotNull()).groupBy(f.col(_OWN).alias("name"))
    members, count = _members(counted.agg(f.count("*").alias("rows")), type)
    scored = _scored(members, count, type, int(weight("clustering_counts", "block"))).localCheckpoint()
    labels = _components(scored.where(f.col("odds") >= weight("clustering", "least")))
    found = _numbered(_groups(members, scored, labels, count, type))
    answers = found.select(
        f.col("name").alias(_OWN),
        *(f.col(n).alias(a) for n, a in zip(("id", "canonical", "score"), added, strict=True)),
    )
    return named.join(answers, _OWN, "left").drop(_OWN)


def _members(names: DataFrame, type: EntityType | None) -> tuple[DataFrame, int]:
    """The names with how common their words are, and how many names have two words and more."""
    worded = names.mapInArrow(
        partial(_with_words, type), "name string, rows bigint, words array<string>"
    ).localCheckpoint()
    several = worded.where(f.size("words") > 1)
    beside = (
        several.select(f.explode("words").alias("word"), "words")
        .select("word", f.explode("words").alias("other"))
        .distinct()
        .groupBy("word")
        .agg(f.count("*").alias("beside"))
    )
    entry = f.when(f.col("beside").isNotNull(), f.struct("word", "beside"))
    members = (
        worded.select("name", "rows", f.explode_outer("words").alias("word"))
        .join(beside, "word", "left")
        .groupBy("name", "rows")
        .agg(f.map_from_entries(f.collect_list(entry)).alias("beside"))
        .localCheckpoint()
    )
    return members, several.count()


def _scored(members: DataFrame, count: int, type: EntityType | None, most: int) -> DataFrame:
    """The pairs of names that share a key, each with its log-odds."""
    keys = members.select("name").mapInArrow(partial(_with_keys, type), "key bigint, name string")
    sizes = keys.groupBy("key").count().where(f.col("count").between(2, most)).select("key")
    blocks = keys.join(sizes, "key").groupBy("key").agg(f.collect_list("name").alias("names"))
    pairs = blocks.mapInArrow(_paired, "a string, b string").distinct()
    beside = members.select("name", "beside")
    for side in ("a", "b"):
        pairs = pairs.join(beside.toDF(side, f"beside_{side}"), side)
    return pairs.mapInArrow(partial(_with_odds, type, count), "a string, b string, odds double")


def _components(edges: DataFrame) -> DataFrame:
    """The component of each name that is in a pair: the least of its names, spread from one to the next."""
    both = edges.select("a", "b").union(edges.select("b", "a")).toDF("name", "next").localCheckpoint()
    labels = both.select("name").distinct().withColumn("label", f.col("name"))
    while True:
        near = both.join(labels.toDF("next", "near"), "next").groupBy("name").agg(f.min("near").alias("near"))
        closer = labels.join(near, "name").select("name", "label", f.least("label", "near").alias("least"))
        # What the least name of all is to the one that was found, it is to this one.
        beyond = labels.toDF("least", "beyond")
        closer = (
            closer.join(beyond, "least")
            .select("name", f.least("least", "beyond").alias("least"), "label")
            .localCheckpoint()
        )
        changed = closer.where(f.col("least") != f.col("label")).isEmpty()
        labels = closer.select("name", f.col("least").alias("label"))
        if changed:
            return labels


def _groups(
    members: DataFrame, scored: DataFrame, labels: DataFrame, count: int, type: EntityType | None
) -> DataFrame:
    """The names with the group of each: its least name, its canonical name, and the score of the name."""
    pairs = scored
    for side in ("a", "b"):
        pairs = pairs.join(labels.toDF(side, f"label_{side}"), side, "left")
    one, other = (f.coalesce(f"label_{side}", side) for side in ("a", "b"))
    pairs = pairs.select("a", "b", "odds", one.alias("label"), other.alias("other"))
    inside = pairs.where(f.col("label") == f.col("other")).groupBy("label")
    outside = pairs.where(f.col("label") != f.col("other"))
    against = outside.select(f.col("a").alias("name"), "odds").union(outside.select("b", "odds"))
    known = (
        members.join(labels, "name", "left")
        .join(against.groupBy("name").agg(f.max("odds").alias("against")), "name", "left")
        .groupBy(f.coalesce("label", "name").alias("label"))
        .agg(f.collect_list(f.struct("name", "rows", "beside", "against")).alias("members"))
    )
    linked = known.join(
        inside.agg(f.collect_list(f.struct("a", "b", "odds")).alias("pairs")), "label", "left"
    )
    return linked.select("members", "pairs").mapInArrow(
        partial(_with_groups, type, count),
        "name string, least string, canonical string, slug string, score double",
    )


def _numbered(names: DataFrame) -> DataFrame:
    """The names with the IDs of their clusters: of those that make the same one, the others are numbered."""
    order = Window.partitionBy("slug").orderBy("canonical", "least")
    clusters = names.select("slug", "canonical", "least").distinct()
    numbered = clusters.withColumn("number", f.row_number().over(order))
    # Two hyphens: no name makes them.
    own: Column = f.when(f.col("number") == 1, f.col("slug")).otherwise(
        f.concat_ws("--", "slug", f.col("number").cast("string"))
    )
    ids = numbered.select("least", own.alias("id"))
    return names.join(ids, "least").select("name", "id", "canonical", "score").localCheckpoint()


# -- on the workers -----------------------------------------------------------------------------------


def _named(column: str, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        names = read_names(batch.column(column).to_pylist())
        yield pa.RecordBatch.from_arrays(
            [*batch.columns, pa.array(names, pa.string())], [*batch.schema.names, _OWN]
        )


def _with_words(type: EntityType | None, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        names = batch.column("name")
        words = [words_of(name, type) for name in names.to_pylist()]
        yield pa.RecordBatch.from_arrays(
            [names, batch.column("rows"), pa.array(words, pa.list_(pa.string()))], ["name", "rows", "words"]
        )


def _with_keys(type: EntityType | None, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found = [(key, name) for name in batch.column("name").to_pylist() for key in block_keys(name, type)]
        keys, names = zip(*found, strict=True) if found else ((), ())
        yield pa.RecordBatch.from_arrays(
            [pa.array(keys, pa.int64()), pa.array(names, pa.string())], ["key", "name"]
        )


def _paired(batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found = [
            pair for names in batch.column("names").to_pylist() for pair in combinations(sorted(names), 2)
        ]
        ones, others = zip(*found, strict=True) if found else ((), ())
        yield pa.RecordBatch.from_arrays(
            [pa.array(ones, pa.string()), pa.array(others, pa.string())], ["a", "b"]
        )


def _with_odds(type: EntityType | None, count: int, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        ones, others = batch.column("a"), batch.column("b")
        beside: dict[str, int] = {}
        for side in ("beside_a", "beside_b"):
            for words in batch.column(side).to_pylist():
                beside.update(words)
        pairs = list(zip(ones.to_pylist(), others.to_pylist(), strict=True))
        odds = pa.array(odds_of(pairs, Told(beside, count), type), pa.float64())
        yield pa.RecordBatch.from_arrays([ones, others, odds], ["a", "b", "odds"])


def _with_groups(type: EntityType | None, count: int, batches: _Batches) -> Iterator[pa.RecordBatch]:
    schema = pa.schema(
        [*((name, pa.string()) for name in ("name", "least", "canonical", "slug")), ("score", pa.float64())]
    )
    for batch in batches:
        found: list[dict[str, Any]] = []
        for component in batch.to_pylist():
            members, pairs = component["members"], component["pairs"] or ()
            beside = {word: number for member in members for word, number in member["beside"]}
            groups = grouped(
                {member["name"]: member["rows"] for member in members},
                {(pair["a"], pair["b"]): pair["odds"] for pair in pairs},
                {m["name"]: m["against"] for m in members if m["against"] is not None},
                Told(beside, count),
                type,
            )
            for group in groups:
                shared = {
                    "least": group.names[0],
                    "canonical": group.canonical,
                    "slug": slug(group.canonical),
                }
                found += [
                    {"name": name, **shared, "score": score}
                    for name, score in zip(group.names, group.scores, strict=True)
                ]
        yield pa.RecordBatch.from_pylist(found, schema)
