"""`export --only`: a part of a gazetteer, which stands by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import resolver
from resolver.authoring.selecting import select_entities
from resolver.cli.app import app
from resolver.entities.entity import Entity
from resolver.errors import InputError

ENTITIES = [
    Entity("norland", "place", "Norland"),
    Entity("wendholm", "place", "Wendholm", country="norland", within="norland"),
    Entity("league", "organization", "League of Harbours"),
    Entity("bank", "organization", "Bank of Wendholm", country="norland", member_of=("league",)),
    Entity("old-league", "organization", "Old League", replaced_by=("league",)),
    Entity("old-town", "place", "Old Town", replaced_by=("wendholm",)),
]


@pytest.mark.parametrize(
    ("why", "conditions", "ids"),
    [
        ("everything without a condition", [], [e.id for e in ENTITIES]),
        (
            "of a type, with what is merged into one of it",
            [("type", "place")],
            ["norland", "wendholm", "old-town"],
        ),
        (
            "values of one field: either",
            [("country", "norland"), ("country", "nowhere")],
            ["wendholm", "bank"],
        ),
        ("two fields: both", [("country", "norland"), ("type", "place")], ["wendholm"]),
        ("a field with several values", [("member_of", "league")], ["bank"]),
        ("nothing at all", [("within", "nowhere")], []),
    ],
)
def test_who_is_kept(why: str, conditions: list[tuple[str, str]], ids: list[str]) -> None:
    assert [e.id for e in select_entities(ENTITIES, conditions)] == ids, why


def test_references_to_what_is_left_out_are_dropped() -> None:
    (bank,) = select_entities(ENTITIES, [("member_of", "league")])
    assert (bank.country, bank.member_of) == (None, ())
    _, wendholm, _ = select_entities(ENTITIES, [("type", "place")])
    assert (wendholm.country, wendholm.within) == ("norland", "norland")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            ("name", "Norland"),
            "name=Norland: unknown field 'name'; use one of type, country, within, member_of",
        ),
        (("type", "town"), "type=town: unknown type; use one of person, organization"),
    ],
)
def test_what_cannot_be_asked(condition: tuple[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        select_entities(ENTITIES, [condition])


def test_the_command_writes_a_gazetteer(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(json.dumps(e.to_dict()) + "\n" for e in ENTITIES), encoding="utf-8")
    result = CliRunner().invoke(app, ["gazetteer", "export", str(whole), "--only", "type=place"])
    assert result.exit_code == 0
    part = tmp_path / "part.jsonl"
    part.write_text(result.stdout, encoding="utf-8")
    mentions = resolver.load(part).link("The Bank of Wendholm left Wendholm.")
    assert [m.id for m in mentions if m.text == "Wendholm"][-1:] == ["wendholm"]
    assert "bank" not in {m.id for m in mentions}
