"""What an entity never is: the names in its `not` are kept from it, whole or as part of what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.index.names import never_names
from resolver.linking.span_candidate import SpanCandidate
from resolver.linking.tagging import Word


class ExclusionFilter:
    """Tells the hits that a gazetteer excludes.

    With `not = ["Quellmark"]`, Quellmar is not found in "Quellmark", however alike; with
    `not = ["Native American"]`, not in "Native [American]" either. A longer name is not concerned:
    `not = ["States"]` leaves "United States" alone.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = lru_cache(maxsize=1 << 14)(lambda id: never_names(gazetteer[id]))

    def excludes(self, hit: SpanCandidate, words: Sequence[Word]) -> bool:
        """Whether the `not` of the hit's entity keeps it from what stands among `words`."""
        names = self._names(hit.ref.entity)
        return bool(names) and _excluded(hit, names, words)


def _excluded(hit: SpanCandidate, names: Sequence[tuple[str, ...]], words: Sequence[Word]) -> bool:
    for name in names:
        size = len(name)
        for first in range(max(0, hit.last - size), min(hit.first, len(words) - size) + 1):
            if all(words[first + k].fold == name[k] for k in range(size)):
                return True
    return False
