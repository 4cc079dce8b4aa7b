"""Which keys find a misspelt name without a scan? Measures designs side by side on the same names.

    python -m tests.bench.fuzzy_designs --sizes 1000,10000,48890,1000000

For each design and size: recall of the right name among the candidates and as the best candidate by
rapidfuzz's `token_sort_ratio`, candidates a query, time a query (look-up, then scoring), time to build, bytes
a name. Names are folded tokens; queries are names with one or two letters changed, in other order, or with a
space lost. Figures and what follows from them: FUZZY_LOOKUP.md.
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from resolver.storage import Store, StoreWriter, Table
from resolver.text.fold import fold
from tests.bench.million import generate
from tests.bench.shared import DEFAULT_SHARED, require

Tokens = tuple[str, ...]

#: Tokens of a name that take part in pairs, and candidates that are scored.
_MOST_TOKENS = 6
_MOST_CANDIDATES = 50


def tokens_of(name: str) -> Tokens:
    return tuple(filter(None, (fold(token) for token in name.replace("-", " ").replace(",", " ").split())))


def deletes(word: str, most: int) -> set[str]:
    """The word, and what is left of it when up to `most` letters are deleted."""
    found = {word}
    layer = {word}
    for _ in range(most):
        layer = {w[:i] + w[i + 1 :] for w in layer if len(w) > 1 for i in range(len(w))}
        found |= layer
    return found


_SOUNDS = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("tsch|tch|cz|ch|tj", "C"), ("sch|sh|sz", "S"), ("kh|gh|ck|q|c", "k"), ("x", "ks"), ("ph", "f"),
        ("w", "v"), ("dj|dzh|zh", "j"), ("th", "t"), ("h", ""), ("[aeiouy]+", "a"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def sound(token: str) -> str:
    """A coarse sound key: consonants by kind, no vowels but one at the start."""
    for pattern, letter in _SOUNDS:
        token = pattern.sub(letter, token)
    return token[:1] + token[1:].replace("a", "")


class Postings:
    """Collects numbers under keys, and packs them into a table."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, bytearray] = {}

    def add(self, key: bytes, number: int) -> None:
        self._numbers.setdefault(key, bytearray()).extend(number.to_bytes(4, "little"))

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        return ((key, bytes(numbers)) for key, numbers in self._numbers.items())


def numbers_in(value: bytes | None) -> Sequence[int]:
    return memoryview(value).cast("I") if value else ()


class Design:
    """Keys of names and of queries; candidates are the names that share most keys with the query."""

    #: Sizes beyond which building takes too much memory or time to be of use.
    most_names = 1_000_000

    def build(self, names: Sequence[Tokens], writer: StoreWriter) -> None:
        postings = Postings()
        for number, tokens in enumerate(names):
            for key in self.name_keys(tokens):
                postings.add(key.encode(), number)
        writer.add_table("keys", postings.items())

    def open(self, store: Store) -> None:
        self.table: Table = store.table("keys")

    def name_keys(self, tokens: Tokens) -> Iterable[str]:
        raise NotImplementedError

    def query_keys(self, tokens: Tokens) -> Iterable[str]:
        return self.name_keys(tokens)

    def candidates(self, tokens: Tokens) -> dict[int, int]:
        """The number of shared keys by candidate."""
        counts: dict[int, int] = {}
        for key in self.query_keys(tokens):
            for number in numbers_in(self.table.get(key.encode())):
                counts[number] = counts.get(number, 0) + 1
        return counts


class WholeDeletes(Design):
    """SymSpell: the sorted, joined name with up to one letter deleted."""

    most_names = 100_000

    def name_keys(self, tokens: Tokens) -> Iterable[str]:
        return deletes("".join(sorted(tokens)), 1)


class SoundPairs(Design):
    """Each two tokens' coarse sound keys, and the sound of the whole."""

    def name_keys(self, tokens: Tokens) -> Iterable[str]:
        sounds = [sound(token) for token in tokens[:_MOST_TOKENS]]
        keys = {" ".join(sorted(pair)) for pair in combinations(sounds, 2)}
        keys.add("=" + sound("".join(sorted(tokens))))
        return keys


class Trigrams(Design):
    """Three-letter pieces of tokens; a query asks for its rarest ones."""

    _asked = 8
    _longest = 20_000

    def name_keys(self, tokens: Tokens) -> Iterable[str]:
        return {f"^{token}$"[i : i + 3] for token in tokens for i in range(len(token))}

    def candidates(self, tokens: Tokens) -> dict[int, int]:
        lists = sorted((numbers_in(self.table.get(key.encode())) for key in self.name_keys(tokens)), key=len)
        counts: dict[int, int] = {}
        for numbers in [found for found in lists if found][: self._asked]:
            if len(numbers) > self._longest:
                break
            for number in numbers:
                counts[number] = counts.get(number, 0) + 1
        return {number: count for number, count in counts.items() if count > 1}


class TokenPairs(Design):
    """Known tokens near the query's, then names by each two of their tokens, exactly.

    The vocabulary is small, so that it can afford a deletion neighbourhood; the names are many, but each
    has only some pairs, and a pair of tokens is rare.
    """

    def __init__(self, *, far: int = 1, by_sound: bool = False, ends: bool = False) -> None:
        """`far` letters may differ in tokens of 7 letters or more, else 1; `by_sound` adds equal sounds;
        `ends` adds pairs of an intact token and the first or last two letters of another."""
        self._far = far
        self._by_sound = by_sound
        self._ends = ends

    def build(self, names: Sequence[Tokens], writer: StoreWriter) -> None:
        numbers: dict[str, int] = {}
        pairs, near = Postings(), Postings()
        for name, tokens in enumerate(names):
            ids = sorted({numbers.setdefault(token, len(numbers)) for token in tokens[:_MOST_TOKENS]})
            for pair in combinations(ids, 2) if len(ids) > 1 else [(ids[0], ids[0])] if ids else []:
                pairs.add(struct.pack("<II", *pair), name)
            joined = "".join(tokens)
            if len(tokens) > 1:
                pairs.add(b"=" + joined.encode(), name)
            if self._ends:
                for key in self._end_keys(tokens):
                    pairs.add(key.encode(), name)
        for token, number in numbers.items():
            for key in self._near_keys(token):
                near.add(key.encode(), number)
        writer.add_table("keys", pairs.items())
        writer.add_table("near", near.items())
        writer.add_records("tokens", (token.encode() for token in numbers))

    def _near_keys(self, token: str) -> Iterable[str]:
        keys = deletes(token, self._far if len(token) >= 7 else 1 if len(token) >= 3 else 0)
        return {*keys, "~" + sound(token)} if self._by_sound else keys

    @staticmethod
    def _end_keys(tokens: Tokens) -> set[str]:
        places = range(min(len(tokens), _MOST_TOKENS))
        return {
            f"{tokens[i]} {end}"
            for i in places
            for j in places
            if i != j and len(tokens[j]) > 3
            for end in (tokens[j][:2] + "-", "-" + tokens[j][-2:])
        }

    def open(self, store: Store) -> None:
        super().open(store)
        self._near = store.table("near")
        self._tokens = store.records("tokens")
        self._cache: dict[str, list[int]] = {}

    def _variants(self, token: str) -> list[int]:
        if token not in self._cache:
            found: dict[int, int] = {}
            for key in self._near_keys(token):
                for number in numbers_in(self._near.get(key.encode())):
                    if number not in found:
                        distance = OSA.distance(token, self._tokens[number].decode())
                        if distance <= (self._far if len(token) >= 7 else 1) or key[0] == "~":
                            found[number] = distance
            self._cache[token] = sorted(found, key=lambda number: (found[number], number))[:40]
        return self._cache[token]

    def candidates(self, tokens: Tokens) -> dict[int, int]:
        counts: dict[int, int] = {}
        get = self.table.get
        pack = struct.Struct("<II").pack
        variants = [self._variants(token) for token in tokens[:_MOST_TOKENS]]
        for first, second in combinations(variants, 2) if len(variants) > 1 else [(variants[0], variants[0])]:
            for one in first:
                for other in second:
                    value = get(pack(one, other) if one < other else pack(other, one))
                    if value:
                        for number in numbers_in(value):
                            counts[number] = counts.get(number, 0) + 1
        for number in numbers_in(get(b"=" + "".join(tokens).encode())):
            counts[number] = counts.get(number, 0) + 1
        if self._ends and not counts:
            for key in self._end_keys(tokens):
                for number in numbers_in(get(key.encode())):
                    counts[number] = counts.get(number, 0) + 1
        return counts


DESIGNS: dict[str, Callable[[], Design]] = {
    "whole name, 1 deletion": WholeDeletes,
    "pairs of sounds": SoundPairs,
    "rare trigrams": Trigrams,
    "token pairs, 1 deletion": TokenPairs,
    "token pairs, 1-2 deletions": lambda: TokenPairs(far=2),
    "token pairs, 1 deletion or sound": lambda: TokenPairs(by_sound=True),
    "token pairs, 1 deletion; else token and end": lambda: TokenPairs(ends=True),
}


def misspell(rng: random.Random, name: str, letters: int) -> str:
    """The name with some letters left out, put in, changed or exchanged with the next one."""
    for _ in range(letters):
        places = [i for i, char in enumerate(name) if char.isalpha()]
        at = rng.choice(places)
        letter = rng.choice([char for char in name if char.isalpha()])
        way = rng.randrange(4)
        if way == 0 and len(places) > 3:
            name = name[:at] + name[at + 1 :]
        elif way == 1:
            name = name[:at] + letter + name[at:]
        elif way == 2 and name[at + 1 : at + 2].isalpha():
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        else:
            name = name[:at] + letter + name[at + 1 :]
    return name


def queries(names: Sequence[str], each: int) -> dict[str, list[tuple[str, str]]]:
    """Names and what becomes of them, by the kind of change."""
    rng = random.Random(7)

    def pick() -> list[str]:
        return rng.sample(names, each)

    return {
        "1 letter": [(misspell(rng, name, 1), name) for name in pick()],
        "2 letters": [(misspell(rng, name, 2), name) for name in pick()],
        "order, 1 letter": [(misspell(rng, " ".join(name.split()[::-1]), 1), name) for name in pick()],
        "lost space": [(name.replace(" ", "", 1), name) for name in pick()],
    }


def measure(label: str, design: Design, names: list[str], asked: dict[str, list[tuple[str, str]]]) -> str:
    """One line of the table."""
    folded = [tokens_of(name) for name in names]
    joined = [" ".join(tokens) for tokens in folded]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "design"
        start = time.perf_counter()
        writer = StoreWriter("design", {})
        design.build(folded, writer)
        writer.write(path)
        built = time.perf_counter() - start
        del writer
        cells = []
        with Store.open(path) as store:
            design.open(store)
            looked_up = scored = 0.0
            total = candidates = 0
            for group in asked.values():
                found = first = 0
                for query, name in group:
                    tokens = tokens_of(query)
                    start = time.perf_counter()
                    counts = design.candidates(tokens)
                    best = sorted(counts, key=lambda number: (-counts[number], number))[:_MOST_CANDIDATES]
                    middle = time.perf_counter()
                    answer = process.extractOne(
                        " ".join(tokens), [joined[number] for number in best], scorer=fuzz.token_sort_ratio
                    )
                    scored += time.perf_counter() - middle
                    looked_up += middle - start
                    found += any(names[number] == name for number in best)
                    first += bool(answer) and joined[best[answer[2]]] == " ".join(tokens_of(name))
                    total += 1
                    candidates += len(counts)
                cells.append(f"{100 * found / len(group):.1f} / {100 * first / len(group):.1f}")
        size = path.stat().st_size / len(names)
    return (
        f"| {len(names):,} | {label} | {' | '.join(cells)} | {candidates / total:,.0f} | "
        f"{looked_up / total * 1e6:,.0f} + {scored / total * 1e6:,.0f} | {built:.1f} | {size:,.0f} |"
    )


def measure_scan(names: list[str], asked: dict[str, list[tuple[str, str]]]) -> str:
    """The line of the scan that the designs are to beat, over fewer queries."""
    joined = [" ".join(tokens_of(name)) for name in names]
    few = max(2, min(100, 2_000_000 // len(names)))
    cells = []
    spent = 0.0
    total = 0
    for group in asked.values():
        first = 0
        for query, name in group[:few]:
            start = time.perf_counter()
            answer = process.extractOne(" ".join(tokens_of(query)), joined, scorer=fuzz.token_sort_ratio)
            spent += time.perf_counter() - start
            first += answer[0] == " ".join(tokens_of(name))
        total += len(group[:few])
        cells.append(f"100 / {100 * first / len(group[:few]):.1f}")
    return f"| {len(names):,} | scan | {' | '.join(cells)} | all | {spent / total * 1e6:,.0f} | 0 | 0 |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fuzzy_designs", description=main.__doc__)
    parser.add_argument("--sizes", default="1000,10000,48890,1000000")
    parser.add_argument("--queries", type=int, default=500, help="of each kind")
    parser.add_argument("--shared", type=Path, default=DEFAULT_SHARED, help="the folder that has bench/")
    options = parser.parse_args(arguments)
    parts = require(options.shared / "bench" / "retrieval-names.txt").read_text("utf-8").splitlines()
    sizes = [int(size) for size in options.sizes.split(",")]
    everything = list(generate(parts, max(sizes)))
    if min(sizes) < len(parts):
        # The file's first names are of one kind; a part of it should look like the whole.
        random.Random(1).shuffle(everything)
    kinds = ["1 letter", "2 letters", "order, 1 letter", "lost space"]
    print("| names | design |", " | ".join(kinds), "| candidates | us a query | build s | bytes a name |")
    print("|--:|:--|" + "--:|" * (len(kinds) + 4))
    for size in sizes:
        names = [name for name in everything[:size] if len(name.split()) > 1]
        asked = queries(names, min(options.queries, len(names)))
        print(measure_scan(names, asked), flush=True)
        for label, design in DESIGNS.items():
            if size <= design().most_names:
                print(measure(label, design(), names, asked), flush=True)


if __name__ == "__main__":
    main()
