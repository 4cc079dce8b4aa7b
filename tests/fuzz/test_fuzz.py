"""What fuzzing found stays mended, and a little of it runs with every run of the tests.

For hours: `python -m tests.fuzz TARGET --minutes 60`, or, with shrunk examples,
`python -m pytest tests/fuzz -n0 --hypothesis-profile=long`.
"""

from __future__ import annotations

import random
import re
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import __main__ as command
from tests.fuzz.targets import FILE_PIECES, PIECES, TARGETS, read_as

# Target, what was fed to it, and what it did.
FOUND = [
    ("layout", b"\x01[[a]]\ntype = 'person'\n", "a list of tables was formatted as one table, then refused"),
    ("layout", b"\x01[a]\nname = nan\n", "what equals nothing, not even itself, raised AssertionError"),
    ("layout", b"\x01[a]\n# why\n\n", "a comment at the end of the file moved each time it was formatted"),
    ("resolve", b"\x01\xd4\xb0\xff\xe4\xb8\xad", "halves of characters gave a warning of unidecode's each"),
]


@pytest.mark.parametrize(("target", "data", "why"), FOUND, ids=[why[:40] for _, _, why in FOUND])
def test_what_was_found_is_mended(target: str, data: bytes, why: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        TARGETS[target](data)


def pieces(all_pieces: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Inputs that are read as pieces, and now and then as bytes."""
    places = st.lists(st.integers(0, len(all_pieces) - 1), max_size=40)
    return st.one_of(places.map(lambda chosen: bytes([0, *chosen])), st.binary(max_size=120))


@pytest.mark.parametrize("target", ["link", "normalise", "compare", "resolve"])
@given(data=pieces(PIECES))
def test_texts_and_names(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", ["gazetteer", "layout"])
@given(data=pieces(FILE_PIECES))
def test_files(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize(("data", "text"), [(b"", ""), (b"\x00\x00", PIECES[0]), (b"\x01a\xff", "a\udcff")])
def test_bytes_are_read_as_pieces_or_as_text(data: bytes, text: str) -> None:
    assert read_as(data, PIECES) == text


def test_one_seed_gives_the_same_inputs_and_another_seed_others() -> None:
    def first(seed: int) -> list[bytes]:
        inputs = command.by_chance(seed)
        return [next(inputs) for _ in range(200)]

    assert first(1) == first(1) != first(2)
    assert all(len(data) <= command.LONGEST for data in first(3))


def test_a_failing_input_is_kept_and_the_shortest_one_of_its_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(data: bytes) -> None:
        if len(data) > 2:
            raise KeyError("broken")

    run = command.Run("link", fails, tmp_path, seconds=60)
    for data in (b"12345", b"1", b"123", random.Random(1).randbytes(40)):
        run.try_input(data)
    assert run.report() == 1
    assert re.match(r"link: 4 inputs, \d\.\d minutes, 1 findings", capsys.readouterr().out)
    assert [path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ""] == [b"123"]
