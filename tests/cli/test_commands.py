"""`link`, `resolve`, `compare`, `explain`, `show` and the root, as whole commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.cli import app, options
from resolver.types import ENTITY_TYPES

# Starts processes.
pytestmark = pytest.mark.slow

Run = Callable[..., Any]
TEXT = "Marta Kovalenco left Weldoria.\n"


# -- link -----------------------------------------------------------------------------------------


def test_link_jsonl(run: Run) -> None:
    first, second = map(json.loads, run("link", input=TEXT).out.splitlines())
    assert first | {"score": 0, "rule": ""} == {
        "file": "-",
        "start": 0,
        "end": 15,
        "text": "Marta Kovalenco",
        "id": "marta-kowalenko",
        "type": "person",
        "form": "full",
        "score": 0,
        "normal": "Marta Kowalenko",
        "rule": "",
    } | ({"candidates": first["candidates"]} if "candidates" in first else {})
    assert 0.5 < first["score"] <= 1
    assert first["rule"]
    assert (second["start"], second["end"], second["id"]) == (21, 29, "veldoria")


def test_link_tsv(run: Run) -> None:
    header, *rows = [line.split("\t") for line in run("link", "-f", "tsv", input=TEXT).out.splitlines()]
    assert header == ["file", "start", "end", "text", "id", "type", "form", "score", "normal"]
    assert [row[:7] + row[8:] for row in rows] == [
        ["-", "0", "15", "Marta Kovalenco", "marta-kowalenko", "person", "full", "Marta Kowalenko"],
        ["-", "21", "29", "Weldoria", "veldoria", "place", "full", "Veldoria"],
    ]
    assert all(re.fullmatch(r"[01]\.\d{4}", row[7]) for row in rows)


def test_link_tsv_keeps_one_line_a_mention(run: Run) -> None:
    (line,) = run("link", "-f", "tsv", "--no-header", input="by Marta\nKovalenco today").out.splitlines()
    assert line.split("\t")[3] == "Marta\\nKovalenco"


def test_link_inline(run: Run) -> None:
    data = b"\xff" + TEXT.encode()
    ran = run("link", "--format", "inline", input=data)
    assert ran.stdout == b"\xff[Marta Kovalenco](marta-kowalenko) left [Weldoria](veldoria).\n"


def test_link_table(run: Run) -> None:
    header, first, _ = run("link", "-f", "table", input=TEXT).out.splitlines()
    assert header.split() == ["file", "start", "end", "text", "id", "type", "form", "score", "normal"]
    assert first.index("marta-kowalenko") == header.index("id")
    assert run("link", "-f", "table", input="nothing here").out == ""


def test_link_html(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a & b.txt").write_text("<b>Weldoria</b> & the SRI")
    page = run("link", "-f", "html", "a & b.txt").out
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "<h2>a &amp; b.txt</h2>" in page
    assert '&lt;b&gt;<details class="mention place corrected"' in page
    assert "<del>Weldoria</del>" in page
    assert "<strong>Veldoria</strong> <code>veldoria</code>, place" in page
    assert "<b>Weldoria" not in page


def test_link_offsets_are_the_files(run: Run, tmp_path: Path) -> None:
    text = "😀\n\nin Weldoria\n\n\nWeldoria"
    (tmp_path / "a.txt").write_text(text)
    for unit in ("document", "paragraph", "line"):
        rows = [json.loads(line) for line in run("link", "--unit", unit, "a.txt").out.splitlines()]
        assert [text[row["start"] : row["end"]] for row in rows] == ["Weldoria", "Weldoria"], unit
        assert {row["file"] for row in rows} == {"a.txt"}


def test_link_type(run: Run) -> None:
    rows = run("link", "--type", "place", "--type", "event", input=TEXT).out.splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["veldoria"]


def test_link_an_ambiguous_mention(run: Run, tmp_path: Path) -> None:
    records = [
        {"id": id, "type": "place", "name": "Tarnholm", "country": country, "ambiguous": ["Tarnholm"]}
        for id, country in (("tarnholm-a", None), ("tarnholm-b", None))
    ]
    lines = [json.dumps({k: v for k, v in record.items() if v}) for record in records]
    (tmp_path / "g.jsonl").write_text("\n".join(lines))
    ran = run("link", "--gazetteer", "g.jsonl", input="He lives in Tarnholm.")
    (row,) = map(json.loads, ran.out.splitlines())
    assert row["id"] is None
    assert sorted(c["id"] for c in row["candidates"]) == ["tarnholm-a", "tarnholm-b"]
    inline = run("link", "--gazetteer", "g.jsonl", "-f", "inline", input="He lives in Tarnholm.").out
    assert inline in (
        "He lives in [Tarnholm](tarnholm-a|tarnholm-b?).",
        "He lives in [Tarnholm](tarnholm-b|tarnholm-a?).",
    )
    assert (
        run("normalise", "--gazetteer", "g.jsonl", "--rewrite", "id", input="in Tarnholm").out
        == "in Tarnholm"
    )


@pytest.mark.parametrize("format", ["jsonl", "tsv", "csv", "inline", "table"])
def test_link_nothing(run: Run, format: str) -> None:
    ran = run("link", "-f", format, "--no-header", input="")
    assert (ran.out, ran.err, ran.returncode) == ("", "", 0)


# -- resolve --------------------------------------------------------------------------------------


def test_resolve_arguments(run: Run) -> None:
    ran = run("resolve", "Марта Коваленко", "Quentin Nobody")
    header, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert header == ["name", "id", "canonical name", "score"]
    assert rows[0][:3] == ["Марта Коваленко", "marta-kowalenko", "Marta Kowalenko"]
    assert float(rows[0][3]) > 0.5
    assert rows[1] == ["Quentin Nobody", "", "", ""]
    assert ran.returncode == 0


def test_resolve_lines_keep_their_place(run: Run) -> None:
    lines = b"\xef\xbb\xbfMarta Kovalenco\r\n\nQuentin Nobody\na\tb\xff\n  Weldoria"
    rows = [line.split("\t") for line in run("resolve", "--no-header", input=lines).out.splitlines()]
    assert [row[:2] for row in rows] == [
        ["Marta Kovalenco", "marta-kowalenko"],
        ["", ""],
        ["Quentin Nobody", ""],
        ["a\\tb\udcff", ""],
        ["  Weldoria", "veldoria"],
    ]


@pytest.mark.parametrize(
    ("arguments", "input", "code", "why"),
    [
        (["Quentin Nobody"], "", 1, "one unknown name is a negative answer"),
        ([], "Quentin Nobody\n", 1, "also through a pipe"),
        (["Weldoria"], "", 0, "a known one is not"),
        (["Quentin Nobody", "Weldoria"], "", 0, "among several, the lines tell"),
        ([], "", 0, "no name, no answer"),
    ],
)
def test_resolve_codes(run: Run, arguments: list[str], input: str, code: int, why: str) -> None:
    assert run("resolve", *arguments, input=input).returncode == code, why


def test_resolve_type(run: Run) -> None:
    assert run("resolve", "--type", "person", "Weldoria").returncode == 1


def test_resolve_top(run: Run) -> None:
    rows = [
        line.split("\t") for line in run("resolve", "--no-header", "--top", "3", "Veldoria").out.splitlines()
    ]
    assert 1 <= len(rows) <= 3
    assert rows[0][:3] == ["Veldoria", "veldoria", "Veldoria"]
    scores = [float(row[3]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_resolve_jsonl(run: Run) -> None:
    known, unknown = map(
        json.loads, run("resolve", "-f", "jsonl", "Weldoria", "Quentin Nobody").out.splitlines()
    )
    assert known | {"score": 1, "spelling": ""} == {
        "name": "Weldoria",
        "id": "veldoria",
        "type": "place",
        "canonical": "Veldoria",
        "form": "full",
        "spelling": "",
        "score": 1,
    }
    assert unknown == {"name": "Quentin Nobody", "id": None}
    (top,) = map(json.loads, run("resolve", "-f", "jsonl", "--top", "2", "Weldoria").out.splitlines())
    assert top["candidates"][0]["id"] == "veldoria"


def test_resolve_table(run: Run) -> None:
    header, first = run("resolve", "-f", "table", "Weldoria").out.splitlines()
    assert header.split() == ["name", "id", "canonical", "name", "score"]
    assert first.split()[:3] == ["Weldoria", "veldoria", "Veldoria"]


# -- compare, explain -----------------------------------------------------------------------------


def test_compare(run: Run) -> None:
    ran = run("compare", "Marta Kowalenko", "Kowalenko, Marta")
    assert ran.returncode == 0
    assert "same" in ran.out
    ran = run("compare", "Marta Kowalenko", "Piotr Zielinski")
    assert ran.returncode == 1
    assert "different" in ran.out
    assert ran.err == ""


def test_compare_json(run: Run) -> None:
    record = json.loads(run("compare", "--format", "json", "--type", "person", "Ann", "Anne").out)
    assert {"a", "b", "score", "match", "pairs", "evidence"} <= set(record)


def test_explain(run: Run) -> None:
    argument, pipe = run("explain", TEXT), run("explain", input=TEXT)
    assert argument.out == pipe.out
    assert "marta-kowalenko" in argument.out
    assert "Weldoria" in argument.out


def test_explain_nothing(run: Run) -> None:
    ran = run("explain", "lorem ipsum dolor")
    assert (ran.out, ran.returncode) == ("", 0)
    assert ran.err.count("\n") == 1


# -- show -----------------------------------------------------------------------------------------


def test_show(run: Run) -> None:
    ran = run("show", "marta-kowalenko")
    assert ran.returncode == 0
    assert ran.out.splitlines() == [
        "marta-kowalenko  (person)",
        "  name       Marta Kowalenko",
        "  short      Kowalenko",
        "  name [uk]  Марта Коваленко",
        "  variant    Marta Kovalenco  (of Marta Kowalenko)",
        "  country    veldoria",
        "  wikidata   Q900000001",
    ]


def test_show_a_merged_id_tells_its_successor(run: Run) -> None:
    lines = run("show", "old-veldoria").out.splitlines()
    assert lines[:2] == ["old-veldoria was merged into veldoria.", "veldoria  (place)"]
    assert run("show", "veldoria").out.splitlines()[-1].split() == ["formerly", "old-veldoria"]
    record = json.loads(run("show", "--format", "json", "old-veldoria").out)
    assert (record["state"], record["successors"][0]["id"]) == ("merged", "veldoria")


def test_show_a_retired_id(run: Run) -> None:
    ran = run("show", "sorren-society")
    assert ran.out.splitlines()[0] == "sorren-society was retired; nothing took its place."
    assert ran.returncode == 0


def test_show_an_unknown_id(run: Run) -> None:
    ran = run("show", "veldorea", "veldoria")
    assert ran.returncode == 1
    assert ran.out.startswith("veldoria  (place)")
    assert ran.err.startswith("resolver: no entity 'veldorea'")
    assert "veldoria" in ran.err


# -- which gazetteer ------------------------------------------------------------------------------


def _jsonl(path: Path, **record: object) -> str:
    path.write_text(json.dumps({"id": "x", "type": "place", "name": "Xandria"} | record))
    return path.name


def test_the_option_goes_before_the_variable(run: Run, tmp_path: Path) -> None:
    name = _jsonl(tmp_path / "x.jsonl")
    assert "\tx\t" in run("resolve", "--gazetteer", name, "Xandria").out
    assert run("resolve", "--gazetteer", name, "Veldoria").returncode == 1


def test_later_gazetteers_add_and_override(run: Run, tmp_path: Path, gazetteer: Path) -> None:
    name = _jsonl(tmp_path / "x.jsonl", id="veldoria", name="New Veldoria")
    both = ["--gazetteer", str(gazetteer), "--gazetteer", name]
    assert run("show", *both, "veldoria").out.splitlines()[1].split(None, 1) == ["name", "New Veldoria"]
    assert run("show", *both, "marta-kowalenko").returncode == 0
    variable = {"RESOLVER_GAZETTEER": f"{gazetteer}:{name}"}
    assert run("show", *both, "veldoria").out == run("show", "veldoria", env=variable).out


@pytest.mark.slow
@pytest.mark.large
def test_default_stands_for_the_shipped_one(run: Run, tmp_path: Path) -> None:
    name = _jsonl(tmp_path / "x.jsonl")
    ran = run("resolve", "--no-header", "-g", "default", "-g", name, "Xandria", "Baku")
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["x", "baku"]
    assert "\tbaku\t" in run("resolve", "Baku", env={"RESOLVER_GAZETTEER": ""}).out


@pytest.mark.parametrize("command", ["normalise", "link", "resolve", "explain", "show"])
def test_a_broken_gazetteer_is_one_line(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "bad.toml").write_text('[x]\ntype = "place"\nname = "X"\ncolour = "red"\n')
    ran = run(command, "--gazetteer", "bad.toml", "x", input="x")
    assert ran.returncode == 2
    assert ran.out == ""
    assert re.fullmatch(r"resolver: bad\.toml:\d+: x: .*colour.*\n", ran.err)


def test_a_missing_gazetteer_is_one_line(run: Run) -> None:
    ran = run("resolve", "--gazetteer", "nowhere.toml", "x")
    assert ran.returncode == 2
    assert ran.err.count("\n") == 1
    assert "nowhere.toml" in ran.err


# -- the root -------------------------------------------------------------------------------------


def test_version(run: Run) -> None:
    import resolver

    assert run("--version").out == f"resolver {resolver.__version__}\n"


@pytest.mark.parametrize("command", list(app.COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.returncode == 0
    assert ran.out.startswith(f"Usage: resolver {command} ")
    assert f"$ resolver {command}" in ran.out or f"| resolver {command}" in ran.out
    assert " ".join(app.COMMANDS[command][1].split()) in " ".join(ran.out.split()), "the table says the same"
    assert run(command, "-h").out == ran.out


def test_the_root_lists_every_command(run: Run) -> None:
    listed = run("--help").out
    assert all(f"\n  {name} " in listed for name in app.COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing command. Try 'resolver --help'."),
        (["rsolve"], "No such command 'rsolve'; did you mean 'resolve'? Try 'resolver --help'."),
        (["link", "--formt", "tsv"], "Try 'resolver link --help'."),
        (["link", "--format", "xml"], "'xml'"),
        (["resolve", "--type", "animal", "x"], "'animal'"),
        (["resolve", "--top", "0", "x"], "--top"),
        (["compare", "only-one"], "Missing argument"),
        (["show"], "Missing argument"),
        (["normalise", "--unit", "word"], "'word'"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert (ran.returncode, ran.out) == (2, "")
    assert re.fullmatch(r"resolver: .*\n", ran.err)
    assert told in ran.err


def test_the_types_offered_are_the_librarys() -> None:
    assert tuple(choice.value for choice in options.TypeChoice) == ENTITY_TYPES


@pytest.mark.parametrize(
    ("shell", "words", "expected"),
    [("bash", "resolver no", "normalise"), ("bash", "resolver link --for", "--format")],
)
def test_shell_completion(run: Run, shell: str, words: str, expected: str) -> None:
    ran = run(
        env={
            "_RESOLVER_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }
    )
    assert expected in ran.out.split()
