"""One messy table gives the same IDs, and the same texts, through every entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver import Resolver
from tests.integrations.entries import IDS, NORMAL
from tests.integrations.messy import COUNTRIES, NAMES, TEXTS, TYPES


def test_the_table_is_messy(known: Resolver) -> None:
    """It has what it is for: answers, doubts, and nobody, in several scripts."""
    assert len(NAMES) == 500
    found = [known.decide(name) for name in NAMES]
    assert len({decision.match.id for decision in found if decision.match}) == 5
    assert sum(decision.match is not None for decision in found) > 150
    assert sum(decision.ambiguous for decision in found) == NAMES.count("Tarnholm") > 5
    assert sum(name is not None and "\n" in name for name in NAMES) > 10


@pytest.fixture(scope="module")
def ids(known: Resolver) -> list[str | None]:
    return [match.id if (match := known.resolve(name)) else None for name in NAMES]


@pytest.fixture(scope="module")
def ids_with_types(known: Resolver) -> list[str | None]:
    rows = zip(NAMES, TYPES, COUNTRIES, strict=True)
    return [
        match.id
        if (
            match := known.resolve(
                name, (type or "").lower() or None, country=(country or "").strip() or None
            )
        )
        else None
        for name, type, country in rows
    ]


@pytest.mark.parametrize("entry", IDS.all)
def test_the_same_ids(
    entry: str, ids: list[str | None], known: Resolver, world: Path, tmp_path: Path
) -> None:
    assert IDS.all[entry](known, world, tmp_path, NAMES) == ids


@pytest.mark.parametrize("entry", [entry for entry in IDS.all if not entry.startswith(("library", "spark"))])
def test_the_same_ids_with_types_and_countries(
    entry: str, ids_with_types: list[str | None], known: Resolver, world: Path, tmp_path: Path
) -> None:
    assert {"tarnholm-sarnia", "tarnholm-veldoria"} <= set(ids_with_types)
    assert IDS.all[entry](known, world, tmp_path, NAMES, type=TYPES, country=COUNTRIES) == ids_with_types


@pytest.mark.parametrize("entry", NORMAL.all)
def test_the_same_texts(entry: str, known: Resolver, world: Path, tmp_path: Path) -> None:
    expected = [None if text is None else known.normalise(text) for text in TEXTS]
    found = NORMAL.all[entry](known, world, tmp_path, TEXTS)
    # CSV has no missing values, only empty ones.
    assert [text or "" for text in found] == [text or "" for text in expected]
    assert expected != TEXTS
