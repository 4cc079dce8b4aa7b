"""Spark on this machine: names a second on `local[1]` and on `local[2]`, on names that no worker has seen.

    python -m tests.bench.spark --names 1500 --rounds 5

Each master has a process of its own, and they take turns, since a machine may be doing other things: in each
round both look up the same names. The workers are warmed up on other names first, so that starting them and
mapping the index is not measured. Needs the extra `spark`, and Java.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.shared import DEFAULT_SHARED
from tests.bench.tables import distinct_names

_MASTERS = ("local[1]", "local[2]")
_WARM_UP = 300
#: Tasks a core: the longest of few would be waited for.
_PARTITIONS = 8


def serve(master: str, names: Sequence[str]) -> None:
    """For each line "from to" of standard input, look up those names and print the seconds."""
    from pyspark.sql import SparkSession

    from resolver.integrations.spark import resolve_column

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for line in sys.stdin:
        first, last = map(int, line.split())
        rows = [(name,) for name in names[first:last]]
        frame = session.createDataFrame(rows, "who string").repartition(_PARTITIONS).cache()
        frame.count()
        start = time.perf_counter()
        resolve_column(frame, "who").filter("id is not null").count()
        print(time.perf_counter() - start, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Let both masters take turns."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.spark", description=main.__doc__)
    parser.add_argument("--names", type=int, default=1_500, help="names a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED)
    parser.add_argument("--master", help="serve this one: for the processes that are started from here")
    options = parser.parse_args(arguments)
    if options.master:
        serve(options.master, distinct_names(options.shared, _WARM_UP + options.rounds * options.names))
        return
    command = [sys.executable, "-m", "tests.bench.spark", "--shared", str(options.shared)]
    command += ["--names", str(options.names), "--rounds", str(options.rounds)]
    serving = [
        subprocess.Popen(
            [*command, "--master", master],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for master in _MASTERS
    ]

    def ask(first: int, last: int) -> list[float]:
        seconds = []
        for process in serving:
            assert process.stdin is not None
            assert process.stdout is not None
            print(first, last, file=process.stdin, flush=True)
            seconds.append(float(process.stdout.readline()))
        return seconds

    ask(0, _WARM_UP)
    ask(0, _WARM_UP)
    taken = []
    for number in range(options.rounds):
        first = _WARM_UP + number * options.names
        taken.append(ask(first, first + options.names))
        rates = "   ".join(
            f"{master} {options.names / seconds:7.1f} names/s"
            for master, seconds in zip(_MASTERS, taken[-1], strict=True)
        )
        print(f"{rates}   {taken[-1][0] / taken[-1][1]:.2f}", flush=True)
    for process in serving:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    print(f"local[2] against local[1], median: {statistics.median(one / two for one, two in taken):.2f}")


if __name__ == "__main__":
    main()
