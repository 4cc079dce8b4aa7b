"""Write lexicon/imported/neighbours.toml: the world's country names and what their people are called.

Two uses: no other name may be read as a misspelling of one of these words or the other way round
("Nigeria" is not Niger), and a gazetteer that knows a country by one name finds its demonyms. Everything
comes from the imported entities, so run it after them: `python gazetteer/imports/neighbours.py`.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TARGET = HERE / "lexicon" / "imported" / "neighbours.toml"
IMPORTED = HERE / "entities" / "imported" / "territories.jsonl"
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "tr", "az", "ru", "uk")


def records() -> list[dict[str, object]]:
    """All places of the default gazetteer that are countries or carry demonyms."""
    found = [
        json.loads(line) for line in (HERE / "entities/imported/territories.jsonl").open(encoding="utf8")
    ]
    for path in sorted((HERE / "entities").glob("*.toml")):
        for id, record in tomllib.loads(path.read_text(encoding="utf8")).items():
            if isinstance(record, dict) and record.get("type") == "place" and record.get("demonyms"):
                found.append({"id": id, **record})
    return found


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    names: dict[str, set[str]] = {}
    demonyms: dict[str, set[str]] = {}
    for record in records():
        name = str(record["name"])
        english = [name, *record.get("aliases", [])]  # type: ignore[misc]
        names.setdefault("en", set()).update(english)
        for language, spellings in record.get("names", {}).items():  # type: ignore[attr-defined]
            if language in LANGUAGES:
                names.setdefault(language, set()).update(spellings)
        for demonym in record.get("demonyms", []):  # type: ignore[attr-defined]
            names["en"].add(demonym)
            if demonym not in english:
                demonyms.setdefault(demonym, set()).update(english)
    lines = [
        "# Names of countries and territories, and of their people.",
        "# Written by gazetteer/imports/neighbours.py; do not edit.",
        'source = "entities/imported/territories.jsonl and the hand-written places, whose sources they name"',
        'licence = "Unicode-3.0 (CLDR names), MIT (demonyms)"',
        "",
        "[words.known_name]",
    ]
    for language in sorted(names):
        lines.append(f"{language} = [")
        lines += [f"  {quoted(name)}," for name in sorted(names[language])]
        lines.append("]")
    lines += ["", "[map.demonym.en]"]
    lines += [
        f"{quoted(demonym)} = [{', '.join(map(quoted, sorted(of)))}]"
        for demonym, of in sorted(demonyms.items())
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
