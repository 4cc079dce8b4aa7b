"""Linking a few sentences among the entities that they may mean gives what the whole index gives."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

import resolver
from resolver.authoring.candidate_entities import concerned, link_against_subset
from resolver.authoring.check import _whole, check
from resolver.authoring.check_examples import Link, parse_example
from resolver.authoring.draft import RefusedError
from resolver.authoring.lineage import add_entity, rename_entity
from resolver.entities.lexicon import fold_phrase
from resolver.entities.sources import Sources, load_sources
from resolver.index.loading import default_folder, default_lexicon
from resolver.types import Mention

# Misspelt, inflected, derived, joined, abbreviated, in other scripts, ambiguous, and none at all.
SENTENCES = (
    "Armenia's foreign minister flew to Yerewan, and Ilham Aliev stayed in Bakou.",
    "В Азербайджане встретились с Ильхамом Алиевым и послом Франции.",
    "Organisation of Turkish States and the U.N. Security Councel disagree with Azerbaijani officials.",
    "Deutschland und Frankreich; Marseile, Niger, Nigeria und Burkinafaso.",
    "Members of the DGSI, of the D.G.S.E. and of the CIS spoke with Georgian students in Atlanta.",
    "Mehriban Aliyeva is not Ilham Aliyev; Paris Hilton is not Paris.",
    "Nothing here is known to anybody, not even Tolvane Merrik.",
    "習近平 visited 東京, مصر and תל אביב; Тбилиси and თბილისი are one city.",
)


@pytest.fixture(scope="module")
def shipped() -> Sources:
    return load_sources(default_folder())


def linked(sources: Sources, texts: list[str]) -> list[list[Mention]]:
    names = {
        id: [(name.spelling, fold_phrase(name.spelling)) for name in entity.all_names()]
        for id, entity in sources.entities.items()
        if entity.live
    }
    return link_against_subset(texts, names, default_lexicon(), sources.gazetteer())


def told(mentions: list[Mention]) -> list[tuple[object, ...]]:
    """What was found, but for misspelt names: a whole index reaches fewer of them among many alike."""
    return [
        (m.start, m.end, m.id, m.rule, [c.id for c in m.candidates])
        for m in mentions
        if m.rule != "similar spelling"
    ]


@pytest.mark.slow
def test_the_same_as_the_whole_index(shipped: Sources) -> None:
    whole = resolver.load()
    own = [
        parse_example(marked).text
        for entity in shipped.entities.values()
        for marked in (*entity.examples, *entity.counterexamples)
    ]
    texts = [*SENTENCES, *own]
    for text, mentions in zip(texts, linked(shipped, texts), strict=True):
        assert told(mentions) == told(whole.link(text)), text
        misspelt = {m.id for m in whole.link(text) if m.rule == "similar spelling"}
        assert misspelt <= {m.id for m in mentions}, text
    assert linked(shipped, []) == []


def test_an_edit_that_breaks_another_entitys_example_is_refused(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(RefusedError) as refused:
        add_entity(folder, {"type": "person", "name": "Tolvane", "ambiguous": ["Tolvane"]})
    assert {finding.code for finding in refused.value.findings} >= {"shared-name"}
    # A stranger who is called as a counterexample of somebody else says, under a name of that one.
    with pytest.raises(RefusedError) as refused:
        rename_entity(folder, "mira-tolvane", "Petra Tolvane", keep=None)
    assert "example" in {finding.code for finding in refused.value.findings}
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_where_a_misspelt_name_decides_the_whole_index_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def whole(*arguments: Any, **more: Any) -> Link:
        asked.append(True)
        return _whole(*arguments, **more)

    monkeypatch.setattr("resolver.authoring.check._whole", whole)
    place = {"type": "place", "name": "Ostermundwick", "examples": ["They left [Ostermundwick] late."]}
    add_entity(folder, place)
    assert asked == []
    add_entity(folder, {**place, "name": "Westermundheim", "examples": ["They left [Westermundhem] late."]})
    assert asked == [True]
    with pytest.raises(RefusedError, match="must be this entity"):
        add_entity(folder, {**place, "name": "Zell", "examples": ["They left [Westermundhem] late."]})


def test_a_compiled_gazetteer_is_asked_as_a_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = folder / "entities" / "people.toml"
    people.write_text(people.read_text().replace("novel by [Mira Tolvane]", "novel by [Oskar Brenn]"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    asked: list[list[str]] = []

    def subset(texts: list[str], *more: Any) -> list[list[Mention]]:
        asked.append(texts)
        return link_against_subset(texts, *more)

    monkeypatch.setattr("resolver.authoring.candidate_entities.link_against_subset", subset)
    found = check(folder)
    assert "example" in {finding.code for finding in found}
    assert any("A cousin, Petra Tolvane, paints." in texts for texts in asked)
    asked.clear()
    resolver.load(folder)
    assert check(folder) == found
    assert not any("A cousin, Petra Tolvane, paints." in texts for texts in asked)


def test_what_failed_before_an_edit_does_not_stop_it(folder: Path) -> None:
    people = folder / "entities" / "people.toml"
    people.write_text(people.read_text().replace("novel by [Mira Tolvane]", "novel by [Oskar Brenn]"))
    assert "example" in {finding.code for finding in check(folder)}
    # The sentence is linked anew, since it has words of the new name, and fails as it did.
    add_entity(folder, {"type": "work", "name": "The Novel of Brenn"})
    with pytest.raises(RefusedError) as refused:
        rename_entity(folder, "mira-tolvane", "Petra Tolvane", keep=None)
    assert "Oskar Brenn" not in str(refused.value)


def test_only_what_an_edit_may_concern_is_linked(shipped: Sources) -> None:
    entities, lexicon = shipped.entities, default_lexicon()
    baku, paris = "The train to Baku was late.", "The train to Paris was late."
    without = {id: entity for id, entity in entities.items() if id != "baku"}
    assert concerned([baku, paris], entities, entities, lexicon) == set()
    assert concerned([baku, paris], entities, without, lexicon) == {baku}
    assert concerned([baku, paris], without, entities, lexicon) == {baku}
    misspelt = "The train to Vanadzorr was late."
    without = {id: entity for id, entity in entities.items() if id != "vanadzor"}
    assert concerned([misspelt, paris], without, entities, lexicon) == {misspelt}, "like a name that came"


def _grown(path: Path, count: int) -> None:
    """A gazetteer of made-up names, several an entity, some with examples."""
    random = Random(5)
    taken: set[str] = set()

    def word() -> str:
        while True:
            made = "".join(
                random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(random.randint(3, 5))
            ).capitalize()
            if made not in taken:
                taken.add(made)
                return made

    rows = ['source = "made up"\n']
    for number in range(count):
        kind = random.choice(("person", "organization", "place"))
        name = {"person": f"{word()} {word()}", "organization": f"{word()} Institute of {word()}"}.get(
            kind, word()
        )
        rows.append(f'\n[e{number}]\ntype = "{kind}"\nname = "{name}"\naliases = ["{word()} {word()}"]\n')
        if number % 2:
            rows.append(f'names = {{ fr = ["{word()} {word()}"], fi = ["{word()}"] }}\n')
        if number % 20 == 0:
            rows.append(f'examples = ["Yesterday [{name}] was in the news."]\n')
    path.write_text("".join(rows), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="counts processor time as Unix does")
def test_five_thousand_entities_are_checked_in_about_two_seconds(tmp_path: Path) -> None:
    _grown(tmp_path / "grown.toml", 5000)
    command = [sys.executable, "-m", "resolver", "gazetteer", "check", str(tmp_path / "grown.toml")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    spent = []
    for _ in range(2):  # the first compiles the default lexicon, where nobody has yet
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        spent.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    # Twice the promise: the machine that runs the tests does other things as well.
    assert min(spent) < 4, spent
