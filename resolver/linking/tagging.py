"""What the words around a name are: titles, ordinary words, initials … — the reader's first glance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from resolver.entities.lexicon import Lexicon
from resolver.text.fold import fold
from resolver.text.scripts import UNSPACED
from resolver.text.sequences import SPACES
from resolver.text.tokens import APOSTROPHES, HYPHENS, WORD


def given_names(lexicon: Lexicon) -> frozenset[str]:
    """The short forms of given names that the lexicon knows, and the names they stand for."""
    nicknames = lexicon.map("nickname")
    return frozenset(nicknames).union(*nicknames.values())


class WordTag(Enum):
    """The part a token plays in a capitalised sequence. `NAME` is what nothing else explains."""

    NAME = "name"
    TITLE = "title"
    ROLE = "role word"
    GENERIC = "generic word"
    FEATURE = "place word"
    LEGAL = "legal form"
    SUFFIX = "name suffix"
    DATE = "date word"
    ORDINARY = "ordinary word"
    OPENER = "word that opens a sentence"
    INITIAL = "initial"
    NUMBER = "number"
    CONNECTOR = "small word"
    ENDING = "ending"  # what follows an apostrophe: 's, 'in, 'dan
    LOWER = "lower-case word"

    # By identity, as members are compared: the hash of their names is worked out anew each time.
    __hash__ = object.__hash__


class Gap(Enum):
    """What stands between a token and the one before it."""

    START = "start"
    SPACE = "space"
    LINE = "line break"
    HYPHEN = "hyphen"
    APOSTROPHE = "apostrophe"
    DOT = "dot"
    NONE = "nothing"
    OTHER = "other"

    __hash__ = object.__hash__


class Word(NamedTuple):
    """A token of a chunk with its part in it; the span counts from the start of the chunk."""

    start: int
    end: int
    text: str
    fold: str
    role: WordTag
    gap: Gap


def _gap(between: str, first: bool) -> Gap:
    if first:
        return Gap.START
    if not between:
        return Gap.NONE
    stripped = between.strip(SPACES)
    if "\n" in between or "\u2028" in between:
        return Gap.LINE
    if not stripped:
        return Gap.SPACE
    if stripped in HYPHENS:
        return Gap.HYPHEN
    if stripped in APOSTROPHES:
        return Gap.APOSTROPHE
    if stripped == ".":
        return Gap.DOT
    return Gap.OTHER


# The same words in ASCII, found three times as fast.
_WORD_ASCII = re.compile("[A-Za-z0-9]+")
_UNSPACED_PIECE = re.compile(
    rf"[\u30a0-\u30ff\u31f0-\u31ff]+|[{UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]*"
)


# A token of a chunk: where it stands, its text, and its fold.
_Token = tuple[int, int, str, str]


def _tokens(text: str) -> list[_Token]:
    word = _WORD_ASCII if text.isascii() else WORD
    return [(m.start(), m.end(), (token := m.group()), fold(token)) for m in word.finditer(text)]


def _token(text: str, start: int, end: int) -> _Token:
    token = text[start:end]
    return start, end, token, fold(token)


def _pieces(text: str) -> Iterator[_Token]:
    """Tokens, those of scripts without spaces cut into characters (katakana words stay whole).

    A name in such a script may begin and end at any character, so every one counts as a word.
    """
    for start, stop, token, folded in _tokens(text):
        if not _UNSPACED_PIECE.match(token):
            yield start, stop, token, folded
            continue
        end = start
        for match in _UNSPACED_PIECE.finditer(text, start, stop):
            if match.start() > end:
                yield _token(text, end, match.start())
            yield _token(text, *match.span())
            end = match.end()
        if end < stop:
            yield _token(text, end, stop)


class _WordTags(dict[str, WordTag]):
    """Roles by folded word, NAME for unknown ones.

    Ordinary words are asked for when a text has them, and so is whether a doubtful one is a name: they are
    tens of thousands, and asking for all would read all of a large index at every start.
    """

    def __init__(self, lexicon: Lexicon, is_name: Callable[[str], bool]) -> None:
        super().__init__()
        self._ordinary = lexicon.has
        self._peoples = lexicon.words("known_name")  # "french" is in word lists too
        self._is_name = is_name
        self._otherwise: dict[str, WordTag] = {}

    def otherwise(self, word: str, role: WordTag) -> None:
        """Give a word a role, unless it has one or turns out to be an ordinary word."""
        self._otherwise.setdefault(word, role)

    def __missing__(self, word: str) -> WordTag:
        otherwise = self._otherwise.get(word, WordTag.NAME)
        if word in self._peoples or not self._ordinary("ordinary", word):
            return otherwise
        # A small word of some language may be a name in the others; English has names that are words.
        ordinary = self._ordinary("ordinary", word, "en") or not self._is_name(word)
        role = self[word] = WordTag.ORDINARY if ordinary else otherwise
        return role


class WordTagger:
    """Cuts a chunk of text into words and gives each its role; all knowledge is the lexicon's."""

    def __init__(self, lexicon: Lexicon, is_name: Callable[[str], bool]) -> None:
        """`is_name`: whether a folded word is a name of the gazetteer."""
        self._roles = _WordTags(lexicon, is_name)
        # Later categories win: a word that is a title and an ordinary word is a title.
        for category, role in (
            ("generic_word", WordTag.GENERIC),
            ("legal_form", WordTag.LEGAL),
            ("role_word", WordTag.ROLE),
            ("person_title", WordTag.TITLE),
            ("place_feature", WordTag.FEATURE),  # "Saint" is a title and a place word
            ("name_suffix", WordTag.SUFFIX),
            ("month", WordTag.DATE),
            ("weekday", WordTag.DATE),
            ("article", WordTag.OPENER),
            ("function_word", WordTag.OPENER),
            ("opener", WordTag.OPENER),
        ):
            for phrase in lexicon.words(category):
                self._roles[phrase] = role
                if role is WordTag.TITLE or role is WordTag.ROLE:
                    for part in phrase.split():
                        self._roles.otherwise(part, role)
        self._letters = frozenset(w for w in lexicon.words("opener", "en") if len(w) == 1)
        self._connectors = (
            lexicon.words("connector") | lexicon.words("particle") | lexicon.words("function_word")
        )

    def read(self, text: str, uncased: bool = False) -> list[Word]:
        """The words of a chunk; `uncased`: small letters say nothing in it."""
        words: list[Word] = []
        end = 0
        for start, stop, token, folded in _pieces(text) if uncased else _tokens(text):
            between = text[end:start]
            gap = Gap.SPACE if between == " " else _gap(between, not words)
            role = self._role(token, folded, gap, uncased, text[stop : stop + 1] == ".")
            words.append(Word(start, stop, token, folded, role, gap))
            end = stop
        return words

    def _role(self, token: str, folded: str, gap: Gap, uncased: bool, dotted: bool) -> WordTag:
        first = token[0]
        if first.isupper() and len(token) > 1 and not uncased:
            return self._roles[folded]  # nearly always
        if first.isdigit():
            return WordTag.NUMBER
        if gap is Gap.APOSTROPHE and first.islower():
            return WordTag.ENDING
        if uncased:
            if folded in self._connectors:
                return WordTag.CONNECTOR
            return self._roles[folded]
        if first.islower() and gap is not Gap.START:
            return WordTag.CONNECTOR if folded in self._connectors else WordTag.LOWER
        if len(token) == 1 and first.isalpha() and first.isupper():
            opener = not dotted and folded in self._letters
            return WordTag.OPENER if opener else WordTag.INITIAL
        return self._roles[folded]
