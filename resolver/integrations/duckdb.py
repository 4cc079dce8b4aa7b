"""DuckDB: functions of SQL over names and texts.

    from resolver.integrations.duckdb import register

    register(connection)
    connection.sql("select name, resolve_id(name) from people")
    connection.sql("select r.id, r.score from (select resolve_name(name) as r from people)")
    connection.sql("select normalise(body), link(body) from articles")

| function | gives |
|---|---|
| `resolve_id(name)`, `resolve_id(name, type)`, `resolve_id(name, type, country)` | the ID, or NULL |
| `resolve_name(name)`, also with type and country | a struct: id, name, type, score, ambiguous |
| `normalise(text)` | the text with spelling variants collapsed |
| `link(text)` | a list of mentions |

NULL gives NULL. Needs DuckDB and pyarrow: `pip install 'resolver[duckdb]'`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from resolver.errors import InputError
from resolver.integrations import arrow
from resolver.integrations.cells import linked, normalised, resolved
from resolver.integrations.gazetteers import Gazetteer

_ANSWER = "STRUCT(id VARCHAR, name VARCHAR, type VARCHAR, score DOUBLE, ambiguous BOOLEAN)"
_MENTIONS = (
    'STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, id VARCHAR, type VARCHAR, form VARCHAR, '
    "score DOUBLE, normal VARCHAR, candidates VARCHAR[])[]"
)


def register(connection: Any, *, gazetteer: Gazetteer = None, **options: Any) -> None:
    """Make the functions on a connection. `options` are those of texts: `language`, `min_score`."""
    names = arrow.ColumnWork(resolved, arrow.ANSWER, gazetteer)
    texts = arrow.ColumnWork(partial(normalised, **options), pa.string(), gazetteer)
    mentions = arrow.ColumnWork(partial(linked, **options), arrow.MENTIONS, gazetteer)

    def resolve_name(*columns: Any) -> Any:
        if not 1 <= len(columns) <= 3:
            raise InputError("give a name, and after it a type and a country if you have them")
        return names(*columns)

    def resolve_id(*columns: Any) -> Any:
        return pc.struct_field(resolve_name(*columns), "id")

    for name, function, parameters, result in (
        ("resolve_name", resolve_name, None, _ANSWER),
        ("resolve_id", resolve_id, None, "VARCHAR"),
        ("normalise", texts, ["VARCHAR"], "VARCHAR"),
        ("link", mentions, ["VARCHAR"], _MENTIONS),
    ):
        connection.create_function(
            name, _plain(function), parameters, result, type="arrow", null_handling="special"
        )


def _plain(function: Any) -> Any:
    """A function as such, whose signature DuckDB reads."""

    def called(*columns: Any) -> Any:
        return function(*columns)

    return called
