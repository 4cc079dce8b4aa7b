"""Small lists, each with the groups that a careful reader makes of it and why."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import resolver


class Case(NamedTuple):
    why: str
    groups: tuple[tuple[str, ...], ...]
    type: Any = None


CASES = (
    Case(
        "spellings of one name by ear, letter and script are one; a relative is another",
        (
            ("Anne Boillon", "Anne Buyon", "Boillon, Anne"),
            ("Ilham Aliyev", "Ilham Aliev", "Ильхам Алиев"),
            ("Mehriban Aliyeva",),
        ),
    ),
    Case(
        "one word more or less of a firm's name, its legal form long or short",
        (
            ("Varga Shipping", "Varga Shipping Ltd", "Varga Shipping Limited"),
            ("Kowal Mills Inc.", "Kowal Mills Incorporated", "Kowal Mils Inc"),
        ),
        "organization",
    ),
    Case(
        "what a short name is short for is not known where two firms may be meant",
        (
            ("First National",),
            ("First National Bank of Omaha", "First National Bank of Omaha, Inc."),
            ("First National Bank of Dallas",),
        ),
        "organization",
    ),
    Case(
        "the same words with another legal form are another legal person",
        (("Tarnow Glass AG", "Tarnow Glas AG"), ("Tarnow Glass GmbH",)),
        "organization",
    ),
    Case(
        "father and son are two, however their name is written",
        (("Peter Holm Jr.", "Peter Holm Junior"), ("Peter Holm Sr.",)),
        "person",
    ),
    Case(
        "two middle initials are two men, however many spellings stand between them",
        (
            ("Ivan P. Petrov", "Petrov, Ivan P."),
            ("Ivan S. Petrov",),
            ("Ivan Petrov", "Иван Петров"),  # as like the one as the other
        ),
        "person",
    ),
    Case(
        "the same where one of the two has a row with fewer letters, which makes him less like on average",
        (
            ("John A. Smith", "Smith, John A.", "J. A. Smith"),
            ("John B. Smith", "Smith, John B"),
            ("John Smith",),
        ),
        "person",
    ),
    Case(
        "a number is part of a name",
        (("School No. 14", "School Nr. 14"), ("School No. 41",)),
        "organization",
    ),
    Case(
        "an initial fits two given names, so that it joins neither",
        (("J. Lindqvist",), ("Johan Lindqvist",), ("Jakob Lindqvist",)),
        "person",
    ),
    Case(
        "of one given name the initial is his",
        (("J. Lindqvist", "Johan Lindqvist"), ("Maria Tereshko",)),
        "person",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_groups(case: Case) -> None:
    names = [name for group in case.groups for name in group]
    found = resolver.cluster(names, case.type)
    assert sorted(tuple(sorted(cluster.names)) for cluster in found) == sorted(
        tuple(sorted(group)) for group in case.groups
    )
    assert all(0.0 <= score <= 1.0 for score in found.scores if score is not None)


def test_a_common_name_twice_is_not_one_person() -> None:
    """In a list that is full of Annas and of Kowalskis, two rows Anna Kowalska may well be two people."""
    given = ("Anna", "Piotr", "Maria", "Jan", "Ewa", "Adam", "Zofia", "Marek")
    family = ("Nowak", "Wolski", "Zielinski", "Krawczyk", "Mazur", "Dudek", "Pawlak", "Walczak")
    names = [f"{one} {other}" for one in given for other in family]
    twice = resolver.cluster([*names, "Anna Nowak"], "person")
    assert twice.ids[0] != twice.ids[-1]
    rare = resolver.cluster([*names, "Ottilie Brzeczek", "Ottilie Brzeczek"], "person")
    assert rare.ids[-1] == rare.ids[-2]


def test_a_common_name_very_often_is_one_person() -> None:
    """Chance gives two rows of a common name, but not twenty."""
    given = ("Anna", "Piotr", "Maria", "Jan", "Ewa", "Adam", "Zofia", "Marek")
    family = ("Nowak", "Wolski", "Zielinski", "Krawczyk", "Mazur", "Dudek", "Pawlak", "Walczak")
    names = [f"{one} {other}" for one in given for other in family]
    often = resolver.cluster([*names, *["Anna Nowak"] * 20], "person")
    assert len({often.ids[0], *often.ids[-20:]}) == 1


def test_a_column_can_say_that_two_rows_are_one() -> None:
    """The same common name with the same birthday is one person's."""
    given = ("Anna", "Piotr", "Maria", "Jan", "Ewa", "Adam", "Zofia", "Marek")
    family = ("Nowak", "Wolski", "Zielinski", "Krawczyk", "Mazur", "Dudek", "Pawlak", "Walczak")
    names = [f"{one} {other}" for one in given for other in family]
    born = [f"19{40 + number}" for number in range(len(names))]
    found = resolver.cluster([*names, "Anna Nowak"], "person", agree={"born": [*born, "1940"]})
    assert found.ids[0] == found.ids[-1]


def test_a_column_can_say_that_two_rows_are_two() -> None:
    names = ["Ottilie Brzeczek", "Ottilie Brzeczek", "Otilie Brzeczek", "Ottilie Brzeczek"]
    found = resolver.cluster(
        names, "person", differ={"born": ["1951-02-03", "1977-11-30", "1951-02-03", None]}
    )
    assert found.ids[0] == found.ids[2] != found.ids[1]
    assert found.ids[3] not in (None, found.ids[1]) or found.ids[3] != found.ids[0]


def test_what_is_known_of_rows_is_kept() -> None:
    names = ["Meridian Works", "Halden Optics", "Halden Optic"]
    found = resolver.cluster(names, "organization", pairs=[(0, 1)], cannot=[(1, 2)])
    assert found.ids[0] == found.ids[1] != found.ids[2]


@pytest.mark.parametrize(
    ("names", "canonical"),
    [
        (["Anne Buyon", "Anne Boillon", "Anne Boillon", "A. Boillon"], "Anne Boillon"),
        (["Boillon, Anne", "Anne Boillon"], "Anne Boillon"),
        (["ANNE BOILLON", "Anne Boillon"], "Anne Boillon"),
        (["Bernard Emie", "Bernard Émié"], "Bernard Émié"),
        (["Varga Shipping", "Varga Shipping Ltd"], "Varga Shipping Ltd"),
    ],
)
def test_the_canonical_name_is_the_most_complete_that_most_agree_with(
    names: list[str], canonical: str
) -> None:
    found = resolver.cluster(names)
    assert [cluster.canonical for cluster in found] == [canonical]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        ([], ()),
        (["Halden Optics"], ("halden-optics",)),
        ([None, "", "  ", float("nan")], (None, None, None, None)),
        (["x"] * 3, ("x",) * 3),
        (["\u200b\t", "?!", "?!"], (None, "cluster", "cluster")),
    ],
)
def test_odd_lists(names: list[Any], ids: tuple[str | None, ...]) -> None:
    assert resolver.cluster(names).ids == ids


def test_wrong_input_is_told_in_one_line() -> None:
    with pytest.raises(TypeError, match="row 2: a name must be of type str, not int"):
        resolver.cluster(["Halden Optics", 5])
    with pytest.raises(resolver.InputError, match="column 'born' has 1 rows, the names have 2"):
        resolver.cluster(["Halden Optics", "Meridian Works"], differ={"born": ["1"]})
    with pytest.raises(resolver.InputError, match="cannot: row 7 is not in the list"):
        resolver.cluster(["Halden Optics"], cannot=[(0, 7)])
    with pytest.raises(resolver.InputError, match="keeps apart"):
        resolver.cluster(["Halden Optics", "Meridian Works"], pairs=[(0, 1)], cannot=[(1, 0)])
    with pytest.raises(resolver.InputError, match="unknown type 'firm'"):
        resolver.cluster([], "firm")  # type: ignore[arg-type]


def test_ids_last() -> None:
    """A grown list keeps the IDs of the clusters that stayed, and says what became of the others."""
    first = resolver.cluster(["Halden Optics", "Meridian Works", "Tarnow Glass"], "organization")
    previous = dict(zip(["Halden Optics", "Meridian Works", "Tarnow Glass"], first.ids, strict=True))
    previous["Meridian Works"] = "m-1"
    grown = ["Meridian Works Ltd", "Halden Optic", "Halden Optics", "Meridian Works", "New Foundry"]
    second = resolver.cluster(grown, "organization", previous={k: v for k, v in previous.items() if v})
    assert second.ids == ("m-1", "halden-optics", "halden-optics", "m-1", "new-foundry")
    assert second.changes.gone == ("tarnow-glass",)
    third = resolver.cluster(
        ["Halden Optics", "Halden Optic"], previous={"Halden Optics": "a", "Halden Optic": "b"}
    )
    assert third.ids == ("a", "a")
    assert third.changes.merged == {"a": ("b",)}
    fourth = resolver.cluster(
        ["Halden Optics", "Meridian Works"], previous={"Halden Optics": "a", "Meridian Works": "a"}
    )
    assert fourth.ids == ("a", "meridian-works")
    assert fourth.changes.split == {"a": ("meridian-works",)}
