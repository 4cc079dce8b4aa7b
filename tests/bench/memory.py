"""Whether memory stays flat over many names and texts in one process: `python -m tests.bench.memory`.

    python -m tests.bench.memory resolve 1000000 --entities 300
    python -m tests.bench.memory link 1000000 --entities 300

Every name and text is another one, in two scripts, so that each bounded cache fills and lets go. What is kept
does not depend on how many entities there are; with few, a million takes minutes. Without `--entities` it is
the default gazetteer.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from itertools import product

import resolver

LATIN = ["".join(pair) for pair in product("bdklmnrstvz", "aeio")]
CYRILLIC = ["".join(pair) for pair in product("бвгдклмнрст", "аеио")]
ROWS = 10
#: Of how many names one is Cyrillic.
OTHER = 10


def word(chance: random.Random, syllables: list[str]) -> str:
    return "".join(chance.choices(syllables, k=chance.randint(2, 5))).capitalize()


def records(count: int) -> list[dict[str, str]]:
    chance = random.Random(0)
    return [
        {"id": f"e{n}", "type": "person", "name": f"{word(chance, LATIN)} {word(chance, LATIN)}"}
        for n in range(count)
    ]


def megabytes() -> int:
    """Resident memory of this process (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 >> 20


def rows(work: Callable[[str], object], make: Callable[[int], str], count: int) -> list[int]:
    """Do the work `count` times; memory after each tenth, printed as it goes."""
    began = time.monotonic()
    found = []
    for n in range(1, count + 1):
        work(make(n))
        if n % (count // ROWS) == 0:
            found.append(megabytes())
            print(f"{n:>9,}  {found[-1]} MB  {time.monotonic() - began:.0f} s", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("resolve", "link"))
    parser.add_argument("count", type=int)
    parser.add_argument("--entities", type=int, help="a made-up gazetteer of so many")
    options = parser.parse_args()
    reader = resolver.load(records(options.entities)) if options.entities else resolver.load()
    chance = random.Random(1)

    def name(n: int) -> str:
        syllables = LATIN if n % OTHER else CYRILLIC
        return f"{word(chance, syllables)} {word(chance, syllables)}"

    def text(n: int) -> str:
        return f"Yesterday {name(n)} met Anne Buyon of {word(chance, LATIN)} near {word(chance, LATIN)}."

    if options.what == "resolve":
        rows(reader.resolve, name, options.count)
    else:
        rows(reader.link, text, options.count)


if __name__ == "__main__":
    main()
