"""How probable it is that a hit is meant: evidence as named log-odds, each with its weight as data.

Each kind of evidence is a function in `evidence`; its weight, the reason for it and an example stand in the
lexicon's weight group `evidence`. What the name and its chunk say of a hit (`static`) is worked out once and
can be kept with the chunk; what the text around and the document say (`contextual`) is added wherever the
chunk stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.errors import GazetteerError
from resolver.linking.analysis import ChunkAnalysis
from resolver.linking.evidence import FEATURES
from resolver.linking.evidence.feature import CONTEXT, Around, Feature, Found, Level, Shape, Span
from resolver.linking.evidence.knowledge import Knowledge
from resolver.linking.local_context import Cues, LocalContext
from resolver.linking.rivals import Rivals
from resolver.linking.span_candidate import SpanCandidate
from resolver.types import EntityType, Evidence, Form

_KEPT = 65_536
_SHAPES_KEPT = 4096
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What may be found of hits of one shape.

    always: the evidence of every one. chunk: what to ask of the chunk. pending: what to ask of the context of
    every one, by level, and most: the most that each level adds. sometimes: the same of some, with the number
    of the level.
    """

    shape: Shape
    always: tuple[str, ...]
    chunk: tuple[Feature, ...]
    pending: tuple[tuple[Feature, ...], ...]
    most: tuple[float, ...]
    sometimes: tuple[tuple[int, Feature, float], ...]


@dataclass(slots=True, eq=False)
class Static:
    """What the name and the chunk say of a hit, whatever stands around.

    weight: the sum of `evidence`. pending: what to ask of the context, by level (as in `CONTEXT`), and most:
    the most that each level adds. keys: the entity, what it belongs to, its letters: what of it a document may
    name. excluded: whether the entity's `not` keeps it from being meant; it is weighed all the same, as
    somebody else who bears the name is a stranger.
    """

    weight: float
    evidence: tuple[Evidence, ...]
    keys: tuple[str, ...]
    span: Span
    pending: tuple[tuple[Feature, ...], ...]
    most: tuple[float, ...]
    excluded: bool = False

    @property
    def bound(self) -> float:
        """The most that the hit may weigh if all around speaks for it."""
        return self.weight + sum(self.most)


@lru_cache(maxsize=_SHAPES_KEPT)
def _with(
    pending: tuple[tuple[Feature, ...], ...], level: int, feature: Feature
) -> tuple[tuple[Feature, ...], ...]:
    """What to ask with one thing more; one object for all who ask the same."""
    return (*pending[:level], (*pending[level], feature), *pending[level + 1 :])


@lru_cache(maxsize=_SHAPES_KEPT)
def _plus(most: tuple[float, ...], level: int, adds: float) -> tuple[float, ...]:
    """The same of the most that the levels add."""
    return (*most[:level], most[level] + adds, *most[level + 1 :])


class Scorer:
    """Adds up the evidence for one hit."""

    def __init__(
        self, lexicon: Lexicon, gazetteer: Gazetteer, cues: Cues, weights: Mapping[str, float] | None = None
    ) -> None:
        """`weights`: by the name of their evidence; the lexicon's when not given.

        Raises GazetteerError when a kind of evidence has no weight.
        """
        self.weights = dict(lexicon.weights("evidence") if weights is None else weights)
        self._sentences = {name: says for feature in FEATURES for name, says in feature.says.items()}
        if missing := sorted(self._sentences.keys() - self.weights.keys()):
            raise GazetteerError(
                f"the lexicon has no weight evidence.{missing[0]}: add [weight.evidence.{missing[0]}] with "
                "value, why and example to a file under lexicon/"
            )
        self._know = Knowledge(lexicon, gazetteer, cues)
        self.ties = self._know.ties
        self.regions = self._know.regions
        # The same evidence of many hits is one object.
        self._made: dict[tuple[str, str], Evidence] = {}
        self._plans: dict[tuple[EntityType, Form, str, bool, str, int, bool, bool], _Plan] = {}

    @staticmethod
    def probability(weight: float) -> float:
        """The probability that evidence of so much log-odds comes to."""
        return 1.0 / (1.0 + math.exp(-max(-_MOST, min(_MOST, weight))))

    def static(
        self, hit: SpanCandidate, analysis: ChunkAnalysis, known: Sequence[int], rivals: Rivals
    ) -> Static:
        """What the name and the words of its chunk say; the same wherever the chunk stands."""
        ref = hit.ref
        words = hit.last - hit.first
        opens, ends = hit.first == 0, hit.last == len(analysis.words)
        plan = self._plan((ref.type, ref.form, ref.rule, ref.needs_context, hit.rule, words, opens, ends))
        span = Span(hit, plan.shape, analysis, known, rivals, self._know)
        found = [self._make(name, ref.spelling) for name in plan.always]
        for feature in plan.chunk:
            if (told := feature.func(span)) is not None:
                found.append(self._tell(feature, told, span))
        weight = 0.0
        for each in found:
            weight += each.weight
        pending, most = plan.pending, plan.most
        for level, feature, adds in plan.sometimes:
            if feature.where is None or feature.where(span):
                pending = _with(pending, level, feature)
                if adds:
                    most = _plus(most, level, adds)
        keys = (ref.entity, *self.ties(ref.entity)[1])
        if ref.form == "acronym":
            keys = (*keys, ref.spelling)
        return Static(weight, tuple(found), keys, span, pending, most)

    def contextual(
        self, static: Static, context: LocalContext, least: float = -math.inf
    ) -> tuple[float, list[Evidence]] | None:
        """What the text around the chunk and the document say, and what all comes to.

        None where that is not more than `least`.
        """
        span = static.span
        of_named, asked, before, behind, region, around_it = static.pending
        most_named, most_document, most_before, most_behind, most_region, most_around = static.most
        named = context.names(static.keys)
        weight, rest = static.weight, most_document + most_around
        around = Around(context, named and context.introduced(span.ref.entity))
        if named:
            asked, rest = of_named + asked, rest + most_named
        if before and (cue := context.before()):
            around.before = cue
            asked, rest = asked + before, rest + most_before
        if behind and around.behind(span):
            asked, rest = asked + behind, rest + most_behind
        if region and (beside := context.region()):
            around.region = beside
            asked, rest = asked + region, rest + most_region
        if weight + rest <= least:
            return None
        found: list[Evidence] = []
        for feature in around_it + asked:
            if (told := feature.func(span, around)) is not None:
                evidence = self._tell(feature, told, span)
                found.append(evidence)
                weight += evidence.weight
                if weight + rest <= least:
                    return None
        return (weight, found) if weight > least else None

    def _tell(self, feature: Feature, told: Found, span: Span) -> Evidence:
        name, detail = (feature.name, told) if isinstance(told, str) else told or ("", "")
        if feature.amount is not None:
            weight = self.weights[name] * feature.amount(span)
            return Evidence(name, detail, weight, self._sentences[name])
        return self._make(name, detail)

    def _make(self, name: str, detail: str) -> Evidence:
        made = self._made.get((name, detail))
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = Evidence(name, detail, self.weights[name], self._sentences[name])
            self._made[name, detail] = made
        return made

    def _plan(self, key: tuple[EntityType, Form, str, bool, str, int, bool, bool]) -> _Plan:
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _SHAPES_KEPT:
                self._plans.clear()
            plan = self._plans[key] = self._plan_for(Shape(*key))
        return plan

    def _plan_for(self, shape: Shape) -> _Plan:
        features = [f for f in FEATURES if f.of is None or f.of(shape)]
        names = [f.func(shape) for f in features if f.level is Level.NAME]
        return _Plan(
            shape,
            tuple(name for name in names if isinstance(name, str)),
            tuple(f for f in features if f.level is Level.CHUNK),
            tuple(tuple(f for f in features if f.level is level and f.where is None) for level in CONTEXT),
            tuple(
                sum(self._most(f) for f in features if f.level is level and f.where is None)
                for level in CONTEXT
            ),
            tuple(
                (CONTEXT.index(f.level), f, self._most(f))
                for f in features
                if f.level in CONTEXT and f.where is not None
            ),
        )

    def _most(self, feature: Feature) -> float:
        """The most that a kind of evidence adds."""
        return max(0.0, *(self.weights[name] for name in feature.says))
