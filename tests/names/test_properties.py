"""What must hold of any two names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names.matcher import Matcher
from resolver.types import ENTITY_TYPES, EntityType

WORDS = [
    "Anna", "Bernard", "Dmitri", "Dmitry", "Élodie", "Fedorov", "Fedorova", "García",
    "Hasan", "Hassan", "Ivanovich", "Jr", "Kim", "Lee", "Ltd", "Marko", "Mount",
    "Müller", "Mueller", "Nigeria", "Niger", "O'Brien", "Petrovna", "Sankt", "St.",
    "al-Rashid", "bin", "de", "oğlu", "van", "Łukasz", "Şükrü", "Əli", "Владимир",
    "Сергеевна", "გიორგი", "Արամ", "Νίκος", "محمد", "דוד", "王", "小明", "김", "민수",
    "やまだ", "XIV", "2nd", "Second", "44", "GmbH", "ООО", "Bank", "of", "(Nord)", "J.",
    "K.L.", "IBM",
]  # fmt: skip
# Without a type, what is a legal form of organizations is not counted among a person's words.
PERSONAL = [word for word in WORDS if word not in ("Ltd", "GmbH", "ООО", "oğlu", "bin")]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
anything = st.text(max_size=30)
types = st.sampled_from([None, *ENTITY_TYPES])
any_name = st.one_of(names, anything)


@settings(deadline=None, max_examples=300)
@given(any_name, any_name, types)
def test_symmetric_and_a_probability(matcher: Matcher, a: str, b: str, type: EntityType | None) -> None:
    x, y = matcher.parse(a, type), matcher.parse(b, type)
    score = matcher.score(x, y)
    assert 0.0 <= score <= 1.0
    assert matcher.score(y, x) == score
    there, back = matcher.compare(x, y), matcher.compare(y, x)
    assert there.score == pytest.approx(score) == pytest.approx(back.score)
    assert there.match is back.match is (there.score >= matcher.threshold)
    assert sorted((p.b, p.a) for p in there.pairs) == sorted((p.a, p.b) for p in back.pairs)


@settings(deadline=None, max_examples=150)
@given(names, types, st.sampled_from(ENTITY_TYPES))
def test_symmetric_across_types(matcher: Matcher, a: str, type: EntityType | None, other: EntityType) -> None:
    x, y = matcher.parse(a, type), matcher.parse(a + " Anna", other)
    assert matcher.score(x, y) == matcher.score(y, x)


@settings(deadline=None, max_examples=200)
@given(names, names, types)
def test_identical_is_the_top(matcher: Matcher, a: str, b: str, type: EntityType | None) -> None:
    x, y = matcher.parse(a, type), matcher.parse(b, type)
    assert matcher.score(x, x) >= matcher.score(x, y)


@settings(deadline=None, max_examples=200)
@given(names, names, types)
def test_case_and_normal_form_do_not_matter(
    matcher: Matcher, a: str, b: str, type: EntityType | None
) -> None:
    x = matcher.parse(a, type)
    before = matcher.score(x, matcher.parse(b, type))
    assert matcher.score(x, matcher.parse(unicodedata.normalize("NFD", b), type)) == pytest.approx(before)
    assert matcher.score(x, matcher.parse(f"  {b.replace(' ', '  ')} ", type)) == pytest.approx(before)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(["Anna", "Fedorova", "Élodie", "García", "Hasan", "Owen"]), min_size=2, unique=True
    )
)
def test_surname_first_with_a_comma_is_the_same_name(matcher: Matcher, words: list[str]) -> None:
    plain = matcher.parse(" ".join(words), "person")
    inverted = matcher.parse(f"{words[-1]}, {' '.join(words[:-1])}", "person")
    assert matcher.score(plain, inverted) == matcher.score(plain, plain)
    capitals = matcher.parse(f"{words[-1].upper()}, {' '.join(words[:-1])}", "person")
    assert matcher.score(plain, capitals) == matcher.score(plain, plain)


@settings(deadline=None, max_examples=200)
@given(anything, types)
def test_any_text_can_be_parsed(matcher: Matcher, text: str, type: EntityType | None) -> None:
    name = matcher.parse(text, type)
    assert isinstance(matcher.compare(name, name).explain(), str)
