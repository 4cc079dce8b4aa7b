"""pandas: a column of names or texts by its accessor `resolver`.

    import resolver.integrations.pandas  # registers it

    frame["name"].resolver.resolve()     # a frame: id, name, type, score, ambiguous; the same index
    frame["name"].resolver.resolve(type="person", country=frame["country"])["id"]
    frame["text"].resolver.normalise()   # a series
    frame["text"].resolver.link()        # a series of lists of dicts

Arguments are those of `resolver.integrations.arrow`. Needs pandas and pyarrow:
`pip install 'resolver[pandas]'`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from resolver.integrations import arrow


@pd.api.extensions.register_series_accessor("resolver")
class ResolverAccessor:
    """What is done with a series of names or texts. What is missing stays missing (None)."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def resolve(self, **options: Any) -> Any:
        """A frame with the entity that each name means, and the series' index: as `arrow.resolve`."""
        options = {key: _plain(value) for key, value in options.items()}
        table = arrow.resolve(_plain(self._series), **options)
        columns = {name: pd.Series(table[name].to_pylist(), dtype=object) for name in table.column_names}
        columns["score"] = columns["score"].astype("float64")
        columns["ambiguous"] = columns["ambiguous"].astype("boolean")
        return pd.DataFrame(columns).set_axis(self._series.index, axis=0)

    def normalise(self, **options: Any) -> Any:
        """A series of the texts with spelling variants collapsed: as `arrow.normalise`."""
        return self._column(arrow.normalise(_plain(self._series), **options))

    def link(self, **options: Any) -> Any:
        """A series of the lists of mentions: as `arrow.link`."""
        return self._column(arrow.link(_plain(self._series), **options))

    def _column(self, found: Any) -> Any:
        return pd.Series(found.to_pylist(), index=self._series.index, name=self._series.name, dtype=object)


def _plain(value: Any) -> Any:
    """A series as a list, which every version of pandas can give, with its kinds of "missing" as they are."""
    return value.tolist() if isinstance(value, pd.Series) else value
