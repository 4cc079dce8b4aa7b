"""Imports and exports: each format from lines to entities, round trips, what is left out and why."""

from __future__ import annotations

import bz2
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.authoring.check import check
from resolver.authoring.exchange.collecting import Options, Skipped, language_code
from resolver.authoring.exporting import LOSSLESS, WRITERS, export_entities
from resolver.authoring.importing import READERS, Imported, import_entities
from resolver.authoring.workspace import EditError, editing
from resolver.entities.entity import Entity
from resolver.entities.sources import load_sources
from resolver.entities.validation import entity_from_record
from resolver.errors import InputError
from tests.killing import killed_at_every_step


def read(format: str, text: str, **options: Any) -> tuple[list[dict[str, Any]], Skipped]:
    """The records that a reader makes of a text."""
    skipped = Skipped()
    lines = ((n, line) for n, line in enumerate(text.splitlines(keepends=True), 1))
    return list(READERS[format](lines, Options(**options), skipped)), skipped


def test_csv_with_mapped_columns() -> None:
    text = (
        'key,title,aka,Kyrillisch,extra\nb1,Brackwater,Brack; Water Town,Бракуотер,zzz\n,"Line\nbreak",,,\n'
    )
    columns = {"id": "key", "name": "title", "aliases": "aka", "names.ru": "Kyrillisch"}
    records, skipped = read("csv", text, columns=columns, separator=";")
    assert records == [
        {
            "id": "b1",
            "name": "Brackwater",
            "aliases": ["Brack", "Water Town"],
            "names": {"ru": ["Бракуотер"]},
        },
        {"name": "Line\nbreak"},
    ]
    assert not skipped.counts


def test_tsv_with_fields_as_headers() -> None:
    records, skipped = read(
        "tsv", "id\tname\texternal.iso\tretired\tother\na\tAldmoor\tAL\tyes\t?\nb\tB\t\tperhaps\t\n"
    )
    assert records == [{"id": "a", "name": "Aldmoor", "external": {"iso": "AL"}, "retired": True}]
    assert skipped.counts == {"a cell that cannot be read": 1}


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"name": "nope"}, "no column 'nope'"), ({"nam": "x"}, "no field 'nam'"), ({}, "no column is the name")],
)
def test_columns_that_are_not_there(columns: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read("csv", "x,y\n1,2\n", columns=columns)


def test_follow_the_money() -> None:
    rows = [
        {
            "id": "ex-1",
            "caption": "Ada Wend",
            "schema": "Person",
            "datasets": ["register"],
            "properties": {
                "name": ["A. Wend", "Ada Wend"],
                "alias": ["The Wend"],
                "weakAlias": ["Ada"],
                "previousName": ["Ada Marsh"],
                "wikidataId": ["Q00"],
                "birthDate": ["1950"],
            },
        },
        {"id": "ex-2", "schema": "Address", "properties": {"name": ["x"]}},
        {"id": "ex-3", "schema": "Company", "properties": {}},
        ["nonsense"],
    ]
    records, skipped = read("ftm", "\n".join(map(json.dumps, rows)))
    assert records == [
        {
            "id": "ex-1",
            "type": "person",
            "name": "Ada Wend",
            "aliases": ["A. Wend", "The Wend", "Ada"],
            "former": ["Ada Marsh"],
            "needs_context": ["Ada"],
            "external": {"wikidata": "Q00"},
            "sources": ["OpenSanctions: register"],
        }
    ]
    assert sum(skipped.counts.values()) == 3
    assert skipped.first["no name"] == "line 3: ex-3"


def test_wikidata() -> None:
    def said(**value: Any) -> dict[str, Any]:
        return {"mainsnak": {"datavalue": {"value": value}}}

    item = {
        "type": "item",
        "id": "Q00",
        "labels": {
            "en": {"language": "en", "value": "Aldmoor"},
            "ru": {"language": "ru", "value": "Альдмур"},
            "zh-hant": {"language": "zh-hant", "value": "阿"},
            "fr": {"language": "fr", "value": "Vieuxmarais"},
        },
        "aliases": {"en": [{"value": "Old Moor"}], "ru": [{"value": "Олдмур"}]},
        "claims": {
            "P625": [{}],
            "P1549": [said(language="en", text="Aldmoorian"), said(language="fr", text="Vieux")],
        },
    }
    person = {
        "type": "item",
        "id": "Q01",
        "labels": {"mul": {"value": "Ada Wend"}},
        "claims": {"P31": [said(id="Q5")]},
    }
    text = (
        "[\n" + json.dumps(item) + ",\n" + json.dumps(person) + ',\n{"type": "property", "id": "P1"},\n{},\n'
    )
    text += json.dumps({"id": "Q02", "labels": {"de": {"value": "x"}}}) + "\n]\n"
    records, skipped = read("wikidata", text, languages=frozenset({"en", "ru", "zh-Hant"}))
    assert records == [
        {
            "id": "Q00",
            "type": "place",
            "name": "Aldmoor",
            "aliases": ["Old Moor"],
            "names": {"ru": ["Альдмур", "Олдмур"], "zh-Hant": ["阿"]},
            "demonyms": ["Aldmoorian"],
            "external": {"wikidata": "Q00"},
        },
        {"id": "Q01", "type": "person", "name": "Ada Wend", "external": {"wikidata": "Q01"}},
    ]
    assert sum(skipped.counts.values()) == 3


def test_geonames() -> None:
    place = "\t".join(["7", "Aldmoor", "Aldmoor", "", *[""] * 15])
    names = [
        "1\t7\tru\tАлдмор",
        "2\t7\tru\tАльдмур\t1",
        "3\t7\twkdt\tQ00",
        "4\t7\tlink\thttp://x",
        "5\t7\t\tMoorville",
        "6\t7\ten\tOld Name\t\t\t\t1\t1900\t1950",
        "7\t7\ten\tThe Moor\t\t\t1",
        "8\t9\ten\tElsewhere",
        "9\t7\tabbr\tALM",
        "odd",
    ]
    records, skipped = read("geonames", "\n".join([place, *names]), prefix="gn:")
    assert records == [
        {
            "id": "gn:7",
            "type": "place",
            "name": "Aldmoor",
            "external": {"geonames": "7", "wikidata": "Q00"},
            "names": {"ru": ["Альдмур", "Алдмор"]},
            "aliases": ["Moorville"],
            "former": ["Old Name"],
            "nicknames": ["The Moor"],
            "acronyms": ["ALM"],
        }
    ]
    assert skipped.counts == {
        "“link” is no language": 1,
        "a name of a place that is not imported": 1,
        "neither 19 columns nor 4 to 10": 1,
    }
    alone, _ = read("geonames", "\n".join([*names[:2], "7\t9\ten\tElsewhere"]))
    assert [(r["id"], r["name"]) for r in alone] == [("7", "Альдмур"), ("9", "Elsewhere")]


def test_jrc_names() -> None:
    text = (
        "# comment\n12\tP\tu\tAda+Wend\n12\tP\tu\tAda++B.+Wend\n12\tP\tru\tАда+Венд\n13\tT\tu\tThing\n14\tP\n"
    )
    records, skipped = read("jrc", text)
    assert records == [
        {
            "id": "12",
            "type": "person",
            "name": "Ada Wend",
            "aliases": ["Ada B. Wend"],
            "names": {"ru": ["Ада Венд"]},
        }
    ]
    assert sum(skipped.counts.values()) == 2


def test_spacy_patterns() -> None:
    rows = [
        {"label": "ORG", "pattern": "Wend & Sons", "id": "wend"},
        {"label": "ORG", "pattern": [{"LOWER": "wend"}, {"TEXT": "Sons"}], "id": "wend"},
        {"label": "GPE", "pattern": "Aldmoor"},
        {"label": "GPE", "pattern": [{"LEMMA": "moor"}]},
        {"label": "QUANTITY", "pattern": "two"},
        {"label": "GPE"},
    ]
    records, skipped = read("spacy", "\n".join(map(json.dumps, rows)))
    assert records == [
        {"id": "wend", "type": "organization", "name": "Wend & Sons", "aliases": ["wend Sons"]},
        {"type": "place", "name": "Aldmoor"},
    ]
    assert sum(skipped.counts.values()) == 3


@pytest.mark.parametrize(
    ("code", "written"), [("az_Cyrl", "az-Cyrl"), ("zh-hant", "zh-Hant"), ("PT-br", "pt-BR"), ("en", "en")]
)
def test_language_codes(code: str, written: str) -> None:
    assert language_code(code) == written


name = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8).filter(str.strip),
    st.sampled_from(["a|b", '["x"]', " edge ", "a\tb", 'q"q', "a,b", "line\nline", "[", "#x", "\\"]),
)
names = st.lists(name, max_size=3)
id = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,5}", fullmatch=True)
entities = st.fixed_dictionaries(
    {"id": id, "type": st.sampled_from(["person", "place"]), "name": name},
    optional={
        "aliases": names,
        "not": names,
        "names": st.dictionaries(st.sampled_from(["ru", "zh-Hant"]), names, max_size=2),
        "variants": names,
        "external": st.dictionaries(st.sampled_from(["wikidata", "x y", "a.b"]), name, max_size=2),
        "member_of": st.lists(id, max_size=2),
        "country": id,
        "note": name,
        "retired": st.just(True),
        "exact": st.just(True),
        "replaced_by": st.lists(
            st.sampled_from(["zzzzzzz1", "zzzzzzz2"]), min_size=1, max_size=2, unique=True
        ),
    },
)


@pytest.mark.parametrize("format", LOSSLESS)
@given(st.lists(entities, max_size=4, unique_by=lambda r: r["id"]))
def test_round_trip(format: str, records: list[dict[str, Any]]) -> None:
    made = [entity_from_record(record)[0] for record in records]
    exported = "".join(export_entities([e for e in made if e is not None], format))
    skipped = Skipped()
    lines = iter([(n, line) for n, line in enumerate(exported.split("\n"), 1)])
    lines = ((n, line + "\n") for n, line in lines)
    got = [entity_from_record(record)[0] for record in READERS[format](lines, Options(), skipped)]
    assert [e.to_dict() for e in got if e] == [e.to_dict() for e in made if e]
    assert not skipped.counts


@pytest.mark.parametrize("format", sorted(set(WRITERS) - set(LOSSLESS)))
def test_exports_of_names(format: str, folder: Path) -> None:
    skipped = Skipped()
    everything = load_sources(folder).entities
    text = "".join(export_entities(everything.values(), format, skipped))
    records, _ = read(format, text)
    left_out = 0 if format == "spacy" else 2
    assert sum(skipped.counts.values()) == left_out
    assert {r["id"] for r in records} <= everything.keys()
    for record in records:
        entity, problems = entity_from_record(record)
        assert entity is not None, problems
        assert entity.name == everything[entity.id].name
        assert entity.type == everything[entity.id].type
        theirs = {n.spelling for n in everything[entity.id].all_names()}
        assert {n.spelling for n in entity.all_names()} == theirs


def test_unknown_formats(folder: Path) -> None:
    with pytest.raises(InputError, match="unknown format 'xls'"):
        export_entities([], "xls")
    with pytest.raises(InputError, match="unknown format 'xls'"):
        import_entities([], "xls", folder)


def jsonl(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return path


def place(id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "type": "place", "name": name, **more}


def test_an_import_into_a_gazetteer(folder: Path, tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "more.jsonl",
        place("aldmoor", "Aldmoor"),
        place("quellmar", "Another Quellmar"),
        {"name": "Brackwater"},
        place("bad id", "X"),
        place("aldmoor", "Aldmoor again"),
    )
    seen: list[int] = []
    options = Options(type="place", sources=("own survey",))
    result = import_entities([source], "jsonl", folder, options=options, progress=seen.append)
    assert (result.lines, result.written, result.retired) == (5, 2, 0)
    assert seen == [5]
    assert len(result.skipped.counts) == 3
    loaded = load_sources(folder)
    assert loaded.places["brackwater"] == (str(folder / "entities" / "more.jsonl"), 2)
    assert loaded.entities["aldmoor"].sources == ("own survey",)
    assert loaded.lock["aldmoor"].state == "live"
    assert [f for f in check(folder) if f.severity == "error"] == []

    jsonl(source, place("coldharbour", "Coldharbour"), place("brackwater", "Brackwater"))
    result = import_entities([source], "jsonl", folder)
    assert (result.written, result.retired) == (2, 1)
    loaded = load_sources(folder)
    assert loaded.entities["aldmoor"].retired
    assert loaded.lock["aldmoor"].state == "retired"
    jsonl(source, place("aldmoor", "Aldmoor"))
    with pytest.raises(EditError, match=r"2 entities of .* are not in the source, which has 0"):
        import_entities([source], "jsonl", folder)
    assert load_sources(folder).entities["coldharbour"].live, "a source that broke off retires nothing"
    result = import_entities([source], "jsonl", folder, retire=True)
    assert (result.written, result.retired) == (0, 2)
    assert result.skipped.counts == {"an ID that was merged, split or retired": 1}
    assert [f for f in check(folder) if f.severity == "error"] == []


def test_damaged_sources(folder: Path, tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps(place("a", "Aldmoor")).encode() * 100)
    for content in (b"no gzip", whole[:-20]):
        source = tmp_path / "a.jsonl.gz"
        source.write_bytes(content)
        with pytest.raises(InputError, match="damaged"):
            import_entities([source], "jsonl", folder)
    assert not (folder / "entities" / "a.jsonl").exists()


def test_importing_into_nothing_and_into_toml(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt") as file:
        file.write(json.dumps(place("a", "Aldmoor")) + "\n")
    (tmp_path / "b.jsonl.bz2").write_bytes(bz2.compress(json.dumps(place("b", "Brack")).encode()))
    (tmp_path / "c.jsonl").write_bytes(b"\xff\n")
    sources = [tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.bz2", tmp_path / "c.jsonl"]
    new = tmp_path / "new"
    result = import_entities(sources, "jsonl", new, new / "entities" / "all.toml")
    assert result.written == 2
    assert result.skipped.counts == {"a line that is not UTF-8": 1}
    assert (new / "entities" / "all.toml").read_text() == (
        '[a]\ntype = "place"\nname = "Aldmoor"\n\n[b]\ntype = "place"\nname = "Brack"\n'
    )
    assert sorted(p.name for p in new.rglob("*")) == ["all.toml", "entities", "ids.lock"]


@pytest.mark.parametrize("target", ["/elsewhere/x.jsonl", "x.csv"])
def test_targets_that_cannot_be(folder: Path, tmp_path: Path, target: str) -> None:
    source = jsonl(tmp_path / "more.jsonl", place("aldmoor", "Aldmoor"))
    with pytest.raises((EditError, InputError)):
        import_entities([source], "jsonl", folder, folder / target)


def test_a_failing_import_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    source = tmp_path / "x.csv"
    source.write_text("a,b\n1,2\n")
    with pytest.raises(InputError):
        import_entities([source], "csv", folder)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def _import(source: Path, folder: Path) -> Imported:
    return import_entities([source], "jsonl", folder)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_an_import_killed_at_any_step(folder: Path, tmp_path: Path) -> None:
    source = jsonl(tmp_path / "towns.jsonl", *(place(f"town{i}", f"Town {i}") for i in range(20)))
    _import(source, folder)
    files = (folder / "entities" / "towns.jsonl", folder / "ids.lock")
    start = {path: path.read_bytes() for path in files}
    jsonl(source, *(place(f"town{i}", f"New Town {i}") for i in range(20)), place("new", "Newest"))
    _import(source, folder)
    end = {path: path.read_bytes() for path in files}
    assert end != start
    seen = []
    _put_back(start)
    for _ in killed_at_every_step(_import, source, folder):
        with editing(folder):
            pass
        found = {path: path.read_bytes() for path in files}
        assert found in (start, end)
        assert [path.name for path in folder.rglob(".*")] == []
        seen.append(found == end)
        _put_back(start)
    assert set(seen) == {False, True}


def _put_back(contents: dict[Path, bytes]) -> None:
    for path, content in contents.items():
        path.write_bytes(content)


def test_entities_made_by_readers_are_entities() -> None:
    assert isinstance(entity_from_record(place("a", "A"))[0], Entity)


# A record of each format in JSON, and what may stand anywhere in a file that somebody else wrote.
RECORDS_OF = {
    "ftm": {
        "id": "x",
        "schema": "Person",
        "properties": {
            "name": ["Ann Berg"],
            "weakAlias": ["Annie"],
            "alias": ["Anna"],
            "wikidataId": ["Q900000001"],
        },
        "datasets": ["register"],
    },
    "wikidata": {
        "id": "Q900000001",
        "labels": {"en": {"value": "Ann"}, "fr": {"value": "Anne"}},
        "aliases": {"en": [{"value": "Annie"}]},
        "claims": {
            "P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}],
            "P1549": [{"mainsnak": {"datavalue": {"value": {"text": "Annish", "language": "en"}}}}],
        },
    },
    "spacy": {"label": "PERSON", "pattern": [{"LOWER": "ann"}, {"TEXT": "Berg"}], "id": "x"},
    "jsonl": {
        "id": "x",
        "type": "person",
        "name": "Ann",
        "names": {"fr": ["Anne"]},
        "external": {"isni": "1"},
    },
}
ODD = (None, 5, -1.5, True, "", "x", [], {}, ["x"], [None], [[]], {"a": None}, {"value": 5})


def _places(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*way, key))


def _with(record: Any, way: tuple[str | int, ...], odd: Any) -> Any:
    if not way:
        return odd
    changed = json.loads(json.dumps(record))
    inner = changed
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = odd
    return changed


@pytest.mark.parametrize("format", RECORDS_OF)
def test_one_odd_record_stops_nothing(format: str) -> None:
    """Whatever stands anywhere in a record: the one after it is read, and the odd one is read or counted."""
    sound = RECORDS_OF[format]
    odd = [json.dumps(_with(sound, way, odd)) for way in _places(sound) for odd in ODD]
    odd += ["[" * 100_000, '{"id": ' * 100_000, "\ud800", "{"]
    (good,) = READERS[format](iter([(1, json.dumps(sound))]), Options(), Skipped())
    for line in odd:
        skipped = Skipped()
        read = list(
            READERS[format](iter([(1, line), (2, json.dumps(sound | {"id": "y"}))]), Options(), skipped)
        )
        assert 1 <= len(read) + skipped.counts.total() <= 2, line
        assert read[-1]["name"] == good["name"], line


def test_a_source_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "picture.png"
    source.write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "gazetteer").mkdir()
    for format in ("jsonl", "ftm", "wikidata", "spacy", "geonames", "jrc", "toml"):
        with pytest.raises(
            EditError, match=r"no entity was found in the source; nothing was written \(left out"
        ):
            import_entities([source], format, tmp_path / "gazetteer")
    assert list((tmp_path / "gazetteer").rglob("*.*l")) == []
