"""Mentions that travelled from a worker are those that it found."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import resolver
from resolver.linking import sending

_RECORDS = [
    {"id": "kovalenko", "type": "person", "name": "Marta Kovalenko"},
    {"id": "weldoria", "type": "place", "name": "Weldoria", "demonyms": ["Weldorian"]},
    {"id": "sorren", "type": "place", "name": "Sorren"},
    {"id": "sorren-club", "type": "organization", "name": "Sorren"},
]
_TEXTS = [
    "Marta Kovalenco left Weldoria. Kovalenco is Weldorian.",
    "Nobody was there.",
    "",
    "In Sorren, Marta Kovalenko met Kovalenko.",
    "Marta Kovalenco left Weldoria again; Weldoria wept.",
]


@pytest.mark.parametrize("most", [0, 3, 8192])
def test_what_was_packed_is_unpacked(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_MOST", most)
    linked = resolver.load(_RECORDS)
    here, there = sending.Mentions(), sending.Mentions()
    for size in (1, 2, 5):
        batch: list[Any] = [linked.link(text) for text in _TEXTS[:size]] * size
        batch.insert(size // 2, "a failure")
        batch.append("another")
        assert list(there.unpack(pickle.loads(pickle.dumps(here.pack(batch))))) == batch
        assert list(there.unpack(pickle.loads(pickle.dumps(here.pack([]))))) == []


def test_jobs_find_the_same() -> None:
    linked = resolver.load(_RECORDS)
    texts = _TEXTS * 50
    assert list(linked.link_many(texts, jobs=2)) == [linked.link(text) for text in texts]
