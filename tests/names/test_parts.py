"""A name's parts: each word with its role."""

from __future__ import annotations

import pytest

from resolver.names.matcher import Matcher
from resolver.types import EntityType

CASES: list[tuple[EntityType | None, str, str]] = [
    ("person", "President Ilham Aliyev", "title:President name:Ilham name:Aliyev"),
    ("person", "Stephen King", "name:Stephen name:King"),
    ("person", "King Abdullah", "title:King name:Abdullah"),
    ("person", "Frost, William W.", "name:William initial:W name:Frost"),
    ("person", "Smith, Jr.", "name:Smith suffix:Jr"),
    ("person", "J.K. Rowling", "initial:J initial:K name:Rowling"),
    ("person", "Ivan Sergeyevich Sokolov", "name:Ivan patronymic:Sergeyevich name:Sokolov"),
    ("person", "Анна Петровна Белова", "name:Анна patronymic:Петровна name:Белова"),
    ("person", "Белова, Анна Петровна", "name:Анна patronymic:Петровна name:Белова"),
    ("person", "Zlata Ognevich", "name:Zlata name:Ognevich"),
    ("person", "Rauf Hasan oglu Mammadov", "name:Rauf patronymic:Hasan marker:oglu name:Mammadov"),
    (
        "person",
        "Salman bin Khalid Al Thani",
        "name:Salman marker:bin patronymic:Khalid particle:Al name:Thani",
    ),
    ("person", "Usama bin Laden", "name:Usama marker:bin name:Laden"),
    ("person", "Ben Affleck", "name:Ben name:Affleck"),
    ("person", "Kim Jong Un", "name:Kim name:Jong name:Un"),
    ("person", "Ursula von der Leyen", "name:Ursula particle:von particle:der name:Leyen"),
    ("person", "Henry VIII", "name:Henry suffix:VIII"),
    ("person", "Vladimir V. Putin", "name:Vladimir initial:V name:Putin"),
    ("person", 'Franklin "Bud" Held', "name:Franklin aside:Bud name:Held"),
    ("person", "习近平", "name:习 name:近平"),
    ("person", "贝拉克·奥巴马", "name:贝拉克 name:奥巴马"),
    ("person", "Khan", "name:Khan"),
    ("organization", "Siemens AG", "name:Siemens legal:AG"),
    ("organization", "SiemensAG", "name:Siemens legal:AG"),
    ("organization", "ООО Ромашка", "legal:ООО name:Ромашка"),
    ("organization", "A.B.C. Company", "acronym:ABC legal:Company"),
    ("organization", "BNP Paribas (Suisse) SA", "acronym:BNP name:Paribas aside:Suisse legal:SA"),
    ("organization", "Ministry of Defence", "generic:Ministry connector:of generic:Defence"),
    ("organization", "Bank of Burkina Faso", "generic:Bank connector:of place:BurkinaFaso"),
    ("organization", "Brigade Forty-Four", "generic:Brigade number:FortyFour"),
    ("organization", "1st Armoured Division", "number:1st name:Armoured generic:Division"),
    ("organization", "The Company", "name:The name:Company"),
    ("event", "COP28", "acronym:COP number:28"),
    ("event", "World War II", "generic:World name:War number:II"),
    ("place", "Mount Ararat", "feature:Mount name:Ararat"),
    ("place", "Nigeria", "place:Nigeria"),
    (None, "Acme Holdings Ltd", "name:Acme generic:Holdings legal:Ltd"),
    (None, "Mr. Anthony Blinken", "title:Mr name:Anthony name:Blinken"),
]


@pytest.mark.parametrize(("type", "text", "expected"), CASES, ids=[text for _, text, _ in CASES])
def test_roles(matcher: Matcher, type: EntityType | None, text: str, expected: str) -> None:
    name = matcher.parse(text, type)
    assert " ".join(f"{part.role}:{part.token.text}" for part in name.parts) == expected


NUMBERS = [
    ("Brigade 44", "44"),
    ("Brigade Forty-Four", "44"),
    ("Brigade Forty 4", "44"),
    ("Brigade Fourty-Four", "44"),
    ("Second Brigade", "2"),
    ("2nd Brigade", "2"),
    ("Fund XIV", "14"),
    ("Fund 014", "14"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_numbers_have_one_form(matcher: Matcher, text: str, number: str) -> None:
    canons = [part.canon for part in matcher.parse(text, "organization").parts if part.role == "number"]
    assert canons == [frozenset({number})]


def test_a_name_of_nothing_has_no_parts(matcher: Matcher) -> None:
    for text in ("", "   ", "—", "()", "..."):
        name = matcher.parse(text)
        assert name.parts == ()
        assert matcher.score(name, matcher.parse("Anna")) < 0.5
