"""Files beside a gazetteer, and those of `evaluate` and `split`, that hold something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.authoring.evaluation import read_gold
from resolver.authoring.questions import QUESTIONS, read_questions
from resolver.authoring.rejections import REJECTIONS, read_rejections
from resolver.authoring.text_files import read_utf8, utf8_lines
from resolver.cli.gazetteer.split import _read as read_parts
from resolver.errors import InputError

PICTURE = b"\x89PNG\r\n\x1a\n\0"
DEEP = b"[" * 100_000


def _gold(path: Path) -> list[Any]:
    return list(read_gold([path]))


WRONG: list[tuple[str, Callable[[Path], Any], str, bytes, str]] = [
    (
        "a picture as gold",
        _gold,
        "x.jsonl",
        PICTURE,
        "x.jsonl:1: byte 0x89 is not UTF-8; save the file as UTF-8",
    ),
    ("gold in Latin-1", _gold, "x.jsonl", b'\n{"text": "\xe9"}', "x.jsonl:2: byte 0xe9 is not UTF-8"),
    ("no JSON", _gold, "x.jsonl", b"id,name\n", "no JSON: Expecting value in column 1"),
    ("nested", _gold, "x.jsonl", DEEP, "nested too deep"),
    ("a number", _gold, "x.jsonl", b"5", "x.jsonl:1: neither a marked document nor a mention"),
    ("no end", _gold, "x.jsonl", b'{"start": 0, "id": "a"}', "it has no 'end'"),
    ("endless", _gold, "x.jsonl", b'{"start": 1e999, "end": 2, "id": "a"}', "cannot convert float infinity"),
    (
        "a start in words",
        _gold,
        "x.jsonl",
        b'{"text": "a", "mentions": [], "start": "b"}',
        "x.jsonl:1: neither",
    ),
    ("a text that is none", _gold, "x.jsonl", b'{"text": 5, "mentions": []}', "x.jsonl:1: neither"),
    ("a picture as questions", read_questions, QUESTIONS, PICTURE, f"{QUESTIONS}:1: byte 0x89 is not UTF-8"),
    ("a picture as names", read_rejections, REJECTIONS, PICTURE, f"{REJECTIONS}:1: byte 0x89 is not UTF-8"),
    ("a picture as parts", read_parts, "x.toml", PICTURE, "x.toml:1: byte 0x89 is not UTF-8"),
    ("nested parts", read_parts, "x.toml", b"a = " + DEEP, "nested too deep"),
    ("parts that are none", read_parts, "x.toml", b"a = 5", "one table a part is expected"),
]


@pytest.mark.parametrize(
    ("read", "name", "content", "says"), [row[1:] for row in WRONG], ids=[w[0] for w in WRONG]
)
def test_what_is_wrong_is_one_line(
    read: Callable[[Path], Any], name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as told:
        read(tmp_path if name in (QUESTIONS, REJECTIONS) else tmp_path / name)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_of_gold_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(DEEP)
    with pytest.raises(InputError, match=r"a\.jsonl:1: .*nested too deep"):
        _gold(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"id": "a", "type": "person", "name": "Ann Berg"}\n')
    with pytest.raises(InputError, match="no gold file"):
        _gold(tmp_path)


def test_marks_of_windows_are_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes("\ufeffÉmile\r\nAnn".encode())
    assert read_utf8(file) == "Émile\nAnn"
    assert list(utf8_lines(file)) == [(1, "Émile\r\n"), (2, "Ann")]
