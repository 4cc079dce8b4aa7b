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
from resolver.linking.analysis import ChunkAnalyser, ChunkAnalysis
from resolver.linking.chunking import BETWEEN, Chunker, Chunks
from resolver.linking.decision import ScoredCandidate
from resolver.linking.document_context import DocumentContext
from resolver.linking.inverted_names import InvertedNames
from resolver.linking.languages import Languages
from resolver.linking.local_context import LocalContext
from resolver.linking.quoted_nicknames import QuotedNicknames
from resolver.linking.span_candidate import EXACT, SPELLING, SpanCandidate
from resolver.linking.tagging import WordTag
from resolver.linking.weighing import Weighed, Weigher
from resolver.text.fold import fold
from resolver.text.scripts import UNCASED
from resolver.text.tokens import UPPER, WORD
from resolver.text.treebank import decode_ptb_brackets
from resolver.types import Mention

_MOST_FILTERED = 4096
_MOST_APART = 16_384
_MOST_HOMES = 16_384
_COMMA = re.compile(rf", (?=[{UPPER}{UNCASED}])")
# What the first word of a body may be that goes by it, and its letters.
_HEADS = frozenset({WordTag.NAME, WordTag.ORDINARY})
_SHORTEST_HEAD = 4
_HEAD = "head"
# So many words are looked for one by one.
_MOST_SOUGHT = 16


# A chunk that has hits, and what is known where it stands.
_Place = tuple[ChunkAnalysis, LocalContext]


@dataclass(frozen=True, slots=True)
class Considered:
    """A span that was weighed, for `explain`: its scored hits, best first, and what became of it."""

    start: int
    end: int
    text: str
    scored: tuple[ScoredCandidate, ...]
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
        self._analyser = ChunkAnalyser(index)
        self._chunker = Chunker(index, self._has_no_candidates)
        self._weigher = Weigher(index)
        self._commas = InvertedNames(index, self._analyser, self._weigher.scorer.regions)
        self._nicknames = QuotedNicknames(self._analyser)
        self._apart: set[tuple[str, str, tuple[str, ...]]] = set()
        self._home = lru_cache(maxsize=_MOST_HOMES)(self._home_of)
        self._head = lru_cache(maxsize=_MOST_HOMES)(self._head_of)
        self._lands = index.lexicon.map("demonym").keys() | index.lexicon.words("known_name")
        self._languages = Languages(index.lexicon)
        self._filtered: dict[tuple[ChunkAnalysis, frozenset[str]], ChunkAnalysis] = {}

    def _has_no_candidates(self, word: str) -> bool:
        analysis = self._analyser.of((), False)[word]
        return analysis is None or not analysis.hits

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
        for analysis, context in self._places(text, types, language):
            mentions += self._weigher.mentions(analysis, context)
        return _longest(mentions)

    def consider(self, text: str) -> list[Considered]:
        """Every span that was weighed and why it was or was not linked."""
        found: list[Considered] = []
        for at, weighed in self._weighed(text):
            chosen = {(c.first, c.last): c for c in weighed.choices}
            spans: dict[tuple[int, int], list[ScoredCandidate]] = {}
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

    def scored(self, text: str) -> list[tuple[int, tuple[ScoredCandidate, ...]]]:
        """All hits of `text` with their evidence, by the offset of their chunk; for fitting weights."""
        return [(start, weighed.scored) for start, weighed in self._weighed(text)]

    def _weighed(self, text: str) -> Iterator[tuple[int, Weighed]]:
        """All that was weighed to decide, by where its chunk starts; decisions do not keep it."""
        for analysis, context in self._places(text, None):
            yield context.start, self._weigher.weigh(analysis, context)

    @property
    def weights(self) -> dict[str, float]:
        """The weights in force, by the name of their evidence."""
        return dict(self._weigher.scorer.weights)

    # -- the two passes -----------------------------------------------------------------------------

    def _places(
        self, text: str, types: frozenset[str] | None, language: str | None = None
    ) -> Sequence[_Place]:
        """The chunks that have hits, each with all that is known where it stands."""
        document = DocumentContext()
        text = decode_ptb_brackets(text)
        found = self._chunker.chunks(text)
        parts = [((language,), found)] if language is not None else self._by_language(text, found)
        cues = self._weigher.cues
        places = [
            (analysis, LocalContext(cues, text, start, start + len(analysis.text), languages, document))
            for languages, part in parts
            for analysis, start in zip(*self._read(text, types, languages, part), strict=True)
        ]
        self._first_pass(text, places, document)
        if document.taught or document.spelt:
            learnt = self._learnt(document)
            places = self._with_learnt(places, learnt)
            places += [
                (analysis, LocalContext(cues, text, start, start + len(analysis.text), languages, document))
                for languages, part in parts
                for analysis, start in self._without_candidates(text, types, languages, part, learnt)
            ]
        return places

    def _by_language(self, text: str, found: Chunks) -> list[tuple[tuple[str, ...], Chunks]]:
        """The chunks of each part of the text with the languages that it may be in."""
        parts = list(self._languages.parts(text))
        if len(parts) == 1:
            return [(parts[0][1], found)]
        ends = [start for start, _ in parts[1:]] + [len(text) + 1]
        return [(of, found.between(start, end)) for (start, of), end in zip(parts, ends, strict=True)]

    def _read(
        self, text: str, types: frozenset[str] | None, languages: tuple[str, ...], found: Chunks
    ) -> tuple[list[ChunkAnalysis], list[int]]:
        """The analyses of chunks that have hits, and where they start."""
        starts, surfaces, uncased = found.starts, found.surfaces, found.uncased
        of_cased, of_uncased = self._analyser.of(languages, False), self._analyser.of(languages, True)
        known: list[ChunkAnalysis | None]
        if uncased is None:
            known = list(map(of_cased.__getitem__, surfaces))
        else:
            known = [(of_uncased if a else of_cased)[s] for a, s in zip(uncased, surfaces, strict=True)]
        over = self._over_commas(text, found, languages)
        for k, at, nicknamed in self._over_quotes(text, found, languages):
            over.setdefault(k, []).append((at, nicknamed))
            known[k] = None  # who has a name before the quotation is not read without it
        numbers: Iterable[int] = compress(range(len(known)), known)
        if over:
            numbers = sorted({*numbers, *over})
        analyses: list[ChunkAnalysis] = []
        places: list[int] = []
        for k in numbers:
            analysis, start = known[k], starts[k]
            if analysis is not None and analysis.opens:
                end = start + len(analysis.text)
                if text[end : end + 1] in BETWEEN:
                    of_kind = of_cased if uncased is None or not uncased[k] else of_uncased
                    analysis = self._read_on(text, start, analysis, of_kind)
            if analysis is not None and types is not None:
                analysis = self._of_types(analysis, types)
            if analysis is not None and analysis.hits:
                analyses.append(analysis)
                places.append(start)
            if k in over:
                for offset, joined in over[k]:
                    if types is not None:
                        joined = self._of_types(joined, types)
                    if joined.hits:
                        analyses.append(joined)
                        places.append(offset)
        return analyses, places

    def _read_on(
        self, text: str, start: int, analysis: ChunkAnalysis, known: Mapping[str, ChunkAnalysis | None]
    ) -> ChunkAnalysis | None:
        """The analysis of what stands at `start` together with what belongs to it in small letters."""
        end = start + len(analysis.text)
        stop = self._chunker.read_on(text, end, analysis.opens, analysis.following, always=analysis.all_caps)
        return known[text[start:stop]] if stop > end else analysis

    def _over_commas(
        self, text: str, found: Chunks, languages: tuple[str, ...]
    ) -> dict[int, list[tuple[int, ChunkAnalysis]]]:
        """What is read over the comma before a chunk, and where that begins, by the chunk's number."""
        joined: dict[int, list[tuple[int, ChunkAnalysis]]] = {}
        starts, surfaces, uncased = found.starts, found.surfaces, found.uncased
        read = self._analyser.read
        endings = self._analyser.endings(languages)
        for comma in _COMMA.finditer(text):
            at = comma.end()
            k = bisect_left(starts, at)
            if not 0 < k < len(starts) or starts[k] != at:
                continue
            start, before, behind = starts[k - 1], surfaces[k - 1], surfaces[k]
            if start + len(before) != at - 2 or (before, behind, endings) in self._apart:
                continue
            kinds = (uncased[k - 1], uncased[k]) if uncased is not None else (False, False)
            first, second = read(before, languages, kinds[0]), read(behind, languages, kinds[1])
            if over := [(start + o, r) for o, r in self._commas.joined(text, start, first, second)]:
                joined[k] = over
            elif uncased is None and self._commas.never(first, second):
                if len(self._apart) >= _MOST_APART:
                    self._apart.clear()
                self._apart.add((before, behind, endings))
        return joined

    def _over_quotes(
        self, text: str, found: Chunks, languages: tuple[str, ...]
    ) -> Iterator[tuple[int, int, ChunkAnalysis]]:
        """What is read over a quoted nickname: the number of the chunk behind it, and where it begins."""
        if found.uncased is not None:
            return
        starts, surfaces = found.starts, found.surfaces
        for begin, end in self._nicknames.quoted(text):
            k, first = bisect_left(starts, end), bisect_left(starts, begin) - 1
            if k >= len(starts) or starts[k] != end or first < 0:
                continue
            if starts[first] + len(surfaces[first]) != begin:
                continue
            analysis = self._nicknames.joined(surfaces[first], text[begin:end], surfaces[k], languages)
            if analysis is not None:
                yield k, starts[first], analysis

    def _of_types(self, analysis: ChunkAnalysis, types: frozenset[str]) -> ChunkAnalysis:
        """The analysis with hits of these types only; the same one each time."""
        found = self._filtered.get((analysis, types))
        if found is None:
            if len(self._filtered) >= _MOST_FILTERED:
                self._filtered.clear()
            found = replace(analysis, hits=tuple(h for h in analysis.hits if h.ref.type in types))
            self._filtered[analysis, types] = found
        return found

    def _first_pass(self, text: str, places: Sequence[_Place], document: DocumentContext) -> None:
        """Tell the document who is named in full and what acronyms are explained, before all is decided.

        What it is told at one place holds for the next.
        """
        introduced = document.introduced
        for analysis, context in places:
            if not analysis.tells:
                continue
            told = self._weigher.introductions(analysis, context)
            for family in told.strangers:
                document.others.setdefault(family, context.start)
            document.called.update(told.called)
            for id in told.introduced:
                introduced[id] = introduced.get(id, 0) + 1
                document.named.add(id)
                document.spoken_of.append((context.start, id))
            if told.spelt:
                document.spelt.update(told.spelt)
        self._learn_parts(text, document)
        for id, times in introduced.items():
            whole, ties, land = self._home(id)
            if ties:
                document.surrounds.update(ties)
            if land:
                document.lands[land] = document.lands.get(land, 0) + times
            if whole:
                document.part_of_counts[whole] = document.part_of_counts.get(whole, 0) + 1
        document.named |= document.surrounds
        learn_acronyms(text, document, partial(self._mentions_before, text, places))
        document.named.update(document.taught)

    def _learn_parts(self, text: str, document: DocumentContext) -> None:
        """A body that is named in full may go by its first word: "Dominion" after "Dominion Textile"."""
        heads: dict[str, NameRef | None] = {}
        for id in document.introduced:
            if (head := self._head(id)) is not None:
                heads[head.spelling] = None if head.spelling in heads else head
        for word, ref in heads.items():
            if ref is not None and text.count(word) > text.count(self._index.gazetteer[ref.entity].name):
                document.spelt.setdefault(word, ref)

    def _head_of(self, id: str) -> NameRef | None:
        """The first word of a body's name, where nobody and nothing else is called so."""
        entity = self._index.gazetteer[id]
        head, _, rest = entity.name.partition(" ")
        word = fold(head)
        if entity.type != "organization" or len(rest) < 2 or len(word) < _SHORTEST_HEAD or not word.isalpha():
            return None
        if word in self._lands or self._analyser.role(head) not in _HEADS:
            return None
        if any(other.rule != _HEAD for other in self._index.phrase(word)):
            return None
        return NameRef(id, entity.type, head, head, "short", _HEAD, False, False, (word,))

    def _home_of(self, id: str) -> tuple[str | None, tuple[str, ...], str | None]:
        """What an entity lies in, all that it belongs to, and its country, or itself if it is a place."""
        entity = self._index.gazetteer[id]
        land = entity.country or (id if entity.type == "place" else None)
        return *self._weigher.scorer.ties(id), land

    def _mentions_before(
        self, text: str, places: Sequence[_Place], behind: tuple[str, ...]
    ) -> dict[int, tuple[int, str]]:
        """Where mentions end in a first analysis → their start and entity, where one of `behind` follows."""
        ends: dict[int, tuple[int, str]] = {}
        for analysis, context in places:
            start = context.start
            if not text.startswith(behind, start + len(analysis.text)):
                continue
            for mention in self._weigher.mentions(analysis, context):
                if mention.id is not None and mention.form != "acronym":
                    ends[mention.end] = (mention.start, mention.id)
        return ends

    def _learnt(self, document: DocumentContext) -> dict[str, NameRef]:
        """The words that the document alone teaches, and whose names they are in it."""
        learnt = dict(document.spelt)
        for acronym, id in document.taught.items():
            if id is not None:
                entity = self._index.gazetteer[id]
                learnt[acronym] = NameRef(
                    id, entity.type, acronym, acronym, "acronym", "taught", False, False, (fold(acronym),)
                )
        return learnt

    def _without_candidates(
        self,
        text: str,
        types: frozenset[str] | None,
        languages: tuple[str, ...],
        found: Chunks,
        learnt: Mapping[str, NameRef],
    ) -> list[tuple[ChunkAnalysis, int]]:
        """The chunks without hits in which words of `learnt` stand, and where they start."""
        silent: list[tuple[ChunkAnalysis, int]] = []
        kinds = found.uncased if found.uncased is not None else repeat(False)
        # One look for each word of a few, or one at all words of a chunk.
        search = (
            re.compile("|".join(map(re.escape, sorted(learnt)))).search
            if len(learnt) <= _MOST_SOUGHT
            else lambda surface: not learnt.keys().isdisjoint(WORD.findall(surface))
        )
        for surface, start, kind in zip(found.surfaces, found.starts, kinds, strict=False):
            if not search(surface):
                continue
            known = self._analyser.of(languages, kind)
            analysis = known[surface]
            if analysis is not None and analysis.opens:
                analysis = self._read_on(text, start, analysis, known)
            if analysis is None:
                analysis = self._analyser.read(surface, languages, kind)
            if types is not None:
                analysis = self._of_types(analysis, types)
            if not analysis.hits and (hits := self._learnt_hits(analysis, learnt)):
                silent.append((replace(analysis, hits=hits), start))
        return silent

    def _with_learnt(self, places: Sequence[_Place], learnt: Mapping[str, NameRef]) -> list[_Place]:
        """The same with hits for acronyms and short forms that this document alone teaches."""
        taught: dict[ChunkAnalysis, ChunkAnalysis] = {}
        found: list[_Place] = []
        for analysis, context in places:
            more = taught.get(analysis)
            if more is None:
                hits = self._learnt_hits(analysis, learnt)
                more = taught[analysis] = replace(analysis, hits=analysis.hits + hits) if hits else analysis
            found.append((more, context))
        return found

    @staticmethod
    def _learnt_hits(analysis: ChunkAnalysis, learnt: Mapping[str, NameRef]) -> tuple[SpanCandidate, ...]:
        if not any(word in analysis.text for word in learnt):
            return ()
        return tuple(
            SpanCandidate(k, k + 1, w.start, w.end, ref, EXACT, 1.0)
            for k, w in enumerate(analysis.words)
            if (ref := learnt.get(w.text))
            and not any(
                h.ref.entity == ref.entity and (h.first, h.last) == (k, k + 1) and h.rule != SPELLING
                for h in analysis.hits
            )
        )


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Chunks may overlap (a name read on into small letters, "Surname, Given"): the longer wins."""
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
