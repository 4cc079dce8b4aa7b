"""Choosing when the best candidate is the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.training.lookup import Asked, Choice, ask_list, ask_people, choose, loss, main

LEAST = 0.5


def asked(score: float, next_score: float = 0.0, *, right: bool = True, stranger: bool = False) -> Asked:
    scores = (score, next_score) if next_score else (score,)
    return Asked("list", scores, right and not stranger, stranger, 1000, 0)


def test_a_choice_answers_when_best_is_probable_and_ahead() -> None:
    choice = Choice(odds=0.1, growth=0.5, lead=1.5)  # 0.76 among a thousand
    assert choice.answers(asked(0.8), LEAST)
    assert not choice.answers(asked(0.7), LEAST)
    assert not choice.answers(asked(0.8, 0.79), LEAST)


def test_least_loss_is_chosen_and_among_equals_what_asks_for_most() -> None:
    rows = [asked(0.95), asked(0.94), asked(0.6, stranger=True), asked(0.5, stranger=True)]
    choice = choose(rows, LEAST)
    assert loss(choice, rows, LEAST) == 0.0
    assert choice.answers(rows[1], LEAST)
    assert not choice.answers(asked(0.9), LEAST)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    people = ["a\ten\tAda Brook", "a\tru\tАда Брук", "b\ten\tBoris Kern", "b\tde\tBoris Kärn"]
    people += ["c\ten\tCyril Dane", "c\tfr\tCyrille Dane", "d\ten\tDora Elm", "d\tde\tDora Ulm"]
    names = ["Ada Brook", "Boris Kern", "Cyril Dane", "Dora Elm"]
    queries = ["Boris Kernn\tBoris Kern", "Ada Brook\tAda Brook", "Zeno Quist\t"]
    paths = [tmp_path / name for name in ("people.tsv", "names.txt", "queries.tsv")]
    for path, lines in zip(paths, (people, names, queries), strict=True):
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return paths


def test_asking(files: list[Path]) -> None:
    people = list(ask_people(files[0]))
    assert [each.stranger for each in people] == [True, True, False, False, False]  # every fourth is left out
    assert [each.right for each in people][2:4] == [True, True]
    assert all(each.known == 3 for each in people)
    listed = list(ask_list(files[1], files[2]))
    assert [(each.stranger, each.right, each.known) for each in listed] == [
        (False, True, 4),
        (True, False, 4),
    ]


def test_report(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    people, names, queries = map(str, files)
    main(["--people", people, "--names", names, "--queries", queries])
    said = capsys.readouterr().out
    assert "cross-validated resolved" in said
    assert "strangers 0 of 1" in said
