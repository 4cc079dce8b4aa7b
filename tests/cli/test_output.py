"""Records, tables and the progress line."""

from __future__ import annotations

import io
import json
import sys

import pytest

from resolver.cli import output
from resolver.cli.progress import Progress


@pytest.mark.parametrize(
    ("value", "line", "why"),
    [
        ("Баку", '["Баку"]', "letters as they are"),
        ("a\udcffb", '["a\\udcffb"]', "an invalid byte as the escape of its surrogate"),
        ('"\\\n\0', '["\\"\\\\\\n\\u0000"]', "JSON's own escapes"),
        ("\u2028", '["\u2028"]', "still one line for what splits at LF"),
    ],
)
def test_json_lines_are_valid_and_lossless(value: str, line: str, why: str) -> None:
    assert output.json_line([value]) == line, why
    assert json.loads(line) == [value]
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("fields", "line", "why"),
    [
        (("a", None, 1), "a\t\t1", "nothing is an empty field"),
        (("a\tb", "c\nd\re"), "a\\tb\tc\\nd\\re", "a field holds no tab and no line end"),
        (("\\t",), "\\\\t", "a backslash is told from an escape"),
    ],
)
def test_tsv(fields: tuple[object, ...], line: str, why: str) -> None:
    assert output.tsv_line(fields) == line, why


def test_tables_align_wide_letters_and_marks() -> None:
    lines = output.table(("name", "id"), [("東京", "tokyo"), ("e\u0301e", "x"), ("a\tb\x1b", None)])
    assert lines == ["name  id", "東京  tokyo", "e\u0301e    x", "a␉b␛"]


def test_visible_moves_no_cursor() -> None:
    assert output.visible("a\r\x1b[2J\x9b\udcff\x7f") == "a␍␛[2J\ufffd\ufffd␡"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colours(
    terminal: bool, environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert output.coloured(_Terminal() if terminal else io.StringIO()) is expected


def test_progress_is_drawn_late_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    now = iter([0.0, 0.5, 2.0, 2.0, 2.05])
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("time.monotonic", lambda: next(now))
    with Progress("link", 4, unit="files") as bar:
        bar.advance()  # too early to bother anybody
        assert terminal.getvalue() == ""
        bar.advance()
        assert terminal.getvalue() == "\r\x1b[Klink: [" + "█" * 12 + "·" * 12 + "]  50%  2 files"
        bar.advance()  # too soon after the last one
    assert terminal.getvalue().endswith("2 files\r\x1b[K")


@pytest.mark.parametrize("quiet", [True, False])
def test_no_progress_where_nobody_looks(quiet: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal() if quiet else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("resolver.cli.progress._PATIENCE", -1.0)
    with Progress("link", quiet=quiet) as bar:
        bar.advance(1000)
    assert stream.getvalue() == ""


def test_progress_of_unknown_length() -> None:
    bar = Progress("link", unit="units")
    bar.advance(12_345)
    assert bar.line() == "link: 12,345 units"
