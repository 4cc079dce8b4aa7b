"""The invented world of the messy table, and entries to it: every way from a column to answers."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolver
from tests.integrations.messy import GAZETTEER


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gazetteer's file."""
    path = tmp_path_factory.mktemp("world") / "world.toml"
    path.write_text(GAZETTEER, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def known(world: Path) -> resolver.Resolver:
    """The gazetteer, loaded."""
    return resolver.load(world)
