"""Names from elsewhere as a gazetteer writes them: composed letters, single plain spaces, none at an end."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from resolver.authoring.exchange.collecting import Record
from resolver.authoring.records import NAME_LISTS

_LISTS: Final = (*NAME_LISTS, "not", "variants", "needs_context", "ambiguous")
_GAPS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def tidy(record: Record) -> Record:
    """The record with its names tidied; a list that holds a name twice then holds it once.

    Fields of the wrong kind stay as they are, for whoever checks the record to complain of.
    """
    tidied = dict(record)
    if isinstance(name := record.get("name"), str):
        tidied["name"] = tidy_name(name)
    for field in _LISTS:
        if field in record:
            tidied[field] = _list(record[field])
    if isinstance(names := record.get("names"), dict):
        tidied["names"] = {language: _list(spellings) for language, spellings in names.items()}
    return tidied


def tidy_name(name: str) -> str:
    return (
        name
        if name.isascii() and name.isalnum()
        else _GAPS.sub(" ", unicodedata.normalize("NFC", name)).strip()
    )


def _list(items: Any) -> Any:
    if isinstance(items, str):
        return tidy_name(items)
    if not isinstance(items, list | tuple):
        return items
    found: list[Any] = []
    for item in items:
        if isinstance(item, str):
            item = tidy_name(item)
        elif isinstance(item, dict):
            item = {key: tidy_name(value) if isinstance(value, str) else value for key, value in item.items()}
        if item not in found:
            found.append(item)
    return found
