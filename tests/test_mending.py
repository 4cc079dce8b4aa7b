"""What is mended in running text and what is left alone: one line a case, by kind, each with its reason.

A case is (reason, text, what `normalise` makes of it; None: nothing changes), on the default gazetteer.
"""

from __future__ import annotations

import pytest

import resolver

SLIPS = [
    ("a letter doubled", "Trains from Belgiumm were late.", "Trains from Belgium were late."),
    ("a letter doubled decides", "It rained in Austtralia.", "It rained in Australia."),
    ("a letter left out", "Exports to Hungry and Portgal fell.", "Exports to Hungry and Portugal fell."),
    ("a key beside it", "Voters in Dwnmark stayed at home.", "Voters in Denmark stayed at home."),
    ("two letters swapped", "He lives in Nowray now.", "He lives in Norway now."),
    ("two letters exchanged", "The desert of Lybia is hot.", "The desert of Libya is hot."),
    ("the wrong one doubled", "A ship from Morroco sank.", "A ship from Morocco sank."),
    ("one word of several", "The Unitde Kingdom voted.", "The United Kingdom voted."),
    (
        "a real word in a long name",
        "The untied front of the Untied Kingdom.",
        "The untied front of the United Kingdom.",
    ),
    ("in capitals", "STORM HITS PORTUGLA AGAIN", "STORM HITS PORTUGAL AGAIN"),
    ("in a list", "Chile, Boliviia, Peru and Ecuadro signed.", "Chile, Bolivia, Peru and Ecuador signed."),
    ("the possessive stays", "Swedne's king spoke.", "Sweden's king spoke."),
]
STRANGERS = [
    ("a surname one letter off", "Ms. Germann said so.", None),
    ("a surname like a town", "Mr. Hannover sold his farm.", None),
    ("a soldier", "Private Markwell came home.", None),
    ("another given name", "Emanuela Macron is a dentist.", None),
    ("another surname", "Vladimir Potanin owns a mine.", None),
    ("letters of something else", "Her IRA holds bonds, and the AMA knew.", None),
    ("a short given name", "Dear Sam, ask Oma.", None),
    ("a plural", "There were two Germanys then.", None),
    ("a language", "She spoke Sundanese at home.", None),
]
LANGUAGES = [
    ("Turkish", "Türk ordusu İstanbul'da toplandı.", None),
    ("German case ending", "Die Mitglieder der Vereinten Nationen tagten gestern.", None),
    ("Spanish accents", "El alcalde de Río de Janeiro viajó a México.", None),
    ("an older English name", "The treaty with Rumania was signed in Viet Nam.", None),
    ("a native name in English", "The trial of Nürnberg and the walls of Québec City.", None),
    ("British spelling", "The Organisation of Turkic States met.", None),
    ("a point of the compass", "Many East European states joined.", None),
]
NOT_PROSE = [
    ("an address", "See https://aliev.az/Russsia for more.", None),
    ("a path and code", "Open /data/Russsia/x.txt or `Russsia`.", None),
    ("an attribute", '<a title="Russsia">Russsia</a>', '<a title="Russsia">Russia</a>'),
]
CASES = {
    reason: (text, want) for table in (SLIPS, STRANGERS, LANGUAGES, NOT_PROSE) for reason, text, want in table
}


@pytest.fixture(scope="module")
def default() -> resolver.Resolver:
    return resolver.load()


@pytest.mark.parametrize(("text", "want"), CASES.values(), ids=CASES)
def test_slips_are_mended_and_nothing_else(default: resolver.Resolver, text: str, want: str | None) -> None:
    assert default.normalise(text) == (text if want is None else want)


TALLOW = [{"id": "tallow", "type": "person", "name": "Gerald van der Tallow"}]
BIDEN = [{"id": "biden", "type": "person", "name": "Joe Biden", "short": ["Biden"]}]
BRANDT = [
    {"id": "brandt", "type": "person", "name": "Walter Brandt"},
    {"id": "brandt-jr", "type": "person", "name": "Walter Brandt Jr."},
]
NATO = [{"id": "nato", "type": "organization", "name": "North Atlantic Treaty", "acronyms": ["NATO"]}]

LINKED: dict[str, tuple[list[dict[str, str]], str, list[tuple[str, str]]]] = {
    "a given name that is a month": (TALLOW, "He met June Tallow today.", []),
    "a given name that is a small word": (
        TALLOW,
        "Gerald van der Tallow left. Will Tallow stayed.",
        [("Gerald van der Tallow", "tallow")],
    ),
    "a title and another name": (TALLOW, "Don Tallow spoke.", []),
    "two real given names": (TALLOW, "Gerard van der Tallow left.", []),
    "a relative whose name is a word": (BIDEN, "Joe Biden and Hunter Biden left.", [("Joe Biden", "biden")]),
    "particles": (
        TALLOW,
        "Gerald van der Tallow came. Mr van der Tallow left.",
        [("Gerald van der Tallow", "tallow"), ("van der Tallow", "tallow")],
    ),
    "particles and a comma": (TALLOW, "van der Tallow, Gerald", [("van der Tallow, Gerald", "tallow")]),
    "a generation over a comma": (BRANDT, "Walter Brandt, Jr. left.", [("Walter Brandt, Jr.", "brandt-jr")]),
    "another generation": (BRANDT, "Walter Brandt Sr. left.", []),
    "a footnote's figure": (BRANDT, "Walter Brandt¹ left", [("Walter Brandt", "brandt")]),
    "two spaces": (BRANDT, "Walter  Brandt left", [("Walter  Brandt", "brandt")]),
    "an indented line": (BRANDT, "said Walter\n    Brandt today", [("Walter\n    Brandt", "brandt")]),
    "a broken word": (BRANDT, "said Walter Bran-\ndt today", [("Walter Bran-\ndt", "brandt")]),
    "an invisible mark": (BRANDT, "\u200eWalter Brandt left", [("Walter Brandt", "brandt")]),
    "markup": (BRANDT, "_Walter Brandt_ left", [("Walter Brandt", "brandt")]),
    "look-alike letters": (BRANDT, "W\u0430lt\u0435r Brandt left", [("W\u0430lt\u0435r Brandt", "brandt")]),
    "letters spoken as a word": (NATO, "Nato said no.", [("Nato", "nato")]),
}


@pytest.mark.parametrize(("records", "text", "want"), LINKED.values(), ids=LINKED)
def test_mentions_are_the_persons(
    records: list[dict[str, str]], text: str, want: list[tuple[str, str]]
) -> None:
    assert [(m.text, m.id) for m in resolver.load(records).link(text)] == want


FIELDS = {
    "a heading": ("Country", None),
    "a title": ("Dr", None),
    "a code that only has these first letters": ("FR", None),
    "an acronym that is listed": ("EU", "european-union"),
    "a register's order": ("Tanzania, United Republic of", "tanzania"),
    "brackets": ("Bolivia (Plurinational State of)", "bolivia"),
    "abbreviated": ("Egypt, Arab Rep.", "egypt"),
    "an article behind": ("Gambia, The", "gambia"),
    "nothing": ("  ", None),
    "a stranger": ("Vladimir Potanin", None),
}


@pytest.mark.parametrize(("field", "want"), FIELDS.values(), ids=FIELDS)
def test_fields(default: resolver.Resolver, field: str, want: str | None) -> None:
    found = default.resolve(field)
    assert (found.id if found is not None else None) == want


def test_missing_values_are_nobody(default: resolver.Resolver) -> None:
    assert default.resolve(None) is None
    assert default.resolve(float("nan")) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "field",
    [
        "Walter Brandt III",
        "Walter Brandt Foundation",
        "Walter and Mary Brandt",
        "Brandt",
        "USS Walter Brandt",
    ],
)
def test_what_stands_beside_a_person_makes_another_name(field: str) -> None:
    assert resolver.load(BRANDT[:1]).resolve(field) is None


def test_the_language_may_be_given(default: resolver.Resolver) -> None:
    assert default.normalise("Rumania", language="es") == "Rumanía"
    assert default.normalise("Rumania", language="en") == "Rumania"


def test_what_is_less_probable_is_left(default: resolver.Resolver) -> None:
    text = "Trains from Belgiumm were late."
    (mention,) = default.link(text)
    assert default.normalise(text, min_score=mention.score) != text
    assert default.normalise(text, min_score=mention.score + 0.001) == text
