"""The texts that are linked: the linking documents and public prose, cut into documents as a reader would."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from tests.bench.shared import require

#: Each address begins with a line in capitals that says whose it is.
_ADDRESS = re.compile(r"^(?=PRESIDENT [A-Z.' ]+'S? [A-Z ])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents, and their size in bytes of UTF-8."""

    documents: list[str]

    @property
    def size(self) -> int:
        return sum(len(document.encode()) for document in self.documents)

    @property
    def megabytes(self) -> float:
        return self.size / 1e6

    def parts(self, count: int, seed: int = 11) -> list[Texts]:
        """The documents dealt out, in an order of chance, to so many lots of about the same size."""
        order = random.Random(seed).sample(self.documents, len(self.documents))
        lots: list[list[str]] = [[] for _ in range(count)]
        sizes = [0] * count
        for document in sorted(order, key=len, reverse=True):
            smallest = sizes.index(min(sizes))
            lots[smallest].append(document)
            sizes[smallest] += len(document)
        return [Texts(lot) for lot in lots]

    def excerpt(self, size: int) -> Texts:
        """The beginning of the first documents, about `size` characters: for what is slow."""
        taken: list[str] = []
        for document in self.documents:
            taken.append(document[: size - sum(map(len, taken))])
            if sum(map(len, taken)) >= size:
                break
        return Texts(taken)


def documents(shared: Path) -> Texts:
    """The documents of all linking sets, then the addresses."""
    found: list[str] = []
    folder = require(shared / "bench" / "linking")
    for path in sorted(folder.glob("*.jsonl")):
        if path.name != "gazetteer.jsonl":
            found += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return Texts(found + addresses(shared).documents)


def addresses(shared: Path) -> Texts:
    """The prose alone."""
    prose = require(shared / "bench" / "text" / "state-of-the-union.txt").read_text("utf-8")
    return Texts([address for address in _ADDRESS.split(prose) if address.strip()])


def linking_gazetteer(shared: Path) -> Path:
    """5,500 entities with one name each."""
    return require(shared / "bench" / "linking" / "gazetteer.jsonl")


def linking_names(shared: Path) -> list[str]:
    """Their names, each once."""
    lines = linking_gazetteer(shared).read_text("utf-8").splitlines()
    return sorted({json.loads(line)["name"] for line in lines})


def retrieval_names(shared: Path) -> list[str]:
    """48,890 names of people, all different."""
    return require(shared / "bench" / "retrieval-names.txt").read_text("utf-8").splitlines()


def retrieval_queries(shared: Path) -> list[tuple[str, str]]:
    """Names as somebody wrote them, and the name that was meant, or nothing."""
    lines = require(shared / "bench" / "retrieval-queries.tsv").read_text("utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
