"""Parquet tables, a batch of rows at a time. Needs pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from resolver.cli.compressed import STDIN
from resolver.cli.tables.columns import select, select_one
from resolver.cli.tables.formats import TableOptions, Watch
from resolver.cli.tables.tasks import ADDED, Done
from resolver.errors import InputError
from resolver.integrations.cells import added_names
from resolver.integrations.once import Failed

#: Rows that are worked on at once, and rows or bytes that are written at once, as a row group.
_ROWS = 8_192
_GROUP_ROWS = 131_072
_GROUP_BYTES = 1 << 26


class ParquetTable:
    """A Parquet file. Raises InputError where it is none, lacks a column, or the column holds no text."""

    def __init__(self, stream: BinaryIO, source: str, options: TableOptions) -> None:
        try:
            import pyarrow.parquet as parquet
        except ImportError:
            raise InputError(f"{source}: to read Parquet, pip install 'resolver[arrow]'") from None
        from resolver.integrations.arrow import ANSWER, MENTIONS, check_text, extended

        self._options = options
        self.rows_read = 0
        try:
            seekable = io.BytesIO(stream.read()) if source == STDIN else stream
            self._file = parquet.ParquetFile(seekable, page_checksum_verification=True)
        except Exception as error:
            raise InputError(f"{source}: not readable as Parquet: {error}") from error
        schema = self._file.schema_arrow
        groups = self._file.metadata
        coded = groups.num_row_groups and groups.num_columns and groups.row_group(0).column(0).compression
        self.compression = "none" if coded == "UNCOMPRESSED" else str(coded or "snappy").lower()
        self.columns = select(options.columns, schema.names, source)
        self.names = [schema.names[column] for column in self.columns]
        wanted = (options.type_column, options.country_column)
        self._context = [None if one is None else select_one(one, schema.names, source) for one in wanted]
        for place in [*self.columns, *self._context]:
            if place is not None:
                check_text(schema.field(place).type, f"{source}: column '{schema.names[place]}'")
        types = [field.type for field in ANSWER] if options.kind == "resolve" else [MENTIONS]
        several = len(self.columns) > 1
        fields = [
            pair
            for name in self.names
            for pair in zip(
                added_names(ADDED[options.kind], schema.names, name, options.prefix, several),
                types,
                strict=False,
            )
        ]
        self.header = self.schema = extended(schema, fields)

    def batches(self) -> Iterator[tuple[Any, list[Any]]]:
        """Batches of rows, and the keys of their cells, row by row."""
        from resolver.integrations.arrow import questions

        found = self._file.iter_batches(_ROWS)
        while True:
            try:
                batch = next(found, None)
            except Exception as error:  # whatever Arrow says of a damaged page
                raise InputError(f"damaged: {error}") from error
            if batch is None:
                return
            beside = [None if one is None else batch.column(one).to_pylist() for one in self._context]
            read = [questions(batch.column(column).to_pylist(), *beside) for column in self.columns]
            yield (
                batch,
                read[0] if len(read) == 1 else [key for row in zip(*read, strict=True) for key in row],
            )
            self.rows_read += batch.num_rows

    def writer(self, out: BinaryIO, start: bool) -> ParquetWriter:
        """What writes the rows."""
        return ParquetWriter(out, self, self._options)


class ParquetWriter:
    """Writes batches with what came of their cells."""

    def __init__(self, out: BinaryIO, table: ParquetTable, options: TableOptions) -> None:
        import pyarrow.parquet as parquet

        self._table = table
        self._changes = options.kind == "normalise"
        self._links = options.kind == "link"
        self._file = parquet.ParquetWriter(out, table.schema, compression=table.compression)
        self._held: list[Any] = []

    def write(self, rows: Any, results: Sequence[Any], watch: Watch) -> None:
        """Write what `ParquetTable.batches` gave."""
        import pyarrow as pa

        from resolver.integrations.arrow import added_columns, mentions_column

        watch.rows(self._table.names, results)
        columns = list(rows.columns)
        each = len(self._table.columns)
        for number, place in enumerate(self._table.columns):
            mine = results[number::each]
            if self._changes:
                before = rows.column(place).to_pylist()
                texts = [
                    result.payload if isinstance(result, Done) and result.payload is not None else text
                    for text, result in zip(before, mine, strict=True)
                ]
                columns[place] = pa.array(texts, self._table.schema.field(place).type)
            else:
                payloads = [None if r is None or isinstance(r, Failed) else r.payload for r in mine]
                columns += [mentions_column(payloads)] if self._links else added_columns(payloads)
        self._held.append(pa.RecordBatch.from_arrays(columns, schema=self._table.schema))
        rows_held = sum(batch.num_rows for batch in self._held)
        if rows_held >= _GROUP_ROWS or sum(batch.nbytes for batch in self._held) >= _GROUP_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow as pa

        if self._held:
            self._file.write_table(pa.Table.from_batches(self._held), row_group_size=_GROUP_ROWS)
            self._held = []

    def finish(self) -> None:
        """Write what ends the file: without it nothing of it can be read."""
        self._write_group()
        self._file.close()
