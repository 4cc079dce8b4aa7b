"""Rows of a list → items: rows that nothing tells apart are one, and are compared once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from resolver.errors import InputError
from resolver.types import is_missing

#: The value of a further column in one row; None where it is missing.
Value = str | None


@dataclass(frozen=True, slots=True)
class Item:
    """A name with what further columns say, and the rows that have just this.

    `agree`, `differ`: the values of the columns that speak for and against, in the order they were given.
    """

    name: str
    rows: Sequence[int]
    agree: tuple[Value, ...] = ()
    differ: tuple[Value, ...] = ()


def tidied(name: str) -> str:
    """A name as it is compared: its words parted by single spaces, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


def read_names(names: Iterable[Any]) -> list[str | None]:
    """The names of all rows; None where one is missing: None, NaN, nothing but spaces.

    Raises TypeError, with the row, for a value that is neither a name nor missing.
    """
    found: list[str | None] = []
    for row, name in enumerate(names, start=1):
        if isinstance(name, str):
            found.append(tidied(name) or None)
        elif is_missing(name):
            found.append(None)
        else:
            raise TypeError(f"row {row}: a name must be of type str, not {name.__class__.__name__}")
    return found


def read_column(title: str, values: Iterable[Any], rows: int) -> list[Value]:
    """The values of a further column as text, without the spaces around; None where one is missing.

    Raises InputError where the column has another number of rows than the names.
    """
    found = [None if is_missing(value) else tidied(str(value)).casefold() or None for value in values]
    if len(found) != rows:
        raise InputError(
            f"column {title!r} has {len(found)} rows, the names have {rows}: give one value a row"
        )
    return found


def items_of(
    names: Sequence[str | None],
    agree: Sequence[Sequence[Value]],
    differ: Sequence[Sequence[Value]],
    single: Collection[int],
) -> list[Item]:
    """The items in an order that does not depend on that of the rows.

    `single`: rows of which something is said by their number, so that each is an item of its own.
    """
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for row, name in enumerate(names):
        if name is None:
            continue
        key = (
            name,
            tuple(column[row] for column in agree),
            tuple(column[row] for column in differ),
            row if row in single else -1,
        )
        grouped.setdefault(key, []).append(row)
    return [
        Item(name, tuple(rows), for_, against)
        for (name, for_, against, _), rows in sorted(grouped.items(), key=_order)
    ]


def _order(found: tuple[tuple[Any, ...], list[int]]) -> tuple[Any, ...]:
    """None is ordered before all text."""
    name, agree, differ, row = found[0]
    values = tuple((value is not None, value or "") for value in (*agree, *differ))
    return name, values, row


def apart(item: Item) -> list[Item]:
    """An item of each row: where so many have such a name that two rows of it need not be one entity's."""
    return [Item(item.name, (row,), item.agree, item.differ) for row in item.rows]
