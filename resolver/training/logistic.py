"""Logistic regression by Newton's method, each weight held at what is expected of it (a Gaussian prior)."""

from __future__ import annotations

from collections.abc import Sequence

_ROUNDS = 30
_STEP = 1e-6


def logistic(
    rows: Sequence[Sequence[float]],
    right: Sequence[bool],
    counts: Sequence[float],
    means: Sequence[float],
    ridges: Sequence[float],
) -> list[float]:
    """A weight a column.

    counts: how much each row weighs. ridges: how strongly each weight is held at its mean, 0 for not at all.
    """
    import numpy as np

    x, y, weight = np.array(rows, dtype=float), np.array(right, dtype=float), np.array(counts)
    mean, ridge = np.array(means), np.array(ridges)
    found = np.zeros(len(mean))
    for _ in range(_ROUNDS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ found, -30.0, 30.0)))
        gradient = x.T @ (weight * (y - p)) + ridge * (mean - found)
        curvature = (x.T * (weight * p * (1.0 - p))) @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        found += step
        if np.abs(step).max() < _STEP:
            break
    return [float(value) for value in found]
