"""Refit the weights of linking from annotated texts: `python -m resolver.linking.fit GOLD.jsonl…`.

Each hit of each text is one observation: its evidence, and whether the annotation has this span with this
entity. The weights are those of a logistic model, held near the values that stand in the weights file: what
data does not teach a weight it keeps, so that a few texts cannot overturn what its reason says.

GOLD: JSON lines {"text", "mentions": [{"start", "end", "id", "optional"?}], "start"?, "end"?}; a gazetteer
beside it (`gazetteer.jsonl`) is used, else the default one. `--write FILE` puts the fitted values into a
weights file in place. `--folds N` fits on all but one of N parts of the texts and tells F1 on the part left
out. `--worth` tells for each kind of evidence what F1 loses on each file without it (names of a derived form
are then not there at all); with `--write` it is noted beside the weight.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resolver.index.opening import open_index
from resolver.linking.decide import Scored
from resolver.linking.hits import SPELLING
from resolver.linking.linker import Linker

#: How strongly a weight is held at its prior: as this many observations that say so.
HOLD = 4.0
_ROUNDS = 300
# A weight that no hit outweighs, and the points of F1 below which a worth is not told.
_NEVER = -30.0
_TOLD = 0.05
_FIXED = frozenset({SPELLING})


@dataclass(frozen=True, slots=True)
class Observation:
    """One hit: the names of its evidence, what else adds to its log-odds, and whether it is right."""

    document: int
    names: tuple[str, ...]
    offset: float
    right: bool


def observations(linker: Linker, documents: Sequence[dict[str, Any]], first: int = 0) -> list[Observation]:
    """The hits of annotated documents; those inside a longer right one, or on optional spans, are not."""
    found: list[Observation] = []
    for number, document in enumerate(documents, first):
        gold, counts = _annotated(document)
        for start, scored in linker.scored(document["text"]):
            right = [
                s for s in scored if gold.get((start + s.hit.start, start + s.hit.end)) == s.hit.ref.entity
            ]
            for s in scored:
                begin, end = start + s.hit.start, start + s.hit.end
                if not counts(begin, end):
                    continue
                if any(
                    r.hit.first <= s.hit.first
                    and s.hit.last <= r.hit.last
                    and (r.hit.first, r.hit.last) != (s.hit.first, s.hit.last)
                    for r in right
                ):
                    continue
                found.append(_observe(s, number, gold.get((begin, end)) == s.hit.ref.entity))
    return found


def _annotated(document: dict[str, Any]) -> tuple[dict[tuple[int, int], str], Callable[[int, int], bool]]:
    """The marked spans with their entities, and whether a span counts: in the marked part, not optional."""
    low, high = document.get("start", 0), document.get("end", len(document["text"]))
    gold = {(m["start"], m["end"]): m["id"] for m in document["mentions"] if not m.get("optional")}
    free = [(m["start"], m["end"]) for m in document["mentions"] if m.get("optional")]

    def counts(start: int, end: int) -> bool:
        return low <= start and end <= high and not any(start < b and a < end for a, b in free)

    return gold, counts


def _observe(scored: Scored, number: int, right: bool) -> Observation:
    names = tuple(e.rule for e in scored.evidence if e.rule not in _FIXED)
    offset = sum(e.weight for e in scored.evidence if e.rule in _FIXED)
    return Observation(number, names, offset, right)


def fit(data: Iterable[Observation], prior: dict[str, float], hold: float = HOLD) -> dict[str, float]:
    """The weights that make `data` most probable, given the prior; gradient ascent with a step per weight."""
    data = list(data)
    weights = dict(prior)
    seen: dict[str, int] = {}
    for o in data:
        for name in o.names:
            seen[name] = seen.get(name, 0) + 1
    for _ in range(_ROUNDS):
        slope = {name: hold * (prior[name] - weights[name]) for name in seen}
        bend = dict.fromkeys(seen, hold)
        for o in data:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, o.offset + sum(weights[n] for n in o.names)))))
            error, curve = o.right - p, p * (1 - p) + 1e-6
            for name in o.names:
                slope[name] += error
                # The curvature is shared by all the evidence of a hit: a bound that keeps the steps safe.
                bend[name] += curve * len(o.names)
        step = 0.0
        for name in seen:
            change = slope[name] / bend[name]
            weights[name] += change
            step = max(step, abs(change))
        if step < 1e-3:
            break
    return weights


def write_values(path: Path, weights: dict[str, float]) -> None:
    """Put new values into a weights file, leaving reasons, examples and layout as they are."""
    text = path.read_text(encoding="utf-8")
    for name, value in weights.items():
        text = re.sub(
            rf"(\[weight\.linking\.{re.escape(name)}\]\nvalue = )[-0-9.]+", rf"\g<1>{value:.2f}", text
        )
    path.write_text(text, encoding="utf-8")


def write_worth(path: Path, worth: dict[str, str]) -> None:
    """Note beside each weight what it is worth, in the place of what was noted before."""
    text = path.read_text(encoding="utf-8")
    for name, noted in worth.items():
        entry = re.compile(
            rf"(\[weight\.linking\.{re.escape(name)}\]\nvalue = .*\nwhy = .*\nexample = .*\n)(worth = .*\n)?"
        )
        text = entry.sub(lambda m, noted=noted: f'{m[1]}worth = "{noted}"\n', text)  # type: ignore[misc]
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated file, and the linker over its gazetteer."""

    name: str
    documents: list[dict[str, Any]]
    linker: Linker


def _tally(linker: Linker, documents: Iterable[dict[str, Any]]) -> Counter[str]:
    """Right, wrong and missed mentions: the same span and the same entity; optional spans do not count."""
    tally: Counter[str] = Counter()
    for document in documents:
        gold, counts = _annotated(document)
        found = {(m.start, m.end): m.id for m in linker.link(document["text"]) if m.id is not None}
        counted = {span: id for span, id in found.items() if counts(*span)}
        right = sum(gold.get(span) == id for span, id in counted.items())
        missed = sum(found.get(span) != id for span, id in gold.items())
        tally.update(right=right, wrong=len(counted) - right, missed=missed)
    return tally


def f1(tally: Counter[str]) -> float:
    """F1 of mentions that were counted as right, wrong and missed, 0 to 1; 0 when there is nothing right."""
    right = tally["right"]
    return 2 * right / (2 * right + tally["wrong"] + tally["missed"]) if right else 0.0


def held_out(golds: Sequence[Gold], folds: int, hold: float) -> dict[str, float]:
    """F1 of each file where every document is linked with weights fitted without its part."""
    tallies: dict[str, Counter[str]] = {gold.name: Counter() for gold in golds}
    for fold in range(folds):
        data: list[Observation] = []
        for gold in golds:
            kept = [d for i, d in enumerate(gold.documents) if i % folds != fold]
            data += observations(gold.linker, kept, len(data))
        fitted = fit(data, golds[0].linker.weights, hold)
        for gold in golds:
            tallies[gold.name] += _tally(gold.linker.reweighed(fitted), gold.documents[fold::folds])
    return {name: f1(tally) for name, tally in tallies.items()}


def worth(golds: Sequence[Gold]) -> dict[str, dict[str, float]]:
    """What F1 of each file loses without a kind of evidence, in points of a hundred."""
    weights = golds[0].linker.weights
    whole = {gold.name: f1(_tally(gold.linker, gold.documents)) for gold in golds}
    seen = {
        e.rule
        for gold in golds
        for document in gold.documents
        for _, scored in gold.linker.scored(document["text"])
        for s in scored
        for e in s.evidence
    }
    lost: dict[str, dict[str, float]] = {}
    for name in sorted(seen & weights.keys()):
        without = {**weights, name: _NEVER if name.startswith(("derived_", "rule_")) else 0.0}
        lost[name] = {
            gold.name: 100 * (whole[gold.name] - f1(_tally(gold.linker.reweighed(without), gold.documents)))
            for gold in golds
        }
    return lost


def _read(paths: Sequence[Path]) -> list[Gold]:
    linkers: dict[Path | None, Linker] = {}
    golds = []
    for path in paths:
        beside = path.parent / "gazetteer.jsonl"
        key = beside if beside.is_file() else None
        if key not in linkers:
            linkers[key] = Linker(open_index((str(key) if key else None,), cache=True))
        documents = [json.loads(line) for line in path.open(encoding="utf-8")]
        golds.append(Gold(path.stem, documents, linkers[key]))
    return golds


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m resolver.linking.fit", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", type=Path, help="weights file to put the fitted values or the worth into")
    parser.add_argument("--hold", type=float, default=HOLD)
    parser.add_argument("--folds", type=int, help="tell F1 on parts left out instead of fitting on all")
    parser.add_argument("--worth", action="store_true", help="tell what F1 loses without each evidence")
    options = parser.parse_args(arguments)
    golds = _read(options.gold)
    if options.folds:
        for name, value in held_out(golds, options.folds, options.hold).items():
            print(f"{name:32} {value:.4f}")
        return 0
    if options.worth:
        lost = worth(golds)
        for name, by_file in lost.items():
            print(f"{name:32} " + " ".join(f"{file} {points:+.2f}" for file, points in by_file.items()))
        if options.write:
            write_worth(options.write, {name: _noted(by_file) for name, by_file in lost.items()})
        return 0
    data: list[Observation] = []
    for gold in golds:
        data += observations(gold.linker, gold.documents, len(data))
    prior = golds[0].linker.weights
    fitted = fit(data, prior, options.hold)
    for name in sorted(fitted):
        count = sum(name in o.names for o in data)
        if count:
            print(f"{name:32} {prior[name]:7.2f} -> {fitted[name]:7.2f}  ({count} hits)")
    if options.write:
        write_values(options.write, fitted)
    return 0


def _noted(by_file: dict[str, float]) -> str:
    """Points of F1 lost without it, for the files where it makes a difference."""
    told = [f"{file} {points:+.1f}" for file, points in by_file.items() if abs(points) >= _TOLD]
    return ", ".join(told) or "under 0.1 on every set; kept for the cases that show it"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
