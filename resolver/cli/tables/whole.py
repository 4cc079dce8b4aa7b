"""Tables that are read to their end before a row is written: clusters know no row without the others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from resolver.cli import exits
from resolver.cli.compressed import opened_bytes
from resolver.cli.output import writing_to
from resolver.cli.tables.formats import TableOptions, Watch
from resolver.cli.tables.parquet_table import ParquetTable
from resolver.cli.tables.run import Where, check_places, open_table
from resolver.cli.tables.tasks import Done, Member
from resolver.errors import InputError
from resolver.integrations.cells import Question

#: The values of a column, one a row; None where it is empty.
Column = list[str | None]


def read_bytes(path: str) -> bytes:
    """A whole file, or standard input."""
    with opened_bytes(path) as stream:
        return stream.read()


def read_columns(path: str, data: bytes, options: TableOptions, columns: Sequence[str]) -> list[Column]:
    """Columns of a table, in this order. Raises InputError where one is not there or the table is damaged."""
    found: list[Column] = []
    for column in columns:
        table, _ = open_table(path, io.BytesIO(data), replace(options, columns=column), io.BytesIO())
        if isinstance(table, ParquetTable):
            raise InputError(f"{path}: Parquet cannot be clustered yet; make it CSV or JSON lines")
        values: Column = []
        try:
            for _, keys in table.batches():
                values += [key.name if isinstance(key, Question) else key for key in keys]
        except InputError as error:
            raise InputError(f"{path}, row {table.rows_read + 1}: {error}; nothing was written") from None
        found.append(values)
    return found


def write_members(
    path: str, data: bytes, options: TableOptions, members: Sequence[Member | None], output: str | None
) -> None:
    """The rows of a table with the cluster of each behind it."""
    check_places([path], Where(output))
    given = iter(members)
    with writing_to(output) as out:
        table, sink = open_table(path, io.BytesIO(data), options, out)
        writer = table.writer(sink, True)
        watch = Watch(lambda row, failure: exits.complain(f"{path}, row {row}: {failure}"))
        for rows, keys in table.batches():
            results = [None if (member := next(given)) is None else Done(member) for _ in keys]
            writer.write(rows, results, watch)
        writer.finish()
        out.flush()
