"""Words and names longer than any: the time that they take grows with their length, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import resolver

SECONDS = 2.0  # of CPU; what is quadratic took eight at this length

LONG = [
    ("one word, Cyrillic", "Жабвг" * 4_000),
    ("one word, Armenian", "Աբգդ" * 5_000),
    ("one word, Arabic", "محمد" * 5_000),
    ("one word, Han", "习近平" * 7_000),
    ("one word, Latin", "A" * 20_000),
    ("words in brackets", "(a) " * 5_000),
    ("2,000 words", " ".join(f"Word{n}" for n in range(2_000))),
    ("known words", "Ilham Aliyev " * 1_500),
    ("inverted names", "Aliyev, Ilham, " * 1_500),
    ("initials", "A. " * 6_000),
    ("marks", "A" + "\u0301\u0327" * 10_000),
]


@pytest.fixture(scope="module")
def default() -> resolver.Resolver:
    """The default gazetteer, with everything loaded that is loaded at first use."""
    loaded = resolver.load()
    loaded.normalise("Anne Buyon met Ильхам Алиев.")
    loaded.resolve("Ильхам Алиев")
    resolver.compare("Anne Buyon", "Анна Буйон")
    return loaded


def seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


@pytest.mark.parametrize("name", [name for _, name in LONG], ids=[what for what, _ in LONG])
def test_long_names_take_bounded_time(name: str, default: resolver.Resolver) -> None:
    assert seconds(lambda: default.resolve(name)) < SECONDS
    assert seconds(lambda: default.normalise(name)) < SECONDS
    for type in ("person", "organization", "product"):
        assert seconds(lambda type=type: resolver.compare(name, name[1:] + "x", type).explain()) < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("type", ["person", "organization", "work"])
@pytest.mark.parametrize("name", [name for _, name in LONG], ids=[what for what, _ in LONG])
def test_a_gazetteer_of_a_long_name_compiles_in_bounded_time(name: str, type: str) -> None:
    def compiled() -> None:
        loaded = resolver.load([{"id": "a", "type": type, "name": name.strip()}])
        loaded.normalise("Anna came. " + name)
        loaded.resolve(name)

    assert seconds(compiled) < 2 * SECONDS  # a person of 2,000 words took 25
