"""Clusters of names beside the tools that people use for it, in one run.

    python tests/bench/cluster.py SHARED

Sets: research organizations in all their names and languages (ROR) and football clubs with their aliases,
both of SHARED/data/world, and people of our own making with relatives, namesakes and slips. For each tool
pairwise precision, recall, F1, and B³ F1. A peer's threshold is the best one of those tried on the very set;
ours is the default. dedupe is trained on half of the entities and judged on the other half, as all others
are there. `--peers spark`: our own clusters over Spark. With --sizes: seconds and memory by the number of
names.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process
from unidecode import unidecode

import resolver
from resolver.index.loading import default_lexicon

Labelled = list[tuple[str, str]]  # name, entity
Groups = Iterable[Sequence[int]]

_GIVEN = (
    *("Anna", "Piotr", "Maria", "Jan", "Ewa", "Adam", "Zofia", "Marek", "Karin", "Lars", "Ingrid", "Nils"),
    *("Elena", "Sergei", "Olga", "Dmitri", "Claire", "Julien", "Camille", "Mathieu", "Giulia", "Marco"),
    *("Chiara", "Paolo", "Fatima", "Hassan", "Leila", "Omar", "Grace", "Samuel", "Ruth", "Daniel", "William"),
    *("Robert", "Elizabeth", "Margaret", "James", "Katherine", "Michael", "Susan", "Thomas", "Patricia"),
    *("Joseph", "Barbara", "Charles", "Helen", "Edward", "Alice"),
)
_SHORT = {
    "William": "Bill", "Robert": "Bob", "Elizabeth": "Liz", "Margaret": "Maggie", "James": "Jim",
    "Katherine": "Kate", "Michael": "Mike", "Susan": "Sue", "Thomas": "Tom", "Patricia": "Pat",
    "Joseph": "Joe", "Charles": "Charlie", "Edward": "Ted", "Daniel": "Dan", "Samuel": "Sam",
}  # fmt: skip


def organizations(shared: Path, count: int, seed: int = 1) -> Labelled:
    file = shared / "data" / "world" / "ror-organizations.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    random.Random(seed).shuffle(records)
    return [(name, record["id"]) for record in records[:count] for name, *_ in record["names"]]


def clubs(shared: Path) -> Labelled:
    """A club a line, its aliases in lines that begin with a bar; what follows # is a remark."""
    found: Labelled = []
    club = 0
    for raw in (shared / "data" / "world" / "football-clubs.txt").read_text(encoding="utf-8").splitlines():
        line = raw.split("#")[0].strip()
        if not line or line.startswith("="):
            continue
        if line.startswith("|"):
            names = [re.sub(r"\[\w+\]", "", name) for name in line.split("|")]
        else:
            club += 1
            names = [re.sub(r"\(\d{4}.*?\)", "", re.split(r",|\t", line)[0])]
        found += [(" ".join(name.split()), f"club {club}") for name in names if name.strip()]
    return found


def people(count: int, seed: int = 1) -> Labelled:
    """Invented people: three of each family name, so that relatives abound, and of common given names."""
    source = random.Random(seed)
    family = [name.title() for name in sorted(default_lexicon().words("family_name")) if len(name) > 3]
    family = source.sample(family, count // 3)
    full = source.sample([(given, name) for given in _GIVEN for name in family], count)
    found: Labelled = []
    for number, (given, name) in enumerate(full):
        middle = source.choice(_GIVEN)
        ways = [
            f"{given} {name}",
            f"{name}, {given}",
            f"{given} {middle} {name}",
            f"{given} {middle[0]}. {name}",
            f"{given} {name}".upper(),
            f"{given} {_slip(source, name)}",
            f"{_SHORT.get(given, given)} {name}",
            f"Dr. {given} {name}",
        ]
        found += [(way, f"person {number}") for way in source.sample(ways, source.randint(1, 5))]
    return found


def _slip(source: random.Random, word: str) -> str:
    at = source.randrange(1, len(word) - 1)
    return source.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


# -- peers ------------------------------------------------------------------------------------------


def _keyed(names: Sequence[str], key: Callable[[str], Hashable]) -> Groups:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[key(name)].append(number)
    return groups.values()


def fingerprint(name: str) -> str:
    """OpenRefine's: the words, without accents and punctuation, each once and in order."""
    return " ".join(sorted(set(re.sub(r"[^\w\s]", "", unidecode(name).lower()).split())))


def ngram_fingerprint(name: str) -> str:
    """OpenRefine's: the pairs of letters, each once and in order."""
    letters = re.sub(r"\W", "", unidecode(name).lower())
    return "".join(sorted({letters[at : at + 2] for at in range(max(1, len(letters) - 1))}))


def token_sort(names: Sequence[str], thresholds: Sequence[int]) -> Iterator[tuple[str, Groups]]:
    """rapidfuzz's token_sort_ratio, and what hangs together at each threshold."""
    import numpy

    sorted_ = [" ".join(sorted(unidecode(name).lower().split())) for name in names]
    edges: list[tuple[int, int, int]] = []
    for start in range(0, len(names), 500):
        block = sorted_[start : start + 500]
        ratios = process.cdist(
            block, sorted_, scorer=fuzz.ratio, score_cutoff=min(thresholds), dtype=numpy.uint8
        )
        for one, other in zip(*numpy.nonzero(ratios), strict=True):
            if start + one < other:
                edges.append((start + int(one), int(other), int(ratios[one, other])))
    for threshold in thresholds:
        pairs = [(one, other) for one, other, ratio in edges if ratio >= threshold]
        yield f"token_sort_ratio ≥ {threshold}, components", _components(len(names), pairs)


def _components(count: int, pairs: Iterable[tuple[int, int]]) -> Groups:
    above = list(range(count))

    def root(item: int) -> int:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for one, other in pairs:
        above[root(one)] = root(other)
    return _keyed([str(root(item)) for item in range(count)], str)


def dedupe_groups(
    train: Labelled, names: Sequence[str], thresholds: Sequence[float]
) -> Iterator[tuple[str, Groups]]:
    """dedupe with one field of text, trained on the pairs of `train`; 0.5 is its own threshold."""
    import dedupe
    import numpy

    source = random.Random(1)
    data = {number: {"name": name} for number, (name, _) in enumerate(train)}
    by_entity: defaultdict[str, list[int]] = defaultdict(list)
    for number, (_, entity) in enumerate(train):
        by_entity[entity].append(number)
    match = [(a, b) for group in by_entity.values() for a in group for b in group if a < b]
    distinct = [tuple(sorted(source.sample(range(len(train)), 2))) for _ in range(2000)]
    distinct = [(a, b) for a, b in distinct if train[a][1] != train[b][1]]
    match = source.sample(match, min(2000, len(match)))
    model = dedupe.Dedupe([dedupe.variables.String("name"), dedupe.variables.Text("name")], num_cores=1)
    marked = {
        kind: [{"__class__": "tuple", "__value__": [data[one], data[other]]} for one, other in pairs]
        for kind, pairs in (("match", match), ("distinct", distinct))
    }
    model.prepare_training(data, training_file=io.StringIO(json.dumps(marked)), sample_size=5000)
    model.train(recall=0.9)
    kept = numpy.array(
        model.score(model.pairs({number: {"name": name} for number, name in enumerate(names)}))
    )
    for threshold in thresholds:
        with tempfile.NamedTemporaryFile() as file:  # what it is given it changes, and takes from a file only
            scores = numpy.memmap(file.name, dtype=kept.dtype, mode="w+", shape=kept.shape)
            scores[:] = kept
            found = [list(map(int, members)) for members, _ in model.cluster(scores, threshold)]
        grouped = {number for members in found for number in members}
        alone = [[number] for number in range(len(names)) if number not in grouped]
        yield f"dedupe, trained on the other half, ≥ {threshold}", [*found, *alone]


def spark_groups(names: Sequence[str], type: str, master: str) -> Groups:
    """`cluster_column` on this machine; its seconds by the clock, workers warm, go to standard error."""
    import os

    from pyspark.sql import SparkSession

    from resolver.integrations.spark_clusters import cluster_column

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for part in (names[:500], names):
        frame = session.createDataFrame(list(enumerate(part)), "n long, who string").repartition(8)
        start = time.perf_counter()
        rows = cluster_column(frame, "who", type=type).select("n", "cluster_id").collect()  # type: ignore[arg-type]
        print(f"{master}: {len(part):,} names {time.perf_counter() - start:.0f} s", file=sys.stderr)
    session.stop()
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        found[row["cluster_id"]].append(row["n"])
    return list(found.values())


# -- measures ---------------------------------------------------------------------------------------


class Gold:
    """Distinct names and the entities that each is of: two of one name are not told apart by names."""

    def __init__(self, labelled: Labelled) -> None:
        entities: defaultdict[str, set[str]] = defaultdict(set)
        for name, entity in labelled:
            entities[name].add(entity)
        self.names = sorted(entities)
        random.Random(2).shuffle(self.names)
        self._entities = [entities[name] for name in self.names]
        members: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(self._entities):
            for entity in own:
                members[entity].append(number)
        self._pairs = {(a, b) for group in members.values() for a in group for b in group if a < b}
        self._members = members

    def measured(self, groups: Groups) -> dict[str, float]:
        """Pairwise precision, recall, F1 and B³ F1."""
        sets = [set(group) for group in groups]
        home = {number: group for group in sets for number in group}
        said = sum(len(group) * (len(group) - 1) // 2 for group in sets)
        right = sum(home[a] is home[b] for a, b in self._pairs)
        precision, recall = right / max(1, said), right / max(1, len(self._pairs))
        b_precision = b_recall = 0.0
        for number, own in enumerate(self._entities):
            real = set().union(*(self._members[entity] for entity in own))
            both = len(real & home[number])
            b_precision += both / len(home[number])
            b_recall += both / len(real)
        b_precision, b_recall = b_precision / len(self.names), b_recall / len(self.names)
        return {
            "precision": precision,
            "recall": recall,
            "F1": 2 * precision * recall / max(1e-9, precision + recall),
            "B³": 2 * b_precision * b_recall / max(1e-9, b_precision + b_recall),
        }


def compared(labelled: Labelled, type: str, peers: Sequence[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Each tool's measures on a half of the entities; the other half is what dedupe learns from."""
    entities = sorted({entity for _, entity in labelled})
    random.Random(3).shuffle(entities)
    judged = set(entities[: len(entities) // 2])
    gold = Gold([row for row in labelled if row[1] in judged])
    start = time.process_time()
    own = resolver.cluster(gold.names, type)  # type: ignore[arg-type]
    seconds = time.process_time() - start
    yield f"resolver ({len(gold.names):,} names, {seconds:.0f} s)", gold.measured(c.rows for c in own)
    for master in ("local[1]", "local[2]"):
        if "spark" in peers:
            yield f"resolver over Spark, {master}", gold.measured(spark_groups(gold.names, type, master))
    if "keys" in peers:
        yield "fingerprint", gold.measured(_keyed(gold.names, fingerprint))
        yield "n-gram fingerprint", gold.measured(_keyed(gold.names, ngram_fingerprint))
    if "rapidfuzz" in peers:
        tried = [(label, gold.measured(groups)) for label, groups in token_sort(gold.names, range(74, 99, 2))]
        yield max(tried, key=lambda one: one[1]["F1"])
    if "dedupe" in peers:
        train = [row for row in labelled if row[1] not in judged]
        tried_too = dedupe_groups(train, gold.names, (0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.999))
        yield max(((label, gold.measured(groups)) for label, groups in tried_too), key=lambda m: m[1]["F1"])


def sizes(shared: Path, counts: Sequence[int], jobs: int) -> Iterator[str]:
    """Seconds of the clock and of this process, and memory, for so many names, half of them people's."""
    for count in counts:
        names = [name for name, _ in organizations(shared, count)][: count // 2]
        made = 0
        while len(names) < count:
            names += [name for name, _ in people(min(20_000, count), seed=made)][: count - len(names)]
            made += 1
        start, began = time.perf_counter(), time.process_time()
        found = resolver.cluster(names, jobs=jobs)
        taken, work = time.perf_counter() - start, time.process_time() - began
        most = sum(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        yield (
            f"{len(names):>9,} names: {taken:,.0f} s ({work:,.0f} s of this process), {most / 1024:,.0f} MB, "
            f"{len(found):,} clusters"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sets", nargs="*", default=["clubs", "organizations", "people"])
    parser.add_argument("--peers", nargs="*", default=["keys", "rapidfuzz", "dedupe"])
    parser.add_argument("--sizes", nargs="*", type=int, default=[])
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    made: dict[str, Callable[[], tuple[Labelled, str]]] = {
        "clubs": lambda: (clubs(asked.shared), "organization"),
        "organizations": lambda: (organizations(asked.shared, 4000), "organization"),
        "people": lambda: (people(3000), "person"),
    }
    for name in asked.sets:
        labelled, type = made[name]()
        print(f"\n{name}: {len(labelled):,} rows, {len(Counter(e for _, e in labelled)):,} entities")
        for label, measures in compared(labelled, type, asked.peers):
            print("  " + label + ": " + ", ".join(f"{key} {value:.3f}" for key, value in measures.items()))
            sys.stdout.flush()
    for line in sizes(asked.shared, asked.sizes, asked.jobs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
