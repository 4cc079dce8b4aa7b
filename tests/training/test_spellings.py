"""Learning from groups of equivalent name parts: small cases with a known answer, the same every time."""

from __future__ import annotations

import gzip
from pathlib import Path

from resolver.names.token_calibration import features
from resolver.names.transliteration import LEARNT, read_table
from resolver.training.spellings.calibrate import fit, report
from resolver.training.spellings.groups import (
    cross_script_pairs,
    latin_pairs,
    read_groups,
    unspaced_surnames,
    well_known_groups,
)
from resolver.training.spellings.transducer import learn

GROUPS = [
    ["vera", "wera", "вера"],
    ["ivan", "iwan", "иван"],
    ["rava", "рава"],
    ["novak", "novakova"],
    ["gao", "ko", "高", "高姓", "고", "고씨", "гао", "カオ"],
]


def test_groups_are_read(tmp_path: Path) -> None:
    path = tmp_path / "groups.txt.gz"
    path.write_bytes(gzip.compress("ivan, iwan, иван => Q1\nova, owa => Q2\n".encode()))
    assert list(read_groups(path)) == [["ivan", "iwan", "иван"], ["ova", "owa"]]


def test_pairs_share_one_vote_and_leave_out_what_is_tested_on() -> None:
    pairs = cross_script_pairs(GROUPS, "cyrillic", frozenset())
    assert ("иван$", "ivan$", 0.5) in pairs
    rest = cross_script_pairs(GROUPS, "cyrillic", frozenset({"iwan"}))
    assert rest
    assert not any(unit == "иван$" for unit, _, _ in rest)


def test_men_and_women_are_no_spellings_of_each_other() -> None:
    assert not any(a.startswith("novak") for a, _, _ in latin_pairs(GROUPS, frozenset()))


def test_letters_are_learnt() -> None:
    table = learn(cross_script_pairs(GROUPS, "cyrillic", frozenset()), 2, 4, 100)
    assert table["р", "r"] > 0.5
    assert table["в", "v"] > table.get(("в", "w"), 0.0) > 0.1


def test_surnames_and_well_known_names() -> None:
    assert unspaced_surnames(GROUPS) == {"zh": ["高"], "ko": ["고"]}
    assert well_known_groups(GROUPS, frozenset()) == [["gao", "ko"]]
    assert well_known_groups(GROUPS, frozenset({"高"})) == []


def test_a_cost_becomes_a_probability() -> None:
    costs = (1.0, 2.0, 3.0, 3.5, 4.5, 5.0, 6.0, 9.0)
    rows = [(features(cost, 20.0, 0.2, 5), cost < 4) for cost in costs] * 50
    weights = fit(rows)
    assert weights[1] < 0  # the dearer, the less probable
    assert "AUC 1.0000" in report(rows, weights)


def test_tables_as_shipped() -> None:
    for script in sorted(LEARNT):
        table = read_table(script)
        assert all(cost >= 0 for row in table.values() for cost in row.values())
        assert all(list(row.values()) == sorted(row.values()) for row in table.values())
