"""The learnt tables' files, as `python -m resolver.training spellings` wrote them."""

from __future__ import annotations

import os
from typing import Final

# By path: `importlib.resources` takes longer to import than most of these files to read, and a compiled
# gazetteer needs a real folder anyhow.
_FOLDER: Final = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


def learnt_bytes(name: str) -> bytes:
    """The file `data/NAME`."""
    with open(os.path.join(_FOLDER, name), "rb") as file:
        return file.read()


def learnt_text(name: str) -> str:
    """The same as text."""
    return learnt_bytes(name).decode("utf-8")
