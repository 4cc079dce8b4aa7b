"""Which names of an entity a text may be misspelling: those of its own language.

"Şam" is Damascus to a Turkish reader and nothing to an English one, who writes "Sam" for somebody; "Rumania"
is no misspelling of "Rumanía" but Romania's old name. So what a text is corrected to, and what a short word
is read as, depends on the language of the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.linking.slips import is_one_slip
from resolver.linking.span_candidate import SPELLING, SpanCandidate
from resolver.text.fold import fold
from resolver.text.scripts import script_of

# A shorter word must have the very letters of a foreign name, accents and all: "IRA" is not "IRÃ".
_SHORT = 4
# Where names in so many languages are given, those that are not given are the main one.
_GIVEN_IN_ALL = 10
_UNKNOWN = "und"
_ENGLISH = "en"


def letters_of(spelling: str) -> str:
    """A spelling but for case and the way its accents are encoded."""
    return unicodedata.normalize("NFC", spelling).casefold()


class ForeignNames:
    """Says of a name whether it belongs to a text's language. `languages`: of the text; none: unknown."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._of = lru_cache(maxsize=1 << 14)(self._languages_of)

    def _languages_of(self, id: str, normal: str) -> tuple[bool, bool, frozenset[str], frozenset[str]]:
        """Whether the name is one that the entity has in no particular language, whether it is called so at
        home, in which languages it has the name, and in which it has any.
        """
        entity = self._gazetteer[id]
        found = {lang.partition("-")[0] for lang, spellings in entity.names.items() if normal in spellings}
        every = frozenset(lang.partition("-")[0] for lang in entity.names)
        # An alias with accents that the name has not, "Nürnberg", is how it is called at home.
        native = entity.type == "place" and entity.name.isascii() and not normal.isascii()
        own = normal == entity.name or (not found and not native)
        return own, native and not found, frozenset(found), every

    def is_foreign(self, hit: SpanCandidate, surface: str, languages: Collection[str]) -> bool:
        """Whether a text in `languages` would not write the name of which `surface` is a spelling.

        Other languages may have another name for a town than English, of which the gazetteer does not know:
        "Hambourg" is no slip in French; but letters that changed places are one everywhere.
        """
        ref = hit.ref
        own, native, found, every = self._of(ref.entity, ref.normal)
        if not languages or _ENGLISH in languages:
            return not own and _ENGLISH not in found and script_of(ref.normal) == "latin"
        if not found.isdisjoint(languages):
            return False
        if not every.isdisjoint(languages):
            return True  # it has another name in this language
        if not (own or native) or (not every and ref.type != "place") or ref.type == "person":
            return not own
        given_in_all = own and len(every - {_UNKNOWN}) >= _GIVEN_IN_ALL
        return not given_in_all and not _are_swapped(fold(surface), fold(ref.normal))

    def excludes(self, hit: SpanCandidate, surface: str, languages: Collection[str]) -> bool:
        """Whether `surface` cannot be meant as this name because of the text's language."""
        if hit.rule == SPELLING:
            return hit.ref.type != "person" and self.is_foreign(hit, surface, languages)
        return (
            len(surface) <= _SHORT
            and not hit.ref.spelling.isascii()
            and letters_of(surface) != letters_of(hit.ref.spelling)
            and self.is_foreign(hit, surface, languages)
        )


def _are_swapped(word: str, name: str) -> bool:
    return sorted(word) == sorted(name) and is_one_slip(word, name)
