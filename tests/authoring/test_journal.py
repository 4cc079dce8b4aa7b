"""A folder that somebody else wrote moves no file: journals, links and leftovers that no edit made."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.authoring.check import check
from resolver.authoring.formatting import format_gazetteer
from resolver.authoring.importing import import_entities
from resolver.authoring.journal import JOURNAL
from resolver.authoring.lineage import add_entity
from resolver.authoring.workspace import EditError
from resolver.errors import ResolverError

TEMPORARY = ".places.toml.12-0.resolver-tmp"
PLACES = "entities/places.toml"

JOURNALS = {
    "a target above the folder": [["payload", "../home/.bashrc"]],
    "our name for the temporary file, and a target above": [[".bashrc.1.resolver-tmp", "../home/.bashrc"]],
    "a source above the folder: a file would be stolen": [["../home/.bashrc", PLACES]],
    "a source above the folder with our name": [[f"../home/{TEMPORARY}", "../home/places.toml"]],
    "an absolute target": [[f"entities/{TEMPORARY}", "/tmp/places.toml"]],
    "dots in the middle": [[f"entities/../../home/{TEMPORARY}", "entities/../../home/places.toml"]],
    "a source that is no temporary file": [["payload", PLACES]],
    "a temporary file of another target": [[f"entities/{TEMPORARY}", "entities/people.toml"]],
    "a temporary file of another folder": [[TEMPORARY, PLACES]],
    "a hidden folder: hooks run programs": [
        [".git/hooks/.commit.txt.1.resolver-tmp", ".git/hooks/commit.txt"]
    ],
    "a file that is none of a gazetteer": [[".run.sh.1.resolver-tmp", "run.sh"]],
    "through a link to a folder": [[f"out/{TEMPORARY}", "out/places.toml"]],
    "a temporary file that is a link": [["entities/.people.toml.9.resolver-tmp", "entities/people.toml"]],
    "a target that is a link": [["entities/.linked.toml.9.resolver-tmp", "entities/linked.toml"]],
    "a good move and a bad one: neither is made": [[f"entities/{TEMPORARY}", PLACES], ["payload", "../x"]],
    "an object": {"entities/a": "entities/b"},
    "three names": [["a", "b", "c"]],
    "a number": [[1, 2]],
    "a string": "entities",
    "an empty name": [["", ""]],
    "a zero byte": [["entities/.a\0.toml.1.resolver-tmp", "entities/a\0.toml"]],
}


@pytest.fixture
def hostile(folder: Path, tmp_path: Path) -> Path:
    """A gazetteer beside a home folder, with all that the journals name."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bashrc").write_text("# mine\n")
    (home / "places.toml").write_text("# mine\n")
    (home / TEMPORARY).write_text("payload")
    (folder / "out").symlink_to(home)
    (folder / ".git" / "hooks").mkdir(parents=True)
    for name in (
        "payload", ".bashrc.1.resolver-tmp", f"entities/{TEMPORARY}", TEMPORARY, ".run.sh.1.resolver-tmp",
        ".git/hooks/.commit.txt.1.resolver-tmp", "entities/.linked.toml.9.resolver-tmp",
    ):  # fmt: skip
        (folder / name).write_text("payload")
    (folder / "entities" / ".people.toml.9.resolver-tmp").symlink_to(home / ".bashrc")
    (folder / "entities" / "linked.toml").symlink_to(home / "places.toml")
    return folder


def _everything(root: Path) -> dict[str, bytes | str]:
    return {
        str(path): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize("why", JOURNALS)
def test_a_hostile_journal_moves_nothing(why: str, hostile: Path, tmp_path: Path) -> None:
    (hostile / JOURNAL).write_text(json.dumps(JOURNALS[why]))
    before = _everything(tmp_path)
    with pytest.raises(EditError) as raised:
        format_gazetteer(hostile)
    assert str(raised.value).startswith(f"{hostile / JOURNAL}: not written by an edit of this gazetteer (")
    assert "\n" not in str(raised.value)
    assert any(finding.code == "interrupted" for finding in check(hostile, examples=False))
    assert _everything(tmp_path) == before


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b" " * (1 << 21)], ids=lambda c: str(c[:4])
)
def test_a_damaged_journal_is_one_line(content: bytes, folder: Path) -> None:
    (folder / JOURNAL).write_bytes(content)
    with pytest.raises(EditError, match="no file was moved; if you trust the folder, delete this file"):
        format_gazetteer(folder)


def test_a_journal_that_is_a_link_or_a_pipe_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / JOURNAL).symlink_to(tmp_path / "nowhere")
    with pytest.raises(EditError, match="no regular file"):
        format_gazetteer(folder)
    assert not (tmp_path / "nowhere").exists()
    (folder / JOURNAL).unlink()
    os.mkfifo(folder / JOURNAL)
    with pytest.raises(EditError, match="no regular file"):
        format_gazetteer(folder)


def test_what_an_edit_was_killed_at_is_finished(folder: Path) -> None:
    new = (folder / PLACES).read_bytes() + b"\n# later\n"
    (folder / "entities" / TEMPORARY).write_bytes(new)
    done = "entities/.people.toml.12-1.resolver-tmp"  # this one was moved before the kill
    moves = [[f"entities/{TEMPORARY}", PLACES], [done, "entities/people.toml"]]
    (folder / JOURNAL).write_text(json.dumps(moves))
    format_gazetteer(folder)
    assert (folder / PLACES).read_bytes() == new
    assert not list(folder.rglob(".*"))


def _adds(folder: Path) -> object:
    return add_entity(folder, {"type": "place", "name": "Osterquell"}, examples=False)


def _imports(folder: Path) -> object:
    source = folder.parent / "more.jsonl"
    source.write_text('{"id": "ost", "type": "place", "name": "Osterquell"}\n')
    return import_entities([source], "jsonl", folder, folder / "entities" / "more.jsonl")


@pytest.mark.parametrize("edit", [format_gazetteer, _adds, _imports])
@pytest.mark.parametrize("name", ["ids.lock", PLACES, "entities/more.jsonl"])
def test_no_edit_writes_through_a_link_that_leads_out(
    name: str, edit: Callable[[Path], object], folder: Path, tmp_path: Path
) -> None:
    (folder / name).unlink(missing_ok=True)
    outside = tmp_path / "profile"
    outside.write_text("# a file of the reader's: as a gazetteer or lock it is empty\n")
    (folder / name).symlink_to(outside)
    with contextlib.suppress(ResolverError):  # unless the edit has nothing to do with the file
        edit(folder)
    assert outside.read_text() == "# a file of the reader's: as a gazetteer or lock it is empty\n"
    assert not list(folder.rglob("*.resolver-tmp"))
