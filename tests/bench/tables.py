"""A long table through the command line, against its distinct names in Python and `csvcut` over the file.

    python -m tests.bench.tables --rows 1000000 --distinct 50000

Prints processor seconds of each (this machine may be doing other things), the ratio that has its bar in the
notes, and how much memory the command takes at the half of the file and at most. `csvcut` is that of csvkit,
where it is installed; else Python's `csv`, which it is made of.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import resolver
from tests.bench.million import generate
from tests.bench.processes import all_seconds, children_seconds, command, run, stream
from tests.bench.shared import DEFAULT_SHARED, require

_CSVCUT = """
import csv, sys
reader, writer = csv.reader(sys.stdin), csv.writer(sys.stdout)
header = next(reader)
at = header.index("NAME")
writer.writerows([row[at]] for row in reader)
"""


def distinct_names(shared: Path, count: int) -> list[str]:
    """Names of strangers, and one in twenty that the default gazetteer has."""
    parts = require(shared / "bench" / "retrieval-names.txt").read_text("utf-8").splitlines()[:20_000]
    known = [entity.name for entity in resolver.load().gazetteer][: count // 20]
    strangers = islice(generate(parts, count + len(parts), 3), len(parts), None)
    names = list(dict.fromkeys([*known, *strangers]))[:count]
    random.Random(1).shuffle(names)
    return names


def rows(names: Sequence[str], count: int) -> Iterator[tuple[object, ...]]:
    """All the names, and then some of them far more often than others."""
    rng = random.Random(2)
    for number in range(count):
        name = names[number] if number < len(names) else names[int(len(names) * rng.random() ** 2)]
        note = "paid, in cash" if number % 7 == 0 else "wire"
        yield number, name, f"{rng.random() * 1e6:.2f}", note


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the table in a temporary folder, and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tables", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED)
    options = parser.parse_args(arguments)
    names = distinct_names(options.shared, options.distinct)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["row", "NAME", "amount", "note"])
            writer.writerows(rows(names, options.rows))

        begun = children_seconds()
        csvcut = shutil.which("csvcut", path=str(Path(sys.executable).parent))
        cut = [csvcut, "-c", "NAME"] if csvcut else [sys.executable, "-c", _CSVCUT]
        run(cut, path.read_text("utf-8"))
        cutting = children_seconds() - begun

        begun = children_seconds()
        streamed = stream(
            command("resolve", "-c", "NAME", "-j", str(options.jobs)),
            path.open("rb"),
            path.stat().st_size,
        )
        table = children_seconds() - begun

        loaded = resolver.load()
        begun = all_seconds()
        known = sum(match is not None for match in loaded.resolve_many(names, jobs=1))
        looking = all_seconds() - begun

    print(f"{options.rows:,} rows, {len(names):,} distinct names, {known:,} of them known")
    print(f"resolve_many over the distinct names  {looking:8.1f} s")
    print(f"{'csvcut' if csvcut else 'csv'} over the file                  {cutting:8.1f} s")
    print(f"resolver resolve -c NAME              {table:8.1f} s")
    print(f"speed against the two together        {(looking + cutting) / table:8.2f}")
    print(f"memory at the half, at most           {streamed.at_half:8.1f} {streamed.peak:.1f} MB")


if __name__ == "__main__":
    main()
