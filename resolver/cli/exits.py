"""How a command ends: every exit code, every error's line on standard error, the closed pipe, Ctrl-C.

Codes: 0 done; 1 a negative answer (`--check` found something, two names differ, a name is unknown);
2 wrong usage or input; 130 interrupted. A reader that goes away (`| head`) is a success.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable

DONE = 0
NEGATIVE = 1
WRONG = 2
INTERRUPTED = 130

# Set to see where an unexpected error came from; a user needs the one line only.
TRACEBACK_VARIABLE = "RESOLVER_TRACEBACK"


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds; never fails."""
    line = " ".join(message.split()) or "unknown error"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        # Where both go to one place, the lines stand in the order in which they were said.
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"resolver: {line}", file=sys.stderr, flush=True)


def guarded(start: Callable[[], int]) -> int:
    """Run `start` and turn whatever happens into an exit code and at most one line on standard error."""
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
    except KeyboardInterrupt:
        _discard_output()
        return INTERRUPTED
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
