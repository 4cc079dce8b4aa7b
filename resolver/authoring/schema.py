"""`schema`: the JSON Schemas of gazetteer files, generated from the models.

They are committed beside the default gazetteer and CI compares. A first line `#:schema entity.schema.json`
(with the path from the file) makes editors with a TOML language server complete and check.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Literal

from resolver.entities.lexicon_models import CATEGORIES, LexiconFile
from resolver.entities.models import ID_PATTERN, EntityFields, EntityFileHeader, EntityRecord

Kind = Literal["entities", "records", "lexicon"]
FILES: Final[dict[Kind, str]] = {
    "entities": "entities.schema.json",
    "records": "records.schema.json",
    "lexicon": "lexicon.schema.json",
}


def json_schema(kind: Kind) -> dict[str, Any]:
    """The schema of a TOML file of entities, of one JSONL line, or of a lexicon file."""
    if kind == "records":
        schema = EntityRecord.model_json_schema(by_alias=True)
    elif kind == "lexicon":
        schema = LexiconFile.model_json_schema(by_alias=True)
        known = {
            "enum": sorted(CATEGORIES),
            "description": "; ".join(f"{k}: {v}" for k, v in CATEGORIES.items()),
        }
        for section in ("words", "map"):
            schema["properties"][section]["propertyNames"] = known
    else:
        schema = _entity_file()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _entity_file() -> dict[str, Any]:
    entity = EntityFields.model_json_schema(by_alias=True)
    header = EntityFileHeader.model_json_schema()
    definitions = {**entity.pop("$defs", {}), "entity": entity}
    return {
        "title": "resolver entity file",
        "type": "object",
        "properties": header["properties"],
        # TOML's own headers: source and licence are strings, everything else is an entity under its ID.
        "patternProperties": {f"^(?!(?:source|licence)$){ID_PATTERN[1:]}": {"$ref": "#/$defs/entity"}},
        "additionalProperties": False,
        "$defs": definitions,
    }


def render_schema(kind: Kind) -> str:
    return json.dumps(_plain(json_schema(kind)), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _plain(schema: Any) -> Any:
    """The same without what is so anyway, and is written by some versions of pydantic only."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _plain(value)
        for key, value in schema.items()
        if not (key == "additionalProperties" and value is True)
    }


def stale_schemas(folder: Path) -> list[Path]:
    """The committed schema files that are missing or not what the models say now."""
    return [
        folder / name
        for kind, name in FILES.items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != render_schema(kind)
    ]


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema files that are stale; which ones."""
    stale = stale_schemas(folder)
    for kind, name in FILES.items():
        if folder / name in stale:
            (folder / name).write_text(render_schema(kind), encoding="utf-8")
    return stale
