"""The JSON API: what it answers, how it is described, how it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

import resolver
from resolver.rewriting import apply_edits
from resolver.types import Edit
from tests.server.conftest import Answer, Client

TEXT = "Marta Kovalenco left Weldoria. Henrik Aldous stayed; Aldous likes the SRI."

ASKED: dict[str, dict[str, Any]] = {
    "/link": {"text": TEXT},
    "/normalise": {"text": TEXT},
    "/resolve": {"name": "Henrik Aldus"},
    "/candidates": {"name": "Marta Kowalenko", "limit": 2},
    "/compare": {"a": "Henrik Aldous", "b": "Aldous, H.", "type": "person"},
}


def test_every_answer_is_the_library_s(client: Client, world: Path) -> None:
    known = resolver.load(str(world))
    linked = client.post("/link", {"text": TEXT}).json()["mentions"]
    assert [(m["start"], m["end"], m["id"]) for m in linked] == [
        (m.start, m.end, m.id) for m in known.link(TEXT)
    ]
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for m in linked)
    normalised = client.post("/normalise", {"text": TEXT}).json()
    assert normalised["text"] == known.normalise(TEXT)
    edits = [Edit(**edit) for edit in normalised["edits"]]
    assert apply_edits(TEXT, edits) == normalised["text"]
    names = ["Henrik Aldus", "Veldoria", "Zzyzx"]
    matches = client.post("/resolve", {"names": names}).json()["matches"]
    assert [m and m["id"] for m in matches] == [m and m.id for m in map(known.resolve, names)]
    compared = client.post("/compare", ASKED["/compare"]).json()
    assert compared == resolver.compare("Henrik Aldous", "Aldous, H.", "person").as_dict()


@pytest.mark.parametrize("path", ASKED)
def test_addresses_and_bodies_ask_the_same(client: Client, path: str) -> None:
    posted = client.post(path, ASKED[path])
    got = client.get(path, **{key: str(value) for key, value in ASKED[path].items()})
    assert posted.status == got.status == 200, got.text
    assert posted.json() == got.json()


def test_lists_in_addresses(client: Client) -> None:
    got = client.get("/resolve", names=["Veldoria"], type=["place", "person"]).json()
    assert got["matches"][0]["id"] == "veldoria"


@pytest.mark.parametrize("path", ASKED)
def test_answers_are_what_the_description_says(client: Client, path: str) -> None:
    described = client.get("/openapi.json").json()
    operation = described["paths"][path]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["schema"]
    answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
    _check(ASKED[path], asked, described)
    _check(client.post(path, ASKED[path]).json(), answered, described)
    refused = client.post(path, {"nonsense": 1})
    assert refused.status == 400
    error = operation["responses"]["400"]["content"]["application/json"]["schema"]
    _check(refused.json(), error, described)
    assert refused.json()["error"].count("\n") == 0


def _check(value: Any, schema: dict[str, Any], described: dict[str, Any]) -> None:
    whole = {**schema, "components": described["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def test_the_description_names_every_address(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert sorted(described["paths"]) == sorted([*ASKED, "/entity/{id}", "/health"])
    assert described["servers"] == [{"url": f"http://127.0.0.1:{client.port}"}]


def test_health_says_what_is_served(client: Client) -> None:
    health = client.get("/health").json()
    assert health == {
        "status": "ok",
        "version": resolver.__version__,
        "entities": 8,
        "generation": 1,
        "trouble": None,
    }


def test_entities_and_what_became_of_them(client: Client) -> None:
    found = client.get("/entity/veldoria")
    assert (found.status, found.json()["name"]) == (200, "Veldoria")
    assert found.json()["predecessors"] == ["old-veldoria"]
    merged = client.get("/entity/old-veldoria")
    assert (merged.status, merged.headers["location"]) == (301, "/entity/veldoria")
    split = client.get("/entity/sorren-union")
    assert split.status == 300
    assert [each["id"] for each in split.json()["successors"]] == ["sorren-institute", "henrik-aldous"]
    assert client.get("/entity/sorren-society").status == 410
    assert client.get("/entity/nobody").status == 404
    assert client.get("/entity/..%2f..%2fetc%2fpasswd").status == 404


def test_browsers_get_an_entity_as_a_page(client: Client) -> None:
    """Who clicks a match in OpenRefine, or a name on the page, wants to read, not to see JSON."""
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

    def read(id: str) -> Answer:
        return client.ask("GET", f"/entity/{id}", headers=browser)

    found = read("sorren-institute")
    assert (found.status, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert found.headers["vary"] == client.get("/entity/sorren-institute").headers["vary"] == "Accept"
    assert "<h1>Sørren Institute</h1>" in found.text
    assert '<dt>country</dt><dd><a href="/entity/veldoria">Veldoria</a></dd>' in found.text
    assert "<dt>acronyms</dt><dd>SRI</dd>" in found.text
    assert "Studies &lt;rivers&gt; &amp; lakes." in found.text
    assert "<dt>wikidata</dt><dd>Q900000001</dd>" in read("marta-kowalenko").text
    assert "<dt>formerly</dt><dd><code>old-veldoria</code></dd>" in read("veldoria").text
    merged = read("old-veldoria")
    assert (merged.status, merged.headers["location"]) == (301, "/entity/veldoria")
    split = read("sorren-union")
    assert (split.status, split.text.count('href="/entity/')) == (300, 2)
    assert read("sorren-society").status == 410
    unknown = read("%3Cscript%3E")
    assert (unknown.status, "<script>" in unknown.text) == (404, False)


@pytest.mark.parametrize(
    ("path", "data", "says"),
    [
        ("/link", {}, "text: is missing"),
        ("/link", {"txt": "x", "text": "x"}, "txt: there is no such field"),
        ("/link", {"text": 5}, "text"),
        ("/link", {"text": "x", "type": "river"}, "type"),
        ("/link", {"text": "x", "min_score": 2}, "min_score"),
        ("/link", {"text": "x", "language": "../etc"}, "language"),
        ("/normalise", {"text": "x", "rewrite": "all"}, "rewrite"),
        ("/resolve", {}, "either name or names"),
        ("/resolve", {"name": "x" * 1_001}, "name"),
        ("/resolve", {"names": ["x"] * 1_001}, "names"),
        ("/candidates", {"name": "x", "limit": 10**9}, "limit"),
        ("/compare", {"a": "x"}, "b"),
        ("/compare", {"a": "x", "b": "y", "prior": 1}, "prior"),
        ("/compare", ["a"], "object"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(client: Client, path: str, data: Any, says: str) -> None:
    answer = client.post(path, data)
    assert answer.status == 400
    assert says in answer.json()["error"]


def test_other_addresses_methods_and_kinds(client: Client) -> None:
    assert client.get("/nothing").status == 404
    refused = client.ask("DELETE", "/link")
    assert (refused.status, "POST" in refused.headers["allow"]) == (405, True)
    assert client.form("/link", text="x").status == 415
    assert client.ask("POST", "/link", b"{", {"Content-Type": "application/json"}).status == 400
    assert client.ask("POST", "/link", b'"\xff"', {"Content-Type": "application/json"}).status == 400
    assert (
        client.ask("POST", "/link", b'{"text":' * 5_000, {"Content-Type": "application/json"}).status == 400
    )
