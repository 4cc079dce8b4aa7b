"""Where the cache is, and letting a damaged file of it go."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def folder() -> Path:
    """The cache folder, which need not exist."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification: a relative path is to be ignored.
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "resolver"


def discard(path: Path) -> bool:
    """Delete a file when it is the cache's, so that it is built again: for damage that is found late.

    Whether it is gone.
    """
    with contextlib.suppress(OSError, ValueError):
        path.resolve().relative_to(folder().resolve())
        path.unlink(missing_ok=True)
        return True
    return False
