"""What is particular to each adapter; that they answer alike is what the messy table tests."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver import Resolver
from resolver.errors import InputError, NotTextError
from resolver.integrations.cells import NOBODY, Question, linked, resolved
from resolver.integrations.once import EachOnce, Failed
from tests.integrations.entries import EXTRAS, installed
from tests.integrations.messy import NAMES, TEXTS


def needs(extra: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not installed(extra), reason=f"the extra {extra} is not installed")


# -- values that are missing, or no text --------------------------------------------------------------


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_name_means_nobody(known: Resolver, missing: Any) -> None:
    assert known.resolve(missing) is None
    assert not known.decide(missing).ambiguous
    assert list(known.resolve_many(["Weldoria", missing])) == [known.resolve("Weldoria"), None]


@needs("pandas")
def test_what_pandas_calls_missing_means_nobody(known: Resolver) -> None:
    import numpy as np
    import pandas as pd

    assert [known.resolve(value) for value in (pd.NA, pd.NaT, np.nan, np.float32("nan"))] == [None] * 4


@pytest.mark.parametrize("value", [0, 5, 2.5, True, b"Weldoria", ["Weldoria"], {}, object])
def test_what_is_no_string_is_a_type_error(known: Resolver, value: Any) -> None:
    told = f"must be a str, not {type(value).__name__} "
    for call in (known.resolve, known.link, known.normalise, lambda name: resolver.compare(name, "a")):
        with pytest.raises(TypeError, match=told):
            call(value)


@pytest.mark.parametrize("jobs", [1, 2])
def test_resolve_many_names_the_row(known: Resolver, jobs: int) -> None:
    answers = known.resolve_many(["Weldoria", 5, "Weldoria"], jobs=jobs)  # type: ignore[list-item]
    assert next(answers) is not None
    with pytest.raises(TypeError, match=r"2 \(5\): a name must be a str, not int 5"):
        next(answers)
    assert next(answers) is not None


# -- countries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country", "id", "ambiguous", "why"),
    [
        ("Tarnholm", None, None, True, "two places"),
        ("Tarnholm", "Veldoria", "tarnholm-veldoria", False, "one of them in the country"),
        ("Tarnholm", "sarnia-isle", "tarnholm-sarnia", False, "an ID names a country too"),
        ("Tarnholm", "Nowhere", None, True, "a country that nobody knows says nothing"),
        ("Marta Kowalenko", "Veldoria", "marta-kowalenko", False, "it agrees"),
        ("Marta Kowalenko", "Sarnia Isle", None, False, "somebody else of that name"),
        ("Veldoria", "Veldoria", "veldoria", False, "a country is in itself"),
        ("Quentin Nobody", "Veldoria", None, False, "nobody stays nobody"),
    ],
)
def test_a_country_settles_who_is_meant(
    known: Resolver, name: str, country: str | None, id: str | None, ambiguous: bool, why: str
) -> None:
    found = known.decide(name, country=country)
    assert (found.match and found.match.id, found.ambiguous) == (id, ambiguous), why
    assert known.resolve(name, country=country) == found.match


# -- each once ----------------------------------------------------------------------------------------


def _counted(calls: list[str]) -> Any:
    def work(_: Resolver, value: str) -> str:
        calls.append(value)
        if value == "BAD":
            raise InputError("it broke")
        return value.upper()

    return work


def test_each_value_is_worked_on_once(known: Resolver) -> None:
    calls: list[str] = []
    once = EachOnce(known, _counted(calls))
    assert once.results(["a", None, "b", "a"]) == ["A", None, "B", "A"]
    assert once.results(["b", "c"]) == ["B", "C"]
    assert calls == ["a", "b", "c"]


def test_memory_of_values_is_bounded(known: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolver.integrations.once._MOST_VALUES", 10)
    calls: list[str] = []
    once = EachOnce(known, _counted(calls))
    for number in range(200):
        values = [f"v{number}", "often"]
        assert once.results(values) == [f"V{number}", "OFTEN"]
        assert len(once._known) + len(once._before) < 40
    assert calls.count("often") == 1, "what comes again and again is remembered"


def test_a_value_that_fails_loses_no_other(known: Resolver) -> None:
    results = EachOnce(known, _counted([])).results(["a", "BAD", "b"])
    assert (results[0], str(results[1]), results[2]) == ("A", "it broke", "B")
    assert isinstance(results[1], Failed)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_breaks_comes_after_what_was_before_it(known: Resolver, jobs: int) -> None:
    def batches() -> Any:
        for number in range(30):
            yield number, [f"Marta Kowalenko {number}", "Weldoria"]
        raise InputError("damaged")

    found = EachOnce(known, resolved, jobs).over(batches())
    assert [next(found)[0] for _ in range(30)] == list(range(30))
    with pytest.raises(InputError, match="damaged"):
        next(found)


def test_threads_share_it(known: Resolver) -> None:
    once = EachOnce(known, resolved)
    values = [name for name in NAMES if name is not None]
    expected = [resolved(known, value) for value in values]
    found: list[list[Any]] = []
    threads = [threading.Thread(target=lambda: found.append(once.results(values))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_questions(known: Resolver) -> None:
    assert resolved(known, "  ") == NOBODY
    assert resolved(known, Question("Weldoria", " Place ", None)).id == "veldoria"
    assert resolved(known, Question("Weldoria", "person", None)) == NOBODY
    with pytest.raises(InputError, match="unknown type 'animal'"):
        resolved(known, Question("Weldoria", "animal"))


# -- Arrow --------------------------------------------------------------------------------------------


@needs("arrow")
def test_arrow_columns(known: Resolver) -> None:
    import pyarrow as pa

    from resolver.integrations import arrow

    table = arrow.resolve(["Weldoria", None, "Tarnholm", "nobody"], gazetteer=known)
    assert table.schema == pa.schema(arrow.ANSWER)
    rows = table.to_pylist()
    assert (rows[0]["id"], rows[0]["name"], rows[0]["type"]) == ("veldoria", "Veldoria", "place")
    assert 0.5 < rows[0]["score"] <= 1
    assert set(rows[1].values()) == {None}
    assert [row["ambiguous"] for row in rows] == [False, None, True, False]
    for empty in ([], pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.nulls(0)):
        assert arrow.resolve(empty, gazetteer=known).num_rows == 0
    assert arrow.resolve(pa.nulls(2), gazetteer=known)["id"].to_pylist() == [None, None]


@needs("arrow")
@pytest.mark.parametrize(
    ("column", "told"),
    [
        (["a", 5], "row 2: a name or text must be a str, not int 5"),
        ("a", "a column is needed, not one str: put it in a list"),
    ],
)
def test_columns_of_no_text(column: Any, told: str, known: Resolver) -> None:
    from resolver.integrations import arrow

    with pytest.raises(NotTextError) as error:
        arrow.resolve(column, gazetteer=known)
    assert str(error.value) == told


@needs("arrow")
def test_a_failure_names_its_row(known: Resolver) -> None:
    from resolver.integrations import arrow

    types = [None] * 20_000 + ["animal"]
    with pytest.raises(InputError, match="row 20001: unknown type 'animal'"):
        arrow.resolve(["Weldoria"] * 20_001, type=types, gazetteer=known)
    with pytest.raises(InputError, match="columns of different lengths: 1 and 2 rows"):
        arrow.resolve(["a"], country=["b", "c"], gazetteer=known)


@needs("arrow")
def test_mentions_are_those_of_link(known: Resolver) -> None:
    from resolver.integrations import arrow

    expected = [None if text is None else linked(known, text) for text in TEXTS]
    assert arrow.link(TEXTS, gazetteer=known).to_pylist() == expected
    assert arrow.link(TEXTS, gazetteer=known, jobs=2).to_pylist() == expected


@needs("arrow")
def test_batches_of_a_stream_are_worked_on_as_they_come(known: Resolver) -> None:
    import pyarrow as pa

    from resolver.integrations.arrow import AddAnswers

    read: list[int] = []

    def batches() -> Any:
        for number in range(5):
            read.append(number)
            yield pa.record_batch({"who": ["Weldoria", None], "n": [number, number]})

    schema = pa.schema({"who": pa.string(), "n": pa.int64()})
    answers = AddAnswers("who", schema, gazetteer=known)(batches())
    assert next(answers).to_pylist()[0]["id"] == "veldoria"
    assert read == [0]
    with pytest.raises(InputError, match="no column 'whom'; there are: who, n"):
        AddAnswers("whom", schema, gazetteer=known)
    with pytest.raises(NotTextError, match="column 'n' must hold text, not int64"):
        AddAnswers("n", schema, gazetteer=known)


# -- the others ---------------------------------------------------------------------------------------


@needs("polars")
def test_polars_mentions_and_names(known: Resolver) -> None:
    import polars as pl

    import resolver.integrations.polars  # noqa: F401

    frame = pl.DataFrame({"text": TEXTS})
    found = frame.select(pl.col("text").resolver.link(gazetteer=known))
    assert found.columns == ["text"]
    assert found["text"].to_list() == [None if text is None else linked(known, text) for text in TEXTS]
    assert frame.lazy().select(pl.col("text").resolver.link(gazetteer=known)).collect_schema() == found.schema


@needs("pandas")
def test_pandas_mentions_keep_the_index(known: Resolver) -> None:
    import pandas as pd

    import resolver.integrations.pandas  # noqa: F401

    series = pd.Series(["in Veldoria", None], index=["x", "y"], name="text")
    found = series.resolver.link(gazetteer=known)
    assert (list(found.index), found.name) == (["x", "y"], "text")
    assert ([mention["id"] for mention in found["x"]], found["y"]) == (["veldoria"], None)
    with pytest.raises(TypeError, match="row 1: a name or text must be a str, not int 5"):
        pd.Series([5, "a"]).resolver.resolve(gazetteer=known)


@needs("duckdb")
def test_duckdb_structs_and_lists(known: Resolver) -> None:
    import duckdb

    from resolver.integrations.duckdb import register

    connection = duckdb.connect()
    register(connection, gazetteer=known)
    query = "select resolve_name(n).type, resolve_id(n, 'person'), [m.id for m in link(n)] from t"
    connection.execute("create table t as select unnest(['Veldoria', NULL]) as n")
    assert connection.sql(query).fetchall() == [("place", None, ["veldoria"]), (None, None, None)]
    with pytest.raises(duckdb.Error, match="unknown type 'animal'"):
        connection.sql("select resolve_id(n, 'animal') from t").fetchall()


# -- spaCy --------------------------------------------------------------------------------------------


def _pipeline(world: Path, **config: Any) -> Any:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("resolver", config={"gazetteer": str(world), **config})
    return nlp


@needs("spacy")
def test_spacy_gives_the_mentions_of_link(world: Path, known: Resolver) -> None:
    texts = [text for text in TEXTS if text is not None]
    for text, doc in zip(texts, _pipeline(world).pipe(texts), strict=True):
        assert list(doc._.mentions) == known.link(text)
        ids = [mention.id or "" for mention in known.link(text) if mention.id or mention.ambiguous]
        assert sorted(ent.kb_id_ for ent in doc.ents) == sorted(ids)
        for ent in doc.ents:
            assert any(ent.start_char <= m.start and m.end <= ent.end_char for m in doc._.mentions)


@needs("spacy")
def test_spacy_offsets_are_right(world: Path) -> None:
    doc = _pipeline(world)("😀 Veldoria-based Marta  Kowalenko left (Veldoria)…")
    found = [(ent.text, ent.start_char, ent.label_, ent.kb_id_) for ent in doc.ents]
    assert found[0] == ("Veldoria", 2, "GPE", "veldoria")
    assert found[1][2:] == ("PERSON", "marta-kowalenko")
    assert found[2][0] == "Veldoria"
    assert all(doc.text[start : start + len(text)] == text for text, start, *_ in found)


@needs("spacy")
@pytest.mark.parametrize(("overwrite", "labels"), [(False, ["SEEN", "X"]), (True, ["GPE", "X"])])
def test_spacy_entities_found_before(world: Path, overwrite: bool, labels: list[str]) -> None:
    import spacy

    nlp = spacy.blank("en")
    patterns = [{"label": "SEEN", "pattern": "Veldoria"}, {"label": "X", "pattern": "lovely day"}]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    nlp.add_pipe("resolver", config={"gazetteer": str(world), "overwrite_ents": overwrite})
    doc = nlp("A lovely day in Veldoria")
    assert sorted((ent.label_ for ent in doc.ents), reverse=overwrite is None) == sorted(labels)
    assert {ent.text: ent.kb_id_ for ent in doc.ents} == {"lovely day": "", "Veldoria": "veldoria"}


@needs("spacy")
def test_spacy_finds_the_component_by_its_entry_point() -> None:
    from importlib.metadata import entry_points

    (point,) = entry_points(group="spacy_factories", name="resolver")
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('resolver'); print(nlp.pipe_names)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "['resolver']\n"
    assert point.value == "resolver.integrations.spacy:make_component"


# -- what is loaded -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["resolve", "--help"], ["link", "-c", "a", "-h"]]
)
def test_help_loads_no_extra(arguments: list[str]) -> None:
    heavy = {module for modules in EXTRAS.values() for module in modules} | {"resolver.integrations"}
    code = (
        "import sys; from resolver.cli import main; main(sys.argv[1:]);"
        f"print('loaded:', sorted({sorted(heavy)!r} & sys.modules.keys()))"
    ).replace(f"{sorted(heavy)!r}", f"set({sorted(heavy)!r})")
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "loaded: []"


def test_a_text_through_the_command_line_loads_no_extra(world: Path) -> None:
    code = (
        "import sys; from resolver.cli import main; main(sys.argv[1:]);"
        "print('loaded:', sorted({'pyarrow', 'pandas', 'numpy', 'polars'} & sys.modules.keys()))"
    )
    arguments = ["resolve", "-c", "who", "-g", str(world)]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input="who\nVeldoria\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "veldoria" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "loaded: []"
