"""Folding: whatever a token is made of, it takes linear time."""

from __future__ import annotations

import time

import pytest

from resolver.text.fold import capped, fold


@pytest.mark.parametrize("marks", ["\u0301\u0327", "\u05b0\u05b1", "\u064e\u0651", "\u3099\u309a"])
def test_runs_of_marks_are_capped_before_they_are_sorted(marks: str) -> None:
    began = time.process_time()
    assert fold("A" + marks * 200_000)[0] == "a"
    assert time.process_time() - began < 5  # seconds; sorting them all takes minutes


def test_only_what_no_writing_has_is_cut() -> None:
    for text in ("Émié", "e\u0301" * 100, "か\u3099" * 50, "ক্ষ" * 30, "x" * 100):
        assert capped(text) == text
    assert capped("a" + "\u0301" * 31 + "b\u0301") == "a" + "\u0301" * 30 + "b\u0301"
