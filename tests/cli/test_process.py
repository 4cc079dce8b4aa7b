"""What only a real process shows: live pipes, a reader that leaves, Ctrl-C, terminals, full disks."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.cli import main
from tests.killing import killed_at_every_step

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
RESOLVER = [sys.executable, "-m", "resolver"]


@pytest.fixture
def env(gazetteer: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer), "TERM": "xterm"}


def _wait_for(stream: Any, seconds: float = 120.0) -> bytes:
    ready, _, _ = select.select([stream], [], [], seconds)
    assert ready, "nothing came"
    return os.read(stream.fileno() if hasattr(stream, "fileno") else stream, 65536)


@pytest.mark.parametrize(
    "command",
    [["normalise", "--unit", "line"], ["link", "--unit", "line"], ["resolve", "--no-header"]],
)
def test_a_live_pipe_gets_each_line_at_once(command: list[str], env: dict[str, str]) -> None:
    with subprocess.Popen(
        [*RESOLVER, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(b"Weldoria\n")
            process.stdin.flush()
            assert b"veldoria" in _wait_for(process.stdout).lower()
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.mark.parametrize(
    "command",
    ["normalise --unit line", "link --unit line", "link --unit line --format inline", "resolve", "--help"],
)
def test_a_reader_that_leaves_is_a_quiet_success(command: str, env: dict[str, str]) -> None:
    resolver = f"({sys.executable} -m resolver {command}; echo code $? >&2)"
    script = f"yes Weldoria | head -n 20000 | {resolver} | head -n 1"
    ran = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, timeout=120)
    assert ran.stderr == "code 0\n"
    assert ran.stdout.count("\n") == 1


def test_ctrl_c_is_130_wherever_it_strikes(tmp_path: Path, env: dict[str, str]) -> None:
    # In code made from a string, as while a dataclass is imported: Python notes an interrupt that passes it,
    # and `python -m` then dies of the signal, caught or not.
    (tmp_path / "struck.py").write_text(
        "import sys\n"
        "from resolver.cli.exits import guarded\n"
        "strike = 'import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(9)'\n"
        "sys.exit(guarded(lambda: exec(strike)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "struck"], env=env, cwd=tmp_path, capture_output=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (130, b"")


@pytest.mark.parametrize("command", [["normalise", "--unit", "line"], ["resolve", "--no-header"]])
def test_ctrl_c_is_130_and_quiet(command: list[str], env: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*RESOLVER, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    )
    assert process.stdin is not None
    process.stdin.write(b"Weldoria\n")
    process.stdin.flush()
    _wait_for(process.stdout)  # it is past its start and waits for more
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command", ["normalise", "link", "resolve", "--help", "compare a b", "show veldoria"]
)
def test_a_full_disk_is_an_error(command: str, env: dict[str, str]) -> None:
    script = f"echo Weldoria | {sys.executable} -m resolver {command} > /dev/full"
    ran = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (2, "resolver: cannot write: No space left on device\n")


def _on_a_terminal(arguments: list[str], env: dict[str, str], data: bytes) -> tuple[int, bytes]:
    """Run with standard output and error on a terminal; the code and what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*RESOLVER, *arguments], stdin=subprocess.PIPE, stdout=theirs, stderr=theirs, env=env, close_fds=True
    )
    os.close(theirs)
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.close()
    shown = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    return process.wait(30), shown


def test_colours_on_a_terminal_only(env: dict[str, str]) -> None:
    env = {name: value for name, value in env.items() if name != "NO_COLOR"}
    code, shown = _on_a_terminal(["normalise", "--diff"], env, b"Weldoria\n")
    assert code == 0
    assert b"\x1b[31m-Weldoria\x1b[0m" in shown
    assert b"\x1b[32m+Veldoria\x1b[0m" in shown
    code, shown = _on_a_terminal(["normalise", "--diff"], env | {"NO_COLOR": "1"}, b"Weldoria\n")
    assert b"\x1b" not in shown
    piped = subprocess.run(
        [*RESOLVER, "normalise", "--diff"], env=env, input=b"Weldoria\n", capture_output=True
    )
    assert b"\x1b" not in piped.stdout


def test_the_text_is_not_mixed_with_a_progress_bar(env: dict[str, str]) -> None:
    code, shown = _on_a_terminal(["normalise", "--unit", "line"], env, b"Weldoria\n" * 2000)
    assert (code, shown.replace(b"\r", b"")) == (0, b"Veldoria\n" * 2000)


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_the_terminals_language_changes_nothing(language: str, env: dict[str, str]) -> None:
    env |= {"LC_ALL": language, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    name = "Марта Коваленко".encode()
    ran = subprocess.run(
        [*RESOLVER, "resolve", "--no-header"], input=name, env=env, capture_output=True, timeout=60
    )
    assert ran.stdout.startswith("Марта Коваленко\tmarta-kowalenko\tMarta Kowalenko\t".encode())


def test_interrupting_in_place_leaves_the_file_whole(gazetteer: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    old, new = b"Weldoria is here.\n" * 50, b"Veldoria is here.\n" * 50
    path.write_bytes(old)
    seen = []
    command = ["normalise", "-i", "--unit", "line", "--gazetteer", str(gazetteer), str(path)]
    assert main(["normalise", "--check", "--gazetteer", str(gazetteer), str(path)]) == 1  # compiles it
    for _ in killed_at_every_step(main, command):
        assert path.read_bytes() in (old, new)
        seen.append(path.read_bytes() == new)
        path.write_bytes(old)
    assert path.read_bytes() == new
    assert seen.count(False) >= 2  # before the new file is begun, and when it is there but not in its place


@pytest.mark.parametrize("command", ["normalise --unit line", "link --unit line", "resolve", "resolve -j 2"])
def test_a_cached_index_damaged_in_its_body_is_told_once_and_built_again(
    command: str, env: dict[str, str], tmp_path: Path
) -> None:
    env |= {"XDG_CACHE_HOME": str(tmp_path)}

    def run() -> Any:
        return subprocess.run(
            [*RESOLVER, *command.split()], input=b"Weldoria\n" * 50, env=env, capture_output=True, timeout=120
        )

    whole = run()
    assert (whole.returncode, whole.stderr) == (0, b"")
    (index,) = (tmp_path / "resolver" / "index").iterdir()
    data = index.read_bytes()
    # Everything between the header and the table of contents, which are checked when it is opened.
    at, size = len(data) // 50, len(data) * 9 // 10
    index.write_bytes(data[:at] + bytes(byte ^ 1 for byte in data[at:size]) + data[size:])
    again = run()
    if again.returncode:
        assert again.returncode == 2
        assert again.stderr.count(b"\n") == 1
        assert b"damaged" in again.stderr
        assert b"it was deleted and is built anew at the next start" in again.stderr
        assert b"damaged" not in again.stdout
        again = run()
    assert (again.returncode, again.stdout, again.stderr) == (0, whole.stdout, b"")
