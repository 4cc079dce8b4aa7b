"""Write TOML values and entities in the gazetteer's one layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from resolver.entities.entity import Entity
from resolver.entities.validation import FIELDS

WIDTH: Final = 110
"""Columns: a list or table that does not fit goes on several lines."""

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_ORDER: Final = {field: i for i, field in enumerate(FIELDS)}


def render_string(text: str) -> str:
    """A basic string: everything printable as it is, the rest escaped."""
    return '"' + _ESCAPED.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04X}"), text) + '"'


def render_key(key: str) -> str:
    return key if _BARE(key) else render_string(key)


def render_inline(value: Any) -> str:
    """Any value of an entity on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return render_string(value)
        case Mapping():
            if not value:
                return "{}"
            return "{ " + ", ".join(f"{render_key(k)} = {render_inline(v)}" for k, v in value.items()) + " }"
        case Sequence():
            return "[" + ", ".join(map(render_inline, value)) + "]"
        case int() | float():
            return repr(value)
        case _:  # dates and times, which no entity holds but a file may
            return str(value)


def render_value(key: str, value: Any) -> str:
    """A value as it stands after `key = `: a list that does not fit goes one item a line."""
    line = render_inline(value)
    if isinstance(value, list | tuple) and value and len(key) + 3 + len(line) > WIDTH:
        return "[\n" + "".join(f"  {render_inline(item)},\n" for item in value) + "]"
    return line


def render_statement(path: str | tuple[str, ...], value: Any) -> str:
    """`key = value`, or `key.inner = value` for a path of several keys."""
    written = ".".join(map(render_key, (path,) if isinstance(path, str) else path))
    return f"{written} = {render_value(written, value)}"


def field_order(field: str) -> int:
    """Where a field stands in an entity's table: the order of the models; unknown ones last."""
    return _ORDER.get(field, len(_ORDER))


def fits(field: str, value: Any) -> bool:
    """Whether a table-valued field goes on one line; otherwise each of its keys has one (`names.ru = …`)."""
    return not isinstance(value, Mapping) or len(f"{field} = {render_inline(value)}") <= WIDTH


def render_record(id: str, record: Mapping[str, Any]) -> str:
    """An entity's table: the header, the fields in canonical order, the keys of tables sorted."""
    lines = [f"[{render_key(id)}]"]
    for field, value in sorted(record.items(), key=lambda item: field_order(item[0])):
        if field != "id":
            lines += render_field(field, value)
    return "\n".join(lines) + "\n"


def render_field(field: str, value: Any) -> list[str]:
    """A field's statement, or for a long table one statement a key."""
    if not isinstance(value, Mapping):
        return [render_statement(field, value)]
    ordered = {key: value[key] for key in sorted(value)}
    if fits(field, ordered):
        return [render_statement(field, ordered)]
    return [render_statement((field, key), inner) for key, inner in ordered.items()]


def render_entity(entity: Entity) -> str:
    """An entity in the gazetteer's layout, as `resolver gazetteer format` leaves it."""
    return render_record(entity.id, entity.to_dict())
