"""The run-time lexicon: folding once, layers, look-ups, the hash, storing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from resolver.entities.lexicon import Lexicon, LexiconData, empty_lexicon_data, fold_phrase
from resolver.errors import GazetteerError


def data(**parts: Any) -> LexiconData:
    return empty_lexicon_data() | parts  # type: ignore[return-value]


BASE = data(
    words={
        "person_title": {"en": ["President", "Prime  Minister"], "fr": ["Président"], "ru": ["президент"]}
    },
    map={"nickname": {"en": {"Bill": ["William"]}, "fr": {"bill": ["Guillaume", "William"]}}},
    weight={"linking": {"floor": 0.5, "step": 1}},
    tables={"romanization": {"ru": {"letters": {"я": "ya"}}}},
)


def test_look_ups_are_folded() -> None:
    lexicon = Lexicon.compile(BASE)
    assert lexicon.words("person_title") == {"president", "prime minister", "президент"}
    assert lexicon.words("person_title", "fr") == {"president"}
    assert lexicon.words("person_title", "de") == frozenset()
    assert lexicon.words("nonsense") == frozenset()
    assert lexicon.map("nickname") == {"bill": ("william", "guillaume")}
    assert lexicon.map("nickname", "en") == {"bill": ("william",)}
    assert lexicon.map("nonsense") == {}
    assert lexicon.tables("romanization")["ru"] == {"letters": {"я": "ya"}}
    assert lexicon.tables("nonsense") == {}
    assert lexicon.weight("linking", "floor") == 0.5
    assert lexicon.weights("linking") == {"floor": 0.5, "step": 1}
    assert lexicon.weights("nonsense") == {}
    assert lexicon.languages("person_title") == ("en", "fr", "ru")
    assert lexicon.words("person_title") is lexicon.words("person_title")


@pytest.mark.parametrize(
    ("phrase", "folded"),
    [
        ("S.A.", "s a"),
        ("  Prime Minister ", "prime minister"),
        ("O’Brien", "o brien"),
        ("&", "&"),
        ("İl", "il"),
    ],
)
def test_fold_phrase(phrase: str, folded: str) -> None:
    assert fold_phrase(phrase) == folded


def test_a_missing_weight_says_how_to_add_it() -> None:
    with pytest.raises(GazetteerError, match=r"\[weight\.linking\.nope\]"):
        Lexicon.compile(BASE).weight("linking", "nope")


def test_layers() -> None:
    extra = data(
        words={"person_title": {"en": ["Emir"]}},
        map={"nickname": {"en": {"bill": ["Wilbur"]}}},
        weight={"linking": {"floor": 0.7}},
        tables={"romanization": {"ru": {"letters": {"й": "y"}}}},
    )
    lexicon = Lexicon.compile(BASE, extra)
    assert "emir" in lexicon.words("person_title")
    assert lexicon.map("nickname", "en") == {"bill": ("william", "wilbur")}
    assert lexicon.weights("linking") == {"floor": 0.7, "step": 1}
    assert lexicon.tables("romanization")["ru"]["letters"] == {"я": "ya", "й": "y"}
    assert BASE["tables"]["romanization"]["ru"]["letters"] == {"я": "ya"}, "the base layer is left alone"


def test_the_hash_is_of_the_content() -> None:
    again = json.loads(json.dumps(BASE))
    again["words"]["person_title"] = dict(reversed(list(again["words"]["person_title"].items())))
    again["words"]["person_title"]["en"].reverse()
    assert Lexicon.compile(BASE).hash == Lexicon.compile(again).hash
    again["weight"]["linking"]["floor"] = 0.6
    assert Lexicon.compile(BASE).hash != Lexicon.compile(again).hash


def test_storing() -> None:
    lexicon = Lexicon.compile(BASE)
    opened = Lexicon.from_data(json.loads(json.dumps(lexicon.to_data())))
    assert opened == lexicon
    assert opened.map("nickname") == lexicon.map("nickname")


def test_no_pydantic_at_run_time() -> None:
    code = (
        "import sys, resolver.entities.lexicon, resolver.entities.gazetteer;"
        "assert 'pydantic' not in sys.modules and 'rapidfuzz' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
