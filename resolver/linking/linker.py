"""One document, from text to mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.linking.context import Document, Languages
from resolver.linking.decide import Choice, Scored, choose
from resolver.linking.hits import EXACT, Hit
from resolver.linking.normal import normal_spelling
from resolver.linking.reader import Reader, Reading
from resolver.linking.scoring import Scorer, Surroundings
from resolver.linking.stretches import Scanner, Stretch
from resolver.text.fold import fold
from resolver.types import Candidate, Evidence, Mention

_INTRODUCING = frozenset({"full", "alias", "former"})
_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0\n]$")
_AFTER = re.compile(r"[ \u00a0\n]([^\W\d_]+)")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;]['\"»”’)\]]*\s+|[\r\n]\s*|[\"“„«‘'(\[]\s*|[-–—•*]\s+)$")
_TAUGHT = re.compile(r"\s?\(\s?(?:the\s+)?[\"“]?([A-ZÀ-ÞА-Я][\w.&-]{1,9})[\"”]?\s?[),;]")
_MARGIN = 60


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
        self._languages = Languages(index.lexicon)
        weight = index.lexicon.weight
        self._threshold = weight("linking", "threshold")
        self._margin = weight("linking", "margin")
        self._introducing = weight("linking", "introducing")
        self._free = weight("linking", "free")

    def link(self, text: str, types: frozenset[str] | None = None) -> list[Mention]:
        """The mentions of `text`, sorted, not overlapping; ambiguous ones have no ID."""
        mentions: list[Mention] = []
        end = 0
        for stretch, reading, choices, _ in self._decide(text, types):
            for choice in choices:
                mention = self._mention(stretch, reading, choice, text)
                if mention.start >= end:
                    mentions.append(mention)
                    end = mention.end
        return mentions

    def consider(self, text: str) -> list[Considered]:
        """Every span that was weighed and why it was or was not linked."""
        found: list[Considered] = []
        for stretch, reading, choices, scored in self._decide(text, None):
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

    # -- the two passes -----------------------------------------------------------------------------

    def _decide(
        self, text: str, types: frozenset[str] | None
    ) -> list[tuple[Stretch, Reading, list[Choice], list[Scored]]]:
        languages = self._languages.of(text)
        read: list[tuple[Stretch, Reading, Surroundings, tuple[Hit, ...]]] = []
        for stretch in self._scanner.stretches(text):
            reading = self._reader.read(stretch.text, languages, stretch.anywhere)
            if reading.opens:
                longer = self._scanner.extended(text, stretch.start, stretch.end, reading.opens)
                if len(longer) > len(stretch.text):
                    stretch = Stretch(stretch.start, longer, stretch.anywhere)
                    reading = self._reader.read(longer, languages, stretch.anywhere)
            hits = reading.hits if types is None else tuple(h for h in reading.hits if h.ref.type in types)
            if hits:
                read.append((stretch, reading, self._surroundings(text, stretch), hits))
        document = self._first_pass(text, read)
        results = []
        for stretch, reading, around, hits in read:
            scored = self._score(hits, reading, around, document)
            choices = choose(scored, threshold=self._threshold, margin=self._margin)
            results.append((stretch, reading, choices, scored))
        return results

    def _first_pass(
        self, text: str, read: Sequence[tuple[Stretch, Reading, Surroundings, tuple[Hit, ...]]]
    ) -> Document:
        """Who is named in full, and what acronyms are explained, before anything is decided."""
        document = Document()
        for stretch, reading, around, hits in read:
            scored = self._score(hits, reading, around, document)
            for choice in choose(scored, threshold=self._introducing, margin=self._margin):
                if choice.winner is None:
                    continue
                hit = choice.winner.hit
                if not hit.ref.derived and hit.rule == EXACT and choice.winner.probability >= self._free:
                    document.free.add(hit.ref.spelling)
                if hit.ref.form in _INTRODUCING or hit.ref.form == "demonym":
                    entity = hit.ref.entity
                    document.introduced[entity] = document.introduced.get(entity, 0) + 1
                    self._learn_acronym(text, stretch.start + hit.end, entity, document)
        return document

    @staticmethod
    def _learn_acronym(text: str, end: int, entity: str, document: Document) -> None:
        match = _TAUGHT.match(text, end)
        if match:
            document.taught[match.group(1)] = entity

    def _score(
        self, hits: Sequence[Hit], reading: Reading, around: Surroundings, document: Document
    ) -> list[Scored]:
        listed = [h for h in hits if not h.ref.derived and h.rule != "similar spelling"]
        scored = []
        for hit in hits:
            known = [False] * len(reading.words)
            for other in listed:
                if other.last <= hit.first or other.first >= hit.last:
                    known[other.first : other.last] = [True] * (other.last - other.first)
            evidence = self._scorer.evidence(hit, reading, around, document, known)
            scored.append(Scored(hit, self._scorer.probability(evidence), tuple(evidence)))
        return scored

    def _surroundings(self, text: str, stretch: Stretch) -> Surroundings:
        before = text[max(0, stretch.start - _MARGIN) : stretch.start]
        word = _BEFORE.search(before)
        at_start = stretch.start == 0 or bool(_SENTENCE_END.search(before))
        return Surroundings(
            fold(word.group(1)) if word else "",
            fold(after.group(1)) if (after := _AFTER.match(text, stretch.end)) else "",
            at_start,
            self._headline(text, stretch),
        )

    @staticmethod
    def _headline(text: str, stretch: Stretch) -> bool:
        """Whether the line is a title: most of its longer words are capitalised and no full stop ends it."""
        start = text.rfind("\n", 0, stretch.start) + 1
        end = text.find("\n", stretch.end)
        end = len(text) if end < 0 else end
        if end - start > 200:
            return False
        line = text[start:end].rstrip()
        words = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
        capitals = sum(w[0].isupper() for w in words)
        return len(words) >= 4 and capitals >= 0.8 * len(words) and not line.endswith((".", "!", "?"))

    def _mention(self, stretch: Stretch, reading: Reading, choice: Choice, text: str) -> Mention:
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


