"""The facade: many texts at once, in one process or several, and what becomes of bad ones."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import resolver
from resolver.errors import InputError
from resolver.index import workers

RECORDS: list[dict[str, Any]] = [
    {"id": "anna-berg", "type": "person", "name": "Anna Maria Berg"},
    {"id": "berg-bank", "type": "organization", "name": "Berg Bank AG", "acronyms": ["BBAG"]},
    {"id": "north-lake", "type": "place", "name": "North Lake"},
]
TEXTS = [f"Anna Maria Berg left the Berg Bank for North Lake, {year}." for year in range(1900, 2050)]
NAMES = ["Ana Maria Berg", "Berg Bank", "Nobody Atall", "North Laek", ""] * 30


@pytest.fixture(scope="module")
def loaded() -> resolver.Resolver:
    return resolver.load(RECORDS)


@pytest.mark.parametrize("jobs", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_many_are_answered_as_one_by_one(loaded: resolver.Resolver, jobs: int) -> None:
    assert list(loaded.link_many(iter(TEXTS), jobs=jobs)) == [loaded.link(text) for text in TEXTS]
    assert list(loaded.resolve_many(NAMES, type="person", jobs=jobs)) == [
        loaded.resolve(name, type="person") for name in NAMES
    ]
    assert list(loaded.resolve_many([], jobs=jobs)) == []
    texts = ["Ana Maria Berg left.", "North Lake", "", "the North Laek"] * 10
    assert list(loaded.normalise_many(texts, jobs=jobs)) == [loaded.normalise(text) for text in texts]
    assert list(loaded.edits_many(texts, "id", "person", jobs=jobs)) == [
        loaded.edits(text, "id", "person") for text in texts
    ]


def test_workers_that_are_not_forked_open_a_file(
    loaded: resolver.Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    assert list(loaded.resolve_many(NAMES[:5], jobs=2)) == [loaded.resolve(name) for name in NAMES[:5]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_text_is_named_and_loses_no_other(loaded: resolver.Resolver, jobs: int) -> None:
    texts: list[Any] = [*TEXTS[:100], None, *TEXTS[:100]]
    answers = loaded.link_many(texts, jobs=jobs)
    found: list[Any] = []
    complaints = []
    while True:
        try:
            found.append(next(answers))
        except StopIteration:
            break
        except InputError as error:
            complaints.append(str(error))
    assert found == [loaded.link(text) for text in TEXTS[:100]] * 2
    assert len(complaints) == 1
    assert complaints[0].startswith("text 101 (None): a text must be a str")


def test_texts_are_read_as_they_are_needed(loaded: resolver.Resolver) -> None:
    read = []

    def endless() -> Any:
        while True:
            read.append(1)
            yield "North Lake"

    answers = loaded.link_many(endless())
    next(answers)
    assert len(read) == 1
    answers = loaded.link_many(endless(), jobs=2)
    next(answers)
    assert len(read) < 3000


def test_wrong_arguments_are_refused_at_once(loaded: resolver.Resolver) -> None:
    with pytest.raises(InputError, match="unknown type 'persons'"):
        loaded.link_many([], type="persons")
    for jobs in (0, 1001):
        with pytest.raises(InputError, match=f"jobs={jobs}: use 1 to 1,000"):
            loaded.resolve_many([], jobs=jobs)
    for many in (loaded.link_many, loaded.normalise_many, loaded.edits_many):
        for score in (-0.1, 1.1, float("nan")):
            with pytest.raises(InputError, match="use a probability, from 0 to 1"):
                many([], min_score=score)
        with pytest.raises(InputError, match="'English' is no code of a language"):
            many([], language="English")
    with pytest.raises(InputError, match="unknown type"):
        loaded.normalise_many([], type="persons")


def test_what_workers_send_is_what_they_found(loaded: resolver.Resolver) -> None:
    mentions = loaded.link(TEXTS[0])
    matches = loaded.candidates("Ana Berg")
    edits = loaded.edits("Ana Maria Berg")
    assert mentions
    assert matches
    assert edits
    for found in (mentions, matches, edits):
        assert pickle.loads(pickle.dumps(found)) == found


def test_candidates_by_type_and_limit(loaded: resolver.Resolver) -> None:
    assert [match.id for match in loaded.candidates("Berg", type="person")] == ["anna-berg"]
    assert loaded.candidates("Berg Bank", limit=0) == []
    assert len(loaded.candidates("Berg Bank", limit=1)) == 1
    best = loaded.candidates("Berg Bank", type={"organization", "place"})[0]
    assert best.id == "berg-bank"
    assert best.score > 0.5
