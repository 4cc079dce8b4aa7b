"""`resolver gazetteer …`: each command as a maintainer runs it, on a gazetteer of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.cli.gazetteer import COMMANDS

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]


@pytest.fixture
def edit(run: Run, gazetteer: Path, tmp_path: Path) -> Run:
    """`edit("check")`: a command on a copy of the little gazetteer, in the folder `gazetteer` here."""
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    shutil.copy(gazetteer, folder / "world.toml")
    nothing_named = {"RESOLVER_GAZETTEER": ""}
    ran = run("gazetteer", "format", env=nothing_named)
    assert ran.returncode == 0, ran.err
    return lambda *arguments, **more: run("gazetteer", *arguments, env=nothing_named, **more)


def _world(tmp_path: Path) -> str:
    return (tmp_path / "gazetteer" / "world.toml").read_text(encoding="utf-8")


def _lock(tmp_path: Path) -> dict[str, str]:
    lines = (tmp_path / "gazetteer" / "ids.lock").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines if not line.startswith("#")}


def test_check_finds_nothing_wrong(edit: Run) -> None:
    ran = edit("check")
    assert ran.returncode == 0, ran.out
    assert "error" not in ran.out


def test_check_tells_everything_at_once(edit: Run, tmp_path: Path) -> None:
    broken = '[x]\ntype = "place"\nname = "X"\ncountry = "nowhere"\n\n'
    broken += '[y]\ntype = "place"\nname = "X"\ncolour = 1\n'
    (tmp_path / "gazetteer" / "broken.toml").write_text(broken)
    ran = edit("check")
    assert ran.returncode == 1
    lines = [line for line in ran.out.splitlines() if "broken.toml" in line]
    assert any("broken.toml:4: x: error: " in line and "[dangling-reference]" in line for line in lines)
    assert any("broken.toml:9: y: error: " in line and "[schema]" in line for line in lines)
    assert ran.err.startswith("resolver: ")
    rows = json.loads(edit("check", "--format", "json").out)
    assert {"file", "line", "id", "severity", "code", "message"} == set(rows[0])
    assert "::error file=" in edit("check", "--format", "github").out


def test_check_takes_a_path(edit: Run, tmp_path: Path) -> None:
    assert edit("check", "gazetteer/world.toml").returncode == 0
    ran = edit("check", "nowhere")
    assert ran.returncode in (1, 2)
    assert "nowhere" in ran.out + ran.err


def test_check_strict_fails_on_warnings(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "gazetteer" / "ids.lock").unlink()
    assert "[no-lock]" in edit("check").out
    assert edit("check", "--strict").returncode == 1


def test_check_lists_its_codes(edit: Run) -> None:
    assert "vanished-id (error): " in edit("check", "--codes").out


def test_format(edit: Run, tmp_path: Path) -> None:
    assert edit("format", "--check").returncode == 0
    path = tmp_path / "gazetteer" / "world.toml"
    untidy = _world(tmp_path) + '\n\n\n[zorn]\nname   = "Zorn" # keep me\ntype="place"\n'
    path.write_text(untidy, encoding="utf-8")
    ran = edit("format", "--check")
    assert (ran.returncode, ran.out.splitlines()[0]) == (1, "gazetteer/world.toml")
    assert "+++ " in edit("format", "--diff").out
    assert path.read_text(encoding="utf-8") == untidy
    assert edit("format").returncode == 0
    assert 'type = "place"\nname = "Zorn" # keep me\n' in _world(tmp_path).replace("  #", " #")
    assert _lock(tmp_path)["zorn"] == "live"


ADD = (
    "add",
    "Ilse Brandt",
    "--type",
    "person",
    "--short",
    "Brandt",
    "--in",
    "uk=Ільзе Брандт",
    "--country",
    "veldoria",
)


def test_add(edit: Run, run: Run, tmp_path: Path) -> None:
    dry = edit(*ADD, "--dry-run")
    assert dry.returncode == 0, dry.err
    assert '+name = "Ilse Brandt"' in dry.out
    assert "ilse-brandt" not in _world(tmp_path)
    ran = edit(*ADD, "--variant", "Ilse Brant", "--json", '{"note": "Invented."}')
    assert (ran.out, ran.returncode) == ("ilse-brandt\n", 0), ran.err
    assert _lock(tmp_path)["ilse-brandt"] == "live"
    assert 'note = "Invented."' in _world(tmp_path)
    shown = run("show", "--gazetteer", "gazetteer", "ilse-brandt").out
    assert "Ільзе Брандт" in shown
    assert "Ilse Brant  (of Ilse Brandt)" in shown


def test_add_with_an_example(edit: Run, tmp_path: Path) -> None:
    base = ("add", "Old Quellmar", "--type", "place")
    ran = edit(*base, "--example", "The road to [Old Quellmar] is closed.", "--counterexample", "Quell Moor.")
    assert ran.returncode == 0, ran.err
    assert 'examples = ["The road to [Old Quellmar] is closed."]' in _world(tmp_path)
    ran = edit("add", "New Quellmar", "--type", "place", "--example", "[Old Quellmar] is closed.")
    assert ran.returncode == 1
    assert "[example]" in ran.err


def test_add_refuses_what_check_would_refuse(edit: Run, tmp_path: Path) -> None:
    before = _world(tmp_path)
    ran = edit("add", "Veldoria", "--type", "place", "--id", "veldoria-2")
    assert (ran.returncode, ran.out) == (1, "")
    assert "[shared-name]" in ran.err
    assert "Traceback" not in ran.err
    assert _world(tmp_path) == before
    ran = edit("add", "Veldoria", "--type", "place", "--id", "veldoria-2", "--ambiguous")
    assert ran.returncode == 0, ran.err
    assert _world(tmp_path).count('ambiguous = ["Veldoria"') == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--id", "old-veldoria"], "old-veldoria"),
        (["--in", "Бергдорф"], "--in Бергдорф"),
        (["--json", "[1]"], "--json"),
        (["--json", '{"colour": 1}'], "colour"),
        (["--file", "elsewhere.toml"], "elsewhere.toml"),
    ],
)
def test_add_tells_what_is_wrong(edit: Run, arguments: list[str], told: str) -> None:
    ran = edit("add", "Bergdorf", "--type", "place", *arguments)
    assert ran.returncode == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_merge_split_retire_rename_and_every_id_still_answers(edit: Run, run: Run, tmp_path: Path) -> None:
    def show(id: str) -> list[str]:
        return run("show", "--gazetteer", "gazetteer", id).out.splitlines()  # type: ignore[no-any-return]

    assert (
        edit("add", "Sorren Research Institute", "--type", "organization", "--id", "sorren-ri").returncode
        == 0
    )
    ran = edit("merge", "sorren-ri", "sorren-institute")
    assert ran.returncode == 0, ran.err
    assert show("sorren-ri")[0] == "sorren-ri was merged into sorren-institute."

    ran = edit("rename", "sorren-institute", "Sørren Academy", "--keep-as", "former")
    assert ran.returncode == 0, ran.err
    assert show("sorren-institute")[1].split(None, 1) == ["name", "Sørren Academy"]

    ran = edit(
        "split",
        "sorren-institute",
        "--into",
        "sorren-physics=Sørren Physics",
        "--into",
        "sorren-law=Sørren Law",
    )
    assert ran.returncode == 0, ran.err
    assert show("sorren-ri")[0] == "sorren-ri was split into sorren-physics, sorren-law."

    ran = edit("retire", "sorren-law", "--note", "closed")
    assert ran.returncode == 0, ran.err
    assert show("sorren-law")[0] == "sorren-law was retired; nothing took its place."
    assert {
        id: _lock(tmp_path)[id] for id in ("sorren-ri", "sorren-institute", "sorren-law", "sorren-physics")
    } == {
        "sorren-ri": "merged",
        "sorren-institute": "split",
        "sorren-law": "retired",
        "sorren-physics": "live",
    }
    assert edit("check").returncode == 0


def test_split_by_a_file(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "parts.toml").write_text('[va]\nname = "Upper Veldoria"\n[vb]\nname = "Lower Veldoria"\n')
    ran = edit("split", "veldoria", "--parts", "parts.toml")
    assert ran.returncode == 2, "others refer to it: to which part?"
    ran = edit("split", "veldoria", "--parts", "parts.toml", "--references-to", "va")
    assert ran.returncode == 0, ran.err
    assert 'country = "va"' in _world(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["merge", "veldoria", "veldoria"],
        ["merge", "nobody", "veldoria"],
        ["split", "veldoria", "--into", "a=A"],
        ["retire", "nobody"],
        ["rename", "veldoria", "Veldoria"],
        ["split", "veldoria", "--parts", "nowhere.toml"],
    ],
)
def test_edits_that_cannot_be_made_are_one_line(edit: Run, tmp_path: Path, arguments: list[str]) -> None:
    before = _world(tmp_path)
    ran = edit(*arguments)
    assert (ran.returncode, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert _world(tmp_path) == before


def test_retiring_what_others_refer_to_is_refused(edit: Run) -> None:
    ran = edit("retire", "veldoria")
    assert ran.returncode in (1, 2)
    assert "veldoria" in ran.err


def test_stats(edit: Run) -> None:
    text = edit("stats").out
    assert text.startswith("3 entities with ")
    assert "Cyrillic" in text
    counts = json.loads(edit("stats", "--format", "json").out)
    assert counts["by_type"] == {"person": 1, "place": 1, "organization": 1}


def test_schema(edit: Run, tmp_path: Path) -> None:
    schema = json.loads(edit("schema").out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert edit("schema", "--check", ".").returncode == 1
    written = edit("schema", "--write", ".").out.splitlines()
    assert all((tmp_path / name).exists() for name in written)
    assert edit("schema", "--check", ".").returncode == 0


def test_which_gazetteer_must_be_said(run: Run) -> None:
    ran = run("gazetteer", "stats", env={"RESOLVER_GAZETTEER": ""})
    assert ran.returncode == 2
    assert "--gazetteer PATH" in ran.err


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ran = run("gazetteer", command, "--help")
    assert ran.returncode == 0
    assert f"$ resolver gazetteer {command}" in ran.out
    assert " ".join(COMMANDS[command][1].split()) in " ".join(ran.out.split())


def test_diff(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "before.toml").write_text(_world(tmp_path), encoding="utf-8")
    assert edit(*ADD, "--no-examples").returncode == 0
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("In Veldoria, Ilse Brandt spoke.\n")
    ran = edit("diff", "before.toml", "gazetteer/world.toml", "--on", "texts")
    assert ran.returncode == 0, ran.err
    assert "ilse-brandt: added\n" in ran.out
    assert "  + full “Ilse Brandt”" in ran.out
    assert "texts/a.txt:1: nothing → “Ilse Brandt” ilse-brandt" in ran.out
    records = edit("diff", "before.toml", "gazetteer/world.toml", "--on", "texts/a.txt", "-f", "jsonl").out
    entity, mention = map(json.loads, records.splitlines())
    assert (entity["id"], entity["change"]) == ("ilse-brandt", "added")
    assert (mention["change"], mention["after"]["id"]) == ("gained", "ilse-brandt")


def test_diff_of_a_git_revision(edit: Run, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "gazetteer"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True, capture_output=True)
    assert edit("rename", "veldoria", "Weldoria", "--keep-as", "former", "--no-examples").returncode in (0, 1)
    ran = edit("diff", "HEAD", "gazetteer")
    assert ran.returncode == 0, ran.err
    assert edit("diff", "no-such-revision", "gazetteer").returncode == 2


def test_import_and_export(edit: Run, run: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "QID,Title,RU,also\nQ1,Ilse Brandt,Ильзе Брандт,I. Brandt|Ilse B.\nQ2,,Никто,\n", encoding="utf-8"
    )
    ran = edit(
        *("import", "people.csv", "--format", "csv", "--type", "person", "--source", "a list"),
        *(
            "--column",
            "id=QID",
            "--column",
            "name=Title",
            "--column",
            "names.ru=RU",
            "--column",
            "aliases=also",
        ),
    )
    assert ran.returncode == 0, ran.err
    assert "wrote 1 entity" in ran.err
    assert "left out 1: " in ran.err
    assert (tmp_path / "gazetteer" / "people.jsonl").exists(), "beside the others, which are still read"
    assert edit("check").returncode == 0
    into = edit("import", "people.csv", "--format", "csv", "--into", "gazetteer/entities/people.jsonl")
    assert into.returncode == 2
    assert "no longer be read" in into.err
    assert "Ильзе Брандт" in run("show", "--gazetteer", "gazetteer", "Q1").out
    exported = edit("export", "--format", "csv").stdout
    assert "Ильзе Брандт".encode() in exported
    (tmp_path / "all.csv").write_bytes(exported)
    again = edit("import", "all.csv", "--format", "csv", "--gazetteer", "other", "--into", "other/all.jsonl")
    assert again.returncode == 0, again.err
    assert edit("export", "--format", "csv", "other").stdout == exported
    assert edit("export", "--format", "spacy").out.count('"label"') >= 4


def test_import_of_standard_input_and_of_less_than_before(edit: Run, tmp_path: Path) -> None:
    ran = edit(
        *("import", "-", "--format", "csv", "--type", "place", "--into", "gazetteer/towns.jsonl"),
        input="id,name\nt1,Aldmoor\nt2,Coldharbour\nt3,Brackwater\n",
    )
    assert (ran.returncode, _lock(tmp_path)["t2"]) == (0, "live"), ran.err
    (tmp_path / "towns.csv").write_text("id,name\nt1,Aldmoor\n")
    again = ["import", "towns.csv", "--format", "csv", "--type", "place"]
    ran = edit(*again)
    assert ran.returncode == 2
    assert "2 entities of gazetteer/towns.jsonl are not in the source" in ran.err
    assert "--retire" in ran.err
    assert _lock(tmp_path)["t2"] == "live"
    assert edit(*again, "--retire").returncode == 0
    assert _lock(tmp_path)["t2"] == "retired"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.csv", "--format", "csv"], "nowhere.csv"),
        (["a.csv", "--format", "csv", "--column", "name"], "--column name"),
        (["a.csv", "--format", "csv", "--column", "name=None"], "None"),
        (["a.csv", "--format", "xls"], "'xls'"),
        (["a.csv"], "--format"),
        (["a.csv", "--format", "csv", "--into", "/elsewhere.jsonl"], "elsewhere.jsonl"),
    ],
)
def test_import_tells_what_is_wrong(edit: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,A\n")
    ran = edit("import", *arguments)
    assert (ran.returncode, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_the_formats_offered_are_the_librarys() -> None:
    from resolver.authoring.exporting import WRITERS
    from resolver.authoring.importing import READERS
    from resolver.cli.gazetteer import export, import_

    assert [choice.value for choice in import_.FormatChoice] == list(READERS)
    assert [choice.value for choice in export.FormatChoice] == list(WRITERS)


CORPUS = "Marta Kowalenkko spoke. Then Dr Gudrun Halvorsen spoke. Gudrun Halvorsen left Veldoria.\n"


def test_suggest(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CORPUS)
    ran = edit("suggest", "a.txt")
    assert ran.returncode == 0, ran.err
    assert "Gudrun Halvorsen” (2 in 1 text): new" in ran.out
    rows = [
        json.loads(line)
        for line in edit("suggest", "a.txt", "-f", "jsonl", "--minimum", "2").out.splitlines()
    ]
    assert {row["name"] for row in rows} == {"Gudrun Halvorsen"}


def test_suggest_review_writes_what_was_decided_and_asks_it_once(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Gudrun Halvorsen spoke. Arvid Lindqvist did too. Gudrun Halvorsen left.\n"
    )
    ran = edit("suggest", "--review", "a.txt", input="y\nperson\nn\n")
    assert ran.returncode == 0, ran.err
    assert ran.out == "gudrun-halvorsen\n"
    assert "[gudrun-halvorsen]" in _world(tmp_path)
    again = edit("suggest", "--review", "a.txt", input="")
    assert (again.out, "1 of" in again.err) == ("", False)


def test_a_near_miss_that_is_another_entity(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met Martin Kowalenko, and Martin Kowalenko wept.\n")
    ran = edit("suggest", "--review", "a.txt", input="a\nperson\n")
    assert ran.returncode == 0, ran.err
    assert "a spelling of it? [y]es, [n]o, [a]nother entity" in ran.err
    assert "[martin-kowalenko]" in _world(tmp_path)
    assert 'not = ["Martin Kowalenko"]' in _world(tmp_path)
    again = edit("suggest", "--review", "a.txt", input="")
    assert (again.out, "1 of" in again.err) == ("", False)


def test_suggest_review_may_be_left(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CORPUS)
    before = _world(tmp_path)
    ran = edit("suggest", "--review", "a.txt", input="l\nperhaps\nq\n")
    assert (ran.returncode, ran.out) == (0, "")
    assert _world(tmp_path) == before


def test_hooks_run_commands_that_are_there(run: Run) -> None:
    hooks = (Path(__file__).parent.parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^  entry: resolver (.+)$", hooks, re.M)
    assert entries == ["gazetteer check", "gazetteer format"]
    for entry in entries:
        assert run(*entry.split(), "--help").returncode == 0


def test_compile(run: Run, gazetteer: Path, tmp_path: Path) -> None:
    ran = run("gazetteer", "compile", "world.index")
    assert (ran.returncode, ran.out, ran.err) == (0, "", "")
    alone = {"RESOLVER_GAZETTEER": ""}
    assert "\tveldoria\t" in run("resolve", "-g", "world.index", "Weldoria", env=alone).out
    (tmp_path / "world.index").write_bytes((tmp_path / "world.index").read_bytes()[:-100])
    ran = run("resolve", "-g", "world.index", "Weldoria", env=alone)
    assert ran.returncode == 2
    assert "world.index" in ran.err
    assert ran.err.count("\n") == 1
    ran = run("gazetteer", "compile", "nowhere/world.index")
    assert (ran.returncode, ran.err.count("\n")) == (2, 1)
