"""Measure everything that `resolver` promises about speed, side by side with what people use today.

    pip install '.[bench]'                        # the wheel: what is measured is what users install
    python -m tests.bench                         # all of it: an hour or two, a million names
    python -m tests.bench --rows link-fresh,start-up
    python -m tests.bench --quick                 # a look at everything in some minutes, over small work

Every comparison is made in one process and in turn, so that a busy machine slows both sides; work of one
process is measured in its processor time. Each row of the report has the median of the rounds and their
spread; the report is RESULTS.md beside this file, in which rows that a run does not measure stay.
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
_QUICK = {"rounds": 2, "million": 20_000, "stream_megabytes": 5}
_WHOLE = {"rounds": 5, "million": 1_000_000, "stream_megabytes": 1000}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen rows and write the report; 1 when a promise is not kept."""
    options = _parser().parse_args(arguments)
    usual = _QUICK if options.quick else _WHOLE
    chosen = {name: getattr(options, name) or value for name, value in usual.items()}
    setting = work.Setting(shared=require(options.shared), folder=options.folder, **chosen)
    setting.folder.mkdir(parents=True, exist_ok=True)
    if options.child in work.PARTS:
        print(json.dumps(work.PARTS[options.child](setting, *options.argument)))
        return 0
    if options.child:
        for result in work.WORK[options.child](setting):
            print(json.dumps(result.to_json()), flush=True)
        return 0
    names = options.rows.split(",")
    unknown = sorted(set(names) - set(work.WORK))
    if unknown:
        print(f"no rows {', '.join(unknown)}: use some of {', '.join(work.WORK)}", file=sys.stderr)
        return 2
    output = options.output or (None if options.quick else Path(__file__).with_name("RESULTS.md"))
    kept = True
    for name in names:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows, met = _measured(name, setting, options.limit)
        kept &= met
        if output is not None:
            _write(output, name, rows, setting)
    return 0 if kept else 1


def _measured(name: str, setting: work.Setting, limit: float) -> tuple[list[str], bool]:
    """The report's lines of one kind of work, and whether all bars are met; a failure is a line as well."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            work.child(setting, name), stdout=subprocess.PIPE, stderr=errors, env=_one_thread(), text=True
        ) as process,
    ):
        try:
            out, _ = process.communicate(timeout=limit)
            ended = "" if process.returncode == 0 else f"ended with {process.returncode}"
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            ended = f"given up after {limit:.0f} s"
        errors.seek(0)
        said = errors.read().strip().split("\n")[-1]
    results = [Result.from_json(json.loads(line)) for line in out.splitlines()]
    rows = [_row(result) for result in results]
    if ended:
        rows.append(f"| {name} | – | | no | {ended}: {said[:200]} | {_now()} |")
    print(*rows, sep="\n", flush=True)
    return rows, not ended and all(result.met is not False for result in results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    every = ",".join(work.WORK)
    parser.add_argument("--rows", default=every, help=f"what to measure, separated by commas: {every}")
    parser.add_argument("--quick", action="store_true", help="small work and few rounds; writes no report")
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED, help="the folder that has bench/")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "resolver-bench",
        help="where large gazetteers and indexes are kept between runs",
    )
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--million", type=int, help="names of the large gazetteer")
    parser.add_argument("--stream-megabytes", type=int)
    parser.add_argument(
        "--limit", type=float, default=7200.0, help="seconds for the rows of one kind of work"
    )
    parser.add_argument("--output", type=Path, help="the report, instead of RESULTS.md beside this file")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("--argument", action="append", default=[], help=argparse.SUPPRESS)
    return parser


def _now() -> str:
    return datetime.datetime.now().strftime("%Y-%m-%d %H:%M")


def _row(result: Result) -> str:
    bar = f"{'≥' if result.rule == '>=' else '≤'} {number(result.bar)}" if result.rule else ""
    met = {None: "", True: "yes", False: "**no**"}[result.met]
    unit = f" {result.unit}" if result.unit else ""
    return f"| {result.work} | {result.measured}{unit} | {bar} | {met} | {result.detail} | {_now()} |"


def _write(output: Path, name: str, rows: list[str], setting: work.Setting) -> None:
    """The report with the rows of one kind of work anew, and the others as they were."""
    known = output.read_text("utf-8").splitlines() if output.exists() else []
    parts: dict[str, list[str]] = {}
    part = ""
    for line in known:
        if line.startswith("## "):
            part = line.removeprefix("## ")
        elif part and line.startswith("| ") and not line.startswith("| work |"):
            parts.setdefault(part, []).append(line)
    parts[name] = rows
    text = _head(setting)
    for part in work.WORK:
        if part in parts:
            text += [f"## {part}", "", *_TABLE, *parts[part], ""]
    output.write_text("\n".join(text), encoding="utf-8")


_TABLE = ["| work | measured | bar | met | | when |", "|:--|--:|--:|:--|:--|:--|"]


def _head(setting: work.Setting) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return [
        "# Measured speed",
        "",
        f"{_now()}, {_processor()}, {os.cpu_count()} cores{load}, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}; {_versions()}.",
        f"`python -m tests.bench`: medians of {setting.rounds} paired rounds (least–greatest). Rates of one "
        "process are by its processor time, whole processes and `jobs` by the clock.",
        "",
    ]


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
