"""Mentions that come from a worker are those that one process finds."""

from __future__ import annotations

import resolver

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


def test_jobs_find_the_same() -> None:
    linked = resolver.load(_RECORDS)
    texts = _TEXTS * 50
    assert list(linked.link_many(texts, jobs=2)) == [linked.link(text) for text in texts]
