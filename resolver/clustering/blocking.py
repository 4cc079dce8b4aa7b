"""Which items of a list are worth comparing: those that retrieval finds for each among all others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from resolver.index.nearest import NameSearch
from resolver.index.retrieval import PostingsBuilder, in_memory

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.matcher import Matcher
    from resolver.names.parts import Name


class Blocking:
    """Finds for an item the others that share words with its name, or words like them.

    Weight: `clustering.near`.
    """

    def __init__(self, names: Sequence[Name], lexicon: Lexicon, matcher: Matcher) -> None:
        """`names`: those of the items, in the items' order, so that equal ones stand together."""
        builder = PostingsBuilder(lexicon, matcher.tokens)
        for name in names:
            builder.add(name, False)
        self._names = names
        self._search = NameSearch(in_memory(builder)(lexicon, matcher.tokens), lexicon, matcher.tokens)
        self._most = int(lexicon.weight("clustering_counts", "near"))

    def near(self, number: int) -> list[int]:
        """The numbers of the items whose names share most with this one's, and of those behind it that have
        its very name."""
        name = self._names[number]
        found = dict.fromkeys(self._search.around(name, self._most))
        # A name that very many items have is found by none of its words.
        behind = range(number + 1, min(number + 1 + self._most, len(self._names)))
        found.update(dict.fromkeys(takewhile(lambda other: self._names[other].text == name.text, behind)))
        found.pop(number, None)
        return list(found)
