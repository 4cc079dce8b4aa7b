"""The command line: one module a command, each of which parses, calls the library and prints.

Importing this package must stay cheap: `resolver --help` and `resolver --version` load typer and
nothing else. A command's module is imported when that command runs, the engine when it needs it.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Sequence

# New objects between two looks for garbage. Loading makes some 100,000, none of them garbage, and Python's
# usual 700 makes a start half as long again. Garbage in cycles is rare here, so memory grows by little.
_MANY_OBJECTS = 200_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: that of this process) and return its exit code."""
    if argv is not None:
        return _run(argv)
    if not sys.warnoptions:  # a warning is for those who change the code: they ask for it with -W
        warnings.simplefilter("ignore")
    gc.set_threshold(_MANY_OBJECTS)
    try:
        return _run(sys.argv[1:])
    finally:
        # All that is loaded goes with the process; Python's last look for garbage in it would take longer
        # than many a command.
        gc.freeze()


def _run(argv: Sequence[str]) -> int:
    from resolver.cli.exits import guarded

    arguments = list(argv)

    def start() -> int:
        from resolver.cli.app import run

        return run(arguments)

    return guarded(start)
