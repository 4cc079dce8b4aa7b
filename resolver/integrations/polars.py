"""Polars: names and texts in expressions by the namespace `resolver`, also lazily and streaming.

    import resolver.integrations.polars  # registers it

    frame.with_columns(pl.col("name").resolver.resolve().struct.field("id"))
    frame.with_columns(pl.col("name").resolver.resolve(country=pl.col("country")).alias("who"))
    lazy.with_columns(pl.col("text").resolver.normalise()).sink_parquet("out.parquet")

Arguments are those of `resolver.integrations.arrow`; `type` and `country` may be expressions. Needs Polars
and pyarrow: `pip install 'resolver[polars]'`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl
import pyarrow as pa

from resolver.integrations import arrow
from resolver.integrations.cells import linked, normalised, resolved
from resolver.integrations.gazetteers import Gazetteer

_ANSWER, _TEXT, _MENTIONS = (
    pl.Series(pa.array([], type)).dtype for type in (arrow.ANSWER, pa.string(), arrow.MENTIONS)
)


@pl.api.register_expr_namespace("resolver")
class ResolverExpressions:
    """What is done with an expression that gives names or texts. Null stays null."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def resolve(
        self, *, type: Any = None, country: str | pl.Expr | None = None, gazetteer: Gazetteer = None
    ) -> pl.Expr:
        """The entity that each name means, a struct: as `arrow.resolve`."""
        only = None if isinstance(type, pl.Expr) else type
        column = arrow.ColumnWork(partial(resolved, type=only), arrow.ANSWER, gazetteer)
        if only is type and not isinstance(country, pl.Expr):
            return self._mapped(lambda names: pl.Series(names.name, column(names, None, country)), _ANSWER)
        fields = [self._expression, *(part for part in (type, country) if isinstance(part, pl.Expr))]
        named = [field.alias(str(number)) for number, field in enumerate(fields)]

        def answered(rows: pl.Series) -> pl.Series:
            names, *others = rows.struct.unnest().get_columns()
            types = None if only is type else others.pop(0)
            return pl.Series(rows.name, column(names, types, others[0] if others else country))

        name = self._expression.meta.output_name(raise_if_undetermined=False)
        mapped = pl.struct(named).map_batches(answered, return_dtype=_ANSWER, is_elementwise=True)
        return mapped if name is None else mapped.alias(name)

    def normalise(self, *, gazetteer: Gazetteer = None, **options: Any) -> pl.Expr:
        """Each text with spelling variants collapsed: as `arrow.normalise`."""
        column = arrow.ColumnWork(partial(normalised, **options), pa.string(), gazetteer)
        return self._mapped(lambda texts: pl.Series(texts.name, column(texts)), _TEXT)

    def link(self, *, gazetteer: Gazetteer = None, **options: Any) -> pl.Expr:
        """The mentions in each text, a list of structs: as `arrow.link`."""
        column = arrow.ColumnWork(partial(linked, **options), arrow.MENTIONS, gazetteer)
        return self._mapped(lambda texts: pl.Series(texts.name, column(texts)), _MENTIONS)

    def _mapped(self, function: Callable[[pl.Series], pl.Series], dtype: Any) -> pl.Expr:
        return self._expression.map_batches(function, return_dtype=dtype, is_elementwise=True)
