"""How many of the names in texts about today's world the gazetteer knows, and what linking makes of them.

    python tests/bench/coverage.py [--gazetteer PATH] [--list]

The texts in `coverage/` are written for this, about real events of 2024 to 2026. Every capitalised name
in them is marked: `[Kyiv|kyiv]` with the ID that it must get (several, where either is right),
`[Clacton|?]` when the gazetteer does not have it. They measure; nothing is put into the gazetteer because
they say it.

A name is known when the gazetteer has one of its IDs, right when a mention that overlaps it has one,
wrong when a mention that overlaps it has another. A mention where no name is marked is wrong too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import resolver
from resolver.resolver import Resolver

TEXTS = Path(__file__).parent / "coverage"
UNKNOWN = "?"
_MARKED = re.compile(r"\[([^|\]]+)\|([^|\]]+)\]")
COLUMNS = ("names", "known", "right", "wrong", "missed")


@dataclass(frozen=True, slots=True)
class Marked:
    """A name in a text without marks: where it stands, what it is."""

    start: int
    end: int
    text: str
    ids: frozenset[str]


def without_marks(marked: str) -> tuple[str, list[Marked]]:
    """The text as a reader sees it, and its names."""
    text, names, last = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[last : found.start()]
        ids = frozenset(found[2].split()) - {UNKNOWN}
        names.append(Marked(len(text), len(text) + len(found[1]), found[1], ids))
        text += found[1]
        last = found.end()
    return text + marked[last:], names


def documents() -> Iterator[tuple[str, str, list[Marked]]]:
    """Name, text and marked names of each document."""
    for path in sorted(TEXTS.glob("*.txt")):
        yield path.stem, *without_marks(path.read_text(encoding="utf-8"))


def count(r: Resolver, text: str, names: list[Marked]) -> tuple[Counter[str], list[str]]:
    """The figures of one document, and a line for each name that did not come out right."""
    figures, lines = Counter(names=len(names)), []
    mentions = [m for m in r.link(text) if m.id]
    used: set[int] = set()
    for name in names:
        over = [m for m in mentions if m.start < name.end and name.start < m.end]
        used.update(m.start for m in over)
        known = any(id in r.gazetteer for id in name.ids)
        right = any(m.id in name.ids for m in over)
        wrong = bool(over) and not right
        figures.update(known=known, right=right, wrong=wrong, missed=known and not over)
        if wrong:
            lines.append(f"wrong: {name.text!r} as {', '.join(str(m.id) for m in over)}")
        elif known and not right:
            lines.append(f"missed: {name.text!r}")
    strays = [m for m in mentions if m.start not in used]
    figures["wrong"] += len(strays)
    return figures, [*lines, *(f"wrong: {m.text!r} is no name, taken for {m.id}" for m in strays)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Count known, right and wrong names in the marked texts.")
    parser.add_argument("--gazetteer", metavar="PATH", help="instead of the default one")
    parser.add_argument("--list", action="store_true", help="print what did not come out right")
    arguments = parser.parse_args()
    r = resolver.load(arguments.gazetteer) if arguments.gazetteer else resolver.load()
    print("| text | " + " | ".join(COLUMNS) + " |")
    print("|:--|" + "--:|" * len(COLUMNS))
    total: Counter[str] = Counter()
    remarks: list[str] = []
    for stem, text, names in documents():
        figures, lines = count(r, text, names)
        total += figures
        remarks += [f"{stem}: {line}" for line in lines]
        print(f"| {stem} | " + " | ".join(f"{figures[column]:,}" for column in COLUMNS) + " |")
    print("| all | " + " | ".join(f"**{total[column]:,}**" for column in COLUMNS) + " |")
    if arguments.list:
        print(*remarks, sep="\n")


if __name__ == "__main__":
    main()
