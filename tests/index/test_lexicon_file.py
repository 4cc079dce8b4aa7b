"""The lexicon in a file: the same answers as in memory, large categories without reading all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.entities.lexicon import Lexicon, empty_lexicon_data
from resolver.index import lexicon_file
from resolver.index.lexicon_file import open_lexicon, write_lexicon

STAMPS = {"version": "1"}
WORDS: dict[str, Any] = {
    "ordinary": {"en": ["lake", "river", "Prime  Minister"], "fr": ["lac", "river"], "und": []},
    "month": {"en": ["May"]},
}


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Lexicon, Lexicon]:
    """The lexicon in memory, and in a file in which `ordinary` counts as large."""
    monkeypatch.setattr(lexicon_file, "_LARGE", 3)
    monkeypatch.setattr(lexicon_file, "_opened", {})
    memory = Lexicon.compile(empty_lexicon_data() | {"words": WORDS})  # type: ignore[arg-type]
    write_lexicon(tmp_path / "lexicon", memory, STAMPS)
    return memory, open_lexicon(tmp_path / "lexicon", STAMPS)


def test_has_is_words(both: tuple[Lexicon, Lexicon]) -> None:
    memory, stored = both
    for category in ("ordinary", "month", "nonsense"):
        for language in (None, "en", "fr", "und", "de"):
            for word in ("lake", "river", "lac", "prime minister", "prime", "may", "", "\ud800"):
                expected = word in memory.words(category, language)
                assert memory.has(category, word, language) is expected
                assert stored.has(category, word, language) is expected


def test_large_categories_are_whole(both: tuple[Lexicon, Lexicon], tmp_path: Path) -> None:
    memory, stored = both
    assert stored.to_data()["words"]["ordinary"] == memory.to_data()["words"]["ordinary"]
    assert stored.words("ordinary", "fr") == {"lac", "river"}
    assert stored.words("ordinary") == memory.words("ordinary")
    write_lexicon(tmp_path / "again", stored, STAMPS)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "lexicon").read_bytes()


def test_asking_for_a_word_reads_no_list(both: tuple[Lexicon, Lexicon]) -> None:
    _, stored = both
    assert stored.has("ordinary", "lake", "en")
    assert ("words", "ordinary") not in stored._cache
