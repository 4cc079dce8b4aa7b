"""What the service is and can do, as its clients ask first."""

from __future__ import annotations

from typing import Any

from resolver import __version__
from resolver.server.reconciliation.extending import SETTINGS
from resolver.types import ENTITY_TYPES

#: Queries that a client should send at once.
BATCH = 50

PREVIEW_WIDTH, PREVIEW_HEIGHT = 400, 180


def manifest(base: str) -> dict[str, Any]:
    """The manifest of the service at the address `base` (no slash at the end)."""
    return {
        "versions": ["0.1", "0.2"],
        "name": "resolver",
        "identifierSpace": f"{base}/entity/",
        "schemaSpace": f"{base}/type/",
        "documentation": f"{base}/",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": type, "name": type} for type in ENTITY_TYPES],
        "view": {"url": f"{base}/entity/{{{{id}}}}"},
        "preview": {
            "url": f"{base}/reconcile/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {kind: _suggest(base, kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": SETTINGS,
        },
        "batchSize": BATCH,
    }


def _suggest(base: str, kind: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"/reconcile/suggest/{kind}",
        "flyout_service_url": base,
        "flyout_service_path": f"/reconcile/flyout/{kind}?id=${{id}}",
    }
