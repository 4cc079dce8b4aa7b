"""Small words before a family name that belong to it, where no capital shows that it begins with them."""

from __future__ import annotations

import re
from dataclasses import replace

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.text.fold import fold
from resolver.text.tokens import APOSTROPHES, HYPHENS, WORD
from resolver.types import Mention

_WORD_BEFORE = re.compile(
    rf"(?<![^\W_])([{APOSTROPHES}]?[^\W\d_]{{1,8}})[ \u00a0{APOSTROPHES}{re.escape(HYPHENS)}]$"
)
_MARGIN = 12


class Particles:
    """Knows the particles of names: "van der Laak", "al-Tarwani", "'t Hoofd"."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._particles = lexicon.words("particle") | lexicon.words("patronymic_marker")
        self._gazetteer = gazetteer

    def with_particles(self, mention: Mention, text: str) -> Mention:
        """The mention with the particles right before it in `text` that its entity's name has there."""
        start, before = mention.start, self._before(text, mention.start)
        if before is None or mention.id is None:
            return mention
        own = self._of_name(mention.id, fold(next(WORD.finditer(mention.text)).group()))
        while own and before is not None and fold(before[1].strip(APOSTROPHES)) == own.pop():
            start = before.start(1)
            before = self._before(text, start)
        if start == mention.start:
            return mention
        added = text[start : mention.start]
        return replace(mention, start=start, text=added + mention.text, normal=added + mention.normal)

    def _before(self, text: str, start: int) -> re.Match[str] | None:
        """The particle right before `start`."""
        before = _WORD_BEFORE.search(text, max(0, start - _MARGIN), start)
        return (
            before if before is not None and before[1].strip(APOSTROPHES).lower() in self._particles else None
        )

    def _of_name(self, id: str, word: str) -> list[str]:
        """The particles that stand before a word in the entity's name, as it is listed."""
        words = [fold(found.group()) for found in WORD.finditer(self._gazetteer[id].name)]
        if word not in words:
            return []
        before = words[: words.index(word)]
        while before and before[0] not in self._particles:
            before.pop(0)
        return before
