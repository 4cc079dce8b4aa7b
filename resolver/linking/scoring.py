"""How probable it is that a hit is meant: evidence as named log-odds, each with its weight as data.

Each kind of evidence is a function in `evidence`; its weight, the reason for it and an example stand in the
lexicon's weight group `evidence`. What the name and its chunk say of a hit (`static`) is worked out once and
can be kept with the chunk; what the text around and the document say (`contextual`) is added wherever the
chunk stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

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


# What to ask of the context, by level (as in `CONTEXT`), and the most that each level adds.
_Asked = tuple[tuple[tuple[Feature, ...], ...], tuple[float, ...]]


class _Plan:
    """What may be found of hits of one shape.

    always: the evidence of every one. chunk: what to ask of the chunk. sometimes: what is asked of the text
    around only where it may say something.
    """

    def __init__(self, shape: Shape, most: Callable[[Feature], float]) -> None:
        features = [f for f in FEATURES if f.of is None or f.of(shape)]
        self.shape = shape
        names = (f.func(shape) for f in features if f.level is Level.NAME)
        self.always = [name for name in names if isinstance(name, str)]
        self.chunk = [f for f in features if f.level is Level.CHUNK]
        self._later = [f for f in features if f.level in CONTEXT]
        self.sometimes = [f for f in self._later if f.where is not None]
        self._most = most
        self._asked: dict[int, _Asked] = {}

    def asked(self, where: int) -> _Asked:
        """What to ask where those of `sometimes` may say something whose bits are in `where`."""
        known = self._asked.get(where)
        if known is None:
            silent = {f for k, f in enumerate(self.sometimes) if not where & 1 << k}
            by_level = tuple(
                tuple(f for f in self._later if f.level is level and f not in silent) for level in CONTEXT
            )
            most = tuple(sum(map(self._most, features)) for features in by_level)
            known = self._asked[where] = by_level, most
        return known


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

    def span(self, hit: SpanCandidate, analysis: ChunkAnalysis, known: Sequence[int], rivals: Rivals) -> Span:
        """A hit with what its name and the words of its chunk say; the same wherever the chunk stands."""
        ref = hit.ref
        words = hit.last - hit.first
        opens, ends = hit.first == 0, hit.last == len(analysis.words)
        plan = self._plan((ref.type, ref.form, ref.rule, ref.needs_context, hit.rule, words, opens, ends))
        span = Span(hit, plan.shape, analysis, known, rivals, self._know)
        found = [self._make(name, ref.spelling) for name in plan.always]
        for feature in plan.chunk:
            if (told := feature.func(span)) is not None:
                found.append(self._tell(feature, told, span))
        for each in found:
            span.weight += each.weight
        span.evidence = tuple(found)
        where, bit = 0, 1
        for feature in plan.sometimes:
            if feature.where is not None and feature.where(span):
                where |= bit
            bit <<= 1
        span.pending, span.most = plan.asked(where)
        return span

    def contextual(
        self, span: Span, context: LocalContext, least: float = -math.inf
    ) -> tuple[float, list[Evidence]] | None:
        """What the text around the chunk and the document say, and what all comes to.

        None where that is not more than `least`.
        """
        of_named, asked, before, behind, region, around_it = span.pending
        most_named, most_document, most_before, most_behind, most_region, most_around = span.most
        weight, rest = span.weight, most_document + most_around
        named = context.names(span.keys)
        if named:
            asked, rest = of_named + asked, rest + most_named
        if before and (cue := context.before()):
            asked, rest = asked + before, rest + most_before
        else:
            cue = ""
        if behind and (following := span.following(context)):
            asked, rest = asked + behind, rest + most_behind
        else:
            following = ()
        if region and (beside := context.region()):
            asked, rest = asked + region, rest + most_region
        else:
            beside = ""
        if weight + rest <= least:
            return None
        around = Around(context, named and context.introduced(span.ref.entity), cue, following, beside)
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
            plan = self._plans[key] = _Plan(Shape(*key), self._most)
        return plan

    def _most(self, feature: Feature) -> float:
        """The most that a kind of evidence adds."""
        return max(0.0, *(self.weights[name] for name in feature.says))
