"""What the entity imports share: where sources lie, IDs that stay, cleaning, and writing records.

An import writes one JSON line an entity into `entities/imported/`, sorted by ID, so that a rerun changes
only what its source changed. IDs are given once: a record keeps the ID that the last run gave the same
thing, known by its key in `external`. IDs that a hand file holds are left to that file.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from unidecode import unidecode

from resolver.entities.lock import LOCK_NAME, Issued, read_lock, write_lock
from resolver.text.fold import fold

Record = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
ENTITIES = ROOT / "entities"
IMPORTED = ENTITIES / "imported"

# The order of fields in a record, as in hand files.
FIELDS = """id type name aliases acronyms short demonyms former nicknames names variants not needs_context
    ambiguous country within member_of external sources exact note"""


def hand_entities() -> dict[str, Record]:
    """ID → record, of all hand files."""
    found: dict[str, Record] = {}
    for path in sorted(ENTITIES.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {id: record for id, record in data.items() if isinstance(record, dict)}
    return found


def imported_entities(*, but: str = "") -> dict[str, Record]:
    """ID → record, of all imported files, or of all but one."""
    found: dict[str, Record] = {}
    for path in sorted(IMPORTED.glob("*.jsonl")):
        if path.name != but:
            lines = path.read_text(encoding="utf-8").splitlines()
            found |= {record["id"]: record for record in map(json.loads, lines)}
    return found


def own_ids(file: str, key: str) -> dict[str, str]:
    """What the last run of an import named things: value of `external[key]` → ID."""
    path = IMPORTED / file
    if not path.exists():
        return {}
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {r["external"][key]: r["id"] for r in records if key in r.get("external", {})}


def slug(name: str) -> str:
    """An ID from a name: "Côte d'Ivoire" → cote-divoire."""
    plain = unidecode(name.replace("ə", "a").replace("Ə", "A")).replace("'", "").replace(".", "")
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("&", " and ").lower()).strip("-")


def folded(name: str) -> str:
    """A name as exact comparison sees it."""
    return " ".join(filter(None, map(fold, re.split(r"[\s-]+", name))))


def tidy(name: str) -> str:
    """NFC, single plain spaces, plain apostrophes in Latin names, no direction marks."""
    name = "".join(" " if c in "\u00a0\u202f" else c for c in name if c not in "\u200e\u200f\u061c\u00ad")
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return name.replace("’", "'").replace("‘", "'") if name[:1].isascii() else name


def distinct(names: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """The names in order, each spelling once, without those in `but`."""
    seen = set(but)
    return [name for name in names if not (name in seen or seen.add(name))]  # type: ignore[func-returns-value]


def record(**fields: Any) -> Record:
    """A record in canonical order, empty fields left out."""
    return {key: fields[key] for key in FIELDS.split() if fields.get(key)}


def all_names(entity: Record) -> list[str]:
    """Every name that an entity goes by, variants left out."""
    found = [entity["name"]]
    for field in ("aliases", "acronyms", "short", "demonyms", "former", "nicknames"):
        found += entity.get(field, [])
    for names in entity.get("names", {}).values():
        found += names
    return found


def write(file: str, records: Iterable[Record]) -> None:
    """Write an import's records, sorted, and enter new IDs into the lock."""
    rows = sorted(records, key=lambda r: r["id"])
    IMPORTED.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (IMPORTED / file).write_text(text, encoding="utf-8", newline="\n")
    lock = read_lock(ROOT / LOCK_NAME)
    for row in rows:
        lock.setdefault(row["id"], Issued(row["id"], "live", row["type"]))
    write_lock(ROOT / LOCK_NAME, lock)
    names = sum(len(all_names(row)) for row in rows)
    print(f"{file}: {len(rows):,} entities, {names:,} names")
