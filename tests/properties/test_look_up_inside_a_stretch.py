"""Quick refusals inside a stretch lose nothing that the long way finds."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

import resolver
from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.lookup import Lookup
from resolver.linking.scripts import EntityScripts
from resolver.linking.spelling import Spelling
from resolver.linking.words import WordReader

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
    words: list[str], glue: str, languages: tuple[str, ...], anywhere: bool
) -> None:
    text = glue.join(words)
    quick, slow = Lookup(small()), Lookup(small())
    slow._promising = lambda *span: True  # type: ignore[method-assign]
    read = WordReader(small().lexicon, small().has_phrase).read(text, anywhere)
    found, expected = (way.hits(read, text, languages, anywhere=anywhere) for way in (quick, slow))
    assert found == expected


@settings(deadline=None)
@given(texts)
def test_the_nearest_names_are_those_of_comparing_each(words: list[str]) -> None:
    index = small()
    lookup = Lookup(index)
    spelling = Spelling(index, lookup.inflection, EntityScripts(index.gazetteer))
    surface = " ".join(words)
    written, by_letter = spelling._in_latin(surface)
    ranked: list[tuple[float, str, str, NameRef]] = []
    for ref in index.similar(index.matcher.keys(index.matcher.parse(surface)), 60):
        theirs = spelling._in_latin(ref.spelling)
        likeness = max(fuzz.ratio(by_letter, theirs[1]), fuzz.ratio(written, theirs[0]))
        if likeness >= spelling._prefilter:
            ranked.append((-likeness, ref.entity, ref.spelling, ref))
    ranked.sort(key=lambda found: found[:3])
    assert list(spelling._nearest(surface)) == [ref for *_, ref in ranked[:4]]
