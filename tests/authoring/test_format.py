"""Layout: canonical, idempotent, and nothing is lost; documents give back what they were given."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.authoring.formatting import format_gazetteer, format_jsonl, format_toml
from resolver.authoring.toml_document import Document
from resolver.authoring.toml_values import render_entity, render_string
from resolver.entities.entity import Entity
from resolver.errors import GazetteerError

MESSY = '''#:schema ./entity.schema.json
# Head of the file.

  source="a book"   # found in a cellar
licence = 'CC0'

# ---- Section one ----


# About a.
[ "a" ]   # the first
name    = "Aldmoor"
# why it is a place
type = 'place'

names.ru = ["Альдмур"]
names.de=["Altmoor"]
  aliases = [ "Ald" , # old
     "Moor" ]
note = """two
lines"""
# end of a

# ---- Section two ----

[b.names]
fr = ["Bruyère"]
[b]
name = "Brackwater"
type = "place"
["c.d"]
type = "work"
name = "C"
external = { z = "1", a = "2" }
examples = ["A long sentence about [C] that goes on and on until it is far too long.", "And a [C] quite short one here."]
[c]
type = "work"
name = "X"
[c.external]
wikidata = "Q0"
# last words
'''  # noqa: E501

NEAT = """#:schema ./entity.schema.json
# Head of the file.

source = "a book"  # found in a cellar
licence = "CC0"

# ---- Section one ----

# About a.
[a]  # the first
# why it is a place
type = "place"
name = "Aldmoor"
aliases = [ "Ald" , # old
     "Moor" ]
names = { de = ["Altmoor"], ru = ["Альдмур"] }
note = "two\\nlines"
# end of a

# ---- Section two ----

[b.names]
fr = ["Bruyère"]
[b]
name = "Brackwater"
type = "place"

["c.d"]
type = "work"
name = "C"
external = { a = "2", z = "1" }
examples = [
  "A long sentence about [C] that goes on and on until it is far too long.",
  "And a [C] quite short one here.",
]

[c]
type = "work"
name = "X"
external = { wikidata = "Q0" }
# last words
"""


def test_layout() -> None:
    formatted = format_toml(MESSY)
    assert formatted == NEAT
    assert format_toml(formatted) == formatted
    assert tomllib.loads(formatted) == tomllib.loads(MESSY)


def test_long_tables_go_one_key_a_line() -> None:
    names = {lang: ["Aldmoor" + lang * 5] for lang in ("de", "az", "fr", "ru", "es")}
    text = render_entity(Entity("a", "place", "Aldmoor", names={k: tuple(v) for k, v in names.items()}))
    assert text.splitlines()[3:] == [f'names.{lang} = ["{names[lang][0]}"]' for lang in sorted(names)]
    assert format_toml(text) == text


def test_what_render_entity_writes_is_in_layout() -> None:
    entity = Entity("x.y", "person", 'A "quoted"\tname\u0007', aliases=("a" * 60, "b" * 60), retired=True)
    assert format_toml(render_entity(entity)) == render_entity(entity)
    assert tomllib.loads(render_entity(entity))["x.y"]["name"] == entity.name


def test_check_mode_and_idempotence(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[a]\nname = "A"\ntype = "place"\n')
    (tmp_path / "b.jsonl").write_text('{"name": "B", "type": "place", "id": "b"}')
    changes = format_gazetteer(tmp_path, dry_run=True)
    assert [c.path.name for c in changes] == ["a.toml", "b.jsonl", "ids.lock"]
    assert file.read_text().startswith("[a]\nname")
    format_gazetteer(tmp_path)
    assert file.read_text() == '[a]\ntype = "place"\nname = "A"\n'
    assert (tmp_path / "b.jsonl").read_text() == '{"id": "b", "type": "place", "name": "B"}\n'
    assert (tmp_path / "ids.lock").read_text().splitlines()[1:] == ["a\tlive\tplace", "b\tlive\tplace"]
    assert format_gazetteer(tmp_path) == []


def test_windows_line_ends_stay() -> None:
    text = '[a]\r\nname = "A"\r\ntype = "place"\r\n'
    assert Document(text).text() == text


@pytest.mark.parametrize(
    "text", [MESSY, "", "\n\n# only\n", 'a = 1\n[b]\nc = """\n[x]\n"""\n', "[a]\n#x\n\n\n#y\n"]
)
def test_a_document_gives_back_its_text(text: str) -> None:
    assert Document(text).text() == text


comment = st.sampled_from(["", "# note", "  # a [b] = 'c'", "#", '# "open'])
word = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6)
value = st.one_of(
    word.map(render_string),
    st.lists(word.map(render_string), max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
    st.lists(word.map(render_string), max_size=3).map(
        lambda items: "[\n" + "".join(f" {i}, # why\n" for i in items) + "]"
    ),
    st.sampled_from(["true", '{ a = "b" }', "'''\n[x]\n#y'''", "1", "[]", "{}", "1979-05-27"]),
)
fields = st.sampled_from(
    ["name", "type", "aliases", "names.ru", "names.de", "zz", '"od d"', "external.x", "note"]
)
entity = st.lists(st.tuples(comment, fields, value, comment), max_size=6, unique_by=lambda s: s[1])


@st.composite
def files(draw: st.DrawFn) -> str:
    rows = []
    for number, statements in enumerate(draw(st.lists(entity, max_size=4))):
        rows += ["", draw(comment), ""] if draw(st.booleans()) else [draw(comment)]
        rows.append(f"[id{number}] {draw(comment)}")
        for above, key, written, behind in statements:
            rows += [above, f" {key}  ={written} {behind}"]
        if draw(st.booleans()):
            rows += [
                draw(comment),
                f"[id{number}.{draw(st.sampled_from(['external2', 'member']))}]",
                'k = "v"',
            ]
    return "\n".join(rows) + draw(st.sampled_from(["", "\n", "\n# end"]))


@given(files())
def test_formatting_loses_nothing(text: str) -> None:
    """`format_toml` raises when values or comments would differ; here: it does not, and is idempotent."""
    whole = text if text.endswith("\n") or not text else text + "\n"
    assert Document(text).text() == whole
    formatted = format_toml(text)
    assert tomllib.loads(formatted) == tomllib.loads(text)
    assert format_toml(formatted) == formatted


@given(files(), st.data())
def test_edits_change_one_field_only(text: str, data: st.DataObject) -> None:
    document = Document(text)
    before = tomllib.loads(text)
    if not before:
        return
    id = data.draw(st.sampled_from(sorted(before)))
    field = data.draw(st.sampled_from(["name", "aliases", "names", "external", "note"]))
    new = data.draw(
        st.one_of(
            st.none(),
            word,
            st.lists(word, min_size=1, max_size=3),
            st.dictionaries(
                st.sampled_from(["ru", "de", "x", "odd key"]), st.lists(word, min_size=1), min_size=1
            ),
        )
    )
    document.set(id, field, new)
    after = tomllib.loads(document.text())
    expected = {**before, id: {**before[id], field: new}}
    if new is None:
        del expected[id][field]
    assert after == expected
    rows = set(document.text().split("\n"))
    kept = [row for row in text.split("\n") if row.strip() in ("# note", '# "open')]
    assert all(any(row.strip() in other for other in rows) for row in kept)


def test_jsonl_layout() -> None:
    assert format_jsonl(b'\xef\xbb\xbf{"name":"\\u00e9","id":"a", "type":"place"}\n\n', Path("a.jsonl")) == (
        '{"id": "a", "type": "place", "name": "é"}\n'.encode()
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"no json", "not valid JSON"),
        (b'{"id": "a", "name": "A", "name": "B"}', "'name' stands twice"),
        (b"[1]", "each line must be an object"),
        (b'{"id": "\xff"}', "is not UTF-8"),
    ],
)
def test_what_is_no_record_is_refused_and_not_lost(line: bytes, message: str) -> None:
    with pytest.raises(GazetteerError, match=f"a.jsonl:2: .*{message}"):
        format_jsonl(b"\n" + line + b"\n", Path("a.jsonl"))
