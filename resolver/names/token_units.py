"""How a token is cut before it is compared: letters of Latin tokens, units of any other script.

`letters` keeps the few letters with marks that are read quite differently from the bare letter (ç, ö, ğ …)
and writes out those that have one usual digraph (č, š); `units` takes Hangul syllables apart, writes
hiragana as katakana and drops what only the hand distinguishes. Both end in `END`: what happens to the last
letter of a name (a mute e, a case vowel, -a of a woman's name) differs from what happens elsewhere.
What is learnt (data/*.tsv) is learnt over these units: a change here means to learn again.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from resolver.text.fold import fold

END: Final = "$"
# Letters with a mark that are kept: their reading is not that of the bare letter.
MARKED: Final = "çñğöüäøå"
ALPHABET: Final = frozenset("abcdefghijklmnopqrstuvwxyz" + MARKED)
_PLAIN: Final = str.maketrans(
    {
        "č": "ch", "ć": "ch", "š": "sh", "ž": "zh", "ş": "sh", "ș": "sh", "ț": "ts", "ţ": "ts", "đ": "dj",
        "ə": "a", "ǝ": "a",
    }
)  # fmt: skip
_HEBREW: Final = str.maketrans("םןךףץ׳’`´", "מנכפצ''''")
# Persian and Urdu letters that look and read as Arabic ones.
_ARABIC: Final = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ے": "ي", "ھ": "ه", "ہ": "ه", "\u200c": None})


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """A Latin token as the learnt models see it: `letters("Čajkovskij") == "chajkovskij$"`."""
    if text.isascii():
        text = text.lower()
        if text.isalpha():
            return text + END
    else:
        text = unicodedata.normalize("NFC", text).lower()
        text = "".join(c if c in MARKED else fold(c) for c in text.translate(_PLAIN))
    return "".join(c for c in text if c in ALPHABET) + END


def units(text: str, script: str) -> str:
    """A token of another script as the learnt models see it, one character a unit, with `END`."""
    text = fold(text)
    if script == "hangul":
        # Syllables to letters; the first ieung of a syllable is mute.
        text = unicodedata.normalize("NFD", text).replace("\u110b", "")
    elif script == "kana":
        text = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
    elif script == "hebrew":
        text = text.translate(_HEBREW)
    elif script == "arabic":
        text = text.translate(_ARABIC)
    return text + END
