"""Refitting the model from labelled pairs."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from resolver.entities.lexicon import Lexicon
from resolver.names.features import FEATURES, HIGHEST
from resolver.names.model import probability
from resolver.training import names as fit

ROOT = Path(__file__).parent.parent.parent


def _pair(values: list[float], match: bool, number: int) -> fit.Pair:
    return fit.Pair("person", f"a{number}", f"b{number}", match, "", "made", 1.0, tuple(values), None)


def test_fit_finds_the_weights_that_made_the_labels() -> None:
    chance = random.Random(7)
    true = {"agreed": 4.0, "opposed": -3.0}
    pairs = []
    for number in range(1500):
        values = [chance.random() if name in true else 0.0 for name in FEATURES]
        odds = -0.5 + sum(true[n] * v for n, v in zip(FEATURES, values, strict=True) if n in true)
        pairs.append(_pair(values, chance.random() < probability(odds), number))
    weights = dict(zip(("bias", *FEATURES), fit.fit(pairs, ridge=0.01), strict=True))
    assert weights["agreed"] == pytest.approx(4.0, abs=0.8)
    assert weights["opposed"] == pytest.approx(-3.0, abs=0.8)
    assert weights["number"] == 0.0


def test_a_weight_never_has_the_wrong_sign() -> None:
    pairs = [_pair([float(i % 2)] * len(FEATURES), i % 2 == 1, i) for i in range(40)]
    weights = dict(zip(FEATURES, fit.fit(pairs)[1:], strict=True))
    assert all(weights[name] > 0 for name in HIGHEST)
    assert all(weight <= 0 for name, weight in weights.items() if name not in HIGHEST)


def test_pairs_that_share_a_name_are_held_out_together() -> None:
    pairs = [
        fit.Pair("person", a, b, True, "", "made", 1.0, (0.0,) * len(FEATURES), None)
        for a, b in (("A", "B"), ("C", "D"), ("b", "C"), ("E", "F"))
    ]
    groups = fit._connected(pairs)
    assert groups[0] == groups[1] == groups[2] != groups[3]


@pytest.mark.slow
def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lexicon = tmp_path / "lexicon"
    shutil.copytree(ROOT / "gazetteer" / "lexicon", lexicon)
    fit.main([str(ROOT / "tests" / "cases" / "pairs.csv"), "--lexicon", str(lexicon), "--write"])
    said = capsys.readouterr().out
    assert "cross-validated" in said
    assert "type organization" in said
    refitted: Lexicon = fit.load_lexicon(lexicon)
    assert set(refitted.weights("names_odds")) == set(
        fit.load_lexicon(ROOT / "gazetteer" / "lexicon").weights("names_odds")
    )
    assert refitted.weight("names_odds", "model_number") < 0
