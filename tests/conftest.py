"""Settings that every test shares."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Profiles; `--hypothesis-profile=NAME` chooses another. How long an example takes says more of the machine
# than of the code, so none has a deadline.
# - resolver: what runs with the tests. Runs by hand look for new examples each time.
# - ci: what lands is judged by the same examples each time.
# - long: for an evening, with tests/fuzz and tests/properties.
_SHARED: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("resolver", **_SHARED)
settings.register_profile("ci", derandomize=True, **_SHARED)
settings.register_profile("long", max_examples=20_000, **_SHARED)
settings.load_profile("ci" if os.environ.get("CI") else "resolver")

# A shell starts what it runs in the background with Ctrl-C ignored, and every process from here would
# inherit that; tests of Ctrl-C send it themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Runs all its commands before its first test, and as often as there are workers that have one of its tests.
_FIRST = "test_readme.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest as a whole goes first, to one worker: at the end all would run it."""
    items.sort(key=lambda item: item.path.name != _FIRST)


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """A command that is run in this process may leave Ctrl-C ignored, as it does before it ends; processes
    that later tests start would inherit that."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)
