"""Entities of bulk lists (`exact`): texts name them as listed; look-ups know no difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver import Resolver
from resolver.index.loading import compile_index

RECORDS: list[dict[str, Any]] = [
    {"id": "wendholm", "type": "place", "name": "Wendholm", "names": {"fr": ["Wendhôlme"]}, "exact": True},
    {"id": "office", "type": "organization", "name": "Office of the Baltic Fisheries", "exact": True},
    {"id": "works", "type": "organization", "name": "Torvald Shipyards Limited", "exact": True},
    {"id": "berg", "type": "person", "name": "Marten Kildeberg", "country": "jorland", "exact": True},
    {"id": "sankt", "type": "place", "name": "Sankt Wendholm", "exact": True},
    {"id": "jorland", "type": "place", "name": "Jorland"},
    {"id": "weldholt", "type": "place", "name": "Weldholt"},
    {"id": "agency", "type": "organization", "name": "Agency for Baltic Harbours"},
]

# (reason, text, its mentions)
CASES = [
    ("as listed", "A boat left Wendholm.", [("Wendholm", "wendholm")]),
    (
        "in capitals",
        "FIRE AT THE OFFICE OF THE BALTIC FISHERIES TODAY",
        [("OFFICE OF THE BALTIC FISHERIES", "office")],
    ),
    ("without accents", "Elle vit à Wendholme.", [("Wendholme", "wendholm")]),
    ("possessive", "Wendholm's mayor", [("Wendholm", "wendholm")]),
    ("without its legal form", "Torvald Shipyards built it.", [("Torvald Shipyards", "works")]),
    (
        "a person's family name, once introduced",
        "Marten Kildeberg came. Kildeberg spoke.",
        [("Marten Kildeberg", "berg"), ("Kildeberg", "berg")],
    ),
    ("a likely slip in one long word", "A boat left Wendhlm.", [("Wendhlm", "wendholm")]),
    ("another letter in one word", "A boat left Wenbholm.", []),
    (
        "a slip in one of several words",
        "The Office of the Baltic Fishreies closed.",
        [("Office of the Baltic Fishreies", "office")],
    ),
    (
        "a person's family name, where nobody introduces them",
        "In Jorland Mr. Kildeberg spoke.",
        [("Jorland", "jorland")],
    ),
    ("a slip in a place of two words", "A boat left Sankt Wendhlm.", [("Sankt Wendhlm", "sankt")]),
    ("another spelling", "Torwald Schipyards built it.", []),
    (
        "no shorter forms of a body",
        "The Office of the Baltic Fisheries met. Fisheries matter.",
        [("Office of the Baltic Fisheries", "office")],
    ),
    (
        "its words are no slips of others",
        "A boat left Weldholt for Wendholm.",
        [("Weldholt", "weldholt"), ("Wendholm", "wendholm")],
    ),
    (
        "others are mended as ever",
        "The Agency for Baltic Harbuors met in Weldhollt.",
        [("Agency for Baltic Harbuors", "agency"), ("Weldhollt", "weldholt")],
    ),
]


@pytest.fixture(scope="module")
def known() -> Resolver:
    return resolver.load(RECORDS)


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_in_texts(known: Resolver, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.text, m.id) for m in known.link(text)] == expected


def test_all_are_mended_without_the_mark() -> None:
    """The cases above that find nothing do so because of `exact`."""
    plain = resolver.load([{**record, "exact": False} for record in RECORDS])
    for text in (text for reason, text, found in CASES if not found):
        assert plain.link(text), text


def test_what_is_spelled_otherwise_stays_as_it_stands(known: Resolver) -> None:
    """Commas and accents of a bulk list are no spelling rules; of other entities they are."""
    text = "Elle vit à Wendholme. The Office of the Baltic-Fisheries and the Agency for Baltic-Harbours met."
    assert known.normalise(text) == text.replace("Baltic-Harbours", "Baltic Harbours")


@pytest.mark.parametrize(
    ("name", "id"),
    [("Wendhlm", "wendholm"), ("Ofice of Baltic Fisheries", "office"), ("Weldhollt", "weldholt")],
)
def test_looked_up_as_any_other(known: Resolver, name: str, id: str) -> None:
    match = known.resolve(name)
    assert match is not None
    assert match.id == id
    assert known.candidates(name)[0].id == id


def test_compiled_it_answers_the_same(known: Resolver, tmp_path: Path) -> None:
    compile_index([RECORDS], tmp_path / "bulk.index")
    compiled = resolver.load(tmp_path / "bulk.index")
    for text in (case[1] for case in CASES):
        assert compiled.link(text) == known.link(text)
