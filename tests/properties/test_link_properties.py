"""What holds for `link` and `normalise` whatever the text and whatever the order of the gazetteer."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resolver
from resolver.text.prose import not_prose
from resolver.types import Mention

# Names that overlap, nest, share parts and scripts, so that order could matter wherever it is looked at.
RECORDS: list[dict[str, Any]] = [
    {"id": "noor", "type": "place", "name": "Noor", "demonyms": ["Noori", "Nooris"],
     "names": {"ru": ["Нур"]}},
    {"id": "noor-bank", "type": "organization", "name": "Bank of Noor", "acronyms": ["BON"],
     "country": "noor"},
    {"id": "noorland", "type": "place", "name": "Noorland", "aliases": ["Kingdom of Noorland"]},
    {"id": "west-noor", "type": "place", "name": "West Noor", "within": "noor"},
    {"id": "ilmari", "type": "person", "name": "Ilmari Väänänen", "short": ["Väänänen"], "country": "noor"},
    {"id": "aino", "type": "person", "name": "Aino Väänänen", "not": ["Ilmari Väänänen"]},
    {"id": "petrov", "type": "person", "name": "Oleg Petrov", "names": {"ru": ["Олег Петров"]}},
    {"id": "petrova", "type": "person", "name": "Olga Petrova"},
    {"id": "obrady", "type": "person", "name": "Siobhán O'Brady", "variants": ["Shivawn O'Brady"]},
    {"id": "haciyev", "type": "person", "name": "Rəşad Hacıyev"},
    {"id": "ulverby-club", "type": "organization", "name": "Ulverby", "acronyms": ["ULC"]},
    {"id": "ulverby", "type": "place", "name": "Ulverby", "country": "noorland"},
    {"id": "bastion", "type": "product", "name": "Bastion 7", "needs_context": ["Bastion 7"]},
    {"id": "institute", "type": "organization", "name": "Institute of Applied Salt", "acronyms": ["IAS"],
     "aliases": ["Salt Institute"], "variants": ["Institute for Applied Salt"]},
    {"id": "saint-ivo", "type": "place", "name": "Saint Ivo", "aliases": ["St. Ivo"], "former": ["Ivograd"]},
    {"id": "kyoto", "type": "place", "name": "Kyoto", "names": {"ja": ["京都"], "ka": ["კიოტო"]}},
    {"id": "asia-noor", "type": "place", "name": "Asia-Noor"},
    {"id": "summit", "type": "event", "name": "Summit21", "within": "noor"},
]  # fmt: skip

# Pieces that glue names together, or apart, in every way that a text may.
FILLERS = [
    " ", "  ", "\n", "\r\n", "\n\n", ". ", ", ", "; ", " - ", "-", "–", "/", "'s ", "’s ", "'in ", " (", ") ",
    "“", "” ", "\u00a0", "\u00ad", "\u200b", "\ufeff", "\t", "\x00", " and ", " the ", "President ", "Mr ",
    " said ", "Bank ", " of ", "New ", " University", "123", "7", "x", "I", "!", "? ", "•", "в ", "до ", "の",
    "í", "\u0301", "",
]  # fmt: skip


def names_of(record: dict[str, Any]) -> list[str]:
    listed = [record["name"]]
    for field in ("aliases", "acronyms", "short", "demonyms", "former", "variants"):
        listed += record.get(field, [])
    for spellings in record.get("names", {}).values():
        listed += spellings
    return listed


NAMES = sorted({name for record in RECORDS for name in names_of(record)})


@cache
def small() -> resolver.Resolver:
    return resolver.load(RECORDS)


@cache
def default() -> resolver.Resolver:
    return resolver.load()


each_gazetteer = pytest.mark.parametrize("load", [small, default], ids=["small", "default"])
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Every code point there is, lone surrogates, NUL and unassigned ones included.
any_text = st.text(st.characters(exclude_categories=()), max_size=120)
long_tokens = st.builds(
    lambda unit, n, tail: unit * n + tail,
    st.sampled_from(
        ["a", "A", "Ə", "İ", "京", "á", "a\u0301", "\u0301", "\u200d", "-a", "'", "A.", "Noor", "NOOR-", "ﷺ"]
    ),
    st.integers(min_value=200, max_value=4000),
    st.sampled_from(["", " Noor", "\n"]),
)  # fmt: skip


def changed(name: str, how: str, at: int) -> str:
    """`name` as somebody might mistype or restyle it."""
    at %= max(len(name), 1)
    match how:
        case "upper":
            return name.upper()
        case "lower":
            return name.lower()
        case "drop":
            return name[:at] + name[at + 1 :]
        case "double":
            return name[:at] + name[at : at + 1] + name[at:]
        case "swap":
            return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
        case "space":
            return name.replace(" ", "\u00a0")
        case "joined":
            return name.replace(" ", "")
        case "hyphen":
            return name.replace(" ", "-")
        case "mark":
            return name[: at + 1] + "\u0301" + name[at + 1 :]
        case "soft":
            return name[:at] + "\u00ad" + name[at:]
        case "ending":
            return name + "a"
        case _:
            return name


CHANGES = [
    "as is", "upper", "lower", "drop", "double", "swap", "space", "joined", "hyphen", "mark", "soft",
    "ending",
]  # fmt: skip


def gluing(names: list[str]) -> st.SearchStrategy[str]:
    """Texts made of these names, well or badly spelled, and filler between some of them."""
    spelled = st.builds(changed, st.sampled_from(names), st.sampled_from(CHANGES), st.integers(0, 40))
    return st.lists(st.one_of(spelled, st.sampled_from(FILLERS)), max_size=14).map("".join)


glued = gluing(NAMES)


@cache
def founding_names() -> list[str]:
    """The default gazetteer's first entities in all forms; it grows, and this draw should not thin out."""
    first = (e for e in default().gazetteer if any("founding" in source for source in e.sources))
    return sorted({name.spelling for e in first for name in e.all_names()})


texts = st.one_of(glued, any_text, st.tuples(glued, any_text, glued).map("".join))


def facts(mentions: list[Mention]) -> list[tuple[Any, ...]]:
    """What a caller can see of an answer, evidence aside."""
    return [
        (m.start, m.end, m.text, m.id, m.type, m.form, m.normal, m.rule, round(m.score, 9),
         tuple((c.id, c.name, c.form, round(c.score, 9)) for c in m.candidates))
        for m in mentions
    ]  # fmt: skip


def check(r: resolver.Resolver, text: str) -> list[Mention]:
    """Everything that must hold of one text; returns its mentions."""
    mentions = r.link(text)
    end = 0
    for m in mentions:
        assert end <= m.start < m.end <= len(text)
        assert text[m.start : m.end] == m.text
        assert 0.0 <= m.score <= 1.0
        assert m.text.strip() == m.text
        if m.id is None:
            assert m.ambiguous
            assert m.normal == m.text
        else:
            assert r.gazetteer[m.id].id == m.id
        end = m.end
    normal = r.normalise(text)
    assert r.normalise(normal) == normal
    # One round, the slow and obvious way: each mention's normal in its place leads to the same end, but where
    # no prose is.
    code = not_prose(text)
    once = spliced(
        text,
        [
            (m.start, m.text, m.normal)
            for m in mentions
            if m.id is not None and not any(start < m.end and m.start < end for start, end in code)
        ],
    )
    assert r.normalise(once) == normal
    # The record: applied to the text as it was given, it makes the result and touches nothing else.
    edits = r.edits(text)
    assert all(edit.before != edit.after for edit in edits)
    assert spliced(text, [(edit.offset, edit.before, edit.after) for edit in edits]) == normal
    return mentions


def spliced(text: str, edits: list[tuple[int, str, str]]) -> str:
    """`text` with each (offset, before, after) carried out; everything between them as it was."""
    pieces, last = [], 0
    for offset, before, after in edits:
        assert offset >= last
        assert text[offset : offset + len(before)] == before
        pieces += [text[last:offset], after]
        last = offset + len(before)
    return "".join([*pieces, text[last:]])


@each_gazetteer
@given(text=any_text)
@unhurried
def test_any_text(load: Any, text: str) -> None:
    check(load(), text)


@given(text=texts)
@settings(unhurried, max_examples=300)
def test_glued_names(text: str) -> None:
    check(small(), text)


@pytest.mark.slow
@given(data=st.data())
@settings(unhurried, max_examples=300)
def test_glued_names_of_the_default_gazetteer(data: st.DataObject) -> None:
    check(default(), data.draw(gluing(founding_names())))


@each_gazetteer
@given(text=long_tokens)
@settings(deadline=None, max_examples=30)
def test_very_long_tokens(load: Any, text: str) -> None:
    check(load(), text)


@given(text=texts)
@unhurried
def test_the_same_answer_twice(text: str) -> None:
    """No cache, and no text seen in between, changes an answer."""
    first = facts(small().link(text))
    small().link("Olga Petrova told the Bank of Noor. Petrova left.")
    assert facts(small().link(text)) == first


@given(text=texts)
@settings(deadline=None, max_examples=10)
def test_a_fresh_resolver_says_the_same(text: str) -> None:
    """An answer does not depend on what the resolver has read before."""
    assert facts(resolver.load(RECORDS).link(text)) == facts(small().link(text))


@given(texts=st.lists(texts, max_size=5))
@unhurried
def test_many_texts_are_as_good_as_one(texts: list[str]) -> None:
    one_by_one = [facts(small().link(text)) for text in texts]
    assert [facts(found) for found in small().link_many(texts)] == one_by_one


@given(text=texts, lines=st.integers(1, 3))
@unhurried
def test_a_paragraph_of_numbers_before_only_shifts(text: str, lines: int) -> None:
    before = "4 + 4 = 8.\n\n" * lines
    shifted = small().link(before + text)
    assert [(m.start - len(before), m.text, m.id) for m in shifted] == [
        (m.start, m.text, m.id) for m in small().link(text)
    ]


def shuffled_records(draw: Any) -> list[dict[str, Any]]:
    """RECORDS with entities, fields and the lists inside them in another order."""

    def mixed(value: Any) -> Any:
        return draw(st.permutations(value)) if isinstance(value, list) else value

    return [
        {field: mixed(record[field]) for field in draw(st.permutations(sorted(record)))}
        for record in draw(st.permutations(RECORDS))
    ]


@pytest.mark.slow
@given(data=st.data(), text=st.lists(glued, min_size=3, max_size=6).map("\n".join))
@settings(deadline=None, max_examples=15)
def test_order_of_entities_and_aliases_does_not_matter(data: st.DataObject, text: str) -> None:
    other = resolver.load(shuffled_records(data.draw))
    assert facts(other.link(text)) == facts(small().link(text))


@given(data=st.data(), text=st.lists(glued, min_size=3, max_size=6).map("\n".join))
@settings(deadline=None, max_examples=10)
def test_order_of_files_does_not_matter(
    data: st.DataObject, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = shuffled_records(data.draw)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(records)), min_size=2, max_size=2)))
    parts = [records[: cuts[0]], records[cuts[0] : cuts[1]], records[cuts[1] :]]
    folder: Path = tmp_path_factory.mktemp("gazetteer")
    for name, part in zip(data.draw(st.permutations(["a", "b", "c"])), parts, strict=True):
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in part)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    found = resolver.load(folder, cache=False).link(text)
    assert facts(found) == facts(small().link(text))


def listed() -> list[tuple[str, str]]:
    """Every name that the small gazetteer lists for one entity only and without conditions."""
    owners: dict[str, set[str]] = {}
    for record in RECORDS:
        for name in names_of(record):
            owners.setdefault(name, set()).add(record["id"])
    conditional = {name for record in RECORDS for name in record.get("needs_context", [])}
    return [(n, *ids) for n, ids in sorted(owners.items()) if len(ids) == 1 and n not in conditional]  # type: ignore[misc]


@pytest.mark.parametrize(("name", "id"), listed())
def test_a_listed_name_is_found(name: str, id: str) -> None:
    """The naive oracle: a name that the gazetteer gives one entity means that entity."""
    for text in (name, f"They spoke of {name} again.", f"{name}\n\n1 2 3"):
        found = [(m.text, m.id) for m in small().link(text)]
        assert found == [(name, id)], text


def test_a_shared_name_is_ambiguous() -> None:
    (found,) = small().link("They spoke of Ulverby again.")
    assert found.id is None
    assert {c.id for c in found.candidates} == {"ulverby-club", "ulverby"}
