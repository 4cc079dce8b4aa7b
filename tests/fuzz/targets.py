"""What must hold whatever comes in: one function a way in, from bytes to nothing, or an AssertionError.

A target makes of the bytes what a stranger could send, uses the public API, and checks what the API promises.
An exception that the API does not name is a finding, and so is an input that takes longer than its size
explains. Engines (hypothesis, atheris, mutation by chance) differ only in where the bytes come from.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import resolver
from resolver.authoring.check import check
from resolver.authoring.formatting import format_toml
from resolver.errors import InputError, ResolverError
from resolver.rewriting import apply_edits
from resolver.types import ENTITY_TYPES

#: CPU seconds that any input may take, and more for each byte of it. Far above what is usual.
SECONDS, SECONDS_A_BYTE = 3.0, 0.005

#: What texts and names are made of where the bytes are read as pieces: names, what glues names together or
#: apart, letters of many scripts, and characters that have broken programs.
PIECES = (
    "Ilham Aliyev", "Anne Buyon", "Macron", "Baku", "United Nations", "U.N.", "UN", "France", "Niger",
    "New", "Azerbainjii", "Paris Hilton", "Georgia", "Organization of Turkish States", "COP29",
    "Quai d'Orsay", "Ильхам Алиев", "АЛИЕВ", "Ալիև", "ალიევი", "Ҝәнҹә", "习近平", "東京", "عليیف", "אליעזר",
    "김정은", "दिल्ली", "กรุงเทพ", "President", "Mr", "Dr.", "van der", "al-", "ibn", "O'", "Jr.", "Ltd",
    "University", "Bank", "of", "the", "and", "The", "said", "in", "was", "A", "B.", "x", "ß", "İ", "ı",
    "ﬁ", "Ǆ", "é", "e\u0301", "\u0301", "\u0327", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\x00",
    "\x1b[31m", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u202e", "\ufeff", "\ud800", "\udfff",
    "\U0001f600", "\U0010ffff", ".", ". ", ",", ", ", ";", ":", "!", "?", "(", ")", "[", "]", "{", "}", "<",
    ">", "</b>", "`", "```\n", "\"", "'", "’", "'s", "“", "”", "-", "–", "/", "\\", "\\u0041", "&amp;", "@",
    "#", "$", "%", "=", "+", "*", "_", "~", "|", "^", "1", "29", "1999", "²", "½", "http://", "www.",
    ".com", ".txt", "C:\\", "и", "ы", "ው", "ꙮ", "か\u3099", "ｱ", "Ａ", "𝐀", "ة", "ـ",
)  # fmt: skip

#: The same for gazetteer files: fields, values of all kinds, and syntax left open.
FILE_PIECES = (
    "[a]\n", "[b]\n", "[a.names]\n", "[[a]]\n", "[a.b.c]\n", 'type = "person"\n', 'type = "place"\n',
    'name = "Anna Berg"\n', 'name = "Ostra"\n', 'name = ""\n', "name = 1\n", 'aliases = ["A B", "C"]\n',
    'aliases = [[["x"]]]\n', 'names = { ru = "Анна" }\n', 'names = { ru = ["Анна", "Берг"] }\n',
    'short = ["Berg"]\n', 'variants = [{ of = "Ostra", spelling = "Ostrah" }]\n', 'replaced_by = "b"\n',
    'replaced_by = "a"\n', 'country = "b"\n', 'within = "a"\n', 'external = { wikidata = "Q1" }\n',
    'source = "s"\n', "born = 1970-01-01\n", 'examples = ["[Anna Berg] left"]\n',
    'examples = ["[[Anna] Berg"]\n', 'counterexamples = ["[Ostra]"]\n', 'not = ["Anne"]\n',
    "needs_context = true\n", 'needs_context = ["Ostra"]\n', "prominence = 1e400\n", "prominence = nan\n",
    "prominence = -1\n", "x = 0x7fffffffffffffffffff\n", "# why\n", "\n", " ", "=", '"', "'''", '"""', "[",
    "]", "{", "}", ",", ".", "\\u0000", "\\ud800", "\r\n", "\x00", "\u2028", "lexicon = true\n",
    "[words.title]\n", 'en = ["mr"]\n', "[map.nickname.en]\n", 'bob = ["robert"]\n', "[weight.names]\n",
    'threshold = { value = 0.5, reason = "r", example = "e" }\n',
    '{"id": "a", "type": "person", "name": "Anna"}\n', '{"id": "b", "id": "c"}\n', '{"a": ', "null",
    "[1, 2]\n", '"\\ud800"', "1e999", "9" * 50, "é", "e\u0301",
)  # fmt: skip


@cache
def default() -> resolver.Resolver:
    """The default gazetteer, with all that is made when it is first used: that is no input's time."""
    loaded = resolver.load()
    loaded.normalise("Anne Buyon met Ильхам Алиев.")
    loaded.candidates("Ильхам Алиев")
    resolver.compare("Anne Buyon", "Анна Буйон")
    return loaded


def read_as(data: bytes, pieces: tuple[str, ...]) -> str:
    """Bytes as a text: pieces, one a byte, where the first byte is even; as UTF-8 otherwise."""
    if not data:
        return ""
    if data[0] % 2:
        return data[1:].decode("utf-8", "surrogateescape")
    return "".join([pieces[byte % len(pieces)] for byte in data[1:]])


@contextlib.contextmanager
def bounded(size: int) -> Iterator[None]:
    """Raise AssertionError when the body takes more CPU time than `size` bytes may."""
    began = time.process_time()
    yield
    took = time.process_time() - began
    allowed = SECONDS + SECONDS_A_BYTE * size
    assert took < allowed, f"{took:.1f} s for {size} bytes; {allowed:.1f} s are allowed"


def link(data: bytes) -> None:
    """Mentions are spans of the text, in order, apart, and say what stands there."""
    text = read_as(data, PIECES)
    reader = default()
    with bounded(len(data)):
        mentions = reader.link(text)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert 0.0 <= mention.score <= 1.0
        assert mention.id is None or mention.id in reader.gazetteer
        assert mention.id is not None or mention.candidates
        end = mention.end


def normalise(data: bytes) -> None:
    """Edits say what they replace; what is normalised stays as it is."""
    text = read_as(data, PIECES)
    reader = default()
    with bounded(len(data)):
        edits = reader.edits(text)
    for edit in edits:
        assert text.startswith(edit.before, edit.offset)
        assert edit.before != edit.after
    once = reader.normalise(text)
    assert once == apply_edits(text, edits)
    assert reader.normalise(once) == once


def compare(data: bytes) -> None:
    """A comparison is symmetric, a probability, and can be explained."""
    if not data:
        return
    type = (None, *ENTITY_TYPES)[data[0] % (len(ENTITY_TYPES) + 1)]
    half = (len(data) + 1) // 2
    default()
    a, b = read_as(data[1:half], PIECES), read_as(data[half:], PIECES)
    with bounded(len(data)):
        there = resolver.compare(a, b, type)
        there.explain()
    assert 0.0 <= there.score <= 1.0
    assert resolver.compare(b, a, type).score == there.score
    assert a != b or there.match or not resolver.compare(a, a, type).score


def resolve(data: bytes) -> None:
    """Candidates are in order, each entity once; who is meant, if anybody, is an entity that exists."""
    name = read_as(data, PIECES)
    reader = default()
    with bounded(len(data)):
        found = reader.candidates(name)
        meant = reader.resolve(name)
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert len({match.id for match in found}) == len(found)
    assert meant is None or meant.id in reader.gazetteer


@cache
def _used_once() -> None:
    """What is loaded at first use is no part of what a file takes."""
    with tempfile.TemporaryDirectory(prefix="resolver-fuzz-") as folder:
        file = Path(folder) / "first.jsonl"
        file.write_text('{"id": "a", "type": "place", "name": "Veldoria"}\n', encoding="utf-8")
        resolver.load(file, cache=False).link("Veldoria")
        check(file, examples=True)


def gazetteer(data: bytes) -> None:
    """A file is loaded or refused in one line; `check` speaks of every file; what loads can be used."""
    text = read_as(data, FILE_PIECES)
    content = text.encode("utf-8", "surrogateescape" if data[:1] and data[0] % 2 else "surrogatepass")
    kind = "jsonl" if b'{"' in content[:2] else "toml"
    _used_once()
    with tempfile.TemporaryDirectory(prefix="resolver-fuzz-") as folder:
        file = Path(folder) / f"file.{kind}"
        file.write_bytes(content)
        with bounded(len(data)):
            try:
                loaded = resolver.load(file, cache=False)
            except ResolverError as error:
                loaded, refusal = None, str(error)
            findings = check(file, examples=loaded is not None)
        if loaded is None:
            assert "\n" not in refusal
            assert findings, "refused, and `check` finds nothing"
            return
        for entity in loaded.gazetteer:
            with contextlib.suppress(InputError):
                loaded.candidates(entity.name)
        loaded.link(text[:2000])


def spelled_out(data: object) -> str:
    """Data as text that is the same whatever the order of keys, also for what equals nothing (nan)."""
    return json.dumps(data, sort_keys=True, default=repr)


def layout(data: bytes) -> None:
    """Formatting keeps what a file says and its comments, and a formatted file stays as it is."""
    text = read_as(data, FILE_PIECES)
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    try:
        once = format_toml(text)
    except ResolverError:
        return
    assert spelled_out(tomllib.loads(once)) == spelled_out(said)
    assert format_toml(once) == once


#: name → target
TARGETS: Mapping[str, Callable[[bytes], None]] = {
    function.__name__: function for function in (link, normalise, compare, resolve, gazetteer, layout)
}
