"""What texts, names and file names hold never makes a terminal do something; pipes get every byte."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.authoring.exchange.collecting import Skipped
from resolver.authoring.exporting import export_entities
from resolver.cli.output import json_line
from resolver.cli.terminal import visible
from resolver.entities.entity import Entity
from resolver.errors import InputError

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
RESOLVER = [sys.executable, "-m", "resolver"]
# Clears the screen, sets the title, rings, an 8-bit control sequence, goes back to the line's start.
EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\roverwritten"
OURS = re.compile(rb"\x1b\[\d*m|\r\n|\t")


def _on_a_terminal(arguments: list[str], data: bytes, folder: Path, gazetteer: Path) -> bytes:
    ours, theirs = pty.openpty()
    env = os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer), "TERM": "xterm"}
    process = subprocess.Popen(
        [*RESOLVER, *arguments], stdin=subprocess.PIPE, stdout=theirs, stderr=theirs, env=env, cwd=folder
    )
    os.close(theirs)
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.close()
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    process.wait(30)
    return shown


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["normalise"],
        ["normalise", "--diff"],
        ["normalise", "--check", "FILE"],
        ["normalise", "--diff", "FILE"],
        ["link", "--format", "tsv", "FILE"],
        ["link", "--format", "table", "FILE"],
        ["link", "--format", "inline", "FILE"],
        ["link", "FILE"],
        ["resolve"],
        ["resolve", "--format", "table"],
        ["resolve", EVIL],
        ["resolve", "--format", "jsonl", EVIL],
        ["compare", EVIL, "Weldoria"],
        ["explain", f"Weldoria {EVIL}"],
        ["show", EVIL],
        ["link", f"missing{EVIL}"],
        ["gazetteer", "check", "GAZETTEER"],
        ["gazetteer", "check", "--format", "github", "GAZETTEER"],
        ["gazetteer", "check", "--format", "json", "GAZETTEER"],
        ["gazetteer", "format", "--diff", "GAZETTEER"],
        ["gazetteer", "format", "GAZETTEER"],
        ["gazetteer", "stats", "GAZETTEER"],
        ["gazetteer", "export", "--format", "csv", "GAZETTEER"],
        ["gazetteer", f"{EVIL}"],
        [f"--{EVIL}"],
    ],
    ids=lambda arguments: visible(" ".join(arguments)),
)
def test_nothing_reaches_a_terminal_raw(arguments: list[str], tmp_path: Path, gazetteer: Path) -> None:
    file, world = f"a{EVIL}.txt".replace("/", ""), f"g{EVIL}.toml"
    text = f"Weldoria {EVIL} Weldoria\n".encode()
    (tmp_path / file).write_bytes(text)
    (tmp_path / world).write_text(
        '[ostra]\ntype = "place"\naliases = ["Os\\u001b[2Jtra"]\nname = "Ostra"\n'
        f'note = "{EVIL.encode("unicode_escape").decode().replace(chr(92) + "x", chr(92) + "u00")}"\n'
        .replace("\\r", "")
    )  # fmt: skip
    named = [{"FILE": file, "GAZETTEER": world}.get(argument, argument) for argument in arguments]
    shown = _on_a_terminal(named, text, tmp_path, gazetteer)
    assert shown
    rest = OURS.sub(b"", shown).replace(b"\n", b"").decode()
    assert not [char for char in rest if not char.isprintable() and char not in " "], rest


def test_a_pipe_gets_every_byte(run: Run) -> None:
    text = f"Veldoria {EVIL} \x00 \x7f\n".encode() + b"\xff\x9b\n"
    assert run("normalise", input=text).stdout == text


@pytest.mark.slow
def test_no_error_goes_to_standard_output_when_standard_error_is_closed(gazetteer: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT), "RESOLVER_GAZETTEER": str(gazetteer)}
    for command, code in (
        ("show nobody", 1),
        ("link missing.txt", 2),
        ("normalise --check -", 1),
        ("gazetteer check missing.toml", 1),
        ("nothing-like-this", 2),
    ):
        ran = subprocess.run(
            ["bash", "-c", f"echo Weldoria | {' '.join(RESOLVER)} {command} 2>&-"],
            env=env, capture_output=True, timeout=60,
        )  # fmt: skip
        assert ran.returncode == code, command
        assert b"resolver: " not in ran.stdout


def test_controls_in_json_are_escaped() -> None:
    assert json_line({"a": "\x1b\x7f\x9b\udc80é"}) == '{"a": "\\u001b\\u007f\\u009b\\udc80é"}'


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_cells_that_spreadsheets_run(format: str) -> None:
    entities = [
        Entity("a", "other", "=1+1", aliases=("@x", "-y")),
        Entity("b", "other", "+1", note="-1"),
        Entity("c", "other", "1=1"),
    ]
    plain = "".join(export_entities(entities, format))
    safe = "".join(export_entities(entities, format, csv_safe=True))
    cell = re.compile(r"(?m)(?<![^\n,\t])[=+\-@]")
    assert len(cell.findall(plain)) == 4
    assert not cell.findall(safe)
    assert safe.replace("'", "") == plain


def test_only_tables_have_cells() -> None:
    with pytest.raises(InputError, match="jsonl is no table: --csv-safe goes with csv and tsv"):
        export_entities([], "jsonl", Skipped(), csv_safe=True)
