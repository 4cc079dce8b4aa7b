"""Measuring two ways of doing the same in turn, so that a busy machine slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some measurements, the least and the greatest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(self.low)}–{number(self.high)})"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    `measured` is held against `bar` by `rule`, ">=" or "<=", or is only reported when the rule is empty;
    `detail` says what was measured, with the absolute figures.
    """

    work: str
    measured: Spread
    unit: str
    detail: str
    rule: str = ""
    bar: float = 0.0

    @property
    def met(self) -> bool | None:
        if not self.rule:
            return None
        return self.measured.median >= self.bar if self.rule == ">=" else self.measured.median <= self.bar

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Result:
        return cls(**{**data, "measured": Spread(**data["measured"])})


def seconds(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """How long it takes once: processor time, unless `clock` measures something else."""
    start = clock()
    run()
    return clock() - start


def ratios(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> tuple[Spread, Spread, Spread]:
    """Our seconds, theirs, and how many times as fast ours is, round by round; who begins alternates."""
    our_times: list[float] = []
    their_times: list[float] = []
    for turn in range(rounds):
        for first in (turn % 2, 1 - turn % 2):
            if first:
                our_times.append(seconds(ours, clock))
            else:
                their_times.append(seconds(theirs, clock))
    rates = [theirs / ours for ours, theirs in zip(our_times, their_times, strict=True)]
    return Spread.of(our_times), Spread.of(their_times), Spread.of(rates)


def quotient(theirs: Spread, ours: Spread, scale: float) -> Spread:
    """Their seconds by ours where they did a `scale`-th of the work: the spread at its widest."""
    return Spread(
        scale * theirs.median / ours.median, scale * theirs.low / ours.high, scale * theirs.high / ours.low
    )


def number(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"
