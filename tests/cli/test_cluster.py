"""`resolver cluster` as whole commands: lists, tables, lasting IDs, a page, the draft of a gazetteer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, stdin: str = "", code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "resolver", *arguments], input=stdin.encode(), capture_output=True, check=False
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


LIST = "Anne Boillon\nAnne Buyon\n\nIlham Aliyev\nMehriban Aliyeva\n"


def test_a_list_keeps_its_order_and_its_empty_lines() -> None:
    out, err = run("cluster", stdin=LIST)
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0] == ["name", "cluster_id", "canonical", "score"]
    assert [row[:3] for row in rows[1:]] == [
        ["Anne Boillon", "anne-boillon", "Anne Boillon"],
        ["Anne Buyon", "anne-boillon", "Anne Boillon"],
        ["", "", ""],
        ["Ilham Aliyev", "ilham-aliyev", "Ilham Aliyev"],
        ["Mehriban Aliyeva", "mehriban-aliyeva", "Mehriban Aliyeva"],
    ]
    assert err == ""


@pytest.mark.slow
def test_other_formats_of_a_list() -> None:
    out, _ = run("cluster", "--format", "jsonl", stdin=LIST)
    records = [json.loads(line) for line in out.splitlines()]
    assert records[2] == {"name": "", "cluster_id": None, "canonical": None, "score": None}
    assert [record["cluster_id"] for record in records[:2]] == ["anne-boillon"] * 2
    out, _ = run("cluster", "--format", "groups", stdin=LIST)
    assert out.splitlines()[0] == "Anne Boillon (anne-boillon, 2 rows)"
    assert "“Buyon” " in out
    out, _ = run("cluster", "--format", "csv", "--no-header", stdin="Varga, Peter\n")
    assert out.startswith('"Varga, Peter",')


TABLE = (
    b"\xef\xbb\xbfid,NAME,born\r\n"
    b'1,"Brzeczek, ""Otti"" Ottilie",1951\r\n'
    b"2,Ottilie Brzeczek,1951\r\n"
    b"3,Ottilie Brzeczek,1977\r\n"
    b"4,,\r\n"
    b"5,Marta \xff Nowak,1960"
)


def test_a_table_keeps_every_byte_of_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(TABLE)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "resolver",
            "cluster",
            "-c",
            "NAME",
            "--differ",
            "born",
            "--type",
            "person",
            file,
        ],
        capture_output=True,
        check=True,
    )
    given, got = TABLE.split(b"\r\n"), done.stdout.split(b"\r\n")
    assert got[0] == given[0] + b",cluster_id,canonical,score"
    assert all(mine.startswith(theirs) for mine, theirs in zip(got, given, strict=True))
    ids = [line.split(b",")[-3] for line in got]
    assert ids[2] != ids[3]
    assert got[4] == b"4,,,,,"


def test_json_lines() -> None:
    lines = '{"n": {"full": "Anne Boillon"}, "x": 1.50}\n{"n": {"full": "Anne Buyon"}}\n{"n": null}\n'
    out, _ = run("cluster", "--field", "n.full", stdin=lines)
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["cluster_id"] for record in records] == ["anne-boillon", "anne-boillon", None]
    assert '"x": 1.50' in out


def test_ids_last_and_changes_are_told(tmp_path: Path) -> None:
    before = tmp_path / "before.tsv"
    before.write_text("name\tcluster_id\nAnne Boillon\tp-7\nOld Name\tp-8\n", encoding="utf-8")
    out, err = run("cluster", "--previous", str(before), stdin=LIST)
    assert out.count("p-7") == 2
    assert err == "resolver: no longer in the list: p-8\n"


def test_a_page_escapes_what_it_shows(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("cluster", "--html", str(page), stdin="<script>alert(1)</script> Works\nHalden Optics\n")
    written = page.read_text(encoding="utf-8")
    assert "<script>" not in written
    assert "&lt;script&gt;" in written


@pytest.mark.slow
def test_from_names_to_a_gazetteer_and_back(tmp_path: Path) -> None:
    root = tmp_path / "gazetteer"
    names = "First Harbour\nFirst Harbour Tarnow\nFirst Harbour Meridian\nVarga Mills Ltd\n"
    file = tmp_path / "suppliers.txt"
    file.write_text(names, encoding="utf-8")
    run("gazetteer", "init", str(root))
    _, err = run("cluster", "--type", "organization", "--to", str(root), str(file))
    assert "wrote 4 entities" in err
    assert "questions are open" in err
    run("gazetteer", "check", "--gazetteer", str(root))
    _, asked = run("gazetteer", "suggest", "--review", "--gazetteer", str(root), stdin="y\nn\n")
    assert "the same one?" in asked
    out, _ = run("resolve", "--gazetteer", str(root), "Varga Mill Ltd")
    assert "varga-mills-ltd" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("cluster", "no-such-file.txt"), "no-such-file.txt"),
        (("cluster", "--agree", "C", "-"), "--columns"),
        (("cluster", "-c", "firm", "-"), "no column 'firm'; there are: id, name"),
        (("cluster", "--to", "nowhere", "-"), "--to needs --type"),
        (("cluster", "--to", "nowhere", "--type", "person", "-"), "resolver gazetteer init nowhere"),
        (("cluster", "--previous", __file__, "-"), "no column 'name'"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    _, err = run(*arguments, stdin="id,name\n1,Halden Optics\n", code=2)
    assert told in err
    assert err.count("\n") == 1
