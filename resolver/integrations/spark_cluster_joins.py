"""Clusters over Spark of a list that no machine holds: the method of `resolver.cluster` as joins.

Names that share a key are pairs, pairs get a probability, probable ones hang together in components, and
each component is grouped by one task. What the driver holds: the words of names that stand beside several
others, and up to `MOST_EDGES` probable pairs as numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as f

from resolver.clustering.grouping import Components
from resolver.clustering.naming import slug
from resolver.clustering.parts import Told, block_keys, grouped, odds_of, words_of
from resolver.index.loading import default_lexicon

if TYPE_CHECKING:
    from resolver.types import EntityType

_Batches = Iterable[pa.RecordBatch]

#: Probable pairs up to which the driver finds the components: 16 bytes each there, and some seconds.
MOST_EDGES = 2_000_000


def joined_clusters(names: DataFrame, type: EntityType | None, most_edges: int = MOST_EDGES) -> DataFrame:
    """name, id, canonical, score of distinct names. `names`: name, rows.

    most_edges: probable pairs up to which the driver finds the components.
    """
    weight = default_lexicon().weight
    told = _told(names, type)
    scored = _scored(names, told, type, int(weight("clustering_counts", "block"))).localCheckpoint()
    # Two names of one number, which hardly happens, only put two components together that are grouped apart.
    probable = scored.where(f.col("odds") >= weight("clustering", "least"))
    edges = probable.select(f.xxhash64("a").alias("a"), f.xxhash64("b").alias("b")).localCheckpoint()
    small = edges.count() <= most_edges
    labels = f.broadcast(_components_here(edges)) if small else _components(edges)
    return _numbered(_groups(names, scored, labels, told, type))


def _told(names: DataFrame, type: EntityType | None) -> Told:
    """How common the words of persons' names are."""
    if type not in (None, "person"):
        return Told({}, 0)  # no words of a body's name tell that
    worded = names.select("name").mapInArrow(partial(_with_words, type), "words array<string>")
    worded = worded.where(f.size("words") > 1).localCheckpoint()
    beside = (
        worded.select(f.explode("words").alias("word"), "words")
        .select("word", f.explode("words").alias("other"))
        .distinct()
        .groupBy("word")
        .count()
        .where("count > 2")  # see `Commonness`
    )
    return Told({row["word"]: row["count"] for row in beside.collect()}, worded.count())


def _scored(names: DataFrame, told: Told, type: EntityType | None, most: int) -> DataFrame:
    """The pairs of names that share a key, each with its log-odds."""
    keys = names.select("name").mapInArrow(partial(_with_keys, type), "key bigint, name string")
    sizes = keys.groupBy("key").count().where(f.col("count").between(2, most)).select("key")
    blocks = keys.join(sizes, "key").groupBy("key").agg(f.collect_list("name").alias("names"))
    pairs = blocks.mapInArrow(_paired, "a string, b string").distinct()
    return pairs.mapInArrow(partial(_with_odds, type, told), "a string, b string, odds double")


def _components_here(edges: DataFrame) -> DataFrame:
    """The component of each number that is in an edge: the least of its numbers, found by the driver."""
    pairs = [(row["a"], row["b"]) for row in edges.collect()]
    numbers = sorted({number for pair in pairs for number in pair})
    place = {number: at for at, number in enumerate(numbers)}
    components = Components(len(numbers))
    for a, b in pairs:
        components.join(place[a], place[b])
    rows = [(number, numbers[components.of(at)]) for at, number in enumerate(numbers)]
    return edges.sparkSession.createDataFrame(rows, "number bigint, label bigint")


def _components(edges: DataFrame) -> DataFrame:
    """The same by joins: the least number spreads from one to the next."""
    both = edges.union(edges.select("b", "a")).toDF("number", "next").localCheckpoint()
    labels = both.select("number").distinct().withColumn("label", f.col("number"))
    while True:
        near = (
            both.join(labels.toDF("next", "near"), "next").groupBy("number").agg(f.min("near").alias("near"))
        )
        closer = labels.join(near, "number").select(
            "number", "label", f.least("label", "near").alias("least")
        )
        # What the least number of all is to the one that was found, it is to this one.
        beyond = labels.toDF("least", "beyond")
        closer = (
            closer.join(beyond, "least")
            .select("number", f.least("least", "beyond").alias("least"), "label")
            .localCheckpoint()
        )
        same = closer.where(f.col("least") != f.col("label")).isEmpty()
        labels = closer.select("number", f.col("least").alias("label"))
        if same:
            return labels


def _groups(
    names: DataFrame, scored: DataFrame, labels: DataFrame, told: Told, type: EntityType | None
) -> DataFrame:
    """The names with the group of each: its least name, its canonical name, and the score of the name."""
    pairs = scored.select("*", *(f.xxhash64(side).alias(f"number_{side}") for side in ("a", "b")))
    for side in ("a", "b"):
        pairs = pairs.join(labels.toDF(f"number_{side}", f"label_{side}"), f"number_{side}", "left")
    one, other = (f.coalesce(f"label_{side}", f"number_{side}") for side in ("a", "b"))
    pairs = pairs.select("a", "b", "odds", one.alias("label"), other.alias("other"))
    inside = pairs.where(f.col("label") == f.col("other")).groupBy("label")
    outside = pairs.where(f.col("label") != f.col("other"))
    against = outside.select(f.col("a").alias("name"), "odds").union(outside.select("b", "odds"))
    known = (
        names.withColumn("number", f.xxhash64("name"))
        .join(labels, "number", "left")
        .join(against.groupBy("name").agg(f.max("odds").alias("against")), "name", "left")
        .groupBy(f.coalesce("label", "number").alias("label"))
        .agg(f.collect_list(f.struct("name", "rows", "against")).alias("members"))
    )
    linked = known.join(
        inside.agg(f.collect_list(f.struct("a", "b", "odds")).alias("pairs")), "label", "left"
    )
    return linked.select("members", "pairs").mapInArrow(
        partial(_with_groups, type, told),
        "name string, least string, canonical string, slug string, score double",
    )


def _numbered(names: DataFrame) -> DataFrame:
    """The names with the IDs of their clusters: of those that make the same one, the others are numbered."""
    names = names.localCheckpoint()
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


def _with_words(type: EntityType | None, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        words = words_of(batch.column("name").to_pylist(), type)
        yield pa.RecordBatch.from_arrays([pa.array(words, pa.list_(pa.string()))], ["words"])


def _with_keys(type: EntityType | None, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        given = batch.column("name").to_pylist()
        found = [
            (key, name) for name, keys in zip(given, block_keys(given, type), strict=True) for key in keys
        ]
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


def _with_odds(type: EntityType | None, told: Told, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        ones, others = batch.column("a"), batch.column("b")
        pairs = list(zip(ones.to_pylist(), others.to_pylist(), strict=True))
        odds = pa.array(odds_of(pairs, told, type), pa.float64())
        yield pa.RecordBatch.from_arrays([ones, others, odds], ["a", "b", "odds"])


def _with_groups(type: EntityType | None, told: Told, batches: _Batches) -> Iterator[pa.RecordBatch]:
    schema = pa.schema(
        [*((name, pa.string()) for name in ("name", "least", "canonical", "slug")), ("score", pa.float64())]
    )
    for batch in batches:
        found: list[dict[str, Any]] = []
        for component in batch.to_pylist():
            members, pairs = component["members"], component["pairs"] or ()
            groups = grouped(
                {member["name"]: member["rows"] for member in members},
                {(pair["a"], pair["b"]): pair["odds"] for pair in pairs},
                {m["name"]: m["against"] for m in members if m["against"] is not None},
                told,
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
