"""The cache gives a whole file whatever happens to its folder, and builds no more often than it must."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.errors import IndexFileError
from resolver.storage import Store, StoreWriter
from resolver.storage import cache as caching
from resolver.storage.cache import cached, find, prune
from resolver.storage.cache_folder import discard, folder


class Builder:
    """Writes a small store and counts how often it did."""

    def __init__(self, value: object = "built", error: Exception | None = None) -> None:
        self.value = value
        self.error = error
        self.paths: list[Path] = []

    def __call__(self, path: Path) -> None:
        self.paths.append(path)
        if self.error:
            raise self.error
        writer = StoreWriter("trial", {})
        writer.add_json("value", self.value)
        writer.write(path)


def value(path: Path) -> object:
    with Store.open(path) as store:
        return store.json("value")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "resolver"


class TestFolder:
    def test_named_by_the_variable(self, cache: Path) -> None:
        assert folder() == cache

    @pytest.mark.parametrize("setting", ["", "relative/path", None])
    def test_otherwise_in_the_home(
        self, setting: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
        if setting is None:
            monkeypatch.delenv("XDG_CACHE_HOME")
        else:
            monkeypatch.setenv("XDG_CACHE_HOME", setting)
        assert folder() == tmp_path / "home" / ".cache" / "resolver"


class TestCached:
    def test_is_built_once(self, cache: Path) -> None:
        build = Builder()
        first = cached("index", "abc", build)
        assert first == cache / "index" / "abc"
        assert cached("index", "abc", build) == first
        assert len(build.paths) == 1
        assert value(first) == "built"

    def test_is_built_elsewhere_and_then_moved(self, cache: Path) -> None:
        build = Builder()
        cached("index", "abc", build)
        assert build.paths[0] != cache / "index" / "abc"
        assert list((cache / "index").iterdir()) == [cache / "index" / "abc"]

    def test_kinds_and_keys_are_apart(self) -> None:
        paths = [cached(kind, key, Builder(kind + key)) for kind in ("a", "b") for key in ("x", "y")]
        assert [value(path) for path in paths] == ["ax", "ay", "bx", "by"]

    @pytest.mark.parametrize("name", ["", "../escape", "a/b", ".hidden", "a.tmp", "x" * 200, "a\0b", "a\n"])
    def test_names_that_could_lead_elsewhere_are_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match="is no name for a cached file"):
            cached("index", name, Builder())
        with pytest.raises(ValueError, match="is no name for a cached file"):
            cached(name, "abc", Builder())

    @pytest.mark.parametrize(
        "harm",
        [
            lambda path: path.write_bytes(b""),
            lambda path: path.write_bytes(b"something else, long enough to be read"),
            lambda path: path.write_bytes(path.read_bytes()[:-1]),
            lambda path: path.write_bytes(path.read_bytes()[:20] + b"?" + path.read_bytes()[21:]),
            lambda path: path.write_bytes(path.read_bytes()[:-5] + b"?" + path.read_bytes()[-4:]),
            lambda path: path.unlink(),
        ],
        ids=["empty", "other", "cut", "header", "contents", "gone"],
    )
    def test_a_damaged_file_is_built_again(self, harm: Callable[[Path], object]) -> None:
        path = cached("index", "abc", Builder("old"))
        harm(path)
        assert value(cached("index", "abc", Builder("new"))) == "new"

    def test_damage_found_late_is_discarded(self, tmp_path: Path) -> None:
        path = cached("index", "abc", Builder("old"))
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b'"old"', b'"odd"'))
        with pytest.raises(IndexFileError):
            value(cached("index", "abc", Builder("new")))
        discard(path)
        assert value(cached("index", "abc", Builder("new"))) == "new"

    def test_only_the_caches_own_files_are_discarded(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine.index"
        mine.write_bytes(b"")
        discard(mine)
        discard(tmp_path / "missing")
        assert mine.exists()


class TestFind:
    def test_finds_what_was_built_and_builds_nothing(self, cache: Path) -> None:
        assert find("trial", "key") is None
        assert not cache.exists()
        path = cached("trial", "key", Builder())
        assert find("trial", "key") == path

    def test_a_damaged_file_is_none(self) -> None:
        cached("trial", "key", Builder()).write_bytes(b"no store")
        assert find("trial", "key") is None

    def test_names_that_could_lead_elsewhere_are_refused(self) -> None:
        with pytest.raises(ValueError, match="is no name"):
            find("trial", "../key")


class TestUnwritable:
    def test_a_file_where_the_folder_should_be(self, cache: Path) -> None:
        cache.write_bytes(b"")
        path = cached("index", "abc", Builder())
        assert value(path) == "built"
        assert cache not in path.parents

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
    def test_a_read_only_folder(self, cache: Path) -> None:
        cache.mkdir()
        cache.chmod(0o500)
        assert value(cached("index", "abc", Builder())) == "built"

    def test_a_full_disk(self, cache: Path) -> None:
        class OnlyElsewhere(Builder):
            def __call__(self, path: Path) -> None:
                if cache in path.parents:
                    self.paths.append(path)
                    raise IndexFileError(f"{path}: cannot be written (No space left on device)")
                super().__call__(path)

        build = OnlyElsewhere()
        assert value(cached("index", "abc", build)) == "built"
        assert len(build.paths) == 2
        assert list((cache / "index").iterdir()) == []

    def test_the_temporary_file_goes_with_the_process(self, cache: Path) -> None:
        cache.write_bytes(b"")
        program = """
            import os, sys
            from pathlib import Path
            from resolver.storage import StoreWriter
            from resolver.storage.cache import cached
            path = cached("index", "abc", StoreWriter("trial", {}).write)
            if os.name != "nt" and os.fork() == 0:
                sys.exit()  # a child does not take its parent's file away
            os.name != "nt" and os.wait()
            assert path.exists()
            print(path.parent)
        """
        home = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout.strip()
        assert home
        assert not Path(home).exists()


class TestBuilderErrors:
    @pytest.mark.parametrize("error", [KeyError("own"), IndexFileError("own"), OSError("own")])
    def test_come_through_and_leave_nothing(self, cache: Path, error: Exception) -> None:
        with pytest.raises(type(error), match="own"):
            cached("index", "abc", Builder(error=error))
        assert list((cache / "index").iterdir()) == []
        assert value(cached("index", "abc", Builder("next"))) == "next"


class TestPrune:
    def test_the_last_used_stay(self, cache: Path) -> None:
        for number in range(5):
            path = cached("index", f"key{number}", Builder(), kept=3)
            os.utime(path, (1000 + number, 1000 + number))
        assert sorted(path.name for path in (cache / "index").iterdir()) == ["key2", "key3", "key4"]
        cached("index", "key2", Builder(), kept=3)
        cached("index", "key5", Builder(), kept=3)
        assert sorted(path.name for path in (cache / "index").iterdir()) == ["key2", "key4", "key5"]

    def test_the_new_file_stays_whatever_its_date(self, cache: Path) -> None:
        ahead = cached("index", "ahead", Builder())
        os.utime(ahead, (time.time() + 10**6,) * 2)
        assert cached("index", "now", Builder(), kept=1).exists()
        assert not ahead.exists()

    def test_other_kinds_stay(self, cache: Path) -> None:
        other = cached("other", "abc", Builder())
        cached("index", "abc", Builder(), kept=1)
        assert other.exists()

    def test_leftovers_of_killed_builders_go(self, cache: Path) -> None:
        """The next writer removes them: of processes that are gone at once, others when they are old."""
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        folder = cached("index", "abc", Builder()).parent
        mine = f".x.{os.getpid()}.00.tmp"
        left = {
            f".x.{process.pid}.0af.tmp",
            f".{mine}.{process.pid}.1f.tmp",
            ".x.tmp",
            f".y.{os.getpid()}.1.tmp",
        }
        for name in (*left, mine):
            (folder / name).write_bytes(b"half")
        for name in (".x.tmp", f".y.{os.getpid()}.1.tmp"):
            os.utime(folder / name, (time.time() - 10 * 24 * 3600,) * 2)
        cached("index", "abd", Builder())
        assert {path.name for path in folder.iterdir()} == {"abc", "abd", mine}

    def test_a_missing_folder_is_no_error(self, tmp_path: Path) -> None:
        prune(tmp_path / "missing", 3)

    def test_very_large_files_go_earlier(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(caching, "_MOST_BYTES", 250)
        for number in range(4):
            path = tmp_path / f"key{number}"
            path.write_bytes(bytes(100))
            os.utime(path, (number, number))
        prune(tmp_path, 8, spare=tmp_path / "key0")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["key0", "key3"]


def test_two_processes_build_at_once(cache: Path, tmp_path: Path) -> None:
    """Both wait for each other in the middle of building; both get a whole file, and one file is left."""
    program = """
        import sys, time
        from pathlib import Path
        from resolver.storage import Store, StoreWriter
        from resolver.storage.cache import cached
        here, other = map(Path, sys.argv[1:])
        def build(path):
            here.touch()
            until = time.monotonic() + 30
            while not other.exists() and time.monotonic() < until:
                time.sleep(0.01)
            writer = StoreWriter("trial", {})
            writer.add_records("numbers", (b"%d" % number for number in range(10_000)))
            writer.write(path)
        with Store.open(cached("index", "abc", build)) as store:
            store.verify()
            assert store.records("numbers")[9_999] == b"9999"
    """
    signs = [str(tmp_path / "one"), str(tmp_path / "two")]
    both = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), *order])
        for order in (signs, signs[::-1])
    ]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert [path.name for path in (cache / "index").iterdir()] == ["abc"]
