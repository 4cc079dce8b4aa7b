"""When the best candidate for a name is the answer: probable, and clearly ahead of the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

Verdict = Literal["answer", "ambiguous", "none"]


class Decider:
    """The rule of `resolve`. Weights: `names.resolve_threshold`, `resolve_odds`, `resolve_growth`,
    `resolve_lead`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.least = lexicon.weight("names", "resolve_threshold")
        self.lead = lexicon.weight("names_ratios", "resolve_lead")
        self._odds = lexicon.weight("names_ratios", "resolve_odds")
        self._growth = lexicon.weight("names_ratios", "resolve_growth")

    def threshold(self, known: float = 1) -> float:
        """The probability that the best of `known` entities must have to be the answer.

        A pair of names is one chance of a likeness between strangers; 50,000 names are 50,000. The odds that
        are asked for grow with a root of their number: 0.50 among a hundred, 0.94 among fifty thousand.
        """
        odds: float = self._odds * max(known, 1) ** self._growth
        return max(self.least, odds / (1.0 + odds))

    def choose(self, scores: Sequence[float], known: float = 1) -> Verdict:
        """What to say, given the scores of different entities, best first, out of `known` entities."""
        return verdict(scores, self.threshold(known), self.lead)


def verdict(scores: Sequence[float], threshold: float, lead: float) -> Verdict:
    """What to say, given the scores of different entities, best first.

    "answer": the first is meant (0.97, 0.40). "ambiguous": it is probable, and so is the next (0.97, 0.96).
    "none": nothing is probable enough (0.42).
    """
    if not scores or scores[0] < threshold:
        return "none"
    if len(scores) == 1:
        return "answer"
    # Odds, not differences: 0.999 is as far ahead of 0.99 as 0.9 of 0.5.
    best, next_best = scores[0], scores[1]
    ahead = best * (1.0 - next_best) >= lead * next_best * (1.0 - best)
    return "answer" if ahead and best > next_best else "ambiguous"
