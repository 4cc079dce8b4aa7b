"""One document, from text to mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.acronyms import learn_acronyms
from resolver.linking.commas import Commas
from resolver.linking.context import Document, Languages
from resolver.linking.decide import Scored
from resolver.linking.facts import Facts
from resolver.linking.hits import EXACT, SPELLING, Hit
from resolver.linking.reader import Reader, Reading
from resolver.linking.stretches import Scanner
from resolver.linking.weighing import Weighed, Weigher
from resolver.text.fold import fold
from resolver.text.treebank import with_brackets
from resolver.types import Mention

_MOST_FILTERED = 4096
# A reading with hits where it stands, and one without.
_Read = tuple[Reading, Facts]
_Silent = tuple[Reading, int]


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


# What may stand between a name and what the text says of it.
_TEACHING = ("(", " (", ", ", " , ")


class Linker:
    """Finds and decides the mentions of a document, with all of it as context.

    `remember`: how many decisions are kept for the next time; with 0 each is worked out anew.
    """

    def __init__(self, index: Index, remember: int | None = None) -> None:
        self._index = index
        self._scanner = Scanner(index)
        self._reader = Reader(index)
        self._weigher = Weigher(index) if remember is None else Weigher(index, remember)
        self._commas = Commas(index, self._reader, self._weigher.scorer.regions)
        self._languages = Languages(index.lexicon)
        self._filtered: dict[tuple[Reading, frozenset[str]], Reading] = {}

    def reweighed(self, weights: Mapping[str, float]) -> Linker:
        """The same linker with other weights of evidence; what it has read it shares."""
        other = copy(self)
        other._weigher = self._weigher.reweighed(weights)
        return other

    def link(self, text: str, types: frozenset[str] | None = None) -> list[Mention]:
        """The mentions of `text`, sorted, not overlapping; ambiguous ones have no ID."""
        mentions: list[Mention] = []
        end, sorted_ = 0, True
        for start, weighed in self._decide(text, types):
            for m in weighed.mentions:
                at = start + m.start
                sorted_ = sorted_ and at >= end
                end = start + m.end
                mentions.append(
                    Mention(
                        at, end, m.text, m.id, m.type, m.form, m.score, m.normal, m.rule, m.candidates,
                        m.evidence,
                    )
                )  # fmt: skip
        return mentions if sorted_ else _longest(mentions)

    def consider(self, text: str) -> list[Considered]:
        """Every span that was weighed and why it was or was not linked."""
        found: list[Considered] = []
        for at, weighed in self._decide(text, None):
            chosen = {(c.first, c.last): c for c in weighed.choices}
            spans: dict[tuple[int, int], list[Scored]] = {}
            for s in weighed.scored:
                spans.setdefault((s.hit.first, s.hit.last), []).append(s)
            for (first, last), group in sorted(spans.items()):
                choice = chosen.get((first, last))
                if choice is None:
                    over = [c for c in weighed.choices if c.first < last and first < c.last]
                    outcome = "part of a longer or better span" if over else "not probable enough"
                elif choice.winner is None:
                    outcome = "ambiguous"
                else:
                    outcome = f"linked to {choice.winner.hit.ref.entity}"
                start = at + min(s.hit.start for s in group)
                end = at + max(s.hit.end for s in group)
                group.sort(key=lambda s: (-s.probability, s.hit.ref.entity, s.hit.ref.spelling))
                found.append(Considered(start, end, text[start:end], tuple(group), outcome))
        return found

    def scored(self, text: str) -> list[tuple[int, tuple[Scored, ...]]]:
        """All hits of `text` with their evidence, by the offset of their stretch; for fitting weights."""
        return [(start, weighed.scored) for start, weighed in self._decide(text, None)]

    @property
    def weights(self) -> dict[str, float]:
        """The weights in force, by the name of their evidence."""
        return dict(self._weigher.scorer.weights)

    # -- the two passes -----------------------------------------------------------------------------

    def _decide(self, text: str, types: frozenset[str] | None) -> list[tuple[int, Weighed]]:
        """What is decided of each stretch that has hits, with where it starts."""
        document = Document()
        text = with_brackets(text)
        read, silent = self._read(text, types, document)
        weigh = self._weigher.weigh
        self._first_pass(text, read, document)
        if document.taught or document.spelt:
            return self._with_learnt(read, silent, document)
        return [(facts.start, weigh(reading, facts)) for reading, facts in read]

    def _read(
        self, text: str, types: frozenset[str] | None, document: Document
    ) -> tuple[list[_Read], list[tuple[Reading, Facts]]]:
        """The readings of the stretches that have hits, and those of the others."""
        languages = self._languages.of(text)
        cues = self._weigher.cues
        cased, uncased = self._reader.of(languages, False), self._reader.of(languages, True)
        read: list[_Read] = []
        silent: list[tuple[Reading, Facts]] = []
        before: Reading | None = None
        start = end = 0
        for at, surface, anywhere in self._scanner.stretches(text):
            reading = (uncased if anywhere else cased)[surface]
            if reading.opens:
                longer = self._scanner.extended(text, at, at + len(surface), reading.opens)
                if len(longer) > len(surface):
                    surface = longer
                    reading = (uncased if anywhere else cased)[surface]
            joins = before is not None and at == end + 2 and text.startswith(", ", end)
            previous, previous_start = before, start
            before, start, end = reading, at, at + len(surface)
            if types is not None:
                reading = self._of_types(reading, types)
            facts = Facts(cues, text, at, end, languages, document)
            (read if reading.hits else silent).append((reading, facts))
            if joins and previous is not None:
                for offset, joined in self._commas.joined(text, previous_start, previous, before):
                    if types is not None:
                        joined = self._of_types(joined, types)
                    if joined.hits:
                        offset += previous_start
                        facts = Facts(cues, text, offset, offset + len(joined.text), languages, document)
                        read.append((joined, facts))
        return read, silent

    def _of_types(self, reading: Reading, types: frozenset[str]) -> Reading:
        """The reading with hits of these types only; the same one each time."""
        found = self._filtered.get((reading, types))
        if found is None:
            if len(self._filtered) >= _MOST_FILTERED:
                self._filtered.clear()
            found = replace(reading, hits=tuple(h for h in reading.hits if h.ref.type in types))
            self._filtered[reading, types] = found
        return found

    def _first_pass(self, text: str, read: Sequence[_Read], document: Document) -> None:
        """Tell the document who is named in full and what acronyms are explained, before all is decided."""
        weigh = self._weigher.weigh
        introduced = document.introduced
        for reading, facts in read:
            weighed = weigh(reading, facts)
            for family in weighed.strangers:
                document.others.setdefault(family, facts.start)
            for id in weighed.introduced:
                introduced[id] = introduced.get(id, 0) + 1
            document.spelt.update(weighed.spelt)
        for id, times in introduced.items():
            whole, ties = self._weigher.scorer.ties(id)
            document.surrounds.update(ties)
            entity = self._index.gazetteer[id]
            if land := entity.country or (id if entity.type == "place" else None):
                document.lands[land] = document.lands.get(land, 0) + times
            if whole:
                document.wholes[whole] = document.wholes.get(whole, 0) + 1
        if "(" in text or " known as " in text:
            learn_acronyms(text, document, self._entity_at(text, read))

    def _entity_at(self, text: str, read: Iterable[_Read]) -> dict[int, tuple[int, str]]:
        """Where mentions end in a first reading → their start and entity, where a bracket may teach."""
        ends: dict[int, tuple[int, str]] = {}
        for reading, facts in read:
            start = facts.start
            end = start + len(reading.text)
            if not text.startswith(_TEACHING, end):
                continue
            for choice in self._weigher.weigh(reading, facts).choices:
                if choice.winner is not None and choice.winner.hit.ref.form != "acronym":
                    hit = choice.winner.hit
                    ends[start + hit.end] = (start + hit.start, hit.ref.entity)
        return ends

    def _with_learnt(
        self, read: Sequence[_Read], silent: Sequence[_Read], document: Document
    ) -> list[tuple[int, Weighed]]:
        """Decide with hits for acronyms and short forms that this document alone teaches."""
        learnt = dict(document.spelt)
        for acronym, id in document.taught.items():
            if id is not None:
                entity = self._index.gazetteer[id]
                learnt[acronym] = NameRef(
                    id, entity.type, acronym, acronym, "acronym", "taught", False, False, (fold(acronym),)
                )
        decided: list[tuple[int, Weighed]] = []
        for readings, heard in ((read, True), (silent, False)):
            for reading, facts in readings:
                if extra := self._learnt_hits(reading, learnt):
                    # Of this document alone, and so not remembered.
                    more = replace(reading, hits=reading.hits + extra)
                    decided.append((facts.start, self._weigher.anew(more, facts)))
                elif heard:
                    decided.append((facts.start, self._weigher.weigh(reading, facts)))
        return decided

    @staticmethod
    def _learnt_hits(reading: Reading, learnt: dict[str, NameRef]) -> tuple[Hit, ...]:
        if not any(word in reading.text for word in learnt):
            return ()
        return tuple(
            Hit(k, k + 1, w.token.start, w.token.end, ref, EXACT, 1.0)
            for k, w in enumerate(reading.words)
            if (ref := learnt.get(w.token.text))
            and not any(
                h.ref.entity == ref.entity and (h.first, h.last) == (k, k + 1) and h.rule != SPELLING
                for h in reading.hits
            )
        )


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Stretches may overlap (a name read on into small letters, "Surname, Given"): the longer wins."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        while kept and kept[-1].end > mention.start:
            if kept[-1].end - kept[-1].start >= mention.end - mention.start:
                break
            kept.pop()
        else:
            kept.append(mention)
    return kept
