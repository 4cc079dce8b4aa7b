"""One token of a name against another: what both may spell, and how probable it is that they agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.sounds import sounds
from resolver.text.fold import fold
from resolver.text.romanize import Romanizer
from resolver.text.scripts import ABJADS, script_of

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_CACHE = 1 << 16


@dataclass(frozen=True, slots=True)
class NameToken:
    """A token of a name, ready for comparison.

    `latin`: folded Latin readings, best first; `sounds`: their coarse sound keys; `vowelless`: written
    in a script that leaves vowels out.
    """

    text: str
    fold: str
    latin: tuple[str, ...]
    sounds: tuple[str, ...]
    script: str
    vowelless: bool


@dataclass(frozen=True, slots=True)
class TokenSimilarity:
    """How probable it is (0..1) that two tokens spell the same name part, and the rule that says so."""

    value: float
    rule: str


_SAME = TokenSimilarity(1.0, "same")
_DIFFERENT = TokenSimilarity(0.0, "different")


class TokenMatcher:
    """Compares tokens of names, in any script. Symmetric and deterministic."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._romanizer = Romanizer(lexicon.tables("romanization"))
        self._cached = lru_cache(maxsize=_CACHE)(self._token)

    def token(self, text: str) -> NameToken:
        """Everything comparison needs of one token; kept in a bounded cache."""
        return self._cached(text)

    def _token(self, text: str) -> NameToken:
        script = script_of(text)
        latin = self._romanizer.romanizations(text)
        keys = tuple(dict.fromkeys(key for reading in latin for key in sounds(reading)))
        return NameToken(text, fold(text), latin, keys, script, script in ABJADS)

    def similarity(self, a: NameToken, b: NameToken) -> TokenSimilarity:
        """How probable it is that `a` and `b` spell the same name part."""
        if a.fold == b.fold:
            return _SAME
        best = max(OSA.normalized_similarity(x, y) for x in a.latin for y in b.latin)
        if any(s in b.sounds for s in a.sounds):
            return TokenSimilarity(max(0.85, best), "sound")
        return TokenSimilarity(best * best, "spelling") if best > 0.5 else _DIFFERENT

    def keys(self, token: NameToken) -> tuple[str, ...]:
        """Blocking keys: two spellings of one name part nearly always share one."""
        return token.sounds
