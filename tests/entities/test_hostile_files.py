"""Files that somebody else wrote: each is refused at once, in one line that says where."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

import resolver
from resolver.authoring.check import check
from resolver.authoring.formatting import format_gazetteer
from resolver.entities.sources import load_sources
from resolver.errors import GazetteerError, ResolverError

RECORD = {"id": "ostra", "type": "place", "name": "Ostra"}


def _line(**fields: object) -> str:
    return "\n" + json.dumps(RECORD | fields) + "\n"


def _toml(field: str) -> str:
    return f'source = "made up"\n[ostra]\ntype = "place"\nname = "Ostra"\n{field}\n'


# name of the file, content, what the line says, the line it says
HOSTILE = {
    "lists nested very deep": (
        "a.jsonl",
        '{"id": "ostra", "aliases": ' + "[" * 100_000,
        "nested too deeply",
        1,
    ),
    "lists nested deep, closed": (
        "a.jsonl",
        json.dumps(RECORD)[:-1] + ', "aliases": ' + "[" * 900 + "]" * 900 + "}",
        "aliases",
        1,
    ),
    "lists nested very deep in TOML": (
        "a.toml",
        _toml("aliases = " + "[" * 100_000),
        "ostra: nested too deeply",
        5,
    ),
    "tables nested deep in TOML": (
        "a.toml",
        _toml("names = " + "{a = " * 5000),
        "ostra: nested too deeply",
        5,
    ),
    "a number of 5,000 digits": (
        "a.jsonl",
        "\n" + json.dumps(RECORD)[:-1] + ', "note": ' + "9" * 5000 + "}",
        "too long",
        2,
    ),
    "a number of 5,000 digits in TOML": (
        "a.toml",
        _toml("note = " + "9" * 5000),
        "ostra: a number is too long",
        5,
    ),
    "a hexadecimal one, which Python reads": (
        "a.toml",
        _toml("note = 0x" + "f" * 9000),
        "a very long number",
        5,
    ),
    "a header of 100,000 parts": ("a.toml", "[a" + ".b" * 100_000 + "]\n", "a key of too many parts", 1),
    "a key of 100,000 parts": (
        "a.toml",
        _toml("a" + ".b" * 100_000 + " = 1"),
        "ostra: a key of too many parts",
        5,
    ),
    "quoted parts": (
        "a.toml",
        _toml('"a"' + ' . "b"' * 100_000 + " = 1"),
        "ostra: a key of too many parts",
        5,
    ),
    "a key twice in a line": (
        "a.jsonl",
        '{"id": "a", "type": "place", "name": "A", "name": "B"}',
        "'name' stands twice",
        1,
    ),
    "a key twice inside": (
        "a.jsonl",
        json.dumps(RECORD)[:-1] + ', "names": {"fr": ["A"], "fr": ["B"]}}',
        "'fr' stands twice",
        1,
    ),
    "a name with a space at its end": ("a.toml", _toml('aliases = ["Ostra Town "]'), "a space at an end", 5),
    "a name with a space before it": ("a.jsonl", _line(aliases=[" Ostra Town"]), "a space at an end", 2),
    "a tab in a name": ("a.jsonl", _line(short=["Os\ttra"]), "U+0009 control", 2),
    "an escape that moves the cursor": (
        "a.jsonl",
        _line(names={"fr": ["Os\x1b[2Jtra"]}),
        "U+001B control",
        2,
    ),
    "a spelling with a control character": (
        "a.toml",
        _toml('variants = ["Os\\u0085tra"]'),
        "U+0085 control",
        5,
    ),
    "an ID of a million letters": ("a.jsonl", json.dumps(RECORD | {"id": "é" * 10**6}), "is no ID", 1),
    "successors in a circle": (
        "a.jsonl",
        _line(replaced_by="velm") + json.dumps(RECORD | {"id": "velm", "replaced_by": "ostra"}),
        "ostra → velm → ostra",
        2,
    ),
}


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_file_is_refused_at_once(why: str, tmp_path: Path) -> None:
    name, content, message, line = HOSTILE[why]
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(GazetteerError) as raised:
        load_sources(file)
    assert str(raised.value).startswith(f"{file}:{line}: ")
    assert message in str(raised.value)
    assert len(str(raised.value)) < 1000
    assert "\n" not in str(raised.value)
    assert any(message.split(": ")[-1] in finding.message for finding in check(file, examples=False))
    assert time.process_time() - began < 10  # seconds; quadratic work would take hours


@pytest.mark.parametrize("name", ["a.toml", "a.jsonl", "ids.lock", "lexicon/a.toml"])
def test_a_pipe_is_no_file_of_a_gazetteer(name: str, tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "b.jsonl").write_text(_line())
    os.mkfifo(tmp_path / name)
    for read in (resolver.load, load_sources, format_gazetteer):
        with pytest.raises(ResolverError, match="is not a regular file"):
            read(tmp_path)
    assert any("is not a regular file" in finding.message for finding in check(tmp_path, examples=False))


@pytest.mark.parametrize("name", ["a.toml", "a.jsonl", "a.index", "a"])
def test_a_pipe_is_no_gazetteer(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(ResolverError, match=r"is not a regular file|not a compiled file"):
        resolver.load(tmp_path / name)


def test_a_long_chain_of_successors_is_followed(tmp_path: Path) -> None:
    count = 2000
    rows = [
        {"id": f"e{n}", "type": "place", "name": "Ostra", "replaced_by": f"e{n + 1}"} for n in range(count)
    ]
    rows.append({"id": f"e{count}", "type": "place", "name": "Ostra"})
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    format_gazetteer(tmp_path)  # writes the lock
    gazetteer = load_sources(tmp_path).gazetteer()
    assert gazetteer["e0"].id == f"e{count}"
    assert [f for f in check(tmp_path, examples=False) if f.severity == "error"] == []


def test_chains_of_places_within_places(tmp_path: Path) -> None:
    rows = [
        {"id": f"e{n}", "type": "place", "name": f"Ostra {n}", "within": f"e{n + 1}", "sources": ["x"]}
        for n in range(3000)
    ]
    rows[-1]["within"] = "e2990"
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    circles = [finding for finding in check(tmp_path, examples=False) if finding.code == "cycle"]
    assert [finding.id for finding in circles] == ["e2990"]
    assert circles[0].message.count("→") == 10


def test_a_long_value_does_not_make_a_long_message() -> None:
    with pytest.raises(GazetteerError) as caught:
        resolver.load([RECORD | {"name": "Word and " * 2_000}])
    message = str(caught.value)
    assert len(message) < 700
    assert message.startswith("ostra: record 1: 'Word and")
    assert message.endswith("has a space at an end; write single plain spaces")
