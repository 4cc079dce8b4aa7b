"""One document, from text to mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import compress, pairwise, repeat

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.acronyms import learn_acronyms
from resolver.linking.commas import Commas
from resolver.linking.context import Document, Languages
from resolver.linking.decide import Scored
from resolver.linking.facts import Facts
from resolver.linking.hits import EXACT, SPELLING, Hit
from resolver.linking.nicknames import Nicknames
from resolver.linking.reader import Reader, Reading
from resolver.linking.stretches import BETWEEN, Scanner, Stretches
from resolver.linking.weighing import Weighed, Weigher
from resolver.text.fold import fold
from resolver.text.scripts import UNCASED
from resolver.text.tokens import UPPER, WORD
from resolver.text.treebank import with_brackets
from resolver.types import Mention

_MOST_FILTERED = 4096
_MOST_APART = 16_384
_MOST_HOMES = 16_384
_COMMA = re.compile(rf", (?=[{UPPER}{UNCASED}])")
# So many words are looked for one by one.
_MOST_SOUGHT = 16


# A stretch that has hits, and what is known where it stands.
_Place = tuple[Reading, Facts]


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
        self._reader = Reader(index)
        self._scanner = Scanner(index, self._says_nothing)
        self._weigher = Weigher(index)
        self._commas = Commas(index, self._reader, self._weigher.scorer.regions)
        self._nicknames = Nicknames(self._reader)
        self._apart: set[tuple[str, str, tuple[str, ...]]] = set()
        self._home = lru_cache(maxsize=_MOST_HOMES)(self._home_of)
        self._languages = Languages(index.lexicon)
        self._filtered: dict[tuple[Reading, frozenset[str]], Reading] = {}

    def _says_nothing(self, word: str) -> bool:
        reading = self._reader.of((), False)[word]
        return reading is None or not reading.hits

    def reweighed(self, weights: Mapping[str, float]) -> Linker:
        """The same linker with other weights of evidence; what it has read it shares."""
        other = copy(self)
        other._weigher = self._weigher.reweighed(weights)
        return other

    def link(
        self, text: str, types: frozenset[str] | None = None, language: str | None = None
    ) -> list[Mention]:
        """The mentions of `text`, sorted, not overlapping; ambiguous ones have no ID.

        `language`: that of the text, where it is known; else the text tells it.
        """
        mentions: list[Mention] = []
        for reading, facts in self._places(text, types, language):
            mentions += self._weigher.mentions(reading, facts)
        return _longest(mentions)

    def consider(self, text: str) -> list[Considered]:
        """Every span that was weighed and why it was or was not linked."""
        found: list[Considered] = []
        for at, weighed in self._weighed(text):
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
        return [(start, weighed.scored) for start, weighed in self._weighed(text)]

    def _weighed(self, text: str) -> Iterator[tuple[int, Weighed]]:
        """All that was weighed to decide, by where its stretch starts; decisions do not keep it."""
        for reading, facts in self._places(text, None):
            yield facts.start, self._weigher.weigh(reading, facts)

    @property
    def weights(self) -> dict[str, float]:
        """The weights in force, by the name of their evidence."""
        return dict(self._weigher.scorer.weights)

    # -- the two passes -----------------------------------------------------------------------------

    def _places(
        self, text: str, types: frozenset[str] | None, language: str | None = None
    ) -> Sequence[_Place]:
        """The stretches that have hits, each with all that is known where it stands."""
        document = Document()
        text = with_brackets(text)
        languages = self._languages.of(text) if language is None else (language,)
        found = self._scanner.stretches(text)
        cues = self._weigher.cues
        places = [
            (reading, Facts(cues, text, start, start + len(reading.text), languages, document))
            for reading, start in zip(*self._read(text, types, languages, found), strict=True)
        ]
        self._first_pass(text, places, document)
        if document.taught or document.spelt:
            learnt = self._learnt(document)
            places = self._with_learnt(places, learnt)
            places += [
                (reading, Facts(cues, text, start, start + len(reading.text), languages, document))
                for reading, start in self._silent(text, types, languages, found, learnt)
            ]
        return places

    def _read(
        self, text: str, types: frozenset[str] | None, languages: tuple[str, ...], found: Stretches
    ) -> tuple[list[Reading], list[int]]:
        """The readings of stretches that have hits, and where they start."""
        starts, surfaces, anywhere = found.starts, found.surfaces, found.anywhere
        of_cased, of_uncased = self._reader.of(languages, False), self._reader.of(languages, True)
        known: list[Reading | None]
        if anywhere is None:
            known = list(map(of_cased.__getitem__, surfaces))
        else:
            known = [(of_uncased if a else of_cased)[s] for a, s in zip(anywhere, surfaces, strict=True)]
        over = self._over_commas(text, found, languages)
        for k, at, nicknamed in self._over_quotes(text, found, languages):
            over.setdefault(k, []).append((at, nicknamed))
            known[k] = None  # who has a name before the quotation is not read without it
        numbers: Iterable[int] = compress(range(len(known)), known)
        if over:
            numbers = sorted({*numbers, *over})
        readings: list[Reading] = []
        places: list[int] = []
        for k in numbers:
            reading, start = known[k], starts[k]
            if reading is not None and reading.opens:
                end = start + len(reading.text)
                if text[end : end + 1] in BETWEEN:
                    of_kind = of_cased if anywhere is None or not anywhere[k] else of_uncased
                    reading = self._read_on(text, start, reading, of_kind)
            if reading is not None and types is not None:
                reading = self._of_types(reading, types)
            if reading is not None and reading.hits:
                readings.append(reading)
                places.append(start)
            if k in over:
                for offset, joined in over[k]:
                    if types is not None:
                        joined = self._of_types(joined, types)
                    if joined.hits:
                        readings.append(joined)
                        places.append(offset)
        return readings, places

    def _read_on(
        self, text: str, start: int, reading: Reading, known: Mapping[str, Reading | None]
    ) -> Reading | None:
        """The reading of what stands at `start` together with what belongs to it in small letters."""
        end = start + len(reading.text)
        stop = self._scanner.read_on(text, end, reading.opens, reading.following, always=reading.all_caps)
        return known[text[start:stop]] if stop > end else reading

    def _over_commas(
        self, text: str, found: Stretches, languages: tuple[str, ...]
    ) -> dict[int, list[tuple[int, Reading]]]:
        """What is read over the comma before a stretch, and where that begins, by the stretch's number."""
        joined: dict[int, list[tuple[int, Reading]]] = {}
        starts, surfaces, anywhere = found.starts, found.surfaces, found.anywhere
        read = self._reader.read
        endings = self._reader.endings(languages)
        for comma in _COMMA.finditer(text):
            at = comma.end()
            k = bisect_left(starts, at)
            if not 0 < k < len(starts) or starts[k] != at:
                continue
            start, before, behind = starts[k - 1], surfaces[k - 1], surfaces[k]
            if start + len(before) != at - 2 or (before, behind, endings) in self._apart:
                continue
            kinds = (anywhere[k - 1], anywhere[k]) if anywhere is not None else (False, False)
            first, second = read(before, languages, kinds[0]), read(behind, languages, kinds[1])
            if over := [(start + o, r) for o, r in self._commas.joined(text, start, first, second)]:
                joined[k] = over
            elif anywhere is None and self._commas.never(first, second):
                if len(self._apart) >= _MOST_APART:
                    self._apart.clear()
                self._apart.add((before, behind, endings))
        return joined

    def _over_quotes(
        self, text: str, found: Stretches, languages: tuple[str, ...]
    ) -> Iterator[tuple[int, int, Reading]]:
        """What is read over a quoted nickname: the number of the stretch behind it, and where it begins."""
        if found.anywhere is not None:
            return
        starts, surfaces = found.starts, found.surfaces
        for begin, end in self._nicknames.quoted(text):
            k, first = bisect_left(starts, end), bisect_left(starts, begin) - 1
            if k >= len(starts) or starts[k] != end or first < 0:
                continue
            if starts[first] + len(surfaces[first]) != begin:
                continue
            reading = self._nicknames.joined(surfaces[first], text[begin:end], surfaces[k], languages)
            if reading is not None:
                yield k, starts[first], reading

    def _of_types(self, reading: Reading, types: frozenset[str]) -> Reading:
        """The reading with hits of these types only; the same one each time."""
        found = self._filtered.get((reading, types))
        if found is None:
            if len(self._filtered) >= _MOST_FILTERED:
                self._filtered.clear()
            found = replace(reading, hits=tuple(h for h in reading.hits if h.ref.type in types))
            self._filtered[reading, types] = found
        return found

    def _first_pass(self, text: str, places: Sequence[_Place], document: Document) -> None:
        """Tell the document who is named in full and what acronyms are explained, before all is decided.

        What it is told at one place holds for the next.
        """
        introduced = document.introduced
        for reading, facts in places:
            if not reading.tells:
                continue
            told = self._weigher.introductions(reading, facts)
            for family in told.strangers:
                document.others.setdefault(family, facts.start)
            for id in told.introduced:
                introduced[id] = introduced.get(id, 0) + 1
                document.named.add(id)
            if told.spelt:
                document.spelt.update(told.spelt)
        for id, times in introduced.items():
            whole, ties, land = self._home(id)
            if ties:
                document.surrounds.update(ties)
            if land:
                document.lands[land] = document.lands.get(land, 0) + times
            if whole:
                document.wholes[whole] = document.wholes.get(whole, 0) + 1
        document.named |= document.surrounds
        learn_acronyms(text, document, partial(self._mentions_before, text, places))
        document.named |= document.taught.keys()

    def _home_of(self, id: str) -> tuple[str | None, tuple[str, ...], str | None]:
        """What an entity lies in, all that it belongs to, and its country, or itself if it is a place."""
        entity = self._index.gazetteer[id]
        land = entity.country or (id if entity.type == "place" else None)
        return *self._weigher.scorer.ties(id), land

    def _mentions_before(
        self, text: str, places: Sequence[_Place], behind: tuple[str, ...]
    ) -> dict[int, tuple[int, str]]:
        """Where mentions end in a first reading → their start and entity, where one of `behind` follows."""
        ends: dict[int, tuple[int, str]] = {}
        for reading, facts in places:
            start = facts.start
            if not text.startswith(behind, start + len(reading.text)):
                continue
            for mention in self._weigher.mentions(reading, facts):
                if mention.id is not None and mention.form != "acronym":
                    ends[mention.end] = (mention.start, mention.id)
        return ends

    def _learnt(self, document: Document) -> dict[str, NameRef]:
        """The words that the document alone teaches, and whose names they are in it."""
        learnt = dict(document.spelt)
        for acronym, id in document.taught.items():
            if id is not None:
                entity = self._index.gazetteer[id]
                learnt[acronym] = NameRef(
                    id, entity.type, acronym, acronym, "acronym", "taught", False, False, (fold(acronym),)
                )
        return learnt

    def _silent(
        self,
        text: str,
        types: frozenset[str] | None,
        languages: tuple[str, ...],
        found: Stretches,
        learnt: Mapping[str, NameRef],
    ) -> list[tuple[Reading, int]]:
        """The stretches without hits in which words of `learnt` stand, and where they start."""
        silent: list[tuple[Reading, int]] = []
        kinds = found.anywhere if found.anywhere is not None else repeat(False)
        # One look for each word of a few, or one at all words of a stretch.
        search = (
            re.compile("|".join(map(re.escape, sorted(learnt)))).search
            if len(learnt) <= _MOST_SOUGHT
            else lambda surface: not learnt.keys().isdisjoint(WORD.findall(surface))
        )
        for surface, start, kind in zip(found.surfaces, found.starts, kinds, strict=False):
            if not search(surface):
                continue
            known = self._reader.of(languages, kind)
            reading = known[surface]
            if reading is not None and reading.opens:
                reading = self._read_on(text, start, reading, known)
            if reading is None:
                reading = self._reader.read(surface, languages, kind)
            if types is not None:
                reading = self._of_types(reading, types)
            if not reading.hits and (hits := self._learnt_hits(reading, learnt)):
                silent.append((replace(reading, hits=hits), start))
        return silent

    def _with_learnt(self, places: Sequence[_Place], learnt: Mapping[str, NameRef]) -> list[_Place]:
        """The same with hits for acronyms and short forms that this document alone teaches."""
        taught: dict[Reading, Reading] = {}
        found: list[_Place] = []
        for reading, facts in places:
            more = taught.get(reading)
            if more is None:
                hits = self._learnt_hits(reading, learnt)
                more = taught[reading] = replace(reading, hits=reading.hits + hits) if hits else reading
            found.append((more, facts))
        return found

    @staticmethod
    def _learnt_hits(reading: Reading, learnt: Mapping[str, NameRef]) -> tuple[Hit, ...]:
        if not any(word in reading.text for word in learnt):
            return ()
        return tuple(
            Hit(k, k + 1, w.start, w.end, ref, EXACT, 1.0)
            for k, w in enumerate(reading.words)
            if (ref := learnt.get(w.text))
            and not any(
                h.ref.entity == ref.entity and (h.first, h.last) == (k, k + 1) and h.rule != SPELLING
                for h in reading.hits
            )
        )


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Stretches may overlap (a name read on into small letters, "Surname, Given"): the longer wins."""
    if all(a.end <= b.start for a, b in pairwise(mentions)):
        return mentions
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        while kept and kept[-1].end > mention.start:
            if kept[-1].end - kept[-1].start >= mention.end - mention.start:
                break
            kept.pop()
        else:
            kept.append(mention)
    return kept
