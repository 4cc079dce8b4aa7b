"""Write `member_of` of countries into the imported files: who belongs to which international organization.

    python gazetteer/imports/members.py DIR

Source: The World Factbook's lists (see `world.py`), which name bodies by letters: "NATO, WTO (observer)".
Only members in full are taken, of bodies that `curation.toml` knows by the letters. It runs after
`countries.py`, whose file it completes. What countries of hand files are members of is printed as lines for
them, where they say something else.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from common import IMPORTED, Record, hand_entities, record, write
from published import curation
from toml_lines import array
from world import FACTBOOK_SOURCE, country_ids, factbook, folder, json_lines

FILE = "territories.jsonl"
REMARK = re.compile(r"\s*\([^()]*\)")


def bodies(iso: str, row: dict[str, Any]) -> list[str]:
    """IDs of what a country is a member of in full, in the order of the source."""
    known, left = curation()["members"], curation()["members"]["left"].get(iso, ())
    letters = re.split(r",\s*", row.get("international_organizations") or "")
    return [known[n] for n in letters if n in known and n not in left and not REMARK.search(n)]


def completed(entity: Record, memberships: dict[str, list[str]]) -> Record:
    """The record with its memberships and their source."""
    members = memberships.get(entity["id"], [])
    sources = [source for source in entity.get("sources", []) if source != FACTBOOK_SOURCE]
    return record(
        **{**entity, "member_of": members, "sources": [*sources, *([FACTBOOK_SOURCE] if members else [])]}
    )


def main() -> None:
    source: Path = folder()
    ids = country_ids()
    memberships = {ids[iso]: bodies(iso, row) for iso, row in factbook(source)}
    write(FILE, [completed(entity, memberships) for entity in json_lines(IMPORTED / FILE)])
    for id, entity in hand_entities().items():
        if memberships.get(id) and entity.get("member_of") != memberships[id]:
            print(f"[{id}] member_of = {array(memberships[id])}")


if __name__ == "__main__":
    main()
