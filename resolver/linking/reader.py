"""Reads a stretch of text by itself: its words, and every hit among them. Kept for the next time.

Most sequences of capitalised words recur, and most hold no known name; so the work is done once per
distinct stretch, in a bounded cache.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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

# When more languages than this tie, the text has told nothing.
_MOST_LANGUAGES = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch holds: its words and the hits among them (positions relative to the stretch)."""

    text: str
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    all_caps: bool
    opens: int  # how many more words a name may need that begins at the end of this stretch
    anywhere: bool  # no capitals show in it where names start and end


class Reader:
    """Turns stretches into readings. `languages` are those of the document, for Latin case endings."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = WordReader(index.lexicon, index.has_phrase)
        self._lookup = Lookup(index)
        self._spelling = Spelling(index, self._lookup.inflection, self._lookup.scripts)
        self.read = lru_cache(maxsize=32768)(self._read)

    @property
    def word_reader(self) -> WordReader:
        return self._words

    def _read(self, text: str, languages: tuple[str, ...], anywhere: bool) -> Reading:
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
