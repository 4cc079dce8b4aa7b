"""Which columns are meant, as csvkit reads `-c`: names, numbers from 1, ranges; separated by commas."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from resolver.errors import InputError

_SHOWN = 20


def select(wanted: str, header: Sequence[str], source: str) -> list[int]:
    """The places of the columns that `wanted` names, in its order, each once.

    A name goes before a number; a name that has a comma or a hyphen in it is one name. Raises InputError.
    """
    if wanted in header:
        return [header.index(wanted)]
    found: list[int] = []
    for part in wanted.split(","):
        found += _range(part.strip(), header, source)
    return list(dict.fromkeys(found))


def select_one(wanted: str, header: Sequence[str], source: str) -> int:
    """The place of the one column that `wanted` names. Raises InputError."""
    found = select(wanted, header, source)
    if len(found) != 1:
        raise InputError(f"{source}: '{wanted}' is {len(found)} columns, and one is needed")
    return found[0]


def _range(part: str, header: Sequence[str], source: str) -> list[int]:
    if part in header:
        return [header.index(part)]
    for mark in "-:":
        first, found, last = part.partition(mark)
        if found and (first or last):
            start = _place(first.strip(), header, source) if first.strip() else 0
            end = _place(last.strip(), header, source) if last.strip() else len(header) - 1
            return list(range(start, end + 1))
    return [_place(part, header, source)]


def _place(name: str, header: Sequence[str], source: str) -> int:
    if name in header:
        return header.index(name)
    if name.isascii() and name.isdigit():
        if 1 <= int(name) <= len(header):
            return int(name) - 1
        raise InputError(f"{source}: no column {name}: there are {len(header)}")
    folded = {column.strip().casefold(): column for column in header}
    close = get_close_matches(name.strip().casefold(), folded, n=1)
    if close:
        raise InputError(f"{source}: no column '{name}'; did you mean '{folded[close[0]]}'?")
    shown = ", ".join(header[:_SHOWN]) + (", …" if len(header) > _SHOWN else "")
    hint = ""
    if len(header) == 1:
        hint = next((f"; is '{mark}' what separates them (-d)?" for mark in ";\t|" if mark in header[0]), "")
    raise InputError(f"{source}: no column '{name}'; there are: {shown}{hint}")
