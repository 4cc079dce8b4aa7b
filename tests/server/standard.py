"""The schemas and examples of the Reconciliation Service API 0.2.

They are documents of a W3C community group and not copied here: tests that hold the service against them run
where they lie beside the checkout (`../shared/reconciliation-0.2`) or where RECONCILIATION_STANDARD says.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(os.environ.get("RECONCILIATION_STANDARD", ROOT.parent / "shared" / "reconciliation-0.2"))

needs_standard = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the standard's schemas are not at {FOLDER}: see tests/server/standard.py"
)

_SWAGGER = "http://swagger.io/v2/schema.json"


def examples(kind: str, verdict: str = "valid") -> list[Path]:
    """The example files of a kind."""
    return sorted((FOLDER / "examples" / kind / verdict).glob("*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _registry() -> Registry[Any]:
    found: Registry[Any] = Registry()
    for path in sorted((FOLDER / "schemas").glob("*.json")):
        resource = Resource.from_contents(_without_dialect(read(path)), default_specification=DRAFT7)
        own = resource.id() or path.name
        uris = [own, own + "#", own.rsplit("/", 1)[0] + "/" + path.name]
        for uri in uris:
            found = found.with_resource(uri, resource)
    return found


def _without_dialect(schema: Any) -> Any:
    """`http://json-schema.org/schema#` means the newest draft of its time, draft 7."""
    return {key: value for key, value in schema.items() if key != "$schema"}


def validator(schema: str) -> jsonschema.Draft7Validator:
    """What checks values against one of the standard's schemas."""
    contents = _without_dialect(read(FOLDER / "schemas" / f"{schema}.json"))
    return jsonschema.Draft7Validator(contents, registry=_registry())


def holds(value: Any, schema: str) -> None:
    """Assert that a value is what the schema says."""
    wrong = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator(schema).iter_errors(value)]
    assert wrong == []
