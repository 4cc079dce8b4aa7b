"""Names of territories and cities as CLDR has them, for hand files and for the import scripts.

    python gazetteer/imports/cldr.py AZ Asia/Baku      # prints `names` lines to paste into a hand file

Source: PyPI `babel` 2.18.0 (CLDR 47, Unicode licence). Needs the packages of `requirements.txt` beside
this script.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from functools import cache

from babel import Locale
from babel.dates import get_timezone_location

# The languages that a name is taken in: those the seeds and their region are written in, and the
# most written languages of the world. Babel's locale → the key in the gazetteer.
LANGUAGES = {
    "fr": "fr",
    "de": "de",
    "es": "es",
    "it": "it",
    "pt": "pt",
    "nl": "nl",
    "pl": "pl",
    "cs": "cs",
    "tr": "tr",
    "az": "az",
    "az_Cyrl": "az-Cyrl",
    "ru": "ru",
    "uk": "uk",
    "kk": "kk",
    "ky": "ky",
    "hy": "hy",
    "ka": "ka",
    "el": "el",
    "ar": "ar",
    "fa": "fa",
    "he": "he",
    "zh": "zh",
    "zh_Hant": "zh-Hant",
    "ja": "ja",
    "ko": "ko",
    "sv": "sv",
    "ro": "ro",
    "hu": "hu",
    "bg": "bg",
    "sr": "sr",
    "be": "be",
    "uz": "uz",
    "hi": "hi",
}


@cache
def locale(language: str) -> Locale:
    """Babel's locale for one of its own identifiers ("az_Cyrl")."""
    return Locale.parse(language)


def clean(name: str) -> str:
    """NFC, plain spaces, a capital first, and none of the direction marks of some Arabic and Hebrew names."""
    name = "".join(" " if c in "\u00a0\u202f" else c for c in name if c not in "\u200e\u200f\u061c")
    name = " ".join(unicodedata.normalize("NFC", name).split())
    # "jižní Afrika" as Czech writes it within a sentence; a gazetteer's name starts as a title does.
    # Georgian has capitals in Unicode, but nobody starts a name with one.
    if name[:1].islower() and unicodedata.name(name[0]).startswith(("LATIN", "CYRILLIC")):
        name = name[0].upper() + name[1:]
    return name


def territory_names(code: str) -> dict[str, list[str]]:
    """Language → names of a territory (ISO 3166 or UN M.49 code), also those spelled as in English."""
    names: dict[str, list[str]] = {}
    for babel_id, key in LANGUAGES.items():
        name = clean(locale(babel_id).territories.get(code, ""))
        if name and name != code and [name] != names.get("zh"):
            names[key] = [name]
    return names


def city_names(zone: str, english: str) -> dict[str, list[str]]:
    """Language → names of the example city of a time zone, without those spelled as in English."""
    names: dict[str, list[str]] = {}
    for babel_id, key in LANGUAGES.items():
        city = locale(babel_id).time_zones.get(zone, {}).get("city", "")
        name = clean(city)
        if name and name != english and [name] != names.get("zh"):
            names[key] = [name]
    return names


def toml_lines(names: dict[str, list[str]]) -> str:
    """`names.ru = ["Баку"]` lines; JSON strings are TOML strings here, since no control character occurs."""
    return "\n".join(f"names.{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in names.items())


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        if "/" in argument:
            print(toml_lines(city_names(argument, get_timezone_location(argument, "en", return_city=True))))
        else:
            print(toml_lines(territory_names(argument)))
        print()
