"""What a token of another script is read as, as a compiled index keeps it for the words of its names.

Working it out costs more than all the rest of a look-up; reading it, a hundredth of that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Readings(NamedTuple):
    """`NameToken.latin` and `NameToken.tables` of a token, and its blocking keys."""

    latin: tuple[str, ...]
    tables: tuple[str, ...]
    keys: tuple[str, ...]


#: The readings of a token's text, if they are known.
Known = Callable[[str], Readings | None]


def encode_readings(readings: Readings) -> bytes | None:
    """The readings as bytes; None for those few that would not be read back the same."""
    text = "\t".join(map(" ".join, readings))
    packed = text.encode("utf-8", "surrogatepass")
    return packed if decode_readings(packed) == readings else None


def decode_readings(packed: bytes) -> Readings:
    """What `encode_readings` was given."""
    latin, tables, keys = packed.decode("utf-8", "surrogatepass").split("\t")
    return Readings(tuple(latin.split(" ")), tuple(tables.split(" ")), tuple(keys.split(" ")))
