"""From the cost of a pair of tokens to a probability that they spell one name part.

A logistic model for each script paired with Latin ("latin" for Latin with Latin), over these features:
1, the cost in nats, what the letters cost by chance, the ratio of both, the share of letters an ordinary
edit distance changes (Latin only), one over the length of the shorter token, squared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from operator import mul
from typing import Final

from resolver.names.learned_data import learnt_text

FEATURES: Final = ("one", "cost", "chance", "ratio", "edits", "shortness")


def features(cost: float, chance: float, edits: float, shorter: int) -> tuple[float, ...]:
    """The features in the order of `FEATURES`."""
    return (1.0, cost, chance, cost / chance, edits, 1.0 / (shorter * shorter))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of each script's model, in the order of `FEATURES`."""

    weights: dict[str, tuple[float, ...]]

    @classmethod
    def read(cls) -> Calibration:
        """As learnt (data/calibration.tsv)."""
        text = learnt_text("calibration.tsv")
        rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
        return cls({script: tuple(map(float, numbers)) for script, *numbers in rows})

    def value(self, script: str, cost: float, chance: float, edits: float, shorter: int) -> float:
        """The probability; 0 for a script that nothing was learnt for."""
        weights = self.weights.get(script)
        if weights is None:
            return 0.0
        total = sum(map(mul, weights, features(cost, chance, edits, shorter)))
        return 1.0 / (1.0 + exp(-total)) if total > -30.0 else 0.0
