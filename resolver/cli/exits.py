"""How a command ends: every exit code, every error's line on standard error, the closed pipe, Ctrl-C.

Codes: 0 done; 1 a negative answer (`--check` found something, two names differ, a name is unknown);
2 wrong usage or input; 130 interrupted, 129 and 143 told to end by SIGHUP and SIGTERM. A reader that goes
away (`| head`) is a success.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import BinaryIO, cast

from resolver.cli.terminal import ClosedOutput, Terminal, visible

DONE = 0
NEGATIVE = 1
WRONG = 2
INTERRUPTED = 130

# Seconds between two looks at whether somebody still reads.
_LOOK_EVERY = 0.5

# Set to see where an unexpected error came from; a user needs the one line only.
TRACEBACK_VARIABLE = "RESOLVER_TRACEBACK"


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds; never fails."""
    line = visible(" ".join(message.split())) or "unknown error"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        # Where both go to one place, the lines stand in the order in which they were said.
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"resolver: {line}", file=sys.stderr, flush=True)


class Ended(BaseException):
    """A signal told this process to end: raised where it works, so that it leaves all in order."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def _end(number: int, frame: FrameType | None) -> None:
    # Whoever asks again gets it at once; Ctrl-C is pressed twice by many, and leaves things in order.
    if number != signal.SIGINT:
        signal.signal(number, signal.SIG_DFL)
    raise Ended(number)


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and SIGHUP raise `Ended`, except where somebody chose otherwise (`nohup`).

    Python's own `KeyboardInterrupt` would not do: where it passes through code made from a string (the
    methods of a dataclass that is being imported), Python dies of the signal in the end, caught or not.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) in (
                signal.SIG_DFL,
                signal.default_int_handler,
            ):
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) == _end:
                signal.signal(number, handler)


@contextlib.contextmanager
def while_read() -> Iterator[None]:
    """Raise `BrokenPipeError` in the block soon after the reader of standard output goes away.

    Otherwise only writing shows it, which may come minutes later where other processes do the work.
    """
    try:
        import select

        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)  # what is asked for is an error only
        if signal.getsignal(signal.SIGALRM) != signal.SIG_DFL:
            raise OSError("somebody else's clock")
    except (ImportError, AttributeError, OSError, ValueError):  # not on this system, or no file
        yield
        return

    def look(number: int, frame: FrameType | None) -> None:
        if any(events & select.POLLERR for _, events in poll.poll(0)):
            raise BrokenPipeError(errno.EPIPE, "the reader is gone")

    try:
        signal.signal(signal.SIGALRM, look)
    except ValueError:  # not in the main thread
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY, _LOOK_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def guarded(start: Callable[[], int]) -> int:
    """Run `start` and turn whatever happens into an exit code and at most one line on standard error."""
    with _ending_in_order(), _safe_streams():
        return _guarded(start)


@contextlib.contextmanager
def _safe_streams() -> Iterator[None]:
    """Standard error that is closed swallows, standard output that is closed raises, a terminal gets visible
    text."""
    out, err = sys.stdout, sys.stderr
    shown: io.TextIOWrapper | None = None
    if err is None:  # `print(…, file=None)` would write to standard output
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if out is None:  # `print` would do nothing, and nobody would know
        sys.stdout = ClosedOutput()
    if isinstance(out, io.TextIOWrapper) and out.isatty():
        out.flush()
        terminal = cast("BinaryIO", Terminal(cast("BinaryIO", out.buffer)))
        shown = sys.stdout = io.TextIOWrapper(terminal, encoding="utf-8", line_buffering=True)
    try:
        yield
    finally:
        if shown is not None:
            with contextlib.suppress(OSError, ValueError):
                shown.detach()
        sys.stdout = out
        sys.stderr = err


def _guarded(start: Callable[[], int]) -> int:
    # A terminal that cannot show a letter (LANG=C) must not turn an error message into an error.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = start()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return DONE
    except (Ended, KeyboardInterrupt) as ended:
        code = getattr(ended, "code", INTERRUPTED)
        if code == INTERRUPTED:
            # The rest takes no time; a second Ctrl-C would only make it noisy.
            with contextlib.suppress(ValueError):
                signal.signal(signal.SIGINT, signal.SIG_IGN)
        _discard_output()
        return code
    except Exception as error:  # the last line of defence: nobody should have to read a traceback
        if isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.ESHUTDOWN):
            _discard_output()
            return DONE
        complain(describe(error))
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        _discard_output()
        return WRONG
    return code


def describe(error: BaseException) -> str:
    """An error as the one line that a user can act on."""
    from resolver.errors import ResolverError

    if isinstance(error, ResolverError):
        return str(error)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return f"{os.fsdecode(error.filename)}: {reason}" if error.filename else f"cannot write: {reason}"
    if isinstance(error, MemoryError):
        return "out of memory; `--unit line` or `--unit paragraph` reads piece by piece"
    return (
        f"unexpected {type(error).__name__}: {error}; this is a bug, "
        f"{TRACEBACK_VARIABLE}=1 shows where it happened"
    )


def _discard_output() -> None:
    """Point standard output at nothing, so that Python's last flush cannot fail aloud."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
