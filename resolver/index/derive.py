"""What a name lets a text say without being told: family name, acronym, name without legal form …

Derived forms are guesses. Each carries the rule that made it, and linking weighs the rule: rare and
long forms are trusted, short and ordinary ones need the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.index.derive_people import People
from resolver.index.derive_teams import Teams
from resolver.index.derived import Derived
from resolver.text.tokens import tokenise
from resolver.types import EntityType, Token

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_SPACES = re.compile(r"\s+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


_INNER_ARTICLE = " of the "
# Shorter ones are codes ("us", "uk"), which the abbreviations hold with their case.
_SHORTEST_COUNTRY = 4


_PARTS = frozenset(
    {
        "without kind",
        "without kinds",
        "without place",
        "without complement",
        "head",
        "head of a team",
        "tail",
        "first words",
        "family name",
        "given name",
    }
)
# Legal forms that are written as letters are in no acronym: "Ltd", "GmbH".
_LONGEST_LETTERS = 4
_PEOPLE = " people"
# The same small number in its three dresses: "Formula One", "Formula 1", "World War II".
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Deriver:
    """Derives the forms of a name by its type; what it knows of words comes from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._longest = lexicon.weight("names_letters", "longest_name")
        self._titles = lexicon.words("person_title")
        self._legal = lexicon.words("legal_form")
        self._generic = lexicon.words("generic_word") | lexicon.words("role_word")
        self._features = lexicon.words("place_feature")
        self._connectors = lexicon.words("connector") | lexicon.words("article")
        self._parties = lexicon.words("party_word")
        self._realms = lexicon.words("realm_word")
        self._ships = lexicon.words("ship_prefix")
        self._ordinary = lexicon.words("ordinary") | lexicon.words("month") | lexicon.words("weekday")
        # Joined once: the sets are large, and every name asks.
        # Neither a point of the compass nor "new" is a kind: South Sudan is never Sudan.
        telling = lexicon.words("epithet") | frozenset(lexicon.map("direction"))
        self._features -= telling
        self._kinds = (self._features | self._generic | lexicon.words("award_word")) - telling
        self._no_head = self._ordinary | self._kinds
        self._no_tail = self._ordinary | self._generic
        self._peoples = lexicon.map("demonym")
        self._demonyms: dict[str, list[str]] = {}
        for demonym, countries in lexicon.map("demonym").items():
            for country in countries:
                self._demonyms.setdefault(country, []).append(demonym)
        # A name is read as English: "Tunis" is a country in Polish.
        self._codes = {spelling.replace(" ", ""): c for spelling, c in lexicon.map("territory", "en").items()}
        self._territories = frozenset(spelling.replace(" ", "") for spelling in lexicon.map("territory"))
        self._same_country: dict[str, list[str]] = {}
        for spelling, codes in lexicon.map("territory").items():
            for code in codes:
                self._same_country.setdefault(code, []).append(spelling)
        known = {*self._demonyms, *lexicon.map("demonym"), *lexicon.words("known_name", "en")}
        # "U.S." as well as "United States".
        known.update(
            short
            for short, full in lexicon.map("abbreviation", "en").items()
            if any(long.replace(" ", "") in self._codes for long in full)
        )
        self._countries = frozenset(known)
        self._people_of = People(lexicon)
        self._given = lexicon.words("common_name")
        self._teams = Teams(lexicon, self._countries, self._codes, self._no_tail)

    def derive(self, name: str, type: EntityType) -> list[Derived]:
        """The forms of `name`, without `name` itself, each once, most telling rule first.

        A name of more than `names_letters.longest_name` letters is meant as it is written: it has none.
        """
        if len(name) > self._longest:
            return []
        found: dict[str, Derived] = {}
        for derived in self._forms(name, type):
            spelling = _SPACES.sub(" ", derived.spelling).strip(" ,.-–’'")
            if derived.rule in _PARTS and " ".join(w.fold for w in tokenise(spelling)) in self._countries:
                continue  # "United States" is not short for the United States Senate
            if len(spelling) > 1 and spelling != name and spelling not in found:
                found[spelling] = Derived(spelling, derived.form, derived.rule)
        return list(found.values())

    def _forms(self, name: str, type: EntityType) -> Iterator[Derived]:
        bare = _PARENTHESES.sub("", name)
        if bare != name:
            yield Derived(bare, "full", "without parenthesis")
        if (cut := _ARTICLE.sub("", bare)) != bare:
            yield Derived(cut, "full", "without article")
            bare = cut
        if type == "person":
            yield from self._people_of.forms(bare)
            return
        if _INNER_ARTICLE in bare:  # "Democratic Republic of Congo"
            yield Derived(bare.replace(_INNER_ARTICLE, " of "), "full", "without article")
        if type == "place":
            yield from self._country(bare)
        yield from self._thing(bare, type)

    def _country(self, name: str) -> Iterator[Derived]:
        """What a country is called in other languages, and its people and their language."""
        folded = fold_phrase(name)
        for code in self._codes.get(folded.replace(" ", ""), ()):
            for other in self._same_country[code]:
                if other != folded and len(other) >= _SHORTEST_COUNTRY:
                    yield Derived(other.title(), "alias", "same country")
        for demonym in self._demonyms.get(folded, ()):
            yield Derived(demonym.title(), "demonym", "demonym")

    def _thing(self, name: str, type: EntityType) -> Iterator[Derived]:
        words = tokenise(name)
        if not words:
            return
        whole = words
        without = self._without_legal_form(words) if type != "place" else words
        if without and len(without) < len(words):
            core = name[without[0].start : without[-1].end]
            yield Derived(core, "short", "without legal form")
            name, words = core, tokenise(core)
        yield from self._teams.club(name, words)
        if words[0].fold in self._ships and words[0].text.isupper() and len(words) > 1:
            yield Derived(name[words[1].start :], "short", "without ship prefix")
        yield from self._people(words)
        yield from self._ampersand(name)
        yield from self._numeral(name, words)
        if type == "place":
            before, found, _ = name.partition(" of ")
            if found and " ".join(w.fold for w in tokenise(before)) in self._countries:
                yield Derived(before, "alias", "same country")
        yield from self._without_country(name, words)
        if type == "organization":
            yield from self._teams.sport(name)
            yield from self._kind_last(name, words)
            yield from self._teams.side(name, words)
            yield from self._adjective(name, words)
        head = name.split(",")[0]
        if head != name and len(tokenise(head)) >= 1:
            # "Paris" of "Paris, Texas" is its whole name, whoever else has it.
            yield Derived(head, "short", "without region" if type == "place" else "without place")
        for cut in (" in ", " at ", " – ", " - "):
            before, found, _ = name.partition(cut)
            if found and len(inner := tokenise(before)) > 1:
                yield Derived(before, "short", "without place")
                yield from self._people(inner)
        # Two letters are anything; those of places that are in use are abbreviations ("U.S.").
        # Nor are the letters of what a state calls itself: "IRA" is no Islamic Republic.
        if type != "place" or self._realms.isdisjoint(w.fold for w in words):
            yield from (d for d in self._acronyms(words) if type != "place" or len(d.spelling) > 2)
        if type != "place" and len(whole) > len(words) and len(whole[-1].text) > _LONGEST_LETTERS:
            yield from self._acronyms(whole)  # the C of BBC is a legal form
        if len(words) < 2:
            return
        if type == "place" and "".join(w.fold for w in words) in self._territories:
            return  # South Korea is never Korea, in no language: what countries are called is known
        features = self._features if type == "place" else self._kinds
        if words[-1].fold in features:
            rest = words[:-1]
            while len(rest) > 1 and (rest[-1].fold in self._generic or rest[-1].fold in self._connectors):
                rest = rest[:-1]
            if self._telling(rest):
                # "Harvard" is Harvard University rather than Harvard Medical School.
                rule = "without kind" if len(rest) == len(words) - 1 else "without kinds"
                if words[-1].fold in self._parties:
                    rule = "party"
                yield Derived(name[rest[0].start : rest[-1].end], "short", rule)
        if words[0].fold in self._kinds:
            at = 1
            while (
                at < len(words) - 1
                and words[at].fold in self._connectors
                and name[words[at].end : words[at + 1].start].isspace()  # "Province of L'Aquila"
            ):
                at += 1
            if self._telling(words[at:]):
                yield Derived(name[words[at].start : words[-1].end], "short", "without kind")
            if at > 1:
                yield Derived(
                    f"{name[words[at].start : words[-1].end]} {words[0].text}", "full", "kind moved"
                )
        elif words[-1].fold in features and len(words) > 1:
            yield Derived(f"{words[-1].text} of {name[: words[-2].end]}", "full", "kind moved")
        yield from self._without_complement(name, words)
        yield from self._first_words(name, words)
        first = words[0]
        last = words[-1]
        # "Dodgers" is an ordinary plural, but the name of many a team.
        team = self._teams.is_team(words[1:], len(words)) or self._teams.club_size(words) < len(words)
        if first.fold not in self._no_head and len(first.text) > 2:
            side = team and type == "organization"
            yield Derived(first.text, "short", "head of a team" if side else "head")
        telling = len(last.text) > 2 and last.fold not in self._no_tail
        if type in ("organization", "event") and (telling or team):
            yield Derived(last.text, "short", "tail")

    def _without_country(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Department of Agriculture" of the United States, "Royal Navy" for British Royal Navy."""
        for size in (1, 2, 3):
            rest = words[size:]
            if len(rest) < 2 or " ".join(w.fold for w in words[:size]) not in self._countries:
                continue
            yield Derived(name[rest[0].start :], "short", "without country")
            if rest[0].fold in self._kinds and rest[1].fold == "of" and len(rest) > 2:
                # "Justice Department" for the Department of Justice
                yield Derived(
                    f"{name[rest[2].start : rest[-1].end]} {rest[0].text}", "short", "without country"
                )
            if len(rest) > 2:
                yield from self._acronyms(rest)
            yield from self._kind_last(name, rest)

    def _adjective(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Chilean Communist Party" for the Communist Party of Chile."""
        for at in range(2, len(words) - 1):
            if words[at].fold != "of" or words[at - 1].fold in self._connectors:
                continue
            for demonym in self._demonyms.get(" ".join(w.fold for w in words[at + 1 :]), ()):
                if not demonym.endswith("s"):
                    yield Derived(f"{demonym.title()} {name[: words[at - 1].end]}", "full", "country first")

    def _kind_last(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Senate Budget Committee" for the (United States) Senate Committee on the Budget."""
        for at in range(1, len(words) - 2):
            if words[at].fold in self._kinds and words[at + 1].fold in ("on", "for"):
                start = at + 2
                while start < len(words) - 1 and words[start].fold in self._connectors:
                    start += 1
                about = name[words[start].start : words[-1].end]
                yield Derived(
                    f"{name[words[0].start : words[at - 1].end]} {about} {words[at].text}",
                    "full",
                    "kind moved",
                )
                return

    def _telling(self, words: list[Token]) -> bool:
        """Whether something in a part of a name is more than a kind: "Kingdom" is not short for one."""
        return any(
            w.fold not in self._kinds and w.fold not in self._connectors and w.fold not in self._titles
            for w in words
        )

    def _without_complement(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Salk Institute" for Biological Studies, "London School of Economics" and Political Science."""
        for at in range(len(words) - 1, 1, -1):
            left = words[:at]
            if words[at].fold not in ("for", "of", "and") or not words[at].text.islower():
                continue
            own = " ".join(w.fold for w in left if self._telling([w]))
            if own and own not in self._countries and self._telling(left[:2]):
                yield Derived(name[: left[-1].end], "short", "without complement")

    def _first_words(self, name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Green Bay" of the Green Bay Packers, "Whole Foods" of the Whole Foods Market.

        The first words of a name, two or more that end with a capital and say more than a kind. What bears
        somebody's name is not that person: "Anthony Wayne" is no short form of the Anthony Wayne School. Nor
        are last words, or those that end with a kind: "Rutgers University" is not its press, nor Camden's.
        """
        if words[0].fold in self._connectors or words[0].fold in self._given:
            return
        for size in range(len(words) - 1, 1, -1):
            last = words[size - 1]
            if not last.text[0].isupper() or not name[last.end].isspace() or last.fold in self._generic:
                continue
            if any(w.fold not in self._no_head and len(w.text) > 2 for w in words[:size]):
                yield Derived(name[: last.end], "short", "first words")

    def _people(self, words: list[Token]) -> Iterator[Derived]:
        """A people's adjective: "Irish" of the Irish people, "Czech" of the Czechs."""
        folded = " ".join(w.fold for w in words)
        if folded.endswith(_PEOPLE) and folded.removesuffix(_PEOPLE) in self._peoples:
            yield Derived(words[0].text, "demonym", "people")
        elif len(words) == 1 and folded.endswith("s") and folded in self._peoples:
            for country in self._peoples[folded]:
                for other in self._demonyms[country]:
                    yield Derived(other.title(), "demonym", "people")
        elif folded.endswith("s") and words[-1].fold[:-1] in self._peoples:
            # "African American" of the African Americans
            rule = "people" if len(words) == 1 else "one of a people"
            yield Derived(" ".join(w.text for w in words)[:-1], "demonym", rule)

    @staticmethod
    def _ampersand(name: str) -> Iterator[Derived]:
        """ "Hambrecht and Quist" for Hambrecht & Quist, and the other way round."""
        if " & " in name:
            yield Derived(name.replace(" & ", " and "), "full", "ampersand")
        elif " and " in name:
            yield Derived(name.replace(" and ", " & "), "full", "ampersand")

    @staticmethod
    def _numeral(name: str, words: list[Token]) -> Iterator[Derived]:
        """ "Formula 1" for Formula One, "Second World War" for World War II."""
        if len(words) < 2:
            return
        last = words[-1]
        before = name[: words[-2].end]
        if words[-2].fold in _ORDINALS and len(words) > 2:
            # "Football League Division Two" for the Football League Second Division
            at = _ORDINALS.index(words[-2].fold)
            start = f"{name[: words[-3].end]} {last.text}"
            for other in (_CARDINALS[at].title(), str(at + 1)):
                yield Derived(f"{start} {other}", "full", "numeral")
        for spelt in (_CARDINALS, _ROMAN, tuple(map(str, range(1, 11)))):
            if last.fold not in spelt or (spelt is _ROMAN and not last.text.isupper()):
                continue
            at = spelt.index(last.fold)
            for other in (_CARDINALS[at].title(), _ROMAN[at].upper(), str(at + 1)):
                yield Derived(f"{before} {other}", "full", "numeral")
            if len(words) > 2:
                yield Derived(f"{_ORDINALS[at].title()} {before}", "full", "numeral")

    def _without_legal_form(self, words: list[Token]) -> list[Token]:
        end = len(words)
        # "World War II" is no company, though "II" is a legal form somewhere.
        while end > 1 and words[end - 1].fold in self._legal and words[end - 1].fold not in _ROMAN:
            end -= 1
        start = 0
        # In front they are letters: "PT Telkom", not "San Remo".
        while start < end - 1 and words[start].fold in self._legal and words[start].text.isupper():
            start += 1
        if end > 1 and words[end - 1].fold in ("and", "et", "und", "y"):
            end -= 1  # "Henry Holt and Company"
        return words[start:end]

    def _acronyms(self, words: list[Token]) -> Iterator[Derived]:
        """Initial letters of the words that count; two letters are too common to guess from."""
        telling = [w for w in words if w.fold not in self._connectors]
        for chosen in (telling, words):
            letters = "".join(
                w.text if w.fold in _ROMAN and w.text.isupper() else w.text[0].upper() for w in chosen
            )
            if 2 <= len(letters) <= 7 and letters.isalpha() and len(chosen) > 1:
                # Two letters stand for anything, four for hardly more than one body in a text.
                yield Derived(letters, "acronym", f"acronym of {min(len(letters), 4)}")
