"""The names engine's face: take names apart, score and explain pairs of them."""

from __future__ import annotations

from functools import lru_cache, partial
from math import log
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from resolver.names.alignment import KIND, Aligner, Pair
from resolver.names.explanation import ReasonedComparison, Reasons
from resolver.names.features import FEATURES, FeatureReader, Sums, shares
from resolver.names.model import Model, at_prior
from resolver.names.parts import Name, NameParser
from resolver.names.tokens import TokenMatcher
from resolver.types import Comparison, EntityType, Evidence, TokenPair

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_CACHE = 1 << 11
_COMPARED = 4096  # letters of a name that is too long to be one


class Matcher:
    """Compares names. Symmetric, deterministic; all words, weights and thresholds are the lexicon's.

    Raises GazetteerError when the lexicon lacks a weight.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        tokens = TokenMatcher(lexicon)
        self.tokens = tokens
        self._parser = NameParser(lexicon, tokens)
        self._parse = lru_cache(maxsize=_CACHE)(self._parser.parse)
        self._aligner = Aligner(lexicon, tokens)
        self._reader = FeatureReader(lexicon)
        self._model = Model(lexicon)
        self.identical: float = lexicon.weight("names", "identical")
        self.most_likely: float = lexicon.weight("names", "most_likely")
        self.threshold: float = lexicon.weight("names", "threshold")

    def prepare(self) -> Matcher:
        """Read at once what is else read when first needed: for a process that will compare many names."""
        self._parser.prepare()
        self.tokens.prepare()
        return self

    def parse(self, name: str, type: EntityType | None = None) -> Name:
        """The parts of a name; kept in a bounded cache.

        Of more than `names_letters.longest_name` letters only the beginning is taken apart.
        """
        if len(name) > self._parser.longest:
            return self._parser.parse(name, type)
        return self._parse(name, type)

    @staticmethod
    def same(a: Name, b: Name) -> bool:
        """Whether two names have the same words in the same order: their score is `identical`."""
        return a.spaced == b.spaced and bool(a.parts) and bool(b.parts)

    def score(self, a: Name, b: Name) -> float:
        """The probability that `a` and `b` name the same entity."""
        if a.spaced > b.spaced:
            a, b = b, a
        if not a.parts or not b.parts:
            return 0.0
        if a.spaced == b.spaced:
            return self.identical
        score = self.most_likely * self._model.probability(self._reader.read(a, b, self._aligner.align(a, b)))
        if len(a.text) > self._parser.longest or len(b.text) > self._parser.longest:
            return min(score, _as_wholes(a.spaced, b.spaced))
        return score

    def met(self, a: Name, b: Name) -> set[str]:
        """The folded words of `b` that words of `a` answer."""
        pairs = [
            pair for pair in self._aligner.align(a, b) if pair.a and not pair.opposed and pair.rule != KIND
        ]
        return {part.token.fold for pair in pairs for part in pair.b}

    def features(self, a: Name, b: Name) -> list[float]:
        """What the model is asked, in the order of FEATURES: for refitting it."""
        if a.spaced > b.spaced:
            a, b = b, a
        return self._reader.read(a, b, self._aligner.align(a, b))

    def compare(self, a: Name, b: Name, prior: float | None = None) -> Comparison:
        """The same score; the alignment and what counted for and against are worked out when read.

        `prior`: the share of pairs that are one entity's where these come from, if it is not a half.
        """
        score = self.score(a, b)
        if prior is not None:
            score = at_prior(score, prior)
        return ReasonedComparison.of(
            a.text, b.text, score, score >= self.threshold, partial(self._reasons, a, b, prior)
        )

    def _reasons(self, a: Name, b: Name, prior: float | None = None) -> Reasons:
        swapped = a.spaced > b.spaced
        if swapped:
            a, b = b, a
        pairs = self._aligner.align(a, b)
        trace: list[Sums] = []
        values = self._reader.read(a, b, pairs, trace)
        worth = {
            name: value * weight
            for name, value, weight in zip(FEATURES, values, self._model.weights, strict=True)
            if value and weight
        }
        evidence = (
            Evidence("prior", "", self._model.bias + (0.0 if prior is None else log(prior / (1.0 - prior)))),
            *(Evidence(name, FEATURES[name], weight) for name, weight in worth.items()),
        )
        shown = tuple(map(_token_pair, pairs, shares(trace, worth), [swapped] * len(pairs)))
        return shown, evidence


def _as_wholes(a: str, b: str) -> float:
    """How alike two long strings are, letter by letter, in bounded time: they are no names."""
    shorter, longer = sorted((len(a), len(b)))
    likeness: float = Indel.normalized_similarity(a[:_COMPARED], b[:_COMPARED])
    return likeness * shorter / longer


def _token_pair(pair: Pair, weight: float, swapped: bool) -> TokenPair:
    a, b = (pair.b, pair.a) if swapped else (pair.a, pair.b)
    return TokenPair(
        " ".join([p.token.text for p in a]),
        " ".join([p.token.text for p in b]),
        (a or b)[0].role,
        pair.rule,
        pair.value,
        weight,
    )
