"""Cut the text of a name into pieces: words, initials, what stands in brackets or after a comma."""

from __future__ import annotations

import re
from typing import NamedTuple

# What separates words: white space, punctuation and symbols. Not the apostrophes and their look-alikes
# ("MYO'NG"), marks (NFD, Indic vowels) and joiners: these stand inside words.
_PUNCTUATION = (
    r"\s!-&(-/:-@\[-_{-~\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b6-\u00b8\u00bb-\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u200b\u2010-\u2017\u201a-\u202f\u2030\u2031\u2033-\u205e\u2100-\u214f\u2190-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u3030\u30a0\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_APOSTROPHES = "'`´’‘ʼʻʾʿ′＇"
_WORD = re.compile(rf"[^{_PUNCTUATION}]+")
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:(?:\.[^\W\d_])+(?![^\W_])\.?|\.)")
_POSSESSIVE = re.compile(rf"(?<=[^\W_][^\W_])[{_APOSTROPHES}][sS](?![^\W_])")
_ELISION = re.compile(rf"(?<![^\W_])([dDlL])[{_APOSTROPHES}](?=[^\W_]{{3}})")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|（([^（）]*)）|\"([^\"]+)\"|“([^“”]+)”|«([^«»]+)»")
_ALTERNATIVES = re.compile(r"(?<=[^\W\d_]{3})\s*/\s*(?=[^\W\d_]{3})")
_LETTERS_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|re|ère|ème|eme|e|й|я|ая|ый|го|º|ª|o|a)\Z", re.IGNORECASE)
# What needs more than cutting words apart: apostrophes, brackets and quotation marks, commas, strokes, dots.
_SPECIAL = re.compile(rf"[{_APOSTROPHES}()\[\]（）\"“”«»,،，;/.]")
_COMMA = re.compile("[,،，;]")
_DELETE_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)


class Piece(NamedTuple):
    """A word of a name: its text, whether in brackets or quotes, behind which comma, in a dotted run."""

    text: str
    aside: bool = False
    comma: int = 0
    dotted: bool = False


def split(name: str, *, initials: bool = True) -> list[Piece]:
    """The words of a name in the order of the text.

    Apostrophes inside Latin words are dropped ("Al-Qa'ida" → al, Qaida), hyphens separate, letters and
    digits part ("COP28" → COP, 28) except in ordinals. A dotted run ("J.K.", "U.S.") gives one piece a
    letter when `initials`, else one piece.
    """
    plain = plain_words(name)
    if plain:
        return [Piece(word) for word in plain]
    if "&" in name:
        name = name.replace("&", " and ")
    name = _ELISION.sub(r"\1 ", _POSSESSIVE.sub("", name))
    pieces: list[Piece] = []
    if match := _BRACKETS.search(name):
        before, after = name[: match.start()], name[match.end() :]
        inside = next(group for group in match.groups() if group is not None)
        outside = before + after
        if _WORD.search(outside):
            quoted = match.group(1) is None and match.group(2) is None and match.group(3) is None
            # Quotation marks at the start or end hold the proper name of an organization; amid, a nickname.
            aside = not quoted or bool(_WORD.search(before) and _WORD.search(after))
            pieces += split(before, initials=initials)
            pieces += [
                Piece(p.text, aside or p.aside, p.comma, p.dotted) for p in split(inside, initials=initials)
            ]
            pieces += split(after, initials=initials)
            return pieces
    for number, section in enumerate(_COMMA.split(name)):
        first, *others = _ALTERNATIVES.split(section) if "/" in section else (section,)
        _split_section(first, number, initials, pieces)
        for other in others:
            # "One name/another name": the further ones may be left out.
            further: list[Piece] = []
            _split_section(other, number, initials, further)
            pieces += [piece._replace(aside=True) for piece in further]
    return pieces


def spelt_joined(pieces: list[Piece]) -> list[Piece]:
    """Letters of a body's name that stand apart, as one word: "A-B-K Company", "A B K GmbH"."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and _are_letters(before, piece):
            joined[-1] = before._replace(text=before.text + piece.text, dotted=True)
        else:
            joined.append(piece)
    return joined


def _are_letters(before: Piece, piece: Piece) -> bool:
    letter = len(piece.text) == 1 and piece.text.isupper()
    return (
        letter
        and before.comma == piece.comma
        and before.text.isupper()
        and (before.dotted or len(before.text) == 1)
    )


def plain_words(name: str) -> list[str]:
    """The words of a name without digits or signs that mean something; none for any other name."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return name.split()
    if "&" in name or _SPECIAL.search(name):
        return []
    words = _WORD.findall(name)
    if all(word.isalpha() or not any(map(str.isdigit, word)) for word in words):
        return words
    return []


def _split_section(section: str, comma: int, initials: bool, pieces: list[Piece]) -> None:
    at = 0
    for run in _DOTTED.finditer(section) if "." in section else ():
        _words(section[at : run.start()], comma, pieces)
        letters = run.group().replace(".", "")
        if initials:
            pieces += [Piece(letter, False, comma, True) for letter in letters]
        else:
            pieces.append(Piece(letters, False, comma, True))
        at = run.end()
    _words(section[at:], comma, pieces)


def _words(text: str, comma: int, pieces: list[Piece]) -> None:
    for word in _WORD.findall(text):
        # In other scripts an apostrophe may be a letter's part (Hebrew ג׳, romanized Armenian).
        if word[0].isascii() or word[-1].isascii():
            word = word.translate(_DELETE_APOSTROPHES)
        if not word:
            continue
        if not word.isalpha() and any(map(str.isdigit, word)) and not _ORDINAL.match(word):
            pieces += [Piece(part, False, comma) for part in _LETTERS_DIGITS.split(word) if part]
        else:
            pieces.append(Piece(word, False, comma))
