"""One column reconciled as OpenRefine does it: its requests, in its order, with its headers and oddities."""

from __future__ import annotations

import json
from typing import Any

from tests.server.conftest import Client

_HEADERS = {"User-Agent": "OpenRefine 3.9.3", "Origin": "http://127.0.0.1:3333"}

CELLS = [
    *("Marta Kovalenco", "KOWALENKO, Marta", "Henrik Aldus", "Sorren Institute", "SRI", "Weldoria"),
    *("Old Veldoria", "Orrin Vale", "Nobody Here", "Tarnia"),
]


def _batch(**more: Any) -> str:
    return json.dumps({f"q{at}": {"query": cell, **more} for at, cell in enumerate(CELLS)})


def test_a_column_is_reconciled_from_the_first_request_to_the_last(client: Client) -> None:
    # The dialog: the address is tried as typed, by CORS first, and by JSONP where that fails.
    manifest = client.ask("GET", "/reconcile", headers=_HEADERS).json()
    called = client.get("/reconcile/", callback="jQuery35105_1764343", _="1764343000")
    assert called.text == f"/**/jQuery35105_1764343({json.dumps(manifest)});"
    base = manifest["view"]["url"].removesuffix("/entity/{{id}}")

    # Types are guessed from the first ten cells, three candidates each.
    guessed = client.form("/reconcile", headers=_HEADERS, queries=_batch(limit=3)).json()
    assert list(guessed) == [f"q{at}" for at in range(10)]
    types = {found["type"][0]["id"] for answer in guessed.values() for found in answer["result"][:1]}
    assert types == {"person", "organization", "place"}
    assert all(len(answer["result"]) <= 3 for answer in guessed.values())

    # The user looks for a type and for a property to use; the widget sends more than the standard names.
    widget = {"callback": "cb", "type_strict": "all", "lang": "en", "key": "", "limit": "10", "_": "1"}
    assert '"person"' in client.get("/reconcile/suggest/type", prefix="pers", **widget).text
    assert '"country"' in client.get("/reconcile/suggest/property", prefix="coun", **widget).text

    # Ten cells at a time, with the type as a wish and another column as evidence.
    column = [
        {"pid": "country", "p": "country", "v": "Tarnia"},
        {"pid": "wikidata", "p": "wikidata", "v": ""},
    ]
    asked = _batch(type="person", type_strict="should", limit=5, properties=column)
    answers = client.form("/reconcile", headers=_HEADERS, queries=asked).json()
    assert answers["q0"]["result"][0]["id"] == "marta-kowalenko-singer"
    matched = {
        (CELLS[int(key[1:])], found["id"])
        for key, answer in answers.items()
        for found in answer["result"]
        if found["match"]
    }
    assert ("Marta Kovalenco", "marta-kowalenko-singer") in matched
    assert {id for _, id in matched} <= {"marta-kowalenko", "marta-kowalenko-singer", "henrik-aldous"}

    # A cell is looked at and decided by hand: a preview in a frame, a search, what hovers, the entity's page.
    shown = client.get(manifest["preview"]["url"].removeprefix(base).replace("{{id}}", "henrik-aldous"))
    assert (shown.status, "Henrik Aldous" in shown.text) == (200, True)
    searched = client.get("/reconcile/suggest/entity", prefix="henr", **{**widget, "callback": "found"})
    assert searched.text.startswith('/**/found({"result": [{"id": "henrik-aldous"')
    assert "person" in client.get("/reconcile/flyout/entity", id="henrik-aldous").json()["html"]
    page = client.ask("GET", "/entity/henrik-aldous", headers={"Accept": "text/html,*/*;q=0.8"})
    assert "<h1>Henrik Aldous</h1>" in page.text

    # Columns are added from what was reconciled.
    offered = client.get("/reconcile/properties", type="person", limit="256").json()
    wanted = [{"id": each["id"]} for each in offered["properties"]]
    ids = ["marta-kowalenko", "henrik-aldous"]
    extended = client.form("/reconcile", extend=json.dumps({"ids": ids, "properties": wanted})).json()
    assert [each["id"] for each in extended["meta"]] == [each["id"] for each in wanted]
    assert extended["rows"]["henrik-aldous"]["country"] == [{"id": "veldoria", "name": "Veldoria"}]
    assert all(set(row) == {each["id"] for each in wanted} for row in extended["rows"].values())
