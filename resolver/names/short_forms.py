"""Words that stand for others: abbreviations, clipped words, acronyms, made-up names, case forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.names.case_endings import CaseEndings
from resolver.names.parts import Part
from resolver.names.tokens import NameToken, TokenMatcher

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# Words that stand beside a name of a body, and such a name.
_CLIPPED = frozenset({"name", "acronym", "generic", "feature", "place"})
# Skipped where first letters make an acronym.
_SKIPPED = frozenset({"connector", "particle", "legal"})
_OWN = frozenset({"name", "acronym"})
_SYLLABLE = 4  # letters that a word gives to a name made of beginnings
_SHORTEST_SYLLABLES, _LONGEST_SYLLABLES = 5, 12  # letters
_SHORTEST_WORD = 4  # letters of a word of a phrase
_SHORTEST_CLIPPED = 2  # letters

# Words that one stands for, with how probable that is and the rule that says so.
Found = tuple[tuple[Part, ...], float, str]


class ShortForms:
    """The lexicon's map `abbreviation` and what needs no list. Weights: `names.acronym_value`,
    `nickname_value`, `tokens.same_reading`.
    """

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._acronym = lexicon.weight("names", "acronym_value")
        self._across = lexicon.weight("tokens", "same_reading")
        self._nickname = lexicon.weight("names", "nickname_value")
        self._endings = CaseEndings(lexicon)
        self._abbreviations: dict[str, frozenset[str]] = {}
        for short, full in lexicon.map("abbreviation").items():
            key = short.replace(".", "").replace("'", "").replace("’", "")
            self._abbreviations[key] = self._abbreviations.get(key, frozenset()).union(full)

    def abbreviated(self, x: str, y: str) -> bool:
        """Whether one of two folded words is listed as an abbreviation of the other."""
        table = self._abbreviations
        return (x in table and y in table[x]) or (y in table and x in table[y])

    def clipped(self, part: Part, text: str, longs: list[Part]) -> Found | None:
        """The word of which `part` of the name `text` is the beginning, with a full stop: Thos. Whitlock."""
        start = part.token.first
        if part.role not in _CLIPPED or len(start) < _SHORTEST_CLIPPED:
            return None
        if f"{part.token.text}. " not in f"{text} ":
            return None
        for one in longs:
            if one.role in _CLIPPED and one.token.first.startswith(start):
                return (one,), self._nickname, "abbreviation"
        return None

    def stands_for(self, part: Part, longs: list[Part]) -> Found | None:
        """The words of a body's name that `part` stands for."""
        full = self._in_full(part.token.fold, longs)
        if full is not None:
            return full, 1.0, "abbreviation"
        letters = part.token.first
        for one in longs:
            if self._endings.apart(part.token, one.token) and not self._two_names(part.token, one.token):
                return (one,), self._across, "inflection"
            if one.role == "legal" and part.role == "name" and _word_of(letters, one.token.first):
                return (one,), 1.0, "same"
        if part.role == "acronym" or (
            part.role != "legal" and part.token.text.isupper() and 2 <= len(letters) <= 6
        ):
            acronym = _acronym_of(letters, longs)
            if acronym is not None:
                return acronym, self._acronym, "acronym"
        if part.role in _OWN and _SHORTEST_SYLLABLES <= len(letters) <= _LONGEST_SYLLABLES and len(longs) > 1:
            made_of = _syllables_of(letters, longs)
            if made_of is not None:
                return made_of, self._acronym, "acronym"
        return None

    def _in_full(self, short: str, longs: list[Part]) -> tuple[Part, ...] | None:
        """The words that a listed abbreviation stands for, written apart or together."""
        for phrase in self._abbreviations.get(short, ()):
            words = phrase.split(" ")
            for start in range(len(longs) - len(words) + 1):
                run = longs[start : start + len(words)]
                if [p.token.fold for p in run] == words:
                    return tuple(run)
            joined = phrase.replace(" ", "")
            for one in longs:
                if one.token.fold == joined:
                    return (one,)
        return None

    def _two_names(self, token: NameToken, other: NameToken) -> bool:
        """Whether two words are names of people as they stand: Dahlin is no case of Dahl."""
        return self._tokens.is_borne(token.fold) and self._tokens.is_borne(other.fold)


def _word_of(word: str, phrase: str) -> bool:
    """Whether a word is the first or last one of a phrase written together: Atlético, Club Atlético."""
    return _SHORTEST_WORD <= len(word) <= len(phrase) - _SHORTEST_WORD and phrase.startswith(
        word
    ) | phrase.endswith(word)


def _acronym_of(letters: str, words: list[Part]) -> tuple[Part, ...] | None:
    """The run of words whose first letters are `letters`; small words may be skipped."""
    for start, first in enumerate(words):
        if first.role in _SKIPPED or first.token.first[:1] != letters[0]:
            continue
        at = 0
        run: list[Part] = []
        for part in words[start:]:
            if at == len(letters):
                break
            if part.role == "legal" and letters.startswith(part.token.first, at):
                at += len(part.token.first)
            elif part.token.first[:1] == letters[at] and len(part.token.fold) > 1:
                at += 1
            elif part.role not in _SKIPPED and len(part.token.fold) > 2:
                break
            run.append(part)
        if at == len(letters) and at > 1:
            return tuple(run)
    return None


def _syllables_of(word: str, words: list[Part]) -> tuple[Part, ...] | None:
    """The run of words of whose beginnings `word` is made: Bandes, Banco de Desarrollo."""
    for start, first in enumerate(words):
        if first.role in _SKIPPED or first.token.first[:2] != word[:2]:
            continue
        # Letters of the word that are used up → how many words gave them.
        reached = {0: 0}
        run: list[Part] = []
        for part in words[start:]:
            run.append(part)
            if part.role in _SKIPPED:
                continue
            text = part.token.first
            there: dict[int, int] = {}
            for used, count in reached.items():
                size = 0
                while size < _SYLLABLE and word[used + size : used + size + 1] == text[size : size + 1] != "":
                    size += 1
                    there[used + size] = max(there.get(used + size, 0), count + 1)
            reached = there
            if reached.get(len(word), 0) * _SYLLABLE >= len(word) and reached[len(word)] > 1:
                return tuple(run)
            if not reached:
                break
    return None
