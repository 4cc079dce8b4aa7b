"""Write entities/imported/companies.jsonl: the companies of the S&P 500, in the names that people use.

    python gazetteer/imports/companies.py DIR

Source: datasets/s-and-p-500-companies (see `world.py`). Legal forms and classes of shares are left out of the
name; the printed name and the one without "Company", "Group" and the like are aliases. A name of one word
that is an English word, a personal name or another entity's name needs context: Apple, Ford, Visa; but not
what `curation.toml` lists as better known than any bearer.
"""

from __future__ import annotations

import csv
import re

from common import distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import curation
from world import Identifiers, all_spellings, folder, ordinary_words, personal_names

FILE = "companies.jsonl"
SOURCE = "datasets/s-and-p-500-companies 56509dd, 2026-08-08"
BRACKET = re.compile(r"\s*\([^)]*\)")
LEGAL = re.compile(r",? (?:Inc|Incorporated|Corporation|Corp|plc|PLC|Ltd|Limited|N\.V|S\.A|SE|Co)\.?$")
KIND = re.compile(
    r",? (?:Company|Companies|Group|Holdings|Holding|Inc|International|Technologies|Technology|Platforms"
    r"|Enterprises|Industries|Brands|Pharmaceuticals|& Co)\.?$"
)


def main() -> None:
    with (folder() / "s-and-p-500.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    ids = Identifiers(FILE)
    hand = hand_entities()
    elsewhere = all_spellings([*hand.values(), *imported_entities(but=FILE).values()])
    words = ordinary_words() | personal_names()
    records = {}
    seen: set[str] = set()
    for row in rows:
        printed = tidy(BRACKET.sub("", row["Security"]).removeprefix("The "))
        name = LEGAL.sub("", printed).rstrip(" &!")
        # "Target" alone is hardly ever the company: a text has to introduce Target Corporation.
        if folded(name) in ordinary_words() and printed != name:
            name = printed
        if row["CIK"] in seen or not re.search(r"[^\W\d]", name):
            continue
        seen.add(row["CIK"])
        shorter = KIND.sub("", LEGAL.sub("", name)).rstrip(" &!")
        shorter = name if folded(shorter) in ordinary_words() else shorter
        aliases = [
            n for n in distinct([printed, shorter], [name]) if len(n) > 2 and folded(n) not in elsewhere
        ]
        unsure = []
        for each in (name, *aliases):
            parts = re.sub(r"[^\w\s]", " ", folded(each)).split()
            known = words if len(parts) == 1 else ordinary_words()
            if LEGAL.search(each) or each in curation()["companies"]["known"]:
                continue
            if all(part in known for part in parts) or len(each) < 4 or folded(each) in elsewhere:
                unsure.append(each)
        # The first words may be a place or a word of their own: "Boston" is not Boston Scientific.
        parts = name.split()
        heads = [" ".join(parts[:length]) for length in range(1, len(parts))]
        never = [h for h in heads if folded(h) in elsewhere | words and h not in aliases]
        fields = {"name": name, "external": {"cik": row["CIK"]}}
        id = ids.give(fields, "company")
        records[id] = record(
            id=id,
            type="organization",
            **fields,
            aliases=aliases,
            needs_context=distinct(unsure),
            **{"not": never},
            sources=[SOURCE],
            note=f"{row['GICS Sub-Industry']}; {row['Headquarters Location']}.",
        )
    gone = {id: e for id, e in ids.last.items() if id not in records and id not in hand}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
