"""The library told nonsense: one line that says what is needed, of a kind that programs can catch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import resolver
from resolver.errors import GazetteerError, InputError, NotTextError

RECORDS = [
    {"id": "mira", "type": "person", "name": "Mira Tolvane"},
    {"id": "veldoria", "type": "place", "name": "Veldoria"},
]
Call = Callable[[Any], Any]


@pytest.fixture(scope="module")
def known() -> resolver.Resolver:
    return resolver.load(RECORDS)


NONSENSE: list[tuple[str, Call, type[Exception], str]] = [
    ("a number as a name", lambda r: r.candidates(123), NotTextError, "a name must be a str, not int 123"),
    (
        "bytes as a name",
        lambda r: r.candidates(b"Mira"),
        NotTextError,
        "a name must be a str, not bytes b'Mira'",
    ),
    ("a list as a name", lambda r: r.candidates(["Mira"]), NotTextError, "a name must be a str, not list"),
    (
        "a list as a name to resolve",
        lambda r: r.resolve(["Mira"]),
        NotTextError,
        "a name must be a str, not list",
    ),
    ("nothing as a text", lambda r: r.link(None), NotTextError, "a text must be a str, not NoneType None"),
    ("nothing to compare", lambda r: resolver.compare("x", None), NotTextError, "a name must be a str"),
    (
        "a word as a limit",
        lambda r: r.candidates("Mira", limit="many"),
        InputError,
        "limit='many': use a whole",
    ),
    (
        "half a candidate",
        lambda r: r.candidates("Mira", limit=1.5),
        InputError,
        "limit=1.5: use a whole number",
    ),
    (
        "a number as a type",
        lambda r: r.resolve("Mira", type=5),
        InputError,
        "unknown type 5: use one of person",
    ),
    ("an empty type", lambda r: r.resolve("Mira", type=""), InputError, "unknown type ''"),
    ("types of two kinds", lambda r: r.resolve("Mira", type=["x", 5, None]), InputError, "unknown type 'x'"),
    ("a probability of seven", lambda r: r.link("Mira", min_score=7), InputError, "min_score=7"),
    ("a number as a gazetteer", lambda r: resolver.load(123), GazetteerError, "a path or a list of records"),
    ("an empty record", lambda r: resolver.load({}), GazetteerError, "record 1: type is missing"),
    (
        "bytes as a gazetteer",
        lambda r: resolver.load(b"x.toml"),
        GazetteerError,
        "a path or a list of records",
    ),
    (
        "a list of numbers",
        lambda r: resolver.load([1, 2]),
        GazetteerError,
        "record 1: a record must be a dict",
    ),
    ("a path with a NUL", lambda r: resolver.load("a\0b"), GazetteerError, "no such file or folder"),
]


@pytest.mark.parametrize(
    ("call", "kind", "says"), [row[1:] for row in NONSENSE], ids=[row[0] for row in NONSENSE]
)
def test_nonsense_is_told(known: resolver.Resolver, call: Call, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind) as told:
        call(known)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_name_may_mean_nobody(known: resolver.Resolver, missing: Any) -> None:
    assert known.candidates(missing) == []
    assert known.resolve(missing) is None


@pytest.mark.parametrize("limit", [0, -1])
def test_no_candidates_may_be_asked_for(known: resolver.Resolver, limit: int) -> None:
    assert known.candidates("Mira Tolvane", limit=limit) == []
