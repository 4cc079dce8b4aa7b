"""Where the benchmark's texts and names are, which are no part of this project."""

from __future__ import annotations

import sys
from pathlib import Path

#: Beside the checkout, where the team keeps it; every command takes another place by `--shared`.
DEFAULT_SHARED = Path(__file__).resolve().parents[3] / "shared"


def require(path: Path) -> Path:
    """The path, or the end of the program with a line that says what is missing."""
    if not path.exists():
        sys.exit(f"{path} is missing: give the folder that has bench/ with --shared")
    return path
