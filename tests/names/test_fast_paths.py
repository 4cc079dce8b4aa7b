"""What is worked out quickly, or late, is what the slow and obvious way gives."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.entities.lexicon import Lexicon
from resolver.names.equivalents import NameGroups
from resolver.names.latin_costs import LatinModel
from resolver.names.matcher import Matcher
from resolver.names.parts import NameParser
from resolver.names.splitting import split
from resolver.names.token_readings import Readings, decode_readings, encode_readings
from resolver.names.token_units import units
from resolver.names.tokens import LIKELIEST, TokenMatcher
from resolver.names.transliteration import LEARNT, LazyTable, ScriptModel, letter_model, read_table
from resolver.text.romanize import Romanizer
from resolver.types import Comparison, EntityType

SCRIPTS = st.text("aÉıжйёїүអبנגכあンゴ김ㄱ王李აճαςथ़ाก्ʼ'-1", min_size=1, max_size=6)
NAMES = st.text("abÉç ß-_&1'ʼ’.,()/\"٣ж東・", max_size=16)
RUNS = st.text("aehikloshuz$", max_size=6)


@pytest.mark.parametrize("script", sorted(LEARNT))
def test_rows_searched_are_rows_read(script: str) -> None:
    whole = read_table(script)
    units = [*whole, *(f"{unit}\ufffd" for unit in list(whole)[::20]), "", "!", "\U0010ffff"]
    for start in range(0, len(units), 60):
        table = LazyTable(script)  # its first look-ups search, later ones do not
        for unit in units[start : start + 60]:
            assert table[unit] == whole.get(unit)
    table = LazyTable(script)
    for unit in units:
        assert table[unit] == whole.get(unit)


def test_units_that_nothing_was_learnt_of_take_no_room() -> None:
    table = LazyTable("cyrillic")
    learnt = [unit for unit in read_table("cyrillic") if len(unit) == 1]
    for unit in learnt:
        assert table[unit]
    for unit in learnt:
        assert table[f"{unit}\ufffd{unit}"] is None
    assert len(table) == len(learnt)


MODEL = LatinModel(extra=5.0, missing=5.0, swap=4.0, free_odds=4.0, respelling=1.0)
TABLE = read_table("latin")


def naive(a: str, b: str) -> float:
    """The cheapest way to write `a` as `b`, by trying all: one or two letters of `a` write up to three."""
    best = [[1e9] * (len(b) + 1) for _ in range(len(a) + 1)]
    best[0][0] = 0.0
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            ways = [(i + 1, j, 5.0), (i, j + 1, 5.0)]
            for step in (1, 2):
                row = TABLE.get(a[i : i + step], {}) if i + step <= len(a) else {}
                ways += [(i + step, k, row[b[j:k]]) for k in range(j, len(b) + 1) if b[j:k] in row]
            if i + 1 < len(a) and a[i : i + 2] == b[j : j + 2][::-1]:
                ways.append((i + 2, j + 2, 4.0))
            for k, end, cost in ways:
                if k <= len(a) and end <= len(b):
                    best[k][end] = min(best[k][end], best[i][j] + cost)
    return best[-1][-1]


@given(RUNS, RUNS)
def test_letter_cost_is_the_cheapest_way(a: str, b: str) -> None:
    assert MODEL.letter_cost(a, b) == pytest.approx(min(naive(a, b), naive(b, a)))
    assert MODEL.letter_cost(a, b) == MODEL.letter_cost(b, a)


def test_letter_cost_where_the_dearer_way_ends_late() -> None:
    # What two letters at once reach counts where a way is given up.
    assert MODEL.letter_cost("avid$", "awit$") == pytest.approx(
        min(naive("avid$", "awit$"), naive("awit$", "avid$"))
    )


@given(NAMES)
def test_names_with_nothing_special_are_cut_alike(name: str) -> None:
    # A full stop on its own sends the name the long way round, and is no word.
    assert split(name) == split(f"{name} .")
    assert split(name, initials=False) == split(f"{name} .", initials=False)


def test_reasons_given_late_are_part_of_the_comparison(matcher: Matcher) -> None:
    def compared(a: str, b: str) -> Comparison:
        return matcher.compare(matcher.parse(a), matcher.parse(b))

    one, same, other = (
        compared("Omar Khalid", "Umar Khaled"),
        compared("Omar Khalid", "Umar Khaled"),
        compared("Omar Khalid", "Omar Farid"),
    )
    plain = Comparison(one.a, one.b, one.score, one.match, one.pairs, one.evidence)
    assert one.pairs
    assert one.evidence
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one == plain
    assert plain == one
    assert repr(one) == repr(plain)
    assert pickle.loads(pickle.dumps(same)) == plain
    assert copy.copy(compared("Omar Khalid", "Umar Khaled")) == plain
    assert replace(one, match=False).pairs == one.pairs
    assert one.as_dict() == plain.as_dict()
    assert one.explain() == plain.explain()
    with pytest.raises(AttributeError):
        one.nothing  # type: ignore[attr-defined]  # noqa: B018


@given(SCRIPTS)
def test_the_first_reading_is_the_first_of_all(matcher: Matcher, token: str) -> None:
    romanizer = matcher.tokens.romanizer
    assert romanizer.first(token) == romanizer.romanizations(token)[0]


@given(SCRIPTS)
def test_what_a_token_is_asked_late_is_what_it_is(matcher: Matcher, text: str) -> None:
    token = matcher.tokens.token(text)
    assert token.first == token.tables[0]
    assert token.tables == matcher.tokens.romanizer.romanizations(text)


@given(SCRIPTS)
def test_the_likeliest_readings_are_the_first_of_all(lexicon: Lexicon, matcher: Matcher, text: str) -> None:
    fresh = TokenMatcher(lexicon)  # which has not worked out the others
    assert fresh.token(text).likeliest == matcher.tokens.token(text).latin[:LIKELIEST]


class AllTables(Romanizer):
    """Asks every language, also those that read the token like one before."""

    def _read_alike(self, *_: Any) -> bool:
        return False


@given(st.text("абгдеёжзийьыъэюяхщґєіїўјљњћђҝәғүһөҹқґАЕЙХ", min_size=1, max_size=8) | SCRIPTS)
def test_languages_that_read_alike_need_not_all_be_asked(
    matcher: Matcher, lexicon: Lexicon, token: str
) -> None:
    every = AllTables(lexicon.tables("romanization"))
    assert matcher.tokens.romanizer.romanizations(token) == every.romanizations(token)


@given(st.lists(st.text("абкрсть", min_size=1, max_size=7), min_size=2, max_size=6))
def test_words_that_begin_alike_are_read_as_alone(words: list[str]) -> None:
    going_on = ScriptModel("cyrillic", 5.0, 5.0)
    for word in words:
        alone = ScriptModel("cyrillic", 5.0, 5.0)
        unit = units(word, "cyrillic")
        assert going_on.readings(unit, letter_model()) == alone.readings(unit, letter_model())


def test_groups_taken_apart_at_once_are_the_same() -> None:
    lines = "anna ana hanna\nhanna johanna\nbell belle"
    late, early = NameGroups(lines), NameGroups(lines)
    early.prepare()
    for a in ("anna", "johanna", "bell", "zeno"):
        for b in ("ana", "hanna", "belle", "zeno"):
            assert late.relation(a, b) == early.relation(a, b)


WORDS = [
    "Anna", "ANNA", "anna", "Ali", "al", "Khan", "bin", "Dr", "Jr", "II", "XI", "Xi", "sixty", "Bank",
    "Ltd", "AG", "SiemensAG", "NATO", "Nato", "Petrovich", "Иван", "Иванович", "王", "王明", "김", "김민수",
    "محمد", "بن", "O'Neil", "x", "X", "é", "Émile", "Straße", "COP28", "7", "de"
]  # fmt: skip
KINDS: list[EntityType | None] = ["person", "organization", "place", None]


@pytest.mark.slow
@given(
    st.lists(st.sampled_from(WORDS), max_size=5),
    st.sampled_from([" ", "-", " ", "  "]),
    st.sampled_from(KINDS),
)
def test_plain_names_are_taken_apart_as_all_are(
    matcher: Matcher, words: list[str], between: str, type: EntityType | None
) -> None:
    text = between.join(words)
    quick, slow = (
        NameParser(matcher._parser._lexicon, matcher.tokens),
        NameParser(matcher._parser._lexicon, matcher.tokens),
    )
    slow._plainly = lambda text, type: None  # type: ignore[method-assign]
    one, other = quick.parse(text, type), slow.parse(text, type)
    assert one.parts == other.parts
    assert (one.spaced, one.inverted) == (other.spaced, other.inverted)
    assert len(set(map(id, one.parts))) == len(one.parts)  # the place of a part is told by it


def test_a_word_that_comes_twice_is_two_parts(matcher: Matcher) -> None:
    a, b = matcher.parse("Ana Ana", "person"), matcher.parse("Ana Bela", "person")
    assert matcher.features(a, b)[-1] == 0.0  # not in another order


@given(st.lists(st.lists(SCRIPTS, min_size=1, max_size=3).map(tuple), min_size=3, max_size=3))
def test_readings_are_read_back(lists: list[tuple[str, ...]]) -> None:
    readings = Readings(*lists)
    packed = encode_readings(readings)
    assert packed is not None
    assert decode_readings(packed) == readings
    assert encode_readings(readings._replace(keys=())) is None  # would be read as one empty key
    assert encode_readings(readings._replace(latin=("a b",))) is None
