"""The report: rows that a run measures take the place of their own earlier ones, failures are rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench import __main__ as bench
from tests.bench import work
from tests.bench.paired import Result, Spread, quotient, ratios


@pytest.fixture
def setting(tmp_path: Path) -> work.Setting:
    return work.Setting(tmp_path, tmp_path, 2, 100, 1)


def test_rows_not_measured_stay(setting: work.Setting, tmp_path: Path) -> None:
    output = tmp_path / "RESULTS.md"
    bench._write(output, "link-fresh", ["| link | 1 |"], setting)
    bench._write(output, "start-up", ["| start | 2 |", "| version | 3 |"], setting)
    bench._write(output, "link-fresh", ["| link | 4 |"], setting)
    text = output.read_text("utf-8")
    assert text.startswith("# Measured speed\n")
    assert "| link | 1 |" not in text
    assert text.index("## start-up") < text.index("| version | 3 |") < text.index("## link-fresh")
    assert text.index("## link-fresh") < text.index("| link | 4 |")
    assert text.count("| start | 2 |") == 1


def test_failures_and_time_limits_are_rows(
    setting: work.Setting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def child(code: str) -> Any:
        return lambda *_: [bench.sys.executable, "-c", code]

    monkeypatch.setattr(work, "child", child("import sys; sys.exit('no data')"))
    rows, kept = bench._measured("link-fresh", setting, 30)
    assert not kept
    assert "ended with 1: no data" in rows[0]
    monkeypatch.setattr(work, "child", child("import time; time.sleep(60)"))
    assert "given up after 1 s" in bench._measured("link-fresh", setting, 1)[0][0]


def test_unknown_rows_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert bench.main(["--rows", "start-up,nonsense", "--shared", str(tmp_path)]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_result_says_whether_its_bar_is_met() -> None:
    def met(rule: str, bar: float) -> bool | None:
        return Result("w", Spread(2.0, 1.0, 3.0), "×", "", rule, bar).met

    assert (met(">=", 2.0), met(">=", 2.1), met("<=", 2.0), met("<=", 1.9), met("", 0.0)) == (
        True, False, True, False, None,
    )  # fmt: skip


def test_ratios_alternate() -> None:
    calls: list[str] = []
    now = iter(range(100))
    ours, theirs, rate = ratios(
        lambda: calls.append("a"), lambda: calls.append("b"), 2, lambda: float(next(now))
    )
    assert sorted(calls[:2]) == sorted(calls[2:]) == ["a", "b"]
    assert calls[0] == calls[3]
    assert (ours.median, theirs.median, rate.median) == (1.0, 1.0, 1.0)
    assert quotient(Spread(4.0, 2.0, 8.0), Spread(2.0, 1.0, 4.0), 10.0) == Spread(20.0, 5.0, 80.0)
