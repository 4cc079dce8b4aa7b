"""Names over a comma: "Springfield, Illinois", "Boillon, Anne", "Kidder, Peabody & Co."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from resolver.index.index import Index
from resolver.index.names import LISTED, NameRef, tokens_of
from resolver.linking.analysis import ChunkAnalyser, ChunkAnalysis
from resolver.linking.regions import Regions
from resolver.linking.span_candidate import EXACT, INVERTED, SPELLING, WITH_REGION, SpanCandidate
from resolver.linking.tagging import Gap, Word, WordTag
from resolver.text.fold import fold
from resolver.text.tokens import WORD, tokenise

# Rules by which what stands before the comma of a name is a form of it.
_BEFORE_COMMA = frozenset(
    {"without place", "without region", "without rank", "without legal form", "without suffix"}
)
# An analysis over the comma, and where it begins, counted from the start of the first chunk.
Joined = tuple[int, ChunkAnalysis]
_WHOLE = frozenset({LISTED, "without article", "without place", "without region"})
_MOST = 4096
# Given names behind a comma, and the letters of a particle.
_MOST_GIVEN = 3
_LONGEST_PARTICLE = 8
# What a family name may be: "Hove" is a word as well.
_FAMILY = frozenset({WordTag.NAME, WordTag.ORDINARY})
# What stands before a word that is no part of the word before it.
_APART = frozenset({Gap.START, Gap.SPACE})
_INSIDE = frozenset({Gap.APOSTROPHE, Gap.HYPHEN})


class InvertedNames:
    """Reads two chunks with a comma between them as one name, where they are one."""

    def __init__(self, index: Index, reader: ChunkAnalyser, regions: Regions) -> None:
        self._index = index
        self._analyser = reader
        self._regions = regions
        self._generic = index.lexicon.words("generic_word")
        self._and = index.lexicon.words("and")
        self._particles = index.lexicon.words("particle")
        self._pair = lru_cache(maxsize=_MOST)(self._read_pair)
        self._as_listed = lru_cache(maxsize=_MOST)(self._read_listed)

    def joined(self, text: str, start: int, first: ChunkAnalysis, second: ChunkAnalysis) -> Iterator[Joined]:
        """The analyses over the comma between two chunks of `text`, of which the first begins at `start`.

        The same analyses are given for the same chunks.
        """
        yield from self._pair(first, second)
        yield from self._with_particles(text, start, first, second)
        yield from self._listed(text, start, first)

    def never(self, first: ChunkAnalysis, second: ChunkAnalysis) -> bool:
        """Whether these chunks are not read over the comma in any text."""
        if self._pair(first, second) or self._may_be_inverted(first, second):
            return False
        return not any(h.last == len(first.words) and h.ref.rule in _BEFORE_COMMA for h in first.hits)

    def _read_pair(self, first: ChunkAnalysis, second: ChunkAnalysis) -> tuple[Joined, ...]:
        found = (
            self._with_region(first, second) or self._with_city(first, second),
            self._inverted(first, second) or self._with_generation(first, second),
        )
        return tuple(joined for joined in found if joined is not None)

    def _with_region(self, first: ChunkAnalysis, second: ChunkAnalysis) -> Joined | None:
        """ "Springfield, Illinois": the place and the state or province it lies in are one mention."""
        if not first.hits or not second.words:
            return None
        size, name = self._regions.at_start(second)
        if not size:
            return None
        end = second.words[size - 1].end
        abbreviated = " ".join(w.fold for w in second.words[:size]) != name
        if abbreviated and second.text[end : end + 1] == ".":
            end += 1
        region = tuple(name.split())
        count = len(first.words)
        surface = f"{first.text}, {second.text[:end]}"
        words = self._analyser.read(surface, (), False).words
        hits = []
        for h in first.hits:
            ref = h.ref
            if h.last != count or ref.type != "place" or h.rule == SPELLING or ref.form == "demonym":
                continue
            if ref.derived and ref.rule not in ("without region", "without article"):
                continue
            if ref.tokens[-size:] == region and len(ref.tokens) > size:
                continue
            if not self._regions.may_lie_in(ref, name):
                continue
            # Writers set an abbreviated region off; only a name that is listed with it goes on over it.
            own = tuple(t.fold for t in tokenise(self._index.gazetteer[ref.entity].name))
            if (abbreviated or ref.rule == "without region") and own[-len(region) :] != region:
                continue
            hits.append(
                SpanCandidate(h.first, len(words), h.start, len(surface), ref, WITH_REGION, h.quality)
            )
        if not hits:
            return None
        return 0, ChunkAnalysis(surface, words, tuple(hits), False, 0, False)

    def _with_city(self, first: ChunkAnalysis, second: ChunkAnalysis) -> Joined | None:
        """ "Trinity College, Cambridge": there are many of the name, and the town tells which is meant."""
        last = first.words[-1] if first.words else None
        if last is None or last.fold not in self._generic:
            return None
        size = self._regions.town_at_start(second)
        if not size:
            return None
        name = second.text[: second.words[size - 1].end]
        surface = f"{first.text}, {name}"
        words = self._analyser.read(surface, (), False).words
        straight = self._analyser.read(f"{first.text} {name}", (), False)
        # It may be listed with its town: Trinity College Dublin.
        whole = [
            h
            for h in straight.hits
            if h.first < len(first.words)
            and h.last == len(straight.words)
            and h.rule == EXACT
            and not h.ref.derived
        ]
        hits = tuple(
            SpanCandidate(h.first, len(words), h.start, len(surface), h.ref, EXACT, h.quality) for h in whole
        ) or tuple(
            SpanCandidate(h.first, len(words), h.start, len(surface), h.ref, WITH_REGION, h.quality)
            for h in first.hits
            if h.last == len(first.words)
            and h.last - h.first > 1
            and h.ref.type in ("organization", "place")
            and h.rule == EXACT
            and h.ref.rule in _WHOLE
        )
        return (0, ChunkAnalysis(surface, words, hits, False, 0, False)) if hits else None

    def _with_generation(self, first: ChunkAnalysis, second: ChunkAnalysis) -> Joined | None:
        """ "Walter Brandt, Jr.": the generation belongs to the name of who has it."""
        word = second.words[0] if second.words else None
        if word is None or word.role is not WordTag.SUFFIX:
            return None
        end = word.end + (second.text[word.end : word.end + 1] == ".")
        suffix = second.text[:end]
        surface = f"{first.text}, {suffix}"
        straight = self._analyser.read(f"{first.text} {suffix}", (), False)
        words = self._analyser.read(surface, (), False).words
        hits = tuple(
            replace(h, end=len(surface))
            for h in straight.hits
            if h.ref.type == "person" and h.last == len(words) and word.fold in h.ref.tokens
        )
        return (0, ChunkAnalysis(surface, words, hits, False, 0, False)) if hits else None

    @staticmethod
    def _may_be_inverted(first: ChunkAnalysis, second: ChunkAnalysis) -> bool:
        """Whether the one may end with a family name, and the other be given names."""
        if not first.words or first.words[-1].role not in _FAMILY or len(second.words) > _MOST_GIVEN:
            return False
        return all(w.role in (WordTag.NAME, WordTag.INITIAL) for w in second.words)

    def _with_particles(
        self, text: str, start: int, first: ChunkAnalysis, second: ChunkAnalysis
    ) -> Iterator[Joined]:
        """ "de la Roche, Quincy", "Laak, Pieter van der": small words of the name, which no capital shows."""
        if not self._may_be_inverted(first, second) or len(first.words) > 1:
            return
        at = self._particles_start(text, start)
        if (
            at < start
            and (joined := self._read_inverted(text[at:start] + first.text, second.text)) is not None
        ):
            yield at - start, joined
        given = start + len(first.text) + len(", ")
        end = self._particles_end(text, given + len(second.text))
        if (
            end > given + len(second.text)
            and (joined := self._read_inverted(first.text, text[given:end])) is not None
        ):
            yield 0, joined

    def _particles_end(self, text: str, end: int) -> int:
        """Where the particles end that stand right behind `end`; there if none do."""
        while text[end : end + 1] == " ":
            word = WORD.match(text, end + 1)
            if word is None or word.group() not in self._particles:
                break
            end = word.end()
        return end

    def _particles_start(self, text: str, start: int) -> int:
        """Where the particles begin that stand right before `start`; there if none do."""
        at = start
        while at and text[at - 1] == " ":
            before = text.rfind(" ", max(0, at - 1 - _LONGEST_PARTICLE), at - 1) + 1
            if text[before : at - 1] not in self._particles:
                break
            at = before
        return at

    def _inverted(self, first: ChunkAnalysis, second: ChunkAnalysis) -> Joined | None:
        """ "Boillon, Anne": the family name, a comma, and given names, as catalogues and lists have it."""
        if not self._may_be_inverted(first, second):
            return None
        family = first.words[-1]
        if self._is_of_strangers((*second.words, family)):
            return None
        for start in sorted({self._family_start(first.words), family.start}):
            if (analysis := self._read_inverted(first.text[start:], second.text)) is not None:
                return start, analysis
        return None

    def _family_start(self, words: Sequence[Word]) -> int:
        """Where the family name begins that ends a chunk: "O'Neil", "Le Clézio"."""
        at = len(words) - 1
        while at and (words[at].gap in _INSIDE or words[at - 1].fold in self._particles):
            at -= 1
        return words[at].start

    def _is_of_strangers(self, words: Sequence[Word]) -> bool:
        """Whether no listed name has a word that may be one of these, nor is written of them joined: most
        pairs of a long list, which need no analysis."""
        similar, may_have = self._index.retrieval_in_texts.vocabulary.similar, self._index.may_have_word
        for word in words:
            if word.role is not WordTag.NAME or word.gap not in _APART or not word.text.isascii():
                return False
            if may_have(word.fold) or similar(word.fold):
                return False
        return not self._index.has_phrase("".join([word.fold for word in words]))

    def _read_inverted(self, family: str, given: str) -> ChunkAnalysis | None:
        surface = f"{family}, {given}"
        straight = self._analyser.read(f"{given} {family}", (), False)
        if not straight.hits:
            return None
        words = self._analyser.read(surface, (), False).words
        count = len(words)
        hits = tuple(
            SpanCandidate(
                0, count, 0, len(surface), h.ref, INVERTED if h.rule == EXACT else h.rule, h.quality
            )
            for h in straight.hits
            if h.ref.type == "person"
            and (h.first, h.last) == (0, len(straight.words))
            and len(h.ref.tokens) > 1
        )
        return ChunkAnalysis(surface, words, hits, False, 0, False) if hits else None

    def _listed(self, text: str, start: int, first: ChunkAnalysis) -> Iterator[Joined]:
        """ "Kidder, Peabody & Co.": a listed name that is written with a comma, after which it goes on."""
        count = len(first.words)
        for h in first.hits:
            if h.last != count or h.ref.rule not in _BEFORE_COMMA or h.rule == SPELLING:
                continue
            for name in self._index.gazetteer[h.ref.entity].all_names():
                if "," not in name.spelling:
                    continue
                end = _spelt_out(text, start + h.start, name.spelling, self._and)
                if end > start + len(first.text):
                    yield 0, self._as_listed(text[start:end], h, name.spelling)
                    return

    def _read_listed(self, surface: str, begun: SpanCandidate, spelling: str) -> ChunkAnalysis:
        entity = self._index.gazetteer[begun.ref.entity]
        name = next(n for n in entity.all_names() if n.spelling == spelling)
        analysis = self._analyser.read(surface, (), False)
        ref = NameRef(
            entity.id, entity.type, name.spelling, name.normal, name.form, LISTED,
            name.needs_context, name.ambiguous, tokens_of(name.spelling),
        )  # fmt: skip
        hit = SpanCandidate(begun.first, len(analysis.words), begun.start, len(surface), ref, EXACT, 1.0)
        return replace(analysis, hits=(hit,), opens=0)


def _spelt_out(text: str, start: int, name: str, conjunctions: frozenset[str]) -> int:
    """Where `name` ends that `text` spells from `start` on, with its commas; 0 when it does not.

    "and" and "&" are the same.
    """
    at = start
    for i, word in enumerate(WORD.finditer(name)):
        match = WORD.search(text, at)
        while match is not None and i and fold(match.group()) in conjunctions and "&" in name:
            match = WORD.search(text, match.end())
        if match is None or fold(match.group()) != fold(word.group()):
            return 0
        between = text[at : match.start()]
        if (i == 0 and between) or len(between) > 7 or any(c in between for c in ".;:!?()\n"):
            return 0
        at = match.end()
    if not name[-1].isalnum() and text[at : at + 1] == name[-1]:
        at += 1
    return at
