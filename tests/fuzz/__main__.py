"""Fuzz by hand, for minutes or hours: `python -m tests.fuzz link --minutes 60`.

With atheris installed (`pip install atheris`; Linux) the inputs are guided by coverage; without it, or with
`--engine chance`, they are mutations by chance of what has run before. Both stop at the time that is given,
write each input that fails into a folder, and say what to do with it. A finding becomes a line in `FOUND` of
test_fuzz.py once it is mended; a run that somebody should know of becomes a line in NOTES.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

Target = Callable[[bytes], None]

#: Inputs that chance begins with and goes back to: a few bytes of either kind of reading.
SEEDS: Final = (
    b"",
    b"\x00\x00\x29\x01\x29\x02",
    b"\x01Anne Buyon met President Aliev in Baku.",
    bytes(range(0, 256, 2)),
)
KEPT: Final = 400  # inputs that chance mutates
LONGEST: Final = 4096  # bytes
FOUND_TO_STOP: Final = 50


def mutated(chance: random.Random, known: list[bytes]) -> bytes:
    """Another input, made of those that are known: cut, repeated, joined, overwritten."""
    data = bytearray(chance.choice(known))
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        kind = chance.randrange(6)
        if kind == 0:
            data[at:at] = chance.randbytes(chance.randint(1, 12))
        elif kind == 1 and data:
            del data[at : at + chance.randint(1, 12)]
        elif kind == 2 and data:
            data[at % len(data)] = chance.randrange(256)
        elif kind == 3:
            piece = data[at : at + chance.randint(1, 8)]
            data[at:at] = piece * chance.choice((1, 2, 3, 30, 300))
        elif kind == 4:
            other = chance.choice(known)
            start = chance.randint(0, len(other))
            data[at:] = other[start:]
        else:
            data[:0] = bytes([chance.randrange(256)])
        del data[LONGEST:]
    return bytes(data)


def by_chance(seed: int) -> Iterator[bytes]:
    """Inputs without end, the same for the same seed."""
    chance = random.Random(seed)
    known = list(SEEDS)
    while True:
        data = mutated(chance, known)
        yield data
        if len(known) < KEPT:
            known.append(data)
        else:
            known[chance.randrange(len(SEEDS), KEPT)] = data


class Run:
    """What was run so far. Failing inputs go into `folder`, one file a kind of failure."""

    def __init__(self, name: str, target: Target, folder: Path, seconds: float) -> None:
        self.name = name
        self.inputs = 0
        self.kinds: dict[str, Path] = {}
        self._target = target
        self._folder = folder
        self._began = time.monotonic()
        self._seconds = seconds

    @property
    def is_over(self) -> bool:
        return self.elapsed > self._seconds or len(self.kinds) >= FOUND_TO_STOP

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def try_input(self, data: bytes) -> None:
        self.inputs += 1
        try:
            self._target(data)
        except Exception as error:
            self._note(data, error)

    def _note(self, data: bytes, error: Exception) -> None:
        """Keep the shortest input of each kind of failure: of one exception at one line."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
        path = self.kinds.get(kind)
        if path is not None and path.stat().st_size <= len(data):
            return
        if path is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256(kind.encode()).hexdigest()[:8]
            path = self.kinds[kind] = self._folder / f"{self.name}-{digest}"
            print(f"{self.name}: {kind}: {error!s:.200}\n  input: {path}", file=sys.stderr)
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(
            "".join(traceback.format_exception(error)), "utf-8", "backslashreplace"
        )

    def report(self) -> int:
        minutes, found = self.elapsed / 60, len(self.kinds)
        print(f"{self.name}: {self.inputs:,} inputs, {minutes:.1f} minutes, {found} findings", flush=True)
        return 1 if self.kinds else 0


def targets(engine: str) -> Mapping[str, Target]:
    """The targets, ready to run; for atheris with its counters in our code."""
    if engine == "chance":
        from tests.fuzz.targets import TARGETS

        return TARGETS
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["resolver"]):
        from tests.fuzz.targets import TARGETS

        for target in TARGETS.values():
            target(SEEDS[-1])  # imports what is imported late
    return TARGETS


def guided(run: Run, seed: int) -> None:
    """Inputs from atheris. Does not return."""
    import atheris  # type: ignore[import-not-found,unused-ignore]

    def one(data: bytes) -> None:
        run.try_input(data)
        if run.is_over:
            os._exit(run.report())  # libFuzzer has no other end

    limits = (f"-max_len={LONGEST}", f"-seed={seed}", "-timeout=600", "-rss_limit_mb=8192")
    atheris.Setup([sys.argv[0], *limits], one)
    atheris.Fuzz()


def has_atheris() -> bool:
    from importlib.util import find_spec

    return find_spec("atheris") is not None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("target", help="what to fuzz, a function of targets.py; all: one after the other")
    parser.add_argument("--minutes", type=float, default=5.0, help="for each target (default: 5)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same inputs (default: 1)")
    parser.add_argument("--engine", choices=("atheris", "chance"), help="default: atheris where it can run")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), help="folder for what fails")
    parser.add_argument("--replay", type=Path, help="run the target on this file alone, with the traceback")
    options = parser.parse_args()
    every = options.target == "all"
    engine = options.engine or ("atheris" if has_atheris() and not every and not options.replay else "chance")
    known = targets(engine)
    if every and engine == "atheris":
        parser.error("atheris runs one target a process: name it")
    if not every and options.target not in known:
        parser.error(f"no target {options.target!r}: use all, {', '.join(known)}")
    if options.replay is not None:
        known[options.target](options.replay.read_bytes())
        return 0
    code = 0
    for name in known if every else [options.target]:
        run = Run(name, known[name], options.findings, 60 * options.minutes)
        if engine == "atheris":
            guided(run, options.seed)
        for data in by_chance(options.seed):
            run.try_input(data)
            if run.is_over:
                break
        code |= run.report()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
