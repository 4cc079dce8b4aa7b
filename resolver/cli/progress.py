"""A progress line on standard error for long work, where a person is looking at it."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from resolver.cli.terminal import is_terminal

# Nothing is drawn for work shorter than this, nor more often than this (seconds).
_PATIENCE = 1.0
_EVERY = 0.1


class Progress:
    """Count steps of a long work: `with Progress("linking", total) as bar: bar.advance(n)`.

    Draws only where standard error is a terminal and `quiet` is not set (say, because the same
    terminal shows the output). `unit` names what is counted; `total` may be unknown.
    """

    def __init__(self, what: str, total: int | None = None, *, unit: str = "", quiet: bool = False) -> None:
        self._what, self._total, self._unit = what, total, unit
        self._shown = not quiet and is_terminal(sys.stderr)
        self._done = 0
        self._next = time.monotonic() + _PATIENCE
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def advance(self, steps: int = 1) -> None:
        """Count `steps` more as done."""
        self._done += steps
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._drawn = True
            print(f"\r\x1b[K{self.line()}", end="", file=sys.stderr, flush=True)

    def line(self) -> str:
        """What the progress line says now."""
        done = f"{self._done:,}{self._unit and ' ' + self._unit}"
        if not self._total:
            return f"{self._what}: {done}"
        share = min(1.0, self._done / self._total)
        filled = round(share * 24)
        return f"{self._what}: [{'█' * filled}{'·' * (24 - filled)}] {share:4.0%}  {done}"

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
