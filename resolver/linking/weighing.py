"""Weighs the hits of an analysis and decides between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.analysis import ChunkAnalysis
from resolver.linking.decision import Choice, ScoredCandidate, choose, log_odds
from resolver.linking.evidence.feature import Span
from resolver.linking.evidence.namesakes import may_be_namesake, stands_for_somebody
from resolver.linking.exclusions import ExclusionFilter
from resolver.linking.foreign import ForeignNames
from resolver.linking.local_context import Cues, LocalContext
from resolver.linking.particles import Particles
from resolver.linking.rivals import Rivals, with_rivals
from resolver.linking.scoring import Scorer
from resolver.linking.slips import is_one_slip
from resolver.linking.span_candidate import EXACT, SPELLING, SpanCandidate
from resolver.linking.surface_form import surface_form, with_words_of
from resolver.linking.tagging import Gap, WordTag
from resolver.text.fold import fold
from resolver.types import Candidate, Evidence, Mention

_ENGLISH = ("en",)
# So many letters around a name show whether the language changes there.
_QUOTED = 25
_INTRODUCING = frozenset({"full", "alias", "former"})
# Rules by which a name says too little unless the document names its bearer in full.
_LICENSED = frozenset({"given name"})
_UNDECIDED = (Evidence("ambiguous", "no candidate is clearly ahead"),)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The hits of an analysis with what counts for and against each, and the choice between them."""

    scored: tuple[ScoredCandidate, ...]
    choices: tuple[Choice, ...]


# A hit, which words beside it are names, and who else it may mean.
_Licensed = tuple[SpanCandidate, Sequence[int], Rivals]


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What an analysis says of its hits.

    hopeful: those that may be meant if all around speaks for them. strangers: family names behind a word that
    may be another's given name; also those that are excluded, as that somebody bears a name who is not the
    known bearer tells of a stranger. namesakes: places that somebody may be called like. licensed: those that
    are looked at only where the document names their entity in full: most never are.
    """

    weigher: Weigher
    languages: tuple[str, ...]
    contenders: list[Span]
    hopeful: list[Span]
    strangers: list[Span]
    namesakes: list[Span]
    licensed: list[_Licensed]


def _may_be_strangers(span: Span) -> bool:
    """Whether the hit is a family name behind a word that may be another's given name."""
    hit, words = span.hit, span.words
    return (
        hit.first > 0
        and hit.ref.type == "person"
        and hit.last - hit.first == 1
        and len(hit.ref.tokens) == 1
        and words[hit.first - 1].role is WordTag.NAME
    )


def _calls_somebody(span: Span, context: LocalContext) -> bool:
    """Whether the name of a place is somebody's given name: "Jordan Blake", "said Sofia"."""
    last = span.hit.last
    if not span.shape.ends:
        behind, know = span.words[last], span.know
        # "Asia Kowalska" by itself, as fewer are called so
        whole = len(span.words) == 2 and know.is_given_name(span.word.fold) and know.is_borne(behind.fold)
        named = behind.role is WordTag.NAME and behind.gap is Gap.SPACE and not span.known[last]
        if named and (whole or span.word.fold in know.of_people):
            return True
    return stands_for_somebody(span, context) is not None


def _with_legal_form(mention: Mention, choice: Choice, analysis: ChunkAnalysis) -> Mention:
    """The mention of a misspelt body with its legal form, "Oxbow Mils Ltd"; exact ones have it already."""
    hit = choice.winner.hit if choice.winner is not None else None
    if hit is None or hit.rule != SPELLING or hit.ref.type != "organization" or hit.ref.derived:
        return mention
    last = hit.last
    while last < len(analysis.words) and analysis.words[last].role is WordTag.LEGAL:
        last += 1
    if last == hit.last:
        return mention
    form = analysis.text[hit.end : analysis.words[last - 1].end]
    return replace(
        mention,
        end=mention.end + len(form),
        text=mention.text + form,
        normal=mention.normal + form,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Introductions:
    """What a chunk tells the document.

    strangers: family names that strangers bear. called: given names of people that places have as well.
    introduced: entities that are named in full. spelt: spellings
    of family names.
    """

    strangers: list[tuple[str, ...]]
    called: list[str]
    introduced: list[str]
    spelt: list[tuple[str, NameRef]]


class Weigher:
    """Weighs analyses where they stand."""

    def __init__(self, index: Index, weights: Mapping[str, float] | None = None) -> None:
        lexicon = index.lexicon
        self._index = index
        self._gazetteer = index.gazetteer
        self.cues = Cues(lexicon)
        self.scorer = Scorer(lexicon, index.gazetteer, self.cues, weights)
        self._never = ExclusionFilter(index.gazetteer)
        self._foreign = ForeignNames(index.gazetteer)
        # Small words that English has not: beside them somebody is quoted in another language.
        self._small_words = frozenset(
            word
            for word in lexicon.words("function_word") - lexicon.words("function_word", "en")
            if not lexicon.has("ordinary", word, "en")
        )
        self._particles = Particles(lexicon, index.gazetteer)
        self._threshold = lexicon.weight("linking", "threshold")
        self._correcting = lexicon.weight("linking", "correcting")
        self._margin = lexicon.weight("linking_odds", "margin")
        self._introducing = lexicon.weight("linking", "introducing")
        # Who comes so far below the threshold is no rival of whoever is above it either.
        self._hopeless = min(log_odds(self._threshold), log_odds(self._introducing)) - self._margin

    def reweighed(self, weights: Mapping[str, float]) -> Weigher:
        """A weigher with other weights."""
        return Weigher(self._index, weights)

    def weigh(self, analysis: ChunkAnalysis, context: LocalContext) -> Weighed:
        """An analysis with all its hits weighed, where `context` holds: for explaining and for fitting."""
        kept = self._kept(analysis, context.languages)
        spans = [*kept.contenders, *self._licensed(kept, analysis, context, of_all=True)]
        scored = self._score([s for s in spans if not self._excluded(s)], context)
        return Weighed(tuple(scored), tuple(self._choose(scored)))

    def _choose(self, scored: Sequence[ScoredCandidate]) -> list[Choice]:
        return choose(scored, threshold=self._threshold, margin=self._margin)

    def introductions(self, analysis: ChunkAnalysis, context: LocalContext) -> Introductions:
        """What an analysis tells the document where `context` holds."""
        kept = self._kept(analysis, context.languages)
        scored = self._score_hopeful(kept, analysis, context)
        strangers = self._strangers(kept, scored, context) if kept.strangers else []
        introduced: list[str] = []
        spelt: list[tuple[str, NameRef]] = []
        for choice in choose(scored, threshold=self._introducing, margin=self._margin):
            if choice.winner is None:
                continue
            hit = choice.winner.hit
            ref = hit.ref
            if ref.form in _INTRODUCING or (ref.form == "demonym" and not ref.derived):
                introduced.append(ref.entity)
            if hit.rule == SPELLING and ref.type == "person" and hit.last - hit.first > 1:
                spelt += self._learnt_spelling(analysis, choice.winner)
        called = [span.word.fold for span in kept.namesakes if _calls_somebody(span, context)]
        return Introductions(strangers, called, introduced, spelt)

    def mentions(self, analysis: ChunkAnalysis, context: LocalContext) -> list[Mention]:
        """The mentions in an analysis where `context` holds, placed in the text."""
        scored = self._score_hopeful(self._kept(analysis, context.languages), analysis, context)
        mentions = [
            _with_legal_form(self._mention(analysis.text, context, choice), choice, analysis)
            for choice in self._choose(scored)
        ]
        if mentions and mentions[0].type == "person" and mentions[0].start == context.start:
            mentions[0] = self._particles.with_particles(mentions[0], context.text)
        return mentions

    def _strangers(
        self, kept: _Kept, scored: Sequence[ScoredCandidate], context: LocalContext
    ) -> list[tuple[str, ...]]:
        """Family names that stand here behind a given name that is not our entity's."""
        whole = {(s.hit.first, s.hit.last) for s in scored if s.probability >= 0.5}
        return [
            s.hit.ref.tokens
            for s in self._score(kept.strangers, context)
            if not any(a < s.hit.last and s.hit.first < b for a, b in whole)
            and any(e.rule == "beside_given_name" for e in s.evidence)
        ]

    @staticmethod
    def _learnt_spelling(analysis: ChunkAnalysis, winner: ScoredCandidate) -> list[tuple[str, NameRef]]:
        """ "Anne Buyon" teaches that "Buyon" is Boillon here."""
        hit, ref = winner.hit, winner.hit.ref
        ours = analysis.words[hit.last - 1].text
        words = ref.spelling.split()
        if len(words) < 2 or len(ours) < 4 or analysis.words[hit.last - 1].role is not WordTag.NAME:
            return []
        if (
            any(w.role is WordTag.CONNECTOR for w in analysis.words[hit.first : hit.last])
            or "," in ref.spelling
        ):
            return []  # "Caroline of Zweibrücken" says where she is from
        family = NameRef(
            ref.entity, ref.type, ours, words[-1], "short", "family name", False, False, (fold(ours),)
        )
        return [(ours, family)]

    def _kept(self, analysis: ChunkAnalysis, languages: tuple[str, ...]) -> _Kept:
        """What the analysis says of its hits by itself: worked out once for texts in the same languages."""
        kept: _Kept | None = analysis.weighed
        if kept is None or kept.weigher is not self or kept.languages != languages:
            words, text = analysis.words, analysis.text
            contenders: list[Span] = []
            licensed: list[_Licensed] = []
            for hit, known, rivals in with_rivals(analysis.hits, len(words)):
                if hit.ref.rule in _LICENSED:
                    licensed.append((hit, known, rivals))
                elif not self._foreign.excludes(hit, text[hit.start : hit.end], languages):
                    contenders.append(self.scorer.span(hit, analysis, known, rivals))
            hopeful = [s for s in contenders if s.bound > self._hopeless and not self._excluded(s)]
            strangers = list(filter(_may_be_strangers, contenders))
            namesakes = list(filter(may_be_namesake, hopeful))
            kept = analysis.weighed = _Kept(
                self, languages, contenders, hopeful, strangers, namesakes, licensed
            )
        return kept

    def _excluded(self, span: Span) -> bool:
        """Whether the entity's `not` keeps it from being meant."""
        return self._never.excludes(span.hit, span.words)

    def _licensed(
        self, kept: _Kept, analysis: ChunkAnalysis, context: LocalContext, *, of_all: bool = False
    ) -> list[Span]:
        """What the hits say by themselves whose entity the document names in full, or all such hits."""
        return [
            self.scorer.span(hit, analysis, known, rivals)
            for hit, known, rivals in kept.licensed
            if of_all or context.introduced(hit.ref.entity)
        ]

    def _score(
        self, spans: Iterable[Span], context: LocalContext, least: float = -math.inf
    ) -> list[ScoredCandidate]:
        """The hits weighed, but for those that cannot come to more than `least`."""
        contextual, probability = self.scorer.contextual, self.scorer.probability
        scored = []
        for span in spans:
            if (told := contextual(span, context, least)) is not None:
                weight, found = told
                scored.append(ScoredCandidate(span.hit, probability(weight), span.evidence, tuple(found)))
        return scored

    def _score_hopeful(
        self, kept: _Kept, analysis: ChunkAnalysis, context: LocalContext
    ) -> list[ScoredCandidate]:
        """Those hits weighed that may be meant in this document."""
        spans = kept.hopeful
        if kept.licensed and (licensed := self._licensed(kept, analysis, context)):
            spans = [*spans, *(s for s in licensed if not self._excluded(s))]
        return self._score(spans, context, self._hopeless)

    def _mention(self, text: str, context: LocalContext, choice: Choice) -> Mention:
        """The mention for a choice in the chunk `text`, where `context` holds."""
        at = context.start
        candidates = tuple(map(self._candidate, choice.rivals))
        if choice.winner is None:
            hits = [s.hit for s in choice.rivals]
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            surface = text[start:end]
            best = choice.rivals[0]
            return Mention(
                at + start, at + end, surface, None, None, None, best.probability, surface, "ambiguous",
                candidates, _UNDECIDED,
            )  # fmt: skip
        hit = choice.winner.hit
        surface = text[hit.start : hit.end]
        ref = hit.ref
        return Mention(
            at + hit.start, at + hit.end, surface, ref.entity, ref.type, ref.form, choice.winner.probability,
            self._normal(surface, choice.winner, context),
            hit.rule if not ref.derived or hit.rule != EXACT else ref.rule,
            candidates, choice.winner.evidence,
        )  # fmt: skip

    def _normal(self, surface: str, winner: ScoredCandidate, context: LocalContext) -> str:
        """What `normalise` writes for a mention."""
        hit, ref, languages = winner.hit, winner.hit.ref, context.languages
        # Bulk lists spell at will: commas and accents of theirs are no spelling rules.
        bulk = hit.rule != SPELLING and ref.spelling == ref.normal and self._gazetteer[ref.entity].exact
        # Of what is no more than alike; a slip of the keyboard is told from other words by itself.
        unsure = hit.rule == SPELLING and not hit.slip and winner.probability < self._correcting
        if bulk or unsure:
            return surface
        if not self._foreign.is_foreign(hit, surface, languages):
            return surface_form(surface, self._in_accents(hit, surface, languages), languages)
        at = context.start
        around = context.text[max(0, at + hit.start - _QUOTED) : at + hit.end + _QUOTED]
        english = languages == _ENGLISH and self._small_words.isdisjoint(around.lower().split())
        return self._in_english(surface, hit) if english else surface

    def _in_accents(self, hit: SpanCandidate, surface: str, languages: Sequence[str]) -> SpanCandidate:
        """The hit with the accents that are right in the text: "Bogotá" where it is not English.

        Bulk lists have them at will: there only the word that is misspelt changes.
        """
        if hit.rule != SPELLING:
            return hit
        ref, entity = hit.ref, self._gazetteer[hit.ref.entity]
        normal = ref.normal
        if entity.exact:
            normal = with_words_of(surface, normal)
        elif languages and languages != _ENGLISH and normal.isascii() and fold(entity.name) == fold(normal):
            normal = entity.name
        same = ref.spelling == ref.normal
        return replace(hit, ref=replace(ref, normal=normal, spelling=normal if same else ref.spelling))

    def _in_english(self, surface: str, hit: SpanCandidate) -> str:
        """What an English text calls a place whose name it has in another language, or misspelt: "Rusia"."""
        name = self._gazetteer[hit.ref.entity].name
        ours, theirs = fold(surface), fold(name)
        left_out = (
            surface.isascii()
            and len(ours) == len(theirs) - 1
            and OSA.distance(ours, theirs) == 1
            and not theirs.startswith(ours)
        )
        if hit.ref.type != "place" or hit.ref.form != "full" or not (left_out or is_one_slip(ours, theirs)):
            return surface
        return surface_form(surface, replace(hit, ref=replace(hit.ref, spelling=name, normal=name)), _ENGLISH)

    def _candidate(self, s: ScoredCandidate) -> Candidate:
        ref = s.hit.ref
        name = self._gazetteer[ref.entity].name
        return Candidate(ref.entity, ref.type, name, ref.form, s.probability, ref.normal, s.evidence)
