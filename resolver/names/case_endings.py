"""Words of names that differ in a case ending alone: Danzigista, Danzig; Москве, Москва."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from resolver.names.tokens import NameToken
from resolver.text.fold import fold
from resolver.text.inflection import Inflection
from resolver.text.scripts import languages_of

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_SAME: Final = 3  # letters that an ending leaves alone
_SHORTEST: Final = 4  # letters of the bare word
# Of a name in Latin letters nobody says what language it is inflected in: those that do inflect names.
_LATIN: Final = ("az", "cs", "fi", "hr", "pl", "tr")


class CaseEndings:
    """The lexicon's map `inflection`, on names of which nobody says in what language they stand."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._inflection = Inflection(
            {
                language: {
                    base: [fold(ending) for ending in endings]
                    for base, endings in lexicon.map("inflection", language).items()
                }
                for language in lexicon.languages("inflection")
            }
        )

    def apart(self, token: NameToken, other: NameToken) -> bool:
        """Whether `token` is `other` and an ending of some letters: one letter more may be another name."""
        form, base = token.fold, other.fold
        if form[:_SAME] != base[:_SAME] or len(base) < _SHORTEST or token.script != other.script:
            return False
        languages = languages_of(form) or _LATIN
        return any(
            found == base and len(ending) > 1 for found, ending in self._inflection.bases(form, languages)
        )
