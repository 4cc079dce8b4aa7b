"""Tokens of names: spellings of one name part meet, look-alikes stay apart, in every script."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.entities.lexicon import Lexicon, LexiconData, empty_lexicon_data
from resolver.names.equivalents import NameGroups
from resolver.names.latin_costs import differences
from resolver.names.token_gender import Sexes, differ_in_gender
from resolver.names.token_units import letters, units
from resolver.names.tokens import TokenMatcher

LEXICON = Path(__file__).parents[2] / "gazetteer" / "lexicon"


def _layers() -> Iterator[LexiconData]:
    """The parts of the lexicon that tokens need: romanization and the weights of tokens."""
    for path in [*sorted(LEXICON.glob("romanization/*.toml")), LEXICON / "weights" / "tokens.toml"]:
        raw = tomllib.loads(path.read_text("utf-8"))
        layer = empty_lexicon_data()
        layer["tables"] = {"romanization": raw.get("romanization", {})}
        layer["weight"] = {
            group: {name: weight["value"] for name, weight in names.items()}
            for group, names in raw.get("weight", {}).items()
        }
        yield layer


MATCHER = TokenMatcher(Lexicon.compile(*_layers()))


def value(a: str, b: str) -> float:
    return MATCHER.similarity(MATCHER.token(a), MATCHER.token(b)).value


def rule(a: str, b: str) -> str:
    return MATCHER.similarity(MATCHER.token(a), MATCHER.token(b)).rule


def share_key(a: str, b: str) -> bool:
    return not set(MATCHER.keys(MATCHER.token(a))).isdisjoint(MATCHER.keys(MATCHER.token(b)))


# Spellings of one name: more probable than not, and a common key.
SAME = [
    ("Aliev", "Əliyev"),
    ("Alijew", "Aliyev"),
    ("Tchaïkovski", "Чайковский"),
    ("Tschaikowski", "Tchaikovsky"),
    ("Szuchewycz", "Шухевич"),
    ("Schewaho", "Жеваго"),
    ("Hadjiyev", "Hacıyev"),
    ("Mohammed", "Muhammad"),
    ("Katherine", "Catherine"),
    ("Boillon", "Buyon"),
    ("Hussein", "Husayn"),
    ("Kurdi", "الكردي"),
    ("Müller", "Mueller"),
    ("Алиев", "Алієв"),
    ("Gorbatschow", "Горбачёв"),
    ("Zelenskyy", "Зеленський"),
    ("Netanyahu", "נתניהו"),
    ("Mohammed", "محمد"),
    ("Магомед", "محمد"),
    ("Putin", "푸틴"),
    ("Putin", "プーチン"),
    ("Putin", "普京"),
    ("Papadopoulos", "Παπαδόπουλος"),
    ("Saakashvili", "სააკაშვილი"),
    ("Sargsyan", "Սարգսյան"),
    ("Rahul", "राहुल"),
    ("Kim", "김"),
    ("Park", "박"),
]
# Names that look alike and are others.
OTHER = [
    ("Roman", "Robert"),
    ("Jan", "Jana"),
    ("Hans", "Hanna"),
    ("Angelo", "Angela"),
    ("Maria", "Mario"),
    ("Ivanov", "Ivanova"),
    ("Иванов", "Ivanova"),
    ("Smith", "Schmidt"),
    ("Merkel", "Merkur"),
    ("Iran", "Iraq"),
    ("Mali", "Malik"),
    ("Ali", "Alia"),
    ("Viktor", "Victoria"),
    ("Baku", "Paris"),
    ("Putin", "Медведев"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name_meet(a: str, b: str) -> None:
    assert value(a, b) > 0.5
    assert share_key(a, b)


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_other_names_stay_low(a: str, b: str) -> None:
    assert value(a, b) < 0.4


def test_rules() -> None:
    assert rule("Aliyev", "ALIYEV") == "same"
    assert rule("Émié", "Emie") == "same"
    assert rule("Zelensky", "Зеленский") == "romanization"
    assert rule("Ivanov", "Ivanova") == "gendered form"
    assert rule("Иванова", "Ivanov") == "gendered form"
    assert rule("Alijew", "Aliyev") == "spelling"
    assert rule("Mohammed", "Mehmed") in ("equivalent", "spelling")
    assert rule("Baku", "Rome") == "different"


def test_given_names_of_either_sex() -> None:
    layer = empty_lexicon_data()
    layer["words"] = {"womans_name": {"en": ["joan", "simone"]}, "mans_name": {"en": ["john", "simon"]}}
    sexes = Sexes(Lexicon.compile(layer))
    assert sexes.differ("joan", "john")
    assert sexes.differ("john", "joan")
    assert sexes.differ("ivanov", "ivanova")  # by its ending
    assert not sexes.differ("joan", "simone")
    assert not sexes.differ("joan", "johan")  # nobody knows


@pytest.mark.parametrize(
    ("man", "woman", "expected"),
    [
        ("kowalski", "kowalska", True),
        ("novak", "novakova", True),
        ("petrovich", "petrovna", True),
        ("mario", "maria", True),
        ("julius", "julia", True),
        ("kazlauskas", "kazlauskiene", True),
        ("ali", "alia", False),
        ("viktor", "victoria", False),
        ("niger", "nigeria", False),
        ("jan", "ivana", False),
    ],
)
def test_gender(man: str, woman: str, expected: bool) -> None:
    assert differ_in_gender(man, woman) is expected
    assert differ_in_gender(woman, man) is expected


@pytest.mark.parametrize("searches", [0, 2, 64])
def test_well_known_names_together_and_apart(searches: int) -> None:
    groups = NameGroups("# head of ali and olaf\nsofia sophia\nsofia zofia\nali aly\nalia alya\n")
    for n in range(64 - searches):
        assert groups.relation(f"unknown{n}", "ali") == "unknown"
    assert groups.relation("sofia", "zofia") == "together"
    assert groups.relation("sophia", "zofia") == "unknown"  # by way of sofia
    assert groups.relation("ali", "alia") == "apart"
    assert groups.relation("ali", "olaf") == "unknown"


def test_what_differs() -> None:
    spans = [(span.left, span.right) for span in differences("qadafi$", "gadhafi$")]
    assert spans == [("^q", "^g"), ("d", "dh")]
    assert [(s.left, s.right) for s in differences("mali$", "malik$")] == [("$", "k$")]
    assert differences("baku$", "baku$") == []


def test_units() -> None:
    assert letters("Čajkovskij") == "chajkovskij$"
    assert letters("O’Neill") == "oneill$"
    assert units("しん", "kana") == units("シン", "kana")
    assert len(units("푸틴", "hangul")) == 6


NAMES = st.one_of(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzçğışöüəéčšž", min_size=1, max_size=12),
    st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", min_size=1, max_size=12),
    st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويى", min_size=1, max_size=8),
    st.text(alphabet="アイウエオカキクケコサシスセソタチツテトナマラリルレロンー", min_size=1, max_size=8),
    st.text(alphabet="가나다라마바사아자차카타파하김이박", min_size=1, max_size=4),
    st.text(min_size=1, max_size=6),
)


@given(NAMES, NAMES)
def test_any_two_tokens_compare_and_order_does_not_matter(a: str, b: str) -> None:
    one, other = MATCHER.token(a), MATCHER.token(b)
    found = MATCHER.similarity(one, other)
    assert 0.0 <= found.value <= 1.0
    assert found == MATCHER.similarity(other, one)
    assert MATCHER.similarity(one, one).value == 1.0


@given(NAMES)
def test_tokens_have_readings_and_few_keys(text: str) -> None:
    token = MATCHER.token(text)
    assert token.latin
    assert len(MATCHER.keys(token)) <= 6
    assert token == MATCHER.token(text)


BEARERS: list[tuple[str, str, bool, str]] = [
    ("walsh", "welsh", True, "in a name of one syllable each letter counts"),
    ("moran", "morgan", True, "a consonant more"),
    ("jonas", "janos", True, "vowels change places"),
    ("parker", "barker", True, "another first letter"),
    ("adel", "adil", False, "vowels for which languages have no letters"),
    ("smith", "smtih", False, "a slip, although lists of names have it"),
    ("clark", "clarke", False, "a mute letter"),
    ("moran", "morrran", False, "nobody is called so"),
]


@pytest.mark.parametrize(("a", "b", "two", "why"), BEARERS, ids=[f"{a} {b}" for a, b, _, _ in BEARERS])
def test_two_names_that_people_bear(a: str, b: str, two: bool, why: str) -> None:
    layer = empty_lexicon_data()
    borne = {word for one, other, _, _ in BEARERS for word in (one, other)} - {"morrran"}
    layer["words"] = {"family_name": {"und": sorted(borne)}}
    matcher = TokenMatcher(Lexicon.compile(*_layers(), layer))
    found = matcher.similarity(matcher.token(a), matcher.token(b))
    assert (found.rule == "another known name") is two, why
