"""Odd options, files and folders: each is done or refused in one line, with nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
RESOLVER = f"{sys.executable} -m resolver"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["normalise", "--min-score", "7"], "7 is not 1.0 or less"),
        (["normalise", "--min-score", "nan"], "nan is not 0.0 or more"),
        (["link", "--min-score", "-1"], "-1 is not 0.0 or more"),
        (["link", "--language", "English"], "'English' is no code of a language"),
        (["link", "--language", ""], "'' is no code of a language"),
        (["link", "--jobs", "1000000"], "1000000 is not 1000 or less"),
        (["normalise", "--output", "no/such/a.txt", "a.txt"], "no/such/a.txt: No such file or directory"),
        (["normalise", "--output", "b/", "a.txt"], "b/: Is a directory"),
        (["evaluate", "a.txt"], "a.txt:1: neither a marked document nor a mention ("),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_one_line(arguments: list[str], says: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Weldoria\n")
    ran = run(*arguments, input="Weldoria\n")
    assert (ran.returncode, ran.stdout, ran.err.count("\n")) == (2, b"", 1)
    assert says in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("a.txt", "cache")] == []


def test_a_language_that_has_no_rules_is_none_the_less_one(run: Run) -> None:
    assert run("normalise", "--language", "qaa", input="Veldroia\n").stdout == b"Veldoria\n"


@pytest.mark.parametrize("command", ["normalise", "link", "resolve", "resolve Weldoria", "show veldoria"])
def test_standard_output_that_is_closed(command: str, gazetteer: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer)}
    script = f"echo Weldoria | {RESOLVER} {command} >&-"
    ran = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (2, "resolver: cannot write: standard output is closed\n")


def test_a_name_as_long_as_a_files_name_may_be(run: Run, tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".txt")
    path.write_text("Weldoria\n")
    assert run("normalise", "--in-place", path.name).returncode == 0
    assert path.read_text() == "Veldoria\n"
    assert run("normalise", "--output", "ⴰ" * 80 + ".txt", path.name).returncode == 0
    assert (tmp_path / ("ⴰ" * 80 + ".txt")).read_text() == "Veldoria\n"


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="takes root's rights away")
def test_a_folder_that_is_not_ours_to_write(gazetteer: Path, tmp_path: Path) -> None:
    """The file that was asked for is named, not the one that would have taken its place."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "a.txt").write_text("Weldoria\n")
    folder.chmod(0o555)
    env = os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer)}
    without = ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]
    for arguments, file in (
        (["normalise", "--in-place", "theirs/a.txt"], "theirs/a.txt"),
        (["normalise", "--output", "theirs/b.txt", "theirs/a.txt"], "theirs/b.txt"),
        (["cluster", "--html", "theirs/b.html", "theirs/a.txt"], "theirs/b.html"),
    ):
        command = [*(without if os.geteuid() == 0 else []), *RESOLVER.split(), *arguments]
        ran = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 2, arguments
        assert ran.stderr == f"resolver: {file}: Permission denied\n"
    folder.chmod(0o755)
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
    assert (folder / "a.txt").read_text() == "Weldoria\n"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
@pytest.mark.parametrize("command", ["resolve", "normalise", "link"])
def test_a_table_of_nothing_stays_nothing(command: str, name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"")
    where = ["--field", "who"] if name.endswith("jsonl") else ["-c", "who"]
    ran = run(command, *where, name)
    assert (ran.returncode, ran.stdout, ran.err) == (0, b"", "")
