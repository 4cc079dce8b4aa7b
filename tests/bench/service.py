"""The service under load: its rate against the library's own, and a long soak with everything going wrong.

    python -m tests.bench.service rate                  # a minute, on a quiet machine; needs wrk
    python -m tests.bench.service soak --minutes 10     # clients, exchanges, hostile bodies at once

Both serve names of `million.py` with two workers, in a folder of their own, and print one line a figure; the
exit code is 1 when a promise is not kept. Figures and their dates: SERVICE.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.million import generate, records
from tests.bench.service_soak import Soak
from tests.bench.shared import DEFAULT_SHARED, require

WORKERS = 2
CONNECTIONS = 64

#: wrk asks for the lines of a file, each thread from another place on, and says what came of it as JSON.
_ASKING = """
local paths, at, number = {}, 0, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
function setup(thread) thread:set("number", number); number = number + 1 end
function init() at = number * math.floor(#paths / 2) end
function request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
function done(summary, latency)
  local e = summary.errors
  print(string.format('{"requests": %d, "seconds": %f, "half": %f, "p99": %f, "errors": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def misspelt(names: Sequence[str], count: int, seed: int) -> list[str]:
    """Names to ask for: a third as listed, the others with a letter left out or another one."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        name = chance.choice(names)
        at = chance.randrange(len(name))
        middle = chance.choice((name[at], "", chance.choice("aeinorst")))
        found.append(name[:at] + middle + name[at + 1 :])
    return found


@contextmanager
def serving(gazetteer: Path, cache: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The service, and its port."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "resolver",
            "serve",
            "--port=0",
            f"--workers={WORKERS}",
            f"--gazetteer={gazetteer}",
        ],
        stderr=subprocess.PIPE,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if found := re.search(rb"serving at .*:(\d+)", line):
                yield process, int(found[1])
                break
        else:
            sys.exit("the service did not start")
    finally:
        process.terminate()
        process.wait()


# -- rate ---------------------------------------------------------------------------------------------


def _look_up(gazetteer: str, names: list[str], answer: multiprocessing.connection.Connection) -> None:
    """What the library does by itself in one process: names a second."""
    import resolver

    known = resolver.load(gazetteer)
    known.resolve(names[0])
    start = time.perf_counter()
    for name in names:
        known.resolve(name)
    answer.send(len(names) / (time.perf_counter() - start))


def _own_rate(gazetteer: Path, lots: Sequence[list[str]]) -> float:
    """The rates of as many processes as the service has, at the same time, summed."""
    spawn = multiprocessing.get_context("spawn")
    pipes = [spawn.Pipe(duplex=False) for _ in lots]
    processes = [
        spawn.Process(target=_look_up, args=(str(gazetteer), names, theirs))
        for names, (_, theirs) in zip(lots, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    rates = [ours.recv() for ours, _ in pipes]
    for process in processes:
        process.join()
    return sum(rates)


def _asked(port: int, paths: Path, script: Path, seconds: int) -> dict[str, float]:
    done = subprocess.run(
        [
            "wrk",
            *(f"-t{WORKERS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=30s", f"-s{script}"),
            f"http://127.0.0.1:{port}",
        ],
        capture_output=True,
        check=True,
        env={**os.environ, "PATHS": str(paths)},
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def rate(gazetteer: Path, names: Sequence[str], folder: Path, *, rounds: int, seconds: int) -> bool:
    """Library and service in turn, with names that neither has seen."""
    script = folder / "asking.lua"
    script.write_text(_ASKING, encoding="utf-8")
    shares, tails, errors = [], [], 0.0
    with serving(gazetteer, folder) as (_, port):
        for turn in range(rounds):
            lots = [misspelt(names, 1500, 100 * turn + number) for number in range(WORKERS)]
            own = _own_rate(gazetteer, lots)
            paths = folder / "paths"
            asked = misspelt(names, 50_000, 100 * turn + 50)
            paths.write_text("".join(f"/resolve?{urlencode({'name': name})}\n" for name in asked), "utf-8")
            found = _asked(port, paths, script, seconds)
            served = found["requests"] / found["seconds"]
            shares.append(served / own)
            tails.append(found["p99"] / found["half"])
            errors += found["errors"]
            print(
                f"service {served:,.0f} a second, library {own:,.0f}: {shares[-1]:.2f}; half within "
                f"{found['half']:.1f} ms, 99 % within {found['p99']:.1f} ms",
                flush=True,
            )
    share, tail = statistics.median(shares), statistics.median(tails)
    print(f"rate against the library's: {share:.2f} (bar 0.6); p99 against median {tail:.1f} (bar 20)")
    print(f"errors: {errors:.0f}")
    return share >= 0.6 and tail <= 20 and not errors


# -- both ---------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.service", description=__doc__.splitlines()[0]
    )
    parser.add_argument("what", choices=("rate", "soak"))
    parser.add_argument("--names", type=int, default=2_000, help="in the gazetteer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10, help="of one round of wrk")
    parser.add_argument("--minutes", type=float, default=10.0, help="of the soak")
    parser.add_argument("--exchanges", type=int, default=50, help="of the gazetteer in the soak")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED, help="the folder that has bench/")
    asked = parser.parse_args(arguments)
    listed = require(asked.shared / "bench" / "retrieval-names.txt").read_text("utf-8").splitlines()
    names = list(islice(generate(listed, len(listed) + asked.names), len(listed), None))
    with tempfile.TemporaryDirectory() as made:
        folder, gazetteer = Path(made), Path(made) / "names.jsonl"
        gazetteer.write_text(
            "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(names)), "utf-8"
        )
        if asked.what == "rate":
            kept = rate(gazetteer, names, folder, rounds=asked.rounds, seconds=asked.seconds)
        else:
            with serving(gazetteer, folder) as (process, port):
                soak = Soak(port, process.pid, gazetteer, misspelt(names, 200_000, 1), asked.clients)
                kept = soak.run(60 * asked.minutes, asked.exchanges)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
