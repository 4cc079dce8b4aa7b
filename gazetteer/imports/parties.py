"""Write entities/imported/parties.jsonl: political parties of the UN's members and of other big countries.

    python gazetteer/imports/parties.py DIR

Source: The World Factbook's lists (see `world.py`, `party_lists.py`). All are `exact`. A name that is nothing
but three ordinary words ("Labour Party", "Movement for Democracy"), that parties of several countries have or
that is somebody's name ("Noam") needs context, as do acronyms of three letters, of several parties, or that
are words. Acronyms of two letters, those of three of a country below ten million, and names that do not say
what they name ("Focus", "New Hope", "We Can") are none here: such a party goes by its own language's name
("Lega"), or is left out unless `curation.toml` keeps it. What another entity of the gazetteer is called is no
other name of a party.
"""

from __future__ import annotations

import re
from collections import Counter

from common import Record, distinct, folded, hand_entities, imported_entities, record, tidy, write
from party_lists import Party, parties_of
from published import curation
from world import (
    FACTBOOK_SOURCE,
    Identifiers,
    all_spellings,
    country_ids,
    factbook,
    folder,
    is_plain,
    is_word,
    ordinary_words,
    personal_names,
    population,
)

FILE = "parties.jsonl"
MANY = 1_000_000
BIG = 10_000_000
SHORT_ACRONYM = 3
# Words of English by which a plain name is known to be a party's.
KINDS = frozenset(["party", "movement", "alliance", "union", "front", "congress", "coalition", "democrats"])
KINDS |= {"league", "rally", "bloc", "list", "forum", "democracy", "socialists", "communists", "liberals"}


def spelled(name: str, iso: str) -> str:
    """A name with its signs, and as its country writes "Labour"."""
    name = tidy(curation()["parties"]["names"].get(name, name)).strip('!"')
    return re.sub(r"\bLabor\b", "Labour", name) if iso in curation()["parties"]["labour"] else name


def is_nothing(name: str) -> bool:
    """Whether it is made of ordinary words and does not say what it names."""
    words = folded(name.removeprefix("The ")).split()
    plain = len(words) < 2 and words[0] in ordinary_words()
    return (plain or is_plain(name)) and (len(words) < 2 or KINDS.isdisjoint(words))


def names_of(party: Party, iso: str, elsewhere: set[str]) -> Record:
    """name, aliases, acronyms, former names, as far as nobody else has them."""
    decided = curation()["parties"]
    own = [n for n in (party.name, *party.aliases) if n in decided["keep"] or not is_nothing(n)]
    own = [n for at, n in enumerate(own) if n not in decided["drop"] and not (at and is_plain(n))]
    if not own:
        return {"name": ""}
    party = Party(own[0], own[1:], party.acronyms, party.former)
    name = spelled(party.name, iso)
    full = name.removeprefix("The ") if name.startswith("The ") and name.count(" ") > 1 else name
    others = [spelled(n, iso) for n in party.aliases]
    aliases = [n for n in distinct(others, [full, name]) if folded(n) not in elsewhere and len(n) > 2]
    acronyms = [
        a
        for a in distinct(curation()["parties"]["names"].get(a, a) for a in party.acronyms)
        if len(a) > SHORT_ACRONYM - (population(iso) > BIG)
        and folded(a) not in elsewhere
        and not (folded(a) in ordinary_words() and len(a) <= SHORT_ACRONYM + 1)
        and folded(a) not in {folded(full), *map(folded, aliases)}
    ]
    former = [spelled(n, iso) for n in distinct(party.former) if folded(n) not in elsewhere]
    return {
        "name": full,
        "aliases": aliases,
        "acronyms": acronyms,
        "former": distinct(former, [full, *aliases]),
    }


def main() -> None:
    ids, hand = Identifiers(FILE), hand_entities()
    elsewhere = all_spellings([*hand.values(), *imported_entities(but=FILE).values()])
    decided = curation()["parties"]
    found: list[tuple[str, Record]] = []
    for iso, row in factbook(folder()):
        members = re.split(r",\s*", row.get("international_organizations") or "")
        if "UN" not in members and population(iso) < MANY:
            continue
        seen: set[str] = set()
        for party in parties_of(row.get("parties") or "", decided["starts"].get(iso, ()), decided["whole"]):
            names = names_of(party, iso, elsewhere)
            if (
                not names["name"]
                or party.name in decided["drop"]
                or folded(names["name"]) in seen | elsewhere
            ):
                continue
            seen.add(folded(names["name"]))
            found.append((iso, names))
    fields = ("aliases", "acronyms", "former")
    uses = Counter(
        folded(name) for _, names in found for name in {names["name"], *(n for f in fields for n in names[f])}
    )
    records: dict[str, Record] = {}
    for iso, names in found:
        country = country_ids()[iso]
        unsure = [
            n
            for n in (names["name"], *names["aliases"], *names["former"])
            if (is_plain(n) or uses[folded(n)] > 1) and f"{country}: {n}" not in decided["known"]
        ]
        unsure += [
            a
            for a in names["acronyms"]
            if len(a) <= SHORT_ACRONYM or uses[folded(a)] > 1 or is_word(a) or folded(a) in personal_names()
        ]
        id = ids.give({**names, "country": country}, country)
        records[id] = record(
            id=id,
            type="organization",
            **names,
            needs_context=distinct(unsure),
            country=country,
            sources=[FACTBOOK_SOURCE],
            exact=True,
            note="Political party.",
        )
    gone = {id: e for id, e in ids.last.items() if id not in records and id not in hand}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
