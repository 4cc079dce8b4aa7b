"""`python -m resolver.training COMMAND …`: each command is a module with a `main`."""

from __future__ import annotations

import sys
from importlib import import_module

# Command → module of this package.
COMMANDS = {"names": "names", "lookup": "lookup", "linking": "linking", "spellings": "spellings.command"}


def main(arguments: list[str]) -> int:
    """Runs the command that `arguments` begin with; returns its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python -m resolver.training {{{','.join(COMMANDS)}}} …", file=sys.stderr)
        return 2
    code: int = import_module(f"resolver.training.{COMMANDS[arguments[0]]}").main(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
