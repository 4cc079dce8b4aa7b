"""The table of pairs, through the library and the command line."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest
from typer.testing import CliRunner

import resolver
from resolver.types import Comparison

CASES = Path(__file__).parent.parent / "cases"
# pairs.csv: kinds of spelling. plain.csv: what banks, libraries, sports desks hold, half near strangers.
ROWS = [
    row
    for name in ("pairs.csv", "plain.csv")
    for row in csv.DictReader((CASES / name).read_text(encoding="utf-8").splitlines())
]
# The share of verdicts of a strength that must be right. About weak cases careful readers differ.
RIGHT = {"strong": 0.99, "medium": 0.93, "weak": 0.6}


@pytest.fixture(scope="module")
def compared() -> list[Comparison]:
    return [resolver.compare(row["a"], row["b"], type=row["type"] or None) for row in ROWS]  # type: ignore[arg-type]


def test_the_table_is_sound() -> None:
    assert len(ROWS) >= 300
    assert all(
        row["match"] in ("true", "false") and row["strength"] in RIGHT and row["reason"] for row in ROWS
    )
    seen = [(row["type"], *sorted((row["a"], row["b"]))) for row in ROWS]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("strength", sorted(RIGHT))
def test_verdicts(compared: list[Comparison], strength: str) -> None:
    chosen = [(row, c) for row, c in zip(ROWS, compared, strict=True) if row["strength"] == strength]
    wrong = [
        f"{c.score:.2f} {row['type']}: {row['a']} | {row['b']} — {row['reason']}"
        for row, c in chosen
        if c.match != (row["match"] == "true")
    ]
    assert len(wrong) <= (1 - RIGHT[strength]) * len(chosen), "\n".join(wrong)


def test_mean_scores_fall_from_strong_match_to_strong_difference(compared: list[Comparison]) -> None:
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row, c in zip(ROWS, compared, strict=True):
        groups[row["match"], row["strength"]].append(c.score)
    order = [("true", s) for s in ("strong", "medium", "weak")] + [
        ("false", s) for s in ("weak", "medium", "strong")
    ]
    means = [mean(groups[key]) for key in order]
    assert means == sorted(means, reverse=True), dict(zip(order, means, strict=True))


@pytest.mark.parametrize("row", ROWS[:: len(ROWS) // 24], ids=lambda row: f"{row['a']} | {row['b']}")
def test_command_line_says_the_same(row: dict[str, str]) -> None:
    pytest.importorskip("resolver.cli.compare")
    from resolver.cli import app

    arguments = ["compare", row["a"], row["b"], "--format", "json"]
    if row["type"]:
        arguments += ["--type", row["type"]]
    result = CliRunner().invoke(app.app, arguments)
    said = json.loads(result.stdout)
    expected = resolver.compare(row["a"], row["b"], type=row["type"] or None)  # type: ignore[arg-type]
    assert said["match"] is expected.match
    assert said["score"] == pytest.approx(expected.score, abs=1e-5)
    assert result.exit_code == (0 if expected.match else 1)
