"""What a team's name lets a text say: the club without its letters, a country's side by its name alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from resolver.entities.lexicon import Lexicon
from resolver.index.derived import Derived
from resolver.types import Token

# Plurals of more words are companies': "Highmoor Capital Trading Partners".
_LONGEST_TEAM = 3


class Teams:
    """Derives the forms of teams' names."""

    def __init__(
        self, lexicon: Lexicon, countries: Collection[str], lands: Collection[str], ordinary: Collection[str]
    ) -> None:
        """`countries`: what countries, states and peoples are called. `lands`: of these the countries,
        written together. `ordinary`: words that are no name.
        """
        self._countries = countries
        self._ordinary = ordinary
        self._generic = lexicon.words("generic_word") | lexicon.words("role_word")
        self._clubs = lexicon.words("club_form")
        self._goods = lexicon.words("goods_word")
        self._team = lexicon.words("team_word")
        self._peoples = lexicon.map("demonym")
        self._lands = lands

    def club(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Manchester City" for Manchester City F.C.; one word of it may be its place."""
        size = self.club_size(words)
        if 1 < size < len(words) and any(w.fold not in self._ordinary for w in words[:size]):
            yield Derived(name[: words[size - 1].end], "short", "without club form")

    def club_size(self, words: list[Token]) -> int:
        """How many words stand before the letters that make a name a club's; all when there are none."""
        end = len(words)
        if end > 1 and words[-1].fold in self._clubs:
            return end - 1
        while end > 1 and len(words[end - 1].text) == 1:
            end -= 1  # "F.C."
        return end if "".join(w.fold for w in words[end:]) in self._clubs else len(words)

    @staticmethod
    def sport(name: str) -> Iterator[Derived]:
        """ "England national football team" for the national association football team."""
        if " association football" in name:
            yield Derived(name.replace(" association football", " football"), "full", "same sport")

    def side(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "England" for the England cricket team: a country's or a state's side goes by its name alone."""
        for size in (3, 2, 1):
            rest = words[size:]
            head = " ".join(w.fold for w in words[:size])
            if not rest or head not in self._countries or head in self._peoples:
                continue
            # A country's plurals are its companies: "France Télévisions".
            land = head.replace(" ", "") in self._lands
            if self._is_sport(rest) or (not land and self._is_plural(rest, len(words))):
                yield Derived(name[: words[size - 1].end], "short", "side")
            return

    def is_team(self, rest: list[Token], size: int) -> bool:
        """Whether `rest`, behind a place, makes a team of it: a sport, or a plural in a name of few words."""
        return self._is_plural(rest, size) or self._is_sport(rest)

    def _is_plural(self, rest: list[Token], size: int) -> bool:
        last = rest[-1].fold
        plural = last.endswith("s") and last not in self._generic and last not in self._goods
        return plural and size <= _LONGEST_TEAM

    def _is_sport(self, rest: list[Token]) -> bool:
        return any(w.fold in self._team for w in rest)
