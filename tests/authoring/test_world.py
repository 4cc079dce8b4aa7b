"""The world of today's news, as `gazetteer/imports` know it: found, and nobody else taken for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import resolver
from resolver.index.loading import default_folder
from resolver.resolver import Resolver

pytestmark = pytest.mark.slow


def imported(file: str) -> list[dict[str, Any]]:
    path = default_folder() / "entities" / "imported" / file
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def r() -> Resolver:
    return resolver.load()


def test_every_leader_is_found_by_the_full_name_and_by_the_family_name_once_introduced(r: Resolver) -> None:
    missed = []
    # Names with two marks inside a word are not read as one word yet.
    for leader in (e for e in imported("leaders.jsonl") if e["name"].count("'") < 2):
        country = r.gazetteer[leader["country"]].name
        role = leader["note"].split(" of ")[0].split(" since ")[0]
        short = (leader.get("short") or [leader["name"]])[0]
        role = "" if leader["name"].startswith(role) else f"{role} "
        text = f"In {country}, {role}{leader['name']} spoke on Monday. Later, {short} declined to answer."
        found = [m.id for m in r.link(text) if m.id == leader["id"]]
        if len(found) < 2:
            missed.append((text, [(m.text, m.id) for m in r.link(text)]))
    assert missed == []


@pytest.mark.parametrize(
    "name", ["Xi Jinping", "Vladimir Putin", "Recep Tayyip Erdoğan", "Emmanuel Macron", "Ilham Aliyev"]
)
def test_heads_of_the_hand_file_are_found_as_well(r: Resolver, name: str) -> None:
    surname = "Xi" if name.startswith("Xi") else name.split()[-1]
    found = [m.id for m in r.link(f"{name} spoke on Monday. Later, {surname} declined to answer.")]
    assert len(found) == 2
    assert found[0] == found[1] is not None


def test_who_governs_many_millions_is_found_by_the_full_name_alone(r: Resolver) -> None:
    unsure = [(e, [*e.get("needs_context", []), *e.get("ambiguous", [])]) for e in imported("leaders.jsonl")]
    known = [e for e, names in unsure if e["name"] not in names and e["name"].count("'") < 2]
    missed = [
        e["name"]
        for e in known
        if e["id"] not in [m.id for m in r.link(f"On Monday a letter came from {e['name']}, they say.")]
    ]
    assert {"Mark Carney", "Narendra Modi", "Friedrich Merz"} <= {e["name"] for e in known}
    assert missed == []


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("The United States sent aid. Then Panetta spoke.", "jimmy-panetta"),
        ("She came to the United States by way of Norcross.", "donald-norcross"),
        ("In the United States, Congressman Thomas of the Pitcairn Islands club rose.", "iona-thomas"),
        ("The actor Reynolds signed autographs.", "colin-martin-reynolds"),
        ("Paul Ruto runs a bakery in Lyon.", "william-ruto"),
        ("The boxer John Mahama won in the third round.", "mahamat-idriss-deby"),
        ("The historian Marshall wrote it.", "roger-marshall"),
        ("Boston won by a point in the last minute.", "boston-scientific"),
        ("Omar al-Bashir was tried in Khartoum.", "muhammad-al-bashir"),
        ("Wong opened a restaurant in Leeds.", "lawrence-wong"),
        # An airport, a colleague, a boy with another name; a given name and a father are somebody else's.
        ("They flew on to Houston from Dallas Love Field.", "george-dallas"),
        ("The Minority Leader Michel asked for a vote.", "charles-michel"),
        ("Daniel Mauser was only fifteen years old.", "daniel-meuser"),
        ("Abdel Fattah Hassan sang in Luxor.", "abdel-fattah-el-sisi"),
    ],
)
def test_no_stranger_is_taken_for_a_leader(r: Resolver, text: str, never: str) -> None:
    assert never not in [m.id for m in r.link(text)]


@pytest.mark.parametrize(
    ("text", "name", "ids"),
    [
        ("President Richard Nixon spoke. Judy recovered and Richard went home.", "Richard", [None]),
        ("Franklin Roosevelt left. Turning to his guests, Franklin smiled.", "Franklin", [None]),
        (
            "The army of Abdel Fattah al-Burhan held it. Burhan left.",
            "Burhan",
            ["abd-al-fattah-al-burhan-abd-al-rahman"],
        ),
        ("Charles Michel left Belgium. Michel agreed.", "Michel", ["charles-michel"]),
    ],
)
def test_who_is_called_by_one_name(r: Resolver, text: str, name: str, ids: list[str | None]) -> None:
    """A common given name alone is nobody's; a family name is his whom the text has introduced."""
    assert [m.id for m in r.link(text) if m.text == name] == [id for id in ids if id]


def test_every_head_of_a_member_of_the_un_is_found_by_family_name_once_introduced(r: Resolver) -> None:
    """Also those whose family name is too common to be listed; monarchs and popes have none."""
    missed = []
    for leader in (e for e in imported("leaders.jsonl") if not e["note"].startswith("Formerly")):
        home, name = r.gazetteer[leader["country"]], leader["name"]
        if "united-nations" not in home.member_of or name.split()[-1].strip("IVX") == "":
            continue
        family = leader["short"][0] if leader.get("short") else name.split()[-1]
        text = f"In {home.name}, {name} spoke on Monday. Later, {family} declined to answer."
        if [m.id for m in r.link(text)].count(leader["id"]) < 2:
            missed.append(text)
    # A country's name, a given name, and a word with two marks inside stay what they are.
    assert [text.split(" spoke")[0] for text in missed] == [
        "In Portugal, António Luís Montenegro",
        "In Samoa, La'aulialemalietoa La'auli Leuatea Schmidt",
        "In Saint Vincent and the Grenadines, Stanley John",
    ]
