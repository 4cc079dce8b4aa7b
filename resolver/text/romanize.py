"""Write a token of any script in Latin letters: one or several readings, best first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unidecode import unidecode

from resolver.text.fold import fold


class Romanizer:
    """Latin readings of tokens, by tables per language (`lexicon.tables("romanization")`)."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables

    def romanizations(self, token: str) -> tuple[str, ...]:
        """Folded Latin readings, best first, at least one (the folded token if nothing else)."""
        folded = fold(token)
        if folded.isascii():
            return (folded,)
        latin = "".join(c for c in unidecode(folded).lower() if c.isalnum())
        return (latin or folded,)
