"""Learns P(Latin letters | unit of a script) by expectation maximisation over all alignments.

The model: a name's units are read one or two at a time, each time writing zero to `LONGEST` Latin letters,
each choice independent of the others ("many-to-many alignment", Jiampojamarn et al. 2007). Two units read
at once pay a penalty, or everything would be learnt by heart.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict

from resolver.training.spellings.groups import Pair

# Two units at once cost as much as this probability: worth it only where they are one sound (ша, ティ).
PAIR_PENALTY = 0.15
_ROUNDS = 6
_SEED = 1
# Counts are lowered by this much (absolute discounting), so that what was seen once weighs nothing.
_DISCOUNT = 0.05
_SMALLEST = 1e-7

Table = dict[tuple[str, str], float]


def _first_guess(length: int, expected: float) -> float:
    return math.exp(-abs(length - expected)) * (0.03 if length == 0 else 0.1)


def _count(
    pair: Pair,
    table: Table | None,
    longest_units: int,
    longest: int,
    counts: defaultdict[tuple[str, str], float],
) -> None:
    """Adds the expected uses of every (unit, letters) in one pair; none if nothing aligns it."""
    unit, letter, weight = pair
    n, m = len(unit), len(letter)
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    arcs: list[tuple[int, int, int, int, str, str, float]] = []
    ratio = m / n
    for i in range(n):
        here = forward[i]
        for step in range(1, min(longest_units, n - i) + 1):
            source = unit[i : i + step]
            there = forward[i + step]
            penalty = 1.0 if step == 1 else PAIR_PENALTY
            for j in range(m + 1):
                reached = here[j]
                if reached == 0.0:
                    continue
                for k in range(j, min(m, j + longest) + 1):
                    target = letter[j:k]
                    if table is None:
                        p = _first_guess(k - j, ratio * step)
                    else:
                        p = table.get((source, target), 0.0)
                    if p < _SMALLEST:
                        continue
                    p *= penalty
                    there[k] += reached * p
                    arcs.append((i, j, i + step, k, source, target, p))
    total = forward[n][m]
    if total <= 1e-250:
        return
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    share = weight / total
    for i, j, i2, k, source, target, p in reversed(arcs):
        after = backward[i2][k]
        if after:
            backward[i][j] += p * after
            used = forward[i][j] * p * after * share
            if used > 1e-4:
                counts[source, target] += used


def learn(pairs: list[Pair], longest_units: int, longest: int, most: int) -> Table:
    """P(letters | units) from at most `most` of the pairs (a fixed random choice)."""
    pairs = list(pairs)
    random.Random(_SEED).shuffle(pairs)
    pairs = pairs[:most]
    table: Table | None = None
    for _ in range(_ROUNDS):
        counts: defaultdict[tuple[str, str], float] = defaultdict(float)
        for pair in pairs:
            _count(pair, table, longest_units, longest, counts)
        totals: defaultdict[str, float] = defaultdict(float)
        for (source, _), count in counts.items():
            totals[source] += count
        table = {
            (source, target): (count - _DISCOUNT) / (totals[source] + 0.5)
            for (source, target), count in counts.items()
            if count > _DISCOUNT and (len(source) == 1 or totals[source] >= 3)
        }
    assert table is not None
    return table
