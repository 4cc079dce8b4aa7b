"""Broken gazetteer files, each with the message, line and ID that a user sees; and what sound ones give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.entities.sources import Source, find_files, load_sources
from resolver.errors import GazetteerError

OK = 'type = "place"\nname = "Lake Town"\n'

# what it shows, file name, content, line, id, a part of the message
BROKEN: list[tuple[str, str, str | bytes, int | None, str | None, str]] = [
    ("missing type", "a.toml", '[lake]\nname = "Lake"\n', 1, "lake", "type is missing"),
    ("missing name", "a.toml", '# head\n\n[lake]\ntype = "place"\n', 3, "lake", "name is missing"),
    ("misspelt type", "a.toml", '[a]\ntype = "persn"\nname = "A B"\n', 2, "a", "did you mean 'person'?"),
    ("misspelt field", "a.toml", f'[a]\n{OK}alias = ["x"]\n', 4, "a", "did you mean 'aliases'?"),
    ("unknown field", "a.toml", f"[a]\n{OK}zzz = 1\n", 4, "a", "unknown field 'zzz'; known are type, name"),
    ("string for list", "a.toml", f'[a]\n{OK}aliases = "x"\n', 4, "a", 'aliases = ["x"], not the string'),
    (
        "number in list",
        "a.toml",
        f'[a]\n{OK}short = ["x",\n  3]\n',
        4,
        "a",
        "short[2] must be a string, not the number 3",
    ),
    ("empty name", "a.toml", '[a]\ntype = "place"\nname = ""\n', 3, "a", "name is empty"),
    ("blank alias", "a.toml", f'[a]\n{OK}aliases = [" "]\n', 4, "a", "aliases[1] is empty"),
    ("bad language", "a.toml", f'[a]\n{OK}names = {{ az_Cyrl = ["x"] }}\n', 4, "a", "no language code"),
    (
        "language sub-table",
        "a.toml",
        f'[a]\n{OK}[a.names]\nka = ["x"]\nru = 7\n',
        6,
        "a",
        "names.ru must be a list",
    ),
    ("names as a list", "a.toml", f'[a]\n{OK}names = ["x"]\n', 4, "a", "names must be a table"),
    ("variant shape", "a.toml", f'[a]\n{OK}variants = [{{ of = "Lake Town" }}]\n', 4, "a", "variants[1]"),
    (
        "variant of nothing",
        "a.toml",
        f'[a]\n{OK}variants = [{{ of = "Lake Tow", spelling = "L" }}]\n',
        4,
        "a",
        "did you mean 'Lake Town'?",
    ),
    (
        "needs_context of nothing",
        "a.toml",
        f'[a]\n{OK}needs_context = ["lake"]\n',
        4,
        "a",
        "is no name of this entity",
    ),
    (
        "ambiguous of nothing",
        "a.toml",
        f'[a]\n{OK}ambiguous = ["lake"]\n',
        4,
        "a",
        "is no name of this entity",
    ),
    ("bad reference", "a.toml", f'[a]\n{OK}country = "no such id!"\n', 4, "a", "is no ID (country)"),
    ("replaced by itself", "a.toml", f'[a]\n{OK}replaced_by = "a"\n', 4, "a", "names the entity itself"),
    ("replaced by none", "a.toml", f"[a]\n{OK}replaced_by = []\n", 4, "a", "must be an ID or a list of IDs"),
    ("retired as text", "a.toml", f'[a]\n{OK}retired = "yes"\n', 4, "a", "must be true or false"),
    (
        "external number",
        "a.toml",
        f"[a]\n{OK}external = {{ x = 5 }}\n",
        4,
        "a",
        "external.x must be a string",
    ),
    ("id field in TOML", "a.toml", f'[a]\n{OK}id = "a"\n', 4, "a", "remove the field `id`"),
    ("bad ID", "a.toml", f'["a b"]\n{OK}', 1, None, "'a b' is no ID"),
    ("ID with a dot unquoted", "a.toml", f"[q.1]\n{OK}", 1, "q", 'quote the header: ["q.1"]'),
    (
        "stray key",
        "a.toml",
        f'name = "x"\n[a]\n{OK}',
        1,
        None,
        "unknown field 'name' before the first entity",
    ),
    ("header of wrong kind", "a.toml", f"source = 3\n[a]\n{OK}", 1, None, "source must be a string"),
    ("ID twice", "a.toml", f"[a]\n{OK}\n[b]\n{OK}\n[a]\n{OK}", 9, "a", "stands here twice, first in line 1"),
    ("key twice", "a.toml", f'[a]\n{OK}name = "y"\n', 4, None, "this key stands twice"),
    ("open string", "a.toml", '[a]\ntype = "place\nname = "x"\n', 2, None, "closing quote"),
    ("open list", "a.toml", f'[a]\n{OK}aliases = ["x"\n', 5, None, "not valid TOML"),
    ("bare word", "a.toml", "[a]\ntype = place\n", 2, None, "strings stand in quotes"),
    ("not UTF-8", "a.toml", b'[a]\ntype = "place"\nname = "L\xe9"\n', 3, None, "byte 0xe9 is not UTF-8"),
    (
        "not JSON",
        "a.jsonl",
        '{"id": "a", "type": "place", "name": "X"}\n{"id": }\n',
        2,
        None,
        "not valid JSON",
    ),
    ("not an object", "a.jsonl", '["a"]\n', 1, None, "each line must be an object"),
    ("missing id", "a.jsonl", '{"type": "place", "name": "X"}\n', 1, None, "id is missing"),
    ("null", "a.jsonl", '{"id": "a", "type": "place", "name": null}\n', 1, "a", "null (leave the field out)"),
    ("half a character", "a.jsonl", '{"id": "a", "type": "place", "name": "\\ud800"}\n', 1, "a", "surrogate"),
    (
        "JSONL not UTF-8",
        "a.jsonl",
        b'\n{"id": "a", "type": "place", "name": "\xff"}\n',
        2,
        None,
        "0xff is not UTF-8",
    ),
    ("JSONL ID twice", "a.jsonl", '{"id": "a", "type": "place", "name": "X"}\n' * 2, 2, "a", "a.jsonl:1"),
    ("too deep", "a.jsonl", "[" * 100_000 + "\n", 1, None, "nested too deeply"),
]


@pytest.mark.parametrize(
    ("name", "content", "line", "id", "message"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_a_broken_file_is_refused_where_it_is_broken(
    tmp_path: Path, name: str, content: str | bytes, line: int | None, id: str | None, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(GazetteerError) as caught:
        load_sources(tmp_path)
    error = caught.value
    assert (error.file, error.line, error.id) == (str(file), line, id), str(error)
    assert message in error.message
    assert "pydantic" not in str(error)
    assert "\n" not in str(error)


def test_all_complaints_are_collected(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[a]\ntype = "x"\n\n[b]\ntype = "place"\nname = "B"\nzz = 1\n')
    (tmp_path / "b.jsonl").write_text('nonsense\n{"id": "c", "type": "place", "name": "C"}\n')
    errors: list[GazetteerError] = []
    loaded = load_sources(tmp_path, errors)
    assert [(Path(e.file or "").name, e.line) for e in errors] == [
        ("a.toml", 2), ("a.toml", 1), ("a.toml", 7), ("b.jsonl", 1)
    ]  # fmt: skip
    assert list(loaded.entities) == ["c"]


def test_headers_in_strings_and_comments_do_not_move_lines(tmp_path: Path) -> None:
    text = f"""#:schema x.json
source = "s"
licence = "CC0"
[a]
{OK}note = '''
[b]
name = "no"
'''
# [b]
examples = [
  "[b]",   # with a ' quote
]
  [ "b" ] # the real one
{OK}"""
    (tmp_path / "a.toml").write_text(text)
    places = load_sources(tmp_path).places
    assert {id: line for id, (_, line) in places.items()} == {"a": 4, "b": 15}


def test_crlf_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(
        b"\xef\xbb\xbf" + f"# c\n[a]\n{OK}[b]\n{OK}".replace("\n", "\r\n").encode()
    )
    (tmp_path / "b.jsonl").write_bytes(b'\xef\xbb\xbf{"id": "c", "type": "place", "name": "C"}\r\n\r\n')
    places = load_sources(tmp_path).places
    assert [(id, line) for id, (_, line) in places.items()] == [("a", 2), ("b", 5), ("c", 1)]


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("entities/b/x.toml", "entities/a.jsonl", "lexicon/en/w.toml", "ids.lock", "README.md",
                 "other.toml", "entities/.hidden.toml", ".git/c.toml"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files = find_files(tmp_path)
    assert [p.relative_to(tmp_path).as_posix() for p in files.all()] == [
        "entities/a.jsonl", "entities/b/x.toml", "lexicon/en/w.toml", "ids.lock"
    ]  # fmt: skip


def test_a_folder_without_entities_folder(tmp_path: Path) -> None:
    for name in ("x.toml", "more/y.jsonl", "lexicon/w.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files = find_files(tmp_path)
    assert [p.name for p in files.entities] == ["y.jsonl", "x.toml"]  # more/y.jsonl, x.toml
    assert [p.name for p in files.lexicon] == ["w.toml"]


@pytest.mark.parametrize("name", ["nothing", "notes.txt", "empty"])
def test_what_is_no_gazetteer(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(GazetteerError, match=name):
        load_sources(tmp_path / name)


def test_later_sources_override_and_add(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"[a]\n{OK}[b]\n{OK}")
    extra: list[dict[str, Any]] = [
        {"id": "b", "type": "place", "name": "New"},
        {"id": "c", "type": "place", "name": "C"},
    ]
    sources: list[Source] = [tmp_path / "a.toml", extra]
    loaded = load_sources(sources)
    assert [(e.id, e.name) for e in loaded.entities.values()] == [
        ("a", "Lake Town"),
        ("b", "New"),
        ("c", "C"),
    ]
    assert loaded.places["b"] == (None, 1)


def test_an_id_twice_across_files_names_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"\n[a]\n{OK}")
    (tmp_path / "b.toml").write_text(f"[a]\n{OK}")
    with pytest.raises(GazetteerError, match=r"b\.toml:1: a: .*a\.toml:2"):
        load_sources(tmp_path)
    # …also in a source that overrides an earlier one
    with pytest.raises(GazetteerError, match=r"b\.toml:1: a: .*a\.toml:2"):
        load_sources([[{"id": "a", "type": "place", "name": "X"}], str(tmp_path)])


def test_records() -> None:
    loaded = load_sources(iter([{"id": "a", "type": "person", "name": "Ann Lee", "aliases": ("A. Lee",)}]))
    assert loaded.entities["a"].aliases == ("A. Lee",)
    with pytest.raises(GazetteerError, match=r"^a: record 2: type is missing"):
        load_sources([{"id": "b", "type": "person", "name": "B"}, {"id": "a", "name": "x"}])
    with pytest.raises(GazetteerError, match="record 2"):
        load_sources([{"id": "b", "type": "person", "name": "B"}, 5])  # type: ignore[arg-type]
    assert load_sources([]).entities == {}


LEXICON_HEAD = 'source = "own"\nlicence = "MIT"\n'
BROKEN_LEXICON = [
    ("no source", 'licence = "MIT"\n', 1, "source is missing"),
    ("category", LEXICON_HEAD + "[words.titel]\nen = []\n", 3, "unknown category 'titel'"),
    ("words", LEXICON_HEAD + '[words.month]\nen = "may"\n', 4, "words.month.en must be a list"),
    ("language", LEXICON_HEAD + '[words.month]\nEN = ["may"]\n', 4, "no language code"),
    ("no why", LEXICON_HEAD + '[weight.g.n]\nvalue = 1.0\nexample = "e"\n', 3, "g.n.why is missing"),
    ("weight as text", LEXICON_HEAD + '[weight.g.n]\nvalue = "1"\nexample = "e"\nwhy = "w"\n', 4, "a number"),
    ("map", LEXICON_HEAD + "[map.nickname.en]\nbill = 3\n", 4, "must be a string or a list of strings"),
    ("section", LEXICON_HEAD + "[word.month]\nen = []\n", 3, "did you mean 'words'?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line", "message"), [r[1:] for r in BROKEN_LEXICON], ids=[r[0] for r in BROKEN_LEXICON]
)
def test_a_broken_lexicon_file(tmp_path: Path, content: str, line: int, message: str) -> None:
    file = tmp_path / "lexicon" / "w.toml"
    file.parent.mkdir()
    file.write_text(content)
    with pytest.raises(GazetteerError) as caught:
        load_sources(tmp_path)
    assert (caught.value.file, caught.value.line) == (str(file), line), str(caught.value)
    assert message in caught.value.message


def test_a_weight_has_one_place(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    weight = LEXICON_HEAD + '[weight.g.n]\nvalue = 1\nexample = "e"\nwhy = "w"\n'
    (tmp_path / "lexicon" / "a.toml").write_text(weight)
    (tmp_path / "lexicon" / "b.toml").write_text(weight)
    with pytest.raises(GazetteerError, match=r"b\.toml: weight\.g\.n stands in .*a\.toml too"):
        load_sources(tmp_path)


def test_a_lexicon_file_alone(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(LEXICON_HEAD + '[words.month]\nen = ["May"]\n')
    assert load_sources(tmp_path / "w.toml").lexicon_data["words"] == {"month": {"en": ["May"]}}
