"""`rejected.txt` beside a gazetteer: names that a maintainer said are no entity; not suggested again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from resolver.authoring.text_files import read_utf8
from resolver.authoring.workspace import Change, folder_of
from resolver.entities.lexicon import fold_phrase

REJECTIONS: Final = "rejected.txt"
_HEADER: Final = "# Names that `resolver gazetteer suggest` must not suggest again, one a line.\n"


def read_rejections(gazetteer: Path) -> frozenset[str]:
    """The rejected names, folded; empty when nothing was rejected yet."""
    return frozenset(map(fold_phrase, _names(gazetteer)))


def reject_change(gazetteer: Path, names: Iterable[str]) -> Change:
    """What adds names to the file."""
    file = folder_of(gazetteer) / REJECTIONS
    before = file.read_bytes() if file.exists() else None
    listed = sorted({*_names(gazetteer), *names})
    return Change(file, before, (_HEADER + "".join(f"{name}\n" for name in listed)).encode())


def _names(gazetteer: Path) -> list[str]:
    file = folder_of(gazetteer) / REJECTIONS
    if not file.exists():
        return []
    rows = read_utf8(file).split("\n")
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]
