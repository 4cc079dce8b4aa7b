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
    ("text", "never"),
    [
        ("The actor Reynolds signed autographs.", "colin-martin-reynolds"),
        ("Paul Ruto runs a bakery in Lyon.", "william-ruto"),
        ("The boxer John Mahama won in the third round.", "mahamat-idriss-deby"),
        ("The historian Marshall wrote it.", "roger-marshall"),
        ("Boston won by a point in the last minute.", "boston-scientific"),
        ("Omar al-Bashir was tried in Khartoum.", "muhammad-al-bashir"),
        ("Wong opened a restaurant in Leeds.", "lawrence-wong"),
    ],
)
def test_no_stranger_is_taken_for_a_leader(r: Resolver, text: str, never: str) -> None:
    assert never not in [m.id for m in r.link(text)]
