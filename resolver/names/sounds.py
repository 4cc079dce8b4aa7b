"""Coarse sound keys: what two spellings of one name part nearly always share."""

from __future__ import annotations

import re
from functools import lru_cache

_STEPS = [
    (re.compile(p), r)
    for p, r in (
        (r"tsch|tch|cz|ch|tj", "C"),
        (r"sch|sh|sz", "S"),
        (r"kh|gh|ck|q|c", "k"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"dj|dzh|zh|j(?=[aeiou])", "j"),
        (r"th", "t"),
        (r"h", ""),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=65536)
def sound(latin: str) -> str:
    """The coarse sound key of one Latin reading."""
    for pattern, replacement in _STEPS:
        latin = pattern.sub(replacement, latin)
    return latin[:1] + latin[1:].replace("a", "")
