"""Spark: columns of names and texts on many machines.

    from resolver.integrations.spark import link_column, normalise_column, resolve_column

    resolve_column(frame, "name")                       # the frame with id, name, type, score, ambiguous
    resolve_column(frame, "name", country="country")    # beside the column of countries
    link_column(frame, "text")                          # the frame with mentions: a list of structs
    normalise_column(frame, "text")                     # the frame with the texts rewritten

The compiled index goes to the workers as a file (`SparkContext.addFile`), and each worker's process maps it
once: nothing of it is pickled. `resolver` itself must be installed on the workers. Needs Spark and pyarrow:
`pip install 'resolver[spark]'`.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import StructField, StructType

from resolver import Resolver
from resolver.integrations import arrow
from resolver.integrations.cells import Answer, added_names, linked, normalised
from resolver.integrations.gazetteers import Gazetteer, resolver_for
from resolver.resolver import open_compiled
from resolver.rewriting import Rewrite

_Batches = Iterable[pa.RecordBatch]


def resolve_column(
    frame: DataFrame,
    column: str,
    *,
    type: str | None = None,
    country: str | None = None,
    only: str | tuple[str, ...] | None = None,
    prefix: str | None = None,
    gazetteer: Gazetteer = None,
) -> DataFrame:
    """The frame with the entity that each name of a column means: `id`, `name`, `type`, `score`, `ambiguous`.

    `type` and `country` are columns too; `only` limits the answers to some types. A column that the frame has
    already gets "resolved_" before its name, or `prefix` decides.
    """
    options = {"type": type, "country": country, "only": only, "prefix": prefix}
    names = added_names(Answer._fields, frame.columns, column, prefix)
    fields = zip(names, (field.type for field in arrow.ANSWER), strict=True)
    work = partial(_resolved, _sent(frame, gazetteer), column, tuple(options.items()))
    return frame.mapInArrow(work, _extended(frame, fields))


def link_column(
    frame: DataFrame,
    column: str,
    *,
    type: str | tuple[str, ...] | None = None,
    language: str | None = None,
    min_score: float = 0.0,
    prefix: str | None = None,
    gazetteer: Gazetteer = None,
) -> DataFrame:
    """The frame with the mentions in each text of a column: `mentions`, a list of structs."""
    names = added_names(["mentions"], frame.columns, column, prefix)
    options = (("type", type), ("language", language), ("min_score", min_score))
    work = partial(_linked, _sent(frame, gazetteer), column, options, prefix)
    return frame.mapInArrow(work, _extended(frame, [(names[0], arrow.MENTIONS)]))


def normalise_column(
    frame: DataFrame,
    column: str,
    *,
    rewrite: Rewrite = "spelling",
    type: str | tuple[str, ...] | None = None,
    language: str | None = None,
    min_score: float = 0.0,
    gazetteer: Gazetteer = None,
) -> DataFrame:
    """The frame with spelling variants collapsed in the texts of a column."""
    options = (("rewrite", rewrite), ("type", type), ("language", language), ("min_score", min_score))
    return frame.mapInArrow(partial(_normalised, _sent(frame, gazetteer), column, options), frame.schema)


def _extended(frame: DataFrame, fields: Iterable[tuple[str, pa.DataType]]) -> StructType:
    added = [StructField(name, from_arrow_type(type)) for name, type in fields]
    return StructType([*frame.schema.fields, *added])


# -- on the driver ------------------------------------------------------------------------------------


def _sent(frame: DataFrame, gazetteer: Gazetteer) -> str:
    """The name of the compiled index among the files that Spark gives its workers; sent once a gazetteer."""
    context = frame.sparkSession.sparkContext
    with ExitStack() as stack:
        file = resolver_for(gazetteer).index_file(stack)
        name = f"resolver-{_digest(file)}.index"
        if not any(os.path.basename(sent) == name for sent in context.listFiles):
            # Workers fetch it when they need it, from where it lies now.
            copy = os.path.join(_folder(), name)
            shutil.copyfile(file, copy)
            context.addFile(copy)
    return name


def _digest(file: str) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


@lru_cache(maxsize=1)
def _folder() -> str:
    """A folder that goes with this process."""
    folder = tempfile.mkdtemp(prefix="resolver-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# -- on the workers -----------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _opened(index: str) -> Resolver:
    """The resolver of a worker's process, which serves one task after the other."""
    return open_compiled(SparkFiles.get(index))


def _resolved(index: str, column: str, options: Any, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _answers(index, column, options, batch.schema)([batch])


def _linked(
    index: str, column: str, options: Any, prefix: str | None, batches: _Batches
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _mentions(index, column, options, prefix, batch.schema)([batch])


def _normalised(index: str, column: str, options: Any, batches: _Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _texts(index, column, options, batch.schema)([batch])


# Each remembers what it looked up, from batch to batch and from task to task.


@lru_cache(maxsize=4)
def _answers(index: str, column: str, options: Any, schema: pa.Schema) -> arrow.AddAnswers:
    return arrow.AddAnswers(column, schema, gazetteer=_opened(index), **dict(options))


@lru_cache(maxsize=4)
def _mentions(index: str, column: str, options: Any, prefix: str | None, schema: pa.Schema) -> arrow.AddTexts:
    work = partial(linked, **dict(options))
    return arrow.AddTexts(column, schema, mentions=True, work=work, prefix=prefix, gazetteer=_opened(index))


@lru_cache(maxsize=4)
def _texts(index: str, column: str, options: Any, schema: pa.Schema) -> arrow.AddTexts:
    work = partial(normalised, **dict(options))
    return arrow.AddTexts(column, schema, mentions=False, work=work, gazetteer=_opened(index))
