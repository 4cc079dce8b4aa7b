"""`--columns` and `--field`: what is asked for is added or changed, and every other byte of a table stays."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.cli import main
from resolver.cli.input import find_codec
from resolver.cli.tables.columns import select
from resolver.cli.tables.delimited import Dialect, line_end, records
from resolver.cli.tables.json_lines import extended, field_of, object_of, path_of, replaced
from resolver.errors import InputError
from tests.cli.conftest import Ran

Run = Callable[..., Any]


@pytest.fixture
def run(gazetteer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("link", "-", input=b"…")`: a command over the little gazetteer, in this process."""
    monkeypatch.setenv("RESOLVER_GAZETTEER", str(gazetteer))
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str, input: bytes | str = b"") -> Ran:
        data = input.encode() if isinstance(input, str) else input
        streams = [io.TextIOWrapper(io.BytesIO(given), "utf-8") for given in (data, b"", b"")]
        with monkeypatch.context() as patched:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            code = main(arguments)
        out, err = (cast("io.BytesIO", stream.buffer).getvalue() for stream in streams[1:])
        return Ran(arguments, code, out, err)

    return ran


COMMA = Dialect(b",", b'"', find_codec("utf-8"))

TABLE = (
    'who,land,note\r\n"Kovalenco, Marta",x,"a ""q"""\r\nWeldoria,,"two\nlines"\r\n\r\n'
    "nobody,1.0\r\n  Марта Коваленко ,,\r\n"
)


def _ids(out: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(out, newline=""))]


# -- resolve ------------------------------------------------------------------------------------------


def test_every_byte_of_a_row_is_kept(run: Run) -> None:
    ran = run("resolve", "-c", "who", input=TABLE)
    score = r"0.\d{4}"
    assert (ran.returncode, ran.err) == (0, "")
    out = ran.out
    for row, added in (
        ("who,land,note", "id,name,type,score,ambiguous"),
        ('"Kovalenco, Marta",x,"a ""q"""', f"marta-kowalenko,Marta Kowalenko,person,{score},false"),
        ('Weldoria,,"two\nlines"', f"veldoria,Veldoria,place,{score},false"),
        ("nobody,1.0,", ",,,,false"),
        ("  Марта Коваленко ,,", f"marta-kowalenko,Marta Kowalenko,person,{score},false"),
    ):
        assert row + "," in out
        start = out.index(row) + len(row) + 1
        assert re.match(added + "\r\n", out[start:]), row
    assert "\r\n\r\nnobody" in out, "a blank line stays one"


@pytest.mark.parametrize(
    ("arguments", "table", "ids", "why"),
    [
        (["-c", "2"], "n,who\n1,Weldoria\n", ["veldoria"], "a number counts from 1"),
        (["-c", "who", "-d", ";"], "n;who\n1;Weldoria\n", ["veldoria"], "another delimiter"),
        (["-c", "who", "-t"], "n\twho\n1\tWeldoria\n", ["veldoria"], "tabs"),
        (["-c", "who", "-q", "'"], "n,who\n1,'Kovalenco, Marta'\n", ["marta-kowalenko"], "another quote"),
        (["-c", "who"], "\ufeffwho\nWeldoria\n", ["veldoria"], "a byte-order mark is no part of a name"),
        (["-c", "who"], '\ufeff"who"\nWeldoria\n', ["veldoria"], "nor is one before a quote"),
        (["-c", "who"], "who\nWeldoria", ["veldoria"], "no line end at the end"),
        (["-c", "who"], "who\rWeldoria\rnobody\r", ["veldoria", ""], "line ends of old"),
        (["-c", "who"], "who\n\nWeldoria\n", ["", "veldoria"], "of one column, an empty line is a row"),
        (["-c", "a,b"], '"a,b",c\nWeldoria,\n', ["veldoria"], "a name with a comma in it is one name"),
        (["-c", "who", "-T", "person"], "who\nWeldoria\n", [""], "--type limits"),
        (["-c", "who", "--type-column", "k"], "who,k\nWeldoria,Person\nWeldoria,\n", ["", "veldoria"], "so"),
        (["-c", "who"], "who,x\nWeldoria\n", ["veldoria"], "a row that is too short is made as long"),
    ],
)
def test_dialects_and_columns(run: Run, arguments: list[str], table: str, ids: list[str], why: str) -> None:
    ran = run("resolve", *arguments, input=table)
    assert (ran.returncode, ran.err) == (0, ""), why
    delimiter = {"-d": ";", "-t": "\t"}.get(arguments[2] if len(arguments) > 2 else "", ",")
    quote = "'" if "-q" in arguments else '"'
    read = list(csv.reader(io.StringIO(ran.out, newline=""), delimiter=delimiter, quotechar=quote))
    at = read[0].index("id")
    assert [row[at] for row in read[1:]] == ids, why
    assert ran.out.startswith(table[:3])


def test_no_header(run: Run) -> None:
    ran = run("resolve", "-H", "-c", "b", input="1,Weldoria\n2,nobody\n")
    assert [line.split(",")[:3] for line in ran.out.splitlines()] == [
        ["1", "Weldoria", "veldoria"],
        ["2", "nobody", ""],
    ]
    ran = run("resolve", "--no-header", "-c", "who", input="who\nnobody\n")
    assert ran.out == "nobody,,,,,false\n"


@pytest.mark.parametrize(
    ("header", "arguments", "expected", "why"),
    [
        ("who", [], "id,name,type,score,ambiguous", "names that are free stay"),
        (
            "name,id",
            ["-c", "name"],
            "resolved_id,resolved_name,type,score,ambiguous",
            "others are told apart",
        ),
        ("name,resolved_name", ["-c", "1"], "id,resolved_name_2,type,score,ambiguous", "also twice"),
        ("who", ["--prefix", "x_"], "x_id,x_name,x_type,x_score,x_ambiguous", "as asked for"),
        (
            "a,b",
            ["-c", "a-b"],
            "a_id,a_name,a_type,a_score,a_ambiguous,b_id,b_name,b_type,b_score,b_ambiguous",
            "by",
        ),
    ],
)
def test_names_of_added_columns(run: Run, header: str, arguments: list[str], expected: str, why: str) -> None:
    column = [] if "-c" in arguments else ["-c", "who"]
    assert run("resolve", *column, *arguments, input=header + "\n").out == f"{header},{expected}\n", why


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1251", "gb18030"])
def test_encodings(run: Run, encoding: str) -> None:
    table = ("\ufeff" if encoding == "utf-16" else "") + 'who,x\r\n"Марта Коваленко",ж\r\n'
    data = table.encode("utf-16-be" if encoding == "utf-16" else encoding)
    ran = run("resolve", "-c", "who", "-e", encoding, input=data)
    out = ran.stdout.decode("utf-16" if encoding == "utf-16" else encoding)
    assert '"Марта Коваленко",ж,marta-kowalenko,' in out
    assert out.endswith(",false\r\n")


def test_invalid_bytes_stay(run: Run) -> None:
    ran = run("resolve", "-c", "who", input=b"who,x\nWeldoria\xff,\xfe\x00\n")
    assert ran.stdout.splitlines()[1].startswith(b"Weldoria\xff,\xfe\x00,")


def test_several_files_are_one_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("who\nWeldoria\n")
    (tmp_path / "b.csv").write_text('"who"\nnobody\n')
    (tmp_path / "c.csv").write_text("whom\nWeldoria\n")
    ran = run("resolve", "-c", "1", "a.csv", "b.csv", "c.csv", "no.csv", "a.csv")
    assert _ids(ran.out) == ["veldoria", "", "veldoria"]
    assert ran.returncode == 2
    assert ran.err.splitlines() == [
        "resolver: c.csv: its columns are not those of a.csv",
        "resolver: no.csv: No such file or directory",
    ]


def test_jobs_change_nothing(run: Run, tmp_path: Path) -> None:
    rng = random.Random(1)
    names = ["Weldoria", "Kovalenco, Marta", "", "nobody", *(f"Quentin Nobody{n}" for n in range(300))]
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["who", "n"], *([rng.choice(names), n] for n in range(30_000))])
    one = run("resolve", "-c", "who", "--summary", "a.csv")
    several = run("resolve", "-c", "who", "--summary", "-j", "3", "a.csv")
    assert (one.returncode, one.out.count("\n")) == (0, 30_001)
    assert (several.out, several.err) == (one.out, one.err)


@pytest.mark.parametrize(
    ("arguments", "table", "told"),
    [
        (["-c", "whom"], "who\n", "-: no column 'whom'; did you mean 'who'?"),
        (["-c", "zzz"], "who,b\n", "-: no column 'zzz'; there are: who, b"),
        (["-c", "3"], "who,b\n", "-: no column 3: there are 2"),
        (["-c", "zzz"], "who;b\n", "-: no column 'zzz'; there are: who;b; is ';' what separates them (-d)?"),
        (["-c", "who", "-d", "ab"], "who\n", "the delimiter must be one plain character, not 'ab'"),
        (["-c", "who", "-d", '"'], "who\n", "'\"' cannot both separate and quote fields"),
        (["-d", ";"], "who\n", "--delimiter is for tables: say which columns with --columns"),
        (
            ["-c", "who", "--field", "who"],
            "who\n",
            "--columns is for tables, --field for JSON lines: use one of them",
        ),
        (
            ["-c", "who", "--top", "3"],
            "who\n",
            "--top is not for tables: leave it out, or",
        ),
        (["-c", "who", "--type-column", "k"], "who,k\nx,animal\n", "-, row 1: unknown type 'animal'"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str], table: str, told: str) -> None:
    ran = run("resolve", *arguments, input=table)
    assert ran.returncode == 2
    assert ran.err.startswith(f"resolver: {told}")
    assert ran.err.count("\n") == 1


# -- damage -------------------------------------------------------------------------------------------

ROWS = "who,n\n" + "".join(f"Weldoria,{n}\n" for n in range(5000))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("data", "rows", "told", "why"),
    [
        (b'who,n\nWeldoria,1\n"Weld,2\nx,3\n', 1, "row 2: a quote is opened and never closed", "a quote"),
        (b"who,n\nWeldoria,1\na,b,c\nx,3\n", 1, "row 2: 3 fields where the header has 2", "a row too long"),
    ],
)
def test_a_damaged_table(
    run: Run, data: bytes, rows: int, told: str, why: str, jobs: str, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    ran = run("resolve", "-c", "who", "-j", jobs, "a.csv")
    assert (ran.returncode, ran.out.count("\n") - 1) == (2, rows), why
    assert ran.err.startswith(f"resolver: a.csv, {told}")
    assert ran.err.count("\n") == 1


def _damaged_gzip(kind: str) -> bytes:
    data = gzip.compress(ROWS.encode(), mtime=0)
    if kind == "cut":
        return data[: len(data) // 2]
    if kind == "checksum":
        return data[:-8] + b"\0" * 8
    return b"no gzip at all"


@pytest.mark.parametrize("kind", ["cut", "checksum", "none"])
def test_a_damaged_gzip(run: Run, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(_damaged_gzip(kind))
    ran = run("resolve", "-c", "who", "--output", "out.csv", "a.csv.gz")
    assert ran.returncode == 2
    assert ran.err.startswith("resolver: a.csv.gz")
    assert "damaged" in ran.err
    assert ran.err.count("\n") == 1
    written = (tmp_path / "out.csv").read_text().splitlines()
    assert {"cut": 1 < len(written) < 5001, "checksum": len(written) == 5001, "none": written == []}[kind]
    for number, line in enumerate(written[1:]):
        assert line.startswith(f"Weldoria,{number},veldoria,")


def test_a_table_that_is_damaged_is_not_changed_in_its_place(run: Run, tmp_path: Path) -> None:
    before = b'who,n\nWeldoria,1\n"Weld,2\n'
    (tmp_path / "a.csv").write_bytes(before)
    assert run("normalise", "-i", "-c", "who", "a.csv").returncode == 2
    assert (tmp_path / "a.csv").read_bytes() == before


# -- normalise and link -------------------------------------------------------------------------------


def test_normalise_changes_cells_and_nothing_else(run: Run) -> None:
    table = 'n,text\r\n1,"In Weldoria, ""Marta Kovalenco"""\r\n"2",Weldoria\r\n3,\r\n4,"no\r\nname"\r\n5\r\n'
    ran = run("normalise", "-c", "text", input=table)
    assert ran.out == table.replace("Weldoria", "Veldoria").replace("Kovalenco", "Kowalenko")
    assert run("normalise", "-c", "text", input=ran.out).out == ran.out


def test_normalise_check_edits_and_in_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,n\nWeldoria,1\nVeldoria,2\n")
    ran = run("normalise", "--check", "-c", "text", "a.csv")
    assert (ran.returncode, ran.out, ran.err) == (1, "", "resolver: a.csv: 1 cell would change\n")
    ran = run("normalise", "-i", "-c", "text", "--edits", "edits.jsonl", "a.csv")
    assert (ran.returncode, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / "a.csv").read_text() == "text,n\nVeldoria,1\nVeldoria,2\n"
    edit = json.loads((tmp_path / "edits.jsonl").read_text())
    assert (edit["row"], edit["column"], edit["before"], edit["after"]) == (1, "text", "Weldoria", "Veldoria")
    assert run("normalise", "--check", "-c", "text", "a.csv").returncode == 0


def test_link_adds_a_list_of_mentions(run: Run) -> None:
    ran = run("link", "-c", "text", input='text,n\n"Weldoria, today",1\n,2\nnothing,3\n')
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    (mention,) = json.loads(rows[0]["mentions"])
    assert (mention["start"], mention["end"], mention["id"]) == (0, 8, "veldoria")
    assert [row["mentions"] for row in rows[1:]] == ["", "[]"]


def test_summaries(run: Run) -> None:
    text = "Marta Kovalenco left Weldoria for Weldoria."
    lines = [
        "resolver: linked: 3 (2 entities; 2 place, 1 person)",
        "resolver: changed: 3: Weldoria → Veldoria (2), Marta Kovalenco → Marta Kowalenko (1)",
        "resolver: left as ambiguous: 0",
    ]
    assert run("normalise", "--summary", input=text).err.splitlines() == lines
    assert run("normalise", "--summary", "-c", "t", input=f"t\n{text}\n").err.splitlines() == lines
    assert run("normalise", "--summary", "-j", "2", "--unit", "line", input=text).err.splitlines() == lines
    assert run("link", "--summary", input=text).err.splitlines() == [lines[0], lines[2]]
    assert run("link", "--summary", "-c", "t", input=f"t\n{text}\n").err.splitlines() == [lines[0], lines[2]]


# -- JSON lines ---------------------------------------------------------------------------------------

OBJECTS = (
    '{"a": {"who": "Marta Kovalenco", "x": 1.50e1}, "n":[1,{"who":2}]}\r\n'
    "\n"
    '{"a":{"who":null},"big":123456789012345678901234567890}\n'
    '{"a": {"who": "Кiт \\u0443"}}\n'
    ' {"b": 1 } '
)


def test_json_lines(run: Run) -> None:
    ran = run("resolve", "--field", "a.who", input=OBJECTS)
    assert ran.returncode == 0
    first, blank, second, third, last = ran.out.split("\n")
    assert first.startswith(
        '{"a": {"who": "Marta Kovalenco", "x": 1.50e1}, "n":[1,{"who":2}], "id": "marta-kowalenko"'
    )
    assert (blank, first[-1]) == ("", "\r")
    assert second.startswith('{"a":{"who":null},"big":123456789012345678901234567890, "id": null, ')
    assert third.startswith('{"a": {"who": "Кiт \\u0443"}, "id": null')
    assert last.startswith(' {"b": 1, "id": null')
    assert last.endswith(" } ")
    ran = run("normalise", "--field", "a.who", input=OBJECTS)
    assert ran.out == OBJECTS.replace("Kovalenco", "Kowalenko")


def test_json_escapes_are_read(run: Run) -> None:
    line = '{"who": "\\u041c\\u0430\\u0440\\u0442\\u0430 Коваленко", "name": "kept"}\n'
    found = json.loads(run("resolve", "--field", "who", input=line).out)
    assert (found["id"], found["name"]) == ("marta-kowalenko", "kept")
    assert found["resolved_name"] == "Marta Kowalenko"
    linked = json.loads(run("link", "--field", "who", input=line).out)
    assert [mention["id"] for mention in linked["mentions"]] == ["marta-kowalenko"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"who": "Weld', "not JSON: Unterminated string"),
        ("[1]", "not an object but a list"),
        ('{"who": 5}', "field 'who' must be a string or null, not 5"),
        ('{"who": true}', "field 'who' must be a string or null, not true"),
    ],
)
def test_damaged_json_lines(run: Run, line: str, told: str) -> None:
    ran = run("resolve", "--field", "who", input='{"who": "Weldoria"}\n' + line + '\n{"who": "Weldoria"}\n')
    assert ran.returncode == 2
    assert json.loads(ran.out)["id"] == "veldoria", "what is before it is written, and nothing else"
    assert ran.err.startswith(f"resolver: -, row 2: {told}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "path", "text", "expected", "why"),
    [
        ('{"a":"x"}', "a", "é", '{"a":"é"}', "letters as they are"),
        ('{"a":"\\u00e9"}', "a", "é", '{"a":"\\u00e9"}', "or escaped as they were"),
        ('{"a.b":"x","a":{"b":"y"}}', "a.b", "z", '{"a.b":"z","a":{"b":"y"}}', "a key with dots goes first"),
        ('{"a":"x", "a":"y"}', "a", "z", '{"a":"x", "a":"z"}', "the last of equal keys counts"),
        ('{"a":"\\ud800"}', "a", "\ud800!", '{"a":"\\ud800!"}', "half a pair cannot be written as a letter"),
    ],
)
def test_a_field_is_replaced_where_it_stands(
    line: str, path: str, text: str, expected: str, why: str
) -> None:
    assert replaced(line, path_of(path), text) == expected, why
    assert field_of(object_of(expected), path_of(path)) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.slow
@given(st.dictionaries(st.text(), json_values), st.text(), st.integers(0, 3))
def test_objects_with_fields_added_are_the_same_objects(
    record: dict[str, Any], text: str, indent: int
) -> None:
    line = json.dumps(record, ensure_ascii=bool(indent % 2), separators=(",", ":" + " " * indent))
    assert json.loads(extended(line, {"\x00id": text})) == record | {"\x00id": text}
    key = "k.k"
    longer = extended(line, {key: "old"})
    assert json.loads(replaced(longer, path_of(key), text)) == record | {key: text}


# -- Parquet and compression --------------------------------------------------------------------------


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="the extra arrow is not installed")
def test_parquet(run: Run, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(
        {"who": ["Weldoria", None, "nobody"], "n": [1, 2, 3], "when": pa.array([1, 2, 3], pa.date32())}
    )
    parquet.write_table(table.replace_schema_metadata({"maker": "us"}), tmp_path / "a.parquet")
    assert run("resolve", "-c", "who", "a.parquet", "a.parquet", "-o", "b.parquet").returncode == 0
    found = parquet.read_table(tmp_path / "b.parquet")
    assert found.select(["who", "n", "when"]).to_pylist() == table.to_pylist() * 2
    assert found.schema.metadata[b"maker"] == b"us"
    assert parquet.ParquetFile(tmp_path / "b.parquet").metadata.num_row_groups == 1
    assert found["id"].to_pylist() == ["veldoria", None, None] * 2
    assert found["ambiguous"].to_pylist() == [False, None, False] * 2
    assert run("link", "-c", "who", "a.parquet", "-o", "c.parquet").returncode == 0
    assert parquet.read_table(tmp_path / "c.parquet")["mentions"].to_pylist()[0][0]["id"] == "veldoria"
    assert run("normalise", "-i", "-c", "who", "a.parquet").returncode == 0
    assert parquet.read_table(tmp_path / "a.parquet")["who"].to_pylist() == ["Veldoria", None, "nobody"]
    for arguments, told in (
        (
            ["-c", "n", "a.parquet", "-o", "d.parquet"],
            "a.parquet: column 'n' must hold text, not int64: cast it first",
        ),
        (["-c", "who", "a.parquet"], "Parquet goes to a file: say --output FILE.parquet"),
    ):
        ran = run("resolve", *arguments)
        assert (ran.returncode, ran.err) == (2, f"resolver: {told}\n")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyarrow") is None, reason="the extra arrow is not installed")
def test_parquet_damaged_half_way(run: Run, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    names = [f"Weldoria {number * 7919 % 100_003}" for number in range(20_000)]
    parquet.write_table(
        pa.table({"who": names}), tmp_path / "a.parquet", row_group_size=5_000, write_page_checksum=True
    )
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    (tmp_path / "a.parquet").write_bytes(data)
    ran = run("resolve", "-c", "who", "a.parquet", "-o", "b.parquet")
    assert ran.returncode == 2
    assert ran.err.startswith("resolver: a.parquet, row ")
    assert "damaged" in ran.err
    assert ran.err.count("\n") == 1
    assert 0 < parquet.read_table(tmp_path / "b.parquet").num_rows < 20_000


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_files_are_read(run: Run, ending: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    if ending == ".gz":
        (tmp_path / "a.csv.gz").write_bytes(gzip.compress(ROWS.encode()))
    elif find_spec("pyarrow") or find_spec("zstandard"):
        zstd = shutil.which("zstd")
        if zstd is not None:
            subprocess.run([zstd, "-q", str(path)], check=True)
        else:
            (tmp_path / "a.csv.zst").write_bytes(_zstd(ROWS.encode()))
    else:
        (tmp_path / "a.csv.zst").write_bytes(b"")
        assert "pip install 'resolver[zstd]'" in run("resolve", "-c", "who", "a.csv.zst").err
        return
    plain = run("resolve", "-c", "who", "a.csv")
    assert run("resolve", "-c", "who", f"a.csv{ending}").out == plain.out
    assert run("normalise", f"a.csv{ending}").out == run("normalise", "a.csv").out


def _zstd(data: bytes) -> bytes:
    import pyarrow as pa

    return bytes(pa.compress(data, codec="zstd", asbytes=True))


# -- the output ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["normalise"], ["link", "-f", "tsv"], ["link", "-f", "html"], ["resolve"], ["resolve", "-f", "csv"]],
)
def test_output_files_hold_what_would_be_printed(run: Run, arguments: list[str], tmp_path: Path) -> None:
    printed = run(*arguments, input="Weldoria\n")
    ran = run(*arguments, "--output", "out", input="Weldoria\n")
    assert (ran.returncode, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / "out").read_bytes() == printed.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_csv_outputs(run: Run) -> None:
    assert (
        run("resolve", "-f", "csv", "Kovalenco, Marta").out.splitlines()[0] == "name,id,canonical name,score"
    )
    read = list(csv.reader(io.StringIO(run("link", "-f", "csv", input="Marta\nKovalenco").out)))
    assert [row[3] for row in read] == ["text", "Marta\nKovalenco"]


# -- CSV as Python's csv reads it ---------------------------------------------------------------------


class _Chunks(io.BytesIO):
    """Gives a few bytes at a time, as a pipe may."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return self.read(3)


@given(st.text(st.sampled_from('ab,"\n\r'), max_size=30))
def test_records_are_those_of_python(text: str) -> None:
    data = text.replace("\r", "\r\n").encode()
    try:
        found = [record for read in records(_Chunks(data), COMMA, "x") for record in read]
    except InputError:
        return
    assert b"".join(found) == data
    rows = [
        [COMMA.value(cell) for cell in COMMA.cells(body)]
        if (body := record[: len(record) - line_end(record)])
        else []
        for record in found
    ]
    assert rows == list(csv.reader(io.StringIO(data.decode(), newline="")))


@given(st.text(), st.sampled_from([b"", b'"x"']))
def test_a_cell_says_what_was_written(text: str, like: bytes) -> None:
    assert COMMA.value(COMMA.cell(text, like)) == text


def test_ranges_of_columns() -> None:
    header = ["a", "b", "c-d", "e"]
    for wanted, places in {
        "b": [1],
        "2-3": [1, 2],
        "c-d": [2],
        "-2": [0, 1],
        "b:": [1, 2, 3],
        "e,1,e": [3, 0],
    }.items():
        assert select(wanted, header, "x") == places, wanted
