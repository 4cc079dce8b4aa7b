"""Bytes and units: decoding is undone by encoding, and the units of a file joined are the file."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.cli.input import Codec, find_codec, opened, paragraphs
from resolver.errors import InputError

KINDS = ("document", "paragraph", "line")

# name: (bytes, why they are hard)
BYTES = {
    "empty": (b"", "nothing in, nothing out"),
    "plain": (b"one\ntwo\n", "the everyday case"),
    "no final newline": (b"one\ntwo", "must not grow one"),
    "crlf": (b"one\r\n\r\ntwo\r\n", "a blank line of CRLF ends a paragraph"),
    "lone cr": (b"one\rtwo\r", "old Mac line ends are not line feeds"),
    "bom": (b"\xef\xbb\xbfone\n", "the mark is a character of the text"),
    "invalid": (b"one \xff\xfe \xc3(\n\x80", "bytes that are no UTF-8"),
    "encoded surrogate": (b"\xed\xa0\x80\n", "UTF-8 of a surrogate is invalid too"),
    "nul": (b"a\0b\n\0\n", "NUL is a character"),
    "separators": ("a\u2028b\x0bc\x0cd\x85e\n".encode(), "only LF ends a line"),
    "blank start": (b"\n\n \t\none\n\n\ntwo\n\n", "leading blank lines join the first paragraph"),
    "only blank": (b"\n\n\n", "a paragraph of nothing"),
    "long line": (b"x" * 100_000 + b"\ny", "a line longer than any buffer"),
}


def _units(data: bytes, kind: str, encoding: str, tmp_path: Path) -> tuple[Codec, list[tuple[str, int]]]:
    path = tmp_path / "text"
    path.write_bytes(data)
    with opened(str(path), find_codec(encoding), kind) as source:  # type: ignore[arg-type]
        return source.codec, [(unit.text, unit.offset) for unit in source.units]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BYTES)
def test_units_joined_are_the_bytes(name: str, kind: str, tmp_path: Path) -> None:
    data, why = BYTES[name]
    codec, units = _units(data, kind, "utf-8", tmp_path)
    assert b"".join(codec.encode(text) for text, _ in units) == data, why
    assert all(text for text, _ in units), "no unit is empty"


@pytest.mark.parametrize("kind", KINDS)
@given(
    data=st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b" ", b"\xff", "é".encode(), b"\xc3"])).map(b"".join)
)
def test_any_bytes_come_back(kind: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    codec, units = _units(data, kind, "utf-8", tmp_path_factory.mktemp("any"))
    assert b"".join(codec.encode(text) for text, _ in units) == data


@pytest.mark.parametrize("kind", KINDS)
def test_offsets_count_code_points(kind: str, tmp_path: Path) -> None:
    data = "Бакı\n\n𝒳 \n".encode() + b"\xff\nend"
    text = data.decode("utf-8", "surrogateescape")
    _, units = _units(data, kind, "utf-8", tmp_path)
    for piece, offset in units:
        assert text[offset : offset + len(piece)] == piece


@pytest.mark.parametrize(
    ("lines", "expected", "why"),
    [
        (["a\n", "b\n"], ["a\nb\n"], "lines without a blank one between are one paragraph"),
        (["a\n", "\n", "b\n"], ["a\n\n", "b\n"], "the blank line belongs to what it ends"),
        (["a\n", " \t\r\n", "\n", "b"], ["a\n \t\r\n\n", "b"], "spaces are blank, many are one border"),
        (["\n", "a\n"], ["\na\n"], "blank lines at the start are no paragraph of their own"),
        (["a\n", "\n"], ["a\n\n"], "nor are those at the end"),
        ([], [], "nothing"),
    ],
)
def test_paragraphs(lines: list[str], expected: list[str], why: str) -> None:
    assert list(paragraphs(lines)) == expected, why


def test_a_paragraph_comes_as_soon_as_the_next_begins() -> None:
    def live() -> object:
        yield "a\n"
        yield "\n"
        yield "b\n"
        raise AssertionError("read ahead")

    assert next(paragraphs(live())) == "a\n\n"  # type: ignore[type-var,arg-type]


@pytest.mark.parametrize(
    ("encoding", "data", "why"),
    [
        ("latin-1", b"caf\xe9\n\n\x80\xff", "one byte a letter"),
        ("cp1252", b"\x81\x8d smart \x93quotes\x94\n", "undefined bytes survive"),
        ("cp1251", "Баку\r\n".encode("cp1251"), "Cyrillic"),
        ("utf-8-sig", b"\xef\xbb\xbfa\n", "the mark stays"),
        ("UTF8", b"a\xff\n", "another name of UTF-8"),
        ("utf-16", "\ufeffa\nb\n".encode("utf-16-le"), "little-endian, as its mark says"),
        ("utf-16", "\ufeffa\nb\n".encode("utf-16-be"), "big-endian, as its mark says"),
        ("utf-16-be", "Ċ\n\nb".encode("utf-16-be"), "a letter that holds the byte 0x0A"),
        ("utf-32", "\ufeffa\n\nb".encode("utf-32-be"), "four bytes a letter"),
        ("shift_jis", b"\x81\n\x81", "half a letter survives as an invalid byte does"),
        ("shift_jis", "バクー\nA".encode("shift_jis"), "two bytes a letter"),
        ("gb18030", "巴库\n\n北京".encode("gb18030"), "up to four bytes a letter"),
        ("cp037", "Baku\n\nParis\n".encode("cp037"), "EBCDIC has its line feed elsewhere"),
        ("iso2022_jp", "バクー A バクー".encode("iso2022_jp"), "carries a state"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_other_encodings_come_back(encoding: str, data: bytes, why: str, kind: str, tmp_path: Path) -> None:
    codec, units = _units(data, kind, encoding, tmp_path)
    assert b"".join(codec.encode(text) for text, _ in units) == data, why


def test_utf16_lines_are_lines(tmp_path: Path) -> None:
    _, units = _units("\ufeffone\ntwo".encode("utf-16-le"), "line", "utf-16", tmp_path)
    assert units == [("\ufeffone\n", 0), ("two", 5)]


@pytest.mark.parametrize(
    ("encoding", "data", "message"),
    [
        ("utf-16-le", b"abc", "not utf-16-le: byte 2: truncated data"),
        ("utf-7", b"+AGE-", "writing it again would change it"),
        ("nonesuch", b"", "unknown encoding 'nonesuch'"),
        ("base64", b"", "unknown encoding 'base64'"),
    ],
)
def test_what_cannot_come_back_is_refused(encoding: str, data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        _units(data, "document", encoding, tmp_path)


def test_what_an_encoding_can_write() -> None:
    assert find_codec("latin-1").can_write("Émié")
    assert not find_codec("latin-1").can_write("Şuşa")
    assert not find_codec("ascii").can_write("é")
    assert find_codec("utf-8").can_write("Şuşa")


def test_standard_input_by_its_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\nb")))
    with opened("-", find_codec("utf-8"), "line") as source:
        assert [unit.text for unit in source.units] == ["a\n", "b"]
