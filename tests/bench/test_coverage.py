"""The texts of COVERAGE.md: marked as the script reads them, with IDs that exist."""

from __future__ import annotations

from collections import Counter

import pytest

import resolver
from resolver.entities.lock import LOCK_NAME, read_lock
from resolver.index.loading import default_folder
from tests.bench import coverage


def test_marks_are_taken_out_and_names_stand_where_they_stood() -> None:
    text, names = coverage.without_marks("In [Oslo|oslo] [Marsh|?] met [Georgia|georgia georgia-us].\n")
    assert text == "In Oslo Marsh met Georgia.\n"
    assert [(text[n.start : n.end], n.ids) for n in names] == [
        ("Oslo", {"oslo"}),
        ("Marsh", set()),
        ("Georgia", {"georgia", "georgia-us"}),
    ]


@pytest.mark.parametrize(
    ("why", "marked", "figures"),
    [
        ("the right one", "He left [Oslo|o].", {"names": 1, "known": 1, "right": 1}),
        ("another one", "He left [Oslo|b].", {"names": 1, "known": 1, "wrong": 1}),
        (
            "not found",
            "He left [Bergen|b], says [Bengt|o].",
            {"names": 2, "known": 2, "right": 1, "missed": 1},
        ),
        ("not known, not found", "He left [Molde|?].", {"names": 1}),
        ("no name at all", "He left Oslo.", {"wrong": 1}),
    ],
)
def test_what_is_counted(why: str, marked: str, figures: dict[str, int]) -> None:
    r = resolver.load(
        [{"id": "o", "type": "place", "name": "Oslo"}, {"id": "b", "type": "place", "name": "Bergen"}]
    )
    counted, _ = coverage.count(r, *coverage.without_marks(marked))
    assert +counted == Counter(figures), why


def test_texts_are_marked_with_ids_that_were_given() -> None:
    lock = read_lock(default_folder() / LOCK_NAME)
    documents = list(coverage.documents())
    assert len(documents) >= 10
    assert sum(len(names) for _, _, names in documents) >= 600
    for stem, text, names in documents:
        assert not {"[", "]", "|"} & set(text), stem
        assert [id for name in names for id in name.ids if id not in lock] == [], stem
