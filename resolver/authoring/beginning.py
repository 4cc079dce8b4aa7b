"""`init`: the folder that a gazetteer begins as."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from resolver.authoring.formatting import format_gazetteer
from resolver.authoring.workspace import EditError
from resolver.entities.lock import LOCK_NAME
from resolver.storage.atomic import replacing

_FIRST: Final = """\
# One table an entity; the header is its ID, given once and never given to another. For example:
#
# [marta-kowalenko]
# type = "person"
# name = "Marta Kowalenko"
# short = ["Kowalenko"]
# names = { uk = "Марта Коваленко" }
# sources = ["where this was read"]
"""


def begin_gazetteer(folder: str | Path) -> list[Path]:
    """Make a gazetteer without entities in a folder, new or empty; the files that were written.

    Raises EditError when there is anything in the folder, OSError when it cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditError(f"{folder} is there and not empty; nothing was written")
    (folder / "entities").mkdir(parents=True)
    first = folder / "entities" / "person.toml"
    with replacing(first) as file:
        file.write(_FIRST.encode())
    format_gazetteer(folder)
    return [first, folder / LOCK_NAME]
