"""However work in several processes is stopped, none of them is left two seconds later."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.errors import ResolverError
from resolver.index.workers import in_processes
from tests.patience import Patience

ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="counts processes in /proc"),
]

# Four texts, each a batch of its own; the first is worked on at once, the others take minutes, in Python code
# or in one long call of the C library.
SCRIPT = """
import sys, time
from resolver.cli.exits import guarded, while_read
from resolver.parallel import map_ordered
from resolver.resolver import load

def slow(resolver, text):
    if text.startswith("slow"):
        if sys.argv[2] == "python":
            while True:
                text = text[1:] + text[0]
        sum(range(1 << 60))
    return text[:5]

def start():
    texts = (word + "x" * 60_000 for word in ("quick", "slow1", "slow2", "slow3"))
    with while_read():
        for answer in map_ordered(load(sys.argv[1]), slow, texts, 2):
            print(answer, flush=True)
    return 0

if __name__ == "__main__":
    sys.exit(guarded(start))
"""


def _group(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGINT)


def _group_twice(process: subprocess.Popen[bytes]) -> None:
    _group(process)
    time.sleep(0.02)
    _group(process)


def _reader(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    process.stdout.close()


def _sends(number: int) -> Callable[[subprocess.Popen[bytes]], None]:
    return lambda process: process.send_signal(number)


STOPS = {
    "Ctrl-C on a terminal": (_group, 130),
    "Ctrl-C twice": (_group_twice, 130),
    "SIGINT to the parent alone": (_sends(signal.SIGINT), 130),
    "SIGTERM": (_sends(signal.SIGTERM), 143),
    "SIGHUP: the terminal is closed": (_sends(signal.SIGHUP), 129),
    "SIGKILL: no code of ours runs": (_sends(signal.SIGKILL), -signal.SIGKILL),
    "the reader goes away": (_reader, 0),
}


@pytest.mark.parametrize("where", ["python", "c"])
@pytest.mark.parametrize("how", STOPS)
def test_stopping(how: str, where: str, gazetteer: Path, tmp_path: Path) -> None:
    stop, code = STOPS[how]
    script = tmp_path / "slow.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(gazetteer), where],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert select.select([process.stdout], [], [], 120)[0], "nothing came"
        assert process.stdout.readline() == b"quick\n"
        assert len(_session(process.pid)) == 3
        soon = Patience(2)
        stop(process)
        assert process.wait(60) == code
        while _session(process.pid):
            soon.check()
            time.sleep(0.02)
        soon.check()
        assert process.stderr.read() == b""
    finally:
        for pid in _session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.stdout.close()
        process.stderr.close()


def _session(leader: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found


STRUCK = """
import os, signal, sys
from resolver.index.workers import in_processes
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))
print(list(in_processes(lambda: str.upper, ["a", "b"], 2, fork=True)))
"""


def test_ctrl_c_while_a_worker_is_born_is_the_parents_business() -> None:
    # Every process of a terminal gets it: before the worker ignores it, it would die of it, aloud.
    ran = subprocess.run(
        [sys.executable, "-c", STRUCK],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"['A', 'B']\n", b"")


# -- the processes themselves -----------------------------------------------------------------------


def _upper() -> Callable[[str], str]:
    return str.upper


def _dies() -> Callable[[str], str]:
    def work(text: str) -> str:
        if text == "die":
            os._exit(3)
        return text

    return work


def _cannot_start() -> Callable[[str], str]:
    raise ValueError("no such thing")


def _unsendable() -> Callable[[str], object]:
    return lambda text: lambda: text


@pytest.mark.parametrize("fork", [True, False])
def test_much_comes_in_order(fork: bool) -> None:
    texts = [f"text {number} " + "x" * (number % 7 * 1000) for number in range(3000)]
    assert list(in_processes(_upper, texts, 3, fork=fork)) == [text.upper() for text in texts]
    assert list(in_processes(_upper, [], 2, fork=fork)) == []


def test_few_texts_need_few_workers() -> None:
    from multiprocessing import active_children

    answers = in_processes(_upper, ["a", "b"], 500, fork=True)
    assert next(answers) == "A"
    assert len(active_children()) == 1
    assert list(answers) == ["B"]


def test_a_worker_that_dies_or_cannot_work_is_told() -> None:
    for start, message in (
        (_dies, "a worker process died; try fewer jobs"),
        (_cannot_start, "ValueError: no such thing"),
        (_unsendable, "PicklingError|AttributeError"),
    ):
        with pytest.raises(ResolverError, match=message):
            list(in_processes(start, ["a", "die"], 2, fork=True))


def test_what_is_left_unread_ends_its_workers() -> None:
    import multiprocessing

    answers = in_processes(_upper, (str(n) * 60_000 for n in range(10**9)), 2, fork=True)
    next(answers)
    assert len(multiprocessing.active_children()) == 2
    answers.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
