"""The work that is measured: one function a line of the report, each run in a process of its own."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from tests.bench import million, peers, texts
from tests.bench.fuzzy_designs import misspell
from tests.bench.paired import Result, Spread, number, quotient, ratios, seconds
from tests.bench.processes import all_seconds, children_seconds, command, private_memory, run, stream

#: Read before anything is measured: what is loaded with the first text is no part of a rate.
_FIRST_SENTENCE = "Mr Ilham Aliev met Emmanuel Macron in Baku."

#: Megabytes of a stream after whose half all caches are full.
_FILLED_MEGABYTES = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """What all measurements share: where the data is, where big files are kept, how often, how many."""

    shared: Path
    folder: Path
    rounds: int
    million: int
    stream_megabytes: int

    def names(self, count: int) -> Path:
        """A gazetteer of that many people, made once."""
        path = self.folder / f"names-{count}.jsonl"
        if not path.exists():
            made = million.generate(texts.retrieval_names(self.shared), count)
            _write(path, million.records(made))
        return path

    def linking_million(self) -> Path:
        """The linking gazetteer with people added, up to a million."""
        path = self.folder / f"linking-{self.million}.jsonl"
        if not path.exists():
            own = texts.linking_gazetteer(self.shared).read_text("utf-8").splitlines()
            more = million.generate(texts.retrieval_names(self.shared), self.million - len(own))
            _write(path, (*map(json.loads, own), *million.records(more)))
        return path

    def compiled(self, source: Path) -> Path:
        """The compiled index of a gazetteer file, made once for the same source and engine."""
        path = self.index_of(source)
        if not path.exists():
            for old in source.parent.glob(f"{source.stem}.*.index"):
                old.unlink()
            compile_gazetteer(source, path)
        return path

    def index_of(self, source: Path) -> Path:
        """Where that index is: another place for another state of the code or the lexicon."""
        return source.with_suffix(f".{_engine()}.index")


@cache
def _engine() -> str:
    from resolver.index import loading

    package = Path(loading.__file__).parent.parent
    digest = blake2b(digest_size=6)
    for folder, kind in ((package, "*.py"), (loading.default_folder() / "lexicon", "*.toml")):
        for path in sorted(folder.rglob(kind)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _write(path: Path, records: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def compile_gazetteer(source: Path, target: Path) -> None:
    """What users run to compile a gazetteer."""
    run(command("gazetteer", "compile", "--gazetteer", str(source), str(target)))


def load(source: Path) -> Any:
    import resolver

    return resolver.load(str(source))


def load_default() -> Any:
    import resolver

    return resolver.load()


def reader(resolver: Any, documents: Sequence[str]) -> Callable[[], int]:
    """Links all documents, one after the other; the number of mentions."""

    def read() -> int:
        return sum(len(resolver.link(document)) for document in documents)

    return read


# -- linking --------------------------------------------------------------------------------------


def link_fresh(setting: Setting) -> Iterator[Result]:
    """Linking against each peer; every text is read once, so a new lot of texts in each round."""
    lots = texts.documents(setting.shared).parts(setting.rounds)
    gazetteer = texts.linking_gazetteer(setting.shared)
    yield from _against_peers("5,500 entities", load(gazetteer), texts.linking_names(setting.shared), lots)
    default = load_default()
    names = sorted({name for entity in default.gazetteer for name in (entity.name, *entity.aliases)})
    yield from _against_peers("the default gazetteer", default, names, lots)
    yield _against_spaczz(setting, lots)


def _against_peers(
    what: str, resolver: Any, names: Sequence[str], lots: Sequence[texts.Texts]
) -> Iterator[Result]:
    finders = {label: build(names) for label, build in peers.EXACT.items()}
    resolver.link(_FIRST_SENTENCE)
    own: list[float] = []
    taken: dict[str, list[float]] = {label: [] for label in finders}
    mentions, finds = 0, Counter[str]()
    for lot in lots:
        read = reader(resolver, lot.documents)
        start = time.process_time()
        mentions += read()
        own.append((time.process_time() - start) / lot.megabytes)
        for label, find in finders.items():
            start = time.process_time()
            finds[label] += sum(map(find, lot.documents))
            taken[label].append((time.process_time() - start) / lot.megabytes)
    for label, times in taken.items():
        yield Result(
            f"link, {what}, each text once: rate against {label}",
            Spread.of([theirs / ours for ours, theirs in zip(own, times, strict=True)]),
            "×",
            f"{_rate(1, Spread.of(own))} against {_rate(1, Spread.of(times))} MB/s; "
            f"{mentions:,} mentions, {finds[label]:,} finds",
            ">=" if label == "flashtext" else "",
            0.3 if label == "flashtext" else 0.0,
        )


def _against_spaczz(setting: Setting, lots: Sequence[texts.Texts]) -> Result:
    # Too slow for more than an excerpt: its rate there, against ours over each lot.
    excerpt = lots[0].excerpt(400)
    find = peers.spaczz(texts.linking_names(setting.shared))
    resolver = load(texts.linking_gazetteer(setting.shared))
    other = seconds(lambda: sum(map(find, excerpt.documents))) / excerpt.megabytes
    own = [seconds(reader(resolver, lot.documents)) / lot.megabytes for lot in lots]
    return Result(
        "link, 5,500 entities, each text once: rate against spaczz",
        Spread.of([other / mine for mine in own]),
        "×",
        f"{_rate(1, Spread.of(own))} against {number(1 / other)} MB/s ({excerpt.size} bytes)",
        ">=",
        1000.0,
    )


def link_million(setting: Setting) -> Iterator[Result]:
    """Linking with a million entities against linking with 5,500, each text once."""
    lots = texts.documents(setting.shared).parts(setting.rounds)
    small = load(texts.linking_gazetteer(setting.shared))
    large = load(setting.compiled(setting.linking_million()))
    own: list[float] = []
    other: list[float] = []
    for resolver in (small, large):
        resolver.link(_FIRST_SENTENCE)
    for lot in lots:
        own.append(seconds(reader(large, lot.documents)) / lot.megabytes)
        other.append(seconds(reader(small, lot.documents)) / lot.megabytes)
    yield Result(
        f"link, {setting.million:,} entities, each text once: rate against 5,500",
        Spread.of([b / a for a, b in zip(own, other, strict=True)]),
        "×",
        f"{_rate(1, Spread.of(own))} against {_rate(1, Spread.of(other))} MB/s",
        ">=",
        0.5,
    )


def jobs(setting: Setting) -> Iterator[Result]:
    """Two processes against one, over texts and names that are new to both."""
    documents = texts.documents(setting.shared)
    names = texts.retrieval_names(setting.shared)
    people = load(setting.compiled(setting.names(len(names))))
    source = texts.linking_gazetteer(setting.shared)
    filter_ = command("link", "--unit", "paragraph", "--gazetteer", str(source))
    # Names for each round twice, and for the look at the processor time; as many lots of texts.
    count = 2 * (setting.rounds + 1)
    fresh = iter(_chunks(names, count, len(names) // count, seed=7))
    lots = [lot.documents for lot in documents.parts(setting.rounds + 1)]
    files = []
    for number_, lot in enumerate(lots):
        file = setting.folder / f"documents-{number_}.txt"
        file.write_text("\n\n".join(lot), encoding="utf-8")
        files.append(str(file))
    loaded: dict[int, Any] = {}

    def link(lot: int, jobs: int) -> int:
        # A gazetteer of its own for each, as one would know the words that the other has read.
        if jobs not in loaded:
            loaded[jobs] = load(source)
        return sum(map(len, loaded[jobs].link_many(lots[lot], jobs=jobs)))

    def resolve(lot: int, jobs: int) -> int:
        return sum(1 for _ in people.resolve_many(next(fresh), jobs=jobs))

    def command_line(lot: int, jobs: int) -> str:
        return run([*filter_, "--jobs", str(jobs), files[lot]])

    for label, work in (
        ("link_many, jobs=2, each text once,", link),
        ("resolve_many, jobs=2, names not seen before,", resolve),
        ("`resolver link --jobs 2`, each text once,", command_line),
    ):
        both = seconds(partial(work, 0, 2), all_seconds) / seconds(partial(work, 0, 1), all_seconds)
        own = [seconds(partial(work, lot, 2), time.perf_counter) for lot in range(1, len(lots))]
        other = [seconds(partial(work, lot, 1), time.perf_counter) for lot in range(1, len(lots))]
        yield Result(
            f"{label} against 1",
            Spread.of([b / a for a, b in zip(own, other, strict=True)]),
            "×",
            f"{Spread.of(own)} s against {Spread.of(other)} s; processor time {number(both)} ×, "
            f"load {os.getloadavg()[0]:.1f}",
            ">=",
            1.7,
        )


# -- resolving ------------------------------------------------------------------------------------


def resolve_small(setting: Setting) -> Iterator[Result]:
    """Names against the list that people scan today."""
    yield from _resolve(setting, len(texts.retrieval_names(setting.shared)), 50.0, scans=40)


def resolve_million(setting: Setting) -> Iterator[Result]:
    """The same with a million names, and how much slower that is than with 49,000."""
    yield from _resolve(setting, setting.million, 200.0, scans=4)
    yield from _answers(setting, setting.million, 250)
    few = texts.retrieval_names(setting.shared)
    small, large = (load(setting.compiled(setting.names(count))) for count in (len(few), setting.million))
    chunks = iter(_chunks(few, 2 * setting.rounds, 500, seed=5))
    mine, other, rate = ratios(
        lambda: list(large.resolve_many(next(chunks))),
        lambda: list(small.resolve_many(next(chunks))),
        setting.rounds,
    )
    yield Result(
        f"resolve_many, {setting.million:,} names: rate against {len(few):,}",
        rate,
        "×",
        f"{_rate(500, mine)} against {_rate(500, other)} names/s, names not seen before",
        ">=",
        0.5,
    )


def _resolve(setting: Setting, count: int, bar: float, scans: int) -> Iterator[Result]:
    source = setting.names(count)
    names = [json.loads(line)["name"] for line in source.read_text("utf-8").splitlines()]
    ours = load(setting.compiled(source))
    each = 500
    chunks = iter(_chunks(texts.retrieval_names(setting.shared), 2 * setting.rounds, each, seed=3))
    mine, other, _ = ratios(
        lambda: list(ours.resolve_many(next(chunks))),
        lambda: [_scan(query, names) for query in next(chunks)[:scans]],
        setting.rounds,
    )
    scale = each / scans
    yield Result(
        f"resolve_many, {count:,} names: rate against a scan",
        quotient(other, mine, scale),
        "×",
        f"{_rate(each, mine)} against {_rate(scans, other)} names/s, names not seen before",
        ">=",
        bar,
    )
    changed = [
        (query, name) for query, name in texts.retrieval_queries(setting.shared) if name and name != query
    ]
    if count > 100_000:
        changed = changed[::4]
    found = scanned = 0
    for query, name in changed:
        best = ours.candidates(query, limit=1)
        found += bool(best) and best[0].name == name
        scanned += _scan(query, names) == name
    yield Result(
        f"candidates, {count:,} names: recall at 1, less that of the scan",
        Spread.of([(found - scanned) / len(changed)]),
        "",
        f"{found / len(changed):.3f} against {scanned / len(changed):.3f} of {len(changed)} changed names",
        ">=",
        0.0,
    )


def _answers(setting: Setting, count: int, each: int) -> Iterator[Result]:
    """What becomes of listed names with one wrong letter, and of strangers made of the same parts."""
    source = setting.names(count)
    names = [json.loads(line)["name"] for line in source.read_text("utf-8").splitlines()]
    parts, listed, rng = texts.retrieval_names(setting.shared), set(names), random.Random(77)
    made = million.generate(parts, len(parts) + 3 * each, seed=99)
    strangers = [name for name in islice(made, len(parts), None) if name not in listed][:each]
    drawn = rng.sample(names, each)
    ours = load(setting.compiled(source))
    found = list(ours.resolve_many(misspell(rng, name, 1) for name in drawn))
    right = sum(match is not None and match.name == name for match, name in zip(found, drawn, strict=True))
    wrong = sum(match is not None for match in found) - right
    accepted = sum(match is not None for match in ours.resolve_many(strangers))
    what = f"resolve, {count:,} names"
    detail = f"{wrong} of {each} another"
    yield Result(
        f"{what}: one wrong letter, answered rightly", Spread.of([right / each]), "", detail, ">=", 0.7
    )
    yield Result(f"{what}: strangers accepted", Spread.of([accepted / each]), "", "", "<=", 0.01)


def _scan(query: str, names: list[str]) -> str:
    return process.extractOne(query, names, scorer=fuzz.token_sort_ratio)[0]


def _chunks(names: list[str], count: int, each: int, seed: int) -> list[list[str]]:
    """Names that are asked once: a third as listed, the others with one or two letters wrong."""
    rng = random.Random(seed)
    drawn = rng.sample(names, count * each)
    asked = [misspell(rng, name, place % 3) for place, name in enumerate(drawn)]
    return [asked[place : place + each] for place in range(0, len(asked), each)]


# -- files ----------------------------------------------------------------------------------------


def compile_million(setting: Setting) -> Iterator[Result]:
    """Compiling: time, memory, size of the file."""
    source = setting.names(setting.million)
    target = setting.index_of(source)
    target.unlink(missing_ok=True)
    before = children_seconds()
    took = seconds(lambda: setting.compiled(source), time.perf_counter)
    own = children_seconds() - before
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = target.stat().st_size / 1e6
    what = f"compile {setting.million:,} names"
    detail = f"processor time {number(own / 60)} min, load {os.getloadavg()[0]:.1f}"
    yield Result(f"{what}: minutes", Spread.of([took / 60]), "min", detail, "<=", 10.0)
    yield Result(f"{what}: memory", Spread.of([memory / 1024]), "GB", "", "<=", 6.0)
    yield Result(f"{what}: size of the file", Spread.of([size]), "MB", "", "<=", 500.0)


def open_million(setting: Setting) -> Iterator[Result]:
    """Opening in a fresh process and answering one name."""
    index = setting.compiled(setting.names(setting.million))
    name = misspell(random.Random(2), texts.retrieval_names(setting.shared)[20_000], 1)
    opened = [
        json.loads(run(child(setting, "_first_answer", str(index), name))) for _ in range(setting.rounds)
    ]
    what = f"open {setting.million:,} names and answer the first"
    yield Result(
        f"{what}: seconds",
        Spread.of([took for took, _, _ in opened]),
        "s",
        f"importing what it needs, not counted: {Spread.of([imported for _, imported, _ in opened])} s",
        "<=",
        0.3,
    )
    yield Result(
        f"{what}: memory", Spread.of([memory for _, _, memory in opened]), "MB", "private", "<=", 200.0
    )


def _first_answer(setting: Setting, index: str, name: str) -> list[float]:
    start = time.perf_counter()
    import resolver.index.ranking
    import resolver.names.matcher
    import resolver.resolver

    imported = time.perf_counter() - start
    start = time.perf_counter()
    resolver.resolver.load(index).resolve(name)
    took = time.perf_counter() - start
    return [took, imported, private_memory()]


# -- whole processes ------------------------------------------------------------------------------


def start_up(setting: Setting) -> Iterator[Result]:
    """Starting the filter and the shortest command, against importing what they stand on."""
    sentence = "Mr Ilham Aliev met Emmanuel Macron in Baku.\n"
    run(command("normalise"), sentence)  # compiles the gazetteer where the wheel has not
    for what, argument, text, modules, bar in (
        ("a sentence through `resolver normalise`", "normalise", sentence, "typer, pydantic, rapidfuzz", 2.0),
        ("`resolver --version`", "--version", "", "typer", 1.3),
    ):
        theirs = [sys.executable, "-c", f"import {modules}"]
        ours = partial(run, command(argument), text)
        mine, other, rate = ratios(ours, partial(run, theirs), 4 * setting.rounds, time.perf_counter)
        _, _, own = ratios(ours, partial(run, theirs), 4 * setting.rounds, children_seconds)
        yield Result(
            f"{what}: time against importing {modules}",
            Spread(1 / rate.median, 1 / rate.high, 1 / rate.low),
            "×",
            f"{mine} s against {other} s; processor time {number(1 / own.median)} ×",
            "<=",
            bar,
        )


def long_stream(setting: Setting) -> Iterator[Result]:
    """A long live pipe: memory must stay flat."""
    lines = [line.encode() + b"\n" for line in texts.addresses(setting.shared).documents[0].splitlines()]
    for document in texts.addresses(setting.shared).documents[1:]:
        lines += [line.encode() + b"\n" for line in document.splitlines()]
    arguments = command("normalise", "--unit", "line", "--gazetteer")
    arguments.append(str(texts.linking_gazetteer(setting.shared)))
    run(arguments)  # compiles the gazetteer, which takes memory of its own
    streamed = stream(arguments, _numbered(lines), setting.stream_megabytes * 1_000_000)
    what = f"{streamed.size:,.0f} MB through `--unit line`"
    yield Result(
        f"{what}: memory at most",
        Spread.of([streamed.peak]),
        "MB",
        f"{number(streamed.size / streamed.seconds)} MB/s",
        "<=",
        250.0,
    )
    # The caches of a short stream are still filling in its second half.
    filled = streamed.size >= _FILLED_MEGABYTES
    yield Result(
        f"{what}: memory at most, against that in the first half",
        Spread.of([streamed.peak / streamed.at_half if streamed.at_half else 0.0]),
        "×",
        "" if filled else "too short to be flat",
        "<=" if filled else "",
        1.05,
    )


def _numbered(lines: list[bytes]) -> Iterator[bytes]:
    """The lines again and again, each with new words, so that no cache ever holds them all."""
    for count, line in enumerate(cycle(lines)):
        yield b"Speaker%d Named%d said: " % (count, count) + line if count % 10 == 0 else line


def _rate(amount: float, taken: Spread) -> str:
    return f"{number(amount / taken.median)}"


def child(setting: Setting, function: str, *arguments: str) -> list[str]:
    """The command that runs one function of this module in a process of its own."""
    return [
        sys.executable,
        "-m",
        "tests.bench",
        "--child",
        function,
        *("--shared", str(setting.shared), "--folder", str(setting.folder), "--rounds", str(setting.rounds)),
        *("--million", str(setting.million), "--stream-megabytes", str(setting.stream_megabytes)),
        *(f"--argument={argument}" for argument in arguments),
    ]


#: What `python -m tests.bench` runs, in the order of the report.
WORK: dict[str, Callable[[Setting], Iterator[Result]]] = {
    work.__name__.replace("_", "-"): work
    for work in (
        start_up,
        link_fresh,
        resolve_small,
        jobs,
        compile_million,
        open_million,
        resolve_million,
        link_million,
        long_stream,
    )
}

#: Parts of work that need a fresh process.
PARTS: dict[str, Callable[[Setting], Any]] = {"_first_answer": _first_answer}
