"""The kernel: Arrow columns in, Arrow columns out. All other adapters are thin ones over this.

    from resolver.integrations import arrow

    arrow.resolve(frame["name"])                      # a table: id, name, type, score, ambiguous
    arrow.resolve(frame["name"], country=frame["country"])
    arrow.normalise(frame["text"])                    # a column of texts
    arrow.link(frame["text"])                         # a column of lists of mentions

A column is whatever speaks Arrow (pandas, Polars, DuckDB, PyArrow), or a list of str and None. Each distinct
value is worked on once, and what is missing stays missing. `gazetteer` is a `Resolver`, or what
`resolver.load` takes; else the default one is used. Needs pyarrow: `pip install 'resolver[arrow]'`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from resolver.errors import InputError, NotTextError
from resolver.integrations.cells import Answer, Question, Work, added_names, linked, normalised, resolved
from resolver.integrations.gazetteers import Gazetteer, resolver_for
from resolver.integrations.once import EachOnce, raise_failed
from resolver.rewriting import Rewrite
from resolver.types import is_missing

#: What `resolve` gives for a name.
ANSWER = pa.struct(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("type", pa.string()),
        ("score", pa.float64()),
        ("ambiguous", pa.bool_()),
    ]
)
#: What `link` gives for a text. Offsets count code points.
MENTIONS = pa.list_(
    pa.struct(
        [
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("text", pa.string()),
            ("id", pa.string()),
            ("type", pa.string()),
            ("form", pa.string()),
            ("score", pa.float64()),
            ("normal", pa.string()),
            ("candidates", pa.list_(pa.string())),
        ]
    )
)
#: Rows that are worked on at once: what is in memory of a column that streams.
_ROWS = 16_384

Column = Any
Types = str | Collection[str] | None


def resolve(
    names: Column,
    *,
    type: Types | Column = None,
    country: str | Column = None,
    gazetteer: Gazetteer = None,
    jobs: int = 1,
) -> pa.Table:
    """The entity that each name means: columns `id`, `name`, `type`, `score`, `ambiguous`.

    `type` and `country` hold for all names, or are columns of the same length. Where several entities are as
    probable, `id` is null and `ambiguous` is true; of a missing name all is null.

    Raises TypeError for columns that hold no text, InputError for an unknown type, both naming the row.
    """
    only = type if _is_constant(type) else None
    column = ColumnWork(partial(resolved, type=only), ANSWER, gazetteer, jobs)
    found = column(names, None if _is_constant(type) else type, country)
    batches = [pa.RecordBatch.from_struct_array(_with_nulls_below(chunk)) for chunk in found.chunks]
    return pa.Table.from_batches(batches, pa.schema(ANSWER))


def normalise(
    texts: Column,
    *,
    rewrite: Rewrite = "spelling",
    type: Types = None,
    language: str | None = None,
    min_score: float = 0.0,
    gazetteer: Gazetteer = None,
    jobs: int = 1,
) -> pa.ChunkedArray:
    """Each text with spelling variants collapsed, as `Resolver.normalise` does it."""
    work = partial(normalised, rewrite=rewrite, type=type, language=language, min_score=min_score)
    return ColumnWork(work, pa.string(), gazetteer, jobs)(texts)


def link(
    texts: Column,
    *,
    type: Types = None,
    language: str | None = None,
    min_score: float = 0.0,
    gazetteer: Gazetteer = None,
    jobs: int = 1,
) -> pa.ChunkedArray:
    """The mentions in each text, a list of structs: `MENTIONS`."""
    work = partial(linked, type=type, language=language, min_score=min_score)
    return ColumnWork(work, MENTIONS, gazetteer, jobs)(texts)


class ColumnWork:
    """What is done with the values of columns, and what it gives; for adapters called batch by batch.

    It remembers what it looked up from call to call. `work` is one of `cells`, or a partial of one.
    """

    def __init__(self, work: Work, type: pa.DataType, gazetteer: Gazetteer = None, jobs: int = 1) -> None:
        self.type = type
        self._once = EachOnce(resolver_for(gazetteer), work, jobs)

    def __call__(
        self, values: Column, types: Column | None = None, countries: Column | str | None = None
    ) -> pa.ChunkedArray:
        """A column of the results. With types or countries, the values are names and have them as context."""
        found = _numbered(self._once.over(_keys(column_of(values), [types, countries])))
        return pa.chunked_array([_taken(results, self.type) for _, results in found], self.type)


# -- tables, a batch at a time: for engines that stream -----------------------------------------------


class AddAnswers:
    """`batches` of a table with the answers to one column of it added: `id`, `name`, `type`, …

        list(AddAnswers("name", schema)(batches))

    `type` and `country` name columns. Kept from call to call, since it remembers what it looked up.
    """

    def __init__(
        self,
        column: str,
        schema: pa.Schema,
        *,
        type: str | None = None,
        country: str | None = None,
        only: Types = None,
        prefix: str | None = None,
        gazetteer: Gazetteer = None,
        jobs: int = 1,
    ) -> None:
        self._places = [None if name is None else _place(schema, name) for name in (column, type, country)]
        self._names = added_names(Answer._fields, schema.names, column, prefix)
        self.schema = extended(
            schema, [pa.field(n, f.type) for n, f in zip(self._names, ANSWER, strict=True)]
        )
        self._once = EachOnce(resolver_for(gazetteer), partial(resolved, type=only), jobs)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        read = ((batch, self._keys_of(batch)) for whole in batches for batch in _cut(whole))
        for batch, results in _numbered(self._once.over(read)):
            added = added_columns(results)
            yield pa.RecordBatch.from_arrays([*batch.columns, *added], schema=self.schema)

    def _keys_of(self, batch: pa.RecordBatch) -> list[Any]:
        read = (None if place is None else batch.column(place).to_pylist() for place in self._places)
        names, types, countries = read
        return questions(names or [], types, countries)


class AddTexts:
    """`batches` of a table with a column of texts normalised in its place, or with its mentions beside it."""

    def __init__(
        self,
        column: str,
        schema: pa.Schema,
        *,
        mentions: bool,
        work: Callable[[Any, Any], Any],
        prefix: str | None = None,
        gazetteer: Gazetteer = None,
        jobs: int = 1,
    ) -> None:
        self._at = _place(schema, column)
        self._mentions = mentions
        self._once = EachOnce(resolver_for(gazetteer), work, jobs)
        self.schema = schema
        if mentions:
            (name,) = added_names(["mentions"], schema.names, column, prefix)
            self.schema = extended(schema, [(name, MENTIONS)])

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        read = (
            (batch, _as_text(batch.column(self._at)).to_pylist())
            for whole in batches
            for batch in _cut(whole)
        )
        for batch, results in _numbered(self._once.over(read)):
            columns = list(batch.columns)
            if self._mentions:
                columns.append(_taken(results, MENTIONS))
            else:
                columns[self._at] = pa.array(results, self.schema.field(self._at).type)
            yield pa.RecordBatch.from_arrays(columns, schema=self.schema)


def _place(schema: pa.Schema, name: str) -> int:
    place: int = schema.get_field_index(name)
    if place < 0:
        raise InputError(f"no column '{name}'; there are: {', '.join(schema.names)}")
    check_text(schema.field(place).type, f"column '{name}'")
    return place


def extended(schema: pa.Schema, fields: Iterable[tuple[str, pa.DataType]]) -> pa.Schema:
    """A schema with fields more; what it says of itself stays."""
    return pa.schema([*schema, *(pa.field(name, type) for name, type in fields)], metadata=schema.metadata)


def added_columns(results: Sequence[Any]) -> list[pa.Array]:
    """The columns that are added to a batch for answers (or None), in the order of `Answer`."""
    return list(_with_nulls_below(_taken(results, ANSWER)).flatten())


def mentions_column(results: Sequence[Any]) -> pa.Array:
    """The column that is added to a batch for lists of mentions (or None)."""
    return _taken(results, MENTIONS)


def _cut(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    return (batch.slice(at, _ROWS) for at in range(0, batch.num_rows, _ROWS))


# -- columns ------------------------------------------------------------------------------------------


def column_of(values: Column) -> pa.ChunkedArray:
    """A column of text, from whatever speaks Arrow or a list; TypeError names the row of a wrong value."""
    if isinstance(values, pa.ChunkedArray):
        column = values
    elif isinstance(values, pa.Array):
        column = pa.chunked_array([values])
    elif isinstance(values, str | bytes):
        raise NotTextError(f"a column is needed, not one {type(values).__name__}: put it in a list")
    elif hasattr(values, "__arrow_c_stream__"):
        column = _from_stream(values)
    elif hasattr(values, "__arrow_c_array__"):
        column = pa.chunked_array([pa.array(values)])
    else:
        column = _from_values(values)
    if pa.types.is_struct(column.type) and column.type.num_fields == 1:  # a relation of one column
        column = pa.chunked_array([chunk.field(0) for chunk in column.chunks], column.type.field(0).type)
    return _as_text(column)


def _from_stream(values: Any) -> pa.ChunkedArray:
    try:
        return pa.chunked_array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # objects of several kinds in one pandas column
        return _from_values(values)


def _from_values(values: Iterable[Any]) -> pa.ChunkedArray:
    texts: list[str | None] = []
    for row, value in enumerate(values, start=1):
        if is_missing(value):
            texts.append(None)
        elif isinstance(value, str):
            texts.append(value)
        else:
            raise NotTextError(f"row {row}: a name or text", value)
    return pa.chunked_array([pa.array(texts, pa.string())])


def _as_text(column: Any) -> Any:
    """The column, which must hold text; one of nothing but nulls is text too."""
    check_text(column.type, "a column")
    return column.cast(pa.string()) if pa.types.is_null(column.type) else column


def check_text(type: pa.DataType, what: str) -> None:
    """Raise NotTextError, which names `what`, for a type that is no text."""
    if pa.types.is_dictionary(type):
        type = type.value_type
    is_text = pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type)
    if not (is_text or pa.types.is_null(type)):
        raise NotTextError(f"{what} must hold text, not {type}: cast it first")


def _is_constant(type: Any) -> bool:
    return type is None or isinstance(type, str | set | frozenset | tuple)


def _keys(values: pa.ChunkedArray, beside: Sequence[Any]) -> Iterator[tuple[None, list[Any]]]:
    """The values of a column, or the questions of several, some at a time."""
    others = [other if other is None or isinstance(other, str) else column_of(other) for other in beside]
    for other in others:
        if isinstance(other, pa.ChunkedArray) and len(other) != len(values):
            raise InputError(f"columns of different lengths: {len(values)} and {len(other)} rows")
    for at in range(0, len(values), _ROWS):
        read = values.slice(at, _ROWS).to_pylist()
        more = [
            other.slice(at, _ROWS).to_pylist()
            if isinstance(other, pa.ChunkedArray)
            else other and [other] * len(read)
            for other in others
        ]
        yield None, questions(read, *more)


def questions(
    names: list[Any], types: Sequence[Any] | None = None, countries: Sequence[Any] | None = None
) -> list[Any]:
    """Names with the types and countries beside them, as keys to ask about; None for a missing name."""
    if types is None and countries is None:
        return names
    nothing = [None] * len(names)
    rows = zip(names, types or nothing, countries or nothing, strict=True)
    return [None if name is None else Question(name, type, country) for name, type, country in rows]


def _numbered(found: Iterable[tuple[Any, list[Any]]]) -> Iterator[tuple[Any, list[Any]]]:
    """The same; raises what came of the first value that failed, with its row."""
    first = 1
    for carried, results in found:
        raise_failed(results, first)
        first += len(results)
        yield carried, results


def _taken(results: Sequence[Any], type: pa.DataType) -> pa.Array:
    """Results as an array; equal ones, of which there are many, are made once."""
    numbers: dict[int, int] = {}
    different: list[Any] = []
    rows: list[int | None] = []
    for result in results:
        if result is None:
            rows.append(None)
            continue
        number = numbers.setdefault(id(result), len(numbers))
        if number == len(different):
            different.append(result._asdict() if isinstance(result, Answer) else result)
        rows.append(number)
    return pa.array(different, type).take(pa.array(rows, pa.int32()))


def _with_nulls_below(structs: pa.StructArray) -> pa.StructArray:
    """Structs that are null as structs of nulls, since columns are made of them."""
    return pa.StructArray.from_arrays(structs.flatten(), fields=list(structs.type))
