"""The generated gazetteer is the same wherever it is made, and none of its names comes twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.million import generate, main

PARTS = [
    "Leyla Mammadova", "Orhan Kaya", "Marie van Houten", "JEAN DUPONT", "MARC LEFEVRE", "Ирина Павлова",
    "Олег Смирнов", "Ana Sofia Mendes", "Luisa Carla Pinto", "Cher",
]  # fmt: skip


def test_is_the_same_each_time() -> None:
    assert list(generate(PARTS, 60)) == list(generate(PARTS, 60))
    assert list(generate(PARTS, 60)) != list(generate(PARTS, 60, seed=2))
    assert list(generate(PARTS, 40)) == list(generate(PARTS, 60))[:40]


def test_begins_with_the_given_names() -> None:
    assert list(generate(PARTS, 4)) == PARTS[:4]
    assert list(generate(PARTS, 60))[: len(PARTS)] == PARTS


def test_no_name_comes_twice() -> None:
    names = list(generate(PARTS, 60))
    assert len(set(names)) == 60


def test_scripts_and_capitals_are_not_mixed() -> None:
    for name in generate(PARTS, 60):
        assert name.isascii() or not any(char.isascii() and char.isalpha() for char in name)
        assert len({part.isupper() for part in name.split()}) == 1


def test_command(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "retrieval-names.txt").write_text("\n".join(PARTS), encoding="utf-8")
    output = tmp_path / "out.jsonl"
    main(["--count", "30", "--shared", str(tmp_path), "--output", str(output)])
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [record["id"] for record in records] == [f"n{number}" for number in range(30)]
    assert records[0] == {"id": "n0", "type": "person", "name": "Leyla Mammadova"}


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"retrieval-names\.txt is missing: give .* --shared"):
        main(["--shared", str(tmp_path)])
