"""What makes linking fast gives what the plain way gives: patterns for ASCII,
guesses at the language, names that begin with small letters."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.index.index import Index
from resolver.index.loading import open_index
from resolver.linking.analysis import ChunkAnalyser
from resolver.linking.chunking import Chunker
from resolver.linking.languages import _MOST, _SHARED, _SMALL, Languages
from resolver.text.fold import fold
from resolver.text.sequences import Sequences
from resolver.text.tokens import WORD

_RECORDS: list[dict[str, Any]] = [
    {"id": "weldoria", "type": "place", "name": "Weldoria", "demonyms": ["Weldorian"]},
    {"id": "kovalenko", "type": "person", "name": "Marta Kovalenko"},
    {"id": "al-noor", "type": "organization", "name": "al-Noor"},
    {"id": "ebook", "type": "product", "name": "eBook"},
    {"id": "a-song", "type": "work", "name": "a Song of Sorren"},
    {"id": "ministry", "type": "organization", "name": "Ministry of foreign trade of Weldoria"},
    {"id": "house", "type": "organization", "name": "Sorren House of Trade", "acronyms": ["SHT"]},
    {"id": "cup", "type": "event", "name": "1998 Weldoria Cup"},
]
_VOCABULARY = """
    Weldoria Weldorian Marta Kovalenko Kovalenco KOVALENKO Sorren House Ministry al-Noor al Noor Al
    eBook a A Song of the in foreign trade said is was a poet president President U.S. 1998 Cup
    1998th SHT (SHT) don't l'avion é Émile _x naïve Зоря — “Sorren” O'Neil i.e. Mr. von le 7 and
"""
_WORDS = _VOCABULARY.split()
_GAPS = (
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "\n",
    "\n\n",
    "  ",
    " (",
    ") ",
    " “",
    "” ",
    "-",
    "\u00a0",
    "'",
    ": ",
    ".\r\n",
)
_texts = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_GAPS)), max_size=30).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@cache
def _index() -> Index:
    return open_index((_RECORDS,), cache=False)


@given(_texts)
def test_sequences_of_plain_texts(text: str) -> None:
    sequences = Sequences(_index().lexicon)
    if not sequences.telling.search(text):
        plain = [(m.start(), m.group()) for m in sequences.plain.finditer(text)]
        assert plain == [(m.start(), m.group()) for m in sequences.pattern.finditer(text)]


@given(_texts)
def test_languages(text: str) -> None:
    languages = Languages(_index().lexicon)
    counts: Counter[str] = Counter()
    for word, times in Counter(_SMALL.findall(text)).items():
        for language in (found := languages._words.get(word, ())):
            counts[language] += times * _SHARED // len(found)
    for letter in frozenset(text.lower()):
        for language in (found := languages._letters.get(letter, ())):
            counts[language] += _SHARED // (2 * len(found))
    most = max(counts.values(), default=0)
    told = tuple(sorted(lang for lang, n in counts.items() if n == most))
    assert languages.of(text) == (told if len(told) <= _MOST else ())


@given(_texts)
def test_odd_names_are_found_alike_in_plain_texts(text: str) -> None:
    scanner = Chunker(_index(), lambda word: False)
    if text.isascii():
        odd = scanner._odd_among(text)
        sequences = scanner._sequences.pattern
        taken = [m.span() for m in sequences.finditer(text)]
        found = {
            text[a:b] for a, b in scanner._odd_words(text, True) if not any(s <= a < e for s, e in taken)
        }
        assert found <= odd
        slow = {
            text[a:b]
            for a, b in scanner._odd_words(text + "é", False)
            if not any(s <= a < e for s, e in taken) and not text[a - 1 : a].endswith("_")
        }
        assert found == slow


def test_what_holds_nothing_pushes_out_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    # A long stream has new capitalised words without end, and few names, which are not to be read anew.
    monkeypatch.setattr("resolver.linking.analysis._MOST_WITHOUT_CANDIDATES", 50)
    readings = ChunkAnalyser(_index()).of(("en",), False)
    known = readings["Weldoria"]
    assert known is not None
    for number in range(200):
        assert readings[f"Xq{number}"] is None
    assert len(readings) < 60
    assert readings["Weldoria"] is known


@given(_texts | st.text(alphabet="aA eé’'-_·1\u00a0\u2009x.", max_size=30))
def test_odd_words_are_found_in_any_text(text: str) -> None:
    scanner = Chunker(_index(), lambda word: False)
    odd = _index().odd
    slow = [match.span() for match in WORD.finditer(text) if fold(match.group()) in odd]
    assert scanner._odd_among(text) == {text[start:end] for start, end in slow}
    # A word without the mark behind it may be found as well.
    assert [span for span in scanner._odd_words(text, False) if span in slow] == slow
