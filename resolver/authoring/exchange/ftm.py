"""FollowTheMoney entities as JSON lines, as OpenSanctions publishes them (`entities.ftm.json`).

Property names are those of FollowTheMoney's model (https://followthemoney.tech/explorer/).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from resolver.authoring.exchange.collecting import (
    LeftOutError,
    Options,
    Record,
    Skipped,
    put_name,
    records_of_json,
)
from resolver.entities.entity import Entity
from resolver.types import EntityType

_TYPES: Final[dict[str, EntityType]] = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": "organization",
    "Event": "event",
    "Vessel": "product",
    "Airplane": "product",
    "Vehicle": "product",
}
_SCHEMAS: Final[dict[str, str]] = {
    "person": "Person",
    "organization": "Organization",
    "event": "Event",
}
_LISTS: Final = {"name": "aliases", "alias": "aliases", "previousName": "former", "abbreviation": "acronyms"}


def read_ftm(lines: Iterator[tuple[int, str]], options: Options, skipped: Skipped) -> Iterator[Record]:
    """Weak aliases become aliases that need context; properties that are no names are left out."""
    return records_of_json(lines, skipped, "a FollowTheMoney entity", partial(_record, options=options))


def _record(data: Any, options: Options) -> Record:
    schema, properties = data["schema"], data.get("properties", {})
    id = str(data["id"])
    type = _TYPES.get(schema, options.type)
    if type is None:
        raise LeftOutError(f"schema {schema} is no kind of entity here", id)
    names = properties.get("name", [])
    name = data.get("caption") if data.get("caption") in names else (names or [None])[0]
    if not name:
        raise LeftOutError("no name", id)
    record: Record = {"id": options.prefix + id, "type": type, "name": name}
    for prop, field in _LISTS.items():
        for spelling in properties.get(prop, ()):
            put_name(record, field, spelling)
    for spelling in properties.get("weakAlias", ()):
        put_name(record, "aliases", spelling)
        if spelling in record.get("aliases", ()):
            record.setdefault("needs_context", []).append(spelling)
    if len(qids := properties.get("wikidataId", ())) == 1:
        record["external"] = {"wikidata": qids[0]}
    if datasets := data.get("datasets"):
        record["sources"] = [f"OpenSanctions: {name}" for name in datasets]
    return record


def write_ftm(entities: Iterable[Entity], skipped: Skipped) -> Iterator[str]:
    """People, organizations and events; other types have no schema there."""
    for entity in entities:
        if not entity.live or entity.type not in _SCHEMAS:
            reason = f"no FollowTheMoney schema for a {entity.type}" if entity.live else "not live"
            skipped.add(reason, entity.id)
            continue
        properties: dict[str, list[str]] = {"name": [entity.name]}
        for name in entity.all_names():
            prop = {"alias": "alias", "former": "previousName", "acronym": "abbreviation"}.get(
                name.form, "alias"
            )
            if name.form == "full" and not name.variant:
                prop = "name"
            elif name.needs_context:
                prop = "weakAlias"
            known = properties.setdefault(prop, [])
            if name.spelling not in known:
                known.append(name.spelling)
        if "wikidata" in entity.external:
            properties["wikidataId"] = [entity.external["wikidata"]]
        data = {
            "id": entity.id,
            "caption": entity.name,
            "schema": _SCHEMAS[entity.type],
            "properties": properties,
        }
        yield json.dumps(data, ensure_ascii=False) + "\n"
