"""Coarse sound keys: what spellings of one name part nearly always share, whatever language spelled it.

A key is the chain of a name's consonant classes, doubled classes once, with an A where it begins with a
vowel: `sounds("Tchaikovsky")[0] == sounds("Chajkowskij")[0] == "SKFSK"`. Letters whose class depends on the
language (ch is k in Italian, j is y in German, w is no consonant in Arabic names) give a second key; the
commonest reading comes first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Classes: P (b p), F (f v), T (d t th), K (g k q), S (all hissing sounds and affricates), N (m n), L (l r).
# The letters of one class are those that scripts with fewer letters, or other habits, confuse: Arabic has
# no p, Japanese no l, Georgian and Korean hear t and d their own way.
# A reading of "" is a sound that often is not written or is part of a vowel.
_RUNS: Final[dict[str, tuple[str, ...]]] = {
    "dzsch": ("S",),
    "tsch": ("S",),
    "dsch": ("S",),
    "stch": ("S",),
    "shch": ("S",),
    "szcz": ("S",),
    "sch": ("S", "SK"),
    "tch": ("S",),
    "tzsch": ("S",),
    "dzh": ("S",),
    "dsh": ("S",),
    "ch": ("S", "K"),
    "cz": ("S",),
    "cs": ("S",),
    "cc": ("K", "S"),
    "ck": ("K",),
    "dj": ("S", "T"),
    "dz": ("S",),
    "tj": ("S",),
    "ts": ("S",),
    "tz": ("S",),
    "tc": ("S",),
    "sh": ("S",),
    "sz": ("S",),
    "zh": ("S",),
    "zs": ("S",),
    "sc": ("S", "SK"),
    "kh": ("K", ""),
    "gh": ("K", ""),
    "ph": ("F",),
    "bh": ("P",),
    "dh": ("T",),
    "th": ("T",),
    "ll": ("L", ""),
    "gli": ("L", "KL"),
    "gn": ("N", "KN"),
    "mb": ("NP", "N"),
    "mp": ("NP", "N"),
    "lh": ("L",),
    "nh": ("N",),
    "rz": ("S", "LS"),
    "x": ("KS", "K", "S"),
    "ce": ("S",),
    "ci": ("S",),
    "cy": ("S",),
    "ge": ("K", "S"),
    "gi": ("K", "S"),
    "gy": ("K", "S"),
    "ic$": ("K", "S"),
    "ics$": ("KS", "S"),
    "t$": ("T", ""),
    "d$": ("T", ""),
    "x$": ("KS", "S", "K", ""),
    "ts$": ("S", "TS", ""),
    "ds$": ("S", "TS"),
    "tz$": ("S",),
    "ns$": ("NS", "N"),
    "^j": ("S", "A"),
    "^w": ("F", "A"),
    "^wh": ("F", "A"),
    "^x": ("S", "K"),
    "j": ("S", ""),
    "w": ("F", ""),
    "b": ("P",),
    "p": ("P",),
    "f": ("F",),
    "v": ("F",),
    "d": ("T",),
    "t": ("T",),
    "c": ("K",),
    "g": ("K",),
    "k": ("K",),
    "q": ("K",),
    "s": ("S",),
    "z": ("S",),
    "ç": ("S",),
    "m": ("N",),
    "n": ("N",),
    "ñ": ("N",),
    "l": ("L",),
    "r": ("L",),
}


def _longest_run() -> re.Pattern[str]:
    """The longest run at a place; vowels, h and y fall through and are skipped.

    Runs are grouped by their first letter, so that most are ruled out at once.
    """
    behind: dict[str, list[str]] = {}
    for run in sorted(_RUNS, key=lambda run: (-len(run), run)):
        behind.setdefault(run[0], []).append(re.escape(run[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in behind.items()))


_RUN: Final = _longest_run()
_VOWEL_FIRST: Final = re.compile(r"h?[aeiouyäöüåø]")
_LONGEST: Final = 5


@lru_cache(maxsize=16384)
def sounds(latin: str, most: int = 3) -> tuple[str, ...]:
    """The sound keys of one Latin reading, the likeliest first, at most `most`."""
    keys = ["A" if _VOWEL_FIRST.match(latin) else ""]
    for run in _RUN.findall(f"^{latin}$"):
        classes = _RUNS[run]
        if len(classes) == 1:
            only = classes[0]
            keys = [key if key[-1:] == only else key + only for key in keys]
        else:
            # Alternatives of the likeliest key first, so that a limit cuts the least likely ones.
            keys = [_joined(key, choice) for choice in classes for key in keys][: 2 * most]
        if len(keys[0]) >= _LONGEST and min(map(len, keys)) >= _LONGEST:
            break
    return tuple(dict.fromkeys([key[:_LONGEST] or "A" for key in keys]))[:most]


def _joined(key: str, classes: str) -> str:
    """Doubled classes once."""
    return key + classes[1:] if key[-1:] == classes[:1] else key + classes
