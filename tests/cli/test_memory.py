"""A long live pipe takes no more memory than a short one, whatever its words."""

from __future__ import annotations

import functools
import gc
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import resolver
from tests.bench.processes import stream

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent


def _lines() -> Iterator[bytes]:
    """News of a small world, in which every tenth line brings names that nobody heard before."""
    for number in count():
        name = f"Q{number:x}".translate(str.maketrans("0123456789", "ghijklmnop")).title()
        who = f"{name} Van{name.lower()}" if number % 10 == 0 else "Marta Kowalenko"
        yield f"{who} met Weldorian poets at the Sorren Institute of Veldoria.\n".encode()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_flat(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-m", "resolver", "normalise", "--unit", "line", "--gazetteer", str(gazetteer)]
    subprocess.run(command, input=b"", check=True)  # compiles it, which takes memory of its own
    streamed = stream(command, _lines(), 1_500_000)
    assert 0 < streamed.peak <= 250
    assert streamed.peak - streamed.at_half < 15


def test_caches_are_bounded(gazetteer: Path) -> None:
    loaded = resolver.load(gazetteer)
    loaded.normalise("Marta Kovalenco left Weldoria. Марта Коваленко. 鈴木")
    loaded.resolve("Sorren Institut")
    kind = type(functools.lru_cache(_lines))
    caches = [o for o in gc.get_objects() if isinstance(o, kind) and _is_ours(o)]
    assert len(caches) > 10
    for cache in caches:
        info = cache.cache_info()
        unbounded = info.maxsize is None and info.currsize > 1
        assert not unbounded, cache
        assert info.maxsize is None or info.maxsize <= 1 << 16, cache


def _is_ours(cache: object) -> bool:
    return str(getattr(cache, "__module__", "")).startswith("resolver.")
