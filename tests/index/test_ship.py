"""What a wheel carries: a compiled default gazetteer that opens without reading its sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.index import ship

# Starts processes.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent

USE = """
import sys
import resolver
loaded = resolver.load()
assert loaded.resolve("Baku").id == "baku"
assert resolver.load("default") is not None
assert resolver.compare("Anna Berg", "Ana Berg").score > 0.3
print(loaded._index.file)
unwanted = {"pydantic", "tomllib", "resolver.entities.models", "resolver.index.compiler"} & set(sys.modules)
assert not unwanted, unwanted
"""

# The filter, as the installed command starts it: what it must not load, a start would wait for.
FILTER = """
import sys
from resolver.cli import main
sys.argv[1:] = ["normalise"]
assert main() == 0
slow = {
    "pydantic", "tomllib", "hashlib", "tempfile", "logging", "rich", "importlib.resources", "multiprocessing",
    "concurrent.futures", "resolver.entities.models", "resolver.index.compiler", "resolver.index.workers",
}
assert not slow & set(sys.modules), slow & set(sys.modules)
"""

COMPILE = """
import sys
from resolver.index.loading import compile_index
people = [{"id": f"p{n}", "type": "person", "name": f"Anna Maria Berg-{n} of Lake"} for n in range(30)]
compile_index([people], sys.argv[1])
"""


def run(code: str, folder: Path, *arguments: str, text: str = "", **environment: str) -> str:
    """What a process says that runs `code` in `folder`, where no other `resolver` lies."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=text,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_shipped_gazetteer_opens_without_its_sources(tmp_path: Path) -> None:
    package = tmp_path / "site" / "resolver"
    shutil.copytree(ROOT / "resolver", package, ignore=shutil.ignore_patterns("__pycache__", "_gazetteer"))
    shutil.copytree(ROOT / "gazetteer", package / "_gazetteer")
    shipped = package / "_gazetteer" / "default.index"
    assert ship.main([str(shipped)]) == 0
    home = {"PYTHONPATH": str(package.parent), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run(USE, tmp_path, **home).strip() == str(shipped)
    assert run(FILTER, tmp_path, text="Anne Buyon left Baku.\n", **home) == "Anne Boillon left Baku.\n"
    assert not (tmp_path / "cache").exists()


def test_same_bytes_in_every_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        run(COMPILE, tmp_path, str(tmp_path / seed), PYTHONHASHSEED=seed, PYTHONPATH=str(ROOT))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert ship.main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert ship.main([str(tmp_path / "no" / "folder" / "x")]) == 2
    assert "cannot be written" in capsys.readouterr().err
