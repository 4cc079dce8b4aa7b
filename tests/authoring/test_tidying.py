"""What `import` does to names from elsewhere, and to names that several entities have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from resolver.authoring.draft import RefusedError
from resolver.authoring.exchange.tidying import tidy, tidy_name
from resolver.authoring.importing import import_entities
from resolver.authoring.schema import json_schema
from resolver.entities.sources import load_sources

# A name as found, as it is written, and what was wrong with it.
NAMES = [
    ("Anna Berg", "Anna Berg", "nothing"),
    ("  Anna Berg\t", "Anna Berg", "spaces at the ends"),
    ("Anna \u00a0\u2003 Berg", "Anna Berg", "several spaces, of other kinds"),
    ("Anna\r\nBerg", "Anna Berg", "a line break"),
    ("Anna\x00Berg\x1b", "Anna Berg", "control characters"),
    ("Emile\u0301", "Emil\u00e9", "a letter and its accent apart"),
    ("O’Brien", "O’Brien", "nothing: its apostrophe is its own"),
    (" \x07 ", "", "nothing else was in it"),
]


@pytest.mark.parametrize(("found", "written"), [row[:2] for row in NAMES], ids=[row[2] for row in NAMES])
def test_a_name_is_tidied(found: str, written: str) -> None:
    assert tidy_name(found) == written
    assert tidy_name(written) == written


def test_names_are_tidied_wherever_a_record_has_them_and_nothing_else_is() -> None:
    record: dict[str, Any] = {
        "name": " Ostra ",
        "aliases": ["Ostra  Town", "Ostra Town", 7],
        "variants": [{"of": "Ostra ", "spelling": " Ostrah"}, "Ostrra\n"],
        "names": {"ru": " Остра ", "ka": ["ოსტრა "]},
        "not": ["Mount  Ostra"],
        "note": "  as found  ",
        "short": 12,
    }
    assert tidy(record) == {
        "name": "Ostra",
        "aliases": ["Ostra Town", 7],
        "variants": [{"of": "Ostra", "spelling": "Ostrah"}, "Ostrra"],
        "names": {"ru": "Остра", "ka": ["ოსტრა"]},
        "not": ["Mount Ostra"],
        "note": "  as found  ",
        "short": 12,
    }


@pytest.fixture
def namesakes(tmp_path: Path) -> Path:
    """A list in which two places have one name."""
    rows = [
        {"id": "ostra-town", "type": "place", "name": "Ostra", "sources": ["made up"]},
        {"id": "ostra-river", "type": "place", "name": "OSTRA ", "sources": ["made up"]},
        {"id": "velm", "type": "place", "name": "Velm", "sources": ["made up"]},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_name_of_several_is_refused_and_nothing_is_written(namesakes: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        import_entities([namesakes], "jsonl", tmp_path / "gazetteer")
    assert {finding.code for finding in caught.value.findings if finding.severity == "error"} == {
        "shared-name"
    }
    assert [path for path in (tmp_path / "gazetteer").rglob("*") if path.is_file()] == []


def test_a_name_of_several_is_declared_ambiguous_where_that_is_asked_for(
    namesakes: Path, tmp_path: Path
) -> None:
    result = import_entities([namesakes], "jsonl", tmp_path / "gazetteer", declare_ambiguous=True)
    assert result.written == 3
    entities = load_sources(tmp_path / "gazetteer").entities
    assert entities["ostra-town"].ambiguous == ("Ostra",)
    assert entities["ostra-river"].ambiguous == ("OSTRA",)
    assert entities["velm"].ambiguous == ()


def test_editors_accept_one_spelling_without_brackets() -> None:
    names = json_schema("records")["properties"]["names"]["patternProperties"]
    (spellings,) = names.values()
    kinds = {choice["type"] for choice in spellings["anyOf"]}
    assert kinds == {"array", "string"}
