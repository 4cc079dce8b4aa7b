"""How probable it is that two items are one entity's, in log-odds: their names, and what else is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from resolver.clustering.commonness import Commonness, person_words

if TYPE_CHECKING:
    from resolver.clustering.items import Item, Value
    from resolver.entities.lexicon import Lexicon
    from resolver.names.matcher import Matcher
    from resolver.names.parts import Name

#: Beyond this a probability is as good as certain.
_CERTAIN = 1e-4


class PairScorer:
    """Weights: `clustering.twice`, `two_names`, `agreed_most`."""

    def __init__(
        self,
        items: Sequence[Item],
        names: Sequence[Name],
        lexicon: Lexicon,
        matcher: Matcher,
        commonness: Commonness | None = None,
    ) -> None:
        """names: those of the items, taken apart. commonness: of the list that the items are a part of; that
        of these items where none is given."""
        self._items = items
        self._names = names
        self._matcher = matcher
        self._words = [person_words(name) for name in names]
        if commonness is None:
            distinct = {item.name: words for item, words in zip(items, self._words, strict=True)}
            commonness = Commonness.of(distinct.values(), lexicon)
        self.commonness = commonness
        self._two_names = lexicon.weight("clustering", "two_names")
        self._agreed_most = lexicon.weight("clustering", "agreed_most")
        self._counts = [
            Counter(value for item in items if (value := item.agree[at]) is not None)
            for at in range(len(items[0].agree) if items else 0)
        ]
        self._totals = [counts.total() for counts in self._counts]

    def excluded(self, one: int, other: int) -> bool:
        """Whether a column says that they are two: both have a value there, and not the same one."""
        ours, theirs = self._items[one].differ, self._items[other].differ
        return any(
            mine is not None and their is not None and mine != their
            for mine, their in zip(ours, theirs, strict=True)
        )

    def rows_are_one(self, number: int) -> float:
        """The log-odds that the rows of an item are one entity's, in so far as chance may explain them."""
        item = self._items[number]
        agreed = sum(self._agreed(at, value, value) for at, value in enumerate(item.agree))
        return self.commonness.most(self._words[number], len(item.rows)) + agreed

    def log_odds(self, one: int, other: int) -> float:
        """Positive: one entity is more probable than two."""
        mine, theirs = self._names[one], self._names[other]
        matcher = self._matcher
        # Signs alone have no words to compare, but are equal or not.
        score = matcher.identical if mine.text == theirs.text else matcher.score(mine, theirs)
        score = min(max(score, _CERTAIN), 1.0 - _CERTAIN)
        odds = min(log(score / (1.0 - score)), self._by_chance(one, other))
        for at, (value, other_value) in enumerate(
            zip(self._items[one].agree, self._items[other].agree, strict=True)
        ):
            odds += self._agreed(at, value, other_value)
        if odds > self._two_names and self._differ_in_known(one, other):
            return self._two_names
        return odds

    def _differ_in_known(self, one: int, other: int) -> bool:
        """Whether two persons' names are alike but for two words of which each is many people's."""
        known = self.commonness.known
        mine, theirs = self._words[one], self._words[other]
        only_mine = [word for word in mine if word not in theirs and known(word)]
        only_theirs = [word for word in theirs if word not in mine and known(word)] if only_mine else []
        if not only_theirs:
            return False
        tokens = self._matcher.tokens
        return any(
            tokens.similarity(tokens.token(a), tokens.token(b)).rule == "spelling"
            for a in only_mine
            for b in only_theirs
        )

    def _by_chance(self, one: int, other: int) -> float:
        """What a person's name can say at most where strangers of the list have it too."""
        mine, theirs = self._words[one], self._words[other]
        return max(self.commonness.most(mine), self.commonness.most(theirs))

    def _agreed(self, at: int, mine: Value, theirs: Value) -> float:
        """A value that both have speaks for one entity, the more the fewer rows have it."""
        if mine is None or mine != theirs:
            return 0.0
        return min(self._agreed_most, log(self._totals[at] / self._counts[at][mine]))
