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
from typing import NamedTuple

from resolver.linking.span_candidate import SPELLING, SpanCandidate
from resolver.types import Evidence


class ScoredCandidate(NamedTuple):
    """A hit with its probability; `evidence` counted for or against it, in two parts."""

    hit: SpanCandidate
    probability: float
    of_stretch: tuple[Evidence, ...]
    of_context: tuple[Evidence, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What counted: of the chunk, then of what stands around it and in the document."""
        return self.of_stretch + self.of_context


@dataclass(frozen=True, slots=True)
class Choice:
    """A decided span: the winner, or None when ambiguous, and all rivals, best first (one an entity)."""

    first: int
    last: int
    winner: ScoredCandidate | None
    rivals: tuple[ScoredCandidate, ...]


def log_odds(p: float) -> float:
    """The log-odds of a probability, within bounds."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def best_per_entity(scored: Iterable[ScoredCandidate]) -> list[ScoredCandidate]:
    """The best hit of each entity, most probable first, then by ID."""
    best: dict[str, ScoredCandidate] = {}
    for s in scored:
        known = best.get(s.hit.ref.entity)
        if known is None or _rank(s) < _rank(known):
            best[s.hit.ref.entity] = s
    return sorted(best.values(), key=lambda s: (-s.probability, s.hit.ref.entity))


def _rank(s: ScoredCandidate) -> tuple[float, float, bool, bool, str, str]:
    ref = s.hit.ref
    return (-s.probability, -s.hit.quality, ref.derived, ref.spelling != ref.normal, ref.form, ref.spelling)


def _leads(rivals: Sequence[ScoredCandidate], margin: float) -> bool:
    return log_odds(rivals[0].probability) - log_odds(rivals[1].probability) >= margin


def choose(scored: Sequence[ScoredCandidate], *, threshold: float, margin: float) -> list[Choice]:
    """The non-overlapping choices of one chunk, from left to right."""
    spans: dict[tuple[int, int], list[ScoredCandidate]] = {}
    best_of: dict[tuple[int, int], float] = {}
    for s in scored:
        span = (s.hit.first, s.hit.last)
        if span in spans:
            spans[span].append(s)
            if s.probability > best_of[span]:
                best_of[span] = s.probability
        else:
            spans[span] = [s]
            best_of[span] = s.probability
    probable = [span for span, best in best_of.items() if best >= threshold]
    if len(probable) > 1:
        probable.sort(key=lambda span: (span[0] - span[1], -best_of[span], span))
    chosen: list[Choice] = []
    taken: set[int] = set()
    for span in probable:
        if taken and not taken.isdisjoint(range(*span)):
            continue
        choice = _between(spans[span], span, margin)
        if choice is not None:
            chosen.append(choice)
            taken.update(range(*span))
    return chosen if len(chosen) < 2 else sorted(chosen, key=lambda c: c.first)


def _between(scored: Sequence[ScoredCandidate], span: tuple[int, int], margin: float) -> Choice | None:
    """The choice between the hits of one span; None where it is between two resemblances."""
    rivals = best_per_entity(scored) if len(scored) > 1 else list(scored)
    if len(rivals) == 1:
        return Choice(*span, rivals[0], tuple(rivals))
    # Two resemblances are no evidence of either; only spellings that are known can be ambiguous.
    if rivals[0].hit.rule != SPELLING and rivals[1].hit.rule == SPELLING:
        return Choice(*span, rivals[0], (rivals[0],))
    if _leads(rivals, margin):
        return Choice(*span, rivals[0], tuple(rivals))
    return None if rivals[0].hit.rule == SPELLING else Choice(*span, None, tuple(rivals))
