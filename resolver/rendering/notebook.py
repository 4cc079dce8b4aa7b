"""The mentions of a text as `Resolver.link` gives them: a list that notebooks show as the marked text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from resolver.types import Mention


class Mentions(list[Mention]):
    """A list, equal to any list of the same mentions. It is pickled as a plain one."""

    def __init__(self, mentions: Iterable[Mention], text: str, name_of: Callable[[str], str]) -> None:
        super().__init__(mentions)
        self._text = text
        self._name_of = name_of

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)

    def _repr_html_(self) -> str:
        from resolver.rendering.document import fragment

        return fragment(self._text, self, self._name_of)
