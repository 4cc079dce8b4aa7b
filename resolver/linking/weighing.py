"""Weighs the hits of a reading and decides between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.decide import Choice, Scored, choose
from resolver.linking.facts import Cues, Facts
from resolver.linking.foreign import ForeignNames
from resolver.linking.hits import EXACT, SPELLING
from resolver.linking.never import Never
from resolver.linking.normal import normal_spelling
from resolver.linking.reader import Reading
from resolver.linking.rivals import contenders as contenders_of
from resolver.linking.scoring import Scorer
from resolver.linking.words import Role
from resolver.text.fold import fold
from resolver.types import Candidate, Evidence, Mention

_INTRODUCING = frozenset({"full", "alias", "former"})
_UNDECIDED = (Evidence("ambiguous", "no candidate is clearly ahead"),)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The hits of a reading with what counts for and against each, and the choice between them."""

    scored: tuple[Scored, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Introductions:
    """What a stretch tells the document.

    strangers: family names that strangers bear. introduced: entities that are named in full. spelt: spellings
    of family names.
    """

    strangers: list[tuple[str, ...]]
    introduced: list[str]
    spelt: list[tuple[str, NameRef]]


class Weigher:
    """Weighs readings, each anew."""

    def __init__(self, index: Index, weights: Mapping[str, float] | None = None) -> None:
        lexicon = index.lexicon
        self._index = index
        self._gazetteer = index.gazetteer
        self.cues = Cues(lexicon)
        self.scorer = Scorer(lexicon, index.gazetteer, self.cues, weights)
        self._never = Never(index.gazetteer)
        self._foreign = ForeignNames(index.gazetteer)
        self._threshold = lexicon.weight("linking", "threshold")
        self._margin = lexicon.weight("linking", "margin")
        self._introducing = lexicon.weight("linking", "introducing")

    def reweighed(self, weights: Mapping[str, float]) -> Weigher:
        """A weigher with other weights."""
        return Weigher(self._index, weights)

    def weigh(self, reading: Reading, facts: Facts) -> Weighed:
        """A reading with its hits weighed, where `facts` hold."""
        _, scored = self._score(reading, facts)
        choices = choose(scored, threshold=self._threshold, margin=self._margin)
        return Weighed(tuple(scored), tuple(choices))

    def introductions(self, reading: Reading, facts: Facts) -> Introductions:
        """What a reading tells the document where `facts` hold."""
        everything, scored = self._score(reading, facts)
        strangers = self._strangers(everything, reading)
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
                spelt += self._learnt_spelling(reading, choice.winner)
        return Introductions(strangers, introduced, spelt)

    def mentions(self, reading: Reading, facts: Facts) -> list[Mention]:
        """The mentions in a reading where `facts` hold, placed in the text."""
        text, at, languages = reading.text, facts.start, facts.languages
        return [self._mention(text, at, c, languages) for c in self.weigh(reading, facts).choices]

    @staticmethod
    def _strangers(scored: Sequence[Scored], reading: Reading) -> list[tuple[str, ...]]:
        """Family names that stand here behind a given name that is not our entity's."""
        whole = {(s.hit.first, s.hit.last) for s in scored if s.probability >= 0.5}
        found: list[tuple[str, ...]] = []
        for s in scored:
            ref = s.hit.ref
            if ref.type != "person" or s.hit.last - s.hit.first != 1 or len(ref.tokens) != 1:
                continue
            if any(a < s.hit.last and s.hit.first < b for a, b in whole):
                continue
            given = reading.words[s.hit.first - 1] if s.hit.first else None
            if (
                given is not None
                and given.role is Role.NAME
                and any(e.rule == "left_unknown_short" for e in s.evidence)
            ):
                found.append(ref.tokens)
        return found

    @staticmethod
    def _learnt_spelling(reading: Reading, winner: Scored) -> list[tuple[str, NameRef]]:
        """ "Anne Buyon" teaches that "Buyon" is Boillon here."""
        hit, ref = winner.hit, winner.hit.ref
        ours = reading.words[hit.last - 1].text
        words = ref.spelling.split()
        if len(words) < 2 or len(ours) < 4 or reading.words[hit.last - 1].role is not Role.NAME:
            return []
        if any(w.role is Role.CONNECTOR for w in reading.words[hit.first : hit.last]) or "," in ref.spelling:
            return []  # "Caroline of Zweibrücken" says where she is from
        family = NameRef(
            ref.entity, ref.type, ours, words[-1], "short", "family name", False, False, (fold(ours),)
        )
        return [(ours, family)]

    def _score(self, reading: Reading, facts: Facts) -> tuple[list[Scored], list[Scored]]:
        """All hits weighed, and those that may be meant: the others are excluded by an entity's `not`."""
        contenders = reading.contenders
        if contenders is None:  # the same wherever the stretch stands
            contenders = reading.contenders = contenders_of(reading.hits, reading.words, self._never.excludes)
        everything, allowed = [], []
        languages, text = facts.languages, reading.text
        for c in contenders:
            if self._foreign.excludes(c.hit, text[c.hit.start : c.hit.end], languages):
                continue
            evidence = self.scorer.evidence(c.hit, reading, facts, c.known, c.rivals)
            scored = Scored(c.hit, self.scorer.probability(evidence), tuple(evidence))
            everything.append(scored)
            if not c.excluded:
                allowed.append(scored)
        return everything, allowed

    def _mention(self, text: str, at: int, choice: Choice, languages: tuple[str, ...]) -> Mention:
        """The mention for a choice in the stretch `text` that starts at `at`."""
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
        foreign = self._foreign.is_foreign(ref, languages)
        return Mention(
            at + hit.start, at + hit.end, surface, ref.entity, ref.type, ref.form, choice.winner.probability,
            surface if foreign else normal_spelling(surface, hit, languages),
            hit.rule if not ref.derived or hit.rule != EXACT else ref.rule,
            candidates, choice.winner.evidence,
        )  # fmt: skip

    def _candidate(self, s: Scored) -> Candidate:
        ref = s.hit.ref
        name = self._gazetteer[ref.entity].name
        return Candidate(ref.entity, ref.type, name, ref.form, s.probability, ref.normal, s.evidence)
