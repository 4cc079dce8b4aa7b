"""gazetteer/README.md is true: its commands run on a copy of the gazetteer and print what it says.

Numbers of lines aside, which change whenever a file does.

python tests/authoring/test_gazetteer_readme.py     # print what the commands print now
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.authoring.stats import statistics
from resolver.entities.entity import Entity
from resolver.entities.models import EntityRecord
from resolver.entities.sources import load_sources
from resolver.index.loading import default_folder

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "gazetteer" / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", re.M)

_LINE = re.compile(r"\.toml:\d+:")


def ran(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each command, what README says it prints, and what it prints; one after the other in one folder."""
    shutil.copytree(ROOT / "gazetteer", folder / "gazetteer", ignore=shutil.ignore_patterns("imports"))
    tools = folder / "bin"
    tools.mkdir()
    tool = tools / "resolver"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m resolver "$@"\n')
    tool.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "RESOLVER_GAZETTEER": "",
    }
    for block in _BLOCK.findall(README.read_text(encoding="utf-8")):
        for command, said in _COMMAND.findall(block):
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            yield command, said, done.stdout.decode()


@pytest.mark.slow
@pytest.mark.large
def test_commands_print_what_the_readme_says(tmp_path: Path) -> None:
    count = 0
    for command, said, printed in ran(tmp_path):
        count += 1
        said, printed = (_LINE.sub(".toml:0:", text) for text in (said, printed))
        if said.endswith("…\n"):
            assert printed.startswith(said.removesuffix("…\n")), command
        else:
            assert printed == said, command
    assert count >= 8


@pytest.mark.slow
def test_its_figures() -> None:
    text = " ".join(README.read_text(encoding="utf-8").split())
    found = statistics(load_sources(default_folder()).entities.values())
    languages = len({language.split("-")[0] for language in found.by_language} - {"und"})
    assert f"{found.entities:,} entities with {found.names:,} names in {languages} languages" in text


def test_its_words_and_paths() -> None:
    text = README.read_text(encoding="utf-8")
    fields = {field.alias or name for name, field in EntityRecord.model_fields.items()}
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.M)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert fields - told == {"id", "type", "replaced_by", "retired"}, "set by the commands"
    assert told <= fields
    assert Entity.__dataclass_fields__.keys() >= told - {"not"}
    for path in re.findall(r"^\| `([\w./]+)` \|", text, re.M):
        if path not in told:
            assert (ROOT / "gazetteer" / path).exists(), path


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        for command, said, printed in ran(Path(temporary)):
            print(
                f"$ {command}{printed}" + ("" if said == printed else f"--- README says:\n{said}---\n"),
                end="",
            )
