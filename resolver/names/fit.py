"""Refit the model's weights from labelled pairs, and say how good they are.

    python -m resolver.names.fit PAIRS.csv [MORE.csv …] [--lexicon FOLDER] [--write]

A file has the columns type, a, b, match (true/false) and, if at hand, category (or evidence, strength) and
weight. Printed: the weights, then F1, AUC and calibration error on all pairs and cross-validated (the pairs
that share a name stay together), by file, type and category. `--write` puts the weights into the lexicon's
weights/names.toml. Ridge regression for a logistic model, by Newton's method, with every weight kept to the
sign its feature must have; plain Python, some seconds for a thousand pairs.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from resolver.entities.lexicon import Lexicon
from resolver.names.features import FEATURES
from resolver.names.matcher import Matcher
from resolver.names.model import probability
from resolver.types import EntityType

_RIDGE = 0.1
_FOLDS = 10
_POSITIVE = frozenset({"agreed"})  # every other feature speaks against


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with its features; `fixed` is its score where the model is not asked."""

    type: str
    a: str
    b: str
    match: bool
    category: str
    source: str
    weight: float
    values: tuple[float, ...]
    fixed: float | None


def read_pairs(path: Path, matcher: Matcher) -> list[Pair]:
    """The labelled pairs of a CSV file, features read by `matcher`."""
    pairs = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            type = cast("EntityType | None", row["type"] or None)
            a, b = matcher.parse(row["a"], type), matcher.parse(row["b"], type)
            category = row.get("category") or row.get("evidence") or row.get("strength") or ""
            fixed = matcher.score(a, b) if a.spaced == b.spaced else None
            pairs.append(
                Pair(
                    row["type"],
                    row["a"],
                    row["b"],
                    row["match"] == "true",
                    category,
                    path.name,
                    float(row.get("weight") or 1.0),
                    tuple(matcher.features(a, b)),
                    fixed,
                )
            )
    return pairs


def fit(pairs: Sequence[Pair], ridge: float = _RIDGE) -> list[float]:
    """Bias and one weight a feature. A weight whose sign would be wrong is 0."""
    asked = [pair for pair in pairs if pair.fixed is None]
    size = len(FEATURES) + 1
    signs = [0, *(1 if name in _POSITIVE else -1 for name in FEATURES)]
    active = [True] * size
    while True:
        weights = _newton(asked, [i for i in range(size) if active[i]], size, ridge)
        wrong = [i for i in range(size) if active[i] and weights[i] * signs[i] < 0]
        if not wrong:
            return weights
        active[max(wrong, key=lambda i: abs(weights[i]))] = False


def _newton(pairs: Sequence[Pair], columns: list[int], size: int, ridge: float) -> list[float]:
    weights = [0.0] * size
    rows = [([(1.0, *pair.values)[i] for i in columns], pair.match, pair.weight) for pair in pairs]
    count = len(columns)
    for _ in range(30):
        gradient = [0.0 if i == 0 else -ridge * weights[i] for i in columns]
        hessian = [[(ridge if r == c and columns[r] else 0.0) for c in range(count)] for r in range(count)]
        current = [weights[i] for i in columns]
        for row, match, weight in rows:
            p = probability(sum(map(float.__mul__, row, current)))
            error = weight * (match - p)
            curve = weight * p * (1.0 - p)
            for r, x in enumerate(row):
                if x:
                    gradient[r] += error * x
                    line = hessian[r]
                    scaled = curve * x
                    for c, y in enumerate(row):
                        if y:
                            line[c] += scaled * y
        step = _solve(hessian, gradient)
        for i, delta in zip(columns, step, strict=True):
            weights[i] += delta
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def _solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gaussian elimination; the matrix is positive definite, ridge sees to that."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for i in range(size):
        rows[i][i] += 1e-9
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            if factor:
                rows[j] = [y - factor * x for x, y in zip(rows[i], rows[j], strict=True)]
    result = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * result[j] for j in range(i + 1, size))
        result[i] = (rows[i][size] - known) / rows[i][i]
    return result


def scores(weights: Sequence[float], pairs: Iterable[Pair], most: float) -> list[float]:
    return [
        pair.fixed
        if pair.fixed is not None
        else most * probability(weights[0] + sum(map(float.__mul__, weights[1:], pair.values)))
        for pair in pairs
    ]


def cross_validated(pairs: Sequence[Pair], most: float) -> list[float]:
    """The score of each pair by a model that saw no pair with one of its names."""
    groups = _connected(pairs)
    found = [0.0] * len(pairs)
    order = sorted(set(groups))
    for fold in range(_FOLDS):
        held = {group for n, group in enumerate(order) if n % _FOLDS == fold}
        weights = fit([pair for pair, group in zip(pairs, groups, strict=True) if group not in held])
        inside = [i for i, group in enumerate(groups) if group in held]
        for i, score in zip(inside, scores(weights, [pairs[i] for i in inside], most), strict=True):
            found[i] = score
    return found


def _connected(pairs: Sequence[Pair]) -> list[int]:
    first: dict[str, int] = {}
    parent = list(range(len(pairs)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, pair in enumerate(pairs):
        for name in (pair.a.lower(), pair.b.lower()):
            j = root(first.setdefault(name, i))
            k = root(i)
            parent[max(j, k)] = min(j, k)
    return [root(i) for i in range(len(pairs))]


def measure(found: Sequence[float], pairs: Sequence[Pair], threshold: float) -> str:
    """F1 at the threshold, AUC, and calibration error in ten bins, as a line."""
    gold = [pair.match for pair in pairs]
    true = sum(s >= threshold and y for s, y in zip(found, gold, strict=True))
    wrong = sum((s >= threshold) != y for s, y in zip(found, gold, strict=True))
    f1 = 2 * true / (2 * true + wrong) if true else 0.0
    positive = [s for s, y in zip(found, gold, strict=True) if y]
    negative = [s for s, y in zip(found, gold, strict=True) if not y]
    pairs_count = len(positive) * len(negative)
    auc = (
        sum((p > n) + 0.5 * (p == n) for p in positive for n in negative) / pairs_count
        if pairs_count
        else 1.0
    )
    bins: list[float] = [0.0] * 10
    for s, y in zip(found, gold, strict=True):
        bins[min(9, int(s * 10))] += s - y
    error = sum(map(abs, bins)) / len(gold)
    return f"n {len(gold):4}  F1 {f1:.3f}  AUC {auc:.3f}  calibration error {error:.3f}"


def write_weights(path: Path, weights: Sequence[float]) -> None:
    """Put the weights into the lexicon file; everything else in it stays as it is."""
    text = path.read_text(encoding="utf-8")
    for name, value in zip(("bias", *FEATURES), weights, strict=True):
        text, count = re.subn(
            rf"(\[weight\.names\.model_{name}\]\nvalue = )[-+.\deE]+", rf"\g<1>{value:.3f}", text
        )
        if not count:
            raise SystemExit(f"{path}: no table [weight.names.model_{name}]")
    path.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m resolver.names.fit", description=__doc__.split("\n")[0])
    parser.add_argument("pairs", nargs="+", type=Path, help="CSV files: type,a,b,match[,category][,weight]")
    parser.add_argument(
        "--lexicon", type=Path, default=Path("gazetteer/lexicon"), help="the lexicon's folder"
    )
    parser.add_argument("--write", action="store_true", help="put the weights into the lexicon")
    options = parser.parse_args(arguments)
    matcher = Matcher(load_lexicon(options.lexicon))
    pairs = [pair for path in options.pairs for pair in read_pairs(path, matcher)]
    most, threshold = matcher.most_likely, matcher.threshold
    weights = fit(pairs)
    for name, value in zip(("bias", *FEATURES), weights, strict=True):
        print(f"{name:22} {value:8.3f}")
    fitted, held_out = scores(weights, pairs, most), cross_validated(pairs, most)
    for label, chosen in _reports(pairs):
        print(f"\n{label}")
        subset = [pairs[i] for i in chosen]
        print("  fitted         ", measure([fitted[i] for i in chosen], subset, threshold))
        print("  cross-validated", measure([held_out[i] for i in chosen], subset, threshold))
    if options.write:
        write_weights(options.lexicon / "weights" / "names.toml", weights)


def _reports(pairs: Sequence[Pair]) -> Iterable[tuple[str, list[int]]]:
    yield "all", list(range(len(pairs)))
    for attribute in ("source", "type", "category"):
        values = sorted({str(getattr(pair, attribute)) for pair in pairs})
        for value in values:
            chosen = [i for i, pair in enumerate(pairs) if getattr(pair, attribute) == value]
            yield f"{attribute} {value or '(none)'}", chosen


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon files of a folder, compiled. Raises GazetteerError on the first complaint."""
    # pydantic comes with these: only where files are read
    from resolver.entities.reading import Complaints, lexicon_of, read_toml

    complaints = Complaints()
    layers = []
    for path in sorted(folder.rglob("*.toml")):
        toml = read_toml(path, complaints)
        layer = lexicon_of(toml, complaints) if toml is not None else None
        if layer is not None:
            layers.append(layer)
    return Lexicon.compile(*layers)


if __name__ == "__main__":
    main()
