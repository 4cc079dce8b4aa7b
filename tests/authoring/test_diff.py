"""What an edit does: to names, to the mentions of a text; from folders and from git revisions."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import resolver
from resolver.authoring.diff import diff_mentions, diff_paths, revision
from resolver.authoring.lineage import add_entity, merge_entities, rename_entity, retire_entity
from resolver.errors import InputError

Write = Callable[[Path, str, str, str], None]


def test_names_and_lineage(write: Write, folder: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    assert diff_paths(old, folder) == []
    add_entity(folder, {"type": "place", "name": "Aldmoor"}, examples=False)
    merge_entities(folder, "quellmar", "veldoria", examples=False)
    rename_entity(folder, "oskar-brenn", "Oskar Brenner", examples=False)
    write(folder, "entities/places.toml", '["GOHX"]', '["GOHX", "GXH"]')
    changes = {c.id: c for c in diff_paths(old, folder)}
    assert {id: c.kind for id, c in changes.items()} == {
        "aldmoor": "added",
        "quellmar": "merged",
        "veldoria": "changed",
        "oskar-brenn": "changed",
        "harbour-guild": "changed",
    }
    assert changes["quellmar"].successors == ("veldoria",)
    assert [(n.spelling, n.form, n.added) for n in changes["harbour-guild"].names] == [
        ("GXH", "acronym", True)
    ]
    renamed = {(n.spelling, n.form, n.added) for n in changes["oskar-brenn"].names}
    assert renamed == {
        ("Oskar Brenn", "full", False),
        ("Oskar Brenn", "former", True),
        ("Oskar Brenner", "full", True),
    }
    assert changes["oskar-brenn"].fields == (("name", "Oskar Brenn", "Oskar Brenner"),)
    shutil.rmtree(old / "entities")
    (old / "entities").mkdir()
    (old / "entities" / "x.toml").write_text('[oskar-brenn]\ntype = "person"\nname = "Oskar Brenn"\n')
    assert {c.kind for c in diff_paths(folder, old)} == {"gone", "changed"}


def test_mentions_of_a_text(folder: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    retire_entity(folder, "oskar-brenn", examples=False)
    add_entity(folder, {"type": "place", "name": "Aldmoor"}, examples=False)
    merge_entities(folder, "quellmar", "veldoria", examples=False)
    text = "Mira Tolvane met Oskar Brenn.\n\nThey left Quellmar and came to Aldmoor."
    before, after = resolver.load(old, cache=False), resolver.load(folder, cache=False)
    changes = list(diff_mentions(before, after, [("a.txt", text)]))
    assert [(c.kind, c.line) for c in changes] == [("lost", 1), ("gained", 3)]
    assert str(changes[0]).startswith("a.txt:1: “Oskar Brenn” oskar-brenn → nothing")
    assert str(changes[1]).startswith("a.txt:3: nothing → “Aldmoor” aldmoor")
    assert list(diff_mentions(after, after, [("a.txt", text)])) == []


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_revisions(folder: Path) -> None:
    top = folder.parent
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "one")
    retire_entity(folder, "oskar-brenn", examples=False)
    with revision("HEAD", folder) as old:
        assert old != folder
        assert [(c.id, c.kind) for c in diff_paths(old, folder)] == [("oskar-brenn", "retired")]
    with revision(f"HEAD:{folder.name}/entities/people.toml", folder) as old:
        assert old.name == "people.toml"
        assert "Oskar" in old.read_text()
    with revision(str(folder), folder) as old:
        assert old == folder
    for spec in ("no-such-thing", "--help", "HEAD:nothing/here"):
        with pytest.raises(InputError, match="neither a path nor a git revision"), revision(spec, folder):
            pass


def test_no_repository(folder: Path) -> None:
    with pytest.raises(InputError, match="neither a path"), revision("HEAD", folder / "nowhere" / "x"):
        pass
