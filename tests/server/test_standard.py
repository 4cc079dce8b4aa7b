"""The service against every schema and example of the Reconciliation Service API 0.2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.server.reconciliation.queries import read_extension, read_queries
from resolver.server.replies import RefusedError
from tests.server.conftest import Client
from tests.server.standard import examples, holds, needs_standard, read, validator

pytestmark = needs_standard

#: Which schema an example belongs to, where the names differ.
_SCHEMAS = {
    "data-extension-metadata": ("manifest", lambda example: {"extend": example}),
    "preview-metadata": ("manifest", lambda example: {"preview": example}),
    "suggest-metadata": ("manifest", lambda example: {"suggest": {"entity": example}}),
    "security-scheme": ("manifest", lambda example: {"authentication": example}),
    "reconciliation-candidate": ("reconciliation-result-batch", lambda example: {"q": {"result": [example]}}),
}
_KINDS = (
    "data-extension-metadata",
    "data-extension-property-proposal",
    "data-extension-query",
    "data-extension-response",
    "manifest",
    "preview-metadata",
    "reconciliation-candidate",
    "reconciliation-query-batch",
    "reconciliation-result-batch",
    "security-scheme",
    "suggest-entities-response",
    "suggest-metadata",
    "suggest-properties-response",
    "suggest-types-response",
)
#: An example in the words of OpenAPI 3, while the standard's schema refers to those of Swagger 2.
_CONTRADICTING = {"http_basic_auth"}
_MANIFEST = {"versions": ["0.2"], "name": "n", "identifierSpace": "http://i/", "schemaSpace": "http://s/"}


def _cases(verdict: str) -> list[Any]:
    return [
        pytest.param(kind, path, id=f"{kind}/{path.stem}")
        for kind in _KINDS
        for path in examples(kind, verdict)
    ]


def _as_schema_has_it(kind: str, example: Any) -> tuple[str, Any]:
    schema, wrap = _SCHEMAS.get(kind, (kind, None))
    if wrap is None:
        return schema, example
    return schema, {**_MANIFEST, **wrap(example)} if schema == "manifest" else wrap(example)


@pytest.mark.parametrize(("kind", "path"), _cases("valid"))
def test_our_checking_takes_the_valid_examples(kind: str, path: Path) -> None:
    schema, value = _as_schema_has_it(kind, read(path))
    if path.stem in _CONTRADICTING:
        assert not validator(schema).is_valid(value)
    else:
        holds(value, schema)


@pytest.mark.parametrize(("kind", "path"), _cases("invalid"))
def test_our_checking_refuses_the_invalid_examples(kind: str, path: Path) -> None:
    schema, value = _as_schema_has_it(kind, read(path))
    assert not validator(schema).is_valid(value)


def test_every_kind_of_example_is_looked_at() -> None:
    from tests.server.standard import FOLDER

    kinds = {path.name for path in (FOLDER / "examples").iterdir()}
    # Previews are HTML, and the hovering text has no schema: both have tests of their own.
    assert kinds - set(_KINDS) == {"flyout-response", "preview-response"}


@pytest.mark.parametrize("path", examples("reconciliation-query-batch"), ids=lambda path: path.stem)
def test_a_valid_batch_is_answered(client: Client, path: Path) -> None:
    queries = read(path)
    answer = client.reconcile(queries)
    assert list(answer) == list(queries)
    holds(answer, "reconciliation-result-batch")


@pytest.mark.parametrize("path", examples("reconciliation-query-batch", "invalid"), ids=lambda p: p.stem)
def test_an_invalid_batch_is_refused(client: Client, path: Path) -> None:
    answer = client.form("/reconcile", queries=path.read_text())
    assert answer.status == 400
    assert list(answer.json()) == ["error"]
    with pytest.raises(RefusedError):
        read_queries(path.read_text(), 10)


@pytest.mark.parametrize("path", examples("data-extension-query"), ids=lambda path: path.stem)
def test_a_valid_extension_is_answered(client: Client, path: Path) -> None:
    answer = client.form("/reconcile", extend=path.read_text())
    assert answer.status == 200
    holds(answer.json(), "data-extension-response")
    assert sorted(answer.json()["rows"]) == sorted(read(path)["ids"])
    assert read_extension(path.read_text(), 10).ids == read(path)["ids"]


def test_what_we_say_is_what_the_standard_wants(client: Client) -> None:
    holds(client.get("/reconcile").json(), "manifest")
    queries = {
        "name": {"query": "Marta Kovalenco", "limit": 3},
        "nobody": {"query": "Zzyzx"},
        "typed": {"query": "Sorren", "type": ["organization", "place"], "type_strict": "should"},
        "evidence": {
            "query": "Marta Kowalenko",
            "properties": [
                {"pid": "country", "v": {"id": "tarnia"}},
                {"pid": "wikidata", "v": ["Q900000002"]},
            ],
        },
    }
    holds(client.reconcile(queries), "reconciliation-result-batch")
    for kind, plural in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        found = client.get(f"/reconcile/suggest/{kind}", prefix="").json()
        holds(found, f"suggest-{plural}-response")
    holds(client.get("/reconcile/suggest/entity", prefix="Mar").json(), "suggest-entities-response")
    proposed = client.get("/reconcile/properties", type="person", limit="3").json()
    holds(proposed, "data-extension-property-proposal")
    extend = '{"ids": ["sorren-institute", "nobody"], "properties": [{"id": "country"}, {"id": "acronyms"}]}'
    holds(client.form("/reconcile", extend=extend).json(), "data-extension-response")
