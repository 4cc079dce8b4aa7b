"""Spark on this machine: rows a second on `local[1]` and on `local[2]`, on names that no worker has seen.

    python -m tests.bench.spark --names 4000

Each master gets a process of its own. The workers are warmed up on other names first, so that starting them
and mapping the index is not measured. Needs the extra `spark`, and Java.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.shared import DEFAULT_SHARED
from tests.bench.tables import distinct_names

_PARTITIONS = 8


def measure(master: str, names: Sequence[str], warm_up: Sequence[str]) -> float:
    """Seconds that the names take."""
    from pyspark.sql import SparkSession

    from resolver.integrations.spark import resolve_column

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def count(some: Sequence[str]) -> int:
        frame = session.createDataFrame([(name,) for name in some], "who string").repartition(_PARTITIONS)
        return resolve_column(frame, "who").filter("id is not null").count()

    count(warm_up)
    count(warm_up)
    start = time.perf_counter()
    count(names)
    took = time.perf_counter() - start
    session.stop()
    return took


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both masters, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.spark", description=main.__doc__)
    parser.add_argument("--names", type=int, default=4_000)
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED)
    parser.add_argument("--master", help="measure this one only, and print its seconds")
    options = parser.parse_args(arguments)
    if options.master:
        names = distinct_names(options.shared, options.names + 400)
        print(measure(options.master, names[400:], names[:400]))
        return
    seconds = {}
    for master in ("local[1]", "local[2]"):
        command = [sys.executable, "-m", "tests.bench.spark", "--master", master]
        command += ["--names", str(options.names), "--shared", str(options.shared)]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds[master] = float(ran.stdout.splitlines()[-1])
        print(f"{master}  {seconds[master]:7.1f} s  {options.names / seconds[master]:7.0f} names a second")
    print(f"local[2] against local[1]: {seconds['local[1]'] / seconds['local[2]']:.2f}")


if __name__ == "__main__":
    main()
