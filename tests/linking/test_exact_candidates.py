"""Which words of a chunk spell a listed name, by which rule: nothing here resembles, all is known."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.linking.exact_candidates import ExactCandidates
from resolver.linking.span_candidate import (
    ABBREVIATED,
    DOTTED,
    EXACT,
    INFLECTED,
    INITIALS,
    INVERTED,
    JOINED,
    LEGAL_FORM,
)
from resolver.linking.tagging import WordTagger

# (reason, chunk, languages with case endings, a hit that must be among those found)
FOUND = [
    ("as listed", "Pieter van der Laakhoven", (), ("Pieter van der Laakhoven", "laak", EXACT)),
    ("in capitals", "WENDHOLM", (), ("WENDHOLM", "wendholm", EXACT)),
    ("the family name", "Torvela", (), ("Torvela", "ilmari", EXACT)),
    ("with its particles", "van der Laakhoven", (), ("van der Laakhoven", "laak", EXACT)),
    ("an initial for the given name", "I. Torvela", (), ("I. Torvela", "ilmari", EXACT)),
    ("one initial more", "I. V. K. Torvela", (), ("I. V. K. Torvela", "ilmari", INITIALS)),
    ("the family name first", "Torvela Ilmari", (), ("Torvela Ilmari", "ilmari", INVERTED)),
    ("letters with dots", "I.A.S.T.O.", (), ("I.A.S.T.O", "salt", DOTTED)),
    ("letters spoken as a word", "Iasto", (), ("Iasto", "salt", EXACT)),
    ("in two words", "COP 28", (), ("COP 28", "cop", JOINED)),
    ("a word in short", "Inst. of Applied Salt", (), ("Inst. of Applied Salt", "salt", ABBREVIATED)),
    ("another legal form", "Torvald Mills Inc", (), ("Torvald Mills Inc", "mills", LEGAL_FORM)),
    ("a case ending", "Wendholmin", ("fi",), ("Wendholmin", "wendholm", INFLECTED)),
    ("a people", "Jorlander", (), ("Jorlander", "jorland", EXACT)),
]
NOT_FOUND = [
    ("a letter more", "Wendholms", ()),
    ("case endings of a language that the text is not in", "Wendholmin", ()),
    ("letters in small are a word", "iasto", ()),
    ("a longer word", "Jorlandia", ()),
]


def hits(index: Index, chunk: str, languages: tuple[str, ...]) -> set[tuple[str, str, str]]:
    words = WordTagger(index.lexicon, index.has_phrase).read(chunk)
    found = ExactCandidates(index).hits(words, chunk, languages)
    return {(chunk[h.start : h.end].rstrip("."), h.ref.entity, h.rule) for h in found}


@pytest.mark.parametrize(("why", "chunk", "languages", "hit"), FOUND, ids=[case[0] for case in FOUND])
def test_found(
    why: str, chunk: str, languages: tuple[str, ...], hit: tuple[str, str, str], world: Index
) -> None:
    assert hit in hits(world, chunk, languages), why


@pytest.mark.parametrize(("why", "chunk", "languages"), NOT_FOUND, ids=[case[0] for case in NOT_FOUND])
def test_not_found(why: str, chunk: str, languages: tuple[str, ...], world: Index) -> None:
    assert hits(world, chunk, languages) == set(), why
