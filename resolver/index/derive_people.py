"""What a person's name lets a text say: family name, initials, nickname, name without rank or title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.entities.lexicon import Lexicon
from resolver.index.derived import Derived
from resolver.text.tokens import tokenise
from resolver.types import Token

_NUMERAL = re.compile(r"[IVXL]+")
# What a nickname may be short for.
_MOST_FORMAL = 4


class People:
    """Derives the forms of people's names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._titles = lexicon.words("person_title")
        self._suffixes = lexicon.words("name_suffix")
        self._particles = lexicon.words("particle") | lexicon.words("patronymic_marker")
        self._formal = lexicon.map("nickname")
        self._nicknames: dict[str, list[str]] = {}
        for short, formal in self._formal.items():
            for given in formal:
                self._nicknames.setdefault(given, []).append(short)

    def forms(self, name: str) -> Iterator[Derived]:
        """The forms of a person's name, most telling rule first."""
        head, comma, tail = name.partition(",")
        if comma and tokenise(tail) and all(w.fold in self._suffixes for w in tokenise(tail)):
            name = head
        elif comma:
            # "Ludwig IX, Landgrave of Hesse", "Robin Leigh-Pemberton, Baron Kingsdown"
            yield Derived(head, "full", "without rank")
            name = head
        words = tokenise(name)
        while words and words[0].fold in self._titles and len(words) > 2:
            words = words[1:]
        if words and words[0].fold == "of":
            return  # "President of Ruritania" is an office
        end = len(words)
        while end > 1 and self._is_suffix(words[end - 1]):
            end -= 1
        if 1 < end < len(words):
            # "Christian III" is not any Christian.
            words = words[:end]
            yield Derived(name[: words[-1].end], "full", "without suffix")
        elif end < len(words):
            return
        of = next(
            (i for i, w in enumerate(words) if i and w.fold in ("of", "von", "de") and w.text.islower()), 0
        )
        if of and words[of].fold == "of":
            yield Derived(name[: words[of - 1].end], "full", "without rank")
            words = words[:of]
            if len(words) == 2 and self._is_suffix(words[1]):
                # "King Hussein" for Hussein I of Jordan; nobody has "I" for a family name.
                yield Derived(words[0].text, "short", "regnal name")
                return
        if len(words) < 2:
            return
        family = self._family_start(words)
        surname = name[words[family].start : words[-1].end]
        given = words[:family]
        if not given:
            return
        yield Derived(surname, "short", "family name")
        if family < len(words) - 1:
            yield Derived(words[-1].text, "short", "family name")
        first = given[0]
        if len(given) > 1:
            yield Derived(f"{first.text} {surname}", "full", "without middle name")
            if len(first.text) == 1:
                yield Derived(name[given[1].start :], "full", "without first initial")
            second = given[-1]
            if len(second.text) > 1 and "-" not in name[given[-2].end : second.start]:
                yield Derived(f"{second.text} {surname}", "full", "by middle name")
                yield Derived(f"{second.text} {surname}", "short", "double family name")
        if len(first.text) > 1:
            yield Derived(f"{first.text[0]}. {surname}", "full", "initial")
            if len(given) > 1:
                initials = " ".join(f"{w.text[0]}." for w in given)
                yield Derived(f"{initials} {surname}", "full", "initial")
                rest = " ".join(f"{w.text[0]}." for w in given[1:])
                yield Derived(f"{first.text} {rest} {surname}", "full", "initial")
            for nickname in self._nicknames.get(first.fold, ()):
                yield Derived(f"{nickname.title()} {surname}", "full", "nickname")
            for formal in self._formal.get(first.fold, ())[:_MOST_FORMAL]:
                yield Derived(f"{formal.title()} {surname}", "full", "nickname")
            yield Derived(first.text, "short", "given name")

    def _is_suffix(self, word: Token) -> bool:
        return word.fold in self._suffixes or _NUMERAL.fullmatch(word.text) is not None

    def _family_start(self, words: list[Token]) -> int:
        """Where the family name starts: at the last word, or at the particles before it."""
        start = len(words) - 1
        while start > 1 and words[start - 1].fold in self._particles:
            start -= 1
        return start
