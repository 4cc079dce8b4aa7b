"""Words of a text, with spans in the original.

Tokens are cut from the text as it is and folded one by one, so that no offset ever shifts. Marks and
invisible characters (combining accents, soft hyphens, joiners) belong to the word they stand in.
Apostrophes, hyphens and dots stand between tokens: "O'Brien", "Nagorno-Karabakh" and "U.S." are two each.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from resolver.text.fold import fold
from resolver.types import Token

# Marks that are letters' parts in the scripts of the world, as ranges (Unicode 15, general categories
# Mn and Mc); \w of `re` leaves them out.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd"
    "\u09d7\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03"
    "\u0d3b-\u0d4d\u0d57\u0d82\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u3099\u309a\ufe20-\ufe2f"
)
INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u180e\u2060-\u206f\ufeff\ufe00-\ufe0f"

#: What may stand inside a word after its first letter; for use inside a character class.
INNER = rf"\w{MARKS}{INVISIBLE}"
#: One word: begins with a letter or digit, ends with a letter, digit or mark.
WORD = re.compile(rf"[^\W_](?:[{MARKS}{INVISIBLE}]*[^\W_])*[{MARKS}]*")

APOSTROPHES = "'’ʼʹ‘`´"
HYPHENS = "-‐‑–"


def cased(belongs: Callable[[str], bool]) -> str:
    """The letters of the cased scripts of which something holds, as the body of a character class."""
    ranges: list[str] = []
    start = previous = -2
    # Beyond these blocks no script in use has two cases (Adlam and Osage are left out for speed).
    for block in (range(0x41, 0x590), range(0x10A0, 0x10C8), range(0x1E00, 0x2000)):
        for point in block:
            if not belongs(chr(point)):
                continue
            if point != previous + 1:
                if start >= 0:
                    ranges.append(chr(start) if start == previous else f"{chr(start)}-{chr(previous)}")
                start = point
            previous = point
    ranges.append(f"{chr(start)}-{chr(previous)}")
    return "".join(ranges)


#: Upper-case and title-case letters, for use inside a character class.
UPPER = cased(lambda char: char.isupper() or char.istitle())
#: Lower-case letters, the same way.
LOWER = cased(str.islower)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of `text[start:end]`, in order; spans count code points of `text`."""
    stop = len(text) if end is None else end
    return [
        Token(match.start(), match.end(), match.group(), fold(match.group()))
        for match in WORD.finditer(text, start, stop)
    ]


def solid_key(folds: list[str] | tuple[str, ...]) -> str:
    """The key under which exact phrases meet: their folded tokens without anything between.

    "Burkina Faso", "Burkina-Faso" and "BurkinaFaso" have one key; where word boundaries matter the
    caller compares the tokens.
    """
    return "".join(folds)
