"""The model: features → log-odds → a calibrated probability. Small enough to read its weights."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from operator import mul
from typing import TYPE_CHECKING

from resolver.names.features import FEATURES

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon


class Model:
    """A logistic model over FEATURES; its coefficients are the lexicon's weights `names_odds.model_*`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.bias = lexicon.weight("names_odds", "model_bias")
        self.weights = tuple(lexicon.weight("names_odds", f"model_{name}") for name in FEATURES)

    def log_odds(self, values: Sequence[float]) -> float:
        total: float = self.bias + sum(map(mul, self.weights, values))
        return total

    def probability(self, values: Sequence[float]) -> float:
        """0..1, the share of pairs with these features that are the same name."""
        return probability(self.log_odds(values))


def probability(log_odds: float) -> float:
    if log_odds > 30.0:
        return 1.0
    if log_odds < -30.0:
        return 0.0
    return 1.0 / (1.0 + exp(-log_odds))


def at_prior(score: float, prior: float) -> float:
    """A probability that holds where half of all pairs are one entity's, where `prior` of them are."""
    same, other = score * prior, (1.0 - score) * (1.0 - prior)
    return same / (same + other)
