"""A store gives back what was put in, the same bytes each time, and never anything else."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import IndexFileError
from resolver.storage import Store, StoreWriter
from resolver.storage.layout import FORMAT_VERSION, HEADER, MAGIC

KEYS = st.binary(max_size=6) | st.binary(min_size=250, max_size=260)
VALUES = st.binary(max_size=6) | st.binary(min_size=250, max_size=260)

#: Every value that can stand in a JSON section: the same goes in and comes out.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def write(path: Path, **sections: object) -> Path:
    """A store of kind `trial` with one section for each argument, its form told from its type."""
    writer = StoreWriter("trial", {"fold": "3", "sources": "abc"})
    for name, value in sections.items():
        if isinstance(value, dict):
            writer.add_table(name, value.items())
        elif isinstance(value, list):
            writer.add_records(name, value)
        elif isinstance(value, bytes):
            writer.add_bytes(name, value)
        else:
            writer.add_json(name, value)
    writer.write(path)
    return path


def everything(store: Store) -> list[object]:
    """All that can be read from a store made by `sample`."""
    table, records = store.table("names"), store.records("entities")
    return [
        store.json("lexicon"),
        bytes(store.bytes("raw")),
        sorted(table.items()),
        [table.get(b"key %d" % number) for number in range(40)],
        list(records),
    ]


def sample(path: Path) -> Path:
    return write(
        path,
        lexicon=("titles", ["president", "madame", "şeyx"]),
        raw=bytes(range(200)),
        names={b"key %d" % number: b"value %d" % number for number in range(0, 40, 2)},
        entities=[b"entity %d" % number for number in range(30)],
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trial.index"


class TestTable:
    @given(items=st.dictionaries(KEYS, VALUES), others=st.lists(KEYS))
    def test_is_a_dict(
        self, items: dict[bytes, bytes], others: list[bytes], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        with Store.open(write(tmp_path_factory.mktemp("table") / "x", t=items)) as store:
            table = store.table("t")
            asked = [*items, *others]
            assert [table.get(key) for key in asked] == [items.get(key) for key in asked]
            assert [key in table for key in asked] == [key in items for key in asked]
            assert dict(table.items()) == items
            assert set(table) == set(items)
            assert len(table) == len(items)
            store.verify()

    def test_many_items(self, path: Path) -> None:
        items = {b"%d" % number: b"%d" % (number * 7) for number in range(30_000)}
        with Store.open(write(path, t=items)) as store:
            table = store.table("t")
            assert list(map(table.get, items)) == list(items.values())
            assert not any(table.get(b"-%d" % number) for number in range(30_000))
            assert dict(table.items()) == items

    def test_keys_of_one_hash(self, path: Path) -> None:
        # CRC-32 is the same for each of these pairs.
        items = {b"plumless": b"1", b"buckeroo": b"2", b"codding": b"3", b"gnu": b"4"}
        with Store.open(
            write(path, t={key: items[key] for key in (b"plumless", b"codding", b"gnu")})
        ) as store:
            assert store.table("t").get(b"plumless") == b"1"
            assert store.table("t").get(b"buckeroo") is None
        with Store.open(write(path, t=items)) as store:
            assert list(map(store.table("t").get, items)) == [b"1", b"2", b"3", b"4"]

    def test_a_key_that_comes_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"section 'names': key b'a' comes twice"):
            StoreWriter("trial", {}).add_table("names", [(b"a", b"1"), (b"b", b"2"), (b"a", b"1")])

    def test_other_keys_are_not_contained(self, path: Path) -> None:
        with Store.open(write(path, t={b"a": b""})) as store:
            assert b"a" in store.table("t")
            assert "a" not in store.table("t")


class TestRecords:
    @given(items=st.lists(VALUES), start=st.integers(-9, 9), stop=st.integers(-9, 9))
    def test_is_a_list(
        self, items: list[bytes], start: int, stop: int, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        with Store.open(write(tmp_path_factory.mktemp("records") / "x", r=items)) as store:
            records = store.records("r")
            assert list(records) == items
            assert len(records) == len(items)
            assert [records[number] for number in range(-len(items), len(items))] == items + items
            assert records[start:stop] == items[start:stop]
            assert [records[number] for number in range(len(items))[::-1]] == items[::-1]
            store.verify()

    @pytest.mark.parametrize("number", [3, -4, 10**9])
    def test_a_number_beyond_the_end_is_an_index_error(self, path: Path, number: int) -> None:
        with Store.open(write(path, r=[b"a", b"b", b"c"])) as store, pytest.raises(IndexError):
            store.records("r")[number]

    def test_several_pages(self, path: Path) -> None:
        items = [b"%d" % number for number in range(2000)]
        with Store.open(write(path, r=items)) as store:
            assert [store.records("r")[number] for number in range(1999, -1, -400)] == items[::-400]
            assert [store.records("r")[number] for number in reversed(range(2000))] == items[::-1]


class TestStore:
    @given(value=JSON)
    def test_json_comes_back(self, value: object, tmp_path_factory: pytest.TempPathFactory) -> None:
        path = tmp_path_factory.mktemp("json") / "x"
        writer = StoreWriter("trial", {})
        writer.add_json("j", value)
        writer.write(path)
        with Store.open(path) as store:
            assert store.json("j") == value
            assert store.json("j") is store.json("j")

    def test_bytes_are_a_view(self, path: Path) -> None:
        with Store.open(write(path, b=b"abcdefgh", empty=b"")) as store:
            view = store.bytes("b")
            assert view.readonly
            assert view.cast("I")[0] == int.from_bytes(b"abcd", sys.byteorder)
            assert bytes(store.bytes("empty")) == b""

    def test_tells_what_it_is(self, path: Path) -> None:
        with Store.open(sample(path)) as store:
            assert store.kind == "trial"
            assert store.stamps == {"fold": "3", "sources": "abc"}
            assert list(store) == ["entities", "lexicon", "names", "raw"]
            assert "names" in store
            assert "other" not in store
            assert store.sizes()["raw"] == 200
            assert repr(store) == f"Store({str(path)!r}, kind='trial')"

    def test_a_held_view_outlives_closing(self, path: Path) -> None:
        store = Store.open(sample(path))
        part = store.bytes("raw")[3:5]
        store.close()
        assert bytes(part) == b"\x03\x04"

    def test_a_section_comes_once(self) -> None:
        writer = StoreWriter("trial", {})
        writer.add_json("a", 1)
        with pytest.raises(ValueError, match="section 'a' comes twice"):
            writer.add_bytes("a", b"")

    @pytest.mark.parametrize("ask", [Store.json, Store.bytes, Store.table, Store.records])
    def test_a_missing_section(self, path: Path, ask: Callable[[Store, str], object]) -> None:
        with Store.open(sample(path)) as store, pytest.raises(IndexFileError, match=r"has no .* 'other'"):
            ask(store, "other")

    def test_a_section_of_another_form(self, path: Path) -> None:
        with Store.open(sample(path)) as store, pytest.raises(IndexFileError, match="no table section 'raw'"):
            store.table("raw")


class TestReproducible:
    @given(data=st.data(), items=st.dictionaries(KEYS, VALUES, max_size=20))
    def test_order_does_not_matter(
        self, data: st.DataObject, items: dict[bytes, bytes], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("order")
        for name in ("first", "second"):
            writer = StoreWriter("trial", dict(data.draw(st.permutations([("a", "1"), ("b", "2")]))))
            for section in data.draw(st.permutations(["t", "j"])):
                if section == "t":
                    writer.add_table("t", data.draw(st.permutations(list(items.items()))))
                else:
                    writer.add_json("j", dict(data.draw(st.permutations([("x", 1), ("y", 2)]))))
            writer.write(folder / name)
        assert (folder / "first").read_bytes() == (folder / "second").read_bytes()

    def test_other_processes_write_the_same_bytes(self, path: Path, tmp_path: Path) -> None:
        # Another seed for `hash` is another order of sets.
        program = """
            import sys
            from resolver.storage import StoreWriter
            words = {"%d" % number for number in range(1000)}
            writer = StoreWriter("trial", {})
            writer.add_table("t", ((word.encode(), b"") for word in words))
            writer.write(sys.argv[1])
        """
        files = [tmp_path / "seed1", tmp_path / "seed2"]
        for number, file in enumerate(files, 1):
            run(program, str(file), PYTHONHASHSEED=str(number))
        assert files[0].read_bytes() == files[1].read_bytes()


class TestDamage:
    """Every file that is not as it was written is refused by name, with what to do, and never misread."""

    @pytest.mark.slow
    def test_every_byte(self, path: Path) -> None:
        whole = sample(path).read_bytes()
        with Store.open(path) as store:
            right = everything(store)
        unnoticed = 0
        messages: set[str] = set()
        for at in range(len(whole)):
            for flip in (0x01, 0x80, 0xFF):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
                try:
                    with Store.open(path) as store:
                        assert everything(store) == right
                        store.verify()
                    unnoticed += 1
                except IndexFileError as error:
                    messages.add(str(error))
        assert all(message.startswith(f"{path}: ") and "\n" not in message for message in messages)
        # Only the zeros between sections.
        assert unnoticed <= 3 * 4 * 7

    def test_every_length(self, path: Path) -> None:
        whole = sample(path).read_bytes()
        for size in range(0, len(whole), 7):
            path.write_bytes(whole[:size])
            with pytest.raises(IndexFileError, match=r"trial\.index"):
                Store.open(path)

    def test_bytes_after_the_end(self, path: Path) -> None:
        size = len(sample(path).read_bytes())
        with path.open("ab") as file:
            file.write(b"more")
        with pytest.raises(IndexFileError, match=f"damaged .{size + 4} bytes long instead of {size}"):
            Store.open(path)

    @pytest.mark.parametrize(
        ("section", "read"),
        [
            ("lexicon", lambda store: store.json("lexicon")),
            ("raw", lambda store: store.bytes("raw")),
            ("names", lambda store: [store.table("names").get(b"key %d" % number) for number in range(40)]),
            ("names", lambda store: list(store.table("names").items())),
            ("entities", lambda store: list(store.records("entities"))),
            ("entities", lambda store: store.verify()),
            ("names", lambda store: store.verify()),
        ],
    )
    def test_the_message_names_the_section(
        self, path: Path, section: str, read: Callable[[Store], object]
    ) -> None:
        whole = bytearray(sample(path).read_bytes())
        with Store.open(path) as store:
            entry = store._sections[section]
        whole[entry.offset + entry.size - 1] ^= 4
        path.write_bytes(whole)
        with (
            Store.open(path) as store,
            pytest.raises(IndexFileError, match=f"{section}.*delete it and compile it again"),
        ):
            read(store)

    def test_unharmed_pages_can_be_read(self, path: Path) -> None:
        items = [b"%06d" % number for number in range(2000)]
        whole = bytearray(write(path, r=items).read_bytes())
        whole[whole.index(b"001999")] ^= 1
        path.write_bytes(whole)
        with Store.open(path) as store:
            assert store.records("r")[0] == b"000000"
            with pytest.raises(IndexFileError, match="page 3"):
                store.records("r")[1999]
            with pytest.raises(IndexFileError, match="page 3"):
                store.records("r")[1999]

    @pytest.mark.parametrize(
        ("contents", "message"),
        [
            (b"", "too short"),
            (b"\x89RSLV", "too short"),
            (b"# a gazetteer\n[a]\n", "is not a compiled file"),
            (b"PK\x03\x04" + bytes(100), "is not a compiled file"),
            (MAGIC.replace(b"\r\n", b"\n") + bytes(100), "is not a compiled file"),
            (MAGIC + (FORMAT_VERSION + 1).to_bytes(4, "little"), r"has format \d+, this version reads"),
            (MAGIC + FORMAT_VERSION.to_bytes(4, "little"), "cut short"),
            (MAGIC + FORMAT_VERSION.to_bytes(4, "little") + bytes(HEADER.size), "damaged .header"),
        ],
    )
    def test_other_files(self, path: Path, contents: bytes, message: str) -> None:
        path.write_bytes(contents)
        with pytest.raises(IndexFileError, match=message):
            Store.open(path)

    def test_no_file(self, path: Path, tmp_path: Path) -> None:
        with pytest.raises(IndexFileError, match=r"cannot be opened .No such file"):
            Store.open(path)
        with pytest.raises(IndexFileError, match="cannot be opened"):
            Store.open(tmp_path)


class TestFit:
    def test_right(self, path: Path) -> None:
        Store.open(sample(path), kind="trial", stamps={"fold": "3"}).close()
        Store.open(path, kind="trial", stamps={"fold": "3", "sources": "abc"}).close()

    def test_wrong_kind(self, path: Path) -> None:
        with pytest.raises(IndexFileError, match="is a compiled trial, not a compiled index"):
            Store.open(sample(path), kind="index")

    def test_wrong_stamp(self, path: Path) -> None:
        with pytest.raises(
            IndexFileError, match="was made with fold 3, but fold is 4 here; compile it again"
        ):
            Store.open(sample(path), stamps={"fold": "4"})

    def test_stamp_that_it_lacks(self, path: Path) -> None:
        with pytest.raises(IndexFileError, match="was made without model, but model is 1 here"):
            Store.open(sample(path), stamps={"model": "1"})


class TestWriting:
    def test_leaves_only_the_file(self, path: Path, tmp_path: Path) -> None:
        sample(path)
        assert list(tmp_path.iterdir()) == [path]

    def test_a_failure_leaves_the_old_file(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = sample(path).read_bytes()

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(IndexFileError, match=r"cannot be written .No space left"):
            write(path, raw=b"new")
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]

    def test_no_such_folder(self, tmp_path: Path) -> None:
        with pytest.raises(IndexFileError, match="cannot be written"):
            sample(tmp_path / "missing" / "x")

    def test_keeps_the_mode_and_the_link(self, path: Path, tmp_path: Path) -> None:
        sample(path)
        path.chmod(0o640)
        link = tmp_path / "link"
        link.symlink_to(path)
        write(link, raw=b"new")
        assert link.is_symlink()
        assert path.stat().st_mode & 0o777 == 0o640
        with Store.open(path) as store:
            assert bytes(store.bytes("raw")) == b"new"

    def test_a_new_file_can_be_read_by_others(self, path: Path) -> None:
        before = os.umask(0o022)
        try:
            assert sample(path).stat().st_mode & 0o777 == 0o644
        finally:
            os.umask(before)

    def test_an_open_store_survives_its_replacement(self, path: Path) -> None:
        with Store.open(sample(path)) as store:
            write(path, raw=b"new")
            assert store.table("names").get(b"key 2") == b"value 2"

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
    def test_a_killed_writer_leaves_the_old_file(self, path: Path) -> None:
        before = sample(path).read_bytes()
        program = """
            import os, signal, sys
            from resolver.storage import StoreWriter
            os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
            writer = StoreWriter("trial", {})
            writer.add_bytes("raw", bytes(1_000_000))
            writer.write(sys.argv[1])
        """
        assert run(program, str(path), check=False) == -signal.SIGKILL
        assert path.read_bytes() == before


class TestProcesses:
    def test_a_pickled_store_opens_the_same_file(self, path: Path) -> None:
        with Store.open(sample(path)) as store, pickle.loads(pickle.dumps(store)) as copy:
            assert everything(copy) == everything(store)

    def test_a_pickled_store_refuses_another_file(self, path: Path) -> None:
        with Store.open(sample(path)) as store:
            pickled = pickle.dumps(store)
        write(path, raw=b"new")
        with pytest.raises(IndexFileError, match="was replaced while in use"):
            pickle.loads(pickled)

    def test_two_processes_read_one_file(self, path: Path) -> None:
        with (
            Store.open(sample(path)) as store,
            ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool,
        ):
            for answer in pool.map(everything, [store, store]):
                assert answer == everything(store)

    def test_opening_imports_nothing_heavy(self) -> None:
        program = """
            import sys
            import resolver.storage
            heavy = {"pydantic", "rapidfuzz", "typer", "unidecode", "hashlib", "sqlite3", "tempfile"}
            assert not heavy & set(sys.modules), heavy & set(sys.modules)
        """
        run(program)


def run(program: str, *arguments: str, check: bool = True, **environment: str) -> int:
    """Run Python code in a new process; its exit code."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        env={**os.environ, **environment},
        check=check,
        timeout=60,
    ).returncode
