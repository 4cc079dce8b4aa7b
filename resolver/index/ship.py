"""Compile the default gazetteer for a wheel: `python -m resolver.index.ship DEST`.

DEST is the file to write, the same to the byte for the same sources, whatever the machine and the time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from resolver.errors import ResolverError
from resolver.index.loading import DEFAULT, compile_index


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the compiled default gazetteer; the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        print("usage: python -m resolver.index.ship DEST", file=sys.stderr)
        return 2
    try:
        compile_index([DEFAULT], Path(given[0]), cache=False)
    except ResolverError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
