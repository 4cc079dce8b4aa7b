"""Weighs the hits of a reading and decides between them.

What is decided of a stretch follows from its reading and from the answers to what the scorer asks of the
text around and of the document (`facts`), and from nothing else: so it can be remembered (`remembering`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver.index.derived import OF_BODIES
from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.decide import Choice, Scored, choose
from resolver.linking.facts import Cues, Facts
from resolver.linking.foreign import ForeignNames
from resolver.linking.hits import EXACT, SPELLING
from resolver.linking.never import Never
from resolver.linking.normal import normal_spelling
from resolver.linking.reader import Reading
from resolver.linking.scoring import SIDES, Rivals, Scorer
from resolver.linking.words import Role
from resolver.text.fold import fold
from resolver.types import Candidate, Evidence, Mention

_INTRODUCING = frozenset({"full", "alias", "former"})
# Rules that take one word of a longer name for the whole.
_ONE_WORD_OF = frozenset({"head", "head of a team", "tail", "given name"})
_NOBODY: frozenset[str] = frozenset()
# From this quality on a misspelt people or country beside a name is known.
_SURELY_SPELT = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The hits of a reading with what counts for and against each, and the choice between them."""

    scored: tuple[Scored, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What follows from weighing a reading. Many thousands are kept, so they hold nothing of what led there.

    mentions: their offsets counted from the start of the stretch. The rest is what the stretch tells the
    document: family names that strangers bear, entities that are named in full, and spellings of family
    names; `tells`: whether it tells anything.
    """

    mentions: tuple[Mention, ...]
    strangers: tuple[tuple[str, ...], ...]
    introduced: tuple[str, ...]
    spelt: tuple[tuple[str, NameRef], ...]
    tells: bool


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
        scored = self._never.without(self._score(reading, facts), reading.words)
        return Weighed(tuple(scored), tuple(self._choose(scored)))

    def _choose(self, scored: Sequence[Scored]) -> list[Choice]:
        return choose(scored, threshold=self._threshold, margin=self._margin)

    def decide(self, reading: Reading, facts: Facts) -> Decision:
        """What follows for a reading where `facts` hold."""
        everything = self._score(reading, facts)
        # Strangers first: that somebody bears a name who is not the known bearer tells of a stranger.
        strangers = self._strangers(everything, reading)
        scored = self._never.without(everything, reading.words)
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
        return Decision(
            tuple(self._mention(reading.text, c, facts.languages) for c in self._choose(scored)),
            tuple(strangers),
            tuple(introduced),
            tuple(spelt),
            bool(strangers or introduced or spelt),
        )

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

    def _score(self, reading: Reading, facts: Facts) -> list[Scored]:
        languages, text, foreign = facts.languages, reading.text, self._foreign
        hits = [h for h in reading.hits if not foreign.excludes(h, text[h.start : h.end], languages)]
        listed = [
            h
            for h in hits
            if not h.ref.derived
            and (h.rule != SPELLING or (h.ref.form == "demonym" and h.quality >= _SURELY_SPELT))
        ]
        scored = []
        # Who else may be meant: by any form, and by a form that is more than one word of a longer name.
        bearers: dict[tuple[int, int, bool], set[str]] = {}
        listed_as: dict[tuple[int, int], set[str]] = {}
        bodies: set[tuple[int, int]] = set()
        sides: set[tuple[int, int]] = set()
        letters: dict[tuple[int, int], set[str]] = {}
        for hit in hits:
            if hit.rule != SPELLING:
                bearers.setdefault((hit.first, hit.last, True), set()).add(hit.ref.entity)
                if hit.ref.rule not in _ONE_WORD_OF:
                    bearers.setdefault((hit.first, hit.last, False), set()).add(hit.ref.entity)
                if not hit.ref.derived:
                    listed_as.setdefault((hit.first, hit.last), set()).add(hit.ref.entity)
                elif hit.ref.form == "acronym":
                    letters.setdefault((hit.first, hit.last), set()).add(hit.ref.entity)
                elif hit.ref.type == "organization" and hit.ref.rule in OF_BODIES:
                    bodies.add((hit.first, hit.last))
                if hit.ref.rule in SIDES:
                    sides.add((hit.first, hit.last))
        beside: dict[tuple[int, int], list[bool]] = {}
        for hit in hits:
            span = (hit.first, hit.last)
            known = beside.get(span)
            if known is None:
                known = beside[span] = [False] * len(reading.words)
                for other in listed:
                    if other.last <= hit.first or other.first >= hit.last:
                        known[other.first : other.last] = [True] * (other.last - other.first)
            rivals = Rivals(
                shared=len(bearers.get((*span, hit.ref.rule in _ONE_WORD_OF), ())) > 1,
                listed=hit.ref.rule in OF_BODIES
                and bool((listed_as.get(span, _NOBODY) | letters.get(span, _NOBODY)) - {hit.ref.entity}),
                body=span in bodies,
                side=span in sides,
            )
            evidence = self.scorer.evidence(hit, reading, facts, known, rivals)
            scored.append(Scored(hit, self.scorer.probability(evidence), tuple(evidence)))
        return scored

    def _mention(self, text: str, choice: Choice, languages: tuple[str, ...]) -> Mention:
        candidates = tuple(self._candidate(s) for s in choice.rivals)
        if choice.winner is None:
            hits = [s.hit for s in choice.rivals]
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            surface = text[start:end]
            best = choice.rivals[0]
            return Mention(
                start, end, surface, None, None, None, best.probability, surface, "ambiguous", candidates,
                (Evidence("ambiguous", "no candidate is clearly ahead"),),
            )  # fmt: skip
        hit = choice.winner.hit
        surface = text[hit.start : hit.end]
        ref = hit.ref
        foreign = self._foreign.is_foreign(ref, languages)
        return Mention(
            hit.start, hit.end, surface, ref.entity, ref.type, ref.form, choice.winner.probability,
            surface if foreign else normal_spelling(surface, hit, languages), hit.rule if not ref.derived or hit.rule != EXACT else ref.rule,
            candidates, choice.winner.evidence,
        )  # fmt: skip

    def _candidate(self, s: Scored) -> Candidate:
        ref = s.hit.ref
        name = self._gazetteer[ref.entity].name
        return Candidate(ref.entity, ref.type, name, ref.form, s.probability, ref.normal, s.evidence)
