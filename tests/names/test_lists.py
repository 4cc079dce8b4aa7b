"""Names as they stand on lists that people keep: one table of pairs, each with the rule that decides it."""

from __future__ import annotations

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
    ("Severn Pipeline Corporation", "Severn Petroleum Corporation", False, True, "each has its own word"),
    ("Martin Veltri Jr.", "Martin Veltri Sr.", False, True, "generations, in any type"),
    ("Martin Veltri, Jr.", "Martin Veltri III", False, True, "a word and a numeral of generations"),
]  # fmt: skip
PEOPLE: list[tuple[str, str, bool, bool, str]] = [
    ("William Ambrose Whitlock", "Bill Whitlock", True, True, "a pet name, and a middle name left out"),
    ("Joseph Ambrose Whitlock, Jr.", "Joe Whitlock", True, True, "and a generation left out"),
    ("KOVALENKO, Ali Hassan", "Ali Hassan Kovalenko", True, True, "a surname in capitals is no acronym"),
    ("Karl Whitlock", "Karol Whitlock", False, True, "two known names that look alike"),
    ("Gerald Whitlock", "Gerard Whitlock", False, True, "two known names that look alike"),
    ("Eric Whitlock", "Erik Whitlock", True, True, "letters for one sound"),
]  # fmt: skip
CASES = [*(("organization", *case) for case in BODIES), *(("person", *case) for case in PEOPLE)]


@pytest.mark.parametrize(
    ("type", "a", "b", "match", "untyped", "why"), CASES, ids=[f"{c[1]} | {c[2]}" for c in CASES]
)
def test_lists(type: EntityType, a: str, b: str, match: bool, untyped: bool, why: str) -> None:
    for read_as in (type, None) if untyped else (type,):
        compared = resolver.compare(a, b, type=read_as)
        assert compared.match is match, f"{why}\n{compared.explain()}"


def test_a_prior_shifts_the_probability() -> None:
    plain = resolver.compare("Veltrion Heavy Co.", "Veltrion Heavi Co.", type="organization")
    assert resolver.compare(plain.a, plain.b, "organization", prior=0.5).score == pytest.approx(plain.score)
    rare = resolver.compare(plain.a, plain.b, "organization", prior=0.001)
    assert plain.match
    assert not rare.match
    odds = plain.score / (1 - plain.score) / 999
    assert rare.score == pytest.approx(odds / (1 + odds))
    assert rare.evidence[0].weight < plain.evidence[0].weight


@pytest.mark.parametrize("wrong", [None, 5, b"x"])
def test_what_is_no_name_is_a_type_error(wrong: object) -> None:
    message = f"compare() takes two names of type str, not {type(wrong).__name__}"
    for pair in ((wrong, "x"), ("x", wrong)):
        with pytest.raises(TypeError) as raised:
            resolver.compare(*pair)  # type: ignore[arg-type]
        assert str(raised.value) == message


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, 2.0, float("nan")])
def test_a_prior_is_a_probability(prior: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        resolver.compare("a", "b", prior=prior)
