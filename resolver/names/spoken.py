"""How a folded Latin word of a name is spoken: without what only the hand distinguishes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from resolver.text.fold import undoubled

# How letters that languages write for one sound are written by one of them: first those of two letters.
_TWO_LETTERS: Final = (("ph", "v"), ("th", "t"), ("tz", "z"), ("ck", "k"))
_ONE_LETTER: Final = str.maketrans({"x": "ks", **dict(zip("fcqyjwz", "vkkiivs", strict=True))})
_KEPT: Final = 1 << 14
_LONG: Final = re.compile("ou|oo|ee|ie")
# Vowels that are written for one another where a language has no letters for them.
_NEAR_VOWELS: Final = frozenset({"ae", "ea", "ei", "ie", "ou", "uo"})
_NO_VOWELS: Final = str.maketrans("", "", "aeiou")
_VOWEL: Final = re.compile("[aeiouy]+")


@lru_cache(maxsize=_KEPT)
def spoken(word: str) -> str:
    """A folded Latin word without what only the hand distinguishes: Eric, Erik; Alan, Allan; Clarke."""
    for written, sound in _TWO_LETTERS:
        word = word.replace(written, sound)
    word = word.translate(_ONE_LETTER)
    return undoubled(word[:1] + word[1:].replace("h", "").removesuffix("e"))


def by_vowels(x: str, y: str) -> bool:
    """Whether two words as spoken differ in nothing but near vowels: Adel, Adil; not Jonas, Janos."""
    return _near(x, y) or _near(_LONG.sub(_short, x), _LONG.sub(_short, y))


def _near(x: str, y: str) -> bool:
    return len(x) == len(y) and all(a == b or a + b in _NEAR_VOWELS for a, b in zip(x, y, strict=True))


def _short(vowel: re.Match[str]) -> str:
    return "u" if vowel[0][0] == "o" else "i"


def consonants(word: str) -> str:
    """A word as spoken without vowels, which languages write each in their way: Ayesha, Aisha."""
    return undoubled(word.translate(_NO_VOWELS))


def swapped(x: str, y: str) -> bool:
    """Whether two neighbouring letters are swapped, as fingers do: lists of names have such slips as well."""
    return sorted(x) == sorted(y) and OSA.distance(x, y) == 1


def is_syllable(word: str) -> bool:
    """Whether a folded Latin word has one vowel, but for a mute e at its end: Walsh, Clarke."""
    return len(_VOWEL.findall(word.removesuffix("e"))) == 1
