"""A process that is killed before each step in which it writes: no step is left out, no clock decides."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

# What Python tells of before it is done (`sys.addaudithook`); a file that is opened is a step if for writing.
_STEPS = frozenset({"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate", "os.link"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def killed_at_every_step(work: Callable[..., object], *arguments: Any) -> Iterator[int]:
    """Run the work in processes that are killed before their first step, their second, and so on.

    Gives the number of each step after the kill, so that the caller looks at what is left and puts everything
    back; ends when the work has come to its end.
    """
    fork = multiprocessing.get_context("fork")
    step = 0
    while True:
        process = fork.Process(target=_run, args=(step, work, arguments))
        process.start()
        process.join()
        if process.exitcode == 0:
            return
        assert process.exitcode == -signal.SIGKILL, f"step {step}: the work ended with {process.exitcode}"
        yield step
        step += 1


def _run(last: int, work: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    steps = 0

    def hook(event: str, details: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in _STEPS and (event != "open" or details[2] & _WRITING):
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            steps += 1

    sys.addaudithook(hook)
    work(*arguments)
