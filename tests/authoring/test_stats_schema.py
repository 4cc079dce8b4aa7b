"""Counts, and the JSON Schema against the models it is made from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from resolver.authoring.schema import FILES, json_schema, render_schema, stale_schemas, write_schemas
from resolver.authoring.stats import script_of, statistics
from resolver.entities.models import EntityRecord
from resolver.entities.sources import load_sources


def test_statistics(folder: Path) -> None:
    found = statistics(load_sources(folder).entities.values())
    assert found.entities == 5
    assert found.by_type == {"person": 2, "place": 2, "organization": 1}
    assert found.by_form == {"full": 8, "short": 1, "alias": 1, "demonym": 2, "acronym": 1}
    assert found.by_script == {"Latin": 12, "Cyrillic": 1}
    assert found.by_language == {"fr": 1, "ru": 1}
    assert (found.names, found.variants, found.ambiguous) == (13, 1, 0)
    assert found.coverage["examples"] == 1
    assert json.loads(json.dumps(found.as_dict()))["by_script"] == {"Latin": 12, "Cyrillic": 1}


def test_ambiguity() -> None:
    records = [
        {"id": "a", "type": "place", "name": "Brackwater", "ambiguous": ["Brackwater"]},
        {"id": "b", "type": "person", "name": "brackwater"},
        {"id": "c", "type": "person", "name": "C", "retired": True},
    ]
    found = statistics(load_sources(records).entities.values())
    assert (found.ambiguous, found.declared, found.not_live) == (1, 0, 1)
    assert found.most_ambiguous == [("brackwater", ("a", "b"))]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ann", "Latin"),
        ("Аня", "Cyrillic"),
        ("北京", "CJK"),
        ("თბ", "Georgian"),
        ("한", "Hangul"),
        ("12", "none"),
    ],
)
def test_scripts(text: str, script: str) -> None:
    assert script_of(text) == script


def test_schema_names_every_field() -> None:
    schema = json_schema("entities")
    entity = schema["$defs"]["entity"]
    fields = {f.alias or n for n, f in EntityRecord.model_fields.items()} - {"id"}
    assert set(entity["properties"]) == fields
    assert entity["additionalProperties"] is False
    assert entity["required"] == ["type", "name"]
    assert all("description" in field for field in entity["properties"].values())
    assert "id" in json_schema("records")["required"]
    assert "person_title" in json_schema("lexicon")["properties"]["words"]["propertyNames"]["enum"]


def test_committed_schemas(tmp_path: Path) -> None:
    assert len(stale_schemas(tmp_path)) == 3
    assert len(write_schemas(tmp_path)) == 3
    assert stale_schemas(tmp_path) == []
    (tmp_path / FILES["records"]).write_text("{}")
    assert write_schemas(tmp_path) == [tmp_path / FILES["records"]]
    assert json.loads(render_schema("entities")) == json_schema("entities")


def test_the_schemas_of_the_default_gazetteer_are_up_to_date() -> None:
    folder = Path(__file__).parents[2] / "gazetteer" / "schema"
    assert stale_schemas(folder) == [], "run `resolver gazetteer schema --write gazetteer/schema`"


def test_the_default_gazetteer_fits_its_schema() -> None:
    """A check by hand of what the schema says of IDs and fields: no validator is among the dependencies."""
    gazetteer = Path(__file__).parents[2] / "gazetteer"
    schema = json_schema("entities")
    ((pattern, _),) = schema["patternProperties"].items()
    fields = schema["$defs"]["entity"]["properties"]
    for file in sorted((gazetteer / "entities").glob("*.toml")):
        for id, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if id not in schema["properties"]:
                assert re.search(pattern, id), id
                assert table.keys() <= fields.keys(), id
