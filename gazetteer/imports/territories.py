"""Write gazetteer/lexicon/names/territories.toml: what the countries are called, for comparing names.

    python gazetteer/imports/territories.py

A country inside a name tells bodies apart ("Government of Mali", "Government of Malawi") whatever the
letters say, and its names in two languages are one. Source: PyPI `babel` 2.18.0 (CLDR 47), with
`requirements.txt` installed. Two runs give the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale
from cldr import LANGUAGES, clean
from toml_lines import header, map_table

TARGET = Path(__file__).resolve().parent.parent / "lexicon" / "names" / "territories.toml"


def names_by_language() -> dict[str, dict[str, list[str]]]:
    """Language → name in small letters → ISO 3166 code; regions of the world (M.49 codes) left out."""
    tables: dict[str, dict[str, list[str]]] = {}
    for babel_id, key in {"en": "en", **LANGUAGES}.items():
        language = key.split("-")[0]
        for code, name in sorted(Locale.parse(babel_id).territories.items()):
            # XA and XB are test locales, ZZ is unknown, EU and UN are no countries; brackets hold remarks.
            if len(code) != 2 or code in ("XA", "XB", "ZZ", "EZ", "QO", "EU", "UN") or "(" in name:
                continue
            name = re.sub(r" (?:sar|özel) .*| - .*", "", clean(name).lower())
            if len(name) > 2:
                tables.setdefault(language, {}).setdefault(name, [code])
    return tables


def main() -> None:
    text = header(
        "What countries and territories are called, to their ISO 3166 codes. Written by\n"
        "gazetteer/imports/territories.py; do not edit.",
        "PyPI babel 2.18.0 (CLDR 47)",
        "Unicode License v3",
    )
    for language, names in sorted(names_by_language().items()):
        text += map_table("territory", language, names)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
