"""What clients of the reconciliation service get, beyond its shape: see test_standard for that."""

from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver.server.reconciliation.queries import read_queries
from resolver.server.replies import RefusedError
from tests.server.conftest import Client

Found = list[dict[str, Any]]


def _result(client: Client, **query: Any) -> Found:
    found: Found = client.reconcile({"q": query})["q"]["result"]
    return found


def _ids(found: Found) -> list[str]:
    return [each["id"] for each in found]


def test_the_manifest_leads_to_everything(client: Client) -> None:
    manifest = client.get("/reconcile").json()
    base = f"http://127.0.0.1:{client.port}"
    assert manifest["versions"] == ["0.1", "0.2"]
    assert [type["id"] for type in manifest["defaultTypes"]][:3] == ["person", "organization", "place"]
    suggest = manifest["suggest"]
    links = [
        manifest["view"]["url"].replace("{{id}}", "veldoria"),
        manifest["preview"]["url"].replace("{{id}}", "veldoria"),
        suggest["entity"]["service_url"] + suggest["entity"]["service_path"] + "?prefix=Vel",
        suggest["entity"]["flyout_service_url"]
        + suggest["entity"]["flyout_service_path"].replace("${id}", "veldoria"),
        manifest["extend"]["propose_properties"]["service_url"]
        + manifest["extend"]["propose_properties"]["service_path"],
    ]
    for link in links:
        assert link.startswith(base), link
        assert client.get(link.removeprefix(base)).status == 200, link


@pytest.mark.slow
def test_ten_thousand_cells_in_batches_of_ten_are_what_candidates_says(client: Client, world: Path) -> None:
    """Sent as OpenRefine sends them: forms, ten cells each, over one connection."""
    known = resolver.load(str(world))
    names = [name.spelling for entity in known.gazetteer for name in entity.all_names()]
    chance = random.Random(18)
    cells = [_misspelt(chance.choice(names), chance) for _ in range(10_000)]
    wanted = {cell: known.candidates(cell) for cell in set(cells)}
    means = {cell: known.resolve(cell) for cell in set(cells)}
    for start in range(0, len(cells), 10):
        batch = {f"q{n}": {"query": cell, "limit": 5} for n, cell in enumerate(cells[start : start + 10])}
        answer = client.reconcile(batch)
        assert list(answer) == list(batch)
        for key, query in batch.items():
            matches, meant = wanted[query["query"].strip()], means[query["query"].strip()]
            got = [(each["id"], each["name"], each["score"], each["match"]) for each in answer[key]["result"]]
            assert got == [
                (m.id, m.name, round(100 * m.score, 4), meant is not None and meant.id == m.id)
                for m in matches
            ]


def _misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return chance.choice((name, name.upper(), name[:at] + name[at + 1 :] or name, name[::-1])).strip()


def test_get_and_post_and_jsonp_say_the_same(client: Client) -> None:
    queries = json.dumps({"q0": {"query": "Weldoria"}})
    posted = client.form("/reconcile", queries=queries)
    got = client.get("/reconcile", queries=queries)
    called = client.get("/reconcile", queries=queries, callback="jQuery.fn_1")
    assert posted.json() == got.json()
    assert posted.headers["content-type"] == got.headers["content-type"] == "application/json"
    assert called.headers["content-type"].startswith("text/javascript")
    assert called.text.startswith("/**/jQuery.fn_1(")
    assert json.loads(called.text.removeprefix("/**/jQuery.fn_1(").removesuffix(");")) == got.json()


@pytest.mark.parametrize("callback", ["", "alert(1)", "a;b", "a.", "a" * 200, "ﬁ", "a\nb", "<script>"])
def test_jsonp_calls_functions_only(client: Client, callback: str) -> None:
    answer = client.get("/reconcile", callback=callback)
    assert (answer.status, list(answer.json())) == (400, ["error"])


def test_any_page_may_ask(client: Client) -> None:
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/preview?id=veldoria"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
    asked = client.ask("OPTIONS", "/reconcile", headers={"Origin": "https://example.org"})
    assert asked.status == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert client.form("/reconcile", queries="[").headers["access-control-allow-origin"] == "*"
    # The rest is no business of other pages.
    assert "access-control-allow-origin" not in client.get("/resolve", name="Weldoria").headers


def test_the_limit_is_kept(client: Client) -> None:
    assert len(_result(client, query="Marta Kowalenko", limit=1)) == 1
    assert _result(client, query="Marta Kowalenko", limit=0) == []
    assert len(_result(client, query="Marta Kowalenko", limit=2.0)) == 2


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ({"type": "organization"}, {"organization"}),
        ({"type": ["person", "organization"]}, {"person", "organization"}),
        ({"type": "organization", "type_strict": "should"}, {"organization"}),
        # Not known here: the standard lets a service ignore it where it only should hold.
        ({"type": "DifferentiatedPerson", "type_strict": "should"}, {"person", "organization", "place"}),
        ({"type": "DifferentiatedPerson"}, set()),
        ({"type": ["person", "place"], "type_strict": "all"}, set()),
    ],
)
def test_types_limit_the_answer(client: Client, query: dict[str, Any], types: set[str]) -> None:
    found = _result(client, query="Sorren", limit=20, **query)
    assert {type["id"] for each in found for type in each["type"]} <= types
    assert bool(found) == bool(types)


def test_what_is_of_another_type_than_asked_is_no_match(client: Client) -> None:
    """OpenRefine sends `should` with every type, and takes a match without asking."""
    asked = {"query": "Veldoria", "type": "event", "type_strict": "should"}
    for more in ({}, {"properties": [{"pid": "wikidata", "v": "Q1"}]}):
        found = _result(client, **asked, **more)
        assert [(each["id"], each["match"]) for each in found[:1]] == [("veldoria", False)]
    assert _result(client, query="Veldoria", type="place", type_strict="should")[0]["match"] is True


@pytest.mark.parametrize(
    ("properties", "first", "why"),
    [
        ([("country", "Tarnia")], "marta-kowalenko-singer", "a country by its name"),
        ([("country", "Weldoria")], "marta-kowalenko", "a country by a misspelt name"),
        ([("country", "VE")], "marta-kowalenko", "a country by its code"),
        ([("country", {"id": "tarnia", "name": "T."})], "marta-kowalenko-singer", "one reconciled before"),
        ([("wikidata", "q900000002")], "marta-kowalenko-singer", "an identifier, in any case"),
        ([("country", "VE"), ("wikidata", "Q900000002")], "marta-kowalenko-singer", "it tells more"),
        ([("country", ["nowhere", "Tarnia"])], "marta-kowalenko-singer", "one of several values"),
    ],
)
def test_properties_are_evidence(
    client: Client, properties: list[tuple[str, Any]], first: str, why: str
) -> None:
    given = [{"pid": pid, "v": value} for pid, value in properties]
    found = _result(client, query="Marta Kowalenko", properties=given)
    assert _ids(found)[0] == first, why
    agreeing = {feature["id"] for feature in found[0]["features"] if feature["value"] is True}
    assert properties[-1][0] in agreeing


def test_what_says_nothing_changes_nothing(client: Client) -> None:
    plain = _result(client, query="Marta Kovalenco")
    for properties in (
        [],
        [{"pid": "country", "v": "no such country"}],
        [{"pid": "no such property", "v": "x"}],
        [{"pid": "within", "v": True}],
    ):
        # More are looked at where properties may tell: of those that are improbable others may come last.
        found = _result(client, query="Marta Kovalenco", properties=properties)
        assert found[:2] == plain[:2]


def test_namesakes_are_no_match_until_something_tells_them_apart(client: Client) -> None:
    alone = _result(client, query="Marta Kowalenko")
    assert [each["match"] for each in alone[:2]] == [False, False]
    told = _result(client, query="Marta Kowalenko", properties=[{"pid": "wikidata", "v": "Q900000001"}])
    assert [each["match"] for each in told[:2]] == [True, False]
    assert told[0]["id"] == "marta-kowalenko"


def test_properties_alone_find_who_has_them(client: Client) -> None:
    assert _ids(_result(client, properties=[{"pid": "wikidata", "v": "Q900000001"}])) == ["marta-kowalenko"]
    assert _ids(_result(client, properties=[{"pid": "id", "v": "tarnia"}])) == ["tarnia"]
    assert _ids(_result(client, properties=[{"pid": "acronyms", "v": "SRI"}]))[0] == "sorren-institute"
    assert _result(client, properties=[{"pid": "wikidata", "v": "Q1"}]) == []


@pytest.mark.parametrize("name", ["", "   ", "a" * 5_000, "\x00", "💥" * 200, "((((", "%s%n", "' OR 1=1"])
def test_strange_cells_harm_nothing(client: Client, name: str) -> None:
    assert isinstance(_result(client, query=name), list)


def test_suggestions_complete_names_and_mend_them(client: Client) -> None:
    def suggested(prefix: str, **more: str) -> list[str]:
        return _ids(client.get("/reconcile/suggest/entity", prefix=prefix, **more).json()["result"])

    assert suggested("vel")[0] == "veldoria"
    assert set(suggested("marta k")[:2]) == {"marta-kowalenko", "marta-kowalenko-singer"}
    assert "henrik-aldous" in suggested("ald"), "a later word of the name"
    assert suggested("марта")[0] == "marta-kowalenko"
    assert suggested("Marta Kovalenka")[0].startswith("marta-kowalenko"), "a slip"
    assert suggested("tarnia")[0] == "tarnia"
    assert suggested("vel", cursor="1") == suggested("vel")[1:]
    assert client.get("/reconcile/suggest/entity", prefix="v", cursor="-1").status == 400
    assert client.get("/reconcile/suggest/nothing", prefix="v").status == 404


def test_types_and_properties_are_suggested(client: Client) -> None:
    assert _ids(client.get("/reconcile/suggest/type", prefix="or").json()["result"]) == ["organization"]
    assert _ids(client.get("/reconcile/suggest/property", prefix="Coun").json()["result"]) == ["country"]
    assert _ids(client.get("/reconcile/suggest/property", prefix="wiki").json()["result"]) == ["wikidata"]


def test_what_hovers_and_what_is_previewed_is_escaped(client: Client) -> None:
    hovering = client.get("/reconcile/flyout/entity", id="sorren-institute").json()
    assert hovering["id"] == "sorren-institute"
    assert "&lt;rivers&gt;" in hovering["html"]
    preview = client.get("/reconcile/preview", id="sorren-institute")
    assert "Studies &lt;rivers&gt; &amp; lakes." in preview.text
    assert "frame-ancestors" not in preview.headers["content-security-policy"]
    unknown = client.get("/reconcile/preview", id="<script>")
    assert unknown.status == 404
    assert "<script>" not in unknown.text
    assert client.get("/reconcile/flyout/property", id="country").json()["id"] == "country"
    assert client.get("/reconcile/flyout/type", id="<b>").status == 404


def test_data_is_extended(client: Client) -> None:
    asked = {
        "ids": ["marta-kowalenko", "old-veldoria", "nobody"],
        "properties": [
            {"id": "country"},
            {"id": "names", "settings": {"language": "uk"}},
            {"id": "variants", "settings": {"limit": "1"}},
            {"id": "wikidata"},
            {"id": "no-such-property"},
        ],
    }
    answer = client.form("/reconcile", extend=json.dumps(asked)).json()
    assert [each["name"] for each in answer["meta"]] == [
        "country",
        "names in other languages",
        "variants",
        "wikidata",
        "no-such-property",
    ]
    assert answer["rows"]["marta-kowalenko"] == {
        "country": [{"id": "veldoria", "name": "Veldoria"}],
        "names": [{"str": "Марта Коваленко"}],
        "variants": [{"str": "Marta Kovalenco"}],
        "wikidata": [{"str": "Q900000001"}],
        "no-such-property": [],
    }
    assert answer["rows"]["old-veldoria"]["variants"] == [{"str": "Weldoria"}], "its successor's"
    assert set(map(len, answer["rows"]["nobody"].values())) == {0}


def test_large_batches_are_refused_and_medium_ones_answered(client: Client) -> None:
    assert len(client.reconcile({f"q{n}": {"query": "Veldoria"} for n in range(1_000)})) == 1_000
    many = client.form("/reconcile", queries=json.dumps({f"q{n}": {"query": "x"} for n in range(1_001)}))
    assert (many.status, list(many.json())) == (413, ["error"])


def test_a_batch_far_too_large_is_counted_before_it_is_read() -> None:
    """Models of a hundred thousand queries would take memory that the process never gives back."""
    batch = json.dumps({f"q{n}": {"query": "Halden"} for n in range(100_000)})
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match="100,000 queries in a batch; 1,000 at most"):
            read_queries(batch, 1_000)
        assert tracemalloc.get_traced_memory()[1] < 50 << 20
    finally:
        tracemalloc.stop()
    # Braces alone are no queries.
    assert len(read_queries(json.dumps({"q": {"query": "{" * 5_000}}), 1_000)) == 1
