"""How many strangers of a list share a person's name by chance, told by the list itself.

Among forty thousand donors there are several men called John Smith, so that two rows of that name need not be
one man's; two rows of an uncommon name are. A word is the more common, the more different words stand
beside it: a list may well have one man's name in ten spellings, and that makes neither of his names common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, lgamma, log, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.parts import Name


def person_words(name: Name) -> tuple[str, ...]:
    """The words of a person's name that tell who it is, folded; none of a body's name."""
    if name.body:
        return ()
    return tuple(dict.fromkeys(part.token.fold for part in name.parts if part.role == "name"))


class Commonness:
    """Weights: `clustering.twice`, `many_beside`."""

    def __init__(self, beside: Mapping[str, int], count: int, lexicon: Lexicon) -> None:
        """beside: for each word with how many different words it stands, itself among them; one with fewer
        than three may be missing. count: of names of two words and more."""
        self.beside = beside
        self.count = count
        self._many = lexicon.weight("clustering_counts", "many_beside")
        self._twice = lexicon.weight("clustering_shares", "twice")

    @classmethod
    def of(cls, names: Iterable[Sequence[str]], lexicon: Lexicon) -> Commonness:
        """What a list says. `names`: the words of each distinct name, see `person_words`."""
        beside: dict[str, set[str]] = {}
        count = 0
        for words in names:
            if len(words) > 1:
                count += 1
                for word in words:
                    beside.setdefault(word, set()).update(words)
        return cls({word: len(others) for word, others in beside.items()}, count, lexicon)

    def known(self, word: str) -> bool:
        """Whether a word stands beside many others in the list: then it is a name and no slip.

        A slip of Kowalski stands beside one given name or two, Kowalska beside as many as Kowalski.
        """
        return self.beside.get(word, 0) > self._many

    def strangers(self, words: Sequence[str]) -> float:
        """How many others of the list have all of these words by chance; 0.0 for fewer than two words."""
        if len(words) < 2 or not self.count:
            return 0.0
        # Itself is in what stands beside each, and so are the other words of this very name.
        others = [max(0, self.beside.get(word, 0) - len(words)) for word in words]
        return prod(other / self.count for other in others) * self.count

    def most(self, words: Sequence[str], rows: int = 2) -> float:
        """The log-odds that two of so many rows with these words are one person's are at most this.

        The more rows, the less can chance explain them: strangers come as rare events do (Poisson), and so
        many of them are less probable than one person who is listed so often.
        """
        strangers = self.strangers(words)
        if strangers <= 0.0:
            return inf
        return log(self._twice / strangers) + lgamma(rows) / (rows - 1)
