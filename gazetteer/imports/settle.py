"""After the imports: declare the names that entities share, those that need evidence, and neighbours.

    python gazetteer/imports/settle.py

Writes `ambiguous`, `needs_context` and `not` into the imported files, from what all entities hold together
and from `curation.toml`, and prints what hand files have to say about shared names themselves. Two runs give
the same bytes.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict

from common import IMPORTED, ROOT, Record, all_names, distinct, folded, hand_entities, record, write
from published import curation, decided
from rapidfuzz.distance import OSA


def ordinary_words() -> frozenset[str]:
    """English words that mean something in small letters."""
    path = ROOT / "lexicon" / "imported" / "ordinary.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"]["ordinary"]["en"])


def needing_context(entity: Record, english: frozenset[str], listed: frozenset[str]) -> list[str]:
    """Its names that are ordinary words or common names.

    A country's own names in English are never such, even where they are words ("Turkey", "US", "Polish"): too
    much is written about countries. Other single words are when English has them, or when `curation.toml`
    lists them.
    """
    sure = set(entity.get("demonyms", []))
    if "iso3166" in entity.get("external", {}):
        sure |= {entity["name"], *entity.get("aliases", []), *entity.get("acronyms", [])}
    found = []
    for name in all_names(entity):
        word = name.isascii() and folded(name) in english and name not in sure
        if word or listed & {name, f"{entity['id']}: {name}", f"{entity['id']}: *"}:
            found.append(name)
    return distinct(found)


def neighbours(entities: list[Record]) -> dict[str, list[str]]:
    """ID → English names of others that are one letter off one of its own: Hangzhou and Yangzhou."""
    names = [(folded(n), n, e["id"]) for e in entities for n in [e["name"], *e.get("aliases", [])]]
    names = sorted(entry for entry in names if len(entry[0]) > 5)
    found: dict[str, list[str]] = defaultdict(list)
    for at, (plain, name, id) in enumerate(names):
        for other_plain, other, other_id in names[at + 1 :]:
            if id != other_id and OSA.distance(plain, other_plain, score_cutoff=1) == 1:
                found[id].append(other)
                found[other_id].append(name)
    return found


def main() -> None:
    files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in IMPORTED.glob("*.jsonl")}
    imported = {name: [json.loads(line) for line in lines] for name, lines in sorted(files.items())}
    hand = hand_entities()
    bearers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id, entity in [*hand.items(), *((r["id"], r) for records in imported.values() for r in records)]:
        for name in all_names(entity):
            bearers[folded(name)][id].append(name)
    shared: dict[str, list[str]] = defaultdict(list)
    for found in bearers.values():
        if len(found) > 1:
            for id, names in found.items():
                shared[id] += names
    near = neighbours(
        [*({"id": id, **e} for id, e in hand.items()), *(r for f in imported.values() for r in f)]
    )
    english = ordinary_words()
    listed = frozenset(curation()["settle"]["needs_context"])
    for file, records in imported.items():
        for entity in records:
            entity["ambiguous"] = distinct(shared.get(entity["id"], []))
            own = {folded(name) for name in all_names(entity)}
            told_apart = {n for n in near.get(entity["id"], []) if folded(n) not in own}
            entity["not"] = sorted({*told_apart, *decided("never", entity["id"])})
            entity["needs_context"] = needing_context(entity, english, listed)
        write(file, [record(**entity) for entity in records])
    for id in sorted(hand):
        want, have = set(shared.get(id, [])), set(hand[id].get("ambiguous", []))
        for name in sorted(want - have):
            others = sorted(set(bearers[folded(name)]) - {id})
            print(f"hand file, {id}: {name!r} is shared with {', '.join(others)}; say so in `ambiguous`")
        for name in sorted(have - want):
            print(f"hand file, {id}: {name!r} is shared with nobody any more")


if __name__ == "__main__":
    main()
