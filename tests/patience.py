"""Limits of time that hold on a busy machine: what a quiet one would need, times how busy this one is."""

from __future__ import annotations

import time

# Seconds of work that tell how busy the machine is: long enough to be interrupted by others.
_SAMPLE = 0.05


def busyness() -> float:
    """How many seconds pass while this process gets one to work: 1 on a quiet machine."""
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < _SAMPLE:
        pass
    return max(1.0, (time.monotonic() - began) / (time.process_time() - used))


class Patience:
    """A limit of `seconds` on a quiet machine; how busy this one is is looked at before and after."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._busyness = busyness()
        self._began = time.monotonic()

    def check(self) -> None:
        """Raise AssertionError when more time has passed since the start than is allowed."""
        took = time.monotonic() - self._began
        allowed = self._seconds * max(self._busyness, busyness())
        assert took < allowed, f"{took:.1f} s passed; {allowed:.1f} s are allowed on so busy a machine"
