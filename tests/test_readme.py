"""README.md is true: every command in it runs and prints what it says, every example of Python too.

Blocks of `console` are run in order, each in bash in one folder, so that a later one may use a file that an
earlier one made; lines after a command are its output (standard output and standard error). Blocks of
`python` are doctests. The two set-up commands are run by `.ci/check`, which takes them from the README.

Scores are compared as well: after a change of the weights, let

    python tests/test_readme.py

write what the commands print now into README.md, and read the diff.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
# Outputs that are cut for the reader end with a line of "…".
_REST = "…"


@dataclass(frozen=True)
class Command:
    """A command of the README: its lines, the output that stands there, where in the README that is."""

    text: str
    output: str
    start: int
    end: int
    line: int


def _blocks(kind: str) -> Iterator[re.Match[str]]:
    return (found for found in _BLOCK.finditer(README.read_text(encoding="utf-8")) if found[1] == kind)


def commands() -> list[Command]:
    """All commands of the `console` blocks, in order."""
    found: list[Command] = []
    for block in _blocks("console"):
        at = block.start(2)
        parts = re.split(r"^(?=\$ )", block[2], flags=re.M)
        assert parts[0] == "", "a console block starts with a command"
        for part in parts[1:]:
            # A command goes on to the next line after a backslash, and to the end of a here-document.
            head = re.match(r"\$ (.*<<'(\w+)'.*\n(?:.*\n)*?\2\n|(?:.*\\\n)*.*\n)", part)
            assert head is not None
            start = at + head.end()
            line = block.string.count("\n", 0, at) + 1
            found.append(Command(head[1], part[head.end() :], start, at + len(part), line))
            at += len(part)
    return found


def _run(command: Command, folder: Path) -> str:
    # The checkout's own `resolver`, whichever is installed.
    programs = folder / ".bin"
    if not programs.exists():
        programs.mkdir()
        script = programs / "resolver"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m resolver "$@"\n')
        script.chmod(0o755)
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")),
    }
    ran = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    return ran.stdout


def _shown(command: Command, got: str) -> str:
    """What the README would show of an output: all of it, or as many lines as it shows before "…"."""
    shown = command.output.splitlines()
    if shown and shown[-1] == _REST:
        lines = got.splitlines()
        if len(lines) >= len(shown):
            return "\n".join([*lines[: len(shown) - 1], _REST, ""])
    return got


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[int, str]:
    """What every command prints, by its place: all run once and in order, whichever tests are selected."""
    return {command.start: _run(command, folder) for command in commands()}


@pytest.mark.parametrize(
    "command", commands(), ids=lambda command: f"line {command.line}: {command.text[:50]}"
)
def test_commands(command: Command, printed: dict[int, str]) -> None:
    assert _shown(command, printed[command.start]) == command.output


@pytest.mark.parametrize("block", list(_blocks("python")), ids=lambda block: block[2][:50])
def test_python(block: re.Match[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    line = block.string.count("\n", 0, block.start(2))
    test = doctest.DocTestParser().get_doctest(block[2], {}, "README", str(README), line)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert result.failed == 0, "".join(report)


def test_both_set_up_commands_are_one_line_and_run_by_ci() -> None:
    text = README.read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "check").read_text(encoding="utf-8")
    for name in ("main", "tests"):
        block = re.search(rf"^<!-- setup: {name} -->\n\n?```sh\n(.*?)```$", text, re.M | re.S)
        assert block is not None, f"a block of sh follows the marker of {name}"
        assert block[1].count("\n") == 1
        assert f"readme_command {name}" in ci


def test_no_other_kind_of_block_escapes_the_tests() -> None:
    kinds = {found[1] for found in _BLOCK.finditer(README.read_text(encoding="utf-8"))}
    assert kinds <= {"console", "json", "python", "sh", "text", "toml", "yaml"}
    # Commands in `text` need a port or a container: tests/server runs the service. The two in `sh` are the
    # set-up commands.
    assert len(list(_blocks("sh"))) == 2


def test_the_licence_of_unidecode_is_told() -> None:
    text = README.read_text(encoding="utf-8")
    assert "GPL-2.0-or-later" in text
    assert "Unidecode" in text


def update(run: Callable[[Command, Path], str] = _run) -> None:
    """Write what the commands print now into the README."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        outputs = [(command, _shown(command, run(command, Path(folder)))) for command in commands()]
    for command, output in reversed(outputs):
        text = text[: command.start] + output + text[command.end :]
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    update()
