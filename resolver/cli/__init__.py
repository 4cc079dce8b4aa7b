"""The command line: one module a command, each of which parses, calls the library and prints.

Importing this package must stay cheap: `resolver --help` and `resolver --version` load typer and
nothing else. A command's module is imported when that command runs, the engine when it needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: that of this process) and return its exit code."""
    from resolver.cli.exits import guarded

    arguments = list(sys.argv[1:] if argv is None else argv)

    def start() -> int:
        from resolver.cli.app import run

        return run(arguments)

    return guarded(start)
