"""The scripts that names are written in: where their letters are, and how they are read and written.

The one table of what is known of a script as such; how its letters are read is a table a language in the
lexicon (`romanization`), as are the case endings of languages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Script:
    """A script by its code points.

    blocks: first and last code points (Unicode 15 `Blocks.txt`, neighbours of one script merged).
    cased: whether capitals show where a name starts. spaced: whether spaces stand between words.
    abjad: whether most vowels are left to the reader. languages: whose case endings or particles words in it
    may carry; none for Latin letters, where the text must tell its language.
    """

    name: str
    blocks: tuple[_Range, ...]
    cased: bool = False
    spaced: bool = True
    abjad: bool = False
    languages: tuple[str, ...] = ()


SCRIPTS: Final[tuple[Script, ...]] = (
    Script("latin", ((0x0041, 0x02AF), (0x1E00, 0x1EFF)), cased=True),
    Script(
        "cyrillic",
        ((0x0400, 0x052F), (0x1C80, 0x1C8F)),
        cased=True,
        languages=("ru", "uk", "be", "bg", "sr", "mk", "kk"),
    ),
    Script(
        "georgian",
        ((0x10A0, 0x10CF), (0x10D0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
        languages=("ka",),
    ),
    Script("armenian", ((0x0530, 0x058F),), cased=True, languages=("hy",)),
    Script("greek", ((0x0370, 0x03FF), (0x1F00, 0x1FFF)), cased=True, languages=("el",)),
    Script(
        "arabic",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        abjad=True,
        languages=("ar", "fa"),
    ),
    Script("hebrew", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)), abjad=True, languages=("he",)),
    Script("hangul", ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7AF)), languages=("ko",)),
    Script("syriac", ((0x0700, 0x074F),), abjad=True),
    Script("thaana", ((0x0780, 0x07BF),)),
    Script("devanagari", ((0x0900, 0x097F),)),
    Script("bengali", ((0x0980, 0x09FF),)),
    Script("gurmukhi", ((0x0A00, 0x0A7F),)),
    Script("gujarati", ((0x0A80, 0x0AFF),)),
    Script("oriya", ((0x0B00, 0x0B7F),)),
    Script("tamil", ((0x0B80, 0x0BFF),)),
    Script("telugu", ((0x0C00, 0x0C7F),)),
    Script("kannada", ((0x0C80, 0x0CFF),)),
    Script("malayalam", ((0x0D00, 0x0D7F),)),
    Script("sinhala", ((0x0D80, 0x0DFF),)),
    Script("thai", ((0x0E00, 0x0E7F),), spaced=False),
    Script("lao", ((0x0E80, 0x0EFF),), spaced=False),
    Script("tibetan", ((0x0F00, 0x0FFF),)),
    Script("myanmar", ((0x1000, 0x109F),), spaced=False),
    Script("ethiopic", ((0x1200, 0x139F),)),
    Script("khmer", ((0x1780, 0x17FF),), spaced=False),
    Script("kana", ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)), spaced=False),
    Script("han", ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)), spaced=False),
)

_BLOCKS: Final = sorted((low, high, script.name) for script in SCRIPTS for low, high in script.blocks)
_STARTS: Final = [low for low, _, _ in _BLOCKS]


def _letters(*, cased: bool | None = None, spaced: bool | None = None) -> str:
    """The letters of the scripts that are so, as the body of a character class.

    A block of capitals of a script that texts write without them (Georgian) is not among its letters.
    """
    return "".join(
        f"{chr(low)}-{chr(high)}"
        for script in SCRIPTS
        if cased in (None, script.cased) and spaced in (None, script.spaced)
        for low, high in script.blocks
        if script.cased or not chr(low).isupper()
    )


#: Letters of scripts without case, which cannot show by a capital where a name starts.
UNCASED: Final = _letters(cased=False)
#: Letters of scripts written without spaces between words.
UNSPACED: Final = _letters(spaced=False)
#: Scripts that write consonants and leave most vowels to the reader.
ABJADS: Final = frozenset(script.name for script in SCRIPTS if script.abjad)

_BY_LANGUAGES: Final = tuple(
    (re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in script.blocks) + "]"), script.languages)
    for script in SCRIPTS
    if script.languages
)


def languages_of(text: str) -> tuple[str, ...]:
    """The languages whose endings words of `text` may carry by their script; none in Latin letters alone."""
    if not text.isascii():
        for letters, languages in _BY_LANGUAGES:
            if letters.search(text):
                return languages
    return ()


def char_script(char: str) -> str:
    """The script of one character; "common" for digits, marks and punctuation, "other" if unknown."""
    point = ord(char)
    if point < 128:
        return "latin" if char.isalpha() else "common"
    if not char.isalpha():
        # A vowel sign of an Indic script belongs to its script although it is no letter.
        block = _block(point)
        return "common" if block in ("other", "latin", "arabic", "hebrew") else block
    return _block(point)


def _block(point: int) -> str:
    low, high, name = _BLOCKS[max(bisect_right(_STARTS, point) - 1, 0)]
    return name if low <= point <= high else "other"


def script_of(token: str) -> str:
    """The script of a token: that of most of its letters, the first on a tie; "common" if it has none.

    `script_of("Əliyev") == "latin"`; a Latin word with one Cyrillic look-alike is still "latin".
    """
    if token.isascii():
        return "latin" if any(map(str.isalpha, token)) else "common"
    if token.isalpha():
        low, high, name = _BLOCKS[max(bisect_right(_STARTS, ord(token[0])) - 1, 0)]
        if low <= ord(min(token)) and ord(max(token)) <= high:
            return name  # most tokens by far
    counts: dict[str, int] = {}
    for char in token:
        script = char_script(char)
        if script != "common":
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return "common"
    # Japanese names mix kana and Han; the kana say that it is Japanese.
    return max(counts, key=counts.__getitem__)
