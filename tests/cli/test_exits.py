"""Every way a command may end, decided in one place."""

from __future__ import annotations

import errno

import pytest

from resolver.cli import exits
from resolver.errors import GazetteerError, InputError


@pytest.fixture(autouse=True)
def _keep_output(monkeypatch: pytest.MonkeyPatch) -> None:
    # It would point the test run's own standard output at nothing under `pytest -s`.
    monkeypatch.setattr(exits, "_discard_output", lambda: None)


def _raise(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (InputError("no\ngood"), 2, "resolver: no good\n"),
        (GazetteerError("bad", file="g.toml", line=3, id="x"), 2, "resolver: g.toml:3: x: bad\n"),
        (FileNotFoundError(2, "No such file", "a.txt"), 2, "resolver: a.txt: No such file\n"),
        (OSError(errno.ENOSPC, "No space left"), 2, "resolver: cannot write: No space left\n"),
        (BrokenPipeError(), 0, ""),
        (OSError(errno.EPIPE, "Broken pipe"), 0, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_become_codes(
    error: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exits.guarded(lambda: _raise(error)) == code
    assert capsys.readouterr().err == message


@pytest.mark.parametrize("code", [exits.DONE, exits.NEGATIVE, exits.WRONG])
def test_codes_pass_through(code: int) -> None:
    assert exits.guarded(lambda: code) == code


def test_a_bug_is_one_line_and_says_how_to_see_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert exits.guarded(lambda: 1 // 0) == exits.WRONG
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told
    assert exits.TRACEBACK_VARIABLE in told


def test_a_bug_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(exits.TRACEBACK_VARIABLE, "1")
    with pytest.raises(ZeroDivisionError):
        exits.guarded(lambda: 1 // 0)
