"""The worked examples of .github/ARCHITECTURE.md work.

Applied to a copy of the checkout, their commands print what stands there, and without them they do not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Compiles the lexicon twice.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
_TEXT = (ROOT / ".github" / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Worked examples")[2]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_PLACE = re.compile(r"# (\S+?)(?:, below `(.+)`)?\n")
# A command, with what it is told on standard input, and its output.
_COMMAND = re.compile(r"\$ (.*\n(?:> .*\n)*)((?:.*\n)*)")


def _changes() -> list[tuple[str, str | None, str]]:
    """File, the line below which the change stands (None: at the end of the file), and the change."""
    found = []
    for kind, content in _BLOCK.findall(_TEXT):
        if kind != "console":
            place = _PLACE.match(content)
            assert place is not None, content
            found.append((place[1], place[2], content[place.end() :]))
    return found


def _commands() -> list[tuple[str, str]]:
    matches = [_COMMAND.fullmatch(content) for kind, content in _BLOCK.findall(_TEXT) if kind == "console"]
    return [(match[1].replace("\n> ", "\n"), match[2]) for match in matches if match is not None]


def _copy(folder: Path) -> Path:
    for name in ("resolver", "gazetteer/lexicon", "gazetteer/schema"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.index"))
    (folder / "gazetteer" / "entities").mkdir()
    for name in ("gazetteer/ids.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "bin").mkdir()
    for name, arguments in (("resolver", "-m resolver"), ("python", "")):
        program = folder / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        program.chmod(0o755)
    return folder


def _apply(folder: Path, file: str, below: str | None, change: str) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if below is None:
        path.write_text(f"{before}\n\n{change}" if before else change, encoding="utf-8")
    else:
        assert before.count(f"{below}\n") == 1, f"{file} has no line {below!r}"
        path.write_text(before.replace(f"{below}\n", f"{below}\n{change}"), encoding="utf-8")


def _run(command: str, folder: Path) -> str:
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "RESOLVER_GAZETTEER": "world.toml",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LANG": "C.UTF-8",
    }
    ran = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = _copy(tmp_path_factory.mktemp("applied"))
    for change in _changes():
        _apply(folder, *change)
    return folder


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = _copy(tmp_path_factory.mktemp("plain"))
    _apply(folder, *_changes()[0])
    return folder


def test_there_is_one_of_each_kind() -> None:
    kinds = re.findall(r"^\*\*(.+?)\.\*\*", _TEXT, re.M)
    assert kinds == ["A word", "A rule of evidence", "A script", "A format", "A command", "An integration"]
    assert len(_commands()) == len(kinds)
    assert _changes()[0][0] == "world.toml"


@pytest.mark.parametrize("command", _commands(), ids=lambda command: command[0][:40].strip())
def test_an_example_works(command: tuple[str, str], applied: Path, as_it_is: Path) -> None:
    text, output = command
    assert _run(text, applied) == output
    assert _run(text, as_it_is) != output
