"""The search for names finds what comparing with every name would find."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import resolver
from resolver.index.nearest import NameSearch
from resolver.resolver import Resolver

GIVEN = """Anna Bertram Cecilia Dimitar Eleonora Fernando Gunhild Hassan Ingeborg Jaroslav Katarina Leopold
Margarethe Nikolai Oksana Pasquale Roswitha Stanislav Theodora Umberto Valentina Wilhelmina Yevgeny Zachris"""
FAMILY = """Abendroth Brunnsson Castellani Dragomirov Elmquist Fitzhubert Gavrilenko Hollingworth Ivanishvili
Jankowiak Kristoffersen Lindqvist Mastroianni Novotny Oberhauser Papadakis Quintero Rasmussen Sokolowski
Topelius Ungureanu Vandermeer Wojciechowski Zimmermann"""
MIDDLE = ["Maria", "Johann", "Sergei", "Olivia", "Karim"]
BODIES = """Northwind Shipping Company|Lakeside Institute of Geology|Verein der Gartenfreunde Altwald
Meridian Steel Works|Harbour Trust Foundation|Orlowski Maschinenbau GmbH|Sundvik Ferries|Corvina Press Ltd"""
PEOPLE = [
    " ".join([given, *([MIDDLE[(row + at) % len(MIDDLE)]] if (row + at) % 3 == 0 else []), family])
    for row, given in enumerate(GIVEN.split())
    for at, family in enumerate(FAMILY.split())
    if (7 * row + 5 * at) % 2 == 0
]


def _gazetteer(people: list[str], bodies: str = BODIES) -> list[dict[str, Any]]:
    named = [("person", name) for name in people]
    named += [("organization", name) for line in bodies.splitlines() for name in line.split("|")]
    return [{"id": f"e{at}", "type": type, "name": name} for at, (type, name) in enumerate(named)]


MANY = resolver.load(_gazetteer(PEOPLE))
FEW = resolver.load(
    _gazetteer(["Zachris Topelius", "Stephanie Spong", "Jalaluddin Rumi"], "Burkina Faso Press")
)


@pytest.mark.parametrize(
    ("listed", "asked", "why"),
    [
        ("Catherine Colonna", "COLONNA, Catherine", "in the order of registers"),
        ("Catherine Colonna", "Cahterine Colonna", "letters that changed places"),
        ("Catherine Colonna", "Batherine Colonna", "another first letter"),
        ("Catherine Colonna", "CatherineColonna", "a space lost"),
        ("Catherine Colonna", "Catherin eColonna", "a space that moved"),
        ("Catherine Colonna", "C. Colonna", "the first letter of a name"),
        ("Ilham Aliyev", "Ильхам Алиев", "in another script"),
        ("Ilham Aliyev", "Əliyev İlham Heydər oğlu", "with the father's name"),
        ("Dmitry Medvedev", "Медведев, Дмитрий Анатольевич", "all of these"),
        ("Hannibal", "Hanibal", "one word, a letter left out"),
        ("Hannibal", "Ганнибал", "one word in another script"),
        ("Jalaluddin Rumi", "Jalal uddin Rumi", "one word written apart"),
        ("Burkina Faso", "Burkinafaso", "two words written together"),
        ("GlaxoSmithKline", "Glaxo Smith Kline", "three words of one"),
        ("Siemens AG", "SiemensAG", "a legal form written on to it"),
        ("Wehen Wiesbaden", "SV Wehen", "one word of two, and one more"),
        ("Tbilisi", "თბილისი", "a place in its own script"),
        ("王小明", "Wang Xiaoming", "a name without spaces"),
        ("Kim Jong Un", "김정은", "a word a syllable"),
    ],
)
def test_spellings_of_a_name_are_found(listed: str, asked: str, why: str) -> None:
    records = _gazetteer(PEOPLE)
    many = resolver.load([*records, {"id": "it", "type": "other", "name": listed}])
    assert [found.id for found in many.candidates(asked, limit=3)][:1] == ["it"], why


def _slip(word: str, at: int, kind: str) -> str:
    at = 1 + at % max(1, len(word) - 2)
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    if kind == "swapped":
        return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return word[:at] + "aeiou"[at % 5] + word[at + 1 :]


CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абкдефгхийклмнопкрстувввызАБКДЕФГХИЙКЛМНОПКРСТУВВВЫЗ",
)


@st.composite
def spellings(draw: st.DrawFn, names: list[str]) -> str:
    """A listed name as somebody else writes it."""
    name = draw(st.sampled_from(names))
    words = name.split()
    at = draw(st.integers(0, len(words) - 1))
    match draw(st.sampled_from(["slip", "order", "initial", "shorter", "joined", "split", "other script"])):
        case "slip":
            kind = draw(st.sampled_from(["left out", "doubled", "swapped", "another"]))
            words[at] = _slip(words[at], draw(st.integers(0, 9)), kind)
        case "order":
            words = words[at:] + words[:at]
        case "initial":
            words[0] = words[0][0] + "."
        case "shorter":
            words = words[:1] + words[2:] if len(words) > 2 else words
        case "joined":
            words[at : at + 2] = ["".join(words[at : at + 2])]
        case "split":
            cut = max(2, len(words[at]) // 2)
            words[at] = f"{words[at][:cut]} {words[at][cut:]}"
        case _:
            words = [word.translate(CYRILLIC) for word in words]
    return " ".join(words)


def _accepted(gazetteer: Resolver, asked: str) -> dict[str, float]:
    """The entities that comparing with every name accepts, the long way."""
    matcher = gazetteer._index.matcher
    scores = {
        entity.id: matcher.score(matcher.parse(asked, entity.type), matcher.parse(entity.name, entity.type))
        for entity in gazetteer.gazetteer
    }
    return {id: score for id, score in scores.items() if score >= matcher.threshold}


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.data())
def test_all_that_compare_accepts_is_found(data: st.DataObject) -> None:
    gazetteer = data.draw(st.sampled_from([FEW, MANY]))
    asked = data.draw(spellings([entity.name for entity in gazetteer.gazetteer]))
    accepted = _accepted(gazetteer, asked)
    assume(accepted)
    found = {match.id: match.score for match in gazetteer.candidates(asked, limit=len(accepted) + 5)}
    assert not {id: score for id, score in accepted.items() if id not in found}, asked
    assert max(found.values()) == max(accepted.values())


@settings(deadline=None, max_examples=80)
@given(spellings(PEOPLE))
def test_what_a_slip_finds_is_found_by_the_whole_search(asked: str) -> None:
    index = MANY._index
    search = NameSearch(index.retrieval, index.lexicon, index.matcher.tokens)
    query = index.matcher.parse(asked, "person")
    likely, whole = search.likely(query), search.nearest(query, 1)
    assert likely.words == whole.words
    if likely.ordered:
        assert likely.ordered[0][1] in [number for _, number in whole.ordered]


def test_the_more_telling_word_counts_more() -> None:
    """Of two names that share one word with what is asked, the one that shares the rarer word comes first."""
    records = [{"id": f"n{at}", "type": "other", "name": f"Harbour {name}"} for at, name in enumerate(PEOPLE)]
    index = resolver.load([*records, {"id": "it", "type": "other", "name": "Grimaldi Stockfish"}])._index
    search = NameSearch(index.retrieval, index.lexicon, index.matcher.tokens)
    found = search.nearest(index.matcher.parse("Harbour Stockfish", "other"), 3)
    assert index.fuzzy(found.ordered[0][1]).entity == "it"
