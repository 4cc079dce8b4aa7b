"""Names as they stand on lists that people keep: one table of pairs, each with the rule that decides it."""

from __future__ import annotations

from time import process_time

import pytest

import resolver
from resolver.errors import InputError
from resolver.types import EntityType

# a, b, whether they are one, whether that must hold without the type as well, why.
BODIES: list[tuple[str, str, bool, bool, str]] = [
    ("Nordstadt Wanderers FC", "Nordstadt Wanderers", True, True, "with its letters or without"),
    ("FC Nordstadt", "Nordstadt Football Club", True, True, "letters for the words that they stand for"),
    ("1. FC Nordstadt 04", "FC Nordstadt", True, True, "the first club of its place, and its year"),
    ("Nordstadt Wanderers", "Nordstadt Wanderers II", False, True, "the second team is another one"),
    ("Nordstadt Wanderers B", "Nordstadt Wanderers", False, False, "so it is by a letter"),
    ("Veltrion Canada", "Veltrion", True, False, "a country more"),
    ("IRE - Institut de Recherche Exemplaire", "Institut de Recherche Exemplaire", True, True, "its letters"),
    ("AB Veltrion", "Veltrion BV", True, True, "legal forms of two countries"),
    ("Veltrion Heavy Co. Ltd.", "Veltrion Heavy Co.", True, True, "a form more"),
    ("MINISTERIO DE CULTURA Y DEPORTE", "MCD", True, False, "y is skipped in capitals as well"),
    ("Centre de recherche et de formation", "CRF", True, True, "et and de are skipped in any language"),
    ("Banco Rural de Desarrollo", "Barude", True, True, "a name made of the beginnings of words"),
    ("Martin Veltri Jr.", "Martin Veltri Sr.", False, True, "generations, in any type"),
    ("Martin Veltri, Jr.", "Martin Veltri III", False, True, "a word and a numeral of generations"),
    ("株式会社ヴェルダナ", "ヴェルダナ", True, True, "a legal form in front, in a script without spaces"),
    ("ヴェルダナ株式会社", "ヴェルダナ", True, True, "the same behind"),
    ("青林株式会社", "黒森株式会社", False, True, "the legal form is no name"),
    ("Veltrion (UK) Ltd", "Veltrion (US) Ltd", False, True, "the branches of two countries"),
    ("Veltrion (UK) Ltd", "Veltrion Ltd", True, True, "a branch may be left out"),
    ("Veltrion Comm Grp", "Veltrion Communication Group", True, True, "abbreviations without dots"),
    ("Veltrion Hldgs", "Veltrion Holdings", True, True, "the same"),
    ("Olim. Neuburg", "SK Olimpia Neuburg", True, True, "a word of which a full stop stands for the end"),
    ("Dragan Prague", "FK Dragan Praha", True, True, "a city in another language"),
    ("Драган Вена", "Dragan Wien", True, True, "and in another script"),
    ("Dragan Praha", "FK Brno Praha", False, True, "a city is what many clubs share"),
    ("Atlas", "Club Atlas", True, True, "a club is called so or not"),
    ("Nordstadt-64", "FC Nordstadt 1964", True, True, "a year and its last digits"),
    ("Nordstadt 1864", "Nordstadt 1964", False, True, "two years"),
    ("Club Deportivo de Nordstadt", "Deportivo Nordstadt", True, True, "what clubs call themselves"),
    ("Jaish-i-Nordstan", "Jaish-e-Nordstan", True, False, "a small word between names is no numeral"),
    ("Veltrion Promet i Usluge DOO", "Veltrion Promet Usluge", True, False, "and: in capitals, too"),
    ("Veltrion Fund V L.P.", "Veltrion Fund VI L.P.", False, True, "a numeral before a legal form"),
    ("Veltrion Oil of Nordstan S.A.", "VONSA", True, True, "an acronym with the letters of its legal form"),
]  # fmt: skip
PEOPLE: list[tuple[str, str, bool, bool, str]] = [
    ("William Ambrose Whitlock", "Bill Whitlock", True, True, "a pet name, and a middle name left out"),
    ("Joseph Ambrose Whitlock, Jr.", "Joe Whitlock", True, True, "and a generation left out"),
    ("KOVALENKO, Ali Hassan", "Ali Hassan Kovalenko", True, True, "a surname in capitals is no acronym"),
    ("Karl Whitlock", "Karol Whitlock", False, True, "two known names that look alike"),
    ("Gerald Whitlock", "Gerard Whitlock", False, True, "two known names that look alike"),
    ("Eric Whitlock", "Erik Whitlock", True, True, "letters for one sound"),
    ("Thos. Whitlock", "Thomas Whitlock", True, True, "a clipped given name"),
    ("Abeni O. Whitlock", "Oluwole A. Whitlock", False, True, "initials of two names in another order"),
    ("J. Ronald Whitlock", "John R. Whitlock", True, True, "initials in the same order"),
    ("Laurel R. Whitlock", "Ruth Whitlock", False, True, "a middle initial is no first name either"),
    ("Greg Whitlock", "Gregorio Amaro Whitlock", True, True, "a short form in another language"),
    ("Mohd Karimov", "Muhammad Karimov", True, True, "as registers shorten it"),
    ("Sajid Majid", "Sajid Mahmood", False, True, "a sound key is coarse: half of the letters differ"),
    ("Karin Storrs", "Karin S. Salters", False, True, "an initial is not joined with a surname by ear"),
]  # fmt: skip
SCRIPTS: list[tuple[str, str, bool, bool, str]] = [
    ("Jalaluddin Karimi", "جلال الدين كريمي", True, True, "a compound in two words"),
    ("Abd al-Rahman Karimi", "عبدالرحمن كريمي", True, True, "a compound in one word"),
    ("Mohammad Reza Karimi", "محمدرضا کریمی", True, True, "Persian letters, two given names in one"),
    ("Hashim Safi al-Din", "Hashem Safieddine", True, True, "the article as it sounds"),
    ("Han Jae-min", "한재민", True, True, "a Korean given name in two words"),
    ("Han Jae-min", "한재석", False, True, "another Korean given name"),
    ("Yamada Taro", "山田太郎", True, True, "Japanese, family name first"),
    ("Taro Yamada", "山田太郎", True, True, "and last"),
    ("Taro Yamada", "山田花子", False, True, "another given name"),
]  # fmt: skip
NICKNAMES: list[tuple[str, str, bool, bool, str]] = [
    ("Alejandra Whitlock", "Alex Whitlock", True, True, "short for the name in another language"),
    ("Katherine Whitlock", "Kat Whitlock", True, True, "the beginning of a given name"),
    ("James R. Walker", "Jamie Rask", False, True, "a middle initial is no family name"),
]  # fmt: skip
PEOPLE += SCRIPTS + NICKNAMES
PLACES: list[tuple[str, str, bool, bool, str]] = [
    ("Nordstan, North", "North Nordstan", True, True, "a point of the compass behind a comma"),
]
CASES = [
    *(("place", *case) for case in PLACES),
    *(("organization", *case) for case in BODIES),
    *(("person", *case) for case in PEOPLE),
]


@pytest.mark.parametrize(
    ("type", "a", "b", "match", "untyped", "why"), CASES, ids=[f"{c[1]} | {c[2]}" for c in CASES]
)
def test_lists(type: EntityType, a: str, b: str, match: bool, untyped: bool, why: str) -> None:
    for read_as in (type, None) if untyped else (type,):
        compared = resolver.compare(a, b, type=read_as)
        assert compared.match is match, f"{why}\n{compared.explain()}"


def test_an_initial_is_no_part_of_a_word_in_another_script() -> None:
    """Neither S. Petrov nor Ivan P. is a spelling of one word: which letter it is says nothing."""
    scores = {resolver.compare("Иван Петров", f"Ivan {letter}. Petrov", "person").score for letter in "KPS"}
    assert len(scores) == 1


def test_a_prior_shifts_the_probability() -> None:
    plain = resolver.compare("Veltrion Heavy Co.", "Veltrion Heavi Co.", type="organization")
    assert resolver.compare(plain.a, plain.b, "organization", prior=0.5).score == pytest.approx(plain.score)
    rare = resolver.compare(plain.a, plain.b, "organization", prior=0.001)
    assert plain.match
    assert not rare.match
    odds = plain.score / (1 - plain.score) / 999
    assert rare.score == pytest.approx(odds / (1 + odds))
    assert rare.evidence[0].weight < plain.evidence[0].weight


HOSTILE = [
    ("(a) " * 2_000, "x"),
    ("(" * 4_000 + "a" + ")" * 4_000, "x"),
    ("习近平" * 1_600, "Xi Jinping"),
    (" ".join(f"word{i}" for i in range(2_000)), " ".join(f"werd{i}" for i in range(2_000))),
    (" ".join(chr(0x0E01 + i % 40) + "มชาย" for i in range(300)), "Somchai " * 300),
    ("a." * 5_000, "b." * 5_000),
    ("a" * 199, "b" * 199),
    ("a b " * 49, "c d " * 49),
    ("ก " * 99, "x " * 99),
]


@pytest.mark.parametrize("type", [None, "person", "organization"])
def test_no_name_takes_long(type: EntityType | None) -> None:
    resolver.compare("warm", "up")
    started = process_time()
    for a, b in HOSTILE:
        assert 0.0 <= resolver.compare(a, b, type=type).score < 0.9
    assert process_time() - started < 5.0


def test_long_names_that_differ_at_the_end_only_are_not_identical() -> None:
    begun = "Federal Institution of the Northern Districts " * 10
    assert (
        resolver.compare(begun + "One", begun + "One").score
        > resolver.compare(begun + "One", begun + "Two").score
    )


@pytest.mark.parametrize(
    ("wrong", "shown"), [(None, "NoneType None"), (5, "int 5"), (b"x", "bytes b'x'")], ids=str
)
def test_what_is_no_name_is_a_type_error(wrong: object, shown: str) -> None:
    message = f"a name must be a str, not {shown}"
    for pair in ((wrong, "x"), ("x", wrong)):
        with pytest.raises(TypeError) as raised:
            resolver.compare(*pair)  # type: ignore[arg-type]
        assert str(raised.value) == message


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, 2.0, float("nan")])
def test_a_prior_is_a_probability(prior: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        resolver.compare("a", "b", prior=prior)
