"""Parties, universities and other bodies of the imports: found where they are meant, and nowhere else."""

from __future__ import annotations

import pytest

import resolver
from resolver.resolver import Resolver

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def r() -> Resolver:
    return resolver.load()


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("In Germany, the Free Democratic Party won.", "Free Democratic Party", "free-democratic-party"),
        ("The Labour Party lost seats in Britain.", "Labour Party", "labour-party-united-kingdom"),
        ("In Ireland the Labour Party gained two seats.", "Labour Party", "labour-party-ireland"),
        ("The Liberal Party of Norway agreed.", "Liberal Party", "liberal-party-norway"),
        ("The Alternative for Germany (AfD) lost. The AfD cheered.", "AfD", "alternative-for-germany"),
        ("The Bharatiya Janata Party named a candidate.", "Bharatiya Janata Party", "bharatiya-janata-party"),
        ("The Chilean Communist Party left.", "Chilean Communist Party", "communist-party-of-chile"),
    ],
)
def test_a_party_is_found_by_its_name_and_its_country(r: Resolver, text: str, name: str, id: str) -> None:
    assert (name, id) in [(m.text, m.id) for m in r.link(text)]


@pytest.mark.parametrize(
    "text",
    [
        "There is new hope for the patients. New Hope is a village.",
        "We can wait, she said. Let's go.",
        "He made a victory sign and joined the popular front of the queue.",
        "The rating is AAA, and the GPS is broken.",
    ],
)
def test_plain_words_are_no_party(r: Resolver, text: str) -> None:
    notes = [r.gazetteer[m.id].note for m in r.link(text) if m.id]
    assert "Political party." not in notes


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("He taught at the University of Leeds.", "University of Leeds", "university-of-leeds"),
        ("He works at the Universty of Leeds.", "Universty of Leeds", "university-of-leeds"),
        ("Harvard closed its gates on Friday.", "Harvard", "harvard-university"),
        ("Sie studierte an der Universität Zürich.", "Universität Zürich", "university-of-zurich"),
        ("In Norway, the Ministry of Culture agreed.", "Ministry of Culture", "ministry-of-culture-norway"),
        ("Samsung sold the plant.", "Samsung", "samsung"),
        ("The Wall Street Journal reported it.", "Wall Street Journal", "wall-street-journal"),
        ("He flew with Lufthansa to Oslo.", "Lufthansa", "lufthansa"),
        ("The Bank of Japan kept its rate.", "Bank of Japan", "bank-of-japan"),
        ("Al Shabaab attacked the convoy.", "Al Shabaab", "al-shabaab"),
        ("Aid came from UNRWA and the UNDP.", "UNDP", "united-nations-development-programme"),
        (
            "Die Europäische Arzneimittel-Agentur (European Medicines Agency) warnte.",
            "European Medicines Agency",
            "european-medicines-agency",
        ),
        ("清华大学发布了报告。", "清华大学", "tsinghua-university"),
        ("The US Supreme Court ruled.", "US Supreme Court", "supreme-court-of-the-united-states"),
        ("In Kenya, the Supreme Court agreed.", "Supreme Court", "supreme-court-of-kenya"),
        ("India's Supreme Court agreed.", "Supreme Court", "supreme-court-of-india"),
        ("The Kenyan Supreme Court agreed.", "Kenyan Supreme Court", "supreme-court-of-kenya"),
        ("The Lok Sabha sat until midnight.", "Lok Sabha", "house-of-the-people-of-india"),
        ("The Riksdag passed the law in Stockholm.", "Riksdag", "parliament-of-sweden"),
    ],
)
def test_a_body_is_found_in_the_names_of_its_languages(r: Resolver, text: str, name: str, id: str) -> None:
    assert (name, id) in [(m.text, m.id) for m in r.link(text)]


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("The Ministry of Culture agreed.", "Ministry of Culture", None),  # which country's?
        ("The Supreme Court agreed.", "Supreme Court", None),
        ("The Georgian parliament sat until midnight.", "Georgian", "georgia"),  # described, not named
        ("The Federal Assembly of Beekeepers met.", "Federal Assembly", None),
        ("He lives in Berlin.", "Berlin", "berlin"),  # not the TU Berlin
        ("The harvest in Queensland was good.", "Queensland", "queensland"),  # not its government
        ("Traders on Wall Street waited.", "Wall Street", None),  # not the Journal
        ("A Hindu temple stands there.", "Hindu", None),  # not the newspaper
        ("Boston won by a point.", "Boston", "boston"),  # not the Globe
    ],
)
def test_one_of_thousands_is_taken_for_nothing_else(
    r: Resolver, text: str, name: str, id: str | None
) -> None:
    assert id == next((m.id for m in r.link(text) if m.text == name), None)


@pytest.mark.parametrize(
    ("country", "member", "stranger"),
    [
        ("france", "nato", "african-union"),
        ("kenya", "african-union", "nato"),
        ("switzerland", "united-nations", "european-union"),  # only observed
        ("russia", "united-nations", "council-of-europe"),  # which it has left
        ("japan", "oecd", "asean"),
    ],
)
def test_countries_say_what_they_are_members_of(
    r: Resolver, country: str, member: str, stranger: str
) -> None:
    assert member in r.gazetteer[country].member_of
    assert stranger not in r.gazetteer[country].member_of


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("The Washington Post reported it.", "Washington Post", "washington-post"),
        ("The Bank of England raised rates.", "Bank of England", "bank-of-england"),
        ("HSBC cut jobs.", "HSBC", "hsbc"),
        ("Deutsche Bank hired.", "Deutsche Bank", "deutsche-bank"),
        ("The Kansas City Chiefs won.", "Kansas City Chiefs", "kansas-city-chiefs"),
        (
            "Aid came from the World Food Programme.",
            "World Food Programme",
            "united-nations-world-food-programme",
        ),
    ],
)
def test_a_place_inside_the_name_of_a_body_is_not_meant(r: Resolver, text: str, name: str, id: str) -> None:
    assert [(m.text, m.id) for m in r.link(text)] == [(name, id)]
