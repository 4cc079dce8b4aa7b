"""The pages without a browser: what they say, what is taken from them, who may edit."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import resolver
from tests.server.conftest import Answer, Client, Service
from tests.world import SERVED

TEXT = "Marta Kovalenco left Weldoria.\nHenrik Aldous stayed; Aldous likes the SRI."
TOKEN = "a-token-for-tests"


def test_the_page_marks_counts_and_explains(client: Client) -> None:
    answer = client.form("/", text=TEXT)
    assert answer.status == 200
    assert "<del>Weldoria</del>" in answer.text
    assert "<ins>Veldoria</ins>" in answer.text
    assert "is its full name" in answer.text
    assert 'href="#m-henrik-aldous"' in answer.text
    assert 'id="m-henrik-aldous"' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "<style" not in answer.text


def test_what_is_taken_is_what_the_library_says(client: Client, world: Path) -> None:
    known = resolver.load(str(world))
    text = client.form("/take/normalised.txt", text=TEXT)
    assert text.headers["content-disposition"] == 'attachment; filename="normalised.txt"'
    assert text.text == known.normalise(TEXT)
    lines = client.form("/take/mentions.jsonl", text=TEXT).text.splitlines()
    spans = [(m.start, m.end, m.id) for m in known.link(TEXT)]
    assert [(m["start"], m["end"], m["id"]) for m in map(json.loads, lines)] == spans
    rows = list(csv.DictReader(io.StringIO(client.form("/take/mentions.csv", text=TEXT).text)))
    assert [(int(row["start"]), int(row["end"]), row["id"] or None) for row in rows] == spans
    assert client.form("/take/passwords", text=TEXT).status == 404


def test_a_reader_decides_otherwise(client: Client) -> None:
    text = "Marta Kowalenko left Weldoria."
    mentions = client.post("/link", {"text": text}).json()["mentions"]
    who = mentions[0]
    assert {each["id"] for each in who["candidates"]} == {"marta-kowalenko", "marta-kowalenko-singer"}
    field = f"choice.{who['start']}.{who['end']}"
    chosen = client.form("/take/mentions.jsonl", text=text, **{field: "marta-kowalenko-singer"})
    assert json.loads(chosen.text.splitlines()[0])["id"] == "marta-kowalenko-singer"
    place = mentions[1]
    alone = {f"choice.{place['start']}.{place['end']}": "-"}
    assert client.form("/take/normalised.txt", text=text, **alone).text == text
    shown = client.form("/", text=text, **alone).text
    assert "leave “Weldoria” as it is" in shown
    # Only what was a candidate can be chosen.
    strange = client.form("/take/mentions.jsonl", text=text, **{field: "veldoria"})
    assert json.loads(strange.text.splitlines()[0])["id"] == who["id"]


@pytest.mark.parametrize(
    "text", ["</textarea><script>alert(1)</script>", "<img src=x onerror=alert(1)> Veldoria"]
)
def test_texts_stay_texts(client: Client, text: str) -> None:
    shown = client.form("/", text=text).text
    assert "<script>alert" not in shown
    assert "<img" not in shown


def test_cells_that_a_spreadsheet_would_run_are_made_safe() -> None:
    from resolver.server.page import _safe

    assert [_safe(cell) for cell in ("=1+1", "@x", "-x", "x=", 5, None)] == [
        "'=1+1",
        "'@x",
        "'-x",
        "x=",
        5,
        None,
    ]


def test_an_empty_or_endless_text_is_told(client: Client) -> None:
    assert "Paste a text first" in client.form("/", text=" ").text
    assert client.form("/", text="x" * 1_000_001).status == 413


def test_nothing_can_be_edited_unless_asked(client: Client) -> None:
    assert client.get("/review").status == 404
    assert client.form("/review", do="start", text="x").status == 404
    assert "/review" not in client.get("/").text


# -- with --edit ------------------------------------------------------------------------------------


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[tuple[Service, Path]]:
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    (folder / "world.toml").write_text(SERVED, encoding="utf-8")
    (folder / "lexicon").mkdir()
    service = Service("--gazetteer", str(folder), "--edit", RESOLVER_TOKEN=TOKEN)
    yield service, folder
    service.stop()


def _key(answer: Answer) -> str:
    found = re.search(r'name="key" value="(\w+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def _question(answer: Answer) -> str:
    found = re.search(r"<h2>(.*?)</h2>", answer.text)
    return found[1] if found else ""


@pytest.mark.slow
def test_suggestions_are_walked_undone_and_written(editing: tuple[Service, Path]) -> None:
    service, folder = editing
    client = service.client()
    before = (folder / "world.toml").read_text()
    assert client.get("/review").status == 403
    assert client.get("/review", token="wrong").status == 403
    let_in = client.get("/review", token=TOKEN)
    assert (let_in.status, let_in.headers["location"]) == (303, "/review")
    assert "HttpOnly" in let_in.headers["set-cookie"]
    assert "samesite=strict" in let_in.headers["set-cookie"].lower()
    cookie = {"Cookie": let_in.headers["set-cookie"].partition(";")[0]}

    def show() -> Answer:
        return client.ask("GET", "/review", headers=cookie)

    key = _key(show())

    def act(**fields: str) -> Answer:
        return client.form("/review", cookie, key=key, **fields)

    text = "Quentin Harrowgate met Henrik Aldous. Quentin Harrowgate and Bettina Loosestrife left."
    # Who has no key, or no cookie, changes nothing.
    assert client.form("/review", cookie, do="start", text=text).status == 403
    assert client.form("/review", key=key, do="start", text=text).status == 403
    assert act(do="yes", number="0").status == 400
    assert act(do="start", text=text).status == 303
    assert "Quentin Harrowgate" in _question(show())
    assert act(do="yes", number="0", type="").status == 400, "a new entity needs a type"
    assert act(do="no", number="0").status == 303
    assert "Bettina Loosestrife" in _question(show())
    assert act(do="no", number="0").status == 303, "sent twice: it counts once"
    assert "Bettina Loosestrife" in _question(show())
    assert act(do="undo").status == 303
    assert "Quentin Harrowgate" in _question(show())
    assert act(do="yes", number="0", type="person").status == 303
    assert act(do="later", number="1").status == 303
    assert _question(show()) == "Done"
    assert (folder / "world.toml").read_text() == before, "nothing is written before it is asked for"
    written = act(do="write")
    assert written.status == 200
    assert "quentin-harrowgate" in written.text
    everything = "".join(path.read_text() for path in folder.rglob("*.toml"))
    assert "[quentin-harrowgate]" in everything
    assert "Bettina" not in everything


@pytest.mark.slow
def test_what_is_written_is_served(editing: tuple[Service, Path]) -> None:
    from tests.server.conftest import wait_until

    service, _ = editing
    client = service.client()
    cookie = {"Cookie": f"resolver_edit={TOKEN}"}
    key = _key(client.ask("GET", "/review", headers=cookie))
    client.form("/review", cookie, key=key, do="start", text="Quentin Harrowgate left.")
    client.form("/review", cookie, key=key, do="yes", number="0", type="person")
    client.form("/review", cookie, key=key, do="write")
    wait_until(lambda: client.get("/entity/quentin-harrowgate").status == 200)
