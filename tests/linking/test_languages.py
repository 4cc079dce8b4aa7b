"""Which language a text is in, and where a part of it is in another."""

from __future__ import annotations

import pytest

import resolver
from resolver.linking.languages import Languages

ENGLISH = "The people who were in the hall had not heard of it, and they said that it was time."
GERMAN = "Er war mit dem Minister und der Delegation in der Stadt, wo das Wetter nicht gut war."
FRENCH = "Il est allé avec les ministres dans le palais, où la presse et le public étaient."


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(resolver.load()._index.lexicon)


PARTS = {
    "one language": (ENGLISH, ["en"]),
    "a paragraph in another": (f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}", ["en", "de", "en"]),
    "three": (f"{GERMAN}\n\n{FRENCH}\n\n{ENGLISH}", ["de", "fr", "en"]),
    "lines that end sentences are paragraphs": (f"{GERMAN}\n{ENGLISH}", ["de", "en"]),
    "lines that do not are none": (f"{ENGLISH[:40]}\n{ENGLISH[40:]}", ["en"]),
    "a few foreign words are a name": (f"{ENGLISH}\n\nLos Santos de la Cruz, Le Havre\n\n{ENGLISH}", ["en"]),
}


@pytest.mark.parametrize(("text", "want"), PARTS.values(), ids=PARTS)
def test_parts(languages: Languages, text: str, want: list[str]) -> None:
    found = list(languages.parts(text))
    assert [of for _, of in found] == [(language,) for language in want]
    assert found[0][0] == 0


def test_each_part_begins_where_its_paragraph_does(languages: Languages) -> None:
    text = f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}"
    starts = [start for start, _ in languages.parts(text)]
    assert [text[start : start + 3] for start in starts] == ["The", "Er ", "The"]


def test_a_few_letters_tell_nothing(languages: Languages) -> None:
    assert languages.of("name,city\nMáximo,Lyon\n") == ()


SHORT = {
    "French, whose small words Romanian has too": (
        "Le tribunal de commerce a condamné la société, qui doit rembourser des touristes.",
        "fr",
    ),
    "Portuguese, whose ç Turkish has too": ("O presidente disse que não vai à Moçambique com ele.", "pt"),
    "Spanish": ("El ministro dijo que los vecinos ya habían sido informados por carta.", "es"),
    "Dutch": ("De minister zei dat het niet aan hem was om een brief te schrijven.", "nl"),
    "Polish": ("Minister mówił o tym, że nie jest to jego sprawa.", "pl"),
    "Turkish": ("Bakan bir mektup daha yazdı ve bu kadar dedi.", "tr"),
    "English with foreign names": ("Hugo de la Cruz and Le Van Nam came to see it in the evening.", "en"),
}


@pytest.mark.parametrize(("text", "want"), SHORT.values(), ids=SHORT)
def test_a_sentence_shows_its_language(languages: Languages, text: str, want: str) -> None:
    assert languages.of(text) == (want,)
