"""When a gazetteer is compiled, and who is told: who waits at a terminal, nobody else."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import resolver
from resolver.entities.lexicon import empty_lexicon_data
from resolver.errors import IndexFileError
from resolver.index import loading


class Terminal(io.StringIO):
    """Standard error, as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    loading.default_lexicon()
    path = tmp_path / "people.jsonl"
    people = [{"id": f"p{n}", "type": "person", "name": f"Anna Berg-{n}"} for n in range(3)]
    path.write_text("".join(json.dumps(person) + "\n" for person in people))
    return str(path)


def test_compiling_is_told_at_a_terminal_once(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_MANY", 3)
    monkeypatch.setattr(sys, "stderr", Terminal())
    for _ in range(2):
        resolver.load(source)
    assert sys.stderr.getvalue() == f"resolver: compiling {source}; kept until a file or the code changes …\n"


def test_small_gazetteers_are_compiled_silently(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    resolver.load(source)
    assert sys.stderr.getvalue() == ""


def test_scripts_see_nothing(
    source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(loading, "_MANY", 1)
    resolver.load(source)
    assert capsys.readouterr().err == ""


def test_what_is_compiled_already_is_found_without_compiling(source: str) -> None:
    assert loading.already_compiled([source]) is None
    assert resolver.load(source).resolve("Anna Berg-1") is not None
    index = loading.already_compiled([source])
    assert index is not None
    assert {entity.id for entity in index.gazetteer} == {"p0", "p1", "p2"}
    with open(source, "a", encoding="utf-8") as file:
        file.write('{"id": "new", "type": "person", "name": "Karl Holm"}\n')
    assert loading.already_compiled([source]) is None
    assert loading.already_compiled([[{"id": "a", "type": "person", "name": "Anna Berg"}]]) is None


def test_a_damaged_compiled_form_is_none(source: str) -> None:
    file = resolver.load(source)._index.file
    assert file is not None
    content = bytearray(Path(file).read_bytes())
    content[len(content) // 2] ^= 1
    Path(file).write_bytes(content[: len(content) // 2])
    assert loading.already_compiled([source]) is None


def test_the_folder_of_the_default_gazetteer_is_the_default_gazetteer(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(loading.default_folder(), target_is_directory=True)
    for given in ("default", loading.default_folder(), str(loading.default_folder()), link):
        assert loading._named([given]) == ["default"]
    for other in ("defaults", "a\0b", str(tmp_path), [{"id": "a"}]):
        assert loading._named([other]) == [other]


def test_a_lexicon_is_compiled_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = tmp_path / "cache" / "resolver" / "lexicon"
    extra = empty_lexicon_data()
    extra["words"] = {"person_title": {"en": ["Hetman"]}}
    for cache in (True, True, False):
        assert "hetman" in loading.lexicon_with(extra, cache).words("person_title", "en")
    assert len(list(kept.iterdir())) == 1
    extra["words"] = {"person_title": {"en": ["Voivode"]}}
    lexicon = loading.lexicon_with(extra)
    assert {"hetman", "voivode"} & lexicon.words("person_title", "en") == {"voivode"}
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("name", ["no/folder/x", "taken"])
def test_where_nothing_can_be_written_is_told_before_compiling(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").mkdir()
    monkeypatch.setattr(loading, "_compile", lambda *_, **__: pytest.fail("compiled in vain"))
    with pytest.raises(IndexFileError, match=f"{name}: cannot be written"):
        loading.compile_index(["default"], tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
