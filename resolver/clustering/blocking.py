"""Which items of a list are worth comparing: those that retrieval finds for each among all others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from resolver.index.retrieval import PostingsBuilder, in_memory, telling_words

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.matcher import Matcher
    from resolver.names.parts import Name

#: Words from which on their first letters may be what a body is called.
_SHORTEST_ACRONYM = 3


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
        self._tokens = matcher.tokens
        self._retrieval = in_memory(builder)(lexicon, matcher.tokens)
        self._most = int(lexicon.weight("clustering", "near"))

    def near(self, number: int) -> list[int]:
        """The numbers of the items whose names share most with this one's, and of those behind it that have
        its very name."""
        name = self._names[number]
        similar = self._retrieval.vocabulary.similar
        tokens = telling_words(name, self._tokens)
        words = [similar(token.fold) for token in tokens]
        if len(tokens) >= _SHORTEST_ACRONYM:
            words.append(similar("".join([token.fold[0] for token in tokens])))
        found = dict.fromkeys(self._retrieval.sharing(words, self._most))
        # A name that very many items have is found by none of its words.
        behind = range(number + 1, min(number + 1 + self._most, len(self._names)))
        found.update(dict.fromkeys(takewhile(lambda other: self._names[other].text == name.text, behind)))
        found.pop(number, None)
        return list(found)
