"""Write gazetteer/lexicon/imported/bearers.toml: given and family names that people really bear.

    python gazetteer/imports/bearers.py

A word that is somebody's name is no misspelling of another one, so text and fields ask these lists. Reads the
PyPI packages `names` and `Faker` of `requirements.txt`; two runs give the same bytes. From the census come
all given names and those family names that at least one in a hundred thousand bears: below, the census lists
its own slips of the pen.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from toml_lines import header, words_table

TARGET = Path(__file__).resolve().parent.parent / "lexicon" / "imported" / "bearers.toml"

#: Per cent of people who bear a name, as the census prints it: three decimals.
RAREST = 0.001
SHORTEST = 2
#: Attributes of Faker's providers that hold names, by what they hold. The rest are lists made of these.
GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
FAMILY = ("last_names", "last_names_male", "last_names_female", "last_names_unisex")


def census(file: str, least: float) -> set[str]:
    """The names of a file of the census that at least so many per cent bear."""
    lines = (files("names") / file).read_text(encoding="ascii").splitlines()
    return {row[0].lower() for line in lines if (row := line.split()) and float(row[1]) >= least}


def published(module: ModuleType, attributes: Iterable[str]) -> set[str]:
    """The names of one of Faker's providers: single words, without initials and templates."""
    found: set[str] = set()
    for attribute in attributes:
        names = getattr(module.Provider, attribute, ())
        for name in () if isinstance(names, property) else names:
            word = unicodedata.normalize("NFC", name).strip().lower()
            if len(word) >= SHORTEST and word.replace("-", "").replace("'", "").isalpha():
                found.add(word)
    return found


def bearers() -> str:
    """The text of the file."""
    import faker.providers.person as providers

    given = census("dist.female.first", 0) | census("dist.male.first", 0)
    family = census("dist.all.last", RAREST)
    for found in pkgutil.iter_modules(providers.__path__):
        module = importlib.import_module(f"{providers.__name__}.{found.name}")
        given |= published(module, GIVEN)
        family |= published(module, FAMILY)
    text = header(
        "Given names that people really bear, and family names that are no given names.\n"
        "Written by gazetteer/imports/bearers.py; do not edit.",
        "PyPI names 0.3.0, dist.*.first and dist.all.last (US Census of 1990); PyPI Faker 40.63.0",
        "public domain (US Census); MIT (Faker)",
    )
    # Each word once: in which language it is a name, nobody asks.
    text += words_table("given_name", {"und": sorted(given)})
    text += words_table("family_name", {"und": sorted(family - given)})
    return text


if __name__ == "__main__":
    TARGET.write_text(bearers(), encoding="utf-8")
