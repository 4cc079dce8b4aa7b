"""States and provinces that follow a place after a comma: "Springfield, Illinois"."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.index.names import NameRef
from resolver.linking.analysis import ChunkAnalysis
from resolver.linking.countries import may_be_of
from resolver.linking.local_context import LocalContext
from resolver.linking.span_candidate import EXACT, SpanCandidate
from resolver.linking.tagging import Gap, Word, WordTag

_GOES_ON = frozenset({WordTag.ENDING, WordTag.CONNECTOR, WordTag.LOWER, WordTag.NUMBER})


class Regions:
    """Knows the regions of the lexicon, and which places of the gazetteer may lie in them."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._regions = lexicon.map("region")
        self._abbreviations = lexicon.map("abbreviation")
        self._known = lexicon.words("known_name", "en")
        self._lands = lexicon.words("known_name")
        self._countries = lexicon.map("territory", "en")

    def at_start(self, analysis: ChunkAnalysis) -> tuple[int, str]:
        """How many words of `analysis`, from its start, are a state or province, and its name in full.

        (0, "") when none are. "Ill." is Illinois.
        """
        for size in (2, 1):
            words, rest = analysis.words[:size], analysis.words[size:]
            if len(words) < size or (rest and rest[0].gap is not Gap.LINE and rest[0].role not in _GOES_ON):
                continue
            folds = " ".join(w.fold for w in words)
            for full in (folds, *self._abbreviations.get(folds, ())):
                if full in self._regions:
                    return size, full
        return 0, ""

    def town_at_start(self, analysis: ChunkAnalysis) -> int:
        """How many words of `analysis`, from its start, are a listed place that is no country or region."""
        sizes = [
            h.last
            for h in analysis.hits
            if h.first == 0
            and h.ref.type == "place"
            and not h.ref.derived
            and h.rule == EXACT
            # A variant would never be corrected inside a longer mention.
            and h.ref.spelling == h.ref.normal
        ]
        size = max(sizes, default=0)
        rest = analysis.words[size:]
        if rest and rest[0].gap is not Gap.LINE and rest[0].role not in _GOES_ON:
            return 0
        name = " ".join(w.fold for w in analysis.words[:size])
        return 0 if name in self._lands or name in self._regions else size

    def elsewhere(self, hit: SpanCandidate, words: Sequence[Word], context: LocalContext) -> str | None:
        """The region after the comma, when it lies in another country than the place: "Paris, Texas"."""
        if hit.ref.type != "place" or hit.last < len(words) or not (region := context.region()):
            return None
        return None if self._country_fits(hit.ref, region) else region

    def lies_in(self, ref: NameRef, whole: str) -> bool:
        """Whether the gazetteer says of the place that it lies in what has this (folded) name."""
        entity = self._gazetteer[ref.entity]
        return any(
            whole == fold_phrase(name.spelling)
            for id in (entity.country, entity.within)
            if id is not None and id != ref.entity and id in self._gazetteer
            for name in self._gazetteer[id].all_names()
        )

    def _country_fits(self, ref: NameRef, region: str) -> bool:
        """Whether the place may lie in the region; where the gazetteer does not say, in its country.

        "Hollywood, California" is not the one in Florida, and a country lies in no region: "Jordan, Minn.";
        but "Ukraine, Georgia".
        """
        entity = self._gazetteer[ref.entity]
        if " ".join(ref.tokens) in self._lands and entity.country is None and region not in self._countries:
            return False
        if entity.within is not None and entity.within in self._gazetteer:
            own = {fold_phrase(name.spelling) for name in self._gazetteer[entity.within].all_names()}
            if not own.isdisjoint(self._regions):
                return region in own
        return may_be_of(self._gazetteer, ref.entity, self._regions[region])

    def may_lie_in(self, ref: NameRef, region: str) -> bool:
        """Whether "Place, Region" can be one mention: neither a list of regions nor of countries."""
        name = " ".join(ref.tokens)
        if name in self._regions or name in self._known:
            return False
        return self._country_fits(ref, region)
