"""Refit the model's weights from labelled pairs, and say how good they are.

    python -m resolver.training names PAIRS.csv … [--list LIST.tsv]… [--left-out] [--lexicon FOLDER] [--write]

A file has the columns type, a, b, match (true/false) and, if at hand, category (or evidence, strength) and
weight. A list (tab-separated: label 1 or 0, type, a, b; lines with "# " are not read) is of names that are
kept for one entity: those that share nothing say nothing of how names are compared, and are left out; each
list counts the same, however long. Every pair is read with its type and without.

Printed: the weights, then F1, AUC and calibration error on all pairs and cross-validated (the pairs that
share a name stay together), by file, type and category; with `--list` by file only; with `--left-out` those
of each file by a model that saw the others only. `--write` puts the weights into the lexicon.
Every weight is kept to the sign that its feature must have.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast

from resolver.entities.lexicon import Lexicon
from resolver.names.features import FEATURES, HIGHEST
from resolver.names.matcher import Matcher
from resolver.names.model import probability
from resolver.training.logistic import logistic
from resolver.types import EntityType

_RIDGE = 0.3
_FOLDS = 10
# What a whole list counts, and one pair of the other files, whose labels were weighed one by one.
_LIST = 500.0
_LABELLED = 5.0
# In a list, names of one entity with less agreement or more contradiction than this are simply other names.
_LEAST_AGREED = 0.3
_MOST_OPPOSED = 0.75
_PLACE = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with its features; `fixed` is its score where the model is not asked.

    `typed`: its names were read with their type. Only such pairs are measured.
    """

    type: str
    a: str
    b: str
    match: bool
    category: str
    source: str
    weight: float
    values: tuple[float, ...]
    fixed: float | None
    typed: bool = True


def read_pairs(path: Path, matcher: Matcher) -> list[Pair]:
    """The labelled pairs of a CSV file with their type and without, features read by `matcher`."""
    pairs: list[Pair] = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            category = row.get("category") or row.get("evidence") or row.get("strength") or ""
            weight = _LABELLED * float(row.get("weight") or 1.0)
            match = row["match"] == "true"
            pairs += _read(matcher, row["type"], row["a"], row["b"], match, category, path.name, weight)
    return pairs


def read_list(path: Path, matcher: Matcher) -> list[Pair]:
    """The same of a list; `weight` is 0 for names of one entity that share nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("# "))
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs: list[Pair] = []
    for row in rows:
        match = row["label"] == "1"
        pairs += _read(matcher, row["type"], row["a"], row["b"], match, "", path.name, _LIST / len(rows))
    return [replace(pair, weight=0.0) if pair.match and _unrelated(pair) else pair for pair in pairs]


def _read(
    matcher: Matcher, type: str, a: str, b: str, match: bool, category: str, source: str, weight: float
) -> Iterator[Pair]:
    """A pair with its type and, where that changes anything, without: then each counts a half."""
    found: dict[tuple[float, ...], Pair] = {}
    for typed in (True, False):
        read_as = cast("EntityType | None", type or None) if typed else None
        one, other = matcher.parse(a, read_as), matcher.parse(b, read_as)
        fixed = matcher.score(one, other) if one.spaced == other.spaced else None
        values = tuple(matcher.features(one, other))
        if values not in found:
            found[values] = Pair(type, a, b, match, category, source, weight, values, fixed, typed)
    for pair in found.values():
        yield replace(pair, weight=weight / len(found))


def _unrelated(pair: Pair) -> bool:
    agreed, opposed = (pair.values[_PLACE[name]] for name in ("agreed", "opposed"))
    return agreed < _LEAST_AGREED or opposed >= _MOST_OPPOSED


class Expected(NamedTuple):
    """What some weights are before a pair was seen, by feature, and how much that counts."""

    means: Mapping[str, float]
    strength: float

    @classmethod
    def read(cls, lexicon: Lexicon) -> Expected:
        """The lexicon's weights "names_fit"."""
        means = {name.removeprefix("expected_"): w for name, w in lexicon.weights("names_fit").items()}
        return cls(means, lexicon.weight("names_fit_counts", "expected_strength"))


def fit(pairs: Sequence[Pair], ridge: float = _RIDGE, expected: Expected | None = None) -> list[float]:
    """Bias and one weight a feature. A weight whose sign would be wrong is 0."""
    expected = expected or Expected({}, ridge)
    asked = [pair for pair in pairs if pair.fixed is None and pair.weight]
    means = [0.0, *(expected.means.get(name, 0.0) for name in FEATURES)]
    ridges = [0.0, *(expected.strength if mean else ridge for mean in means[1:])]
    size = len(FEATURES) + 1
    signs = [0, *(1 if name in HIGHEST else -1 for name in FEATURES)]
    active = [True] * size
    right, counts = [pair.match for pair in asked], [pair.weight for pair in asked]
    while True:
        kept = [i for i in range(size) if active[i]]
        values = [[(1.0, *pair.values)[i] for i in kept] for pair in asked]
        held = ([means[i] for i in kept], [ridges[i] for i in kept])
        weights = [0.0] * size
        for i, weight in zip(kept, logistic(values, right, counts, *held), strict=True):
            weights[i] = weight
        wrong = [i for i in range(size) if active[i] and weights[i] * signs[i] < 0]
        if not wrong:
            return weights
        active[max(wrong, key=lambda i: abs(weights[i]))] = False


def scores(weights: Sequence[float], pairs: Iterable[Pair], most: float) -> list[float]:
    return [
        pair.fixed
        if pair.fixed is not None
        else most * probability(weights[0] + sum(map(float.__mul__, weights[1:], pair.values)))
        for pair in pairs
    ]


def cross_validated(pairs: Sequence[Pair], most: float, expected: Expected) -> list[float]:
    """The score of each pair by a model that saw no pair with one of its names."""
    groups = _connected(pairs)
    found = [0.0] * len(pairs)
    order = sorted(set(groups))
    for fold in range(_FOLDS):
        held = {group for n, group in enumerate(order) if n % _FOLDS == fold}
        seen = [pair for pair, group in zip(pairs, groups, strict=True) if group not in held]
        weights = fit(seen, expected=expected)
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
            rf"(\[weight\.names_odds\.model_{name}\]\nvalue = )[-+.\deE]+", rf"\g<1>{value:.3f}", text
        )
        if not count:
            raise SystemExit(f"{path}: no table [weight.names_odds.model_{name}]")
    path.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m resolver.training names", description=__doc__.split("\n")[0]
    )
    parser.add_argument("pairs", nargs="+", type=Path, help="CSV files: type,a,b,match[,category][,weight]")
    parser.add_argument(
        "--lexicon", type=Path, default=Path("gazetteer/lexicon"), help="the lexicon's folder"
    )
    parser.add_argument("--list", type=Path, action="append", default=[], help="a list: label, type, a, b")
    parser.add_argument("--left-out", action="store_true", help="fit without each file, and measure it")
    parser.add_argument("--write", action="store_true", help="put the weights into the lexicon")
    options = parser.parse_args(arguments)
    lexicon = load_lexicon(options.lexicon)
    matcher = Matcher(lexicon)
    pairs = [pair for path in options.pairs for pair in read_pairs(path, matcher)]
    pairs += [pair for path in options.list for pair in read_list(path, matcher)]
    most, threshold = matcher.most_likely, matcher.threshold
    expected = Expected.read(lexicon)
    weights = fit(pairs, expected=expected)
    for name, value in zip(("bias", *FEATURES), weights, strict=True):
        print(f"{name:22} {value:8.3f}")
    if options.write:
        write_weights(options.lexicon / "weights" / "names.toml", weights)
    if options.left_out:
        for source in sorted({pair.source for pair in pairs}):
            rest = fit([pair for pair in pairs if pair.source != source], expected=expected)
            left_out = [pair for pair in pairs if pair.source == source and pair.typed]
            print(f"left out: {source:28}", measure(scores(rest, left_out, most), left_out, threshold))
    if options.list:
        for source in sorted({pair.source for pair in pairs}):
            chosen = [pair for pair in pairs if pair.source == source and pair.typed]
            print(f"fitted:   {source:28}", measure(scores(weights, chosen, most), chosen, threshold))
        return 0  # cross-validation of so many pairs takes long; sets left out say more
    fitted, held_out = scores(weights, pairs, most), cross_validated(pairs, most, expected)
    for label, places in _reports(pairs):
        print(f"\n{label}")
        subset = [pairs[i] for i in places]
        print("  fitted         ", measure([fitted[i] for i in places], subset, threshold))
        print("  cross-validated", measure([held_out[i] for i in places], subset, threshold))
    return 0


def _reports(pairs: Sequence[Pair]) -> Iterable[tuple[str, list[int]]]:
    yield "all", [i for i, pair in enumerate(pairs) if pair.typed]
    for attribute in ("source", "type", "category"):
        values = sorted({str(getattr(pair, attribute)) for pair in pairs})
        for value in values:
            chosen = [i for i, pair in enumerate(pairs) if pair.typed and getattr(pair, attribute) == value]
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
