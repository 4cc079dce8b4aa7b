"""The steps of clusters on many machines: names meet by keys, and a part is judged as the whole list is."""

from __future__ import annotations

from typing import Any

import pytest

import resolver
from resolver.clustering.commonness import Commonness
from resolver.clustering.parts import Told, block_keys, grouped, odds_of, words_of
from resolver.clustering.whole_list import WholeList, answers
from resolver.index.loading import default_lexicon

MEET = [
    ("Ilham Aliyev", "Ильхам Алиев", "in another script"),
    ("Anne Boillon", "Buyon, Anne", "by ear, the other way round"),
    ("Marta Kovalenko", "Marta Kowalenka", "by ear, in a long name"),
    ("Tarnow Glass Works", "Tarnow Glas Works Ltd", "a slip beside two words that agree"),
    ("Weldoria Shipping", "Weldoria", "one word of two"),
    ("International Tarnow Mills", "ITM", "an acronym"),
    ("!!!", "!!!", "signs only"),
]


@pytest.mark.parametrize(("one", "other", "why"), MEET, ids=[why for *_, why in MEET])
def test_spellings_of_a_name_share_a_key(one: str, other: str, why: str) -> None:
    mine, theirs = block_keys([one, other], None)
    assert set(mine) & set(theirs)


def test_keys_are_few_and_fit_a_column_of_numbers() -> None:
    (keys,) = block_keys([" ".join(f"Word{letter}" for letter in "abcdefghijklmnop")], None)
    assert len(keys) < 200
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert block_keys(["Marta Kovalenko"], None) == block_keys(["Marta Kovalenko"], None)


NAMES = ["Jan Kowalski", "Jan Kowalsky", "Ewa Kowalski", "Jan Nowak", "Jan Novak", "Ewa Nowak"]


def test_a_pair_is_judged_as_in_the_whole_list() -> None:
    told = Told.of(words_of(NAMES, "person"))
    (odds,) = odds_of([("Jan Kowalski", "Jan Kowalsky")], told, "person")
    (turned,) = odds_of([("Jan Kowalsky", "Jan Kowalski")], told, "person")
    assert odds == turned
    alone = {"Jan Kowalski": 1, "Jan Kowalsky": 1}
    (group,) = grouped(alone, {("Jan Kowalski", "Jan Kowalsky"): odds}, {}, told, "person")
    found = resolver.cluster(NAMES, "person")
    assert group.names == ("Jan Kowalski", "Jan Kowalsky")
    assert group.scores[0] == pytest.approx(found.scores[0])


def test_what_is_most_like_a_name_elsewhere_makes_it_less_sure() -> None:
    told = Told({}, 0)
    (sure,) = grouped({"Jan Nowak": 1}, {}, {}, told, "person")
    (doubtful,) = grouped({"Jan Nowak": 1}, {}, {"Jan Nowak": -0.1}, told, "person")
    assert sure.scores[0] == 1.0
    assert 0.5 < doubtful.scores[0] < 0.6


def test_the_rows_of_a_common_name_may_be_several_people() -> None:
    told = Told({"jan": 400, "nowak": 500}, 1000)
    (group,) = grouped({"Jan Nowak": 3}, {}, {}, told, "person")
    assert group.scores[0] < 0.1


def test_words_beside_one_other_tell_nothing() -> None:
    """They are the greater part of a list's words, and are not sent to the workers."""
    names = [*NAMES, "Ottilie Brzeczek", "Jan Ewa Nowak", "Zofia Maria Anna Mazur"]
    words = words_of(names, "person")
    whole, told = Commonness.of(words, default_lexicon()), Told.of(words)
    assert "ottilie" not in told.beside
    few = told.commonness()
    for own in (*words, ("ottilie", "jan"), ("ottilie",)):
        assert few.strangers(own) == whole.strangers(own)
        assert few.most(own) == whole.most(own)
    assert {word for own in words for word in own if few.known(word) != whole.known(word)} == set()


@pytest.mark.parametrize("type", [None, "person"])
def test_a_whole_list_whose_pairs_others_judge_gives_the_same(type: Any) -> None:
    names = [*NAMES, "Ilham Aliyev", "Ильхам Алиев", "!!!", "Kowal Mills Inc.", "Kowal Mils Inc"]
    whole = WholeList(dict.fromkeys(names, 1), type)
    pairs = [
        (whole.names[one], whole.names[other]) for one, other in zip(whole.ones, whole.others, strict=True)
    ]
    found = answers(whole.groups(odds_of(pairs, whole.told, type)))
    expected = resolver.cluster(names, type)
    assert [found[name][:2] for name in names] == list(zip(expected.ids, expected.canonical, strict=True))
    assert [found[name][2] for name in names] == pytest.approx(list(expected.scores))


def test_an_empty_list_has_no_pairs() -> None:
    whole = WholeList({}, None)
    assert (list(whole.ones), whole.groups([])) == ([], [])
