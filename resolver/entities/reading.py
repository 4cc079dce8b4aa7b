"""Read gazetteer files: entities from TOML and JSONL, lexicon files, records from Python.

Every complaint is a GazetteerError with file, line and id where there are any. It goes to a `Complaints`,
which raises it or keeps it for a list of all that is wrong.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from resolver.entities.entity import Entity
from resolver.entities.lexicon import LexiconData, empty_lexicon_data
from resolver.entities.lexicon_models import LexiconFile
from resolver.entities.models import EntityFileHeader
from resolver.entities.toml_lines import TomlLines
from resolver.entities.validation import Problem, entity_from_record, model_keys, problems_of
from resolver.errors import GazetteerError

ENTITY_SUFFIXES: Final = (".toml", ".jsonl")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*").fullmatch
_HEADER_KEYS: Final = frozenset(model_keys(EntityFileHeader))
_LEXICON_KEYS: Final = frozenset(model_keys(LexiconFile))
_TOML_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
#: Parts of a key from which on it is no field of anything.
_MOST_PARTS: Final = 64
_DEEP_KEY: Final = re.compile(
    r"""(?P<deep>(?<![\w-])(?:(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*\.[ \t]*){63}+)"""
    r"""|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|\#[^\n]*+"""
)
_NESTED: Final = re.compile(r"(?:[\[{][^\[\]{}\"'#]{0,40}){50}")
_LONG_NUMBER: Final = re.compile(r"\d[\d_]{3999}")
_HEADER: Final = re.compile(
    r"""[ \t]*\[+[ \t]*(?:"([\w.:-]{1,200})"|'([\w.:-]{1,200})'|([\w-]{1,200}))"""
).match
_TOML_TWICE: Final = re.compile(r"Cannot declare \((.*)\) twice")


class Located(NamedTuple):
    """An entity and where it was read: the file (None for records) and the line or record number."""

    entity: Entity
    file: str | None
    line: int


class Complaints:
    """Where complaints go: into a list, or up as an exception at once."""

    def __init__(self, errors: list[GazetteerError] | None = None) -> None:
        self._errors = errors

    def add(self, error: GazetteerError, code: str = "schema") -> None:
        """`code` tells kinds of complaint apart for those who want to (`resolver gazetteer check`)."""
        if self._errors is None:
            raise error from None  # what pydantic, json or tomllib said is in the message
        self._errors.append(error)


class Toml(NamedTuple):
    """A parsed TOML file, with its text for the lines of complaints."""

    file: str
    text: str
    data: dict[str, Any]


def is_lexicon(data: Mapping[str, Any]) -> bool:
    """Whether a parsed TOML file is a lexicon file: it has a lexicon's section and no entity there."""
    sections = [data[key] for key in _LEXICON_KEYS - _HEADER_KEYS if key in data]
    return any(isinstance(section, dict) and "type" not in section for section in sections)


def _read_text(path: Path, complaints: Complaints, content: bytes | None) -> str | None:
    if content is None:
        content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        complaints.add(
            GazetteerError(
                f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8",
                file=str(path),
                line=line,
            ),
            "syntax",
        )
        return None


def read_toml(path: Path, complaints: Complaints, content: bytes | None = None) -> Toml | None:
    """Parse a TOML file, or `content` in its place; None when it cannot be."""
    if (text := _read_text(path, complaints, content)) is None:
        return None
    if (line := _too_deep(text)) is not None:
        complaints.add(_at("a key of too many parts; no field is that deep", text, line, str(path)), "syntax")
        return None
    # tomllib wants \n or \r\n, as TOML does; universal newlines are not its business.
    try:
        return Toml(str(path), text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        error_at = _toml_error(str(error), text, str(path))
        complaints.add(
            error_at, "duplicate-id" if "this ID stands here twice" in error_at.message else "syntax"
        )
    except RecursionError:
        complaints.add(_at("nested too deeply", text, _line_of(_NESTED, text), str(path)), "syntax")
    except ValueError:  # of `int`, for numbers of thousands of digits
        what = "a number is too long; no field holds such numbers"
        complaints.add(_at(what, text, _line_of(_LONG_NUMBER, text), str(path)), "syntax")
    return None


def _too_deep(text: str) -> int | None:
    """The line of a key of very many parts, which `tomllib` would take quadratic time for."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") >= _MOST_PARTS and any(found["deep"] for found in _DEEP_KEY.finditer(line)):
            return number
    return None


def _line_of(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _at(message: str, text: str, line: int | None, file: str) -> GazetteerError:
    """A complaint about a line of a TOML text that cannot be parsed, with the ID of the table it is in."""
    id = None
    if line is not None:
        for row in reversed(text.split("\n")[:line]):
            if header := _HEADER(row):
                id = header[1] or header[2] or header[3]
                break
    return GazetteerError(message, file=file, line=line, id=id)


def _toml_error(message: str, text: str, file: str) -> GazetteerError:
    """tomllib's message with the line taken out of it, and what to do where that is known."""
    line: int | None = text.count("\n") + 1
    if found := _TOML_AT.search(message):
        line = int(found[1])
        message = f"{message[: found.start()]}, column {found[2]}"
    message = message.removesuffix(" (at end of document)")
    if twice := _TOML_TWICE.search(message):
        path = tuple(part.strip().strip("'\"") for part in twice[1].rstrip(",").split(","))
        first = TomlLines(text).line(path)
        return GazetteerError(
            f"this ID stands here twice, first in line {first}; an ID is given once: join the two or give "
            "another ID"
            if len(path) == 1
            else f"[{'.'.join(path)}] stands here twice, first in line {first}; join the two",
            file=file,
            line=line,
            id=path[0],
        )
    hints = {
        "Cannot overwrite a value": "this key stands twice in its table; keep one",
        "Expected '=' after a key": "a key with “.”-free ASCII letters needs no quotes, every other does",
        "Unclosed array": "a “]” or a comma is missing",
        "Unterminated string": "a closing quote is missing",
        "Illegal character '\\n'": "a closing quote is missing in this line",
        "Invalid value": 'strings stand in quotes: name = "…"',
        "Invalid statement": "quote keys that hold more than letters, digits, “_” and “-”",
        "Expected ']'": 'quote an ID with “:” in it: ["a:b"]',
    }
    hint = next((hint for start, hint in hints.items() if message.startswith(start)), "")
    return GazetteerError(f"not valid TOML: {message}" + (f"; {hint}" if hint else ""), file=file, line=line)


def toml_entities(toml: Toml, complaints: Complaints) -> Iterator[Located]:
    """The entities of a parsed TOML file, in its order."""
    lines = TomlLines(toml.text)
    header: dict[str, Any] = {}
    for id, record in toml.data.items():
        line = lines.line((id,)) or 1
        if not isinstance(record, dict):
            header[id] = record
            continue
        if not _ID(id):
            complaints.add(
                GazetteerError(
                    f"{id!r} is no ID: an ID starts with a letter or digit and goes on with letters, digits, "
                    "“.”, “_”, “:” and “-”",
                    file=toml.file,
                    line=line,
                )
            )
            continue
        if "id" in record:
            complaints.add(
                GazetteerError(
                    "the table's header is the ID; remove the field `id`",
                    file=toml.file,
                    line=lines.line((id, "id")) or line,
                    id=id,
                )
            )
            record = {key: value for key, value in record.items() if key != "id"}
        record["id"] = id
        entity, problems = entity_from_record(record)
        if entity is not None:
            yield Located(entity, toml.file, line)
        for problem in problems:
            at = lines.line((id, *problem.path)) or line
            complaints.add(
                GazetteerError(problem.message.replace("….", f"{id}."), file=toml.file, line=at, id=id),
                problem.code,
            )
    if header:
        for problem in _model_problems(EntityFileHeader, header):
            complaints.add(
                GazetteerError(_header_hint(problem), file=toml.file, line=lines.line(problem.path) or 1)
            )


def _header_hint(problem: Problem) -> str:
    if problem.message.startswith("unknown field"):
        return (
            f"{problem.message.split(' (did')[0].split(';')[0]} before the first entity; known there are "
            "source and licence, an entity is a table: [its-id]"
        )
    return problem.message


def _model_problems(model: Any, data: Mapping[str, Any]) -> list[Problem]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return problems_of(error, model_keys(model))
    return []


def read_jsonl(path: Path, complaints: Complaints, content: bytes | None = None) -> Iterator[Located]:
    """The entities of a JSONL file, or of `content` in its place, one object a line, read as a stream."""
    file = str(path)
    for number, record in json_lines(path, complaints, content):
        entity, problems = entity_from_record(record)
        if entity is not None:
            yield Located(entity, file, number)
        for problem in problems:
            complaints.add(
                GazetteerError(problem.message, file=file, line=number, id=_id_of(record)), problem.code
            )


def json_lines(
    path: Path, complaints: Complaints, content: bytes | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file, or of `content` in its place, with their lines; empty lines are none."""
    loads = json.JSONDecoder(object_pairs_hook=_without_repeats).decode
    with path.open("rb") if content is None else io.BytesIO(content) as lines:
        for number, raw in enumerate(lines, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if not text:
                    continue
                record = loads(text)
            except UnicodeDecodeError as error:
                wrong, code = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8", "syntax"
            except json.JSONDecodeError as error:
                wrong = (
                    f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}, column {error.colno}; "
                    "each line is one object"
                )
                code = "syntax"
            except _Repeated as error:
                wrong, code = f"the key {error.args[0]!r} stands twice in this line; join the two", "schema"
            except ValueError:  # of `int`, for numbers of thousands of digits
                wrong, code = "a number in this line is too long; no field holds such numbers", "schema"
            except RecursionError:
                wrong, code = "not a record: nested too deeply", "schema"
            else:
                if type(record) is dict:
                    yield number, record
                    continue
                wrong, code = 'each line must be an object: {"id": "…", "type": "…", "name": "…"}', "schema"
            complaints.add(GazetteerError(wrong, file=str(path), line=number), code)


class _Repeated(ValueError):
    """A key that stands twice in a JSON object: its first value would be lost without a word."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Repeated(next(key for key in keys if keys.count(key) > 1))
    return record


def read_records(records: Iterable[Mapping[str, Any] | Entity], complaints: Complaints) -> Iterator[Located]:
    """The entities of records from Python; `line` is the record's number, from 1."""
    for number, record in enumerate(records, start=1):
        if isinstance(record, Entity):
            yield Located(record, None, number)
            continue
        entity, problems = entity_from_record(record)
        if entity is not None:
            yield Located(entity, None, number)
        for problem in problems:
            complaints.add(
                GazetteerError(f"record {number}: {problem.message}", id=_id_of(record)), problem.code
            )


def _id_of(record: Any) -> str | None:
    id = record.get("id") if isinstance(record, Mapping) else None
    return id if isinstance(id, str) and _ID(id) else None


def lexicon_of(toml: Toml, complaints: Complaints) -> LexiconData | None:
    """The lexicon content of a parsed TOML file; None when it is not usable."""
    try:
        file = LexiconFile.model_validate(toml.data)
    except ValidationError as error:
        lines = TomlLines(toml.text)
        for problem in problems_of(error, model_keys(LexiconFile)):
            complaints.add(
                GazetteerError(problem.message, file=toml.file, line=lines.line(problem.path) or 1)
            )
        return None
    data = empty_lexicon_data()
    data["words"] = file.words
    data["map"] = {
        category: {
            language: {
                word: [values] if isinstance(values, str) else list(values)
                for word, values in mapping.items()
            }
            for language, mapping in languages.items()
        }
        for category, languages in file.map.items()
    }
    data["weight"] = {
        group: {name: weight.value for name, weight in weights.items()}
        for group, weights in file.weight.items()
    }
    data["tables"] = {"romanization": dict(file.romanization)} if file.romanization else {}
    return data
