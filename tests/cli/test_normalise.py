"""`resolver normalise`: the filter as a whole, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]

TEXT = "Marta Kovalenco left Weldoria. A Weldorian paper quoted Kowalenko.\n"
NORMAL = "Marta Kowalenko left Veldoria. A Veldorian paper quoted Kowalenko.\n"
DIFF = f"--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-{TEXT}+{NORMAL}"


@pytest.mark.parametrize("command", ["normalise", "normalize"])
def test_filter(run: Run, command: str) -> None:
    ran = run(command, input=TEXT)
    assert (ran.out, ran.err, ran.returncode) == (NORMAL, "", 0)


@pytest.mark.parametrize(
    ("rewrite", "expected"),
    [
        ("spelling", NORMAL),
        ("canonical", "Marta Kowalenko left Veldoria. A Veldoria paper quoted Marta Kowalenko.\n"),
        ("id", "marta-kowalenko left veldoria. A veldoria paper quoted marta-kowalenko.\n"),
    ],
)
def test_rewrite(run: Run, rewrite: str, expected: str) -> None:
    assert run("normalise", "--rewrite", rewrite, input=TEXT).out == expected


def test_type(run: Run) -> None:
    assert run("normalise", "--type", "place", input=TEXT).out == NORMAL.replace("Kowalenko", "Kovalenco", 1)


# name: (input, output, why)
BYTES = {
    "empty": (b"", b"", "nothing in, nothing out"),
    "no final newline": (b"in Weldoria", b"in Veldoria", "none is added"),
    "crlf": (b"Weldoria\r\nWeldoria\r\n", b"Veldoria\r\nVeldoria\r\n", "line ends stay"),
    "bom": (b"\xef\xbb\xbfWeldoria\n", b"\xef\xbb\xbfVeldoria\n", "the mark stays"),
    "invalid": (b"\xff\xfe Weldoria \xc3(\n", b"\xff\xfe Veldoria \xc3(\n", "so do invalid bytes"),
    "invalid beside": (b"Weldoria,\xe9 \x80 Weldoria", b"Veldoria,\xe9 \x80 Veldoria", "also near a name"),
    "nul": (b"\0 Weldoria \0\n", b"\0 Veldoria \0\n", "and NUL"),
    "spaces": (b"  Weldoria \t\n\n \n", b"  Veldoria \t\n\n \n", "and spaces and blank lines"),
    "separators": (
        "Weldoria\u2028\u00a0Weldoria\x0b".encode(),
        "Veldoria\u2028\u00a0Veldoria\x0b".encode(),
        "and the rarer ones",
    ),
    "astral": ("𝒳😀 Weldoria 😀".encode(), "𝒳😀 Veldoria 😀".encode(), "letters outside the BMP"),
}


@pytest.mark.parametrize("unit", ["document", "paragraph", "line"])
@pytest.mark.parametrize("name", BYTES)
def test_bytes(run: Run, name: str, unit: str) -> None:
    given, expected, why = BYTES[name]
    ran = run("normalise", "--unit", unit, input=given)
    assert (ran.stdout, ran.returncode) == (expected, 0), why


def test_a_line_of_ten_megabytes(run: Run) -> None:
    filler = b"lorem ipsum dolor " * 600_000
    ran = run("normalise", input=filler + b"Weldoria")
    assert ran.stdout == filler + b"Veldoria"


@pytest.mark.parametrize(
    ("encoding", "text", "expected", "told"),
    [
        ("cp1250", "Veldroia – ś\n", "Veldoria – ś\n", ""),
        ("utf-16", "\ufeffWeldoria\n", "\ufeffVeldoria\n", ""),
        # ø is not in ISO 8859-2: the text keeps its spelling rather than losing a letter.
        ("iso8859-2", "Sorren Institute, Weldoria\n", "Sorren Institute, Veldoria\n", "Sørren Institute"),
    ],
)
def test_encodings(run: Run, encoding: str, text: str, expected: str, told: str) -> None:
    exact = "utf-16-be" if encoding == "utf-16" else encoding
    ran = run("normalise", "--encoding", encoding, input=text.encode(exact))
    assert (ran.stdout.decode(exact), ran.returncode) == (expected, 0)
    assert told in ran.err
    assert bool(told) == bool(ran.err)


def test_wrong_encodings_are_told(run: Run) -> None:
    ran = run("normalise", "--encoding", "klingon", input="x")
    assert (ran.returncode, ran.out, ran.err) == (2, "", "resolver: unknown encoding 'klingon'\n")
    ran = run("normalise", "--encoding", "utf-16-le", input=b"abc")
    assert ran.returncode == 2
    assert ran.err == "resolver: -: not utf-16-le: byte 2: truncated data\n"


def test_files_are_joined_like_cat_and_each_is_a_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"\xffWeldoria")
    ran = run("normalise", "a.txt", "-", "b.txt", input="from a pipe: Weldoria\n")
    assert ran.stdout == NORMAL.encode() + b"from a pipe: Veldoria\n" + b"\xffVeldoria"


def test_a_missing_file_is_told_and_the_others_are_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    ran = run("normalise", "nope.txt", "a.txt", str(tmp_path))
    assert ran.out == NORMAL
    assert ran.err.splitlines() == [
        "resolver: nope.txt: No such file or directory",
        f"resolver: {tmp_path}: is a folder, not a text",
    ]
    assert ran.returncode == 2


@pytest.mark.parametrize("unit", ["document", "paragraph", "line"])
def test_edits_record_offsets_of_the_file(run: Run, tmp_path: Path, unit: str) -> None:
    text = "\ufeffÉ 😀 \udcff\n\n" + TEXT + "\r\n" + TEXT
    data = text.encode("utf-8", "surrogateescape")
    (tmp_path / "a.txt").write_bytes(data)
    run("normalise", "--unit", unit, "--edits", "edits.jsonl", "a.txt")
    edits = [json.loads(line) for line in (tmp_path / "edits.jsonl").read_text().splitlines()]
    assert len(edits) == 6
    for edit in edits:
        assert list(edit) == ["file", "offset", "before", "after", "id", "rule", "score"]
        assert edit["file"] == "a.txt"
        assert text[edit["offset"] :].startswith(edit["before"])
        assert 0 < edit["score"] <= 1
    assert (edits[0]["before"], edits[0]["after"], edits[0]["id"]) == (
        "Marta Kovalenco",
        "Marta Kowalenko",
        "marta-kowalenko",
    )


def test_edits_may_not_overwrite_a_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    ran = run("normalise", "--edits", "./a.txt", "a.txt")
    assert ran.returncode == 2
    assert (tmp_path / "a.txt").read_text() == TEXT


def test_edits_to_standard_output_where_it_is_free(run: Run) -> None:
    ran = run("normalise", "--check", "--edits", "-", input=TEXT)
    assert next(json.loads(line)["after"] for line in ran.out.splitlines()) == "Marta Kowalenko"
    assert run("normalise", "--edits", "-", input=TEXT).returncode == 2


def test_diff_and_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(NORMAL)
    assert run("normalise", "--diff", "a.txt", "b.txt").out == DIFF
    ran = run("normalise", "--check", "a.txt", "b.txt")
    assert (ran.out, ran.err, ran.returncode) == ("", "resolver: a.txt: 3 spellings would change\n", 1)
    ran = run("normalise", "--check", "--diff", "a.txt")
    assert (ran.out, ran.returncode) == (DIFF, 1)
    ran = run("normalise", "--check", "b.txt")
    assert (ran.out, ran.err, ran.returncode) == ("", "", 0)
    assert (tmp_path / "a.txt").read_text() == TEXT


def test_in_place(run: Run, tmp_path: Path) -> None:
    target, link, clean = tmp_path / "real.txt", tmp_path / "link.txt", tmp_path / "clean.txt"
    target.write_bytes(TEXT.encode() + b"\xff\r\n")
    target.chmod(0o640)
    link.symlink_to("real.txt")
    clean.write_text(NORMAL)
    os.utime(clean, (1, 1))
    ran = run("normalise", "--in-place", "link.txt", "clean.txt")
    assert (ran.out, ran.err, ran.returncode) == ("", "", 0)
    assert target.read_bytes() == NORMAL.encode() + b"\xff\r\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert clean.stat().st_mtime == 1, "a file without edits is not written"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.txt", "link.txt", "real.txt"]


@pytest.mark.parametrize("arguments", [["-i"], ["-i", "-"], ["-i", "--check", "a"], ["-i", "--diff", "a"]])
def test_in_place_has_its_limits(run: Run, arguments: list[str]) -> None:
    ran = run("normalise", *arguments)
    assert ran.returncode == 2
    assert ran.err.count("\n") == 1


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
def test_the_diff_is_a_patch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("first\n\n" + TEXT * 3 + "last")
    diff = run("normalise", "--diff", "a.txt").stdout
    expected = run("normalise", "a.txt").stdout
    subprocess.run(["patch", "-s", "-p0"], input=diff, check=True, cwd=tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == expected
