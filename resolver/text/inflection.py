"""Undoing the endings that a language puts on names: "Алиевым" → "алиев", "Bakıda" → "baki".

The endings are data: the lexicon's map `inflection`, per language, from the ending of the base form
("-" for none) to the endings that stand in its place. A token may have several bases; a look-up decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

_SHORTEST_STEM = 3


class Inflection:
    """Base forms of inflected tokens, by language.

    `endings`: language → ending of the base ("" for none) → endings that replace it.
    """

    def __init__(self, endings: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._replaced: dict[str, dict[str, tuple[str, ...]]] = {}
        for language, table in endings.items():
            by_ending: dict[str, set[str]] = {}
            for base, inflected in table.items():
                for ending in inflected:
                    by_ending.setdefault(ending, set()).add("" if base == "-" else base)
            self._replaced[language] = {e: tuple(sorted(b)) for e, b in by_ending.items()}
        self._longest = max((len(e) for t in self._replaced.values() for e in t), default=0)
        self.bases = lru_cache(maxsize=16384)(self._bases)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self._replaced))

    def _bases(self, fold: str, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """What `fold` may be an inflected form of: (base, ending of the text), longest ending first.

        The stem that stays keeps at least three letters. `fold` itself is not among them.
        """
        found: dict[str, str] = {}
        # A syllable of Hangul or a kana says as much as two letters.
        shortest = _SHORTEST_STEM if fold < "\u3040" else _SHORTEST_STEM - 1
        for size in range(min(self._longest, len(fold) - shortest), 0, -1):
            stem, ending = fold[:-size], fold[-size:]
            for language in languages:
                for base in self._replaced.get(language, {}).get(ending, ()):
                    found.setdefault(stem + base, ending)
        found.pop(fold, None)
        return tuple(found.items())
