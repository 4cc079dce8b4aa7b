"""Slips of the keyboard: which are likelier, and which names they are slips of."""

from __future__ import annotations

import pytest

from resolver.index.index import Index
from resolver.index.loading import open_index
from resolver.linking.real import RealWords
from resolver.linking.slips import Slips, is_one_slip, may_be_alone, slips_between
from resolver.linking.tagging import WordTagger

# (reason, word, the name it is likelier to be a slip of, a name that is farther)
NEARER = [
    ("a doubled letter goes before two others", "ausstralia", "australia", "austria"),
    ("a letter left out before a strange one", "austrlia", "australia", "austria"),
    ("two that changed places before a strange one", "nigre", "niger", "nigra"),
    ("the key beside it before a strange one", "jotland", "jorland", "joxland"),
    ("a vowel for another before a strange letter", "bulgeria", "bulgaria", "bulgqria"),
    ("the first letter is seldom wrong", "nali", "nalo", "mali"),
]
ONE = [("undoubled", "morroco", "morocco"), ("exchanged", "lybia", "libya"), ("swapped", "nowray", "norway")]
SEVERAL = [("another letter", "angara", "ankara"), ("rotated", "omani", "maino")]


@pytest.mark.parametrize(("why", "word", "near", "far"), NEARER, ids=[case[0] for case in NEARER])
def test_how_near(why: str, word: str, near: str, far: str) -> None:
    assert slips_between(word, near) < slips_between(word, far), why


@pytest.mark.parametrize(("why", "word", "name"), ONE, ids=[case[0] for case in ONE])
def test_one_slip(why: str, word: str, name: str) -> None:
    assert is_one_slip(word, name), why
    assert is_one_slip(name, word), why


@pytest.mark.parametrize(("why", "word", "name"), SEVERAL, ids=[case[0] for case in SEVERAL])
def test_more_than_one_slip(why: str, word: str, name: str) -> None:
    assert not is_one_slip(word, name), why


def test_a_word_alone_is_no_slip_where_languages_put_endings() -> None:
    assert not may_be_alone("polands", "poland")
    assert not may_be_alone("berliner", "berlin")
    assert may_be_alone("polland", "poland")
    assert not may_be_alone("perru", "peru")  # four letters are too few
    assert may_be_alone("perru", "peru", land=True)  # but for a country


# (reason, chunk, the entities that it is a slip of, or None)
CASES = [
    ("a key beside it", "Wemdholm", "wendholm"),
    ("in one word of several", "North Wendhlom", "north-wendholm wendholm"),
    ("two in a long name", "Institude of Aplied Salt", "salt"),
    ("one of a name's words stands there", "Wendholm", None),
    ("a name that is somebody's", "Walter Brandner", None),
    ("two in a short word", "Jurlund", None),
    ("the plural", "Jorlands", None),
]


@pytest.mark.parametrize(("why", "chunk", "entity"), CASES, ids=[case[0] for case in CASES])
def test_hits(why: str, chunk: str, entity: str | None, world: Index) -> None:
    assert ids(world, chunk) == (entity or "").split(), why


def test_a_nearer_name_of_the_same_entity_leaves_the_other() -> None:
    """The text's language decides between them: "Bulgeria" is nearer to "Bulgarie" than to "Bulgaria"."""
    record = {"id": "bulvaria", "type": "place", "name": "Bulvaria", "names": {"fr": ["Bulvarie"]}}
    found = Slips(index := open_index([record], cache=False), RealWords(index)).hits(
        WordTagger(index.lexicon, index.has_phrase).read("Bulveria"), ()
    )
    assert {hit.ref.spelling for hit in found} == {"Bulvaria", "Bulvarie"}


def test_another_place_that_is_as_near_leaves_it_open() -> None:
    records = [
        {"id": "torvola", "type": "place", "name": "Torvola"},
        {"id": "torvela", "type": "place", "name": "Torvela"},
    ]
    assert ids(open_index(records, cache=False), "Torvila") == []


def ids(index: Index, chunk: str) -> list[str]:
    words = WordTagger(index.lexicon, index.has_phrase).read(chunk)
    return sorted({hit.ref.entity for hit in Slips(index, RealWords(index)).hits(words, ())})
