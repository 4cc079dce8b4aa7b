"""Measure everything that `resolver` promises about speed, side by side with what people use today.

    pip install -e '.[bench]'
    python -m tests.bench                         # all of it: about an hour, a million names
    python -m tests.bench --work link-warm,start-up
    python -m tests.bench --million 50000 --stream-megabytes 50 --rounds 3     # a quick look

Every comparison is made in one process and in turn, so that a busy machine slows both sides; the report has
the median of the rounds and their spread, and is written to RESULTS.md beside this file.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench import work
from tests.bench.paired import Result, number
from tests.bench.shared import DEFAULT_SHARED, require

_PACKAGES = [
    "resolver",
    "flashtext",
    "flashtext2",
    "pyahocorasick",
    "ahocorasick_rs",
    "spacy",
    "spaczz",
    "rapidfuzz",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen work and write the report; 1 when a promise is not kept."""
    options = _parser().parse_args(arguments)
    setting = work.Setting(
        shared=require(options.shared),
        folder=options.folder,
        rounds=options.rounds,
        million=options.million,
        stream_megabytes=options.stream_megabytes,
    )
    setting.folder.mkdir(parents=True, exist_ok=True)
    if options.child in work.PARTS:
        print(json.dumps(work.PARTS[options.child](setting)))
        return 0
    if options.child:
        for result in work.WORK[options.child](setting):
            print(json.dumps(result.to_json()), flush=True)
        return 0
    lines: list[str] = []
    kept = True
    for name in options.work.split(","):
        print(f"… {name}", file=sys.stderr, flush=True)
        done = subprocess.Popen(
            work.child(setting, name), stdout=subprocess.PIPE, env=_one_thread(), text=True
        )
        assert done.stdout is not None
        for line in done.stdout:
            result = Result.from_json(json.loads(line))
            kept &= result.met is not False
            lines.append(_row(result))
            print(lines[-1], flush=True)
        if done.wait():
            kept = False
            lines.append(f"| {name} | failed, see the error output | | no | |")
            print(lines[-1], flush=True)
    options.output.write_text(_report(lines, setting), encoding="utf-8")
    print(f"written to {options.output}", file=sys.stderr)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    every = ",".join(work.WORK)
    parser.add_argument("--work", default=every, help=f"what to measure, separated by commas: {every}")
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED, help="the folder that has bench/")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "resolver-bench",
        help="where large gazetteers and indexes are kept between runs",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--million", type=int, default=1_000_000, help="names of the large gazetteer")
    parser.add_argument("--stream-megabytes", type=int, default=1000)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser


def _row(result: Result) -> str:
    bar = f"{'≥' if result.rule == '>=' else '≤'} {number(result.bar)}" if result.rule else ""
    met = {None: "", True: "yes", False: "no"}[result.met]
    unit = f" {result.unit}" if result.unit else ""
    return f"| {result.work} | {result.measured}{unit} | {bar} | {met} | {result.detail} |"


def _report(lines: list[str], setting: work.Setting) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return "\n".join(
        [
            "# Measured speed",
            "",
            f"{datetime.date.today().isoformat()}, {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
            f"{platform.system()} {platform.release()}, Python {platform.python_version()}; {_versions()}.",
            f"`python -m tests.bench`: medians of {setting.rounds} paired rounds, (least–greatest).",
            "",
            "| work | measured | bar | met | |",
            "|:--|--:|--:|:--|:--|",
            *lines,
            "",
        ]
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _versions() -> str:
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def _one_thread() -> dict[str, str]:
    """One core for the numerical libraries below spaCy, and no order of sets that differs from run to run."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


if __name__ == "__main__":
    sys.exit(main())
