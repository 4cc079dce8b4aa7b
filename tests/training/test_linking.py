"""Learning weights of evidence: what is observed, held and told; small sets with a known answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.index.loading import open_index
from resolver.linking.linker import Linker
from resolver.training.__main__ import main as command
from resolver.training.linking import Gold, Observation, f1, fit, observe, read, tally, write_values

RECORDS = (
    {"id": "emmanuel-macron", "type": "person", "name": "Emmanuel Macron"},
    {"id": "paris", "type": "place", "name": "Paris"},
)
TEXT = "Emmanuel Macron left Paris. Paris Hilton did not."


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(open_index((RECORDS,), cache=False))


def document(*mentions: tuple[int, int, str], text: str = TEXT) -> dict[str, object]:
    return {"text": text, "mentions": [{"start": s, "end": e, "id": id} for s, e, id in mentions]}


WHOLE = document((0, 15, "emmanuel-macron"), (21, 26, "paris"))


def test_hits_inside_a_longer_right_one_are_not_observed(linker: Linker) -> None:
    seen = observe(Gold("small", [WHOLE], linker))
    assert [o.right for o in seen].count(True) == 2
    assert all("derived_family_name" not in o.amounts for o in seen), "“Macron” stands inside his full name"
    assert any(not o.right and "form_full" in o.amounts for o in seen), "the Paris of Paris Hilton is wrong"


def test_a_sparse_set_says_nothing_of_what_touches_no_marked_name(linker: Linker) -> None:
    seen = observe(Gold("sparse", [document((21, 26, "paris"))], linker, sparse=True))
    assert [o.right for o in seen] == [True]


def test_weights_follow_what_is_right_and_wrong() -> None:
    pytest.importorskip("scipy")
    start = {"form_full": 0.0, "title": 1.0, "never_seen": 3.0}
    data = [Observation(0, {"form_full": 1.0}, k % 4 > 0) for k in range(400)]
    fitted = fit([data], start, hold=1.0)
    assert fitted["form_full"] == pytest.approx(1.1, abs=0.1), "three of four are right: log 3"
    assert fitted["never_seen"] == 3.0


def test_signs_are_held_where_the_meaning_fixes_them() -> None:
    pytest.importorskip("scipy")
    of_title = [Observation(0, {"title": 1.0}, False)] * 50
    assert fit([of_title], {"title": 1.0}, hold=1.0)["title"] == pytest.approx(0.0, abs=1e-6)
    of_form = [Observation(0, {"form_full": 1.0}, False)] * 50
    assert fit([of_form], {"form_full": 1.0}, hold=1.0)["form_full"] < -1, "a form may speak against"


def test_every_set_counts_alike() -> None:
    pytest.importorskip("scipy")
    long = [Observation(0, {"form_full": 1.0}, True)] * 900
    short = [Observation(0, {"form_full": 1.0}, False)] * 90
    assert fit([long, short], {"form_full": 0.0}, hold=1.0)["form_full"] == pytest.approx(0.0, abs=0.01)


def test_f1_counts_right_wrong_and_missed(linker: Linker) -> None:
    mentions = (0, 15, "emmanuel-macron"), (21, 26, "berlin")
    counted = tally(linker, [document(*mentions, text="Emmanuel Macron left Paris.")])
    assert counted == {"right": 1, "wrong": 1, "missed": 1}
    assert f1(counted) == 0.5


def test_values_are_written_in_place(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text('[weight.evidence.title]\nvalue = 2.3\nwhy = "a title"\n', encoding="utf-8")
    write_values(path, {"title": -0.456, "other": 1.0})
    assert path.read_text(encoding="utf-8") == '[weight.evidence.title]\nvalue = -0.46\nwhy = "a title"\n'


def test_the_command_fits_tells_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("scipy")
    gazetteer = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (tmp_path / "gazetteer.jsonl").write_text(gazetteer, encoding="utf-8")
    gold = tmp_path / "small.jsonl"
    gold.write_text(json.dumps(WHOLE) + "\n", encoding="utf-8")
    weights = tmp_path / "weights.toml"
    weights.write_text("[weight.evidence.form_full]\nvalue = 4.0\n", encoding="utf-8")
    assert read([gold])[0].name == "small"
    assert command(["linking", str(gold), "--write", str(weights)]) == 0
    assert "form_full " in capsys.readouterr().out
    assert "value = 4.0\n" not in weights.read_text(encoding="utf-8")
    assert command(["nothing"]) == 2
