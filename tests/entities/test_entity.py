"""An entity's names as flat records, its record form, and the two ways of validating it."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from resolver.entities import validation
from resolver.entities.entity import Entity, EntityName, Variant
from resolver.entities.models import EntityRecord
from resolver.entities.validation import FIELDS, entity_from_record

FULL: dict[str, Any] = {
    "id": "quay",
    "type": "organization",
    "name": "Ministry of the Quay",
    "aliases": ["Quay d'Or"],
    "acronyms": ["MQ"],
    "short": ["Quay"],
    "demonyms": ["Quayan"],
    "former": ["Harbour Office"],
    "nicknames": ["the Pier"],
    "names": {"fr": ["Ministère du Quai"], "de": ["Kaiministerium", "MQ"]},
    "variants": ["Ministry of Quay", {"of": "Quay d'Or", "spelling": "Quai d'Or"}],
    "not": ["Ministry of the Key"],
    "needs_context": ["Quay"],
    "ambiguous": ["MQ"],
    "country": "x",
    "within": "y",
    "member_of": ["z"],
    "external": {"wikidata": "Q0"},
    "sources": ["s"],
    "examples": ["the [MQ]"],
    "counterexamples": ["a [quay]"],
    "note": "n",
}


def entity(**fields: Any) -> Entity:
    found, problems = entity_from_record({"id": "a", "type": "person", "name": "Ann Lee", **fields})
    assert found is not None, problems
    return found


def test_all_names() -> None:
    found, problems = entity_from_record(FULL)
    assert found is not None, problems
    got = {(n.spelling, n.form, n.normal, n.lang, n.variant) for n in found.all_names()}
    assert got == {
        ("Ministry of the Quay", "full", "Ministry of the Quay", None, False),
        ("Quay d'Or", "alias", "Quay d'Or", None, False),
        ("MQ", "acronym", "MQ", None, False),
        ("Quay", "short", "Quay", None, False),
        ("Quayan", "demonym", "Quayan", None, False),
        ("Harbour Office", "former", "Harbour Office", None, False),
        ("the Pier", "nickname", "the Pier", None, False),
        ("Ministère du Quai", "full", "Ministère du Quai", "fr", False),
        ("Kaiministerium", "full", "Kaiministerium", "de", False),
        ("Ministry of Quay", "full", "Ministry of the Quay", None, True),
        ("Quai d'Or", "alias", "Quay d'Or", None, True),
    }
    assert {n.spelling for n in found.all_names() if n.needs_context} == {"Quay"}
    assert {n.spelling for n in found.all_names() if n.ambiguous} == {"MQ"}


def test_a_name_that_is_an_acronym() -> None:
    found = entity(type="event", name="LTX9", acronyms=["LTX9"], variants=["LTX 9"])
    assert found.all_names() == [
        EntityName("LTX9", "acronym", "LTX9"),
        EntityName("LTX 9", "acronym", "LTX9", variant=True),
    ]


def test_record_round_trip() -> None:
    found, _ = entity_from_record(FULL)
    assert found is not None
    assert found.to_dict() == FULL
    assert Entity.from_dict(found.to_dict()) == found
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(Entity.from_dict(FULL))


def test_successors_in_a_record() -> None:
    assert entity(replaced_by="b").to_dict()["replaced_by"] == "b"
    assert entity(replaced_by=["b", "c"]).to_dict()["replaced_by"] == ["b", "c"]
    assert not entity(replaced_by="b").live
    assert not entity(retired=True).live
    assert entity().live


def test_models_and_dataclass_have_the_same_fields() -> None:
    dataclass_fields = {"not" if f == "not_" else f for f in Entity.__dataclass_fields__}
    assert dataclass_fields == {*FIELDS, "id"}


names = st.one_of(
    st.text(max_size=4), st.sampled_from(["Ann", " ", "\x1c", "\u200b", "é", "\ud800", "a\n", "Ann Lee"])
)
scalars = st.one_of(
    names, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.binary(max_size=2)
)
lists = st.one_of(
    st.lists(names, max_size=3), st.lists(names, max_size=3).map(tuple), st.lists(scalars, max_size=2)
)
values = st.one_of(
    scalars,
    lists,
    st.dictionaries(names, lists, max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["of", "spelling", "x"]), names), max_size=2),
)
records = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.sampled_from(["a", "a.b:c-d_e", "", "-a", "a\n", "é"]), scalars),
        "type": st.one_of(st.sampled_from(["person", "place", "Person"]), scalars),
        "name": st.one_of(names, scalars),
        **{field: values for field in FIELDS if field not in ("type", "name")},
        "other": scalars,
    },
)
tables = st.one_of(
    st.dictionaries(st.sampled_from(["ru", "zh-Hant", "EN", "ru\n", ""]), lists, max_size=2),
    st.dictionaries(names, names, max_size=2),
)
usual = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b."]), "type": st.sampled_from(["person", "event"]), "name": names},
    optional={
        field: tables if field in ("names", "external") else lists
        for field in FIELDS
        if field not in ("type", "name")
    },
)


@given(st.one_of(records, usual))
def test_the_fast_way_and_the_models_agree(record: dict[str, Any]) -> None:
    """The oracle is the model alone: accepted by the fast way ⇒ accepted by it, as the same entity."""
    fast = validation._fast(record)
    slow, problems = None, []
    try:
        slow = validation._from_model(EntityRecord.model_validate(record))
    except ValidationError as error:
        problems = validation.problems_of(error, FIELDS)
    assert (slow is None) == bool(problems)
    assert fast is None or fast == slow
    assert slow is None or EntityRecord.model_validate(slow.to_dict())


@pytest.mark.parametrize("record", [{}, 5, None, "x", ["id"]])
def test_no_record_at_all(record: Any) -> None:
    found, problems = entity_from_record(record)
    assert found is None
    assert problems


def test_variant_is_plain() -> None:
    assert entity(variants=["An Lee"]).variants == (Variant("An Lee", "Ann Lee"),)
