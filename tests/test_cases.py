"""Runs the tables of text cases (tests/cases/main, tests/cases/linking) through library and command line.

A table is a folder with a file for each kind of rule: lists of `[[case]]`: `name` (unique), `rule`, `why`,
`text` with the expected mentions marked `[surface|id]` or `[surface|?]` (ambiguous: id None), `normalised`
(what `normalise` makes of the unmarked text; left out: nothing changes; false: not asked), optionally `lang`,
`trap` and `group`. A case with a `group` runs on the `[[gazetteer]]` records of that group, one without on
the default gazetteer. `scope`, if a table has it, lists the entities that the table speaks about; mentions of
others are neither asked for nor forbidden.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import resolver

CASES = Path(__file__).parent / "cases"
TABLES = ("main", "linking")
LANGUAGES_ASKED = 10
_MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")

Span = tuple[int, int, str, str | None]


@dataclass(frozen=True)
class Case:
    """One sentence, what it names and what its normal form is."""

    table: str
    name: str
    rule: str
    why: str
    lang: str
    trap: bool
    group: str | None
    text: str
    mentions: tuple[Span, ...]
    normalised: str | None


@dataclass(frozen=True)
class Table:
    cases: tuple[Case, ...]
    groups: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    scope: frozenset[str] = frozenset()


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The plain text and its mentions (start, end, surface, id)."""
    plain, spans, last, length = [], [], 0, 0
    for m in _MARK.finditer(marked):
        before = marked[last : m.start()]
        start = length + len(before)
        spans.append((start, start + len(m[1]), m[1], None if m[2] == "?" else m[2]))
        plain += [before, m[1]]
        length = start + len(m[1])
        last = m.end()
    return "".join([*plain, marked[last:]]), tuple(spans)


def joined(name: str) -> dict[str, list[Any]]:
    """The lists of all files of a table, by their keys."""
    lists: dict[str, list[Any]] = defaultdict(list)
    for path in sorted((CASES / name).glob("*.toml")):
        for key, values in tomllib.loads(path.read_text(encoding="utf-8")).items():
            lists[key] += values
    return lists


@cache
def read(name: str) -> Table:
    raw = joined(name)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in raw.get("gazetteer", []):
        groups[record["group"]].append({k: v for k, v in record.items() if k != "group"})
    cases = []
    for c in raw["case"]:
        text, mentions = unmark(c["text"])
        cases.append(
            Case(
                table=name,
                name=c["name"],
                rule=c["rule"],
                why=c["why"],
                lang=c.get("lang", "en"),
                trap=c.get("trap", not mentions),
                group=c.get("group"),
                text=text,
                mentions=mentions,
                normalised=c.get("normalised", text) or None,
            )
        )
    return Table(tuple(cases), dict(groups), frozenset(raw.get("scope", ())))


ALL = [case for name in TABLES for case in read(name).cases]
#: What the engine cannot do yet, by name; each is proven to fail, so that the list cannot outlive its reason.
OPEN = frozenset(tomllib.loads((CASES / "open.toml").read_text(encoding="utf-8"))["open"])
each_case = pytest.mark.parametrize(
    "case", [case for case in ALL if case.name not in OPEN], ids=lambda case: case.name
)
each_open_case = pytest.mark.parametrize(
    "case", [case for case in ALL if case.name in OPEN], ids=lambda case: case.name
)
GROUPS = sorted({(case.table, case.group or "") for case in ALL})
each_group = pytest.mark.parametrize(("table", "group"), GROUPS, ids=lambda part: part or "default")


@pytest.fixture(scope="session")
def resolver_for() -> Callable[[Case], resolver.Resolver]:
    """The resolver a case runs on, each gazetteer loaded once."""

    @cache
    def load(table: str, group: str | None) -> resolver.Resolver:
        return resolver.load() if group is None else resolver.load(read(table).groups[group])

    return lambda case: load(case.table, case.group)


def of_table(group: str, table: str) -> list[Case]:
    return [case for case in ALL if case.table == table and (case.group or "") == group]


def seen(case: Case, mentions: Iterator[tuple[Span, tuple[str, ...]]]) -> tuple[Span, ...]:
    """What was found, as far as the case's table speaks about it: spans and the ids they may mean."""
    scope = read(case.table).scope
    return tuple(
        span
        for span, candidates in mentions
        if not scope or (span[3] or "") in scope or (span[3] is None and scope.intersection(candidates))
    )


def linked(case: Case, r: resolver.Resolver) -> tuple[Span, ...]:
    """The mentions of a case's text that its table speaks about."""
    mentions = r.link(case.text)
    return seen(case, (((m.start, m.end, m.text, m.id), tuple(c.id for c in m.candidates)) for m in mentions))


@each_case
def test_link(case: Case, resolver_for: Callable[[Case], resolver.Resolver]) -> None:
    assert linked(case, resolver_for(case)) == case.mentions, f"{case.rule}: {case.why}"


@each_case
def test_normalise(case: Case, resolver_for: Callable[[Case], resolver.Resolver]) -> None:
    r = resolver_for(case)
    once = r.normalise(case.text)
    if case.normalised is not None:
        assert once == case.normalised, f"{case.rule}: {case.why}"
    assert r.normalise(once) == once


@each_open_case
def test_an_open_case_is_still_open(case: Case, resolver_for: Callable[[Case], resolver.Resolver]) -> None:
    r = resolver_for(case)
    solved = linked(case, r) == case.mentions and case.normalised in (None, r.normalise(case.text))
    assert not solved, f"{case.name} passes now: take it off tests/cases/open.toml"


def test_open_cases_are_cases() -> None:
    assert {case.name for case in ALL} >= OPEN


def run(*args: str | Path, stdin: str = "") -> str:
    """The standard output of one `resolver` process, which must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "resolver", *map(str, args)],
        input=stdin.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def gazetteer_options(tmp_path: Path, table: str, group: str) -> list[str | Path]:
    if not group:
        return []
    path = tmp_path / f"{group}.jsonl"
    records = read(table).groups[group]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return ["--gazetteer", path]


@pytest.mark.slow
@each_group
def test_command_line_says_what_the_library_says(
    table: str, group: str, tmp_path: Path, resolver_for: Callable[[Case], resolver.Resolver]
) -> None:
    """One file a case, all of a gazetteer in one process."""
    cases = of_table(group, table)
    options = gazetteer_options(tmp_path, table, group)
    want = {case.name: resolver_for(case).normalise(case.text) for case in cases}

    files = [tmp_path / f"{case.name}.txt" for case in cases]
    for case, path in zip(cases, files, strict=True):
        path.write_bytes(case.text.encode())
    run("normalise", "--in-place", *options, *files)
    assert {path.stem: path.read_bytes().decode() for path in files} == want


def test_one_pipe_reads_a_case_a_line(resolver_for: Callable[[Case], resolver.Resolver]) -> None:
    """Each line is a document of its own: no case sees its neighbours."""
    cases = [case for case in of_table("", TABLES[0]) if not re.search(r"[\r\n]", case.text)]
    out = run("normalise", "--unit", "line", stdin="".join(case.text + "\n" for case in cases))
    assert out.split("\n") == [*(resolver_for(case).normalise(case.text) for case in cases), ""]


@pytest.mark.parametrize("table", TABLES)
def test_table_is_well_formed(table: str) -> None:
    cases = read(table).cases
    assert not [name for name, n in Counter(case.name for case in ALL).items() if n > 1]
    for case in cases:
        assert case.why, case.name
        assert case.rule, case.name
        assert re.fullmatch(r"[a-z0-9-]+", case.name), case.name
        assert not re.search(r"[\[\]|]", case.text), f"{case.name}: a mark that does not parse"
        ids = {record["id"] for record in read(table).groups.get(case.group or "", [])} or read(table).scope
        unknown = {i for *_, i in case.mentions if i is not None} - ids
        assert not unknown, f"{case.name}: {unknown}"
    used = {case.group for case in cases}
    assert not set(read(table).groups) - used, "a gazetteer that no case uses"


def test_tables_are_as_broad_as_they_claim() -> None:
    """Enough cases, half of the linking ones traps, ten languages."""
    main, linking = (read(name).cases for name in TABLES)
    assert len(main) >= 170
    assert sum(case.trap for case in main) >= 70
    assert len(linking) >= 250
    assert sum(case.trap for case in linking) * 2 >= len(linking)
    assert len({case.lang for case in linking}) >= LANGUAGES_ASKED
