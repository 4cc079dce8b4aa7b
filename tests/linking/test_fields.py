"""Fields of tables and forms: letters, codes, addresses, words that make another name, words misspelt."""

from __future__ import annotations

import pytest

import resolver
from resolver import Resolver

# (reason, field, the entity that it names in the default gazetteer, or None)
CASES = [
    ("a point of the compass by its letter", "N. Korea", "north-korea"),
    ("that stands for its adjective", "N. Ireland", "northern-ireland"),
    ("a region in short", "Calif.", "california"),
    ("a country by its letters", "U.K.", "united-kingdom"),
    ("what kind of state it is, in letters", "Lao PDR", "laos"),
    ("letters that are only a firm's first ones", "L.A.", None),
    ("with its country", "Lyon, France", "lyon"),
    ("in brackets", "Leeds (United Kingdom)", "leeds"),
    ("the country by its code", "Hamburg, DE", "hamburg"),
    ("the state by its postal code", "Austin, TX", "austin"),
    ("state and country", "Boston, Massachusetts, USA", "boston"),
    ("which of several of the name", "Springfield, IL", "springfield-4250542"),
    ("a capital of a name that is a country's as well", "Tbilisi, Georgia", "tbilisi"),
    ("in another country than any of the name", "Lyon, Germany", None),
    ("in a state that has another of the name", "Lyon, TX", None),
    ("what governs it", "City of Leeds", "leeds"),
    ("a town before a club that is called so for short", "Liverpool", "liverpool"),
    ("a short name of very many bodies", "Supreme Court", None),
    ("a word that makes another name of it", "Leeds Evening", None),
    ("a word that says nothing to anybody", "Hamburg Xyz", None),
    ("a club whose second word is in short", "Manchester Utd", "manchester-united-fc"),
    (
        "a word in British spelling that other bodies have so",
        "World Health Organisation",
        "world-health-organization",
    ),
    ("a slip in a word that many bodies have", "Univeristy of Oxford", "university-of-oxford"),
    ("an article in another form", "Abdel Fattah al-Sisi", "abdel-fattah-el-sisi"),
]


@pytest.fixture(scope="module")
def default() -> Resolver:
    return resolver.load()


@pytest.mark.parametrize(("why", "field", "entity"), CASES, ids=[case[0] for case in CASES])
def test_resolve(why: str, field: str, entity: str | None, default: Resolver) -> None:
    match = default.resolve(field)
    assert (None if match is None else match.id) == entity, why


def test_where_a_place_lies_makes_no_place_of_another_type(default: Resolver) -> None:
    assert default.resolve("Lyon, France", type="person") is None


def test_where_a_place_lies_is_no_name_that_it_never_has() -> None:
    records = [
        {"id": "jorland", "type": "place", "name": "Jorland"},
        {"id": "wend", "type": "place", "name": "Wendholm", "not": ["Wendholm"], "country": "jorland"},
    ]
    assert resolver.load(records).resolve("Wendholm, Jorland") is None


def test_letters_of_the_compass_in_texts(default: Resolver) -> None:
    text = "S. Korea and N. Korea met; S. Jordan scored."
    assert [(m.text, m.id) for m in default.link(text)] == [
        ("S. Korea", "south-korea"),
        ("N. Korea", "north-korea"),
    ]
