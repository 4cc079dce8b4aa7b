"""Write gazetteer/lexicon/imported/languages.toml: what English calls the languages of the world.

    python gazetteer/imports/languages.py

A language is no misspelt people: Sundanese is spoken in Java, not in Sudan. Reads PyPI `babel`; two runs give
the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from toml_lines import header, words_table

TARGET = Path(__file__).resolve().parent.parent / "lexicon" / "imported" / "languages.toml"

if __name__ == "__main__":
    names = Locale("en").languages.values()
    words = sorted({word.lower() for name in names if "(" not in name for word in name.split()})
    TARGET.write_text(
        header(
            "Words of the English names of languages.\n"
            "Written by gazetteer/imports/languages.py; do not edit.",
            "PyPI babel 2.18.0 (CLDR 47)",
            "Unicode-3.0",
        )
        + words_table("language_name", {"en": words}),
        encoding="utf-8",
    )
