"""What compares names here, found once a process: to see whether the lexicon's files changed takes as long as
many comparisons, and a long list asks for each part of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from resolver.index.index import matcher_of
from resolver.index.loading import default_lexicon

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.matcher import Matcher


@lru_cache(maxsize=1)
def engine() -> tuple[Lexicon, Matcher]:
    """The default lexicon and its matcher, ready to compare."""
    lexicon = default_lexicon()
    return lexicon, matcher_of(lexicon).prepare()
