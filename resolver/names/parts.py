"""The parts of a name: which of its words are titles, particles, patronymics, legal forms, numbers…"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from resolver.names.numerals import OF, Numerals
from resolver.names.phrases import PhraseTable, compile_phrases, longest_phrase
from resolver.names.splitting import Piece, plain_words, spelt_joined, split
from resolver.names.tokens import NameToken, TokenMatcher
from resolver.text.fold import fold
from resolver.types import EntityType

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

PartTag = Literal[
    "name",  # a telling word: given or family name, an organization's own word
    "initial",
    "patronymic",
    "marker",  # makes the word beside it a patronymic: bin, oğlu
    "particle",
    "title",
    "suffix",  # jr, III
    "aside",  # in brackets or quotes: a nickname, a branch
    "acronym",
    "direction",  # north, upper
    "place",  # a country or other place of the world inside the name
    "legal",
    "generic",
    "feature",
    "number",
    "connector",
]

# A name of nothing but these is taken as it stands: "Khan", "The Company".
_WEAK: frozenset[str] = frozenset({"title", "legal", "connector", "particle", "marker", "suffix"})
_LETTERED = frozenset({"latin", "cyrillic", "greek", "armenian", "georgian"})
# East Slavic patronymics in Latin letters, by the endings of the tables for English, German, French, Polish,
# Czech: -ovich/-owitsch/-ovitch/-owicz/-ovič, -ovna/-ivna/-owna, Ilyich, Kuzmich, Ilyinichna; Kazakh, Kyrgyz
# and Uzbek ones written in one word: -uly, -uulu, -kyzy, -qizi.
_FATHERS = re.compile(
    r".{2}[oeiy][vw]n[ae]\Z|.inichna\Z|.{2}[oe][vw](?:[iy](?:ch|tch|tsch|cz|c))\Z"
    r"|(?:il|ill|kuzm|luk|fom|nikit)(?:[iyj]*)(?:ch|tch|tsch|cz|c)\Z"
    r"|.{3}(?:uly|uulu|[kqg][yi]z[yi])\Z"
)
# Signs that such a word has at least where a script is read at some cost: 伊里奇, 일리치, イリイチ, إليتش.
_SHORTEST_FATHER = {"han": 3, "hangul": 3, "kana": 4, "arabic": 5, "hebrew": 5, "thai": 5}
_NOTHING: frozenset[str] = frozenset()
# Words whose part is remembered: most come again in other names.
_LONGEST_CODE = 3
# Kana, Han and Hangul, where words are not parted.
_FIRST_UNSPACED = "\u3040"
_KEPT_WORDS = 1 << 15
# Names of which the same words are plain.
_Kind = Literal["person", "other", "any"]
# Roles whose phrases have a canonical value, and the map of the lexicon that gives it.
_CANONS: dict[str, tuple[str, ...]] = {
    "legal": ("legal_form_group", "club_kind"),
    "place": ("territory",),
    "direction": ("direction",),
    "generic": ("equivalent",),
    "suffix": ("generation",),
    "title": ("title_sex",),
}
# Roles that only names of bodies, places, things have.
_BODILY = frozenset({"legal", "generic", "acronym", "place", "feature", "direction"})
#: What a year in full begins with.
CENTURIES = frozenset({"18", "19", "20"})
# A letter behind the name of a body numbers it: a club's second team is B or II.
_TEAMS = {letter: frozenset((str(number),)) for number, letter in enumerate("abcd", 1)}


class Part(NamedTuple):
    """A word of a name with its role, how telling it is (0..1) and, for what has one, its canonical value.

    `canon`: a number in digits ("44"), the groups of a legal form ("LLC"), the code of a country; empty for
    ordinary words.
    """

    token: NameToken
    role: PartTag
    weight: float
    canon: frozenset[str] = _NOTHING


def is_code(part: Part) -> bool:
    """Whether a part is a few capitals, of which each counts: UK, UAE."""
    return part.token.text.isupper() and len(part.token.text) <= _LONGEST_CODE


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name taken apart. `parts` are in natural order: what stood behind "Surname," comes first."""

    text: str
    type: EntityType | None
    parts: tuple[Part, ...]
    inverted: bool  # it was written "Surname, Given"
    spaced: str  # folds of all parts: equal for names that differ in case, accents and punctuation only
    body: bool  # of an organization, a place, a thing: by its type or, without one, by its words


class NameParser:
    """Finds the parts of names with the lexicon's words."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._weights = {
            name.removeprefix("role_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("role_")
        }
        self._name = self._weights["name"]
        #: Letters of a name that are read word by word.
        self.longest = int(lexicon.weight("names_letters", "longest_name"))
        self._short = lexicon.weight("names", "short_token")
        self._amid = lexicon.weight("names", "title_amid")
        self._common_weight = lexicon.weight("names", "common_token")
        self._common = lexicon.words("common_name")
        self._surnames = lexicon.words("unspaced_surname")
        self._numerals = Numerals(lexicon)
        # Markers before the father's name (bin) and behind it (oğlu). Icelandic "son" is part of a word.
        markers = lexicon.words("patronymic_marker") - lexicon.words("patronymic_marker", "is")
        self._before = frozenset[str]().union(
            *(lexicon.words("patronymic_marker", language) for language in ("und", "ar", "he", "fa"))
        )
        self._behind = markers - self._before
        self._titles = lexicon.words("person_title")
        self._suffixes = lexicon.words("name_suffix")
        self._articles = lexicon.words("article")
        self._connectors = lexicon.words("connector") | self._articles
        self._markers = markers
        self._legal = lexicon.words("legal_form") | frozenset(lexicon.map("legal_form_group"))
        self._additions = self._legal | self._suffixes | self._titles
        self._cities = lexicon.map("city")
        self._directions = lexicon.map("direction")
        self._lexicon = lexicon
        self._plain = lru_cache(maxsize=_KEPT_WORDS)(self._plain_part)
        self._father = lru_cache(maxsize=_KEPT_WORDS)(self._fathers_name)
        self._canons: dict[tuple[str, str], frozenset[str]] = {}

    def prepare(self) -> None:
        """Make what names of all types need, for a process that will take many apart."""
        _ = self._person, self._other, self._any
        for categories in _CANONS.values():
            for category in categories:
                self._lexicon.map(category)

    # Each table is made when the first name of its types comes: a short text may have none.

    @cached_property
    def _person(self) -> PhraseTable:
        return compile_phrases(self._person_phrases())

    @cached_property
    def _other(self) -> PhraseTable:
        return compile_phrases(self._other_phrases())

    @cached_property
    def _any(self) -> PhraseTable:
        # Without a type, words that name an organization decide; the rest of a person's words are harmless.
        return compile_phrases([*self._person_phrases(), *self._other_phrases()[1:]])

    def _person_phrases(self) -> list[tuple[str, frozenset[str]]]:
        return [
            ("connector", self._lexicon.words("connector") | self._articles),
            ("particle", self._lexicon.words("particle")),
            ("marker", self._markers),
            ("title", self._titles),
            ("suffix", self._suffixes),
        ]

    def _other_phrases(self) -> list[tuple[str, frozenset[str]]]:
        words = self._lexicon.words
        return [
            ("connector", words("connector") | self._articles),
            # A club may call itself Junior: only the short forms.
            ("suffix", frozenset(word for word in self._lexicon.map("generation") if len(word) < 4)),
            ("feature", words("place_feature")),
            ("generic", frozenset(word for word in words("generic_word") if " " not in word)),
            ("legal", self._legal | frozenset(self._lexicon.map("club_kind"))),
            ("direction", frozenset(self._lexicon.map("direction"))),
            ("place", frozenset(self._lexicon.map("territory"))),
        ]

    def _canon(self, role: PartTag, phrase: str) -> frozenset[str]:
        """The values of a phrase in a role that has some; kept, since phrases of the lexicon are finite."""
        found = self._canons.get((role, phrase))
        if found is None:
            values = [v for name in _CANONS.get(role, ()) for v in self._lexicon.map(name).get(phrase, ())]
            found = self._canons[role, phrase] = frozenset(values) if values else _NOTHING
        return found

    def parse(self, text: str, type: EntityType | None) -> Name:
        """The name's parts. `type` decides which words of the lexicon count: "Bank" is a surname, too."""
        if len(text) > self.longest:
            return self._long(text, type)
        person = type == "person"
        parts = self._plainly(text, type)
        if parts is not None:
            if type is None or person:
                if len(parts) > 2:
                    parts = self._patronymics(parts)
                elif len(parts) == 1:
                    parts = self._unspaced(parts)
            return _name(text, type, parts, False)
        pieces = split(text, initials=person)
        inverted = False
        if not person and type is not None:
            pieces = spelt_joined(pieces)
        if type is None or person:
            pieces, inverted = self._natural_order(pieces)
            if inverted and not person and not any(map(self._bodily, pieces)):
                # "Surname, Given" is a person's name, in whatever letters the surname is.
                return replace(self.parse(text, "person"), type=None)
        elif pieces and pieces[-1].comma and fold(pieces[-1].text) in self._directions:
            pieces = self._natural_order(pieces)[0]  # Korea, North
        if not person and not text.isupper():
            pieces = [piece for whole in pieces for piece in self._legal_tail(whole)]
        token_of = self._tokens.token
        tokens = [token_of(piece.text) for piece in pieces]
        if not all(token.fold for token in tokens):  # nothing but marks or invisible characters
            pieces = [piece for piece, token in zip(pieces, tokens, strict=True) if token.fold]
            tokens = [token for token in tokens if token.fold]
        table = self._person if person else self._any if type is None else self._other
        parts = self._roles(pieces, tokens, table, type, text)
        if (type is None or person) and len(parts) > 2:
            parts = self._patronymics(parts)
        elif (type is None or person) and len(parts) == 1:
            parts = self._unspaced(parts)
        if not parts or (parts[0].role in _WEAK and all(part.role in _WEAK for part in parts)):
            role: PartTag = "acronym" if len(parts) == 1 and _capitals(parts[0].token) else "name"
            parts = [Part(p.token, role, self._weight(p.token, role)) for p in parts]
        return _name(text, type, parts, inverted)

    def _long(self, text: str, type: EntityType | None) -> Name:
        """A name of more than `longest` letters: the parts are those of its beginning."""
        head = text[: self.longest]
        begun = self.parse(head[: head.rfind(" ")] if " " in head else head, type)
        return replace(begun, text=text, spaced=" ".join(fold(text).split()))

    def _bodily(self, piece: Piece) -> bool:
        """Whether a word tells an organization by itself."""
        found = self._other.get(self._tokens.token(piece.text).fold)
        return found in ("legal", "generic")

    def _plainly(self, text: str, type: EntityType | None) -> list[Part] | None:
        """The parts of a name of plain words, most by far: nothing but names that no list has.

        None for any other, whose words depend on each other.
        """
        words = plain_words(text)
        if not words:
            return None
        kind: _Kind = "person" if type == "person" else "any" if type is None else "other"
        plain = self._plain
        parts: list[Part] = []
        for word in words:
            part = plain(word, kind)
            if part is None:
                return None
            parts.append(part)
        if len(set(words)) < len(words):
            parts = [Part(*part) for part in parts]  # a word that comes twice is two parts
        return parts

    def _plain_part(self, word: str, kind: _Kind) -> Part | None:
        """What a word is in any name of plain words; None where that depends on its place or the others."""
        token = self._tokens.token(word)
        fold = token.fold
        if not fold or (len(fold) == 1 and token.script in _LETTERED) or self._numerals.possible(fold, word):
            return None
        if kind == "person":
            if fold in self._person:
                return None
        elif fold in (self._any if kind == "any" else self._other) or word.isupper() or word[-1].isupper():
            return None  # an acronym perhaps, or with a legal form at its end
        elif self._glued(word):
            return None
        return self._own(token, kind == "person")

    def _natural_order(self, pieces: list[Piece]) -> tuple[list[Piece], bool]:
        """What stands before the first comma moves behind the rest: "Frost, William W." → William W Frost."""
        if not pieces or not pieces[-1].comma or pieces[0].comma:
            return pieces, False
        behind = [piece for piece in pieces if piece.comma]
        if all(self._tokens.token(piece.text).fold in self._additions for piece in behind):
            return pieces, False
        return behind + [piece for piece in pieces if not piece.comma], True

    def _roles(
        self,
        pieces: Sequence[Piece],
        tokens: Sequence[NameToken],
        table: PhraseTable,
        type: EntityType | None,
        text: str,
    ) -> list[Part]:
        parts: list[Part] = []
        folds = [token.fold for token in tokens]
        person = type == "person"
        only_body = type is not None and not person
        capitals = not person and (not text.isupper() or sum(map(str.isalpha, folds)) == 1)
        at, count = 0, len(tokens)
        may_be_number = self._numerals.possible
        named = started = False  # a name stood before; a word other than a legal form did
        while at < count:
            token, piece = tokens[at], pieces[at]
            fold = folds[at]
            if may_be_number(fold, token.text) and (
                numeral := self._numerals.read(pieces, folds, at, person)
            ):
                value, size = numeral
                # Behind a comma it is a generation: "Martin Veltri, III".
                role: PartTag = "suffix" if person or (type is None and piece.comma) else "number"
                parts.append(
                    Part(self._one(tokens, at, size), role, self._weights[role], frozenset((value,)))
                )
                at += size
                continue
            if fold in table and (found := longest_phrase(table, folds, at)):
                role, size, phrase = found
                role = self._in_place(
                    role, phrase, piece, at, count - at - size, named, started, person, only_body
                )
                canon = self._canon(role, phrase)
                weight = self._weights[role]
                if piece.aside and role in ("place", "generic", "feature"):
                    role, weight = "aside", self._weights["aside"]
                if role == "legal" and not canon:
                    canon = frozenset((phrase,))
                if role == "name":
                    weight = self._amid
                    named = True
                started = started or role != "legal"
                if size > 1 and not canon:
                    parts += [Part(word, role, weight) for word in tokens[at : at + size]]
                else:
                    parts.append(Part(self._one(tokens, at, size), role, weight, canon))
                at += size
                continue
            named = started = True
            at += 1
            if len(fold) == 1 and token.script in _LETTERED:
                role = "initial"
            elif piece.aside:
                role = "aside"
            elif (
                capitals and 2 <= len(piece.text) <= 6 and piece.text.isupper() and token.script in _LETTERED
            ):
                role = "acronym"
            else:
                parts.append(self._own(token, person))
                continue
            parts.append(Part(token, role, self._weights[role]))
        return parts

    def _in_place(
        self,
        role: PartTag,
        phrase: str,
        piece: Piece,
        at: int,
        behind: int,
        named: bool,
        started: bool,
        person: bool,
        only_body: bool,
    ) -> PartTag:
        """The role of a phrase of the lexicon where it stands, with so many words `behind` it: many a word is
        a name elsewhere.
        """
        last = not behind
        between = started and not last
        if len(phrase) == 1 and (piece.dotted or not piece.text.islower()):
            # Not Spanish y or Portuguese e, but in a name that can only be a body's: CULTURA Y DEPORTE.
            amid = role == "connector" and between and only_body and not piece.dotted
            return role if amid else "initial"
        if role == "legal" and between and phrase in self._connectors:
            return "connector"  # et, in, at, im are legal forms at an end only
        if role == "suffix" and at == 0:
            role = "title" if phrase in self._titles else "name"
        if role == "title" and (named or (behind == 1 and self._tokens.is_given(phrase))):
            return "name"  # behind a name: Stephen King, Dost Mohammad Khan; a given name as well: Don Fisher
        if role == "connector":
            if phrase in self._articles and at == 0 and not last:
                return role
            # Between words, in small letters in a person's name: "Kim Jong Un" has no French article.
            between = between or (at > 0 and not last and phrase in OF)
            return role if between and (not person or piece.text.islower()) else "name"
        if role == "marker" and at == 0:
            return "name"  # Ben Affleck
        if role in ("marker", "particle") and last and phrase not in self._behind:
            return "name"  # Ko Tae Bin
        return role

    def _one(self, tokens: Sequence[NameToken], at: int, size: int) -> NameToken:
        if size == 1:
            return tokens[at]
        return self._tokens.token("".join([token.text for token in tokens[at : at + size]]))

    def _weight(self, token: NameToken, role: PartTag) -> float:
        return self._name_weight(token) if role == "name" else self._weights[role]

    def _own(self, token: NameToken, person: bool) -> Part:
        """A word of its own; a city's name is that city in any language, unless a person bears it."""
        cities = () if person else self._cities.get(token.fold, ())
        return Part(token, "name", self._name_weight(token), frozenset(cities) if cities else _NOTHING)

    def _name_weight(self, token: NameToken) -> float:
        """How telling a name is: less where it is common or short."""
        latin = token.first
        if latin in self._common or token.fold in self._common:
            return self._name * self._common_weight
        if len(latin) < 4 and token.script in _LETTERED:
            return self._name * self._short
        return self._name

    def _legal_tail(self, piece: Piece) -> tuple[Piece, ...]:
        # "SiemensAG": capitals behind small letters that are a legal form.
        text = piece.text
        if len(text) > 4 and text[-1].isupper() and not text.isupper():
            cut = len(text)
            while cut and text[cut - 1].isupper():
                cut -= 1
            if cut and text[cut:].lower() in self._legal:
                return Piece(text[:cut], piece.aside, piece.comma), Piece(
                    text[cut:], piece.aside, piece.comma
                )
        elif cut := self._glued(text):
            return Piece(text[:cut], piece.aside, piece.comma), Piece(text[cut:], piece.aside, piece.comma)
        return (piece,)

    def _glued(self, word: str) -> int:
        """Where a legal form ends or begins in a word of a script without spaces, 株式会社アオ; else 0."""
        if word[0] >= _FIRST_UNSPACED and len(word) > 2:
            for size in range(len(word) - 1, 1, -1):
                if fold(word[:size]) in self._legal:
                    return size
                if fold(word[-size:]) in self._legal:
                    return len(word) - size
        return 0

    def _patronymics(self, parts: list[Part]) -> list[Part]:
        names = [i for i, part in enumerate(parts) if part.role == "name"]
        if len(names) < 3:
            return parts
        weight = self._weights["patronymic"]
        for i in names[1:]:
            part, before = parts[i], parts[i - 1]
            after = parts[i + 1] if i + 1 < len(parts) else None
            if before.role == "particle" and i > 1:
                before = parts[i - 2]
            if (
                # bin X, bin al-X before a family name; X oğlu; -ovich, -ovna, -uly
                (before.role == "marker" and i != names[-1])
                or (after is not None and after.role == "marker" and after.token.fold not in self._before)
                or self._father(part.token.text)
            ):
                parts[i] = Part(part.token, "patronymic", weight, part.canon)
        return parts

    def _fathers_name(self, word: str) -> bool:
        """Whether a word is a patronymic by its ending."""
        token = self._tokens.token(word)
        shortest = _SHORTEST_FATHER.get(token.script, 0)
        return len(token.fold) >= shortest and any(map(_FATHERS.search, token.latin[:3]))

    def _unspaced(self, parts: list[Part]) -> list[Part]:
        # Chinese and Korean write the family name's one character and the given name as one word; foreign
        # names are written as one word, too: only a known family name is parted.
        token = parts[0].token
        longest = 3 if token.script == "han" else 4 if token.script == "hangul" else 0
        if not 2 <= len(token.fold) <= longest or token.fold[0] not in self._surnames:
            return parts
        halves = (self._tokens.token(token.text[:1]), self._tokens.token(token.text[1:]))
        return [Part(half, "name", self._weights["name"]) for half in halves]


def _name(text: str, type: EntityType | None, parts: Sequence[Part], inverted: bool) -> Name:
    body = type != "person" if type is not None else not _BODILY.isdisjoint([part.role for part in parts])
    if body and len(parts) > 1 and parts[-1].role == "initial" and (team := _TEAMS.get(parts[-1].token.fold)):
        parts = [*parts[:-1], parts[-1]._replace(role="number", canon=team)]
    return Name(text, type, tuple(parts), inverted, " ".join([p.token.fold for p in parts]), body)


def _capitals(token: NameToken) -> bool:
    return 2 <= len(token.text) <= 6 and token.text.isupper() and token.script in _LETTERED
