"""Evaluation: what counts as right, false, missed; gold files; what flipped between runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import resolver
from resolver.authoring.evaluation import Count, compare_runs, evaluate, read_gold
from resolver.errors import InputError

TEXT = "Marta Kowalenko left Veldoria for Tarnholm Bay."


@pytest.fixture(scope="module")
def linker() -> resolver.Resolver:
    return resolver.load(
        [
            {"id": "marta", "type": "person", "name": "Marta Kowalenko"},
            {"id": "veldoria", "type": "place", "name": "Veldoria"},
            {"id": "tarnholm", "type": "place", "name": "Tarnholm Bay"},
        ]
    )


def _span(words: str, id: str, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "id": id, **more}


def _write(path: Path, *mentions: dict[str, object], **more: object) -> Path:
    path.write_text(json.dumps({"text": TEXT, "mentions": list(mentions), **more}) + "\n", encoding="utf-8")
    return path


MARTA, VELDORIA = _span("Marta Kowalenko", "marta"), _span("Veldoria", "veldoria")
BAY = _span("Tarnholm Bay", "tarnholm")


@pytest.mark.parametrize(
    ("mentions", "strong", "weak", "why"),
    [
        ([MARTA, VELDORIA, BAY], (3, 0, 0), (3, 0, 0), "all as marked"),
        ([MARTA, VELDORIA], (2, 1, 0), (2, 1, 0), "one that nobody marked is false"),
        ([MARTA, VELDORIA, BAY, _span("left", "x")], (3, 0, 1), (3, 0, 1), "one that is not found is missed"),
        ([MARTA, VELDORIA, _span("Tarnholm", "tarnholm")], (2, 1, 1), (3, 0, 0), "another extent: weak only"),
        ([MARTA, VELDORIA, _span("Tarnholm Bay", "x")], (2, 1, 1), (2, 1, 1), "another ID: neither"),
        ([MARTA, VELDORIA, _span("Bay", "x", optional=True)], (2, 0, 0), (2, 0, 0), "optional: not counted"),
    ],
)
def test_counts(
    linker: resolver.Resolver,
    tmp_path: Path,
    mentions: list[dict[str, object]],
    strong: tuple[int, int, int],
    weak: tuple[int, int, int],
    why: str,
) -> None:
    result = evaluate(linker, read_gold([_write(tmp_path / "g.jsonl", *mentions)]))
    assert result.strong == Count(*strong), why
    assert result.weak == Count(*weak), why
    assert len(result.mistakes) == strong[1] + strong[2]


def test_only_the_marked_part_counts(linker: resolver.Resolver, tmp_path: Path) -> None:
    gold = _write(tmp_path / "g.jsonl", VELDORIA, start=16, end=30)
    assert evaluate(linker, read_gold([gold])).strong == Count(1, 0, 0)


def test_groups_and_reasons(linker: resolver.Resolver, tmp_path: Path) -> None:
    gold = _write(tmp_path / "g.jsonl", MARTA | {"type": "person", "form": "full"}, _span("left", "x"))
    result = evaluate(linker, read_gold([gold]))
    assert result.by_type["person"] == Count(1, 0, 0)
    assert result.by_type["place"] == Count(0, 2, 0)
    assert result.by_type["unknown"] == Count(0, 0, 1)
    assert result.by_form["full"].right == 1
    missed, *false = result.mistakes
    assert missed.kind == "missed"
    assert missed.reason
    assert missed.context == TEXT
    assert all("veldoria" in m.reason or "tarnholm" in m.reason for m in false)


def test_figures() -> None:
    count = Count(right=3, false=1, missed=2)
    assert (count.precision, count.recall) == (0.75, 0.6)
    assert count.as_dict()["f1"] == 0.6667
    assert Count().f1 == 0.0


def test_mentions_for_the_text_beside_or_above(linker: resolver.Resolver, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "a.txt").write_bytes(TEXT.encode() + b"\r\n\xff")
    (tmp_path / "gold" / "b.txt").write_text(TEXT)
    for name in "ab":
        lines = "".join(json.dumps(mention) + "\n" for mention in (MARTA, VELDORIA, BAY))
        (tmp_path / "gold" / f"{name}.jsonl").write_text(lines)
    (tmp_path / "gold" / "gazetteer.jsonl").write_text('{"id": "x", "type": "place", "name": "X"}\n')
    result = evaluate(linker, read_gold([tmp_path / "gold"]))
    assert result.strong == Count(6, 0, 0)
    assert [Path(file).name for file in sorted(result.by_file)] == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"start": 1}', "g.jsonl:1: "),
        ("nonsense", "g.jsonl:1: "),
        ("[1]", "g.jsonl:1: "),
        ('{"start": 0, "end": 1, "id": "x"}', "no g.txt beside it"),
        ('{"text": "a", "mentions": [{"start": 0, "end": 9, "id": "x"}]}', "outside its text"),
    ],
)
def test_what_is_no_gold_file(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(content)
    with pytest.raises(InputError, match=message):
        list(read_gold([tmp_path / "g.jsonl"]))


def test_flips(linker: resolver.Resolver, tmp_path: Path) -> None:
    first = evaluate(linker, read_gold([_write(tmp_path / "g.jsonl", MARTA, VELDORIA, _span("left", "x"))]))
    second = evaluate(linker, read_gold([_write(tmp_path / "g.jsonl", MARTA, BAY)]))
    flips = compare_runs(json.loads(json.dumps(first.as_dict())), second)
    assert sorted(m["text"] for m in flips.mended) == ["Tarnholm Bay", "left"]
    assert [m["text"] for m in flips.broken] == ["Veldoria"]
    assert flips.before == first.as_dict()["strong"]["f1"]
    with pytest.raises(InputError):
        compare_runs({"something": "else"}, second)
