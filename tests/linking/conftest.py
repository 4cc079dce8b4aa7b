"""A small invented world, and its index: each step of linking is asked about it by itself."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.index.index import Index
from resolver.index.loading import open_index

WORLD: list[dict[str, Any]] = [
    {"id": "ilmari", "type": "person", "name": "Ilmari Veikko Torvela", "names": {"ru": ["Илмари Торвела"]}},
    {"id": "laak", "type": "person", "name": "Pieter van der Laakhoven"},
    {"id": "haddawi", "type": "person", "name": "Samir el-Haddawi"},
    {"id": "zuhairi", "type": "person", "name": "Tarek bin Zuhairi"},
    {"id": "brandtner", "type": "person", "name": "Walter Brandtner"},
    {"id": "brandtner-jr", "type": "person", "name": "Walter Brandtner Jr."},
    {"id": "jorland", "type": "place", "name": "Jorland", "demonyms": ["Jorlander"]},
    {"id": "wendholm", "type": "place", "name": "Wendholm", "country": "jorland"},
    {
        "id": "north-wendholm",
        "type": "place",
        "name": "North Wendholm",
        "names": {"fr": ["Wendhôlme-Nord"]},
        "country": "jorland",
    },
    {"id": "salt", "type": "organization", "name": "Institute of Applied Salt", "acronyms": ["IASTO"]},
    {"id": "mills", "type": "organization", "name": "Torvald Mills Limited"},
    {"id": "cop", "type": "event", "name": "COP28"},
]


@pytest.fixture(scope="package")
def world() -> Index:
    return open_index(WORLD, cache=False)
