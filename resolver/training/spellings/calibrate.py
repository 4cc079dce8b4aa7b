"""Fits the logistic models of `token_calibration.py` to labelled examples drawn from the groups."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import OSA

from resolver.names.latin_costs import LatinModel
from resolver.names.token_calibration import FEATURES, features
from resolver.names.token_units import letters, units
from resolver.names.transliteration import ScriptModel, letter_model
from resolver.training.logistic import logistic
from resolver.training.spellings.examples import Example, Examples

# The costs that are not learnt.
LEXICON = Path(__file__).parents[3] / "gazetteer" / "lexicon"
WEIGHTS = LEXICON / "weights" / "tokens.toml"
# Keeps weights of features that tell nothing small (a Gaussian prior).
_RIDGE = 1.0

Row = tuple[tuple[float, ...], bool]


def latin_rows(examples: Sequence[Example], model: LatinModel) -> list[Row]:
    """The features of Latin pairs."""
    chance = letter_model().chance
    rows = []
    for a, b, same in examples:
        x, y = letters(a), letters(b)
        edits = OSA.normalized_distance(a, b)
        by_chance = (chance(x) + chance(y)) / 2
        rows.append((features(model.cost(x, y), by_chance, edits, min(len(a), len(b))), same))
    return rows


def cross_rows(examples: Sequence[Example], script: str, model: ScriptModel, slack: float) -> list[Row]:
    """The features of pairs across scripts, without those that comparison gives up."""
    cut = letter_model().spelling
    rows = []
    for form, latin, same in examples:
        spelling = cut(letters(latin))
        cost = model.cost(units(form, script), spelling, slack)
        if cost < 1e8:
            rows.append((features(cost, spelling.chance[-1], 0.0, min(len(latin), len(form))), same))
    return rows


def fit(rows: Sequence[Row]) -> list[float]:
    """A weight a feature."""
    size = len(FEATURES)
    held = ([0.0] * size, [_RIDGE] * size)
    return logistic([x for x, _ in rows], [same for _, same in rows], [1.0] * len(rows), *held)


def report(rows: Sequence[Row], weights: Sequence[float]) -> str:
    """Log loss, the area under the curve, and how often pairs of each tenth of values are the same name."""
    scored = sorted(
        (1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, sum(map(float.__mul__, weights, x)))))), same)
        for x, same in rows
    )
    positive = sum(same for _, same in scored)
    ranks = sum(rank for rank, (_, same) in enumerate(scored) if same)
    auc = (ranks / positive - (positive - 1) / 2) / (len(scored) - positive)
    loss = -sum(math.log(max(p if same else 1 - p, 1e-9)) for p, same in scored) / len(scored)
    tenths = []
    for tenth in range(10):
        found = [same for p, same in scored if tenth <= p * 10 < tenth + 1]
        tenths.append(f"{sum(found) / len(found):.2f}" if found else "–")
    figures = f"{len(scored)} pairs, AUC {auc:.4f}, log loss {loss:.3f}"
    return f"{figures}, true by tenth of value {' '.join(tenths)}"


def unlearnt_costs() -> dict[str, float]:
    """The weights of the lexicon's group "tokens"."""
    weights = tomllib.loads(WEIGHTS.read_text("utf-8"))["weight"]["tokens"]
    return {name: float(weight["value"]) for name, weight in weights.items()}


def latin_model(costs: dict[str, float]) -> LatinModel:
    """The model as comparison uses it."""
    return LatinModel(
        costs["extra_letter"],
        costs["missing_unit"],
        costs["swapped_letters"],
        costs["free_odds"],
        costs["respelling"],
    )


def calibrate(examples: Examples, scripts: Sequence[str], count: int) -> dict[str, list[float]]:
    """Weights for "latin" and each script; half of the examples fit, the other half are reported on."""
    costs = unlearnt_costs()
    found = {}
    for script in ("latin", *scripts):
        if script == "latin":
            rows = latin_rows(examples.latin(count), latin_model(costs))
        else:
            other = ScriptModel(script, costs["extra_letter"], costs["missing_unit"])
            rows = cross_rows(examples.cross(script, count), script, other, costs["slack"])
        if len(rows) < 200:
            continue
        found[script] = fit(rows[::2])
        print(f"{script}: {report(rows[1::2], found[script])}", flush=True)
    return found
