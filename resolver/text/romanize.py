"""Write a token of any script in Latin letters: one or several readings, best first.

What letters are read as is data: `lexicon.tables("romanization")`, one table a language with these keys:

- script: the script it reads (as `scripts.script_of` names it); rank: which table is asked first.
- base: another table of the file set whose letters this one starts from; without: letters of the base that
  this language does not have.
- letters: letter or run of letters → reading, or a list of readings (the first one is the usual one).
- start, after_vowel, end: the same where a word starts, after one of `vowels`, for a whole ending.
- whole: a whole token → readings (surnames with a spelling of their own).
- marks: letters that tell the language. Latin tables are used only where a mark stands in the token.
- inherent, consonants, signs: scripts whose consonants carry a vowel unless a sign follows.

A table reads a token only if it has every letter of it. The language of a token is unknown, so all tables
that can read it do, those with a mark in the token first. Unidecode is the last resort.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from unidecode import unidecode

from resolver.text.fold import capped, fold
from resolver.text.scripts import script_of

# Halves of characters, which `unidecode` leaves out with a RuntimeWarning each.
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# A token has at most this many readings; what is further down is seldom right and costs time everywhere.
MOST_READINGS: Final = 6
_LONGEST_KEY: Final = 3
_Rules = Mapping[str, tuple[str, ...]]


def unidecoded(text: str) -> str:
    """Latin letters for any text, without a warning."""
    return unidecode(text if text.isprintable() else _SURROGATES.sub("", text))


def _rules(raw: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    """Keys as comparison sees them (decomposed letters put together), readings as tuples."""
    return {
        unicodedata.normalize("NFC", key): (value,) if isinstance(value, str) else tuple(value)
        for key, value in (raw or {}).items()
    }


@dataclass(frozen=True, slots=True)
class _Table:
    """One language's rules, ready for use."""

    language: str
    script: str
    rank: int
    letters: _Rules
    start: _Rules = field(default_factory=dict)
    after_vowel: _Rules = field(default_factory=dict)
    end: _Rules = field(default_factory=dict)
    whole: _Rules = field(default_factory=dict)
    vowels: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    inherent: str = ""
    consonants: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    # Letters that are always read one way: most letters of most tables.
    plain: Mapping[str, str] = field(default_factory=dict)
    # All letters of its rules: a token with any other is none of its language.
    known: frozenset[str] = frozenset()

    def readings(self, token: str, letters: Set[str]) -> Iterator[str]:
        """The usual one first, then those with one letter read another way; none if a letter is unknown.

        `letters`: those of the token.
        """
        plain = self.plain
        if self.script != "latin" and not letters <= self.known:
            return
        usual: list[str] = []
        others: list[tuple[int, str]] = []
        i, size = 0, len(token)
        while i < size:
            reading = plain.get(token[i])
            if reading is not None:
                usual.append(reading)
                i += 1
                continue
            step, choices = self._at(token, i)
            if choices is None:
                return
            others += [(len(usual), other) for other in choices[1:]]
            usual.append(choices[0] + self._carried(token, i, step))
            i += step
        if self.whole:
            yield from self.whole.get(unicodedata.normalize("NFC", token), ())
        yield "".join(usual)
        for place, other in others:
            yield "".join([*usual[:place], other, *usual[place + 1 :]])

    def letters_read_otherwise(self, other: _Table) -> frozenset[str]:
        """Letters that this table and another may read differently: without any of them in a token, both give
        the same readings of it, but for those of whole tokens."""
        found = set(self.known ^ other.known) | (self.vowels ^ other.vowels)
        for mine, others in (
            (self.letters, other.letters),
            (self.start, other.start),
            (self.after_vowel, other.after_vowel),
            (self.end, other.end),
        ):
            found.update(run[0] for run in mine.keys() | others.keys() if mine.get(run) != others.get(run))
        if self.inherent != other.inherent:
            found |= self.consonants | other.consonants
        return frozenset(found | (self.consonants ^ other.consonants) | (self.signs ^ other.signs))

    def _at(self, token: str, i: int) -> tuple[int, tuple[str, ...] | None]:
        """How many letters are read at `i`, and as what; the longest run that a rule knows."""
        if i and (choices := self.end.get(token[i:])) is not None:
            return len(token) - i, choices
        rules = (self.start if not i else self.after_vowel if token[i - 1] in self.vowels else None) or {}
        for step in range(min(_LONGEST_KEY, len(token) - i), 0, -1):
            run = token[i : i + step]
            choices = rules.get(run) or self.letters.get(run)
            if choices is not None:
                return step, choices
        if self.script == "latin":
            return 1, (fold(token[i]),)
        return 1, None

    def _carried(self, token: str, i: int, step: int) -> str:
        """The vowel a consonant carries, unless a vowel sign follows or the word ends."""
        if not self.inherent or token[i] not in self.consonants:
            return ""
        after = token[i + step : i + step + 1]
        return "" if not after or after in self.signs else self.inherent


def _compile(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[_Table, ...]]:
    """Tables by script, in order of rank."""
    found: dict[str, list[_Table]] = {}
    for language, raw in tables.items():
        base = tables[raw["base"]] if "base" in raw else {}
        dropped = set(raw.get("without", ""))
        parts = {
            name: {
                key: value
                for key, value in {**_rules(base.get(name)), **_rules(raw.get(name))}.items()
                if not dropped & set(key)
            }
            for name in ("letters", "start", "after_vowel", "end", "whole")
        }
        consonants = frozenset(raw.get("consonants", ""))
        bound = consonants.union(
            *(key[:1] for name in ("start", "after_vowel", "end") for key in parts[name]),
            *(key[:1] for key in parts["letters"] if len(key) > 1),
        )
        table = _Table(
            language=language,
            script=raw["script"],
            rank=raw.get("rank", 99),
            vowels=frozenset(raw.get("vowels", base.get("vowels", ""))),
            marks=frozenset(raw.get("marks", "")),
            inherent=raw.get("inherent", ""),
            consonants=consonants,
            plain={
                key: choices[0]
                for key, choices in parts["letters"].items()
                if len(key) == 1 and len(choices) == 1 and key not in bound
            },
            signs=frozenset(raw.get("signs", "")),
            known=frozenset(letter for rules in parts.values() for run in rules for letter in run),
            **parts,
        )
        found.setdefault(table.script, []).append(table)
    return {script: tuple(sorted(each, key=lambda t: (t.rank, t.language))) for script, each in found.items()}


class Romanizer:
    """Latin readings of tokens, by tables per language (`lexicon.tables("romanization")`)."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._wade_giles = tables.get("zh", {})
        # What two tables of a script read otherwise, by their languages.
        self._differing: dict[tuple[str, str], frozenset[str]] = {}
        self._tables = _compile({name: table for name, table in tables.items() if "letters" in table})

    def first(self, token: str) -> str:
        """The first of `romanizations`, which is often all that is needed, at a fraction of the cost."""
        if token.isascii():
            return fold(token)
        script = script_of(token)
        if script not in ("latin", "han"):
            for reading in self._by_tables(self._letters(token, fold(token), script), script, marked=False):
                if latin := fold(reading):
                    if latin.isascii():
                        return latin
                    break
        return self.romanizations(token)[0]

    def romanizations(self, token: str, most: int = MOST_READINGS) -> tuple[str, ...]:
        """Folded Latin readings, best first, at least one (the folded token if nothing else), at most `most`.

        `romanizations("Əliyev")` has "aliyev" first, `romanizations("Ҝәнҹә")` "ganja". Fewer cost less.
        """
        folded = fold(token)
        if token.isascii():
            return (folded,)
        token = capped(token)
        script = script_of(token)
        found: Iterable[str]
        if script == "latin":
            lowered = unicodedata.normalize("NFC", token).lower()
            found = chain((folded,), self._by_tables(lowered, script, marked=True))
        elif script == "han":
            found = self._chinese(folded)
        else:
            found = self._by_tables(self._letters(token, folded, script), script, marked=False)
        readings: dict[str, None] = {}
        for reading in found:
            if latin := fold(reading):
                readings[latin] = None
                if len(readings) == most:
                    break
        if not readings or not next(iter(readings)).isascii():
            latin = "".join(c for c in unidecoded(folded).lower() if c.isalnum())
            return tuple(dict.fromkeys((latin or folded, *readings)))[:most]
        return tuple(readings)

    def _by_tables(self, token: str, script: str, marked: bool) -> Iterator[str]:
        """Worked out one by one: seldom are all wanted."""
        letters = set(token)
        tables = self._tables.get(script, ())
        if marked:
            tables = tuple(table for table in tables if not table.marks.isdisjoint(letters))
        if len(tables) > 1:
            tables = tuple(sorted(tables, key=lambda table: -len(table.marks & letters)))
        # The usual reading of every language before the unusual ones of any.
        begun = []
        asked: list[_Table] = []
        for table in tables:
            # Most languages of a script read most letters alike.
            if any(self._read_alike(table, before, token, letters) for before in asked):
                continue
            asked.append(table)
            readings = table.readings(token, letters)
            first = next(readings, None)
            if first is not None:
                yield first
                begun.append(readings)
        for readings in begun:
            yield from readings

    def _read_alike(self, table: _Table, other: _Table, token: str, letters: set[str]) -> bool:
        """Whether two tables of a script surely give the same readings of a token."""
        pair = (table.language, other.language)
        differing = self._differing.get(pair)
        if differing is None:
            differing = self._differing[pair] = table.letters_read_otherwise(other)
        if not differing.isdisjoint(letters):
            return False
        if not (table.whole or other.whole):
            return True
        whole = unicodedata.normalize("NFC", token)
        return table.whole.get(whole) == other.whole.get(whole)

    @staticmethod
    def _letters(token: str, folded: str, script: str) -> str:
        """The token as tables spell it: marks that are letters kept, syllables taken apart."""
        if script == "cyrillic":
            text = unicodedata.normalize("NFC", token).lower()
            # Accents that only show stress are no letters: а́ → а.
            return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
        if script == "hangul":
            return unicodedata.normalize("NFD", folded)
        if script == "kana":
            return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in folded)
        if script == "devanagari":
            return unicodedata.normalize("NFC", folded)
        if script in ("arabic", "hebrew"):
            # A hamza changes the reading of its bearer, vowel points are left out.
            text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", token))
            return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
        return folded

    def _chinese(self, folded: str) -> list[str]:
        """Pinyin, and Wade–Giles (without its apostrophes) from pinyin."""
        syllables = [unidecoded(c).strip().lower() for c in folded]
        initials: Mapping[str, str] = self._wade_giles.get("initials", {})
        finals: Mapping[str, str] = self._wade_giles.get("finals", {})
        older = []
        for syllable in syllables:
            start = next((s for s in (syllable[:2], syllable[:1]) if s in initials), "")
            final = syllable[len(start) :]
            # ge is ko, but de te: some syllables have a spelling as a whole.
            older.append(finals.get(syllable) or initials.get(start, "") + finals.get(final, final))
        return ["".join(syllables), "".join(older)]
