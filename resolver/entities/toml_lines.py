"""Where things stand in a TOML file: `tomllib` gives values without lines, complaints need them."""

from __future__ import annotations

import re
import tomllib
from typing import Final

# Strings and comments are matched so that what looks like a header inside them is passed over.
_PIECES: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''.*?'{3,5}"""
    r"""|^[ \t]*(?P<header>\[\[?[^\n#]*?\]\]?)[ \t]*(?=\#|\r?$)"""
    r"""|^[ \t]*(?P<key>(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'))*)[ \t]*="""
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""",
    re.MULTILINE | re.DOTALL,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+").fullmatch

#: Parts of a key that anything is ever asked for; files may hold longer ones, which are complained of.
_DEEPEST: Final = 8

Path = tuple[str, ...]


class TomlLines:
    """The line (from 1) of every table header and key of a TOML text, made in one pass over it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        table: Path = ()
        line, counted = 1, 0
        for piece in _PIECES.finditer(text):
            header, key = piece["header"], piece["key"]
            if header is None and key is None:
                continue
            # A header's or key's own line: the match may start with the spaces before it, on the same line.
            line += text.count("\n", counted, piece.start())
            counted = piece.start()
            if header is not None:
                if (path := parse_key(header.strip("[]").strip())) is None:
                    continue
                table = path
                self._note(path, line)
            elif (path := parse_key(key)) is not None:
                self._note(table + path, line)

    def _note(self, path: Path, line: int) -> None:
        for end in range(
            1, min(len(path), _DEEPEST) + 1
        ):  # `[a.b]` is the place of `a` too, unless it has one
            self._lines.setdefault(path[:end], line)

    def line(self, path: tuple[str | int, ...]) -> int | None:
        """The line of what `path` leads to, or of the innermost key or table above it that has one."""
        keys: Path = ()
        for part in path:
            if isinstance(part, int):
                break
            keys += (part,)
        while keys:
            if (line := self._lines.get(keys)) is not None:
                return line
            keys = keys[:-1]
        return None


def parse_key(text: str) -> Path | None:
    """The parts of a bare, quoted or dotted key as written; None when it is none."""
    if _BARE(text):
        return (text,)
    try:
        value: object = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return None
    parts: list[str] = []
    while isinstance(value, dict):
        ((part, value),) = value.items()
        parts.append(part)
    return tuple(parts)
