"""`check`: sabotage of a sound gazetteer, each kind with the finding that catches it, at its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from resolver.authoring.check import check
from resolver.authoring.check_names import check_near
from resolver.authoring.checked import Checked
from resolver.authoring.findings import CODES, as_github, as_json, as_text
from resolver.entities.lexicon import Lexicon
from resolver.entities.sources import load_sources
from resolver.errors import GazetteerError

Write = Callable[[Path, str, str, str], None]
PEOPLE, PLACES, LOCK = "entities/people.toml", "entities/places.toml", "ids.lock"
QUELL = 'name = "Quellmar"\n'

# what is done, file, old piece, new piece, code, id, part of the message
SABOTAGE = [
    (
        "an ID vanishes",
        PLACES,
        '[quellmar]\ntype = "place"\nname = "Quellmar"\nvariants = ["Wellquarth"]\ncountry = "veldoria"\n',
        "",
        "vanished-id",
        "quellmar",
        "is gone",
    ),
    ("an ID is renamed", PLACES, "[quellmar]", "[quellmaar]", "vanished-id", "quellmar", "is gone"),
    (
        "…and the new one is not locked",
        PLACES,
        "[quellmar]",
        "[quellmaar]",
        "unlocked-id",
        "quellmaar",
        "new",
    ),
    (
        "a type changes",
        PLACES,
        '[quellmar]\ntype = "place"',
        '[quellmar]\ntype = "work"',
        "changed-type",
        "quellmar",
        "issued for a place",
    ),
    (
        "a dead ID comes back",
        LOCK,
        "quellmar\tlive\tplace",
        "quellmar\tretired\tplace",
        "reused-id",
        "quellmar",
        "was retired",
    ),
    (
        "lineage is rewritten",
        LOCK,
        "quellmar\tlive\tplace",
        "quellmar\tmerged\tplace\tveldoria",
        "reused-id",
        "quellmar",
        "merged into veldoria",
    ),
    ("the lock is damaged", LOCK, "quellmar\tlive\tplace", "quellmar live", "lock", "", "fields are missing"),
    (
        "an ID twice",
        PEOPLE,
        "[oskar-brenn]",
        "[mira-tolvane]",
        "duplicate-id",
        "mira-tolvane",
        "first in line",
    ),
    ("a field misspelt", PEOPLE, "short = ", "shorts = ", "schema", "mira-tolvane", "did you mean 'short'"),
    ("broken TOML", PEOPLE, 'short = ["Tolvane"]', 'short = ["Tolvane"', "syntax", "", "not valid TOML"),
    (
        "a dangling reference",
        PEOPLE,
        '"harbour-guild"',
        '"harbor-guild"',
        "dangling-reference",
        "oskar-brenn",
        "does not exist",
    ),
    (
        "a country that is none",
        PEOPLE,
        'country = "veldoria"',
        'country = "harbour-guild"',
        "reference-type",
        "mira-tolvane",
        "is an organization",
    ),
    ("a circle", PLACES, QUELL, QUELL + 'within = "veldoria"\n', "", "", ""),
    ("a name of two", PLACES, '["Wellquarth"]', '["Veldorie"]', "shared-name", "quellmar", "veldoria too"),
    (
        "…declared on one only",
        PLACES,
        '["Wellquarth"]',
        '["Veldorie"]\nambiguous = ["Veldorie"]',
        "shared-name",
        "veldoria",
        "quellmar too",
    ),
    (
        "ambiguous with nobody",
        PLACES,
        QUELL,
        QUELL + 'ambiguous = ["Quellmar"]\n',
        "lonely-ambiguous",
        "quellmar",
        "no other entity",
    ),
    ("it is not itself", PEOPLE, '"Mora Tolvane"', '"Tolvane"', "own-name-excluded", "mira-tolvane", "short"),
    ("a name twice", PLACES, '["Veldorian", ', '["Veldorians", ', "repeated-name", "veldoria", "twice"),
    ("not NFC", PLACES, '["Veldorie"]', '["Ve\u0301ldorie"]', "not-nfc", "veldoria", "'Véldorie'"),
    ("an invisible letter", PLACES, '["Veldorie"]', '["Vel\u200bdorie"]', "invisible", "veldoria", "U+200B"),
    ("a control character", PLACES, '["Veldorie"]', '["Vel\\u0007dorie"]', "invisible", "veldoria", "U+0007"),
    ("a space at the end", PLACES, '["Veldorie"]', '["Veldorie "]', "stray-space", "veldoria", "at an end"),
    ("no letter", PLACES, '["Veldorie"]', '["?!"]', "wordless", "veldoria", "no letter"),
    ("two spaces", PLACES, '"Guild of the', '"Guild  of the', "stray-space", "harbour-guild", "doubled"),
    (
        "a hard space",
        PLACES,
        '"Guild of the',
        '"Guild\u00a0of the',
        "stray-space",
        "harbour-guild",
        "NO-BREAK",
    ),
    (
        "a Cyrillic o",
        PLACES,
        '["Veldorie"]',
        '["Veldоrie"]',
        "mixed-script",
        "veldoria",
        "CYRILLIC SMALL LETTER O",
    ),
    (
        "a Latin letter in Russian",
        PLACES,
        '["Вельдория"]',
        '["Вельдоpия"]',
        "mixed-script",
        "veldoria",
        "LATIN",
    ),
    (
        "a Cyrillic acronym",
        PLACES,
        '"Guild of the Old',
        '"Guild of СОР Old',
        "mixed-script",
        "harbour-guild",
        "'COP'",
    ),
    (
        "an ordinary word",
        PEOPLE,
        '["Tolvane"]',
        '["Tolvane", "Window"]',
        "ordinary-word",
        "mira-tolvane",
        "needs_context",
    ),
    (
        "an ordinary acronym",
        PLACES,
        '["GOHX"]',
        '["GOHX", "CAT"]',
        "ordinary-word",
        "harbour-guild",
        "needs_context",
    ),
    (
        "a needless variant",
        PLACES,
        '["Wellquarth"]',
        '["Quelmar"]',
        "covered-variant",
        "quellmar",
        "recognised",
    ),
    (
        "a near name",
        PEOPLE,
        'name = "Oskar Brenn"',
        'name = "Mirra Tolvane"',
        "near-name",
        "mira-tolvane",
        "one letter from",
    ),
    ("no source", PEOPLE, 'source = "parish register, 2024"\n', "", "no-source", "", "2 entities do not say"),
    (
        "no bracket",
        PEOPLE,
        "[Mira Tolvane] sold",
        "Mira Tolvane sold",
        "example-shape",
        "mira-tolvane",
        "brackets",
    ),
    (
        "half a bracket",
        PEOPLE,
        "[Petra Tolvane],",
        "[Petra Tolvane,",
        "example-shape",
        "mira-tolvane",
        "brackets",
    ),
    (
        "a wrong example",
        PEOPLE,
        "[Mira Tolvane] sold",
        "[Oskar Brenn] sold",
        "example",
        "mira-tolvane",
        "is oskar-brenn",
    ),
    (
        "a wrong counterexample",
        PEOPLE,
        "[Petra Tolvane]",
        "[Mira Tolvane]",
        "example",
        "mira-tolvane",
        "must not be",
    ),
]


def test_a_sound_gazetteer_has_no_findings(folder: Path) -> None:
    assert as_text(check(folder)) == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "id", "message"), [r[1:] for r in SABOTAGE], ids=[r[0] for r in SABOTAGE]
)
def test_sabotage_is_caught(
    write: Write, folder: Path, name: str, old: str, new: str, code: str, id: str, message: str
) -> None:
    write(folder, name, old, new)
    found = check(folder, examples=code == "example")
    if not code:
        assert found == []
        return
    hits = [f for f in found if f.code == code and f.id == id and message in f.message]
    assert hits, as_text(found)
    assert hits[0].file.startswith(str(folder))
    assert hits[0].severity == CODES[code].severity


def test_findings_stand_at_the_line_of_the_field(write: Write, folder: Path) -> None:
    write(folder, PLACES, '["Wellquarth"]', '["Wellquarth "]')
    (finding,) = check(folder, examples=False)
    row = (folder / PLACES).read_text().splitlines()[finding.line - 1]
    assert row == 'variants = ["Wellquarth "]'
    assert str(finding) == (
        f"{folder / PLACES}:{finding.line}: quellmar: error: 'Wellquarth ' has a space at an end; "
        "write single plain spaces [stray-space]"
    )


def test_circles(write: Write, folder: Path) -> None:
    write(folder, PLACES, QUELL, QUELL + 'within = "veldoria"\n')
    write(folder, PLACES, 'name = "Veldoria"\n', 'name = "Veldoria"\nwithin = "quellmar"\n')
    (finding,) = check(folder, examples=False)
    assert finding.code == "cycle"
    assert "veldoria → quellmar → veldoria" in finding.message


def test_circles_of_lineage(write: Write, folder: Path) -> None:
    write(folder, PLACES, 'variants = ["Wellquarth"]\n', 'replaced_by = ["harbour-guild", "veldoria"]\n')
    write(folder, PLACES, 'acronyms = ["GOHX"]\n', 'replaced_by = "quellmar"\n')
    circles = [f for f in check(folder, examples=False) if f.code == "cycle"]
    assert [f.id for f in circles] == ["harbour-guild"]
    assert "harbour-guild → quellmar → harbour-guild" in circles[0].message
    with pytest.raises(GazetteerError, match="the lineage goes in a circle"):
        load_sources(folder)


def test_a_key_twice_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('\n{"id": "a", "type": "place", "name": "A", "sources": ["x"], "name": "B"}\nno json\n')
    found = check(file)
    assert [(f.code, f.line) for f in found] == [("schema", 2), ("syntax", 3)]
    assert "'name' stands twice" in found[0].message


letters = st.text("abc", min_size=6, max_size=9)


@given(st.lists(letters, min_size=2, max_size=6, unique=True))
def test_near_names_are_those_one_edit_apart(names: list[str]) -> None:
    """The oracle compares each with each."""
    records = [{"id": f"e{n}", "type": "place", "name": name} for n, name in enumerate(names)]
    sources = load_sources(records)
    checked = Checked(sources, sources.entities, Lexicon.compile(), {})
    check_near(checked)
    expected = {
        (a["id"], b["id"])
        for a, b in combinations(records, 2)
        if OSA.distance(a["name"], b["name"]) <= 1 and min(len(a["name"]), len(b["name"])) >= 7
    }
    assert {
        tuple(sorted((f.id, f.message.split(" of ")[1].split(";")[0]))) for f in checked.found
    } == expected


def test_stale_references(write: Write, folder: Path) -> None:
    write(folder, PLACES, 'acronyms = ["GOHX"]\n', 'replaced_by = "veldoria"\n')
    codes = {(f.code, f.id) for f in check(folder, examples=False)}
    assert ("stale-reference", "oskar-brenn") in codes
    assert ("unlocked-id", "harbour-guild") in codes


def test_shared_identifiers(write: Write, folder: Path) -> None:
    write(folder, PLACES, QUELL, QUELL + 'external = { survey = "7" }\n')
    write(folder, PLACES, 'name = "Veldoria"\n', 'name = "Veldoria"\nexternal = { survey = "7" }\n')
    assert {(f.code, f.id) for f in check(folder, examples=False)} == {
        ("shared-external", "quellmar"),
        ("shared-external", "veldoria"),
    }


def test_no_lock(folder: Path) -> None:
    (folder / "ids.lock").unlink()
    assert [f.code for f in check(folder, examples=False)] == ["no-lock"]


def test_all_complaints_at_once(write: Write, folder: Path) -> None:
    write(folder, PEOPLE, "short = ", "shorts = ")
    write(folder, PLACES, '["Veldorie"]', '["Veldorie "]')
    codes = {f.code for f in check(folder, examples=False)}
    assert {"schema", "stray-space", "vanished-id"} <= codes


@pytest.mark.parametrize(
    "name", ["महेन्\u200dद्र", "می\u200cخواهم", "O’Brien", "Đorđe", "İlham", "ŁÓDŹ", "東京タワー"]
)
def test_spelling_that_is_right(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": "a", "type": "place", "name": name, "sources": ["own"]}))
    assert check(file) == []


def test_nothing_there(tmp_path: Path) -> None:
    (finding,) = check(tmp_path / "nowhere")
    assert (finding.code, finding.message) == ("schema", "no such file or folder")


def test_a_warning_explained_in_place(write: Write, folder: Path) -> None:
    write(folder, PEOPLE, '["Tolvane"]', '["Tolvane", "Window"]')
    write(
        folder,
        PEOPLE,
        "# The two writers",
        "# allow ordinary-word: the village calls her so\n# The two writers",
    )
    assert check(folder, examples=False) == []
    write(folder, PEOPLE, ', "Window"', "")
    (finding,) = check(folder, examples=False)
    assert (finding.code, finding.id, finding.line) == ("unused-allow", "mira-tolvane", 5)


def test_a_warning_explained_in_a_note(tmp_path: Path) -> None:
    entity = {"id": "a", "type": "place", "name": "Aldmoor", "aliases": ["Window"], "sources": ["own"]}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(entity))
    assert [f.code for f in check(file)] == ["ordinary-word"]
    file.write_text(json.dumps({**entity, "note": "allow ordinary-word: so the sign says"}))
    assert check(file) == []
    file.write_text(json.dumps({**entity, "note": "allow near-name: why not", "aliases": []}))
    assert [f.code for f in check(file)] == ["unused-allow"]


def test_an_error_cannot_be_explained_away(write: Write, folder: Path) -> None:
    write(folder, PEOPLE, '"Mora Tolvane"', '"Tolvane"')
    write(folder, PEOPLE, "# The two", "# allow own-name-excluded: I like it\n# The two")
    assert {f.code for f in check(folder, examples=False)} == {"own-name-excluded", "unused-allow"}


def test_allowed_for_a_file(write: Write, folder: Path) -> None:
    write(folder, PEOPLE, 'source = "parish register, 2024"\n', "# allow no-source in this file: fiction\n")
    assert check(folder, examples=False) == []


def test_on_top_of_another(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'source = "own"\nlicence = "CC0"\n[inn]\ntype = "place"\nname = "Quellmar"\ncountry = "veldoria"\n'
    )
    assert {f.code for f in check(mine)} == {"dangling-reference"}
    (finding,) = check(mine, below=[folder])
    assert (finding.code, finding.id, finding.file) == ("shared-name", "inn", str(mine))


def test_formats(write: Write, folder: Path) -> None:
    write(folder, PLACES, '["Veldorie"]', '["Veldo%rie "]')
    findings = check(folder, examples=False)
    (row,) = json.loads(as_json(findings))
    assert row["code"] == "stray-space"
    assert row["severity"] == "error"
    assert row["id"] == "veldoria"
    line = as_github(findings)
    assert line.startswith(f"::error file={folder / PLACES},line={row['line']},title=stray-space::veldoria: ")
    assert "Veldo%25rie" in line


def test_every_code_is_documented() -> None:
    for code, entry in CODES.items():
        assert code == code.lower()
        assert entry.meaning
        assert entry.mend


def test_every_code_is_tested() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    missing = [
        code for code in CODES if f'"{code}"' not in text and code not in ("lineage-mismatch", "interrupted")
    ]
    assert missing == []
