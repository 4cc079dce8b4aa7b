"""Choosing among scored hits: longest first, one meaning per span, silence where nothing is clear.

- Longest first: a longer accepted span wins over any span inside it or across its edge.
- One meaning: of several entities for one span the most probable is chosen when it leads the runner-up
  by the margin; otherwise the mention is ambiguous and has no ID.
- Ties never depend on the order of the gazetteer: they are broken by the ID.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resolver.linking.hits import SPELLING, Hit
from resolver.types import Evidence


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit with its evidence and probability."""

    hit: Hit
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A decided span: the winner, or None when ambiguous, and all rivals, best first (one an entity)."""

    first: int
    last: int
    winner: Scored | None
    rivals: tuple[Scored, ...]


def _logit(p: float) -> float:
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def best_per_entity(scored: Iterable[Scored]) -> list[Scored]:
    """The best hit of each entity, most probable first, then by ID."""
    best: dict[str, Scored] = {}
    for s in scored:
        known = best.get(s.hit.ref.entity)
        if known is None or _rank(s) < _rank(known):
            best[s.hit.ref.entity] = s
    return sorted(best.values(), key=lambda s: (-s.probability, s.hit.ref.entity))


def _rank(s: Scored) -> tuple[float, float, bool, bool, str, str]:
    ref = s.hit.ref
    return (-s.probability, -s.hit.quality, ref.derived, ref.spelling != ref.normal, ref.form, ref.spelling)


def _leads(rivals: Sequence[Scored], margin: float) -> bool:
    return _logit(rivals[0].probability) - _logit(rivals[1].probability) >= margin


def choose(scored: Sequence[Scored], *, threshold: float, margin: float) -> list[Choice]:
    """The non-overlapping choices of one stretch, from left to right."""
    spans: dict[tuple[int, int], list[Scored]] = {}
    for s in scored:
        spans.setdefault((s.hit.first, s.hit.last), []).append(s)
    chosen: list[Choice] = []
    taken: set[int] = set()
    best_of = {span: max(s.probability for s in group) for span, group in spans.items()}
    for span in sorted(spans, key=lambda f: (f[0] - f[1], -best_of[f], f)):
        first, last = span
        if best_of[span] < threshold or not taken.isdisjoint(range(first, last)):
            continue
        rivals = best_per_entity(spans[span])
        # Two resemblances are no evidence of either; only spellings that are known can be ambiguous.
        if len(rivals) > 1 and rivals[1].hit.rule == SPELLING and rivals[0].hit.rule != SPELLING:
            rivals = rivals[:1]
        if rivals[0].hit.rule == SPELLING and len(rivals) > 1 and not _leads(rivals, margin):
            continue
        clear = len(rivals) == 1 or _leads(rivals, margin)
        chosen.append(Choice(first, last, rivals[0] if clear else None, tuple(rivals)))
        taken.update(range(first, last))
    return sorted(chosen, key=lambda c: c.first)
