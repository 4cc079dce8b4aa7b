"""The life of some IDs: add → merge → split → retire, an old ID still resolves, `ids.lock` tells it all."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.authoring.check import check
from resolver.authoring.draft import RefusedError, slug_of
from resolver.authoring.lineage import (
    add_entity,
    merge_entities,
    rename_entity,
    retire_entity,
    split_entity,
)
from resolver.authoring.workspace import EditError
from resolver.entities.sources import load_sources


def errors(root: Path) -> list[str]:
    return [str(f) for f in check(root, examples=False) if f.severity == "error"]


def test_the_story(folder: Path) -> None:
    assert errors(folder) == []
    added = add_entity(
        folder,
        {"type": "person", "name": "Théodor Maelstrand", "acronyms": ["TMX"], "country": "veldoria"},
    )
    assert added.ids == ("theodor-maelstrand",)
    assert "[theodor-maelstrand]" in (folder / "entities" / "people.toml").read_text()
    assert "theodor-maelstrand\tlive\tperson\n" in (folder / "ids.lock").read_text()

    add_entity(
        folder,
        {"id": "t-maelstrand", "type": "person", "name": "T. E. Maelstrand", "nicknames": ["Old Mael"]},
    )
    merge_entities(folder, "t-maelstrand", "theodor-maelstrand")
    gazetteer = load_sources(folder).gazetteer()
    assert gazetteer["t-maelstrand"].id == "theodor-maelstrand"
    assert gazetteer["t-maelstrand"].aliases == ("T. E. Maelstrand",)
    assert gazetteer["t-maelstrand"].nicknames == ("Old Mael",)

    outcome = split_entity(
        folder,
        "theodor-maelstrand",
        {
            "theodor-maelstrand-painter": {"name": "Théodor Maelstrand the Painter", "acronyms": ["TMX"]},
            "theodor-maelstrand-mayor": {"name": "Théodor Maelstrand the Mayor", "nicknames": ["Old Mael"]},
        },
    )
    gazetteer = load_sources(folder).gazetteer()
    assert [e.id for e in gazetteer.successors("t-maelstrand")] == [
        "theodor-maelstrand-painter",
        "theodor-maelstrand-mayor",
    ]
    for part in gazetteer.successors("t-maelstrand"):
        assert part.ambiguous == ("Théodor Maelstrand",), "it may mean either"
        assert "T. E. Maelstrand" not in part.aliases, "nobody said whose it is"
        assert part.country == "veldoria"

    assert [note.split("'")[1] for note in outcome.notes] == ["T. E. Maelstrand"]

    retire_entity(folder, "theodor-maelstrand-mayor", note="never existed")
    gazetteer = load_sources(folder).gazetteer()
    assert gazetteer["t-maelstrand"].id == "theodor-maelstrand-painter"
    assert gazetteer["theodor-maelstrand"].id == "theodor-maelstrand-painter"
    with pytest.raises(KeyError, match="retired"):
        gazetteer["theodor-maelstrand-mayor"]
    lines = [row for row in (folder / "ids.lock").read_text().splitlines() if "maelstrand" in row]
    assert lines == [
        "t-maelstrand\tmerged\tperson\ttheodor-maelstrand",
        "theodor-maelstrand\tsplit\tperson\ttheodor-maelstrand-painter\ttheodor-maelstrand-mayor",
        "theodor-maelstrand-mayor\tretired\tperson",
        "theodor-maelstrand-painter\tlive\tperson",
    ]
    assert errors(folder) == []


def test_old_ids_resolve_through_the_library(folder: Path) -> None:
    import resolver

    merge_entities(folder, "quellmar", "veldoria")
    r = resolver.load(folder, cache=False)
    assert r.gazetteer["quellmar"].name == "Veldoria"
    match = r.resolve("Quellmar")
    assert match is not None
    assert match.id == "veldoria"


def test_edits_keep_comments_and_everything_else(folder: Path) -> None:
    before = (folder / "entities" / "people.toml").read_text().splitlines()
    outcome = rename_entity(folder, "oskar-brenn", "Oskar Brenner")
    after = (folder / "entities" / "people.toml").read_text().splitlines()
    assert [row for row in before if row not in after] == ['name = "Oskar Brenn"']
    assert [row for row in after if row not in before] == [
        'name = "Oskar Brenner"',
        'former = ["Oskar Brenn"]',
    ]
    assert '+name = "Oskar Brenner"' in outcome.diff()


def test_merging_moves_references(folder: Path) -> None:
    add_entity(folder, {"id": "guild-two", "type": "organization", "name": "Company of Pilots"})
    merge_entities(folder, "harbour-guild", "guild-two")
    entities = load_sources(folder).entities
    assert entities["oskar-brenn"].member_of == ("guild-two",)
    assert entities["guild-two"].country == "veldoria"


def test_appending_to_a_list_with_comments(folder: Path) -> None:
    rename_entity(folder, "oskar-brenn", "Oskar Brenner", keep="aliases")
    text = (folder / "entities" / "people.toml").read_text()
    assert 'aliases = [\n  "Oskar of Brenn", # in the chronicle\n  "Oskar Brenn",\n]' in text


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    outcome = merge_entities(folder, "quellmar", "veldoria", dry_run=True)
    assert not outcome.written
    assert "--- a/entities/places.toml" in outcome.diff()
    assert "+quellmar\tmerged\tplace\tveldoria" in outcome.diff()
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


REFUSED = [
    ("unknown", lambda f: merge_entities(f, "nobody", "veldoria"), "no entity 'nobody'"),
    ("close", lambda f: retire_entity(f, "quelmar"), "close to it: quellmar"),
    ("itself", lambda f: merge_entities(f, "quellmar", "quellmar"), "into itself"),
    ("types", lambda f: merge_entities(f, "oskar-brenn", "veldoria"), "these are not one entity"),
    ("taken", lambda f: add_entity(f, {"id": "quellmar", "type": "place", "name": "Q"}), "is taken"),
    ("invalid", lambda f: add_entity(f, {"type": "plaice", "name": "Q"}), "must be one of"),
    ("bad ID", lambda f: add_entity(f, {"id": "a b", "type": "place", "name": "Q"}), "no ID"),
    ("shared name", lambda f: add_entity(f, {"type": "place", "name": "Quellmar"}), "shared-name"),
    ("stray space", lambda f: add_entity(f, {"type": "place", "name": "New  Haven"}), "stray-space"),
    (
        "dangling",
        lambda f: add_entity(f, {"type": "place", "name": "Wexholm", "country": "x"}),
        "dangling-reference",
    ),
    ("needed", lambda f: retire_entity(f, "harbour-guild"), "which was retired"),
    ("one part", lambda f: split_entity(f, "quellmar", {"a": {"name": "A"}}), "two parts or more"),
    (
        "its own part",
        lambda f: split_entity(f, "quellmar", {"quellmar": {"name": "A"}, "b": {"name": "B"}}),
        "part of",
    ),
    (
        "references",
        lambda f: split_entity(f, "veldoria", {"a": {"name": "Aa"}, "b": {"name": "Bb"}}),
        "which part",
    ),
    ("same name", lambda f: rename_entity(f, "quellmar", "Quellmar"), "has this name already"),
    ("example", lambda f: rename_entity(f, "mira-tolvane", "Xenia Prott", keep=None), "[example]"),
    (
        "outside",
        lambda f: add_entity(f, {"type": "place", "name": "Wexholm"}, file="/x.toml"),
        "is not in the",
    ),
]


@pytest.mark.parametrize(("edit", "message"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused_edits_write_nothing(folder: Path, edit, message: str) -> None:  # type: ignore[no-untyped-def]
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(EditError) as caught:
        edit(folder)
    assert message in str(caught.value)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_an_id_is_never_reused(folder: Path) -> None:
    retire_entity(folder, "quellmar")
    with pytest.raises(EditError, match="quellmar is taken"):
        add_entity(folder, {"id": "quellmar", "type": "place", "name": "Other Town"})
    with pytest.raises(EditError, match="quellmar was retired"):
        retire_entity(folder, "quellmar")
    merge_entities(folder, "oskar-brenn", "mira-tolvane", examples=False)
    with pytest.raises(EditError, match="mira-tolvane stands for it now"):
        retire_entity(folder, "oskar-brenn")


def test_declaring_a_shared_name(folder: Path) -> None:
    add_entity(folder, {"id": "quellmar-river", "type": "place", "name": "Quellmar"}, declare_ambiguous=True)
    entities = load_sources(folder).entities
    assert entities["quellmar"].ambiguous == entities["quellmar-river"].ambiguous == ("Quellmar",)
    merge_entities(folder, "quellmar-river", "quellmar")
    assert load_sources(folder).entities["quellmar"].ambiguous == ()
    assert [f for f in check(folder) if f.code == "lonely-ambiguous"] == []


def test_an_old_error_does_not_block_an_unrelated_edit(folder: Path) -> None:
    text = (folder / "entities" / "places.toml").read_text()
    (folder / "entities" / "places.toml").write_text(text.replace('["Wellquarth"]', '["Well  quarth"]'))
    retire_entity(folder, "oskar-brenn")
    with pytest.raises(RefusedError):
        add_entity(folder, {"type": "place", "name": "Bad  Name"})


def test_jsonl_and_single_files(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text(
        '{"type": "place", "id": "a", "name": "Aldmoor"}\n{"id": "b", "type": "place", "name": "Brackwater"}'
    )
    merge_entities(file, "a", "b")
    assert file.read_text() == (
        '{"id": "a", "type": "place", "name": "Aldmoor", "replaced_by": "b"}\n'
        '{"id": "b", "type": "place", "name": "Brackwater", "aliases": ["Aldmoor"]}\n'
    )
    toml = tmp_path / "one.toml"
    toml.write_text('[a]\ntype = "place"\nname = "Aldmoor"\n')
    add_entity(toml, {"type": "place", "name": "Brackwater"})
    assert (
        toml.read_text()
        == '[a]\ntype = "place"\nname = "Aldmoor"\n\n[brackwater]\ntype = "place"\nname = "Brackwater"\n'
    )
    assert not (tmp_path / "ids.lock").exists()


def test_examples_go_to_the_part_that_has_their_names(folder: Path) -> None:
    add_entity(
        folder,
        {
            "id": "sorren",
            "type": "place",
            "name": "Sorren",
            "aliases": ["Sorren Water", "Sorren Burg"],
            "examples": [
                "A boat on [Sorren Water] sank.",
                "The mayor of [Sorren Burg] spoke.",
                "They went to [Sorren Burg], then along [Sorren Water].",
            ],
            "counterexamples": ["[Mount Sorrel] is high."],
        },
    )
    outcome = split_entity(
        folder,
        "sorren",
        {
            "sorren-river": {"name": "Sorren River", "aliases": ["Sorren Water"]},
            "sorren-town": {"name": "Sorren Town", "aliases": ["Sorren Burg"]},
        },
    )
    entities = load_sources(folder).entities
    assert entities["sorren-river"].examples == ("A boat on [Sorren Water] sank.",)
    assert entities["sorren-town"].examples == ("The mayor of [Sorren Burg] spoke.",)
    assert entities["sorren-town"].counterexamples == ("[Mount Sorrel] is high.",)
    assert [note.split("'")[1] for note in outcome.notes] == [
        "They went to [Sorren Burg], then along [Sorren Water]."
    ]
    text = (folder / "entities" / "places.toml").read_text()
    assert text.index("[sorren]") < text.index("[sorren-river]") < text.index("[sorren-town]")


@pytest.mark.parametrize(
    ("name", "taken", "id", "why"),
    [
        ("Théo Clerc", set(), "theo-clerc", "letters that anybody can type"),
        ("Théo Clerc", {"theo-clerc"}, "theo-clerc-2", "an ID is given once"),
        ("!?", set(), "entity", "nothing to make it of"),
        ("习近平", set(), "xi-jin-ping", "read in Latin letters"),
        (
            "Guild of the Old Harbour " * 5,
            set(),
            "guild-of-the-old-harbour-" * 4,
            "whole words, not over a hundred letters",
        ),
        ("x" * 3000, set(), "x" * 100, "one word that is too long is cut"),
    ],
)
def test_an_id_is_made_of_a_name(name: str, taken: set[str], id: str, why: str) -> None:
    assert slug_of(name, taken) == id.strip("-"), why
