"""What the growth of the default gazetteer costs: states of it from git, one engine, the same texts.

    python -m tests.bench.growth REVISION… [--gold FOLDER] [--text FILE] [--sample N]

Each state's entities are linked with the lexicon of today. Three figures a state:

- the traps and cases of `tests/cases/main`, which speak about the founding entities only: what is
  found that is not meant, and what is missed
- gold files (`resolver evaluate`), where the articles are at hand
- a long text that nobody marked: mentions per 10 kB; `--sample N` prints N of the newest state's mentions,
  drawn at random, with the words around them, for somebody to judge by hand

The table is Markdown; it is kept in GROWTH.md beside this file.
"""

from __future__ import annotations

import argparse
import io
import random
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import resolver
from resolver.authoring.evaluation import evaluate, read_gold
from tests.test_cases import ALL, linked

ROOT = Path(__file__).parent.parent.parent
TABLE = "main"
#: The text is read in pieces of this many characters, each a document, as news articles are.
_PIECE = 8_000


def unpacked(revision: str, folder: Path) -> Path:
    """The entities of a revision, in a folder of their own; "." is the working tree."""
    if revision == ".":
        return ROOT / "gazetteer" / "entities"
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", revision, "gazetteer/entities"], capture_output=True, check=True
    ).stdout
    target = folder / revision
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(target, filter="data")
    return target / "gazetteer" / "entities"


def cases_of(r: resolver.Resolver) -> dict[str, int]:
    """How many cases are right as a whole, traps apart, and how many mentions are false and missed."""
    counts: Counter[str] = Counter()
    for case in ALL:
        if case.table != TABLE or case.group is not None:
            continue
        found, wanted = set(linked(case, r)), set(case.mentions)
        kind = "traps" if case.trap else "cases"
        counts[kind] += 1
        counts[f"{kind} right"] += found == wanted
        counts["false"] += len(found - wanted)
        counts["missed"] += len(wanted - found)
    return counts


def pieces(path: Path) -> Iterator[str]:
    """A text in documents of about `_PIECE` characters, cut between lines."""
    piece = ""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        piece += line
        if len(piece) >= _PIECE:
            yield piece
            piece = ""
    yield piece


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "revisions", nargs="+", metavar="REVISION", help="oldest first; . is the working tree"
    )
    parser.add_argument("--gold", type=Path, help="a folder of gold files with their texts")
    parser.add_argument("--text", type=Path, help="a long text")
    parser.add_argument("--every", type=int, default=1, help="read only every Nth piece of the text")
    parser.add_argument("--sample", type=int, default=0, help="print so many mentions of the last state")
    options = parser.parse_args()
    print("| state | entities | traps right | cases right | false | missed | articles P / R | per 10 kB |")
    print("|---|---|---|---|---|---|---|---|")
    texts = list(pieces(options.text))[:: options.every] if options.text else []
    size = sum(len(text.encode()) for text in texts)
    with tempfile.TemporaryDirectory(prefix="resolver-growth-") as folder:
        for revision in options.revisions:
            r = resolver.load(unpacked(revision, Path(folder)))
            counts = cases_of(r)
            row = [revision, f"{len(r.gazetteer):,}"]
            row += [f"{counts[f'{kind} right']} of {counts[kind]}" for kind in ("traps", "cases")]
            row += [str(counts["false"]), str(counts["missed"])]
            articles = "–"
            if options.gold:
                strong = evaluate(r, read_gold([options.gold])).strong
                articles = f"{strong.precision:.3f} / {strong.recall:.3f}"
            mentions = [(text, m) for text in texts for m in r.link(text)]
            density = f"{10_000 * len(mentions) / size:.1f}" if size else "–"
            print("| " + " | ".join([*row, articles, density]) + " |", flush=True)
    chosen = random.Random(0).sample(mentions, min(options.sample, len(mentions)))
    for text, m in chosen:
        around = " ".join(
            f"{text[max(0, m.start - 70) : m.start]}[{m.text}]{text[m.end : m.end + 50]}".split()
        )
        print(f"{m.id or '?'} ({m.rule}, {m.score:.2f}): {around}")


if __name__ == "__main__":
    main()
