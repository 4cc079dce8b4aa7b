"""Write gazetteer/lexicon/imported/*.toml: what published lists give the lexicon.

    python gazetteer/imports/lexicon.py --scowl DIR --stopwords FILE

DIR is `usr/share/dict/scowl` of Debian's `scowl` package (2020.12.07), FILE is `stopwords-iso.json` of the
npm package `stopwords-iso` 1.1.0; the rest comes from the PyPI packages in `requirements.txt`. Two runs give
the same bytes. Corrections belong in the lexicon files outside `imported/`, or into the lists below.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel import Locale
from common import all_names, folded, hand_entities, imported_entities
from toml_lines import header, map_table, words_table

TARGET = Path(__file__).resolve().parent.parent / "lexicon" / "imported"

CALENDAR_LANGUAGES = """en fr de es it pt nl pl cs sk sv da nb fi hu ro sr hr bg ru uk be tr az kk ky uz hy ka
    el ar fa he sq"""
STOPWORD_LANGUAGES = "fr de es it pt nl pl cs sv da no fi hu ro ru uk tr hy el bg ar fa he"

# SCOWL's levels are measures of commonness: 10 to 35 hold what most readers know, 40 and 50 what books have.
# Beyond, rare words begin that are better known as names.
SCOWL_LEVELS = (10, 20, 35)
# Of these levels, words that are an entity's name ("macron", "japan", "mecca") are left out: capitalised, the
# name is the likelier reading.
SCOWL_RARER_LEVELS = (40, 50)
# Words of the first levels that a text writes with a capital mostly as somebody's given or family name.
# Without this list "Martin said" would be a sentence about birds. Given names that are common words as
# well ("mark", "frank", "rose", "will") stay in: there the context has to decide.
RARELY_WORDS = """adolf alec allah anna antony archer arias barbara barry becker benny bertha billy bobby
    brandy carol casey cathy chuck colin darby debby derrick dick don eva frances harry heather holly jack
    jackson jay jean jerry jess jimmy joe joey john johnny josh kelvin ken kent kenny kirk lance larry
    laura lee leo leon lou maria marina martin matt max miller mike molly monica morris nelson nick norm
    pat paul peter pierce ralph ray randy regina rex rick robin rod roger ron rudolph russell sally sandy
    sean sheila simon stacy ted terry timothy tod tom tommy tony tracy trevor valentine victor viola wally
    walter warren willy jersey lima tunis"""


def literal(path: Path, name: str) -> Any:
    """The value of a module-level constant, read without importing the module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        if isinstance(target, ast.Name) and target.id == name and node.value is not None:  # type: ignore[union-attr]
            return ast.literal_eval(node.value)  # type: ignore[union-attr]
    raise KeyError(name)


def rigour(part: str) -> Path:
    """A data file of the installed rigour; its packages are not imported, since they need compiled parts."""
    spec = find_spec("rigour")
    if spec is None or spec.origin is None:
        raise SystemExit("rigour is not installed")
    return Path(spec.origin).parent / "data" / part


def plain(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).split())


def usable(word: str) -> str | None:
    """A legal form or shared word in lower case, or None when it is no such thing.

    Dropped are descriptions and decorated forms ("-GmbH", "UG (haftungsbeschränkt)"), words of mixed script,
    which are typing slips of the lists' sources, and names of particular organizations.
    """
    word = plain(word).lower().lstrip("-")
    scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
    mixed = len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1
    if len(word) < 2 or mixed or re.search(r"[()/\d]", word) or len(word.split()) > 6:
        return None
    return None if re.search(r"q.?aida|kaida|guardians|cosa nostra|wagner", word) else word


def write(name: str, text: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(text.encode()):,} bytes")


def calendar() -> str:
    months: dict[str, list[str]] = {}
    weekdays: dict[str, list[str]] = {}
    for language in CALENDAR_LANGUAGES.split():
        locale = Locale.parse(language)
        for target, table, widths in (
            (months, locale.months, ("wide", "abbreviated")),
            (weekdays, locale.days, ("wide", "abbreviated")),
        ):
            found: list[str] = []
            for context in ("format", "stand-alone"):
                for width in widths:
                    values = table.get(context, {}).get(width, {})
                    found += [plain(values[i]).rstrip(".") for i in sorted(values)]
            # Two letters are too short to tell a weekday from anything else.
            target[language] = [w for w in dict.fromkeys(found) if len(w) > 2 and not w.isdigit()]
    months["en"] += ["Sept"]
    weekdays["en"] += ["Tues", "Thur", "Thurs"]
    return (
        header("Months and weekdays, in full and short.", "CLDR 47, PyPI babel 2.18.0", "Unicode License v3")
        + words_table("month", months)
        + words_table("weekday", weekdays)
    )


def numbers() -> str:
    """Ordinals and numbers as words and Roman digits; digits with decoration are left to the tokenizer."""
    ordinals: dict[int, tuple[str, ...]] = literal(rigour("text/ordinals.py"), "ORDINALS")
    entries: dict[str, list[str]] = {}
    for number, forms in sorted(ordinals.items()):
        for form in forms:
            word = plain(form).lower()
            decorated = re.search(r"[\d#№()ªº〇零一二三四五六七八九十百壹貳贰叁肆伍第⑴-⒛]", word)
            if not decorated and len(word) > 1 and not word.startswith(("no ", "no.", "number ")):
                entries.setdefault(word.rstrip("."), []).append(str(number))
    return header(
        "Numbers and ordinals in words, and Roman digits.",
        "PyPI rigour 1.8.2, data/text/ordinals.py",
        "MIT",
    ) + map_table("number_word", "und", {w: dict.fromkeys(v) for w, v in entries.items()})


def nicknames() -> str:
    entries: dict[str, list[str]] = {}
    with (files("nicknames") / "names.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["relationship"] == "has_nickname" and row["name1"] != row["name2"]:
                entries.setdefault(row["name2"], []).append(row["name1"])
    return header(
        "English short and pet names, and the given names they stand for.",
        "PyPI nicknames 1.0.1, names.csv",
        "Apache-2.0",
    ) + map_table("nickname", "en", {nick: sorted(set(names)) for nick, names in entries.items()})


# A given name is a woman's or a man's when that sex bears it at least so many times as often as the other.
MOSTLY = 4.0
# Percent of a sex that bear it: rarer ones, often at home elsewhere, the list does not know well (Adrien).
LEAST = 0.01


def given_names() -> str:
    """Frequencies are percent of one sex, which was about half of those counted."""
    women, men = shares_of("dist.female.first"), shares_of("dist.male.first")
    head = header(
        "Given names that are borne by women, or by men, at least four times as often as by the others.",
        "PyPI names 0.3.0, dist.female.first and dist.male.first (US Census of 1990)",
        "public domain",
    )
    womans = words_table("womans_name", {"en": mostly(women, men)})
    return head + womans + words_table("mans_name", {"en": mostly(men, women)})


def mostly(of: dict[str, float], others: dict[str, float]) -> list[str]:
    """The names of one sex that the other hardly bears."""
    return sorted(n for n, share in of.items() if share >= LEAST and share >= MOSTLY * others.get(n, 0.0))


def shares_of(file: str) -> dict[str, float]:
    """Given name → percent of its sex: each line has these, the percent so far and the rank."""
    lines = (files("names") / file).read_text(encoding="ascii").splitlines()
    return {name.lower(): float(share) for name, share, *_ in map(str.split, lines)}


# What the list gives no group; the other groupless are too rare or too short ("pc", "pr", "rs") to use.
GROUPS = {
    "AB": "JSC",
    "oü": "LLC",
    "QSC": "JSC",
    "og": "GP",
    "jv": "JV",
    "ae": "JSC",
    "pt": "LLC",
    "pt tbk": "JSC",
}
# Symbols whose words are no part of an organization's kind: "named after", "so-called", "city of".
UNUSED_SYMBOLS = frozenset({"NAMED", "SOCALLED", "LIQUIDATION", "CITY"})


def organizations() -> str:
    forms: set[str] = set()
    groups: dict[str, set[str]] = {}
    for kind in literal(rigour("names/org_types.py"), "ORG_TYPES"):
        display = kind.get("display") or ""
        group = kind.get("generic") or GROUPS.get(display)
        for spelling in filter(None, map(usable, [display, kind.get("compare") or "", *kind["aliases"]])):
            if group:
                forms.add(spelling)
                groups.setdefault(spelling, set()).add(group)
            elif len(spelling) > 5:
                forms.add(spelling)
    generic: set[str] = set()
    equivalent: dict[str, set[str]] = {}
    for table in ("ORG_SYMBOLS", "ORG_DOMAINS"):
        for symbol, spellings in literal(rigour("names/data.py"), table).items():
            if symbol in UNUSED_SYMBOLS:
                continue
            # The symbol is the group's name, which all of its words are turned into.
            for word in filter(None, map(usable, spellings)):
                generic.add(word)
                equivalent.setdefault(word, set()).add(symbol.lower())
    single = {form: sorted(names) for form, names in groups.items()}
    return (
        header(
            "Legal forms and the words that many organizations share, in many languages. Groups of\n"
            "legal forms: LLC, JSC, LP, GP, LLP, SP, COOP, SOE, NGO, FIN… A word's\n"
            "equivalent is the name of its group.",
            "PyPI rigour 1.8.2, data/names/org_types.py and data/names/data.py",
            "MIT",
        )
        + words_table("legal_form", {"und": sorted(forms)})
        + words_table("generic_word", {"und": sorted(generic)})
        + map_table("legal_form_group", "und", single)
        + map_table("equivalent", "und", {w: sorted(v) for w, v in equivalent.items()})
    )


def scowl_words(folder: Path, levels: Iterable[int]) -> set[str]:
    """The words of some levels that are written in small letters, without apostrophes."""
    found: set[str] = set()
    for level in levels:
        for variety in ("english", "american", "british"):
            path = folder / f"{variety}-words.{level}"
            if path.exists():
                found |= {line.strip() for line in path.read_text(encoding="latin-1").splitlines()}
    return {word for word in found if len(word) > 1 and word.isascii() and word.isalpha() and word.islower()}


def ordinary(scowl: Path, stopwords: Path) -> str:
    english = scowl_words(scowl, SCOWL_LEVELS) - set(RARELY_WORDS.split())
    entities = [*hand_entities().values(), *imported_entities().values()]
    names = {folded(n) for e in entities for n in all_names(e)}
    english |= scowl_words(scowl, SCOWL_RARER_LEVELS) - names
    data: dict[str, list[str]] = json.loads(stopwords.read_text(encoding="utf-8"))
    others = {
        # The lists hold some names ("usa", "putin"), and another language's word may be one ("eu").
        language: sorted({plain(w) for w in data[language] if len(w) > 1 and folded(w) not in names})
        for language in STOPWORD_LANGUAGES.split()
    }
    return header(
        "Ordinary words: alone, at the start of a sentence, they are no name. English: the common words\n"
        "of SCOWL (levels 10 to 50); the other languages: their function words.",
        "SCOWL 2020.12.07 (Debian package scowl: english, american, british); npm stopwords-iso 1.1.0",
        "SCOWL's own permissive licence (Kevin Atkinson, see gazetteer/README.md); stopwords-iso: MIT",
    ) + words_table("ordinary", {"en": sorted(english), **others})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write gazetteer/lexicon/imported/*.toml")
    parser.add_argument("--scowl", type=Path, required=True, help="usr/share/dict/scowl of the package")
    parser.add_argument("--stopwords", type=Path, required=True, help="stopwords-iso.json")
    options = parser.parse_args()
    write("calendar.toml", calendar())
    write("numbers.toml", numbers())
    write("nicknames.toml", nicknames())
    write("given-names.toml", given_names())
    write("organizations.toml", organizations())
    write("ordinary.toml", ordinary(options.scowl, options.stopwords))
