"""CSV and TSV: one entity a row, a column a field.

Columns are named as the fields are, `names.ru` and `external.wikidata` for the keys of tables; others are
mapped by `Options.columns`. A cell of a list holds its items between separators, or JSON when an item would
not survive that.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from resolver.authoring.exchange.collecting import Options, Record, Skipped
from resolver.authoring.toml_values import field_order
from resolver.entities.entity import Entity
from resolver.entities.validation import FIELDS
from resolver.errors import InputError

_SINGLE: Final = frozenset({"id", "type", "name", "country", "within", "note"})
_SEPARATOR: Final = "|"
#: What spreadsheets take for the beginning of a formula, which may read files and call the network.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def read_csv(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    yield from _read(lines, options, skipped, csv.excel)


def read_tsv(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    yield from _read(lines, options, skipped, csv.excel_tab)


def _read(
    lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped, dialect: type[csv.Dialect]
) -> Iterator[Record]:
    rows = csv.reader((text for _, text in lines), dialect)
    header = next(rows, None)
    if header is None:
        return
    fields = _fields(header, options)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            skipped.add("a row that is no CSV", str(error), rows.line_num)
            continue
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        record: Record = {}
        try:
            for position, field in fields:
                if position < len(row) and row[position].strip():
                    _put_cell(record, field, row[position], options.separator)
        except ValueError as error:
            skipped.add("a cell that cannot be read", f"{error}", rows.line_num)
            continue
        yield record


def _fields(header: list[str], options: Options) -> list[tuple[int, str]]:
    """The position and the field of each column that is taken."""
    known = {"id", *FIELDS}
    missing = sorted(set(options.columns.values()) - set(header))
    if missing:
        raise InputError(f"no column {missing[0]!r}; the table has {', '.join(header)}")
    for field in options.columns:
        if field.partition(".")[0] not in known:
            raise InputError(f"no field {field!r} to put a column into; there are {', '.join(sorted(known))}")
    taken = [(header.index(column), field) for field, column in options.columns.items()]
    mapped = {header.index(column) for column in options.columns.values()}
    taken += [
        (position, column)
        for position, column in enumerate(header)
        if position not in mapped and column.partition(".")[0] in known and column not in options.columns
    ]
    if "name" not in {field for _, field in taken}:
        raise InputError(f"no column is the name; map one of {', '.join(header)}")
    return taken


def _put_cell(record: Record, field: str, cell: str, separator: str) -> None:
    first, _, key = field.partition(".")
    if first == "names" and key:
        record.setdefault("names", {})[key] = _items(cell, separator)
    elif first == "external" and key:
        record.setdefault("external", {})[key] = cell
    elif first in ("retired", "exact"):
        if cell.strip().lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise ValueError(f"{first} is {cell!r}, neither true nor false")
        record[first] = cell.strip().lower() in ("true", "1", "yes")
    elif first in _SINGLE:
        record[first] = cell
    else:
        record[first] = _items(cell, separator)


def _items(cell: str, separator: str) -> list[Any]:
    if cell.startswith(('["', "[{")):
        try:
            items = json.loads(cell)
        except RecursionError:
            raise ValueError("a list that is nested too deep") from None
        if isinstance(items, list):
            return items
    return [item.strip() for item in cell.split(separator) if item.strip()]


def write_csv(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    yield from _write(entities, csv.excel)


def write_tsv(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    yield from _write(entities, csv.excel_tab)


def write_safe_csv(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    """CSV for spreadsheets: an apostrophe before cells that they would take for a formula."""
    yield from _write(entities, csv.excel, safe=True)


def write_safe_tsv(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    """TSV likewise."""
    yield from _write(entities, csv.excel_tab, safe=True)


def _write(entities: Iterable[Entity], dialect: type[csv.Dialect], *, safe: bool = False) -> Iterator[str]:
    # Two passes: a table says in its first line which languages there are.
    rows = [_cells(entity) for entity in entities]
    if safe:
        rows = [
            {field: f"'{cell}" if cell.startswith(_FORMULA) else cell for field, cell in row.items()}
            for row in rows
        ]
    columns = sorted({column for row in rows for column in row}, key=_column_order)
    buffer = io.StringIO()
    columns = columns or ["id", "type", "name"]
    plain = csv.DictWriter(buffer, columns, dialect=dialect, lineterminator="\n")
    # The plain writer leaves a carriage return unquoted, which no reader takes.
    quoting = csv.DictWriter(buffer, columns, dialect=dialect, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writeheader()
    for row in rows:
        (quoting if any("\r" in cell for cell in row.values()) else plain).writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _column_order(column: str) -> tuple[bool, int, str]:
    return (column != "id", field_order(column.partition(".")[0]), column)


def _cells(entity: Entity) -> dict[str, str]:
    cells: dict[str, str] = {}
    for field, value in entity.to_dict().items():
        match value:
            case dict():
                for key, inner in value.items():
                    cells[f"{field}.{key}"] = inner if isinstance(inner, str) else _cell(inner)
            case list():
                cells[field] = _cell(value)
            case bool():
                cells[field] = "true"
            case _:
                cells[field] = value
    return cells


def _cell(items: list[Any]) -> str:
    plain = all(isinstance(item, str) and item == item.strip() and _SEPARATOR not in item for item in items)
    if plain and not items[0].startswith("["):
        return _SEPARATOR.join(items)
    return json.dumps(items, ensure_ascii=False)
