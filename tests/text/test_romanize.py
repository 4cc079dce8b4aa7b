"""Latin readings of tokens: tables per language, several readings where the language is unknown."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from resolver.text.romanize import MOST_READINGS, Romanizer
from resolver.text.scripts import script_of

TABLES = Path(__file__).parents[2] / "gazetteer" / "lexicon" / "romanization"


@pytest.fixture(scope="module")
def romanizer() -> Romanizer:
    tables: dict[str, Any] = {}
    for path in sorted(TABLES.glob("*.toml")):
        tables.update(tomllib.loads(path.read_text("utf-8"))["romanization"])
    return Romanizer(tables)


# Token, a reading that must be among the first three.
READINGS = [
    # Azerbaijani, Latin and Cyrillic
    ("Əliyev", "aliyev"),
    ("ƏLİYEV", "aliyev"),
    ("Hacıyev", "hajiyev"),
    ("Gəncə", "ganja"),
    ("Xankəndi", "khankandi"),
    ("Ҝәнҹә", "ganja"),
    ("Һејдәр", "heydar"),
    # Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian, Kazakh, Kyrgyz
    ("Еременко", "yeremenko"),
    ("Достоевский", "dostoyevsky"),
    ("Ельцин", "yeltsin"),
    ("Юлия", "yulia"),
    ("Тетяна", "tetiana"),
    ("Ґалаґан", "galagan"),
    ("Їжакевич", "yizhakevych"),
    ("Гриценко", "hrytsenko"),
    ("Быкаў", "bykaw"),
    ("Щерев", "shterev"),
    ("Ђинђић", "djindjic"),
    ("Ќосев", "kjosev"),
    ("Тоқаев", "toqaev"),
    ("Жээнбек", "jeenbek"),
    # Armenian, Georgian, Greek
    ("Երևան", "yerevan"),
    ("Ոսկանյան", "voskanyan"),
    ("Քոչարյան", "kocharyan"),
    ("თბილისი", "tbilisi"),
    ("ქუთაისი", "kutaisi"),
    ("ალიევი", "aliev"),
    ("Μπάμπης", "bampis"),
    ("Ευάγγελος", "evangelos"),
    # Marks that are spelling in German, Polish, Czech
    ("Händel", "haendel"),
    ("Žižka", "zhizhka"),
    ("Łódź", "lodz"),
    # Asia
    ("しんぞう", "shinzou"),
    ("シンゾウ", "shinzou"),
    ("김", "kim"),
    ("한국", "hanguk"),
    ("राहुल", "rahul"),
    ("गांधी", "gandhi"),
    ("北京", "beijing"),
    ("蔣介石", "chiangchiehshi"),
    # Consonants carry Semitic names
    ("סגל", "sgl"),
    ("محمد", "mhmd"),
]


@pytest.mark.parametrize(("token", "reading"), READINGS)
def test_usual_reading(romanizer: Romanizer, token: str, reading: str) -> None:
    assert reading in romanizer.romanizations(token)[:3]


@pytest.mark.parametrize("token", [token for token, _ in READINGS] + ["Baku", "2024", "’", "กรุงเทพ", "ՀՀ"])
def test_readings_are_few_latin_and_different(romanizer: Romanizer, token: str) -> None:
    readings = romanizer.romanizations(token)
    assert 1 <= len(readings) <= MOST_READINGS
    assert len(set(readings)) == len(readings)
    if script_of(token) != "common":
        assert all(reading.isascii() and reading == reading.lower() for reading in readings)


def test_case_and_composition_do_not_matter(romanizer: Romanizer) -> None:
    assert romanizer.romanizations("ГОРБАЧЁВ") == romanizer.romanizations("Горбаче\u0308в")
    assert romanizer.romanizations("Чайка") == romanizer.romanizations("Чаи\u0306ка")


def test_ascii_has_itself_as_only_reading(romanizer: Romanizer) -> None:
    assert romanizer.romanizations("Aliyev") == ("aliyev",)


def test_without_tables_unidecode_helps() -> None:
    assert Romanizer({}).romanizations("Бакс") == ("baks",)


@pytest.mark.parametrize(
    ("token", "script"),
    [
        ("Əliyev", "latin"),
        ("Ҝәнҹә", "cyrillic"),
        ("תל", "hebrew"),
        ("か", "kana"),
        ("北京", "han"),
        ("राहुल", "devanagari"),
        ("12", "common"),
        ("O’Neill", "latin"),
    ],
)
def test_script(token: str, script: str) -> None:
    assert script_of(token) == script
