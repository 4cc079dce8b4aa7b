"""Texts that a command looks at: files, and folders of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from resolver.errors import InputError


def read_texts(paths: Sequence[str], encoding: str = "utf-8") -> Iterator[tuple[str, str]]:
    """Each text with its name; a folder stands for the `.txt` files in it, at any depth, sorted.

    Raises `InputError` for a folder without any.
    """
    from resolver.cli.input import find_codec, opened

    codec = find_codec(encoding)
    for path in paths:
        names = [path]
        if Path(path).is_dir():
            names = sorted(str(file) for file in Path(path).rglob("*.txt"))
            if not names:
                raise InputError(f"{path}: no .txt file in this folder")
        for name in names:
            with opened(name, codec, "document") as source:
                yield name, "".join(unit.text for unit in source.units)
