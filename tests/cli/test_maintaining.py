"""A newcomer's first hour: begin a gazetteer, add to an entity, take an answer back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.authoring.suggest import Suggestion
from resolver.cli.gazetteer.suggest import asked
from resolver.entities.sources import load_sources

Run = Callable[..., Any]


@pytest.mark.slow
def test_begin_add_and_set(run: Run, tmp_path: Path) -> None:
    def ok(*arguments: str) -> Any:
        ran = run("gazetteer", *arguments, env={"RESOLVER_GAZETTEER": ""})
        assert ran.returncode == 0, ran.err
        return ran

    ok("init")
    again = run("gazetteer", "init", env={"RESOLVER_GAZETTEER": ""})
    assert (again.returncode, again.out) == (2, "")
    assert "not empty" in again.err
    ok("add", "Mira Tolvane", "--type", "person", "--source", "register")
    ok("set", "mira-tolvane", "--alias", "Mira of Tolva", "--in", "ru=Мира Толвейн", "--note", "a writer")
    ok("set", "mira-tolvane", "--alias", "Mira Tolvane-Brenn", "--in", "ru=Мира Толване")
    entity = load_sources(tmp_path / "gazetteer").entities["mira-tolvane"]
    assert entity.aliases == ("Mira of Tolva", "Mira Tolvane-Brenn")
    assert entity.names == {"ru": ("Мира Толвейн", "Мира Толване")}
    assert entity.note == "a writer"
    assert ok("check").out == ""
    for arguments, message in (
        (["set", "mira-tolvane", "--alias", "Mira of Tolva"], "says all this already"),
        (["set", "mira-tolvane"], "say what to add"),
        (["set", "nobody", "--alias", "X"], "no entity"),
    ):
        ran = run("gazetteer", *arguments, env={"RESOLVER_GAZETTEER": ""})
        assert ran.returncode == 2
        assert message in ran.err


def test_one_spelling_of_a_language_needs_no_brackets(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[ostra]\ntype = "place"\nname = "Ostra"\nnames = { ru = "Остра", fr = ["Ostre"] }\n')
    assert load_sources(file).entities["ostra"].names == {"ru": ("Остра",), "fr": ("Ostre",)}


def test_the_other_spelling_of_normalise_is_listed(run: Run) -> None:
    assert "Also: normalize." in " ".join(run("--help").out.split())


def _suggestion(name: str) -> Suggestion:
    return Suggestion(
        kind="variant", name=name, count=1, documents=1, spellings=((name, 1),), places=(), entity="ostra",
        of="Ostra", type="place", evidence=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("y\nn\ny\n", ["yes", "no", "yes"]),
        ("y\nu\nn\ny\nq\n", ["no", "yes"]),
        ("u\ny\nq\n", ["yes"]),
        ("y\ny\nu\nu\nl\nl\nn\n", ["no"]),
        ("y\n", ["yes"]),
    ],
)
def test_an_answer_can_be_taken_back(typed: str, answers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    found = [_suggestion(name) for name in ("Ostro", "Ostri", "Ostru")]
    assert [decision.answer for decision in asked(found)] == answers
