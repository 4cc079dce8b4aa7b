"""Short cuts to the answer give what comparing everything gives."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resolver
from resolver.index.index import Index
from resolver.index.ranking import Ranker
from resolver.types import Match

WORDS = [
    "Anna",
    "Ana",
    "Bell",
    "Bell's",
    "O'Neil",
    "O Neil",
    "ONeil",
    "Dr.",
    "Jr",
    "Émile",
    "de",
    "Łukasz",
    "Анна",
]
WORDS += ["Hassan", "حسن", "Mac", "Donald", "MacDonald", "J.", "K.L.", "Second"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
types = st.sampled_from(["person", "organization"])


def _told(match: Match | None) -> Any:
    return match and (match.id, match.type, match.name, match.form, match.score, match.spelling)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(types, names), min_size=1, max_size=8), st.lists(names, max_size=6), st.booleans())
def test_the_answer_is_that_of_comparing_all(
    entities: list[tuple[str, str]], asked: list[str], one_type: bool
) -> None:
    records = [
        {"id": f"e{i}", "type": "person" if one_type else type, "name": name}
        for i, (type, name) in enumerate(entities)
    ]
    index = resolver.load(records)._index
    for known in (None, 10**8):
        quick, slow = Ranker(index, known), Ranker(index, known)
        slow._identical = lambda name, types: []  # type: ignore[method-assign]  # the long way
        for name in (*asked, *(record["name"] for record in records)):
            for only in (None, frozenset({"person"})):
                answer = quick.answer(name, only)  # type: ignore[arg-type]
                same = quick._identical(name, only)  # type: ignore[arg-type]
                if not same:
                    assert _told(answer) == _told(slow.answer(name, only)), name  # type: ignore[arg-type]
                elif len(same) == 1:
                    first = slow.ranked(name, only, 1)[0]  # type: ignore[arg-type]
                    assert answer is not None, name
                    assert (answer.id, answer.score) == (same[0].entity, first.score), name
                else:
                    assert answer is None, name


def test_what_an_entity_never_is() -> None:
    # "Yangzhou" is a letter from "Hangzhou": whoever lists one of them can say that it is not the other.
    record = {"id": "holm", "type": "place", "name": "Lake Sorrenholm"}
    heard, deaf = resolver.load([record | {"not": ["Lake Sorrenhelm"]}]), resolver.load([record])
    assert deaf.resolve("Lake Sorrenhelm", "place") is not None
    for name in ("Lake Sorrenhelm", "LAKE SORRENHELM"):
        assert heard.resolve(name, "place") is None
        assert heard.candidates(name) == []
    # Another misspelling, and the name itself, it still is.
    for name in ("Lake Sorenholm", "Lake Sorrenholm"):
        found = heard.resolve(name, "place")
        assert found is not None
        assert found.id == "holm"


def test_the_next_best_takes_the_place_of_what_is_excluded() -> None:
    records = [
        {"id": "one", "type": "person", "name": "Anna Bellmont", "not": ["Anna Belmont"]},
        {"id": "other", "type": "person", "name": "Anna Beltmont"},
    ]
    heard = resolver.load(records)
    assert [found.id for found in heard.candidates("Anna Belmont")] == ["other"]
    assert [found.id for found in heard.candidates("Anna Belmondt")][:2] == ["one", "other"]


@pytest.mark.parametrize(
    ("asked", "answer", "why"),
    [
        ("Marguerite Donaldson", "m", "spelt the same"),
        ("Marguerite Donaldsen", "m", "nobody is called Donaldsen, so it is a slip, however many are listed"),
        ("Margeurite Donaldson", "m", "swapped letters"),
        ("Donaldsson Marguerite", "m", "in the other order, too"),
        ("Margarete Donaldson", None, "somebody else is called Margarete"),
        ("Marguerite Donalds", None, "and somebody Donalds"),
        ("Donaldsen", None, "one word alone is a slip of too many"),
        ("Marguerite Xylander", None, "no slip makes this of Donaldson"),
    ],
)
def test_among_a_million_a_word_of_nobody_is_a_slip(asked: str, answer: str | None, why: str) -> None:
    names = {"m": "Marguerite Donaldson", "o": "Margarete Olsen", "d": "Peter Donalds", "x": "Ilse Brandt"}
    records = [{"id": id, "type": "person", "name": name} for id, name in names.items()]
    found = Ranker(resolver.load(records)._index, 10**6).answer(asked, None)
    assert (found and found.id) == answer, why


GIVEN = "Bertram Cecilia Dimitar Eleonora Fernando Gunhild Hassan Ingeborg Jaroslav Katarina"
FAMILY = "Abendroth Brunnsson Castellani Dragomirov Elmquist Fitzhubert Gavrilenko Ivanishvili Novotny"
BODIES = [
    "Norrland Relief Foundation",
    "Norrland Relief Trust",
    "Harbour Institute of Geology",
    "Olympique Wernick",
    "Brandauer Maschinenbau GmbH",
    "Lakomir OAO",
    "Tuvaldi Capital Partners",
]


@pytest.mark.parametrize(
    ("asked", "answer", "why"),
    [
        ("Norrland Relief Foundation", 0, "spelt the same"),
        ("Norrland Relief Fondation", 0, "a slip of the very name"),
        ("Norrland Charitable Relief Foundation", 0, "a word more; no other has the words that they share"),
        ("Norrland Relief Society", None, "two bodies are Norrland Relief, and this is neither"),
        ("Brandauer Maschinenbau", 4, "without its legal form"),
        ("Olympique Sarrebourg", None, "another club"),
        ("Lakomir Open Joint-Stock Company", 5, "by its legal form in full nothing is found"),
        ("Tuvaldi Capital", 6, "no other shares its words"),
    ],
)
def test_words_that_several_bodies_have_name_none(asked: str, answer: int | None, why: str) -> None:
    records = [{"id": f"b{at}", "type": "organization", "name": name} for at, name in enumerate(BODIES)]
    found = resolver.load(records).resolve(asked)
    assert (found and found.id) == (None if answer is None else f"b{answer}"), why


@pytest.mark.parametrize(
    ("asked", "known", "why"),
    [
        ("Nathaniel BroBkfield", True, "a letter that nobody would say"),
        ("Nathaniel rookfield", True, "the first letter is lost"),
        ("Nathanizl Brookfield", True, "an unlikely letter in the given name"),
        ("Nathaniel Backfold", False, "three letters: another family"),
    ],
)
def test_one_letter_is_a_slip_whichever_it_is(asked: str, known: bool, why: str) -> None:
    names = ["Nathaniel Brookfield", "Judith Prewitt", "Omar Haddad"]
    records = [{"id": f"p{at}", "type": "person", "name": name} for at, name in enumerate(names)]
    found = resolver.load(records).resolve(asked)
    assert (found and found.id) == ("p0" if known else None), why


@cache
def _many_people() -> Index:
    given, family = GIVEN.split(), FAMILY.split()
    names = [
        "Ottoline Quillfeather",
        "Anna Smith",
        *[f"Anna {b}" for b in family],
        *[f"{a} Smith" for a in given],
    ]
    names += [f"{a} {b} {c}" for a in given for b in given for c in family]
    records = [{"id": f"p{at}", "type": "person", "name": name} for at, name in enumerate(names)]
    return resolver.load(records)._index


@pytest.mark.parametrize(
    ("asked", "known", "why"),
    [
        ("Quillfeather Ottoline", True, "rare words in the other order"),
        ("Ottoline M. Quillfeather", True, "with an initial that says no more"),
        ("Smith Anna", False, "words of many, in the other order: perhaps a Ms Anna"),
        ("Anna Quillfeather", False, "one of the rare words is another, and somebody is called Anna"),
    ],
)
def test_the_rarer_the_shared_words_the_less_is_asked_for(asked: str, known: bool, why: str) -> None:
    found = Ranker(_many_people(), 10**6).answer(asked, None)
    assert (found is not None) == known, why
