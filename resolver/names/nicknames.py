"""Pet names and the given names that they are short for, in any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from resolver.names.tokens import NameToken, TokenMatcher

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

#: Letters that a pet name leaves out of a name that the other sex bears.
SHORTENED: Final = 2
_SHORTEST: Final = 3  # letters
_NEAR: Final = 0.7  # share of the letters that a rough reading may have wrong


class Nicknames:
    """The lexicon's map `nickname`. Weight: `names.nickname_across`."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._across = lexicon.weight("names", "nickname_across")
        self._full = {short: frozenset(full) for short, full in lexicon.map("nickname").items()}
        self._short: dict[str, list[str]] = {}
        for short, names in self._full.items():
            for name in names:
                self._short.setdefault(name, []).append(short)

    def short(self, short: NameToken, full: NameToken) -> bool:
        """Whether `short` is a pet name of `full`, or short for it as anybody may say it."""
        if short.script != full.script:
            return self._short_across(short, full)
        for reading in short.tables:
            names = self._full.get(reading)
            if names is not None and not names.isdisjoint(full.tables):
                return True
        return short.script == "latin" and self._shortened(short.fold, full.fold)

    def _shortened(self, short: str, full: str) -> bool:
        """Whether one is short for the other in another language (Alex, Alejandro) or by its beginning alone.

        The beginning of a known given name is, if it is none itself or is short for others as well: Kat,
        Katherine; Greg, Gregorio; but Daniel is no Danielle.
        """
        if len(full) < len(short) + SHORTENED or short[:1] != full[:1] or len(short) < _SHORTEST:
            return False
        tokens = self._tokens
        own_name = tokens.is_given_name(short) and (
            short not in self._full or tokens.differ_in_sex(short, full)
        )
        if full.startswith(short) and tokens.is_given(full) and not own_name:
            return True
        return any(tokens.known_as_one(name, full) for name in self._full.get(short, ()))

    def _short_across(self, short: NameToken, full: NameToken) -> bool:
        """Across scripts: Bill, Уильям. Not by all that a word may be read as: that costs most."""
        if short.script == "latin":
            names, other = [*self._full.get(short.fold, ())], full
        else:
            names, other = self._short.get(full.fold, []), short
        first = other.first
        near = [name for name in names if OSA.normalized_distance(name, first) < _NEAR]
        similarity, token = self._tokens.similarity, self._tokens.token
        return any(similarity(token(name), other).value >= self._across for name in near)
