"""What a table is, whatever its format: rows that are read, asked about, and written again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from resolver.cli.input import Codec
from resolver.cli.tables.tasks import Done, Kind
from resolver.integrations.once import Failed


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the user said of the tables and of what to do with them."""

    kind: Kind
    columns: str
    codec: Codec
    is_json: bool = False
    delimiter: str | None = None
    quote: str = '"'
    has_header: bool = True
    writes_header: bool = True
    type_column: str | None = None
    country_column: str | None = None
    prefix: str | None = None


@dataclass(slots=True)
class Watch:
    """Who is told what happens to rows: of failures, and of each cell that was worked on.

    `failed` gets a row's number (from 1) and what is wrong; `done` a row's number, its column and what came.
    """

    failed: Callable[[int, Failed], None]
    done: Callable[[int, str, Done], None] | None = None
    row: int = 0
    #: Cells that could not be worked on, and (where `done` counts them) those that change.
    failures: int = 0
    changed: int = 0

    def rows(self, columns: Sequence[str], results: Sequence[Any]) -> None:
        """Tell of the next rows, by the results of their columns, row by row."""
        width = len(columns) or 1  # an empty file has none
        if self.done is not None or any(type(result) is Failed for result in results):
            for number, result in enumerate(results):
                row, column = self.row + number // width + 1, columns[number % width]
                if isinstance(result, Failed):
                    self.failed(row, result)
                elif self.done is not None and result is not None:
                    self.done(row, column, result)
        self.row += len(results) // width


class Table(Protocol):
    """A table that is being read, and how its rows are written."""

    #: What must be the same in tables that are written one behind the other.
    header: Any
    #: Rows that were read well; it tells where a table is damaged.
    rows_read: int

    def batches(self) -> Iterator[tuple[Any, Sequence[Any]]]:
        """Rows, and the keys of their cells, row by row. Raises InputError where the table is damaged."""

    def writer(self, out: BinaryIO, start: bool) -> Writer:
        """What writes the rows; `start`: whether it is the first of its file."""


class Writer(Protocol):
    """Writes rows with what came of their cells."""

    def write(self, rows: Any, results: Sequence[Any], watch: Watch) -> None:
        """Write rows of `Table.batches`."""

    def finish(self) -> None:
        """Write what ends the file."""
