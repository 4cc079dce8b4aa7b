"""One document, from text to mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.acronyms import learn_acronyms
from resolver.linking.commas import Commas
from resolver.linking.context import Document, Languages
from resolver.linking.decide import Choice, Scored, choose
from resolver.linking.hits import EXACT, SPELLING, Hit
from resolver.linking.never import Never
from resolver.linking.normal import normal_spelling
from resolver.linking.reader import Reader, Reading
from resolver.linking.scoring import Rivals, Scorer
from resolver.linking.stretches import Scanner, Stretch
from resolver.linking.surroundings import Surroundings, surroundings
from resolver.linking.words import Role
from resolver.text.fold import fold
from resolver.types import Candidate, Evidence, Mention

_INTRODUCING = frozenset({"full", "alias", "former"})
# Rules that take one word of a longer name for the whole, and those of bodies.
_ONE_WORD_OF = frozenset({"head", "tail", "given name"})
_OF_BODIES = frozenset({"head", "without kind"})
_Read = tuple[Stretch, Reading, Surroundings, tuple[Hit, ...]]


def _of_types(hits: tuple[Hit, ...], types: frozenset[str] | None) -> tuple[Hit, ...]:
    return hits if types is None else tuple(h for h in hits if h.ref.type in types)


@dataclass(frozen=True, slots=True)
class Considered:
    """A span that was weighed, for `explain`: its scored hits, best first, and what became of it."""

    start: int
    end: int
    text: str
    scored: tuple[Scored, ...]
    outcome: str

    def explain(self) -> str:
        """The span, the decision, and each candidate with what counted for and against it."""
        lines = [f"“{self.text}” [{self.start}:{self.end}]: {self.outcome}"]
        for s in self.scored:
            ref = s.hit.ref
            lines.append(f"  {ref.entity} as {ref.form} “{ref.spelling}” {s.probability:.2f} ({s.hit.rule})")
            lines += [f"    {e}" for e in s.evidence]
        return "\n".join(lines)


class Linker:
    """Finds and decides the mentions of a document, with all of it as context."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._scanner = Scanner(index)
        self._reader = Reader(index)
        self._scorer = Scorer(index.lexicon, index.gazetteer)
        self._never = Never(index.gazetteer)
        self._languages = Languages(index.lexicon)
        weight = index.lexicon.weight
        self._threshold = weight("linking", "threshold")
        self._margin = weight("linking", "margin")
        self._introducing = weight("linking", "introducing")
        self._commas = Commas(index, self._reader, self._scorer.regions)

    def link(self, text: str, types: frozenset[str] | None = None) -> list[Mention]:
        """The mentions of `text`, sorted, not overlapping; ambiguous ones have no ID."""
        found = [
            self._mention(stretch, choice, text)
            for stretch, _, choices, _ in self._decide(text, types)
            for choice in choices
        ]
        # Stretches may overlap (a name read on into small letters, "Surname, Given"): the longer wins.
        mentions: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end)):
            while mentions and mentions[-1].end > mention.start:
                if mentions[-1].end - mentions[-1].start >= mention.end - mention.start:
                    break
                mentions.pop()
            else:
                mentions.append(mention)
        return mentions

    def consider(self, text: str) -> list[Considered]:
        """Every span that was weighed and why it was or was not linked."""
        found: list[Considered] = []
        for stretch, _, choices, scored in self._decide(text, None):
            chosen = {(c.first, c.last): c for c in choices}
            spans: dict[tuple[int, int], list[Scored]] = {}
            for s in scored:
                spans.setdefault((s.hit.first, s.hit.last), []).append(s)
            for (first, last), group in sorted(spans.items()):
                choice = chosen.get((first, last))
                if choice is None:
                    over = [c for c in choices if c.first < last and first < c.last]
                    outcome = "part of a longer or better span" if over else "not probable enough"
                elif choice.winner is None:
                    outcome = "ambiguous"
                else:
                    outcome = f"linked to {choice.winner.hit.ref.entity}"
                start = stretch.start + min(s.hit.start for s in group)
                end = stretch.start + max(s.hit.end for s in group)
                group.sort(key=lambda s: (-s.probability, s.hit.ref.entity, s.hit.ref.spelling))
                found.append(Considered(start, end, text[start:end], tuple(group), outcome))
        return found

    def scored(self, text: str) -> list[tuple[int, list[Scored]]]:
        """All hits of `text` with their evidence, by the offset of their stretch; for fitting weights."""
        return [(stretch.start, scored) for stretch, _, _, scored in self._decide(text, None)]

    @property
    def weights(self) -> dict[str, float]:
        """The weights in force, by the name of their evidence."""
        return dict(self._index.lexicon.weights("linking"))

    # -- the two passes -----------------------------------------------------------------------------

    def _decide(
        self, text: str, types: frozenset[str] | None
    ) -> list[tuple[Stretch, Reading, list[Choice], list[Scored]]]:
        languages = self._languages.of(text)
        read: list[_Read] = []
        silent: list[tuple[Stretch, Reading]] = []
        previous: tuple[Stretch, Reading] | None = None
        for stretch in self._scanner.stretches(text):
            reading = self._reader.read(stretch.text, languages, stretch.anywhere)
            if reading.opens:
                longer = self._scanner.extended(text, stretch.start, stretch.end, reading.opens)
                if len(longer) > len(stretch.text):
                    stretch = Stretch(stretch.start, longer, stretch.anywhere)
                    reading = self._reader.read(longer, languages, stretch.anywhere)
            hits = _of_types(reading.hits, types)
            if hits:
                read.append((stretch, reading, surroundings(text, stretch, languages), hits))
            else:
                silent.append((stretch, reading))
            if previous is not None and text[previous[0].end : stretch.start] == ", ":
                for longer_stretch, joined in self._commas.joined(text, *previous, stretch, reading):
                    if hits := _of_types(joined.hits, types):
                        around = surroundings(text, longer_stretch, languages)
                        read.append((longer_stretch, joined, around, hits))
            previous = (stretch, reading)
        document = self._first_pass(text, read)
        if document.taught or document.spelt:
            read = self._with_learnt(text, read, silent, document, languages)
        results = []
        for stretch, reading, around, hits in read:
            scored = self._never.without(self._score(hits, reading, around, document), reading.words)
            choices = choose(scored, threshold=self._threshold, margin=self._margin)
            results.append((stretch, reading, choices, scored))
        return results

    def _with_learnt(
        self,
        text: str,
        read: list[_Read],
        silent: Sequence[tuple[Stretch, Reading]],
        document: Document,
        languages: tuple[str, ...],
    ) -> list[_Read]:
        """The same readings with hits for acronyms and short forms that this document alone teaches."""
        learnt = dict(document.spelt)
        for acronym, id in document.taught.items():
            if id is not None:
                entity = self._index.gazetteer[id]
                learnt[acronym] = NameRef(
                    id, entity.type, acronym, acronym, "acronym", "taught", False, False, (fold(acronym),)
                )
        if not learnt:
            return read
        result = list(read)
        at = {r[0]: i for i, r in enumerate(result)}
        for stretch, reading in [*((r[0], r[1]) for r in read), *silent]:
            extra = tuple(
                Hit(k, k + 1, w.token.start, w.token.end, ref, EXACT, 1.0)
                for k, w in enumerate(reading.words)
                if (ref := learnt.get(w.token.text))
                and not any(
                    h.ref.entity == ref.entity and (h.first, h.last) == (k, k + 1) and h.rule != SPELLING
                    for h in reading.hits
                )
            )
            if not extra:
                continue
            if (i := at.get(stretch)) is not None:
                s, r, around, hits = result[i]
                result[i] = (s, r, around, hits + extra)
            else:
                result.append((stretch, reading, surroundings(text, stretch, languages), extra))
        return result

    def _first_pass(self, text: str, read: Sequence[_Read]) -> Document:
        """Who is named in full, and what acronyms are explained, before anything is decided."""
        document = Document()
        for _, reading, around, hits in read:
            scored = self._score(hits, reading, around, document)
            self._strangers(scored, reading, around.at, document)
            # Only now: that somebody bears a name who is not the known bearer tells of a stranger.
            scored = self._never.without(scored, reading.words)
            for choice in choose(scored, threshold=self._introducing, margin=self._margin):
                if choice.winner is None:
                    continue
                hit = choice.winner.hit
                ref = hit.ref
                doubted = any(
                    e.rule.startswith(("left_", "right_", "inside")) for e in choice.winner.evidence
                )
                if not ref.derived and hit.rule == EXACT and not doubted:
                    document.free.add(ref.spelling)
                if hit.rule != SPELLING:
                    document.named.add(ref.entity)
                if ref.form in _INTRODUCING or (ref.form == "demonym" and not ref.derived):
                    document.introduced[ref.entity] = document.introduced.get(ref.entity, 0) + 1
                if hit.rule == SPELLING and ref.type == "person" and hit.last - hit.first > 1:
                    self._learn_spelling(reading, hit, document)
        for id in document.introduced:
            whole, ties = self._scorer.ties(id)
            document.surrounds.update(ties)
            if whole:
                document.wholes[whole] = document.wholes.get(whole, 0) + 1
        learn_acronyms(text, document, self._entity_at(text, read, document))
        return document

    def _entity_at(self, text: str, read: Sequence[_Read], document: Document) -> dict[int, tuple[int, str]]:
        """Where mentions end in a first reading → their start and entity, where a bracket may teach."""
        if "(" not in text:
            return {}
        ends: dict[int, tuple[int, str]] = {}
        for stretch, reading, around, hits in read:
            if text[stretch.end : stretch.end + 2].lstrip()[:1] != "(":
                continue
            scored = self._score(hits, reading, around, document)
            for choice in choose(scored, threshold=self._threshold, margin=self._margin):
                if choice.winner is not None and choice.winner.hit.ref.form != "acronym":
                    hit = choice.winner.hit
                    ends[stretch.start + hit.end] = (stretch.start + hit.start, hit.ref.entity)
        return ends

    @staticmethod
    def _strangers(scored: Sequence[Scored], reading: Reading, at: int, document: Document) -> None:
        """Remember family names that stand here behind a given name that is not our entity's."""
        whole = {(s.hit.first, s.hit.last) for s in scored if s.probability >= 0.5}
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
                document.others.setdefault(ref.tokens, at)

    @staticmethod
    def _learn_spelling(reading: Reading, hit: Hit, document: Document) -> None:
        """ "Anne Buyon" teaches that "Buyon" is Boillon here."""
        ours = reading.words[hit.last - 1].token.text
        words = hit.ref.spelling.split()
        if len(words) < 2 or len(ours) < 4 or reading.words[hit.last - 1].role is not Role.NAME:
            return
        if (
            any(w.role is Role.CONNECTOR for w in reading.words[hit.first : hit.last])
            or "," in hit.ref.spelling
        ):
            return  # "Caroline of Zweibrücken" says where she is from
        ref = hit.ref
        document.spelt[ours] = NameRef(
            ref.entity, ref.type, ours, words[-1], "short", "family name", False, False, (fold(ours),)
        )

    def _score(
        self, hits: Sequence[Hit], reading: Reading, around: Surroundings, document: Document
    ) -> list[Scored]:
        listed = [h for h in hits if not h.ref.derived and (h.rule != SPELLING or h.ref.form == "demonym")]
        scored = []
        # Who else may be meant: by any form, and by a form that is more than one word of a longer name.
        bearers: dict[tuple[int, int, bool], set[str]] = {}
        listed_as: dict[tuple[int, int], set[str]] = {}
        bodies: set[tuple[int, int]] = set()
        for hit in hits:
            if hit.rule != SPELLING:
                bearers.setdefault((hit.first, hit.last, True), set()).add(hit.ref.entity)
                if hit.ref.rule not in _ONE_WORD_OF:
                    bearers.setdefault((hit.first, hit.last, False), set()).add(hit.ref.entity)
                if not hit.ref.derived:
                    listed_as.setdefault((hit.first, hit.last), set()).add(hit.ref.entity)
                elif hit.ref.type == "organization" and hit.ref.rule in _OF_BODIES:
                    bodies.add((hit.first, hit.last))
        for hit in hits:
            known = [False] * len(reading.words)
            for other in listed:
                if other.last <= hit.first or other.first >= hit.last:
                    known[other.first : other.last] = [True] * (other.last - other.first)
            span = (hit.first, hit.last)
            rivals = Rivals(
                shared=len(bearers.get((*span, hit.ref.rule in _ONE_WORD_OF), ())) > 1,
                listed=hit.ref.rule in _OF_BODIES and bool(listed_as.get(span, set()) - {hit.ref.entity}),
                body=span in bodies,
            )
            evidence = self._scorer.evidence(hit, reading, around, document, known, rivals)
            scored.append(Scored(hit, self._scorer.probability(evidence), tuple(evidence)))
        return scored

    def _mention(self, stretch: Stretch, choice: Choice, text: str) -> Mention:
        candidates = tuple(self._candidate(s) for s in choice.rivals)
        if choice.winner is None:
            hits = [s.hit for s in choice.rivals]
            start, end = stretch.start + min(h.start for h in hits), stretch.start + max(h.end for h in hits)
            surface = text[start:end]
            best = choice.rivals[0]
            return Mention(
                start, end, surface, None, None, None, best.probability, surface, "ambiguous", candidates,
                (Evidence("ambiguous", "no candidate is clearly ahead"),),
            )  # fmt: skip
        hit = choice.winner.hit
        start, end = stretch.start + hit.start, stretch.start + hit.end
        surface = text[start:end]
        ref = hit.ref
        return Mention(
            start, end, surface, ref.entity, ref.type, ref.form, choice.winner.probability,
            normal_spelling(surface, hit), hit.rule if not ref.derived or hit.rule != EXACT else ref.rule,
            candidates, choice.winner.evidence,
        )  # fmt: skip

    def _candidate(self, s: Scored) -> Candidate:
        ref = s.hit.ref
        name = self._index.gazetteer[ref.entity].name
        return Candidate(ref.entity, ref.type, name, ref.form, s.probability, ref.normal, s.evidence)
