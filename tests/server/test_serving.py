"""What is made beside requests: the look-ups of reconciliation, once, and before a gazetteer is exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolver
from resolver.index.loading import compile_index
from resolver.server import serving
from resolver.server.serving import Live


@pytest.fixture
def index(world: Path, tmp_path: Path) -> str:
    path = str(tmp_path / "world.index")
    compile_index([str(world)], path)
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[resolver.Resolver]:
    """The resolvers whose gazetteer was read for look-ups."""
    found: list[resolver.Resolver] = []
    read = serving.Lookups

    def counted(of: resolver.Resolver) -> serving.Lookups:
        found.append(of)
        return read(of)

    monkeypatch.setattr(serving, "Lookups", counted)
    return found


def test_who_does_not_reconcile_pays_for_no_look_ups(index: str, made: list[resolver.Resolver]) -> None:
    live = Live.open(index)
    live.exchange(index)
    assert (live.generation, made) == (2, [])


def test_who_reconciles_waits_for_no_look_ups_after_an_exchange(
    index: str, made: list[resolver.Resolver]
) -> None:
    live = Live.open(index)
    assert live.serving.first_asked()
    assert not live.serving.first_asked()
    live.exchange(index)
    live.exchange(index)
    assert len(made) == 2
    assert live.serving.lookups.schemes == ("iso3166", "wikidata")
    assert made[-1] is live.serving.resolver
    assert len(made) == 2
