"""Every way from a column to answers, by name; those whose extra is not installed are left out.

`RESOLVER_TEST_EXTRAS` says which extras must be there (CI sets it): then a missing one fails.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from resolver import Resolver
from resolver.cli import main

Column = Sequence[str | None]
ROOT = Path(__file__).parent.parent.parent
#: What each extra needs to be importable.
EXTRAS = {
    "arrow": ("pyarrow",),
    "pandas": ("pandas", "pyarrow"),
    "polars": ("polars", "pyarrow"),
    "duckdb": ("duckdb", "pyarrow"),
    "spacy": ("spacy",),
    "spark": ("pyspark", "pyarrow"),
}


def installed(extra: str) -> bool:
    """Whether what an extra needs is there; raises AssertionError where it must be."""
    there = all(find_spec(module) is not None for module in EXTRAS[extra])
    demanded = os.environ.get("RESOLVER_TEST_EXTRAS", "").replace(",", " ").split()
    assert there or extra not in demanded, f"the extra {extra} is to be tested, and is not installed"
    return there


class Entries:
    """The ways of one kind of question: name → function of (resolver, its file, a folder, columns)."""

    def __init__(self) -> None:
        self.all: dict[str, Callable[..., list[Any]]] = {}

    def add(self, name: str, extra: str | None = None) -> Callable[..., Any]:
        """Register a function, where its extra is there."""

        def register(function: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
            if extra is None or installed(extra):
                self.all[name] = function
            return function

        return register


IDS = Entries()
NORMAL = Entries()


# -- the command line ---------------------------------------------------------------------------------


def command(*arguments: str) -> None:
    """A whole command, in this process."""
    assert main(arguments) == 0, arguments


def write_csv(path: Path, delimiter: str, **columns: Column) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(["row", *columns])
        writer.writerows((number, *row) for number, row in enumerate(zip(*columns.values(), strict=True)))


def read_csv(path: Path, delimiter: str, column: str) -> list[str | None]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] or None for row in csv.DictReader(file, delimiter=delimiter)]


def _separated(suffix: str, delimiter: str, jobs: int) -> tuple[Callable[..., list[Any]], ...]:
    def ids(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
        source, target = folder / f"in{suffix}", folder / f"out{suffix}"
        write_csv(source, delimiter, who=names, **context)
        beside = [part for name in context for part in (f"--{name}-column", name)]
        command(
            "resolve", "-c", "who", *beside, "-g", str(world), "-j", str(jobs), "-o", str(target), str(source)
        )
        return read_csv(target, delimiter, "id")

    def normal(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
        source, target = folder / f"in{suffix}", folder / f"out{suffix}"
        write_csv(source, delimiter, text=texts)
        command("normalise", "-c", "text", "-g", str(world), "-j", str(jobs), "-o", str(target), str(source))
        return [text or "" for text in read_csv(target, delimiter, "text")]

    return ids, normal


for _name, _suffix, _delimiter, _jobs in (
    ("csv", ".csv", ",", 1), ("csv, two processes", ".csv", ",", 2), ("tsv", ".tsv", "\t", 1)
):  # fmt: skip
    _ids, _normal = _separated(_suffix, _delimiter, _jobs)
    IDS.add(_name)(_ids)
    NORMAL.add(_name)(_normal)


@IDS.add("jsonl")
def _jsonl(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    rows = zip(names, *context.values(), strict=True)
    lines = [
        json.dumps({"who": {"name": name}} | dict(zip(context, rest, strict=True))) for name, *rest in rows
    ]
    source.write_text("".join(line + "\n" for line in lines))
    beside = [part for name in context for part in (f"--{name}-column", name)]
    command("resolve", "--field", "who.name", *beside, "-g", str(world), "-o", str(target), str(source))
    return [json.loads(line)["id"] for line in target.read_text("utf-8").split("\n")[:-1]]


@NORMAL.add("jsonl")
def _jsonl_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    command("normalise", "--field", "text", "-g", str(world), "-o", str(target), str(source))
    return [json.loads(line)["text"] for line in target.read_text("utf-8").split("\n")[:-1]]


@IDS.add("parquet", "arrow")
def _parquet(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import pyarrow as pa
    from pyarrow import parquet

    source, target = folder / "in.parquet", folder / "out.parquet"
    parquet.write_table(pa.table({"who": names, **context}), source)
    beside = [part for name in context for part in (f"--{name}-column", name)]
    command("resolve", "-c", "who", *beside, "-g", str(world), "-o", str(target), str(source))
    return list(parquet.read_table(target)["id"].to_pylist())


@NORMAL.add("parquet", "arrow")
def _parquet_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    import pyarrow as pa
    from pyarrow import parquet

    source, target = folder / "in.parquet", folder / "out.parquet"
    parquet.write_table(pa.table({"text": texts}), source)
    command("normalise", "-c", "text", "-g", str(world), "-o", str(target), str(source))
    return list(parquet.read_table(target)["text"].to_pylist())


# -- libraries ----------------------------------------------------------------------------------------


@IDS.add("library, many")
def _many(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    return [match.id if match else None for match in known.resolve_many(names, jobs=2)]


@IDS.add("pyarrow", "arrow")
def _arrow(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import pyarrow as pa

    from resolver.integrations import arrow

    columns = {name: pa.array(values, pa.string()) for name, values in context.items()}
    return list(arrow.resolve(pa.array(names), gazetteer=known, **columns)["id"].to_pylist())


@IDS.add("pyarrow, dictionaries, two processes", "arrow")
def _arrow_jobs(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import pyarrow as pa

    from resolver.integrations import arrow

    column = pa.chunked_array([pa.array(names[:7]), pa.array(names[7:])]).dictionary_encode()
    return list(arrow.resolve(column, gazetteer=known, jobs=2, **context)["id"].to_pylist())


@NORMAL.add("pyarrow", "arrow")
def _arrow_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    from resolver.integrations import arrow

    return list(arrow.normalise(texts, gazetteer=known).to_pylist())


@IDS.add("pandas", "pandas")
def _pandas(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import pandas as pd

    import resolver.integrations.pandas  # noqa: F401

    frame = pd.DataFrame({"who": names, **context}, index=range(1000, 1000 + len(names)))
    columns = {name: frame[name] for name in context}
    found = frame["who"].resolver.resolve(gazetteer=known, **columns)
    assert list(found.index) == list(frame.index)
    return [None if pd.isna(id) else id for id in found["id"]]


@IDS.add("pandas, objects and NaN", "pandas")
def _pandas_objects(
    known: Resolver, world: Path, folder: Path, names: Column, **context: Column
) -> list[Any]:
    import pandas as pd

    import resolver.integrations.pandas  # noqa: F401

    holes = iter([float("nan"), pd.NA, pd.NaT, None] * len(names))
    series = pd.Series([next(holes) if name is None else name for name in names], dtype=object)
    columns = {name: pd.Series(values, dtype=object) for name, values in context.items()}
    found = series.resolver.resolve(gazetteer=known, **columns)["id"]
    return [None if pd.isna(id) else id for id in found]


@NORMAL.add("pandas", "pandas")
def _pandas_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    import pandas as pd

    import resolver.integrations.pandas  # noqa: F401

    return [None if pd.isna(text) else text for text in pd.Series(texts).resolver.normalise(gazetteer=known)]


@IDS.add("polars", "polars")
def _polars(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import polars as pl

    import resolver.integrations.polars  # noqa: F401

    frame = pl.DataFrame({"who": names, **context})
    columns = {name: pl.col(name) for name in context}
    answers = frame.select(pl.col("who").resolver.resolve(gazetteer=known, **columns))
    return answers["who"].struct.field("id").to_list()


@IDS.add("polars, lazy and streaming", "polars")
def _polars_lazy(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import polars as pl

    import resolver.integrations.polars  # noqa: F401

    frame = pl.LazyFrame({"who": names, **context})
    columns = {name: pl.col(name) for name in context}
    answers = frame.with_columns(pl.col("who").resolver.resolve(gazetteer=known, **columns).alias("answer"))
    found = answers.select(pl.col("answer").struct.field("id")).collect(engine="streaming")
    return found["id"].to_list()


@NORMAL.add("polars", "polars")
def _polars_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    import polars as pl

    import resolver.integrations.polars  # noqa: F401

    return (
        pl.DataFrame({"text": texts})
        .select(pl.col("text").resolver.normalise(gazetteer=known))["text"]
        .to_list()
    )


@IDS.add("duckdb", "duckdb")
def _duckdb(known: Resolver, world: Path, folder: Path, names: Column, **context: Column) -> list[Any]:
    import duckdb
    import pyarrow as pa

    from resolver.integrations.duckdb import register

    connection = duckdb.connect()
    register(connection, gazetteer=known)
    connection.register("t", pa.table({"n": list(range(len(names))), "who": names, **context}))
    columns = "".join(f", {name}" for name in ("type", "country") if name in context)
    return [
        id for (id,) in connection.execute(f"select resolve_id(who{columns}) from t order by n").fetchall()
    ]


@NORMAL.add("duckdb", "duckdb")
def _duckdb_texts(known: Resolver, world: Path, folder: Path, texts: Column) -> list[Any]:
    import duckdb
    import pyarrow as pa

    from resolver.integrations.duckdb import register

    connection = duckdb.connect()
    register(connection, gazetteer=known)
    connection.register("t", pa.table({"n": list(range(len(texts))), "text": texts}))
    return [text for (text,) in connection.execute("select normalise(text) from t order by n").fetchall()]
