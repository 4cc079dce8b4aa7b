"""Whole commands, run as a user runs them: in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.world import WORLD

ROOT = Path(__file__).parent.parent.parent


class Ran(subprocess.CompletedProcess[bytes]):
    """A finished command; `out` and `err` as text."""

    @property
    def out(self) -> str:
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def err(self) -> str:
        return self.stderr.decode("utf-8")


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the package on the path and nothing that changes what it prints."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RESOLVER_", "NO_COLOR", "COLUMNS"))}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | more


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gazetteer") / "world.toml"
    path.write_text(WORLD, encoding="utf-8")
    return path


@pytest.fixture
def run(gazetteer: Path, tmp_path: Path) -> Run:
    """`run("link", "-", input=b"…")`: a command over the little gazetteer, in an empty folder."""

    def ran(*arguments: str, input: bytes | str = b"", env: Mapping[str, str] | None = None) -> Ran:
        data = input.encode() if isinstance(input, str) else input
        finished = subprocess.run(
            [sys.executable, "-m", "resolver", *arguments],
            input=data,
            capture_output=True,
            cwd=tmp_path,
            env=environment(**({"RESOLVER_GAZETTEER": str(gazetteer)} | dict(env or {}))),
            timeout=120,
        )
        return Ran(finished.args, finished.returncode, finished.stdout, finished.stderr)

    return ran
