"""`ids.lock`: parsing with line numbers, rendering, lineage; and the gazetteer that follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.entities.entity import Entity
from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lock import Issued, Lock, parse_lock, read_lock, render_lock, write_lock
from resolver.errors import GazetteerError

TEXT = """# comment
a\tmerged\tplace\tb
b\tsplit\tplace\tc\td
c\tlive\tplace
d\tmerged\tplace\te
e\tlive\tperson
f\tretired\twork
"""

BROKEN = [
    ("fields missing", "a\n", 1, "a", "fields are missing"),
    ("spaces for tabs", "a live place\n", 1, None, "fields are missing"),
    ("unknown state", "#\na\tgone\tplace\n", 2, "a", "unknown state 'gone'"),
    ("unknown type", "a\tlive\tship\n", 1, "a", "unknown type 'ship'"),
    ("bad ID", "ä\tlive\tplace\n", 1, None, "'ä' is no ID"),
    ("bad successor", "a\tmerged\tplace\tä\n", 1, "a", "'ä' is no ID"),
    ("twice", "a\tlive\tplace\na\tlive\tplace\n", 2, "a", "stands here twice"),
    ("order", "b\tlive\tplace\na\tlive\tplace\n", 2, "a", "out of order"),
    ("live with successor", "a\tlive\tplace\tb\n", 1, "a", "a live ID has no successors"),
    ("retired with successor", "a\tretired\tplace\tb\n", 1, "a", "a retired ID has no successors"),
    ("merged into none", "a\tmerged\tplace\n", 1, "a", "has one successor"),
    ("merged into two", "a\tmerged\tplace\tb\tc\n", 1, "a", "has one successor"),
    ("split into one", "a\tsplit\tplace\tb\n", 1, "a", "two successors or more"),
    ("successor twice", "a\tsplit\tplace\tb\tb\n", 1, "a", "a successor stands here twice"),
    ("circle", "a\tmerged\tplace\tb\nb\tmerged\tplace\ta\n", None, "a", "a → b → a"),
    ("conflict", "a\tlive\tplace\n<<<<<<< HEAD\n", 2, None, "merge conflict"),
]


@pytest.mark.parametrize(
    ("text", "line", "id", "message"), [r[1:] for r in BROKEN], ids=[r[0] for r in BROKEN]
)
def test_broken(text: str, line: int | None, id: str | None, message: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        parse_lock(text, "ids.lock")
    assert (caught.value.file, caught.value.line, caught.value.id) == ("ids.lock", line, id)
    assert message in caught.value.message


def test_lineage_is_followed_to_the_end() -> None:
    lock = parse_lock(TEXT)
    assert lock.successors("a") == ("c", "e")
    assert lock.successors("d") == ("e",)
    assert lock.successors("c") == ("c",)
    assert lock.successors("f") == ()
    assert lock.successors("never-seen") == ("never-seen",)


def test_a_live_line_without_type() -> None:
    lock = parse_lock("a\tlive\n")
    assert lock["a"] == Issued("a", "live", None)
    assert parse_lock(render_lock(lock)) == lock


def test_write_and_read(tmp_path: Path) -> None:
    lock = parse_lock(TEXT)
    path = tmp_path / "ids.lock"
    write_lock(path, lock)
    assert read_lock(path) == lock
    assert [p.name for p in tmp_path.iterdir()] == ["ids.lock"]
    path.write_bytes(b"\xff")
    with pytest.raises(GazetteerError, match="not UTF-8"):
        read_lock(path)


ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,3}", fullmatch=True)


@given(st.lists(ids, unique=True), st.randoms())
def test_rendering_does_not_depend_on_order(names: list[str], random: object) -> None:
    lines = [Issued(name, "live", "place") for name in names]
    text = render_lock(Lock({i.id: i for i in lines}))
    assert text == render_lock(Lock({i.id: i for i in reversed(lines)}))
    assert sorted(parse_lock(text)) == sorted(names)


def place(id: str, **fields: object) -> Entity:
    return Entity(id, "place", id.title(), **fields)  # type: ignore[arg-type]


@pytest.fixture
def gazetteer() -> Gazetteer:
    entities = [place("c"), place("e"), place("old", replaced_by=("e",)), place("gone", retired=True)]
    return Gazetteer.of({e.id: e for e in entities}, parse_lock(TEXT))


def test_the_gazetteer_holds_live_entities(gazetteer: Gazetteer) -> None:
    assert [e.id for e in gazetteer] == ["c", "e"]
    assert len(gazetteer) == 2
    assert list(gazetteer.ids()) == ["c", "e"]


@pytest.mark.parametrize(("id", "answer"), [("c", "c"), ("d", "e"), ("old", "e")])
def test_an_id_gives_its_successor(gazetteer: Gazetteer, id: str, answer: str) -> None:
    assert gazetteer[id].id == answer
    assert id in gazetteer
    got = gazetteer.get(id)
    assert got is not None
    assert got.id == answer


@pytest.mark.parametrize(
    ("id", "message"),
    [("a", "a was split into c, e"), ("f", "f was retired"), ("gone", "gone was retired"),
     ("C", "close to it: c"), ("zzz", "no entity 'zzz'")],
)  # fmt: skip
def test_an_id_without_one_answer(gazetteer: Gazetteer, id: str, message: str) -> None:
    assert id not in gazetteer
    assert gazetteer.get(id) is None
    with pytest.raises(KeyError, match=message):
        gazetteer[id]


def test_lineage_questions(gazetteer: Gazetteer) -> None:
    assert [e.id for e in gazetteer.successors("a")] == ["c", "e"]
    assert gazetteer.predecessors("e") == ("a", "b", "d", "old")
    assert gazetteer.lineage("f") == Issued("f", "retired", "work")
    assert gazetteer.lineage("c") is None
    former = gazetteer.former("gone")
    assert former is not None
    assert former.name == "Gone"
    assert 5 not in gazetteer
