"""The index in a file answers as the one in memory does, and a file that does not fit is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resolver
from resolver.errors import GazetteerError, IndexFileError
from resolver.index import file
from resolver.index.compiler import index_of
from resolver.index.file import is_index, open_file
from resolver.index.index import Index
from resolver.index.loading import compile_index, default_lexicon, open_index
from resolver.index.names import NameRef
from resolver.index.nearest import NameSearch, Nearest
from resolver.names.matcher import Matcher
from resolver.names.parts import Name
from resolver.storage import StoreWriter

RECORDS: list[dict[str, Any]] = [
    {"id": "anna-berg", "type": "person", "name": "Anna Maria Berg", "aliases": ["A. M. Berg"]},
    {"id": "berg-bank", "type": "organization", "name": "Berg Bank AG", "acronyms": ["BBAG"], "country": "x"},
    {"id": "north-lake", "type": "place", "name": "North Lake", "names": {"ru": ["Северное озеро"]}},
    {"id": "lake-bank", "type": "organization", "name": "Lake Bank AG", "exact": True},
    {"id": "van-dale", "type": "person", "name": "van Dale", "variants": ["van Daal"]},
    {"id": "old", "type": "place", "name": "Old Lake", "replaced_by": "north-lake"},
    {"id": "gone", "type": "place", "name": "Gone Lake", "retired": True, "note": "flooded"},
    {"id": "x", "type": "place", "name": "Xanadu", "demonyms": ["Xanadian"], "needs_context": ["Xanadu"]},
]


def both(records: list[dict[str, Any]], folder: Path) -> tuple[Index, Index]:
    """The same index in memory and in a file."""
    path = folder / "some.index"
    compile_index([records], path)
    return open_index([records], cache=True), open_file(path)


def _openings(index: Index, whole: Index) -> tuple[int, list[object]]:
    """How names open in `index`, for all openings that `whole`, which lies in memory, has."""
    assert isinstance(whole.openings, dict)
    return len(index.openings), [index.openings.get(key) for key in whole.openings]


def _nearest(index: Index, query: Name) -> list[Nearest]:
    search = NameSearch(index.retrieval, index.lexicon, index.matcher.tokens)
    found = search.likely(query), search.nearest(query, 5)
    return [each._replace(values=dict(each.values)) for each in found]


def _in_texts(index: Index) -> list[NameRef]:
    """The names that a text may misspell."""
    return [index.fuzzy_in_texts(number) for number in range(len(index.retrieval_in_texts))]


def assert_same(memory: Index, stored: Index) -> None:
    """Every look-up that either can answer is answered alike by both."""
    assert list(stored.names) == list(memory.names)
    assert _openings(stored, memory) == _openings(memory, memory)
    assert stored.odd == memory.odd
    assert _in_texts(stored) == _in_texts(memory)
    assert list(stored.gazetteer) == sorted(memory.gazetteer, key=lambda entity: entity.id)
    assert len(stored.gazetteer) == len(memory.gazetteer)
    assert dict(stored.gazetteer.lineages) == dict(memory.gazetteer.lineages)
    for ref in memory.names:
        key = "".join(ref.tokens)
        assert stored.phrase(key) == memory.phrase(key)
        assert stored.phrase(key + "?") == memory.phrase(key + "?") == []
        assert stored.gazetteer[ref.entity] == memory.gazetteer[ref.entity]
        query = memory.matcher.parse(ref.spelling, ref.type)
        assert _nearest(stored, query) == _nearest(memory, query)


def test_file_answers_as_memory(tmp_path: Path) -> None:
    memory, stored = both(RECORDS, tmp_path)
    assert_same(memory, stored)
    assert stored.gazetteer["old"].id == "north-lake"
    former = stored.gazetteer.former("gone")
    assert former is not None
    assert former.note == "flooded"
    with pytest.raises(KeyError, match="retired"):
        stored.gazetteer["gone"]


def test_what_words_are_read_as_is_kept(tmp_path: Path) -> None:
    records = [
        {
            "id": "a",
            "type": "person",
            "name": "Анна Берг",
            "aliases": ["안나 베르크", "アンナ・ベルク", "آنا برغ"],
        },
        {"id": "b", "type": "person", "name": "Émile Berg"},
    ]
    path = tmp_path / "some.index"
    compile_index([records], path)
    stored = open_file(path)
    fresh = Matcher(stored.lexicon)
    known = stored._readings
    assert known is not None
    assert known("Berg") is known("Émile") is known("Unbekannt") is None
    for name in stored.names:
        for part in () if name.derived else fresh.parse(name.spelling, "person").parts:
            assert known(part.token.text) == fresh.tokens.readings_of(part.token)
    remembering = Matcher(stored.lexicon)
    remembering.tokens.remember(known)
    for text in ("Анна Берг", "Анна Бург", "آنا برغ", "آنا بور", "안나 베르크"):
        ours, theirs = remembering.parse(text, "person"), fresh.parse(text, "person")
        for one, other in zip(ours.parts, theirs.parts, strict=True):
            assert remembering.tokens.keys(one.token) == fresh.tokens.keys(other.token)
        assert [(p.role, p.weight) for p in ours.parts] == [(p.role, p.weight) for p in theirs.parts]
        for a, b in zip(ours.parts, theirs.parts, strict=True):
            assert (a.token.latin, a.token.tables, a.token.first) == (
                b.token.latin,
                b.token.tables,
                b.token.first,
            )


@pytest.mark.slow
def test_default_gazetteer_answers_alike() -> None:
    memory, stored = open_index([None], cache=False), open_index([None], cache=True)
    assert memory.file is None
    assert stored.file is not None
    assert len(stored.names) == len(memory.names) > 1000
    assert _openings(stored, memory) == _openings(memory, memory)
    for number in range(0, len(memory.names), 37):
        ref = memory.names[number]
        assert stored.names[number] == ref
        assert stored.phrase("".join(ref.tokens)) == memory.phrase("".join(ref.tokens))
        query = memory.matcher.parse(ref.spelling[1:], ref.type)
        assert _nearest(stored, query) == _nearest(memory, query)


# Without control characters and spaces at the ends, which no name may have.
word = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
latin = st.text("abcdeimnorstuAEKLMŁÉ'-", min_size=1, max_size=9)
name = st.lists(st.one_of(latin, latin, word), min_size=1, max_size=4).map(" ".join).filter(str.strip)
record = st.fixed_dictionaries(
    {"type": st.sampled_from(["person", "organization", "place", "work"]), "name": name},
    optional={
        "aliases": st.lists(name, max_size=2),
        "acronyms": st.lists(name, max_size=1),
        "variants": st.lists(name, max_size=2),
        "needs_context": st.just(True),
    },
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(record, max_size=4))
def test_any_records_answer_alike(tmp_path: Path, records: list[dict[str, Any]]) -> None:
    numbered = [{"id": f"e{place}", **each} for place, each in enumerate(records)]
    for each in numbered:
        if "needs_context" in each:
            each["needs_context"] = [each["name"]]
    assert_same(*both(numbered, tmp_path))


def test_bytes_depend_on_content_only(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    compile_index([RECORDS], one)
    compile_index([RECORDS[::-1]], other)
    assert one.read_bytes() == other.read_bytes()


def test_load_opens_a_compiled_index_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "whatever"
    compile_index([RECORDS], path)
    assert is_index(path)
    loaded, direct = resolver.load(path), resolver.load(RECORDS)
    for asked in ("Ana Maria Berg", "Berg, Anna", "Bergbank", "Xanadu", "Севеpное озеро", ""):
        assert loaded.candidates(asked) == direct.candidates(asked)
        assert loaded.resolve(asked) == direct.resolve(asked)
    text = "Anna Maria Berg left the Berg Bank. Berg went to North Lake."
    assert loaded.link(text) == direct.link(text)


def test_refusals_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "some.index"
    with pytest.raises(IndexFileError, match=r"some\.index: cannot be opened"):
        resolver.load(path)
    path.write_bytes(b"")
    with pytest.raises(IndexFileError, match="not a compiled file"):
        resolver.load(path)
    StoreWriter("tea", file.stamps()).write(path)
    with pytest.raises(IndexFileError, match="is a compiled tea, not a compiled gazetteer"):
        resolver.load(path)
    compile_index([RECORDS], path)
    with pytest.raises(IndexFileError, match="cannot be joined with other sources"):
        resolver.load([str(path), "default"])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(IndexFileError, match=r"damaged.*compile it again"):
        resolver.load(path)
    path.write_bytes(whole)
    monkeypatch.setattr(file, "FOLD_VERSION", "0")
    with pytest.raises(IndexFileError, match=r"fold version.*compile it again"):
        resolver.load(path)


def test_damage_inside_is_found_when_it_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "some.index"
    compile_index([RECORDS], path)
    whole = bytearray(path.read_bytes())
    at = whole.index(b"anna-berg\n")
    whole[at + 1] ^= 0xFF
    path.write_bytes(whole)
    with pytest.raises(IndexFileError, match="damaged"):
        resolver.load(path).resolve("Anna Maria Berg")


@pytest.fixture
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "resolver" / "index"


def write_records(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")


def test_files_are_compiled_once_and_again_when_they_change(cache_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.jsonl"
    write_records(source, RECORDS)
    first = resolver.load(source)
    assert [entity.id for entity in first.gazetteer] == sorted(e.id for e in first.gazetteer)
    resolver.load(str(source))
    resolver.load([source])
    assert len(list(cache_home.iterdir())) == 1
    write_records(source, [*RECORDS, {"id": "new", "type": "person", "name": "Nina Newcomer"}])
    found = resolver.load(source).resolve("Nina Newcomer")
    assert found is not None
    assert found.id == "new"
    assert len(list(cache_home.iterdir())) == 2


def test_without_cache_nothing_is_written(cache_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.jsonl"
    write_records(source, RECORDS)
    assert resolver.load(source, cache=False).resolve("Anna Maria Berg") is not None
    assert not cache_home.exists()


def test_damaged_cache_is_built_again(cache_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.jsonl"
    write_records(source, RECORDS)
    resolver.load(source)
    (compiled,) = cache_home.iterdir()
    compiled.write_bytes(compiled.read_bytes()[:100])
    assert resolver.load(source).resolve("Anna Maria Berg") is not None


def test_complaints_of_sources_come_through(cache_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.jsonl"
    source.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"mine\.jsonl:1"):
        resolver.load(source)
    with pytest.raises(GazetteerError, match="no such file"):
        resolver.load(tmp_path / "nothing.jsonl")


@pytest.mark.slow
def test_own_lexicon_goes_into_the_file(cache_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "entities").mkdir(parents=True)
    (folder / "lexicon").mkdir()
    write_records(folder / "entities" / "people.jsonl", RECORDS)
    (folder / "lexicon" / "own.toml").write_text(
        'source = "me"\nlicence = "none"\n[words.person_title]\nen = ["grand vizier"]\n'
    )
    lexicon = open_index([folder], cache=True).lexicon
    assert "grand vizier" in lexicon.words("person_title", "en")
    assert lexicon.words("person_title", "en") > default_lexicon().words("person_title", "en")
    assert lexicon.hash != default_lexicon().hash


def test_lexicon_reads_alike_from_a_file() -> None:
    stored, memory = default_lexicon(), default_lexicon(cache=False)
    assert stored.hash == memory.hash
    for category in ("person_title", "legal_form", "particle", "nothing"):
        assert stored.words(category) == memory.words(category)
        assert stored.languages(category) == memory.languages(category)
    for category in ("nickname", "abbreviation", "nothing"):
        assert stored.map(category) == memory.map(category)
    assert stored.weights("linking") == memory.weights("linking")
    assert stored.tables("romanization") == memory.tables("romanization")


def test_order_of_entities_does_not_matter() -> None:
    loaded = open_index([RECORDS], cache=False)
    turned = index_of(reversed(list(loaded.gazetteer)), loaded.lexicon, loaded.gazetteer)
    assert list(turned.names) == list(loaded.names)
    query = loaded.matcher.parse("Ana Berg", "person")
    assert _nearest(turned, query) == _nearest(loaded, query)
