"""`fold()`: reduce a token to what exact comparison looks at.

One function for the gazetteer and for the text. Any change of what it returns is a new `FOLD_VERSION`,
which compiled indexes are stamped with.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FOLD_VERSION = "2"

# Letters that Unicode does not decompose into a base letter and a mark, as readers without the letter
# on their keyboard write them. Azerbaijani schwa has three look-alikes (U+0259, U+01DD, Cyrillic U+04D9
# inside Latin words is left to romanization: in a Cyrillic word it is a letter of its own).
_LETTERS = str.maketrans(
    {
        "ə": "a",
        "ǝ": "a",
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "ng",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ʻ": None,
        "ʼ": None,
        "ʽ": None,
        "ʹ": None,
        "ʺ": None,
        "ʾ": None,
        "ʿ": None,
        "\u0640": None,  # Arabic tatweel only stretches a word
    }
)
# Arabic and Hebrew vowel points, Latin accents and the like are marks (Mn); in the scripts of India and
# South-East Asia marks are vowels and must stay, as must the Japanese voicing marks: か is not が.
_KEEP_MARKS = ((0x0900, 0x0DFF), (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3099, 0x309A))


def _is_dropped(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return True
    if category not in ("Mn", "Me"):
        return False
    point = ord(char)
    return not any(low <= point <= high for low, high in _KEEP_MARKS)


# Code points of which the fold is kept: more than any language has, and no more than some megabytes.
_KEPT = 1 << 15


# Letters of other scripts that look like Latin ones. A word that has both is a Latin word written with them,
# or the other way round: whichever its other letters are.
_LOOK_ALIKES = {
    **dict(zip("авеѕіјкмнорԛстԝухһԁәѵьӏ", "abesijkmhopqctwyxhdavbl", strict=True)),
    **dict(zip("αβεηικμνορτυχ", "abenikmvoptux", strict=True)),
}
_OTHER_CYRILLIC = {latin: other for other, latin in zip("авекмнорстухіј", "abekmhopctyxij", strict=True)}


def _one_script(text: str) -> str:
    """A case-folded word with its look-alike letters in the script of its other letters."""
    if not any("a" <= char <= "z" for char in text):
        return text
    strange = {char for char in text if "\u0370" <= char <= "\u052f"}
    if not strange:
        return text
    if strange <= _LOOK_ALIKES.keys():
        return "".join(_LOOK_ALIKES.get(char, char) for char in text)
    if all(char in _OTHER_CYRILLIC for char in text if "a" <= char <= "z"):
        return "".join(_OTHER_CYRILLIC.get(char, char) for char in text)
    return text


class _Letters(dict[int, int | str | None]):
    """What `str.translate` writes for a code point of decomposed text; most are worked out once."""

    def __missing__(self, point: int) -> int | str | None:
        char = chr(point)
        found: int | str | None = _LETTERS.get(point, point) if not _is_dropped(char) else None
        if len(self) < _KEPT:
            self[point] = found
        return found


_FOLDED = _Letters()


#: Marks in a row that are looked at: Unicode's stream-safe text format (UAX 15) allows as many, and no
#: writing needs more. Normalising sorts each run, which takes quadratic time.
_MOST_MARKS = 30

_DOUBLED = re.compile(r"(.)\1+")


def capped(text: str) -> str:
    """`text` with no more than 30 marks in a row, so that normalising it takes linear time.

    Only for text whose length need not stay: what is beyond goes.
    """
    if len(text) <= _MOST_MARKS:
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=32768)
def fold(token: str) -> str:
    """The comparison form of one token: no case, accents, width, invisible or look-alike characters.

    `fold("Émié") == fold("EMIE") == "emie"`; `fold("Əliyev") == "aliyev"`; scripts stay as they are
    (romanization is another matter). Never shortens a token to nothing unless it has no letter or digit.
    """
    if token.isascii():
        return token.lower()
    # İ lower-cases to i + a combining dot, which goes with the marks; NFKD opens ligatures and widths.
    text = _one_script(unicodedata.normalize("NFKD", capped(token)).casefold())
    # й and ї are letters of their own (ё is written е by most Russians): they are put together again.
    text = text.replace("и\u0306", "й").replace("і\u0308", "ї")
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def undoubled(word: str) -> str:
    """A word with one letter for each run of the same letter: Allan, Alan."""
    return _DOUBLED.sub(r"\1", word)
