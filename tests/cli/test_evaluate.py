"""`resolver evaluate` as a whole command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]


@pytest.fixture
def gold(tmp_path: Path) -> str:
    mentions = [{"start": 0, "end": 15, "id": "marta-kowalenko"}, {"start": 16, "end": 20, "id": "x"}]
    (tmp_path / "gold.jsonl").write_text(json.dumps({"text": "Marta Kowalenko left.", "mentions": mentions}))
    return "gold.jsonl"


def test_figures_and_mistakes(run: Run, gold: str) -> None:
    ran = run("evaluate", gold)
    assert ran.returncode == 0, ran.err
    header, strong, *_ = ran.out.splitlines()
    assert header.split() == ["precision", "recall", "f1", "right", "false", "missed"]
    assert strong.split()[2:] == ["1.0000", "0.5000", "0.6667", "1", "0", "1"]
    assert "gold:1 [16:20] missed: “left” nothing, should be x" in ran.out
    assert "missed: " not in run("evaluate", "--no-mistakes", gold).out


def test_compare_with_an_earlier_run(run: Run, gold: str, tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text(run("evaluate", "--format", "json", gold).out)
    (tmp_path / gold).write_text(
        (tmp_path / gold).read_text().replace('"end": 20, "id": "x"', '"end": 21, "id": "y"')
    )
    out = run("evaluate", "--compare", "before.json", gold).out
    assert "F1 0.6667 → 0.6667; 1 mended, 1 broken" in out
    record = json.loads(run("evaluate", "--compare", "before.json", "-f", "json", gold).out)
    assert [m["end"] for m in record["flips"]["broken"]] == [21]


def test_fail_under(run: Run, gold: str) -> None:
    assert run("evaluate", "--fail-under", "0.6", gold).returncode == 0
    ran = run("evaluate", "--fail-under", "0.7", gold)
    assert (ran.returncode, ran.err) == (1, "resolver: F1 0.6667 is under 0.7\n")


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], ["."], ["gold.jsonl", "--compare", "gold.jsonl"]])
def test_wrong_input_is_one_line(run: Run, gold: str, tmp_path: Path, arguments: list[str]) -> None:
    if arguments == ["."]:
        (tmp_path / gold).unlink()
    ran = run("evaluate", *arguments)
    assert (ran.returncode, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
