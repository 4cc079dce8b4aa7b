"""JSON lines: an object a line, written as it came but for a field that changes and those that are added."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from resolver.errors import InputError, NotTextError

_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPED = re.compile("[\x7f-\x9f\ud800-\udfff]")
_HALVES = re.compile("[\ud800-\udfff]")
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_raw_decode = json.JSONDecoder().raw_decode


def path_of(field: str) -> tuple[str, ...]:
    """ "author.name" as a way into nested objects."""
    return tuple(field.split("."))


def object_of(line: str) -> dict[str, Any]:
    """A line as an object. Raises InputError."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from None
    if not isinstance(found, dict):
        raise InputError(f"not an object but {_kind(found)}")
    return found


def field_of(record: Mapping[str, Any], path: Sequence[str]) -> str | None:
    """What a field says; None where it is null or not there. A key with dots in it goes before a way of keys.

    Raises NotTextError for a value of another kind.
    """
    whole = ".".join(path)
    value: Any = record.get(whole) if whole in record else record
    if whole not in record:
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, str):
        return value
    raise NotTextError(f"field '{whole}' must be a string or null, not {_kind(value)}")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return f"{value}".lower()
    return {list: "a list", dict: "an object", type(None): "null"}.get(type(value), f"{value!r}")


def replaced(line: str, path: Sequence[str], text: str) -> str:
    """The line with another string in a field that has one; every other letter stays.

    Letters are escaped where those of the field were.
    """
    start, end = _place(line, tuple(path))
    before = line[start:end]
    after = json.dumps(text, ensure_ascii=before.isascii() and "\\u" in before)
    # Half a surrogate pair is written as it was: an invalid byte as itself, an escape as an escape.
    halves = _HALVES if "\\ud" in before.casefold() else _NO_BYTES
    return line[:start] + halves.sub(_escape, after) + line[end:]


def _place(line: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Where the value of a field stands. The last of equal keys counts, as for every reader of JSON."""
    whole = ".".join(path)
    places = _values(line, 0)
    if whole in places:
        return places[whole]
    place = (0, len(line))
    for key in path:
        place = _values(line, place[0])[key]
    return place


def _values(line: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the values of the object stand that begins at `at`."""
    found: dict[str, tuple[int, int]] = {}
    at = _after_space(line, _after_space(line, at) + 1)
    while line[at] != "}":
        key, at = scanstring(line, at + 1)
        start = _after_space(line, _after_space(line, at) + 1)
        _, end = _raw_decode(line, start)
        found[key] = (start, end)
        at = _after_space(line, end)
        if line[at] == ",":
            at = _after_space(line, at + 1)
    return found


def _after_space(line: str, at: int) -> int:
    found = _SPACE.match(line, at)
    return at if found is None else found.end()


def extended(line: str, more: Mapping[str, Any]) -> str:
    """The line of an object with fields added at its end; every letter of it stays."""
    end = line.rindex("}")
    inside = line[:end].rstrip()
    added = json.dumps(more, ensure_ascii=False)[1:-1]
    added = _ESCAPED.sub(_escape, added)
    return inside + ("" if inside.endswith("{") else ", ") + added + line[len(inside) : end] + line[end:]


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
