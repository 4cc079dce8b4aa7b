"""A list of names → clusters → the draft of a gazetteer → answers to what is open."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import resolver
from resolver.authoring.beginning import begin_gazetteer
from resolver.authoring.check import check
from resolver.authoring.from_clusters import draft_gazetteer
from resolver.authoring.questions import read_questions
from resolver.authoring.review import Decision, apply_decisions
from resolver.authoring.suggest import open_questions
from resolver.entities.sources import load_sources

NAMES = [
    "Varga Shipping Ltd",
    "Varga Shiping Ltd",
    "Varga Shipping Ltd",
    "Halden Optics",
    "First Harbour",
    "First Harbour Tarnow",
    "First Harbour Meridian",
]


def drafted(folder: Path) -> Path:
    root = folder / "gazetteer"
    begin_gazetteer(root)
    found = resolver.cluster(NAMES, "organization")
    imported = draft_gazetteer(
        found, root, root / "entities" / "suppliers.toml", type="organization", source="suppliers.csv, 2026"
    )
    assert imported.written == len(found) == 5
    return root


def test_a_draft_passes_check_and_asks_what_is_open(tmp_path: Path) -> None:
    root = drafted(tmp_path)
    assert [finding for finding in check(root) if finding.severity == "error"] == []
    entities = load_sources(root).entities
    assert entities["varga-shipping-ltd"].to_dict() == {
        "id": "varga-shipping-ltd",
        "type": "organization",
        "name": "Varga Shipping Ltd",
        "variants": ["Varga Shiping Ltd"],
        "sources": ["suppliers.csv, 2026"],
    }
    asked = {frozenset(question[:2]) for question in read_questions(root)}
    assert frozenset(("first-harbour", "first-harbour-tarnow")) in asked


def test_answers_are_kept_and_not_asked_again(tmp_path: Path) -> None:
    root = drafted(tmp_path)
    r = resolver.load(root, cache=False)
    found = open_questions(r, root)
    decisions = [
        Decision(one, "yes" if {one.entity, one.other} & {"first-harbour-tarnow"} else "no") for one in found
    ]
    assert {decision.answer for decision in decisions} == {"yes", "no"}
    apply_decisions(root, decisions)
    assert read_questions(root) == []
    again = resolver.load(root, cache=False)
    assert again.gazetteer["first-harbour"].id == again.gazetteer["first-harbour-tarnow"].id
    assert open_questions(again, root) == []
    kept = again.gazetteer["first-harbour-meridian"]
    assert "First Harbour" in kept.not_


def test_a_second_run_keeps_the_answers_and_adds_the_new_names(tmp_path: Path) -> None:
    """The same list comes again every month, longer, and with it the same doubts."""
    root = drafted(tmp_path)
    found = open_questions(resolver.load(root, cache=False), root)
    assert len(found) == 2
    apply_decisions(root, [Decision(found[0], "no"), Decision(found[1], "yes")])
    before = load_sources(root).entities
    names = [*NAMES, "Varga Shippings Ltd", "Varga", "Kestrel Papers"]
    previous = dict(zip(NAMES, (id for id in resolver.cluster(NAMES, "organization").ids if id), strict=True))
    draft_gazetteer(
        resolver.cluster(names, "organization", previous=previous),
        root,
        root / "entities" / "suppliers.toml",
        type="organization",
        source="suppliers.csv, 2026",
    )
    assert read_questions(root) == []
    after = load_sources(root).entities
    assert after["varga-shipping-ltd"].variants[0].spelling == "Varga Shiping Ltd"
    assert {variant.spelling for variant in after["varga-shipping-ltd"].variants} == {
        "Varga Shiping Ltd",
        "Varga Shippings Ltd",
    }
    assert "kestrel-papers" in after
    for id, entity in before.items():
        if id != "varga-shipping-ltd":
            assert after[id].to_dict() == entity.to_dict()


def test_what_lists_hold_besides_names_does_not_stop_a_draft(tmp_path: Path) -> None:
    """A dash where nothing is known, letters in pieces as some systems write them, spaces nobody sees."""
    root = tmp_path / "gazetteer"
    begin_gazetteer(root)
    pieces = unicodedata.normalize("NFD", "Société de Tarnów")
    names = ["-", "?", pieces, "Halden\u200b Optics ", "Halden\u00a0Optics", "Optics & Söns\u0007"]
    imported = draft_gazetteer(
        resolver.cluster(names, "organization"),
        root,
        root / "entities" / "suppliers.toml",
        type="organization",
        source="suppliers.csv",
    )
    assert imported.skipped.counts == {"a name without a letter or digit": 2}
    assert [finding for finding in check(root) if finding.severity == "error"] == []
    assert sorted(entity.name for entity in load_sources(root).entities.values()) == [
        "Halden Optics",
        "Optics & Söns",
        "Société de Tarnów",
    ]
