"""Numbers in names: digits, ordinals, Roman numerals, words, in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.splitting import Piece

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})\Z")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}
_DIGITS = re.compile(r"\d+")
_TENS = frozenset("tfsen")  # twenty, forty, sixty, eighty, ninety
_DIGIT = frozenset("0123456789")
#: Small words behind which a name goes on: Elizabeth I of England, Club Atlético de Madrid.
OF = frozenset({"of", "de", "von", "di", "da", "do", "van", "av", "af", "del"})
_WORD_TYPO = 6  # letters from which a number word may have one letter wrong: "fourty"


class Numerals:
    """Reads the number at a word of a name. Number words are the lexicon's map `number_word`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = {word: values[0] for word, values in lexicon.map("number_word").items()}
        self._legal = lexicon.words("legal_form")
        self._long = {
            word: value
            for word, value in self._words.items()
            if len(word) >= _WORD_TYPO and word.isascii() and len(value) == 2 and value[1] == "0"
        }

    def possible(self, fold: str, text: str) -> bool:
        """Whether a number may start with this word; False for most words, at little cost."""
        first = fold[0]
        return (
            fold in self._words
            or first in _DIGIT
            or (first in _TENS and fold.endswith("ty"))
            or (text[0] in _ROMAN_VALUE and len(text) < 6 and text.isupper())
        )

    def read(
        self, pieces: Sequence[Piece], folds: Sequence[str], at: int, person: bool
    ) -> tuple[str, int] | None:
        """Digits of the number that starts at `at` and how many words it has; None where none starts.

        A person's name has Roman numerals and ordinals behind the name only: "Henry VIII".
        """
        fold = folds[at]
        text = pieces[at].text
        if person and at == 0:
            return None
        if fold[0].isdigit() and (digits := _DIGITS.match(fold)):
            return digits.group().lstrip("0") or "0", 1
        if at and text.isupper() and len(text) < 6 and not pieces[at].dotted:
            # Behind the name, or before where its bearer rules: "Elizabeth I", "Elizabeth I of England".
            last = at + 1 == len(pieces) or pieces[at + 1].text in OF
            if _ROMAN.match(text) and (last or not (person or len(text) == 1)):
                values = [_ROMAN_VALUE[letter] for letter in text]
                total = sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
                return str(total), 1
        value = self._words.get(fold)
        if len(fold) == 1 and not self._ends(pieces, folds, at):
            return None  # small words of many languages: promet i usluge, Jaish-i-Islam, J/V
        if value is None and fold[0] in _TENS and fold.endswith("ty") and not person:
            value = next((v for word, v in self._long.items() if OSA.distance(word, fold) == 1), None)
        if value is None or (person and not _ordinal_after_name(folds, at)):
            return None
        if len(value) == 2 and value[1] == "0" and at + 1 < len(folds):
            # forty + four, forty + 4: tens before units are one number.
            units = self._words.get(folds[at + 1], folds[at + 1])
            if len(units) == 1 and units.isdigit() and units != "0":
                return value[0] + units, 2
        return value, 1

    def _ends(self, pieces: Sequence[Piece], folds: Sequence[str], at: int) -> bool:
        """Whether nothing but a legal form or an addition stands behind a word, or what it rules over."""
        if pieces[at].dotted or not pieces[at].text.isupper():
            return False
        if at + 1 == len(pieces):
            return True
        behind = pieces[at + 1]
        return (
            behind.aside
            or behind.comma > pieces[at].comma
            or behind.text in OF
            or folds[at + 1] in self._legal
        )


def _ordinal_after_name(folds: Sequence[str], at: int) -> bool:
    return at + 1 == len(folds) and folds[at - 1] == "the"
