"""Persons with common names among relatives and namesakes: slips are mended, nobody else is touched."""

from __future__ import annotations

import random
import re

import resolver

GIVEN = [
    "Margaret",
    "Kenneth",
    "Barbara",
    "Russell",
    "Theresa",
    "Gregory",
    "Deborah",
    "Vincent",
    "Kathleen",
    "Leonard",
    "Patricia",
    "Raymond",
    "Beverly",
    "Clarence",
    "Virginia",
    "Douglas",
    "Shirley",
    "Stephen",
    "Jacqueline",
    "Harold",
    "Dorothy",
    "Franklin",
    "Rebecca",
    "Edward",
]
FAMILY = [
    "Thompson",
    "Sanders",
    "Mitchell",
    "Robinson",
    "Patterson",
    "Richardson",
    "Gonzalez",
    "Hamilton",
    "Crawford",
    "Hernandez",
    "Nicholson",
    "Ferguson",
    "Armstrong",
    "Whitaker",
    "Jenkins",
    "Montgomery",
    "Stevenson",
    "Gallagher",
    "Sullivan",
    "Henderson",
    "Marshall",
]
TEXTS = (
    "{a} told the council that the bridge would reopen. {family} knew the cost. "
    "His sister {relative} disagreed.",
    "The prize went to {a}, a teacher. {namesake} came second, and Mr. {family} thanked him.",
    "{a} won the seat in 1998. Her husband, {relative}, ran the shop until {namesake} bought it.",
)
KEYS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioppsdfghjkllxcvbnmm", strict=True))


def slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + KEYS.get(word[at], "x") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def test_slips_in_persons_names() -> None:
    chance = random.Random(3)
    everybody = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    known = sorted(chance.sample(everybody, 300))
    strangers = sorted(set(everybody) - set(known))
    r = resolver.load(
        {"id": name.lower().replace(" ", "-"), "type": "person", "name": name} for name in known
    )
    asked = mended = worse = touched = 0
    for name in known:
        given, family = name.split()
        relative = chance.choice([s for s in strangers if s.endswith(family)] or [f"Zelda {family}"])
        namesake = chance.choice([s for s in strangers if s.startswith(given)] or [f"{given} Zuckmayer"])
        text = chance.choice(TEXTS).format(a=name, family=family, relative=relative, namesake=namesake)
        touched += len(r.edits(text))
        start = text.index(name)
        word = chance.choice([w for w in re.finditer(r"\w+", name) if len(w.group()) > 4])
        bad = name[: word.start()] + slip(word.group(), chance) + name[word.end() :]
        if bad == name:
            continue
        asked += 1
        edits = [
            e
            for e in r.edits(text[:start] + bad + text[start + len(name) :])
            if e.offset < start + len(bad) and e.offset + len(e.before) > start
        ]
        mended += any(e.after == name for e in edits)
        worse += bool(edits) and not any(e.after == name for e in edits)
    assert touched == 0
    assert mended >= 0.9 * asked
    assert worse <= 0.005 * asked


def test_a_small_word_behind_a_hyphen_ends_a_name() -> None:
    """Korean given names are written in two parts; that "un" is an article elsewhere says nothing there."""
    found = resolver.load([{"id": "rho-jin-un", "type": "person", "name": "Rho Jin Un"}]).link(
        "In March Rho Jin-un met a Paris-de team."
    )
    assert [(mention.text, mention.id) for mention in found] == [("Rho Jin-un", "rho-jin-un")]


def test_a_part_of_a_name_that_needs_context_needs_it_too() -> None:
    """Whoever may share the whole name with others may share his surname with more."""
    entity = {
        "id": "mark-veldane",
        "type": "person",
        "name": "Mark Veldane",
        "needs_context": ["Mark Veldane"],
    }
    country = {"id": "veldoria", "type": "place", "name": "Veldoria"}
    r = resolver.load([{**entity, "country": "veldoria"}, country])
    assert r.link("Veldane, the barber, closes at noon.") == []
    found = r.link("The vote in Veldoria was close. Mark Veldane spoke in Veldoria, and Veldane left.")
    assert [mention.id for mention in found if "Veldane" in mention.text] == ["mark-veldane"] * 2
