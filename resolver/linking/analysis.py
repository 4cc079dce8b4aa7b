"""Reads a chunk of text by itself: its words, and every hit among them. Kept for the next time.

Most sequences of capitalised words recur, and most hold no known name; so the work is done once per
distinct chunk, in a bounded cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from resolver.index.index import LONGEST_OPENING, Index
from resolver.linking.exact_candidates import ExactCandidates
from resolver.linking.fuzzy_candidates import FuzzyCandidates
from resolver.linking.real import RealWords
from resolver.linking.slips import Slips
from resolver.linking.span_candidate import SpanCandidate
from resolver.linking.tagging import Word, WordTag, WordTagger
from resolver.text.scripts import languages_of

# When so many of a kind are kept they are forgotten, so that no text fills the memory: those without hits
# take little room, and whole ones are kept for chunks beside a comma.
_MOST_WITHOUT_CANDIDATES = 100_000
_MOST_WITH_CANDIDATES = 8_000
_MOST_WHOLE = 2_000
_NONE: frozenset[str] = frozenset()
# Forms that name an entity in full.
_INTRODUCING_FORMS = frozenset({"full", "alias", "former"})
# When more languages than this tie, the text has told nothing.
_MOST_LANGUAGES = 3


@dataclass(slots=True, eq=False)
class ChunkAnalysis:
    """What a chunk holds: its words and the hits among them (positions relative to the chunk).

    Nothing of it changes, but that `weighed`, what it says of its hits wherever it stands, is kept with it by
    who weighed it last.
    """

    text: str
    words: tuple[Word, ...]
    hits: tuple[SpanCandidate, ...]
    all_caps: bool
    opens: int  # how many more words a name may need that begins at the end of this chunk
    uncased: bool  # no capitals show in it where names start and end
    following: frozenset[str] = frozenset()  # the words, folded, with which such names go on

    weighed: Any = field(default=None, init=False)

    @property
    def tells(self) -> bool:
        """Whether it may tell the document something: who is named in full, or a stranger's family name."""
        return any(map(_introduces, self.hits))


def _introduces(hit: SpanCandidate) -> bool:
    ref = hit.ref
    if ref.form in _INTRODUCING_FORMS or (ref.form == "demonym" and not ref.derived):
        return True
    # A family name behind another's given name; a name in full that is misspelt.
    return ref.type == "person" and (hit.first > 0 or hit.last - hit.first > 1)


class _Analyses(dict[str, ChunkAnalysis | None]):
    """Readings by the text of a chunk, read when they are first asked for; None where nothing is in it."""

    def __init__(self, read: Callable[[str], ChunkAnalysis | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> ChunkAnalysis | None:
        analysis = self[text] = self._read(text)
        return analysis

    def forget_without_candidates(self) -> None:
        """Forget the chunks that hold nothing."""
        # Copied at once, as another thread may add to it.
        loud = {text: analysis for text, analysis in list(self.items()) if analysis is not None}
        self.clear()
        self.update(loud)


def _all_caps(words: Sequence[Word]) -> bool:
    letters = [w for w in words if len(w.text) > 1 and w.text.isalpha()]
    return len(letters) > 1 and all(w.text.isupper() for w in letters)


class ChunkAnalyser:
    """Turns chunks into analyses. `languages` are those of the document, for Latin case endings."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = WordTagger(index.lexicon, index.has_phrase)
        self._lookup = ExactCandidates(index)
        self._spelling = FuzzyCandidates(index, self._lookup.inflection, self._lookup.scripts)
        self._real = RealWords(index)
        self._slips = Slips(index, self._real)
        self._of: dict[tuple[tuple[str, ...], bool], _Analyses] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._without_candidates = self._with_candidates = 0
        self._whole = lru_cache(maxsize=_MOST_WHOLE)(self._read)
        self._empty = lru_cache(maxsize=_MOST_WHOLE)(self._read_without_hits)

    def of(self, languages: tuple[str, ...], uncased: bool) -> Mapping[str, ChunkAnalysis | None]:
        """The analyses of chunks in texts of these languages, by their text; each is made once.

        None stands for a chunk without a hit that no name begins at the end of: most are such, and they
        take little room. `uncased`: no capital shows where a name starts in them.
        """
        endings = self.endings(languages)
        known = self._of.get((endings, uncased))
        if known is None:
            known = _Analyses(lambda text: self._to_keep(text, endings, uncased))
            self._of[endings, uncased] = known
        return known

    def _to_keep(self, text: str, endings: tuple[str, ...], uncased: bool) -> ChunkAnalysis | None:
        """The analysis if it holds anything; when many are kept, those that take room are forgotten first."""
        if self._with_candidates > _MOST_WITH_CANDIDATES:
            self._without_candidates = self._with_candidates = 0
            for analyses in self._of.values():
                analyses.clear()
        elif self._without_candidates > _MOST_WITHOUT_CANDIDATES:
            # The others are much work to read again, and what was decided of them is known by them.
            self._without_candidates = 0
            for analyses in self._of.values():
                analyses.forget_without_candidates()
        analysis = self._read(text, endings, uncased)
        if analysis.hits or analysis.opens:
            self._with_candidates += 1
            return analysis
        self._without_candidates += 1
        return None

    def read(self, text: str, languages: tuple[str, ...], uncased: bool) -> ChunkAnalysis:
        """The analysis of one chunk, also when it has no hits."""
        analyses = self.of(languages, uncased)
        if text not in analyses:
            return self._whole(text, self.endings(languages), uncased)
        known = analyses.get(text)
        return known if known is not None else self._empty(text, uncased)

    def role(self, word: str) -> WordTag:
        """The part that a word plays with a capital."""
        return self._words.read(word)[0].role

    def endings(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The languages whose case endings are undone; English has none, and many languages are a guess."""
        return languages if "en" not in languages and len(languages) <= _MOST_LANGUAGES else ()

    def _read(self, text: str, endings: tuple[str, ...], uncased: bool) -> ChunkAnalysis:
        words = self._words.read(text, uncased)
        endings = languages_of(text) or endings
        endings = tuple(lang for lang in endings if lang in self._lookup.inflected)
        hits = self._lookup.hits(words, text, endings, uncased=uncased)
        hits.extend(self._slips.hits(words, hits, uncased=uncased))
        if len(words) > 2 or any(w.role is WordTag.NAME for w in words):
            alike = self._spelling.hits(words, text, hits, endings, uncased=uncased)
            hits.extend(hit for hit in alike if not self._is_another(hit, words))
        opens, following = self._opens(words)
        return ChunkAnalysis(text, tuple(words), tuple(hits), _all_caps(words), opens, uncased, following)

    def _read_without_hits(self, text: str, uncased: bool) -> ChunkAnalysis:
        """The analysis of a chunk of which it is known that no name is in it, nor begins at its end."""
        words = self._words.read(text, uncased)
        return ChunkAnalysis(text, tuple(words), (), _all_caps(words), 0, uncased)

    def _is_another(self, hit: SpanCandidate, words: Sequence[Word]) -> bool:
        """Whether what resembles a name is another name, or differs from it as no slip does."""
        return self._real.is_another(hit, words) or self._slips.refuses(hit, words)

    def _opens(self, words: Sequence[Word]) -> tuple[int, frozenset[str]]:
        """How many words a name may need behind these, and with which it may go on."""
        openings = self._index.openings
        if not openings:
            return 0, _NONE
        most, following = 0, _NONE
        key = ""
        for word in reversed(words[-LONGEST_OPENING:]):
            key = word.fold + key
            if (opening := openings.get(key)) is not None:
                most = max(most, opening[0])
                words_behind = self._behind(key, opening[1])
                following = following | words_behind if following else words_behind
        return most, following

    def _behind(self, key: str, words: Sequence[str]) -> frozenset[str]:
        """The words behind an opening; the same set each time."""
        known = self._sets.get(key)
        if known is None:
            known = self._sets[key] = frozenset(words)
        return known
