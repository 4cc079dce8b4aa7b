"""The name of a group: the most complete spelling that most of its rows agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.parts import Name

#: Roles whose words a spelling of a name has or lacks without being the better for it.
_BESIDE = frozenset({"title", "aside", "initial"})


class Canonical:
    """Chooses among the spellings of a group. Weight: `clustering.share`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._share = lexicon.weight("clustering_shares", "share")

    def of(self, spellings: Mapping[str, int], names: Mapping[str, Name]) -> str:
        """The canonical name. `spellings`: each with the number of its rows; `names`: taken apart."""
        if len(spellings) == 1:
            return next(iter(spellings))
        rows = sum(spellings.values())
        words: Counter[str] = Counter()
        for spelling, count in spellings.items():
            for word in _words(names[spelling]):
                words[word] += count

        def worth(spelling: str) -> tuple[float, int, int, bool, bool, int, int]:
            # A word that many rows have makes a name more complete, one that hardly any other has is a slip.
            complete = sum(words[word] / rows - self._share for word in _words(names[spelling]))
            cased = not (spelling.isupper() or spelling.islower())
            accents = sum(not letter.isascii() for letter in spelling)
            plain = not names[spelling].inverted
            beside = -sum(part.role in _BESIDE for part in names[spelling].parts)
            return round(complete, 6), beside, spellings[spelling], cased, plain, accents, len(spelling)

        return max(sorted(spellings), key=worth)


def _words(name: Name) -> set[str]:
    return {part.token.fold for part in name.parts if part.role not in _BESIDE} or {name.spaced}
