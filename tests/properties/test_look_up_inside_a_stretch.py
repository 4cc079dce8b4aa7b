"""Quick refusals inside a stretch lose nothing that the long way finds."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import resolver
from resolver.index.index import Index
from resolver.linking.exact_candidates import ExactCandidates
from resolver.linking.fuzzy_candidates import FuzzyCandidates
from resolver.linking.scripts import EntityScripts
from resolver.linking.tagging import WordTagger

RECORDS: list[dict[str, Any]] = [
    {"id": "ilmari", "type": "person", "name": "Ilmari Veikko Lahti", "names": {"ru": ["Илмари Лахти"]}},
    {"id": "lahti", "type": "place", "name": "Lahti", "demonyms": ["Lahtian"]},
    {"id": "salt", "type": "organization", "name": "Institute of Applied Salt", "acronyms": ["IAS"]},
    {"id": "mills", "type": "organization", "name": "Verdana Mills", "aliases": ["Verdana Mills Company"]},
    {"id": "states", "type": "place", "name": "United States", "aliases": ["United States of America"]},
    {"id": "cop", "type": "event", "name": "COP28"},
    {"id": "burkina", "type": "place", "name": "Burkina Faso"},
]
WORDS = [
    "Ilmari", "Veikko", "Lahti", "I.", "V.", "I.V.", "Лахти", "Илмари", "Lahtian", "Lahti's",
    "Institute", "of", "Applied", "Salt", "IAS", "I.A.S.", "Verdana", "Verdanna", "Mills", "Ltd",
    "Company", "Co.", "U.S.", "US", "United", "States", "America", "COP", "28", "COP28", "Burkinafaso",
    "Burkina", "Faso", "Mr", "and", "the", "Lahtia", "Ilmary", "institute", "Ins.", "St."
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)
between = st.sampled_from([" ", "-", "  ", ""])


@cache
def small() -> Index:
    return resolver.load(RECORDS)._index


@settings(deadline=None)
@given(texts, between, st.sampled_from([(), ("de",), ("ru",)]), st.booleans())
def test_spans_passed_over_hold_no_name(
    words: list[str], glue: str, languages: tuple[str, ...], uncased: bool
) -> None:
    text = glue.join(words)
    quick, slow = ExactCandidates(small()), ExactCandidates(small())
    slow._promising = lambda *span: True  # type: ignore[method-assign]
    read = WordTagger(small().lexicon, small().has_phrase).read(text, uncased)
    found, expected = (way.hits(read, text, languages, uncased=uncased) for way in (quick, slow))
    assert found == expected


misspelt = st.lists(
    st.sampled_from(
        [
            "Ilmari",
            "Ilmary",
            "Veikko",
            "Vaikko",
            "Lahti",
            "Lathi",
            "Institute",
            "Instittue",
            "of",
            "Applied",
            "Salt",
            "Verdana",
            "Verdanna",
            "Mills",
            "Company",
            "United",
            "Untied",
            "States",
            "Burkina",
            "Faso",
        ]
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(misspelt)
def test_similar_words_lose_no_name_that_comparing_all_finds(words: list[str]) -> None:
    index = small()
    lookup = ExactCandidates(index)
    quick, slow = (
        FuzzyCandidates(index, lookup.inflection, EntityScripts(index.gazetteer)) for _ in range(2)
    )
    every = list(range(len(index.listed)))
    slow._covered = lambda *window: list(every)  # type: ignore[method-assign]
    slow._nearest = lambda surface, numbers: tuple(map(index.fuzzy, every))  # type: ignore[method-assign]
    text = " ".join(words)
    read = WordTagger(index.lexicon, index.has_phrase).read(text)
    exact = lookup.hits(read, text, ())
    several = [hit for hit in slow.hits(read, text, exact, ()) if hit.last - hit.first > 1]
    found = {(hit.first, hit.last, hit.ref.entity) for hit in quick.hits(read, text, exact, ())}
    assert {(hit.first, hit.last, hit.ref.entity) for hit in several} <= found
