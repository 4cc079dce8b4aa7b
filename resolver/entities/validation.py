"""From a record (a dict from TOML, JSON or Python) to an `Entity`, or to complaints a user can act on.

Two ways, one verdict: records of a million names are mostly an id, a type and a few lists of plain strings,
which `_fast` accepts without pydantic; whatever it does not accept goes to the models, which decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from resolver.entities.entity import Entity, Variant
from resolver.entities.models import LANGUAGE_PATTERN, EntityRecord
from resolver.types import ENTITY_TYPES

_TYPES: Final = frozenset(ENTITY_TYPES)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*").fullmatch
_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN).fullmatch
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LISTS: Final = frozenset(
    {
        "aliases",
        "acronyms",
        "short",
        "demonyms",
        "former",
        "nicknames",
        "not",
        "needs_context",
        "ambiguous",
        "sources",
        "examples",
        "counterexamples",
    }
)
FIELDS: Final[tuple[str, ...]] = tuple(
    field.alias or name for name, field in EntityRecord.model_fields.items() if name != "id"
)


class Problem(NamedTuple):
    """One complaint about a record: where in it (keys and list positions), what to do, and its kind."""

    path: tuple[str | int, ...]
    message: str
    code: str = "schema"


def entity_from_record(record: Mapping[str, Any]) -> tuple[Entity | None, list[Problem]]:
    """The entity, or None, and all that is wrong with the record, which is to be refused then.

    What only has names that are badly written comes with the entity, so that `check` finds the rest as well.
    """
    if (entity := _fast(record)) is None:
        if not isinstance(record, Mapping):
            return None, [Problem((), f"a record must be a dict with id, type and name, not {_kind(record)}")]
        try:
            model = EntityRecord.model_validate(record if type(record) is dict else dict(record))
        except ValidationError as error:
            return None, problems_of(error, FIELDS)
        entity = _from_model(model)
        if problems := _written(entity):
            return entity, problems
    problems = _structure(entity)
    return (None, problems) if problems else (entity, [])


def _plain(value: Any) -> bool:
    # isprintable() is false for lone surrogates, which the models refuse, and for a few more, which they
    # accept: those take the slow way.
    return type(value) is str and value.isprintable() and value != "" and value[0] != " " != value[-1]


def _fast(record: Any) -> Entity | None:
    """The entity of a record of the usual kind; None means "ask the models", not "wrong"."""
    if type(record) is not dict:
        return None
    values: dict[str, Any] = {}
    for key, value in record.items():
        if key == "name":
            if not _plain(value):
                return None
        elif key == "id":
            if type(value) is not str or not _ID(value):
                return None
        elif key == "type":
            if type(value) is not str or value not in _TYPES:
                return None
        elif key in _LISTS:
            if type(value) is not list and type(value) is not tuple:
                return None
            if not all(map(_plain, value)):
                return None
            value = tuple(value)
            if key == "not":
                key = "not_"
        elif key == "country" or key == "within":
            if type(value) is not str or not _ID(value):
                return None
        elif key == "names":
            if type(value) is not dict:
                return None
            for lang, spellings in value.items():
                if type(lang) is not str or not _LANGUAGE(lang) or type(spellings) is not list:
                    return None
                if not all(map(_plain, spellings)):
                    return None
            value = {lang: tuple(spellings) for lang, spellings in value.items() if spellings}
        elif key == "external":
            if type(value) is not dict:
                return None
            for scheme, item in value.items():
                if not _plain(scheme) or not _plain(item):
                    return None
            value = dict(value)
        elif key == "variants":
            if type(value) is not list:
                return None
            if not all(map(_plain, value)):
                return None
            value = tuple(Variant(item, record["name"]) for item in value) if "name" in record else ()
        else:
            return None
        values[key] = value
    if "id" in values and "type" in values and "name" in values:
        return Entity(**values)
    return None


def _from_model(model: EntityRecord) -> Entity:
    replaced = model.replaced_by
    return Entity(
        id=model.id,
        type=model.type,
        name=model.name,
        aliases=tuple(model.aliases),
        acronyms=tuple(model.acronyms),
        short=tuple(model.short),
        demonyms=tuple(model.demonyms),
        former=tuple(model.former),
        nicknames=tuple(model.nicknames),
        names={lang: tuple(spellings) for lang, spellings in model.names.items() if spellings},
        variants=tuple(
            Variant(v, model.name) if isinstance(v, str) else Variant(v.spelling, v.of)
            for v in model.variants
        ),
        not_=tuple(model.not_),
        needs_context=tuple(model.needs_context),
        ambiguous=tuple(model.ambiguous),
        country=model.country,
        within=model.within,
        member_of=tuple(model.member_of),
        external=dict(model.external),
        sources=tuple(model.sources),
        examples=tuple(model.examples),
        counterexamples=tuple(model.counterexamples),
        replaced_by=(replaced,) if isinstance(replaced, str) else tuple(replaced or ()),
        retired=model.retired,
        exact=model.exact,
        note=model.note,
    )


def names_of(entity: Entity) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every name and excluded name as written, with the keys that lead to it."""
    yield ("name",), entity.name
    for field in ("aliases", "acronyms", "short", "demonyms", "former", "nicknames"):
        for text in getattr(entity, field):
            yield (field,), text
    for text in entity.not_:
        yield ("not",), text
    for lang, spellings in entity.names.items():
        for text in spellings:
            yield ("names", lang), text
    for variant in entity.variants:
        yield ("variants",), variant.spelling


def _written(entity: Entity) -> list[Problem]:
    """Names that no text is written in: with spaces at an end, with control characters."""
    problems = []
    for path, text in names_of(entity):
        if controls := sorted(set(_CONTROL.findall(text))):
            named = ", ".join(f"U+{ord(char):04X} control" for char in controls)
            problems.append(Problem(path, f"{text!r} holds {named}; remove it", "invisible"))
        elif text != text.strip():
            message = f"{text!r} has a space at an end; write single plain spaces"
            problems.append(Problem(path, message, "stray-space"))
    return problems


def _structure(entity: Entity) -> list[Problem]:
    """What single fields cannot tell: parts of a record that point at other parts that are not there."""
    if not (entity.variants or entity.needs_context or entity.ambiguous or entity.replaced_by):
        return []
    problems = []
    names = {name.spelling for name in entity.all_names() if not name.variant}
    for i, variant in enumerate(entity.variants):
        if variant.of not in names:
            problems.append(
                Problem(
                    ("variants", i),
                    f"variant {variant.spelling!r} is of {variant.of!r}, which is no name of this entity"
                    f"{_closest(variant.of, names)}; add the name or correct `of`",
                )
            )
    spellings = names | {variant.spelling for variant in entity.variants}
    for field in ("needs_context", "ambiguous"):
        for i, name in enumerate(getattr(entity, field)):
            if name not in spellings:
                problems.append(
                    Problem(
                        (field, i),
                        f"{field} lists {name!r}, which is no name of this entity"
                        f"{_closest(name, spellings)}; write it as it stands among the names",
                    )
                )
    if entity.id in entity.replaced_by:
        problems.append(Problem(("replaced_by",), "replaced_by names the entity itself; name its successor"))
    return problems


def _closest(word: str, known: set[str] | tuple[str, ...]) -> str:
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def problems_of(error: ValidationError, fields: tuple[str, ...]) -> list[Problem]:
    """pydantic's findings as plain sentences; `fields` are the known keys at the top."""
    found: dict[Problem, None] = {}
    # Unknown fields first: a misspelt one is why another is missing.
    for detail in sorted(error.errors(include_url=False), key=lambda d: d["type"] != "extra_forbidden"):
        path, problem = _plain_problem(detail, fields)
        # A field that takes a string or a table complains once a choice; one sentence is enough.
        if not any(known.path[: len(path)] == path or known.path == path for known in found):
            found[Problem(path, problem)] = None
    return list(found)


def _plain_problem(detail: ErrorDetails, fields: tuple[str, ...]) -> tuple[tuple[str | int, ...], str]:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    location = list(detail["loc"])
    is_key = "[key]" in location
    union = next((i for i, part in enumerate(location) if _is_choice(part)), None)
    if union is not None:  # one of several shapes was tried: speak of the field, not of the shape
        path = tuple(location[:union])
        field = _name(path)
        if path and path[0] == "variants":
            return path, (
                f'{field} must be a spelling ("…") or {{ of = "…", spelling = "…" }}, not {_kind(value)}'
                if kind not in ("extra_forbidden", "missing")
                else f'{field} must be {{ of = "…", spelling = "…" }} with just these two keys'
            )
        if path and path[0] == "replaced_by":
            return path, f"{field} must be an ID or a list of IDs, not {_show(value)}"
        return path, f"{field} must be a string or a list of strings, not {_kind(value)}"
    path = tuple(part for part in location if part != "[key]")
    field = _name(path)
    if kind == "missing":
        return path, f"{field} is missing; every entry needs it"
    if kind == "extra_forbidden":
        key = str(path[-1])
        hint = _closest(key, fields if len(path) == 1 else ())
        if isinstance(value, Mapping) and not hint:
            hint = f'; is it an ID with a dot? then quote the header: ["….{key}"]'
        elif not hint:
            hint = f"; known are {', '.join(fields)}" if len(path) == 1 else ""
        return path, f"unknown field {key!r}{hint}"
    if kind == "literal_error":
        return path, f"{field} must be one of {', '.join(ENTITY_TYPES)}, not {_show(value)}" + (
            _closest(value, ENTITY_TYPES) if isinstance(value, str) else ""
        )
    if kind == "string_pattern_mismatch":
        pattern = context.get("pattern", "")
        if pattern == r"\S":
            return path, f"{field} is empty; leave it out or give it content"
        if "[a-z]{2,8}" in pattern:
            return path, (
                f"{value!r} is no language code: write it as in “en”, “zh”, “az-Cyrl” "
                "(small letters, then parts after hyphens)"
            )
        return path, (
            f"{_show(value)} is no ID ({field}): an ID starts with a letter or digit and goes on with "
            "letters, digits, “.”, “_”, “:” and “-”"
        )
    if kind == "string_type":
        return path, f"{field} must be a string, not {_kind(value)}"
    if kind == "string_unicode":
        return path, f"{field} holds half a surrogate pair, which is no character; write the whole character"
    if kind == "list_type":
        hint = f': {path[0]} = ["{value}"]' if isinstance(value, str) and len(path) == 1 else ""
        of = "spellings" if path[0] == "variants" else "strings"
        return path, f"{field} must be a list of {of}{hint}, not {_kind(value)}"
    if kind in ("dict_type", "model_type"):
        return path, f"{field} must be a table, not {_kind(value)}"
    if kind == "too_short":
        return path, f"{field} is an empty list; leave it out"
    if kind == "bool_type":
        return path, f"{field} must be true or false, not {_show(value)}"
    if kind in ("float_type", "finite_number"):
        return path, f"{field} must be a number, not {_show(value)}"
    if kind == "value_error" and "error" in context:
        return path, str(context["error"])
    what = f"{field} (its key)" if is_key else field
    return path, f"{what}: {detail['msg'][:1].lower()}{detail['msg'][1:]}, not {_show(value)}"


def _is_choice(part: str | int) -> bool:
    return isinstance(part, str) and (
        part.startswith(("constrained-str", "list[", "function-before", "VariantOf"))
    )


def _name(path: tuple[str | int, ...]) -> str:
    """A path as a reader says it: `names.ru[2]`, positions counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "the record"


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null (leave the field out)"
        case bool():
            return f"{str(value).lower()}"
        case str():
            return f"the string {_show(value)}"
        case int() if (
            abs(value) >= 10**40
        ):  # thousands of digits take quadratic time to write, or are refused
            return "a very long number"
        case int() | float():
            return f"the number {value}"
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list"
        case _:
            return f"a {type(value).__name__}"


def _show(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else _kind(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]


def model_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a model knows, as files write them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())
