"""Who waits at a terminal for a gazetteer to be compiled is told; nobody else is."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import resolver
from resolver.index import loading


class Terminal(io.StringIO):
    """Standard error, as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    loading.default_lexicon()
    path = tmp_path / "people.jsonl"
    people = [{"id": f"p{n}", "type": "person", "name": f"Anna Berg-{n}"} for n in range(3)]
    path.write_text("".join(json.dumps(person) + "\n" for person in people))
    return str(path)


def test_compiling_is_told_at_a_terminal_once(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_MANY", 3)
    monkeypatch.setattr(sys, "stderr", Terminal())
    for _ in range(2):
        resolver.load(source)
    assert sys.stderr.getvalue() == f"resolver: compiling {source}; kept until a file or the code changes …\n"


def test_small_gazetteers_are_compiled_silently(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    resolver.load(source)
    assert sys.stderr.getvalue() == ""


def test_scripts_see_nothing(
    source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(loading, "_MANY", 1)
    resolver.load(source)
    assert capsys.readouterr().err == ""
