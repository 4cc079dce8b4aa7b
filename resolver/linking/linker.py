"""One document, from text to mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.acronyms import learn_acronyms
from resolver.linking.commas import Commas
from resolver.linking.context import Document, Languages
from resolver.linking.decide import Scored
from resolver.linking.hits import EXACT, SPELLING, Hit
from resolver.linking.placing import placed
from resolver.linking.reader import Reader, Reading
from resolver.linking.remembering import Hearing, Memory
from resolver.linking.spelling import BORDER
from resolver.linking.stretches import Scanner, Stretches
from resolver.linking.weighing import Weighed, Weigher
from resolver.text.fold import fold
from resolver.text.tokens import UNCASED, UPPER, WORD
from resolver.types import Mention

_MOST_FILTERED = 4096
_MOST_APART = 16_384
_COMMA = re.compile(rf", (?=[{UPPER}{UNCASED}])")
# A stretch without hits: its text, where it starts, the languages, and whether no capital shows there.
_Silent = tuple[str, int, tuple[str, ...], bool]


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
    """Finds and decides the mentions of a document, with all of it as context.

    `remember`: how many decisions are kept for the next time; with 0 each is worked out anew.
    """

    def __init__(self, index: Index, remember: int | None = None) -> None:
        self._index = index
        self._reader = Reader(index)
        self._scanner = Scanner(index, self._bounds)
        weigher = Weigher(index)
        self._memory = Memory(weigher) if remember is None else Memory(weigher, remember)
        self._commas = Commas(index, self._reader, weigher.scorer.regions)
        self._apart: set[tuple[str, str]] = set()
        self._languages = Languages(index.lexicon)
        self._filtered: dict[tuple[Reading, frozenset[str]], Reading] = {}

    def _bounds(self, word: str) -> bool:
        words = self._reader.word_reader.read(word)
        return bool(words) and words[0].role in BORDER

    def reweighed(self, weights: Mapping[str, float]) -> Linker:
        """The same linker with other weights of evidence; what it has read it shares."""
        other = copy(self)
        other._memory = Memory(self._memory.weigher.reweighed(weights), self._memory.most)
        return other

    def link(self, text: str, types: frozenset[str] | None = None) -> list[Mention]:
        """The mentions of `text`, sorted, not overlapping; ambiguous ones have no ID."""
        mentions: list[Mention] = []
        add = mentions.append
        end, sorted_ = 0, True
        for start, weighed in self._decide(text, types):
            for m in weighed.mentions:
                at = start + m.start
                if at < end:
                    sorted_ = False
                end = start + m.end
                add(placed(m, at, end))
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
        return dict(self._memory.weigher.scorer.weights)

    # -- the two passes -----------------------------------------------------------------------------

    def _decide(self, text: str, types: frozenset[str] | None) -> Iterable[tuple[int, Weighed]]:
        """What is decided of each stretch that has hits, with where it starts."""
        document = Document()
        languages = self._languages.of(text)
        found = self._scanner.stretches(text)
        readings, starts = self._read(text, types, languages, found)
        hearing = Hearing(self._memory, text, languages, document, readings, starts)
        self._first_pass(text, readings, starts, document, hearing)
        if document.taught or document.spelt:
            silent: list[_Silent] = []
            self._read(text, types, languages, found, silent)
            return self._with_learnt(readings, starts, silent, document, hearing)
        return zip(starts, hearing.decided(), strict=True)

    def _read(
        self,
        text: str,
        types: frozenset[str] | None,
        languages: tuple[str, ...],
        found: Stretches,
        silent: list[_Silent] | None = None,
    ) -> tuple[list[Reading], list[int]]:
        """The readings of stretches that have hits, and where they start; the others go to `silent`."""
        cased, uncased = self._reader.of(languages, False), self._reader.of(languages, True)
        starts, surfaces, anywhere = found.starts, found.surfaces, found.anywhere
        known: Sequence[Reading | None]
        if anywhere is None:
            known = list(map(cased.__getitem__, surfaces))
        else:
            known = [(uncased if a else cased)[s] for a, s in zip(anywhere, surfaces, strict=True)]
        over_commas = self._over_commas(text, found, languages)
        numbers: Iterable[int] = compress(range(len(known)), known)
        if silent is not None:
            numbers = range(len(known))
        elif over_commas:
            numbers = sorted({*numbers, *over_commas})
        read_on = self._scanner.read_on
        readings: list[Reading] = []
        places: list[int] = []
        for k in numbers:
            reading, start = known[k], starts[k]
            end = 0
            if reading is not None:
                if reading.opens:
                    end = start + len(surfaces[k])
                    stop = read_on(text, end, reading.opens, reading.following, always=reading.all_caps)
                    if stop > end:
                        of_kind = cased if anywhere is None or not anywhere[k] else uncased
                        end = stop
                        reading = of_kind[text[start:stop]]
                if reading is not None and types is not None:
                    reading = self._of_types(reading, types)
            if reading is not None and reading.hits:
                readings.append(reading)
                places.append(start)
            elif silent is not None:
                surface = text[start:end] if end else surfaces[k]
                silent.append((surface, start, languages, anywhere is not None and anywhere[k]))
            for offset, joined in over_commas.get(k, ()):
                if types is not None:
                    joined = self._of_types(joined, types)
                if joined.hits:
                    readings.append(joined)
                    places.append(offset)
        return readings, places

    def _over_commas(
        self, text: str, found: Stretches, languages: tuple[str, ...]
    ) -> dict[int, list[tuple[int, Reading]]]:
        """What is read over the comma before a stretch, and where that begins, by the stretch's number."""
        joined: dict[int, list[tuple[int, Reading]]] = {}
        starts, surfaces, anywhere = found.starts, found.surfaces, found.anywhere
        read = self._reader.read
        for comma in _COMMA.finditer(text):
            at = comma.end()
            k = bisect_left(starts, at)
            if not 0 < k < len(starts) or starts[k] != at:
                continue
            start, before, behind = starts[k - 1], surfaces[k - 1], surfaces[k]
            if start + len(before) != at - 2 or (before, behind) in self._apart:
                continue
            kinds = (anywhere[k - 1], anywhere[k]) if anywhere is not None else (False, False)
            first, second = read(before, languages, kinds[0]), read(behind, languages, kinds[1])
            if over := [(start + o, r) for o, r in self._commas.joined(text, start, first, second)]:
                joined[k] = over
            elif anywhere is None and self._commas.never(first, second):
                if len(self._apart) >= _MOST_APART:
                    self._apart.clear()
                self._apart.add((before, behind))
        return joined

    def _of_types(self, reading: Reading, types: frozenset[str]) -> Reading:
        """The reading with hits of these types only; the same one each time."""
        found = self._filtered.get((reading, types))
        if found is None:
            if len(self._filtered) >= _MOST_FILTERED:
                self._filtered.clear()
            found = replace(reading, hits=tuple(h for h in reading.hits if h.ref.type in types))
            self._filtered[reading, types] = found
        return found

    def _first_pass(
        self,
        text: str,
        readings: Sequence[Reading],
        starts: Sequence[int],
        document: Document,
        hearing: Hearing,
    ) -> None:
        """Tell the document who is named in full and what acronyms are explained, before all is decided."""
        introduced = document.introduced
        for start, weighed in hearing.telling():
            for family in weighed.strangers:
                document.others.setdefault(family, start)
            for id in weighed.introduced:
                if id in introduced:
                    introduced[id] += 1
                else:
                    introduced[id] = 1
                    hearing.learnt()
            if weighed.spelt:
                document.spelt.update(weighed.spelt)
        for id, times in introduced.items():
            whole, ties = self._memory.weigher.scorer.ties(id)
            document.surrounds.update(ties)
            entity = self._index.gazetteer[id]
            if land := entity.country or (id if entity.type == "place" else None):
                document.lands[land] = document.lands.get(land, 0) + times
            if whole:
                document.wholes[whole] = document.wholes.get(whole, 0) + 1
        hearing.learnt()
        if "(" in text:
            learn_acronyms(text, document, partial(self._before_brackets, text, readings, starts, hearing))
            if document.taught:
                hearing.learnt()

    @staticmethod
    def _before_brackets(
        text: str, readings: Sequence[Reading], starts: Sequence[int], hearing: Hearing
    ) -> dict[int, tuple[int, str]]:
        """Where mentions end in a first reading → their start and entity, where a bracket may teach."""
        ends: dict[int, tuple[int, str]] = {}
        for number, (reading, start) in enumerate(zip(readings, starts, strict=True)):
            end = start + len(reading.text)
            if text[end : end + 2].lstrip()[:1] != "(":
                continue
            for choice in hearing.decision(number).choices:
                if choice.winner is not None and choice.winner.hit.ref.form != "acronym":
                    hit = choice.winner.hit
                    ends[start + hit.end] = (start + hit.start, hit.ref.entity)
        return ends

    def _with_learnt(
        self,
        readings: Sequence[Reading],
        starts: Sequence[int],
        silent: Sequence[_Silent],
        document: Document,
        hearing: Hearing,
    ) -> list[tuple[int, Weighed]]:
        """Decide with hits for acronyms and short forms that this document alone teaches."""
        learnt = dict(document.spelt)
        for acronym, id in document.taught.items():
            if id is not None:
                entity = self._index.gazetteer[id]
                learnt[acronym] = NameRef(
                    id, entity.type, acronym, acronym, "acronym", "taught", False, False, (fold(acronym),)
                )
        anew = self._memory.weigher.anew
        # The hits that the document teaches of each reading; they are not remembered longer than it.
        taught: dict[Reading, tuple[Hit, ...]] = {}
        decided: list[tuple[int, Weighed]] = []
        for number, (reading, start) in enumerate(zip(readings, starts, strict=True)):
            hits = taught.get(reading)
            if hits is None:
                hits = taught[reading] = self._learnt_hits(reading, learnt)
            if hits:
                more = replace(reading, hits=reading.hits + hits)
                decided.append((start, anew(more, hearing.facts(more, start))))
            else:
                decided.append((start, hearing.decision(number)))
        for surface, start, languages, anywhere in silent:
            if learnt.keys().isdisjoint(WORD.findall(surface)):
                continue
            # What it holds is of other types than are asked for, if it holds anything.
            reading = replace(self._reader.read(surface, languages, anywhere), hits=())
            if hits := self._learnt_hits(reading, learnt):
                more = replace(reading, hits=hits)
                decided.append((start, anew(more, hearing.facts(more, start))))
        return decided

    @staticmethod
    def _learnt_hits(reading: Reading, learnt: Mapping[str, NameRef]) -> tuple[Hit, ...]:
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
