"""Write entities/imported/congress.jsonl: members of the US Congress, and presidents and vice presidents.

    python gazetteer/imports/congress.py DIR

Source: unitedstates/congress-legislators (see `world.py`). Two members of one name are two IDs. A family name
is nobody's alone, so none is listed: it counts once its bearer is introduced. Only a rare one of a president
of our time is in `short`. A full name that many people bear needs context, and so does one without the "Jr."
that tells its bearer from the father. News call nobody of these by a common given name alone: it is in `not`.
"""

from __future__ import annotations

from typing import Any

from common import Record, distinct, folded, hand_entities, imported_entities, record, write
from world import (
    Identifiers,
    all_spellings,
    common_family,
    common_given,
    folder,
    json_lines,
    stranger_could_bear,
)

FILE = "congress.jsonl"
OUR_TIME = "1950"
SOURCE = "unitedstates/congress-legislators dfa9622, 2026-06-15"
OFFICES = {
    "sen": "US senator for {state}",
    "rep": "US representative for {state}",
    "prez": "President of the United States",
    "viceprez": "Vice President of the United States",
}


def spellings(name: dict[str, str]) -> list[str]:
    """The full name as the source prints it, then the ways that texts write it."""
    last = name["last"]
    first = [name["first"], *([name["nickname"]] if "nickname" in name else [])]
    usual = name.get("official_full") or f"{first[-1]} {last}"
    found = [usual, *(f"{given} {last}" for given in first)]
    if "middle" in name:
        found.append(f"{name['first']} {name['middle']} {last}")
    if "suffix" in name:
        found.append(f"{first[-1]} {last} {name['suffix']}")
    return distinct(each.replace(",", "").replace("’", "'") for each in found)


def entity(row: dict[str, Any], ids: Identifiers, elsewhere: set[str], named: set[str]) -> Record:
    name, *aliases = sorted(spellings(row["name"]), key=lambda n: n in named)
    named.add(name)
    last = row["name"]["last"].replace("’", "'")
    known = row["type"] == "prez" and row["end"] > OUR_TIME and not common_family(last)
    short = [last] if known and folded(last) not in elsewhere else []
    aliases = [each for each in aliases if folded(each) not in elsewhere]
    suffix = row["name"].get("suffix", "")
    unsure = [n for n in (name, *aliases) if stranger_could_bear(n) or (suffix and not n.endswith(suffix))]
    # A frequent family name alone is anybody's, whoever was introduced: "General Marshall".
    parts = distinct([last, *last.replace("-", " ").split()])
    given = [row["name"][key] for key in ("first", "nickname") if key in row["name"]]
    external = {"wikidata": row["wikidata"]} if row["wikidata"] else {}
    fields = {"name": name, "external": external, "country": "united-states"}
    return record(
        id=ids.give(fields, row["state"] or "president"),
        type="person",
        **fields,
        aliases=aliases,
        short=short,
        needs_context=[*unsure, *short],
        **{"not": distinct([*filter(common_family, parts), *filter(common_given, given)])},
        sources=[SOURCE],
        # A legislator is called by the family name once introduced, and nobody is mended to one.
        exact=row["type"] != "prez",
        note=OFFICES[row["type"]].format(state=row["state"]) + f", {row['party']}; term ends {row['end']}.",
    )


def main() -> None:
    rows = json_lines(folder() / "us-legislators.jsonl")
    ids = Identifiers(FILE)
    hand = hand_entities()
    held = {e["external"]["wikidata"] for e in hand.values() if "wikidata" in e.get("external", {})}
    places = [e for e in imported_entities(but=FILE).values() if e["type"] == "place"]
    elsewhere = all_spellings([*hand.values(), *places])
    # The last office of a person is the one they hold.
    latest = {row["wikidata"] or str(row["name"]): row for row in rows if row["wikidata"] not in held}
    leaders = [e for e in imported_entities(but=FILE).values() if e["type"] == "person"]
    known = all_spellings(e for e in leaders if e.get("country") == "united-states")
    latest = {q: row for q, row in latest.items() if folded(spellings(row["name"])[0]) not in known}
    named: set[str] = set()
    records = {e["id"]: e for e in (entity(row, ids, elsewhere, named) for row in latest.values())}
    gone = {id: e for id, e in ids.last.items() if id not in records and id not in hand}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
