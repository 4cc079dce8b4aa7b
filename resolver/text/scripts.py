"""Which script a token is written in: what decides how it is read in Latin letters."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

# First code points of the blocks that names are written in (Unicode 15 `Blocks.txt`, neighbours of one
# script merged). What lies between is "other".
_BLOCKS: Final[tuple[tuple[int, int, str], ...]] = (
    (0x0041, 0x024F, "latin"),
    (0x0250, 0x02AF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0700, 0x074F, "syriac"),
    (0x0750, 0x077F, "arabic"),
    (0x0780, 0x07BF, "thaana"),
    (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0A00, 0x0A7F, "gurmukhi"),
    (0x0A80, 0x0AFF, "gujarati"),
    (0x0B00, 0x0B7F, "oriya"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x0C00, 0x0C7F, "telugu"),
    (0x0C80, 0x0CFF, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"),
    (0x0D80, 0x0DFF, "sinhala"),
    (0x0E00, 0x0E7F, "thai"),
    (0x0E80, 0x0EFF, "lao"),
    (0x0F00, 0x0FFF, "tibetan"),
    (0x1000, 0x109F, "myanmar"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x139F, "ethiopic"),
    (0x1780, 0x17FF, "khmer"),
    (0x1C80, 0x1C8F, "cyrillic"),
    (0x1C90, 0x1CBF, "georgian"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0x2D00, 0x2D2F, "georgian"),
    (0x3040, 0x309F, "kana"),
    (0x30A0, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0xFF66, 0xFF9F, "kana"),
    (0x20000, 0x3FFFF, "han"),
)
_STARTS: Final = [low for low, _, _ in _BLOCKS]

# Scripts that write consonants and leave most vowels to the reader.
ABJADS: Final = frozenset({"arabic", "hebrew", "syriac"})


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
    counts: dict[str, int] = {}
    for char in token:
        script = char_script(char)
        if script != "common":
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return "common"
    # Japanese names mix kana and Han; the kana say that it is Japanese.
    return max(counts, key=counts.__getitem__)
