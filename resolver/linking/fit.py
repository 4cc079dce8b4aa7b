"""Refit the weights of linking from annotated texts: `python -m resolver.linking.fit GOLD.jsonl…`.

Each hit of each text is one observation: its evidence, and whether the annotation has this span with this
entity. The weights are those of a logistic model, held near the values that stand in the weights file: what
data does not teach a weight it keeps, so that a few texts cannot overturn what its reason says.

GOLD: JSON lines {"text", "mentions": [{"start", "end", "id", "optional"?}], "start"?, "end"?}; a gazetteer
beside it (`gazetteer.jsonl`) is used, else the default one. `--write FILE` puts the fitted values into a
weights file in place.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
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
        text = document["text"]
        low, high = document.get("start", 0), document.get("end", len(text))
        gold = {(m["start"], m["end"]): m["id"] for m in document["mentions"] if not m.get("optional")}
        free = [(m["start"], m["end"]) for m in document["mentions"] if m.get("optional")]
        for start, scored in linker.scored(text):
            right = [
                s for s in scored if gold.get((start + s.hit.start, start + s.hit.end)) == s.hit.ref.entity
            ]
            for s in scored:
                begin, end = start + s.hit.start, start + s.hit.end
                if begin < low or end > high or any(begin < b and a < end for a, b in free):
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


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m resolver.linking.fit", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", type=Path, help="weights file to put the fitted values into")
    parser.add_argument("--hold", type=float, default=HOLD)
    options = parser.parse_args(arguments)
    data: list[Observation] = []
    prior: dict[str, float] = {}
    linkers: dict[Path | None, Linker] = {}
    for path in options.gold:
        beside = path.parent / "gazetteer.jsonl"
        key = beside if beside.is_file() else None
        if key not in linkers:
            linkers[key] = Linker(open_index((str(key) if key else None,), cache=True))
        linker = linkers[key]
        prior = linker.weights
        documents = [json.loads(line) for line in path.open(encoding="utf-8")]
        data += observations(linker, documents, len(data))
    fitted = fit(data, prior, options.hold)
    for name in sorted(fitted):
        count = sum(name in o.names for o in data)
        if count:
            print(f"{name:32} {prior[name]:7.2f} -> {fitted[name]:7.2f}  ({count} hits)")
    if options.write:
        write_values(options.write, fitted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
