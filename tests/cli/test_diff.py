"""The diff of the edits is a diff that `patch` takes, hunk by hunk as `diff -u` writes it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.cli.diff import unified
from resolver.types import Edit


def _edits(text: str, old: str, new: str) -> list[Edit]:
    return [Edit(m.start(), m[0], new, "x", "test", 1.0) for m in re.finditer(re.escape(old), text)]


def _diff(text: str, edits: list[Edit], **options: bool) -> str:
    return "".join(unified("t", text, edits, **options))


def test_nothing_changes() -> None:
    assert _diff("a\n", []) == ""


@pytest.mark.parametrize(
    ("text", "old", "new", "expected", "why"),
    [
        ("a\nX b\nc\n", "X", "Y", "@@ -1,3 +1,3 @@\n a\n-X b\n+Y b\n c\n", "one line with its context"),
        (
            "X",
            "X",
            "Y",
            "@@ -1 +1 @@\n-X\n\\ No newline at end of file\n+Y\n\\ No newline at end of file\n",
            "no final newline",
        ),
        ("X X\n", "X", "Y", "@@ -1 +1 @@\n-X X\n+Y Y\n", "two edits in a line are one change"),
        (
            "a X\nX b\nc\n",
            "X\nX",
            "Y",
            "@@ -1,3 +1,2 @@\n-a X\n-X b\n+a Y b\n c\n",
            "an edit that joins lines",
        ),
        ("X\r\n", "X", "Y", "@@ -1 +1 @@\n-X\r\n+Y\r\n", "CRLF stays"),
        (
            "1\n2\n3\n4\nX\n6\n7\n8\n9\n",
            "X",
            "Y",
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-X\n+Y\n 6\n 7\n 8\n",
            "three lines of context",
        ),
        (
            "X\n1\n2\n3\n4\n5\n6\nX\n",
            "X",
            "Y",
            "@@ -1,8 +1,8 @@\n-X\n+Y\n 1\n 2\n 3\n 4\n 5\n 6\n-X\n+Y\n",
            "contexts that touch make one hunk",
        ),
        (
            "X\n1\n2\n3\n4\n5\n6\n7\nX\n",
            "X",
            "Y",
            "@@ -1,4 +1,4 @@\n-X\n+Y\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-X\n+Y\n",
            "others make two",
        ),
    ],
)
def test_hunks(text: str, old: str, new: str, expected: str, why: str) -> None:
    assert _diff(text, _edits(text, old, new)) == "--- t\n+++ t\n" + expected, why


def test_colour_goes_around_lines_not_into_line_ends() -> None:
    painted = _diff("X\n", _edits("X\n", "X", "Y"), colour=True)
    assert "\x1b[31m-X\x1b[0m\n\x1b[32m+Y\x1b[0m\n" in painted
    assert re.sub("\x1b\\[\\d*m", "", painted) == _diff("X\n", _edits("X\n", "X", "Y"))


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@given(text=st.text(alphabet="X\nab", max_size=120), old=st.sampled_from(["X", "X\nX", "X\n\nX"]))
def test_patch_makes_the_same_text(text: str, old: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    edits = _edits(text, old, "YY")
    folder: Path = tmp_path_factory.mktemp("patch")
    (folder / "t").write_text(text, newline="")
    if not edits:
        return
    subprocess.run(
        ["patch", "-s", "-p0", "--no-backup-if-mismatch"],
        input=_diff(text, edits),
        text=True,
        check=True,
        cwd=folder,
    )
    assert (folder / "t").read_text() == text.replace(old, "YY")
