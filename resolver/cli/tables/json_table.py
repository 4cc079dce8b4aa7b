"""Tables of JSON lines: each object comes out as it was, with fields added at its end or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from resolver.cli.compressed import chunks
from resolver.cli.tables.delimited import BOM
from resolver.cli.tables.formats import TableOptions, Watch
from resolver.cli.tables.json_lines import extended, field_of, object_of, path_of, replaced
from resolver.cli.tables.tasks import ADDED, Done, Member
from resolver.errors import InputError, NotTextError
from resolver.integrations.cells import Answer, Question, added_names
from resolver.integrations.once import Failed


class JsonTable:
    """A file of objects, one a line. Blank lines stay."""

    header = None

    def __init__(self, stream: BinaryIO, source: str, options: TableOptions) -> None:
        self._stream = stream
        self._options = options
        # One name may have a comma in it, as any key may; fields are told apart where that is no key at all.
        self._names = options.columns.split(",")
        self._paths = [path_of(name) for name in self._names]
        self._context = [
            None if name is None else path_of(name) for name in (options.type_column, options.country_column)
        ]
        self.rows_read = 0
        self.bom = b""

    def batches(self) -> Iterator[tuple[list[tuple[str, dict[str, Any] | None]], list[Any]]]:
        """Lines with their objects, and the keys of their fields."""
        for lines in self._lines():
            rows: list[tuple[str, dict[str, Any] | None]] = []
            keys: list[Any] = []
            wrong: Exception | None = None
            for line in lines:
                if not line.strip():
                    rows.append((line, None))
                    continue
                try:
                    record = object_of(line.rstrip())
                    keys += self._keys(record)
                except (InputError, NotTextError) as error:
                    wrong = error
                    break
                rows.append((line, record))
            yield rows, keys
            self.rows_read += len(keys) // len(self._paths)
            if wrong is not None:
                raise wrong

    def _keys(self, record: Mapping[str, Any]) -> list[Any]:
        kind, country = (None if path is None else field_of(record, path) for path in self._context)
        found: list[Any] = []
        for path in self._paths:
            text = field_of(record, path)
            if text is None or not text.strip():
                found.append(None)
            else:
                found.append(Question(text, kind, country) if kind or country else text)
        return found

    def _lines(self) -> Iterator[list[str]]:
        codec = self._options.codec
        held = b""
        begun = False
        for chunk in chunks(self._stream):
            *lines, held = (held + chunk).split(b"\n")
            if lines:
                if not begun and lines[0].startswith(BOM):
                    self.bom, lines[0] = BOM, lines[0][len(BOM) :]
                begun = True
                yield [codec.decode(line + b"\n", "a line") for line in lines]
        if held:
            if not begun and held.startswith(BOM):
                self.bom, held = BOM, held[len(BOM) :]
            yield [codec.decode(held, "a line")]

    def writer(self, out: BinaryIO, start: bool) -> JsonWriter:
        """What writes the lines."""
        return JsonWriter(out, self, self._options, self._names, self._paths)


class JsonWriter:
    """Writes lines with what came of their fields."""

    def __init__(
        self,
        out: BinaryIO,
        table: JsonTable,
        options: TableOptions,
        names: Sequence[str],
        paths: Sequence[tuple[str, ...]],
    ) -> None:
        self._out = out
        self._table = table
        self._options = options
        self._names = names
        self._paths = paths
        self._begun = False

    def write(
        self, rows: Sequence[tuple[str, dict[str, Any] | None]], results: Sequence[Any], watch: Watch
    ) -> None:
        """Write what `JsonTable.batches` gave."""
        watch.rows(self._names, results)
        if rows and not self._begun:
            self._out.write(self._table.bom)
            self._begun = True
        each, at = len(self._paths), 0
        encode = self._options.codec.encode
        for line, record in rows:
            if record is not None:
                mine = results[at : at + each]
                at += each
                line = (
                    self._changed(line, mine)
                    if self._options.kind == "normalise"
                    else self._longer(line, record, mine)
                )
            self._out.write(encode(line))

    def _changed(self, line: str, results: Sequence[Any]) -> str:
        for path, result in zip(self._paths, results, strict=True):
            if isinstance(result, Done) and result.payload is not None:
                after = replaced(line, path, result.payload)
                line = after if self._options.codec.can_write(after) else line
        return line

    def _longer(self, line: str, record: Mapping[str, Any], results: Sequence[Any]) -> str:
        options = self._options
        more: dict[str, Any] = {}
        for name, result in zip(self._names, results, strict=True):
            kinds = ADDED[options.kind]
            added = added_names(kinds, record, name, options.prefix, len(self._names) > 1)
            more |= zip(added, _values(result, len(kinds)), strict=True)
        return extended(line, more)

    def finish(self) -> None:
        """Nothing ends a file of lines."""


def _values(result: Any, count: int) -> Sequence[Any]:
    """What the added fields say; null where nothing is known."""
    if result is None or isinstance(result, Failed):
        return [None] * count
    found = result.payload
    if isinstance(found, Member):
        return found._replace(score=round(found.score, 4))
    if isinstance(found, Answer):
        return found._replace(score=None if found.score is None else round(found.score, 4))
    return [found]
