"""Towns, regions and football clubs of the imports: found where they are meant, nobody else taken for one."""

from __future__ import annotations

import pytest

import resolver
from resolver.resolver import Resolver

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def r() -> Resolver:
    return resolver.load()


@pytest.mark.parametrize(
    ("why", "text", "mention", "id"),
    [
        ("a town as it is written", "The ferry left Chongjin at noon.", "Chongjin", "chongjin"),
        ("without its accents", "The ferry left Almeria at noon.", "Almeria", "almeria"),
        ("in another script", "В Пятигорске прошёл дождь.", "Пятигорске", "pyatigorsk"),
        ("a word before it says that it is a place", "A man was held in Rostock.", "Rostock", "rostock"),
        ("the state behind it says so", "Reno, Nevada, has a new mayor.", "Reno, Nevada", "reno"),
        (
            "and which of several it is",
            "A school in Springfield, Missouri.",
            "Springfield, Missouri",
            "springfield",
        ),
        ("a region of a country", "Voters in Saxony and Thuringia stayed away.", "Thuringia", "thuringia"),
        (
            "its longer name, not a country in it",
            "Fires burn in New South Wales.",
            "New South Wales",
            "new-south-wales",
        ),
        ("a club, not its town", "Manchester City drew at home.", "Manchester City", "manchester-city-fc"),
        ("a club by its alias", "Tottenham Hotspur sold him.", "Tottenham Hotspur", "tottenham-hotspur-fc"),
    ],
)
def test_found(r: Resolver, why: str, text: str, mention: str, id: str) -> None:
    assert (mention, id) in [(m.text, m.id) for m in r.link(text)], why


@pytest.mark.parametrize(
    ("why", "text", "word"),
    [
        ("a president", "In the United States Lincoln freed the slaves.", "Lincoln"),
        ("a name of people", "Nancy lives in France and knows nobody.", "Nancy"),
        ("a family name behind another's given name", "In Canada Elizabeth Burnaby won it.", "Burnaby"),
        ("a word of English", "Reading is hard, say teachers in Britain.", "Reading"),
        ("an airline", "In the United States Delta cut its flights.", "Delta"),
        ("letters of two words", "As far as we know it rained in Morocco.", "As far"),
        ("a palace", "In London the Palace said nothing.", "Palace"),
    ],
)
def test_nobody_taken_for_a_place_or_club(r: Resolver, why: str, text: str, word: str) -> None:
    assert [m.id for m in r.link(text) if word in m.text and m.id] == [], why


@pytest.mark.parametrize(
    ("why", "text", "id"),
    [
        ("the bigger place of the name", "She lives in London.", "london"),
        ("the city, not the club without its letters", "She lives in New York City.", "new-york-city"),
        ("the town is in another state", "A studio in Hollywood, California, burned.", "california"),
        ("a name that is like a town's is not mended into it", "A song for Mandela and one for Madonna.", ""),
        ("a town that nothing else is like is mended", "The ferry left Bakersfeild at noon.", "bakersfield"),
    ],
)
def test_who_is_meant(r: Resolver, why: str, text: str, id: str) -> None:
    assert [m.id for m in r.link(text)] == ([id] if id else []), why
