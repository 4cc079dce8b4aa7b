"""The parts of a name: which of its words are titles, particles, patronymics, legal forms, numbers…"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from resolver.names.splitting import Piece, split
from resolver.names.tokens import NameToken, TokenMatcher
from resolver.types import EntityType

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

Role = Literal[
    "name",  # a telling word: given or family name, an organization's own word
    "initial",
    "patronymic",
    "marker",  # makes the word beside it a patronymic: bin, oğlu
    "particle",
    "title",
    "suffix",
    "aside",  # in brackets or quotes: a nickname, a branch
    "legal",
    "generic",
    "feature",
    "number",
    "connector",
]

# Roles whose words may be left out of a name at will; a name of nothing else keeps them as its name.
_WEAK: frozenset[str] = frozenset({"title", "legal", "connector", "particle", "marker", "suffix"})
_UNSPACED = frozenset({"han", "hangul"})
_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})\Z")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}
_SLAVIC_PATRONYMIC = re.compile(
    r"(?:[oei]v|[oe]w|[yj]ov)(?:n[ae]|na)\Z|.inichna\Z|.{2}(?:[oei]v|[oe]w)(?:ich|ych|itch|ytch|itsch|ytsch|icz|ycz|ic|yc)\Z"
    r"|(?:il|illi|kuzm|luk|fom|nikit)[iy]t?s?ch\Z"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name with its role, how telling it is (0..1) and, for what has one, its canonical value.

    `canon`: a number in digits ("44"), the group of a legal form ("llc"); empty for ordinary words.
    """

    token: NameToken
    role: Role
    weight: float
    canon: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name taken apart. `parts` are in natural order: what stood behind "Surname," comes first."""

    text: str
    type: EntityType | None
    parts: tuple[Part, ...]
    inverted: bool
    joined: str  # Latin reading of the telling parts without spaces
    spaced: str  # folds of all parts: equal for names that differ in case, accents and punctuation only


class NameParser:
    """Finds the parts of names with the lexicon's words."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._weights = {
            name.removeprefix("role_"): value
            for name, value in lexicon.weights("names").items()
            if name.startswith("role_")
        }
        self._short = lexicon.weight("names", "short_token")
        self._common_weight = lexicon.weight("names", "common_token")
        self._common = lexicon.words("common_name")
        self._legal_groups = lexicon.map("legal_form_group")
        self._numbers = lexicon.map("number_word")
        self._abbreviations = lexicon.map("abbreviation")
        self._person = _phrases(
            ("suffix", lexicon.words("name_suffix")),
            ("particle", lexicon.words("particle")),
            ("marker", lexicon.words("patronymic_marker")),
            ("title", lexicon.words("person_title")),
        )
        self._other = _phrases(
            ("connector", lexicon.words("connector")),
            ("connector", lexicon.words("article")),
            ("feature", lexicon.words("place_feature")),
            ("generic", lexicon.words("generic_word")),
            ("legal", lexicon.words("legal_form")),
            ("legal", self._legal_groups),
        )
        self._any = self._other | self._person

    def parse(self, text: str, type: EntityType | None) -> Name:
        person = type == "person"
        pieces = split(text, initials=person)
        table = self._person if person else self._any if type is None else self._other
        if not person:
            pieces = [piece for piece in pieces for piece in self._legal_tail(piece)]
        tokens = [self._tokens.token(piece.text) for piece in pieces]
        roles = self._roles(pieces, tokens, table, person)
        parts = [
            Part(token, role, self._weight(token, role), canon)
            for token, (role, canon) in zip(tokens, roles, strict=True)
        ]
        inverted = False
        if type in (None, "person"):
            parts, inverted = _natural_order(pieces, parts)
            parts = self._patronymics(parts)
            if person:
                parts = self._unspaced(parts)
        if all(part.role in _WEAK for part in parts):
            parts = [Part(p.token, "name", self._weight(p.token, "name"), p.canon) for p in parts]
        joined = "".join(p.token.latin[0] for p in parts if p.role not in ("title", "legal", "connector"))
        return Name(text, type, tuple(parts), inverted, joined, " ".join(p.token.fold for p in parts))

    def _roles(
        self, pieces: list[Piece], tokens: list[NameToken], table: dict[str, dict[str, Role]], person: bool
    ) -> list[tuple[Role, str]]:
        roles: list[tuple[Role, str]] = []
        at = 0
        count = len(tokens)
        while at < count:
            found = _longest(table, tokens, at)
            token, piece = tokens[at], pieces[at]
            if found is not None:
                role, size, phrase = found
                if role == "title" and at and at + size < count and not pieces[at].comma:
                    role = "name"  # amid a name: Stephen King Junior
                canon = ""
                if role == "legal":
                    canon = min(self._legal_groups.get(phrase, (phrase.replace(" ", ""),)))
                    if at == 0 and size == count:
                        role = "name"
                roles += [(role, canon)] + [(role, "")] * (size - 1)
                at += size
                continue
            role, canon = "name", ""
            number = self._number(piece.text, token, at)
            if number:
                role, canon = ("suffix" if person else "number"), number
            elif len(token.fold) == 1 and token.script in (
                "latin",
                "cyrillic",
                "greek",
                "armenian",
                "georgian",
            ):
                role = "initial"
            elif piece.aside:
                role = "aside"
            roles.append((role, canon))
            at += 1
        return self._join_numbers(roles)

    def _number(self, text: str, token: NameToken, at: int) -> str:
        digits = _DIGITS.match(token.fold)
        if digits:
            return digits.group().lstrip("0") or "0"
        if at and text.isupper() and (roman := _ROMAN.match(text)):
            values = [_ROMAN_VALUE[letter] for letter in roman.group()]
            return str(sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True)))
        words = self._numbers.get(token.fold)
        return words[0] if words else ""

    @staticmethod
    def _join_numbers(roles: list[tuple[Role, str]]) -> list[tuple[Role, str]]:
        # forty + four → 44: tens before units are one number, the second word stays as its silent part.
        for i in range(len(roles) - 1):
            (first, tens), (second, units) = roles[i], roles[i + 1]
            if (
                first == second == "number"
                and len(tens) == 2
                and tens[1] == "0"
                and len(units) == 1
                and units != "0"
            ):
                roles[i], roles[i + 1] = ("number", tens[0] + units), ("connector", "")
        return roles

    def _legal_tail(self, piece: Piece) -> Iterable[Piece]:
        # "SiemensAG": capitals behind small letters that are a legal form.
        text = piece.text
        if len(text) > 4 and text[-1].isupper() and not text.isupper():
            cut = len(text)
            while cut and text[cut - 1].isupper():
                cut -= 1
            if cut and text[cut:].lower() in self._legal_groups:
                return (
                    Piece(text[:cut], piece.aside, piece.comma),
                    Piece(text[cut:], piece.aside, piece.comma),
                )
        return (piece,)

    def _weight(self, token: NameToken, role: Role) -> float:
        weight = self._weights[role]
        if role in ("name", "aside"):
            if token.fold in self._common or token.latin[0] in self._common:
                weight *= self._common_weight
            elif len(token.latin[0]) < 4:
                weight *= self._short
        return weight

    def _patronymics(self, parts: list[Part]) -> list[Part]:
        names = [i for i, part in enumerate(parts) if part.role == "name"]
        if len(names) < 3:
            return parts
        out = list(parts)
        weight = self._weights["patronymic"]
        for i in names[1:]:
            part = parts[i]
            before, after = parts[i - 1], parts[i + 1] if i + 1 < len(parts) else None
            slavic = any(_SLAVIC_PATRONYMIC.search(latin) for latin in part.token.latin)
            # bin X before a family name; X oğlu
            marked = (before.role == "marker" and i != names[-1]) or (
                after is not None and after.role == "marker"
            )
            if slavic or marked:
                out[i] = Part(part.token, "patronymic", weight, part.canon)
        return out

    def _unspaced(self, parts: list[Part]) -> list[Part]:
        # Chinese and Korean write the family name's one character and the given name as one word.
        names = [part for part in parts if part.role == "name"]
        if len(names) != 1:
            return parts
        token = names[0].token
        if token.script not in _UNSPACED or not 2 <= len(token.fold) <= (3 if token.script == "han" else 4):
            return parts
        split_parts: list[Part] = []
        for part in parts:
            if part is names[0]:
                for text in (token.text[:1], token.text[1:]):
                    piece = self._tokens.token(text)
                    split_parts.append(Part(piece, "name", self._weights["name"]))
            else:
                split_parts.append(part)
        return split_parts


def _phrases(*groups: tuple[Role, Iterable[str]]) -> dict[str, dict[str, Role]]:
    """First word → phrase → role; later groups win."""
    table: dict[str, dict[str, Role]] = {}
    for role, phrases in groups:
        for phrase in phrases:
            cleaned = " ".join(phrase.replace(".", "").replace("-", " ").split())
            if cleaned:
                table.setdefault(cleaned.partition(" ")[0], {})[cleaned] = role
    return table


def _longest(
    table: dict[str, dict[str, Role]], tokens: list[NameToken], at: int
) -> tuple[Role, int, str] | None:
    phrases = table.get(tokens[at].fold)
    if phrases is None:
        return None
    best: tuple[Role, int, str] | None = None
    for phrase, role in phrases.items():
        words = phrase.split(" ")
        size = len(words)
        if best is not None and size <= best[1]:
            continue
        if size == 1 or [token.fold for token in tokens[at : at + size]] == words:
            best = (role, size, phrase)
    return best


def _natural_order(pieces: list[Piece], parts: list[Part]) -> tuple[list[Part], bool]:
    """Move what stands before the first comma behind the rest: "Frost, William W." → William W. Frost."""
    if pieces and pieces[-1].comma == 0:
        return parts, False
    if len(pieces) != len(parts):
        return parts, False
    behind = [part for piece, part in zip(pieces, parts, strict=True) if piece.comma]
    if not any(part.role in ("name", "initial", "patronymic") for part in behind):
        return parts, False
    before = [part for piece, part in zip(pieces, parts, strict=True) if not piece.comma]
    return behind + before, True
