"""Reads a stretch of text by itself: its words, and every hit among them. Kept for the next time.

Most sequences of capitalised words recur, and most hold no known name; so the work is done once per
distinct stretch, in a bounded cache.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from resolver.index.index import Index
from resolver.linking.hits import Hit
from resolver.linking.lookup import Lookup
from resolver.linking.spelling import Spelling
from resolver.linking.words import Role, Word, WordReader

_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "be", "bg", "sr", "mk", "kk")),
    (re.compile("[\u10d0-\u10ff]"), ("ka",)),
    (re.compile("[\u0530-\u058f]"), ("hy",)),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
    (re.compile("[\uac00-\ud7af]"), ("ko",)),
)

# When so many are kept they are forgotten, so that no text fills the memory.
_MOST_READINGS = 32_000
# When more languages than this tie, the text has told nothing.
_MOST_LANGUAGES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a stretch holds: its words and the hits among them (positions relative to the stretch).

    Readings are told apart by identity: what is remembered of one is found at once.
    """

    text: str
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    all_caps: bool
    opens: int  # how many more words a name may need that begins at the end of this stretch
    anywhere: bool  # no capitals show in it where names start and end


class _Readings(dict[str, Reading]):
    """Readings by the text of a stretch, read when they are first asked for."""

    def __init__(self, read: Callable[[str], Reading]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Reading:
        reading = self[text] = self._read(text)
        return reading


class Reader:
    """Turns stretches into readings. `languages` are those of the document, for Latin case endings."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = WordReader(index.lexicon, index.has_phrase)
        self._lookup = Lookup(index)
        self._spelling = Spelling(index, self._lookup.inflection, self._lookup.scripts)
        self._of: dict[tuple[tuple[str, ...], bool], _Readings] = {}
        self._count = 0

    @property
    def word_reader(self) -> WordReader:
        return self._words

    def of(self, languages: tuple[str, ...], anywhere: bool) -> Mapping[str, Reading]:
        """The readings of stretches in texts of these languages, by their text; each is made once.

        `anywhere`: no capital shows where a name starts in them.
        """
        known = self._of.get((languages, anywhere))
        if known is None:
            known = _Readings(lambda text: self._read(text, languages, anywhere))
            self._of[languages, anywhere] = known
        return known

    def read(self, text: str, languages: tuple[str, ...], anywhere: bool) -> Reading:
        """The reading of one stretch."""
        return self.of(languages, anywhere)[text]

    def _read(self, text: str, languages: tuple[str, ...], anywhere: bool) -> Reading:
        self._count += 1
        if self._count > _MOST_READINGS:
            self._count = 0
            for readings in self._of.values():
                readings.clear()
        words = self._words.read(text, anywhere)
        endings = languages if "en" not in languages and len(languages) <= _MOST_LANGUAGES else ()
        for pattern, of_script in _SCRIPTS:
            if pattern.search(text):
                endings = of_script
                break
        endings = tuple(lang for lang in endings if lang in self._lookup.inflected)
        hits = self._lookup.hits(words, text, endings, anywhere=anywhere)
        if len(words) > 2 or any(w.role is Role.NAME for w in words):
            hits.extend(self._spelling.hits(words, text, hits, endings, anywhere=anywhere))
        letters = [w for w in words if len(w.token.text) > 1 and w.token.text.isalpha()]
        all_caps = len(letters) > 1 and all(w.token.text.isupper() for w in letters)
        return Reading(text, tuple(words), tuple(hits), all_caps, self._opens(words), anywhere)

    def _opens(self, words: Sequence[Word]) -> int:
        openings = self._index.openings
        if not openings:
            return 0
        most = 0
        key = ""
        for word in reversed(words[-6:]):
            key = word.fold + key
            most = max(most, openings.get(key, 0))
        return most
