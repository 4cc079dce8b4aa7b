"""`--jobs`: the same output in the same order, and a bad text or file that loses no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver.cli import batch, exits, normalise, resolve
from resolver.cli.input import find_codec
from resolver.cli.options import UnitChoice

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent

LINES = "".join(f"Marta Kovalenco left Weldoria in {year}.\n\nThe SRI stayed.\n" for year in range(400))
NAMES = "Marta Kovalenco\nnobody\n\nWeldoria\n" * 200


@pytest.mark.parametrize(
    "arguments",
    [
        ["link"],
        ["link", "--unit", "line", "--format", "tsv"],
        ["link", "--unit", "paragraph", "--format", "inline"],
        ["link", "--unit", "line", "--format", "html"],
        ["link", "--unit", "line", "--format", "table"],
        ["normalise"],
        ["normalise", "--unit", "line", "--edits", "edits.jsonl"],
        ["normalise", "--unit", "paragraph", "--diff"],
        ["normalise", "--rewrite", "id", "--unit", "line"],
        ["normalise", "--check"],
    ],
)
def test_jobs_change_nothing(arguments: list[str], run: Run, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_bytes(LINES.encode()[number:] + b"\xff no newline")
    files = ["0.txt", "1.txt", "-", "missing.txt", "2.txt", "3.txt"]
    one = run(*arguments, *files, input=LINES)
    record = tmp_path / "edits.jsonl"
    edits = record.read_bytes() if record.exists() else b""
    several = run(*arguments, "--jobs", "3", *files, input=LINES)
    assert (several.returncode, several.stdout) == (one.returncode, one.stdout)
    assert one.returncode == 2
    assert one.stdout or "--check" in arguments
    assert "missing.txt" in one.err
    assert sorted(several.err.splitlines()) == sorted(one.err.splitlines())
    assert (record.read_bytes() if record.exists() else b"") == edits


def test_names(run: Run) -> None:
    for more in ([], ["--top", "2", "--format", "jsonl"], ["--type", "person", "--format", "table"]):
        one = run("resolve", *more, input=NAMES)
        several = run("resolve", "-j", "2", *more, input=NAMES)
        assert (several.returncode, several.stdout, several.err) == (0, one.stdout, one.err)


def test_in_place(run: Run, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("Weldoria\n" * (number + 1))
    assert run("normalise", "-i", "-j", "2", *(f"{number}.txt" for number in range(5))).returncode == 0
    for number in range(5):
        assert (tmp_path / f"{number}.txt").read_text() == "Veldoria\n" * (number + 1)


def test_wrong_numbers_are_refused(run: Run) -> None:
    for number in ("0", "-1", "two"):
        ran = run("link", "--jobs", number)
        assert ran.returncode == 2
        assert ran.err.count("\n") == 1


def test_a_reader_that_leaves_and_interruption(gazetteer: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINES * 20)
    env = os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer)}
    command = f"{sys.executable} -m resolver link --unit line --jobs 2 a.txt"
    script = f"({command}; echo code $? >&2) | head -n 1"
    ran = subprocess.run(
        ["bash", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (ran.stdout.count("\n"), ran.stderr) == (1, "code 0\n")
    process = subprocess.Popen(
        command.split(), env=env, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.read(1)
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (130, b"")


# -- what cannot be worked on -----------------------------------------------------------------------


class Broken(resolver.Resolver):
    """A resolver that fails for some texts."""

    def link(self, text: str, type: Any = None, **options: Any) -> Any:
        return super().link(_checked(text), type, **options)

    def edits(self, text: str, rewrite: Any = "spelling", type: Any = None, **options: Any) -> Any:
        return super().edits(_checked(text), rewrite, type, **options)

    def resolve(self, name: str, type: Any = None) -> Any:
        return super().resolve(_checked(name), type)


def _checked(text: str) -> str:
    if "BAD" in text:
        raise RuntimeError("it broke")
    return text


@pytest.fixture(scope="module")
def broken(gazetteer: Path) -> Any:
    return Broken(resolver.load(gazetteer)._index)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_text_is_told_and_comes_out_as_it_is(
    jobs: int, broken: Any, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Weldoria\nBAD Weldoria\nWeldoria\n")
    options = normalise.Options(
        normalise.RewriteChoice.spelling, UnitChoice.line, normalise.Action.write, False, None,
        find_codec("utf-8"), jobs,
    )  # fmt: skip
    with pytest.raises(normalise.typer.Exit) as exit:
        normalise.run([str(path)], options, broken, None)
    assert exit.value.exit_code == exits.WRONG
    out, err = capfdbinary.readouterr()
    assert out == b"Veldoria\nBAD Weldoria\nVeldoria\n"
    assert f"{path}, line 2 (“BAD Weldoria”): unexpected RuntimeError: it broke".encode() in err
    assert err.count(b"\n") == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_with_a_bad_text_is_not_changed_in_place(
    jobs: int, broken: Any, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.write_text("Weldoria\n" + ("BAD\n" if path.name == "b" else "") + "Weldoria\n")
    options = normalise.Options(
        normalise.RewriteChoice.spelling, UnitChoice.line, normalise.Action.in_place, False, None,
        find_codec("utf-8"), jobs,
    )  # fmt: skip
    with pytest.raises(normalise.typer.Exit):
        normalise.run([*map(str, paths)], options, broken, None)
    assert [path.read_text().split() for path in paths] == [
        ["Veldoria", "Veldoria"],
        ["Weldoria", "BAD", "Weldoria"],
        ["Veldoria", "Veldoria"],
    ]
    assert capfdbinary.readouterr().err.count(b"\n") == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_name_keeps_its_line(jobs: int, broken: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    answers = resolve.answered(broken, ["Weldoria", "BAD", "Weldoria"], None, None, jobs)
    assert resolve.show(answers, resolve.FormatChoice.tsv, None, header=False) == resolve.Shown(3, 2, 1)
    out, err = capfdbinary.readouterr()
    assert [line.split(b"\t")[1] for line in out.splitlines()] == [b"veldoria", b"", b"veldoria"]
    assert "“BAD”: unexpected RuntimeError".encode() in err


# -- files in order ---------------------------------------------------------------------------------


def _length(_: Any, piece: batch.Piece) -> int:
    return len(piece.text)


def _slowly(_: Any, piece: batch.Piece) -> str:
    time.sleep(0.01 * (len(piece.text) % 3))
    return piece.text


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_come_in_order_with_what_is_wrong_with_them(jobs: int, broken: Any, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("один\nдва\n".encode("koi8-r"))
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "c").write_bytes(b"x\n" * 5)
    paths = [str(tmp_path / name) for name in ("a", "no", "b", "c", "none")]
    told: list[Exception] = []
    seen: dict[str, Any] = {}
    files = batch.in_order(paths, find_codec("koi8-r"), "line", broken, _length, jobs, told.append)
    for source, units in files:
        seen[source.name[-1]] = [(piece.offset, result) for piece, result in units]
    assert seen == {"a": [(0, 5), (5, 4)], "b": [], "c": [(2 * n, 2) for n in range(5)]}
    assert [type(error) for error in told] == [FileNotFoundError, FileNotFoundError]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_cannot_be_read_on_raises_there(jobs: int, broken: Any, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\ntwo\xff\nthree\n")
    (tmp_path / "b").write_bytes(b"four\n")
    files = batch.in_order(
        [str(tmp_path / "a"), str(tmp_path / "b")], find_codec("shift_jis"), "line", broken, _slowly, jobs,
        pytest.fail,
    )  # fmt: skip
    found = []
    for _, units in files:
        try:
            found += [result for _, result in units]
        except batch.UNREADABLE:
            found.append("unreadable")
    assert found[-1] == "four\n"
    assert "unreadable" in found or "two" in "".join(found)


def test_units_are_read_as_they_are_needed(broken: Any, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x\n" * 100)
    read: list[str] = []

    def work(_: Any, piece: batch.Piece) -> str:
        read.append(piece.text)
        return piece.text

    files = batch.in_order([str(tmp_path / "a")], find_codec("utf-8"), "line", broken, work, 1, pytest.fail)
    _, units = next(files)
    next(units)
    assert len(read) == 1
