"""Write gazetteer/lexicon/imported/shared-words.toml: words that several organizations have in their names.

    python gazetteer/imports/shared_words.py DIR

That two names share one of them tells less than that they share a word of their own. Reads
`ror-organizations.jsonl.gz` (see `world.py`); what a dictionary has is in ordinary.toml already.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import Counter
from pathlib import Path

from common import ROOT
from toml_lines import header, words_table
from world import folder

from resolver.names.splitting import split
from resolver.text.fold import fold

TARGET = ROOT / "lexicon" / "imported" / "shared-words.toml"
#: Organizations that have a word: with fewer it may be the name of one of them and its parts.
LEAST = 5
#: Letters: shorter words tell little anyhow.
SHORTEST = 4


def ordinary() -> set[str]:
    """The folded words of the dictionaries."""
    table = tomllib.loads((ROOT / "lexicon" / "imported" / "ordinary.toml").read_text(encoding="utf-8"))
    return {fold(word) for words in table["words"]["ordinary"].values() for word in words}


def shared_words(source: Path) -> str:
    """The text of the file."""
    counts: Counter[str] = Counter()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            names = (name for name, *_ in json.loads(line)["names"])
            counts.update({fold(piece.text) for name in names for piece in split(name)})
    found = {word for word, count in counts.items() if count >= LEAST and len(word) >= SHORTEST}
    text = header(
        "Words that several organizations have in their names, folded, beside those of dictionaries.\n"
        "Written by gazetteer/imports/shared_words.py; do not edit.",
        "ROR through ror-community/ror-records d93fc6678",
        "CC0",
    )
    return text + words_table("shared_word", {"und": sorted(filter(str.isalpha, found - ordinary()))})


if __name__ == "__main__":
    TARGET.write_text(shared_words(folder() / "ror-organizations.jsonl.gz"), encoding="utf-8")
