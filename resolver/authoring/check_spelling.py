"""Checks of how strings are written: Unicode form, invisible characters, spaces, mixed scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from resolver.authoring.checked import Checked
from resolver.entities.validation import names_of
from resolver.text.tokens import WORD

_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC")
# Cyrillic, Greek and Armenian letters that look like a Latin one (Unicode confusables.txt, the whole-letter
# look-alikes of these three scripts), with the Latin letter.
LOOK_ALIKES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝәΑΒΕΖΗΙΚΜΝΟΡΤΥΧοՍՕօ",
        "ABESIJKMHOPCTYXaesijopcyxhdqwəABEZHIKMNOPTYXoUOo",
        strict=True,
    )
)
# Spaces at an end and control characters are what reading complains of.
_ODD_SPACE: Final = re.compile(r"\s\s|[^\S ]")


def check_spelling(checked: Checked) -> None:
    for id, entity in checked.own.items():
        for path, text in names_of(entity):
            if not WORD.search(text):
                checked.report(
                    "wordless", id, f"{text!r} has no letter or digit: no text is searched for it", *path
                )
            if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
                continue
            _check_string(checked, id, path, text)


def _check_string(checked: Checked, id: str, path: tuple[str, ...], text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        nfc = unicodedata.normalize("NFC", text)
        checked.report("not-nfc", id, f"{text!r} is not in composed form (NFC); write it as {nfc!r}", *path)
    if hidden := [char for char in text if _hidden(char, text)]:
        named = ", ".join(sorted({f"U+{ord(c):04X} {unicodedata.name(c, 'control')}" for c in hidden}))
        checked.report("invisible", id, f"{text!r} holds {named}; remove it", *path)
    elif odd := _ODD_SPACE.search(text.strip()):
        what = "a doubled space"
        if len(odd[0]) == 1:
            what = f"U+{ord(odd[0]):04X} {unicodedata.name(odd[0], 'space')}"
        checked.report("stray-space", id, f"{text!r} has {what}; write single plain spaces", *path)
    _check_scripts(checked, id, path, text)


def _hidden(char: str, text: str) -> bool:
    category = unicodedata.category(char)
    # Joiners are spelling in Persian and in the scripts of India.
    if char in "\u200c\u200d":
        return all(_script(c) in ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN") for c in text if c.isalpha())
    return category in ("Cf", "Co", "Cn")


def _check_scripts(checked: Checked, id: str, path: tuple[str, ...], text: str) -> None:
    words = WORD.findall(text)
    scripts = [{s for c in word if (s := _script(c))} for word in words]
    for word, found in zip(words, scripts, strict=True):
        if len(found) > 1:
            odd = min(found, key=lambda s: sum(_script(c) == s for c in word))
            named = ", ".join(
                sorted({f"{c} U+{ord(c):04X} {unicodedata.name(c)}" for c in word if _script(c) == odd})
            )
            checked.report(
                "mixed-script", id, f"{word!r} mixes {' and '.join(sorted(found))}: {named}", *path
            )
    if sum(len(found) == 1 for found in scripts) == len(words) > 1:
        latin = any(found == {"LATIN"} for found in scripts)
        for word, found in zip(words, scripts, strict=True):
            if latin and found != {"LATIN"} and all(c in LOOK_ALIKES or not _script(c) for c in word):
                script = next(iter(found))
                checked.report(
                    "mixed-script",
                    id,
                    f"{word!r} in {text!r} is {script} that looks Latin "
                    f"({''.join(LOOK_ALIKES.get(c, c) for c in word)!r})",
                    *path,
                )


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """The script of a letter as its Unicode name begins, of those whose letters are mistaken."""
    if not char.isalpha():
        return None
    name = unicodedata.name(char, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), None)
