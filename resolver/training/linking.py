"""Learns the weights of evidence from annotated texts: `python -m resolver.training linking GOLD.jsonl…`.

Each hit of each text is one observation: its evidence, and whether the annotation has this span with this
entity. The weights are those of a logistic model with L2 towards the values that stand in the weights file,
or towards zero with `--from-zero`; what can only speak for or only against keeps its sign. Every set counts
alike, however long it is.

GOLD: JSON lines {"text", "mentions": [{"start", "end", "id", "optional"?}], "start"?, "end"?}; a gazetteer
beside it (`gazetteer.jsonl`) is used, else the default one. Of a set in `--sparse`, which marks one or two
names a sentence, hits that touch no marked name are not observed.

Without further options weights are fitted on all sets. `--left-out` tells F1 of each set with weights fitted
on the other sets, and of each document with weights fitted on the other documents. `--worth` tells for each
kind of evidence what F1 of each set loses without it. `--write FILE` puts fitted values, or the worth, into a
weights file. Needs scipy: `pip install resolver[training]`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resolver.index.loading import open_index
from resolver.linking.decision import ScoredCandidate
from resolver.linking.evidence import FEATURES
from resolver.linking.evidence.feature import Level
from resolver.linking.linker import Linker

#: How strongly a weight is held at where it starts from: as this many observations that say so.
HOLD = 4.0
_FOLDS = 5
# A weight that no hit outweighs, and the points of F1 below which a worth is not told.
_NEVER = -30.0
_TOLD = 0.05


@dataclass(frozen=True, slots=True)
class Observation:
    """One hit of a document: by how much each kind of evidence holds of it, and whether it is right."""

    document: int
    amounts: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated set and the linker over its gazetteer; sparse: only some of its names are marked."""

    name: str
    documents: list[dict[str, Any]]
    linker: Linker
    sparse: bool = False


# -- observing ------------------------------------------------------------------------------------------


def observe(gold: Gold) -> list[Observation]:
    """The hits of a set; those inside a longer right one, or on optional spans, are not counted."""
    weights = gold.linker.weights
    found: list[Observation] = []
    for number, document in enumerate(gold.documents):
        wanted, counts = _annotated(document)
        for start, scored in gold.linker.scored(document["text"]):
            spans = [(start + s.hit.start, start + s.hit.end) for s in scored]
            right = [wanted.get(span) == s.hit.ref.entity for span, s in zip(spans, scored, strict=True)]
            whole = [span for span, is_right in zip(spans, right, strict=True) if is_right]
            for s, span, is_right in zip(scored, spans, right, strict=True):
                if not counts(*span) or any(_inside(span, other) for other in whole):
                    continue
                if gold.sparse and not any(_touch(span, other) for other in wanted):
                    continue
                found.append(Observation(number, _amounts(s, weights), is_right))
    return found


def _amounts(scored: ScoredCandidate, weights: Mapping[str, float]) -> dict[str, float]:
    amounts: dict[str, float] = {}
    for e in scored.evidence:
        weight = weights[e.rule]
        amounts[e.rule] = amounts.get(e.rule, 0.0) + (e.weight / weight if weight else 1.0)
    return amounts


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _touch(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _annotated(document: dict[str, Any]) -> tuple[dict[tuple[int, int], str], Callable[[int, int], bool]]:
    """The marked spans with their entities, and whether a span counts: in the marked part, not optional."""
    low, high = document.get("start", 0), document.get("end", len(document["text"]))
    gold = {(m["start"], m["end"]): m["id"] for m in document["mentions"] if not m.get("optional")}
    free = [(m["start"], m["end"]) for m in document["mentions"] if m.get("optional")]

    def counts(start: int, end: int) -> bool:
        return low <= start and end <= high and not any(start < b and a < end for a, b in free)

    return gold, counts


# -- fitting --------------------------------------------------------------------------------------------


def free_names() -> frozenset[str]:
    """The kinds of evidence whose sign is learnt: what a form or a rule is worth may be less than nothing."""
    return frozenset(name for f in FEATURES if f.level is Level.NAME for name in f.says)


def fit(
    sets: Iterable[Sequence[Observation]],
    start: Mapping[str, float],
    *,
    hold: float = HOLD,
    from_zero: bool = False,
) -> dict[str, float]:
    """The weights that make the sets most probable, each set counting alike.

    start: the weights in force; what no observation has keeps its value, and the sign of each is kept where
    the kind of evidence can only speak for or against.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    data = [list(observations) for observations in sets]
    names = sorted({name for observations in data for o in observations for name in o.amounts})
    number = {name: k for k, name in enumerate(names)}
    most = max(map(len, data), default=1)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    right: list[bool] = []
    counts: list[float] = []
    for observations in data:
        for o in observations:
            rows += [len(right)] * len(o.amounts)
            columns += [number[name] for name in o.amounts]
            values += o.amounts.values()
            right.append(o.right)
            counts.append(most / len(observations))
    amounts = csr_matrix((values, (rows, columns)), shape=(len(right), len(names)))
    signs, weight_of = np.where(right, 1.0, -1.0), np.array(counts)
    held = np.array([start[name] for name in names])
    prior = np.zeros(len(names)) if from_zero else held

    def loss(weights: Any) -> tuple[float, Any]:
        margin = signs * (amounts @ weights)
        away = weights - prior
        value = (weight_of * np.logaddexp(0.0, -margin)).sum() + 0.5 * hold * (away**2).sum()
        slope = amounts.T @ (-signs * weight_of / (1.0 + np.exp(margin))) + hold * away
        return float(value), slope

    free = free_names()
    bounds = [
        (None, None) if name in free else (0.0, None) if value > 0 else (None, 0.0)
        for name, value in zip(names, held, strict=True)
    ]
    found = minimize(loss, held, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return {**start, **{name: float(value) for name, value in zip(names, found.x, strict=True)}}


# -- telling --------------------------------------------------------------------------------------------


def tally(linker: Linker, documents: Iterable[dict[str, Any]]) -> Counter[str]:
    """Right, wrong and missed mentions: the same span and the same entity; optional spans do not count."""
    counted: Counter[str] = Counter()
    for document in documents:
        gold, counts = _annotated(document)
        found = {(m.start, m.end): m.id for m in linker.link(document["text"]) if m.id is not None}
        told = {span: id for span, id in found.items() if counts(*span)}
        right = sum(gold.get(span) == id for span, id in told.items())
        missed = sum(found.get(span) != id for span, id in gold.items())
        counted.update(right=right, wrong=len(told) - right, missed=missed)
    return counted


def f1(counted: Counter[str]) -> float:
    """F1 of mentions that were counted as right, wrong and missed, 0 to 1; 0 when there is nothing right."""
    right = counted["right"]
    return 2 * right / (2 * right + counted["wrong"] + counted["missed"]) if right else 0.0


def left_out(golds: Sequence[Gold], *, hold: float, from_zero: bool) -> dict[str, tuple[float, float]]:
    """F1 of each set with weights fitted on the other sets, and with weights fitted on other documents."""
    seen = {gold.name: observe(gold) for gold in golds}
    start = golds[0].linker.weights
    told: dict[str, tuple[float, float]] = {}
    for gold in golds:
        others = [seen[other.name] for other in golds if other is not gold]
        fitted = fit(others, start, hold=hold, from_zero=from_zero)
        by_set = f1(tally(gold.linker.reweighed(fitted), gold.documents))
        counted: Counter[str] = Counter()
        for fold in range(_FOLDS):
            kept = [o for o in seen[gold.name] if o.document % _FOLDS != fold]
            fitted = fit([*others, kept], start, hold=hold, from_zero=from_zero)
            counted += tally(gold.linker.reweighed(fitted), gold.documents[fold::_FOLDS])
        told[gold.name] = by_set, f1(counted)
    return told


def worth(golds: Sequence[Gold]) -> dict[str, dict[str, float]]:
    """What F1 of each set loses without a kind of evidence, in points of a hundred."""
    weights = golds[0].linker.weights
    whole = {gold.name: f1(tally(gold.linker, gold.documents)) for gold in golds}
    seen = {gold.name: {name for o in observe(gold) for name in o.amounts} for gold in golds}
    lost: dict[str, dict[str, float]] = {}
    for name in sorted(set().union(*seen.values())):
        # Names of a derived form are then not there at all.
        without = {**weights, name: _NEVER if name.startswith(("derived_", "rule_")) else 0.0}
        lost[name] = {
            gold.name: 100 * (whole[gold.name] - f1(tally(gold.linker.reweighed(without), gold.documents)))
            if name in seen[gold.name]
            else 0.0
            for gold in golds
        }
    return lost


# -- files ----------------------------------------------------------------------------------------------


def read(paths: Sequence[Path], sparse: Iterable[str] = ()) -> list[Gold]:
    """The sets in files, each with the gazetteer beside it."""
    linkers: dict[Path | None, Linker] = {}
    golds = []
    for path in paths:
        beside = path.parent / "gazetteer.jsonl"
        key = beside if beside.is_file() else None
        if key not in linkers:
            linkers[key] = Linker(open_index((str(key) if key else None,), cache=True))
        documents = [json.loads(line) for line in path.open(encoding="utf-8")]
        golds.append(Gold(path.stem, documents, linkers[key], path.stem in sparse))
    return golds


def write_values(path: Path, weights: Mapping[str, float]) -> None:
    """Put new values into a weights file, leaving reasons, examples and layout as they are."""
    text = path.read_text(encoding="utf-8")
    for name, value in weights.items():
        entry = rf"(\[weight\.evidence\.{re.escape(name)}\]\nvalue = )[-0-9.]+"
        text = re.sub(entry, rf"\g<1>{value:.2f}", text)
    path.write_text(text, encoding="utf-8")


def write_worth(path: Path, noted: Mapping[str, str]) -> None:
    """Note beside each weight what it is worth, in the place of what was noted before."""
    text = path.read_text(encoding="utf-8")
    for name, worth_of in noted.items():
        entry = re.compile(
            rf"(\[weight\.evidence\.{re.escape(name)}\]\nvalue = .*\nwhy = .*\nexample = .*\n)(worth = .*\n)?"
        )
        text = entry.sub(lambda m, told=worth_of: f'{m[1]}worth = "{told}"\n', text)  # type: ignore[misc]
    path.write_text(text, encoding="utf-8")


def _noted(by_set: Mapping[str, float]) -> str:
    """Points of F1 lost without it, for the sets where it makes a difference."""
    told = [f"{name} {points:+.1f}" for name, points in by_set.items() if abs(points) >= _TOLD]
    return ", ".join(told) or "under 0.1 on every set; kept for the cases that show it"


def main(arguments: Sequence[str]) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m resolver.training linking", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--sparse", action="append", default=[], help="a set that marks only some names")
    parser.add_argument("--hold", type=float, default=HOLD, help="how strongly weights are held")
    parser.add_argument("--from-zero", action="store_true", help="hold weights at zero, not where they stand")
    parser.add_argument("--left-out", action="store_true", help="tell F1 of what was left out of the fit")
    parser.add_argument("--worth", action="store_true", help="tell what F1 loses without each evidence")
    parser.add_argument("--write", type=Path, help="weights file to put the fitted values or the worth into")
    options = parser.parse_args(arguments)
    golds = read(options.gold, options.sparse)
    for line in _run(golds, options):
        print(line)
    return 0


def _run(golds: Sequence[Gold], options: argparse.Namespace) -> Iterator[str]:
    if options.left_out:
        told = left_out(golds, hold=options.hold, from_zero=options.from_zero)
        for name, (by_set, by_document) in told.items():
            yield f"{name:32} set left out {by_set:.4f}, documents left out {by_document:.4f}"
    elif options.worth:
        lost = worth(golds)
        for name, points_of in lost.items():
            yield f"{name:32} " + " ".join(f"{key} {points:+.2f}" for key, points in points_of.items())
        if options.write:
            write_worth(options.write, {name: _noted(points_of) for name, points_of in lost.items()})
    else:
        seen = [observe(gold) for gold in golds]
        start = golds[0].linker.weights
        fitted = fit(seen, start, hold=options.hold, from_zero=options.from_zero)
        counts = Counter(name for observations in seen for o in observations for name in o.amounts)
        for name in sorted(counts):
            yield f"{name:32} {start[name]:7.2f} -> {fitted[name]:7.2f}  ({counts[name]} hits)"
        if options.write:
            write_values(options.write, fitted)
