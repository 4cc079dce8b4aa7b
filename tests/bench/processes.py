"""Measuring whole processes: how long, how much memory of their own, whether memory stays flat."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


def command(*arguments: str) -> list[str]:
    """The installed `resolver` command beside this Python, as users start it."""
    script = Path(sys.executable).parent / ("resolver.exe" if os.name == "nt" else "resolver")
    if not script.exists():
        sys.exit(f"{script} is missing: install the package here first (pip install -e .)")
    return [str(script), *arguments]


def run(arguments: Sequence[str], text: str = "", *, may_fail: bool = False) -> str:
    """Run a command over a text; its output. The end of the program when it fails."""
    done = subprocess.run(list(arguments), input=text.encode(), capture_output=True, check=False)
    if done.returncode and not may_fail:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.stdout.decode()


def children_seconds() -> float:
    """Processor time of all processes that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def all_seconds() -> float:
    """Processor time of this process and of those."""
    return time.process_time() + children_seconds()


def private_memory(process: int | str = "self") -> float:
    """Megabytes that this process shares with no file and no other process. Linux only; elsewhere 0."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def resident_memory(process: int) -> float:
    """Megabytes resident now. Linux only; elsewhere 0."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@dataclass(frozen=True, slots=True)
class Streamed:
    """A long stream through a process: megabytes in, seconds, megabytes resident at the half and at most."""

    size: float
    seconds: float
    at_half: float
    peak: float


def stream(arguments: Sequence[str], lines: Iterable[bytes], size: int) -> Streamed:
    """Feed a process about `size` bytes of lines and watch its memory; its output is thrown away."""
    process = subprocess.Popen(
        list(arguments), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    fed = 0
    done = threading.Event()
    samples: list[tuple[int, float]] = []

    def watch() -> None:
        while not done.wait(0.1):
            samples.append((fed, resident_memory(process.pid)))

    watcher = threading.Thread(target=watch)
    start = time.perf_counter()
    watcher.start()
    try:
        for line in lines:
            process.stdin.write(line)
            fed += len(line)
            if fed >= size:
                break
        process.stdin.close()
        code = process.wait()
    finally:
        done.set()
        watcher.join()
    if code:
        assert process.stderr is not None
        sys.exit(f"{' '.join(arguments)} ended with {code}: {process.stderr.read().decode()[-500:]}")
    took = time.perf_counter() - start
    half = [memory for seen, memory in samples if seen <= fed // 2]
    return Streamed(fed / 1e6, took, max(half, default=0), max((memory for _, memory in samples), default=0))
