"""The weights that are shipped: one table holds one unit, so that nobody takes letters for log-odds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "gazetteer" / "lexicon" / "weights"


def _share(value: float) -> bool:
    return 0.0 <= value <= 1.0


def _count(value: float) -> bool:
    return value >= 1 and value == int(value)


def _log_odds(value: float) -> bool:
    return -20.0 < value < 20.0


def _factor(value: float) -> bool:
    return value > 0.0


UNITS: dict[str, Callable[[float], bool]] = {
    "evidence": _log_odds,
    "reconciliation": _log_odds,
    "linking": _share,
    "linking_odds": _log_odds,
    "linking_letters": _count,
    "clustering": _log_odds,
    "clustering_counts": _count,
    "clustering_shares": _share,
    "suggest": _share,
    "suggest_counts": _count,
    "names": _share,
    "names_odds": _log_odds,
    "names_letters": _count,
    "names_slips": _factor,
    "names_ratios": _factor,
    "names_fit": _log_odds,
    "names_fit_counts": _count,
    "tokens": _share,
    "tokens_nats": _log_odds,
}
# Mixed still.
OPEN = {"lookup"}
TABLES = {
    group: {name: entry["value"] for name, entry in table.items()}
    for path in FOLDER.glob("*.toml")
    for group, table in tomllib.loads(path.read_text(encoding="utf-8"))["weight"].items()
}


def test_every_table_has_a_unit() -> None:
    assert set(TABLES) - OPEN == set(UNITS)


@pytest.mark.parametrize("group", UNITS)
def test_a_table_holds_one_unit(group: str) -> None:
    assert {name: value for name, value in TABLES[group].items() if not UNITS[group](value)} == {}


def test_evidence_is_grouped_by_what_it_looks_at() -> None:
    """In the file, weights that one module asks for stand together."""
    from resolver.linking.evidence import FEATURES

    module = {name: feature.func.__module__ for feature in FEATURES for name in feature.says}
    order = [module[name] for name in TABLES["evidence"]]
    assert len([at for at, one in enumerate(order) if at and one != order[at - 1]]) + 1 == len(set(order))
