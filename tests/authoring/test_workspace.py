"""All files of an edit or none: two editors at once, a killed editor, a file changed meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from resolver.authoring import workspace
from resolver.authoring.check import check
from resolver.authoring.formatting import format_gazetteer
from resolver.authoring.lineage import add_entity, merge_entities
from resolver.authoring.workspace import Change, EditError, commit, editing, recover
from resolver.entities.sources import load_sources
from tests.killing import killed_at_every_step

fork = multiprocessing.get_context("fork") if hasattr(os, "fork") else None
needs_fork = pytest.mark.skipif(fork is None, reason="kills a forked process")
NAMES = [f"f{i}.txt" for i in range(6)]


@needs_fork
def test_a_commit_killed_at_any_step_is_whole(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    old = {name: f"old {name}\n".encode() for name in NAMES}
    new = {name: f"new {name}\n".encode() * 3000 for name in NAMES}
    _put_back(tmp_path, old)
    seen = []
    for _ in killed_at_every_step(_commits, tmp_path, old, new):
        with editing(tmp_path):
            pass
        found = {name: (tmp_path / name).read_bytes() for name in NAMES}
        assert found in (old, new), "some files are of another version"
        assert {p.name for p in tmp_path.iterdir()} == {*NAMES, "sub"}, "leftovers"
        seen.append(found == new)
        _put_back(tmp_path, old)
    assert seen == sorted(seen), "whole before, whole behind"
    # Six temporary files and the journal before it counts, and as many steps behind.
    assert seen.count(False) > len(NAMES)
    assert seen.count(True) > len(NAMES)


def _commits(root: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    with editing(root):
        commit(root, [Change(root / name, old[name], new[name]) for name in NAMES])


def _put_back(root: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        (root / name).write_bytes(content)


@pytest.mark.slow
@needs_fork
def test_a_merge_killed_at_any_step(folder: Path) -> None:
    add_entity(folder, {"id": "pilots", "type": "organization", "name": "Company of Pilots"})
    start = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    seen = []
    for _ in killed_at_every_step(_merge, folder):
        with editing(folder):
            pass
        sources = load_sources(folder)
        merged = not sources.entities["harbour-guild"].live
        assert (sources.lock["harbour-guild"].state == "merged") == merged
        assert (sources.entities["oskar-brenn"].member_of == ("pilots",)) == merged
        assert [f for f in check(folder, examples=False) if f.severity == "error"] == []
        seen.append(merged)
        _put_back(folder, start)
    assert set(seen) == {False, True}


def _merge(root: Path) -> None:
    merge_entities(root, "harbour-guild", "pilots", examples=False)


def _add(root: Path, number: int) -> None:
    letters = "".join(chr(97 + int(d)) * 2 for d in str(number))
    add_entity(root, {"type": "place", "name": f"Wex{letters}holm {letters}"}, examples=False)


@needs_fork
def test_editors_at_once_lose_nothing(folder: Path) -> None:
    assert fork is not None
    processes = [fork.Process(target=_add, args=(folder, number)) for number in range(10, 16)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [p.exitcode for p in processes] == [0] * 6
    assert len(load_sources(folder).entities) == 5 + 6
    assert [f for f in check(folder) if f.severity == "error"] == []


def test_a_file_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    file = folder / "entities" / "places.toml"
    with editing(folder), pytest.raises(EditError, match="changed by someone else"):
        commit(folder, [Change(file, b"something older", b"new")])
    assert file.read_bytes().startswith(b"source")


def test_waiting_for_another_editor_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "_WAIT", 0.1)
    with editing(folder), pytest.raises(EditError, match="another edit"), editing(folder):
        pass


def test_who_reads_is_told_of_a_killed_edit_and_the_next_edit_finishes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(source: Path, target: Path) -> None:
        if Path(target).name != workspace.JOURNAL:
            raise KeyboardInterrupt
        rename(source, target)

    rename = os.replace
    before = load_sources(folder).entities["quellmar"].name
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            merge_entities(folder, "quellmar", "veldoria", examples=False)
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert folder / workspace.JOURNAL in files
    [finding] = [finding for finding in check(folder) if finding.severity == "error"]
    assert finding.code == "interrupted"
    assert f"`resolver gazetteer format -g {folder}` finishes it" in finding.message
    for edit in (
        lambda: merge_entities(folder, "quellmar", "veldoria", dry_run=True, examples=False),
        lambda: format_gazetteer(folder, dry_run=True),
    ):
        with pytest.raises(EditError, match="an edit was interrupted"):
            edit()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == files
    assert load_sources(folder).entities["quellmar"].name == before
    assert load_sources(folder).entities["quellmar"].live
    format_gazetteer(folder)
    assert [f for f in check(folder) if f.severity == "error"] == []
    assert not load_sources(folder).entities["quellmar"].live
    assert not recover(folder)


def test_modes_and_links_inside_the_folder_are_kept(folder: Path) -> None:
    file = folder / "entities" / "places.toml"
    (folder / "kept").mkdir()
    real = folder / "kept" / "real.toml"
    file.rename(real)
    file.symlink_to(real)
    real.chmod(0o640)
    merge_entities(folder, "quellmar", "veldoria", examples=False)
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert 'replaced_by = "veldoria"' in real.read_text()
    assert format_gazetteer(folder) == []


def test_a_file_alone_is_edited_where_a_link_to_it_leads(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked.toml"
    link.symlink_to(folder / "entities" / "places.toml")
    merge_entities(link, "quellmar", "veldoria", examples=False)
    assert link.is_symlink()
    assert 'replaced_by = "veldoria"' in link.read_text()
    assert not list(tmp_path.glob(".*"))
