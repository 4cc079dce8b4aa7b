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
from itertools import combinations, product

from common import IMPORTED, ROOT, Record, all_names, distinct, folded, hand_entities, record, write
from published import curation, decided
from rapidfuzz.distance import OSA

from resolver.entities.lexicon import fold_phrase

NEAR_LETTERS = 5
# Imports that leave `needs_context` to this script; the others know more of their names than it can.
WITHOUT_OWN = ("cities.jsonl", "territories.jsonl")
# Who is meant by a name that several imports have: cities before others, then as listed.
RANKS = {"territories.jsonl": 1, "cities.jsonl": 2, "leaders.jsonl": 3, "towns.jsonl": 4, "regions.jsonl": 5}
LAST = 9


def ordinary_words() -> frozenset[str]:
    """English words that mean something in small letters."""
    path = ROOT / "lexicon" / "imported" / "ordinary.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"]["ordinary"]["en"])


def well_known() -> set[str]:
    """Names that mean their bearer wherever a text says nothing else."""
    return {*curation()["leaders"]["known_by_family_name"], *curation()["companies"]["known"]}


def explained(entity: Record, english: frozenset[str]) -> str:
    """The note of an entity; where a person's family name is a word, with the reason why it counts alone."""
    note: str = entity.get("note", "")
    words = [n for n in entity.get("short", []) if n in well_known() and folded(n) in english]
    if entity["type"] != "person" or not words or "allow " in note:
        return note
    return f"{note} allow ordinary-word: “{words[0]}” is better known."


def needing_context(entity: Record, english: frozenset[str], listed: frozenset[str]) -> list[str]:
    """Its names that are ordinary words or common names.

    A country's own names in English are never such, even where they are words ("Turkey", "US", "Polish"): too
    much is written about countries. Other single words are when English has them, or when `curation.toml`
    lists them. Nor is what is better known than the word: "Trump", "Google".
    """
    sure = {*entity.get("demonyms", []), *well_known()}
    if "iso3166" in entity.get("external", {}):
        sure |= {entity["name"], *entity.get("aliases", []), *entity.get("acronyms", [])}
    found = []
    for name in all_names(entity):
        word = name.isascii() and folded(name) in english and name not in sure
        if word or listed & {name, f"{entity['id']}: {name}", f"{entity['id']}: *"}:
            found.append(name)
    return distinct(found)


def keys_of(entity: Record, name: str) -> tuple[str, ...]:
    """What makes two names the same, as `gazetteer check` sees it: acronyms by case, the rest folded too."""
    if name in entity.get("acronyms", []):
        return (f"={name}",)
    # "Al Bayḑā'" is "Al Bayda".
    return (f"={name}", "~" + " ".join(word.strip("'") for word in fold_phrase(name).split()))


def shared_names(entities: list[Record]) -> dict[str, dict[str, list[str]]]:
    """ID → its names that others have too → the IDs of those."""
    uses: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for entity in entities:
        for name in all_names(entity):
            for key in keys_of(entity, name):
                uses[key][entity["id"]][name] = None
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for users in uses.values():
        if len(users) > 1:
            for id, names in users.items():
                for name in names:
                    known = found[id].setdefault(name, [])
                    known += [other for other in users if other != id and other not in known]
    return found


def neighbours(entities: list[Record]) -> dict[str, list[str]]:
    """ID → English names of others of its type that are one letter off one of its own: Hangzhou and Yangzhou.

    Two words one edit apart share a string that is one deletion from either.
    """
    names: dict[str, dict[str, list[str]]] = defaultdict(dict)
    types = {entity["id"]: entity["type"] for entity in entities}
    for entity in entities:
        own = [entity["name"], *(n for f in ("aliases", "short", "former") for n in entity.get(f, []))]
        for name in own:
            for plain in {fold_phrase(name), " ".join(sorted(fold_phrase(name).split()))}:
                if len(plain) > NEAR_LETTERS:
                    names[plain].setdefault(entity["id"], []).append(name)
    met: dict[str, list[str]] = defaultdict(list)
    for plain in names:
        for shorter in {plain, *(plain[:i] + plain[i + 1 :] for i in range(len(plain)))}:
            met[shorter].append(plain)
    found: dict[str, list[str]] = defaultdict(list)
    for group in met.values():
        for a, b in combinations(sorted(group), 2):
            if OSA.distance(a, b, score_cutoff=1) == 1:
                for id, other_id in product(names[a], names[b]):
                    if id != other_id and types[id] == types[other_id]:
                        found[id] += names[b][other_id]
                        found[other_id] += names[a][id]
    return found


def main() -> None:
    files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in IMPORTED.glob("*.jsonl")}
    imported = {name: [json.loads(line) for line in lines] for name, lines in sorted(files.items())}
    hand = hand_entities()
    everything = [{"id": id, **e} for id, e in hand.items()] + [r for f in imported.values() for r in f]
    ranks = {r["id"]: RANKS.get(file, LAST) for file, records in imported.items() for r in records}
    ranks |= dict.fromkeys(hand, 0)
    shared, near = shared_names(everything), neighbours(everything)
    english = ordinary_words()
    listed = frozenset(curation()["settle"]["needs_context"])
    for file, records in imported.items():
        for entity in records:
            mine = shared.get(entity["id"], {})
            entity["ambiguous"] = list(mine)
            own = {fold_phrase(name) for name in all_names(entity)}
            told_apart = {n for n in near.get(entity["id"], []) if fold_phrase(n) not in own}
            never = set() if file in WITHOUT_OWN else set(entity.get("not", []))
            entity["not"] = sorted({*told_apart, *never, *decided("never", entity["id"])})
            needing = needing_context(entity, english, listed)
            if file not in WITHOUT_OWN:
                rarer = [n for n, ids in mine.items() if min(ranks[i] for i in ids) < ranks[entity["id"]]]
                needing = distinct([*entity.get("needs_context", []), *needing, *rarer])
            entity["needs_context"] = needing
            entity["note"] = explained(entity, english)
        write(file, [record(**entity) for entity in records])
    for id in sorted(hand):
        want, have = set(shared.get(id, {})), set(hand[id].get("ambiguous", []))
        for name in sorted(want - have):
            others = ", ".join(shared[id][name])
            print(f"hand file, {id}: {name!r} is shared with {others}; say so in `ambiguous`")
        for name in sorted(have - want):
            print(f"hand file, {id}: {name!r} is shared with nobody any more")


if __name__ == "__main__":
    main()
