"""A gazetteer of any size from the parts of real names, the same for the same seed.

    python -m tests.bench.million --count 1000000 --output million.jsonl

The first names are those of the parts file as they are. Each further one takes a real name as its pattern
(how many parts, which script, capitals or not) and puts into each place a part seen in such a place,
common ones more often. Names go on bringing new words as a list grows, so some last parts are new:
the beginning of one and the end of another. No name comes twice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path

from tests.bench.shared import DEFAULT_SHARED, require

#: How often a last part is new. In the parts file, each further name brings 0.2 unseen words.
_NEW_PARTS = 0.2

_Place = tuple[str, str]


class _Choice:
    """Draws parts, each as often as it was seen there."""

    def __init__(self, counts: Counter[str]) -> None:
        self.parts = sorted(counts)
        self._bounds = list(accumulate(counts[part] for part in self.parts))

    def draw(self, rng: random.Random) -> str:
        # Only `random()` itself is the same in every version of Python.
        return self.parts[bisect_left(self._bounds, int(rng.random() * self._bounds[-1]) + 1)]


def generate(names: Sequence[str], count: int, seed: int = 1) -> Iterator[str]:
    """`count` different names: `names` first, in their order, then new ones made from their parts."""
    yield from islice(names, count)
    rng = random.Random(seed)
    patterns = [_places(name) for name in names]
    counts: dict[_Place, Counter[str]] = {}
    for pattern in patterns:
        for part, place in pattern:
            counts.setdefault(place, Counter())[part] += 1
    choices = {place: _Choice(counted) for place, counted in counts.items()}
    seen = set(names)
    while len(seen) < count:
        pattern = patterns[int(rng.random() * len(patterns))]
        parts = [choices[place].draw(rng) for _, place in pattern]
        if rng.random() < _NEW_PARTS:
            parts[-1] = _blend(parts[-1], choices[pattern[-1][1]].draw(rng))
        name = " ".join(parts)
        if name not in seen:
            seen.add(name)
            yield name


def records(names: Iterator[str] | Sequence[str]) -> Iterator[dict[str, str]]:
    """The names as records of a gazetteer."""
    return ({"id": f"n{number}", "type": "person", "name": name} for number, name in enumerate(names))


def _places(name: str) -> list[tuple[str, _Place]]:
    """The parts of a name, each with what it may be exchanged with: same script and case, same end or not."""
    parts = name.split()
    last = len(parts) - 1
    return [
        (
            part,
            (_look(part), "only" if not last else ("first" if not i else "last" if i == last else "middle")),
        )
        for i, part in enumerate(parts)
    ]


def _look(part: str) -> str:
    script = unicodedata.name(next((char for char in part if char.isalpha()), "?")).split(" ")[0]
    return f"{script} {'upper' if part.isupper() else 'lower' if part.islower() else 'title'}"


def _blend(one: str, other: str) -> str:
    if len(one) < 5 or len(other) < 5:
        return one
    return one[: (len(one) + 1) // 2] + other[(len(other) + 1) // 2 :]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the gazetteer as JSON lines."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.million", description=main.__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED, help="the folder that has bench/")
    parser.add_argument("--output", type=Path, help="a file; standard output otherwise")
    options = parser.parse_args(arguments)
    names = require(options.shared / "bench" / "retrieval-names.txt").read_text("utf-8").splitlines()
    with options.output.open("w", encoding="utf-8") if options.output else sys.stdout as file:
        for record in records(generate(names, options.count, options.seed)):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
