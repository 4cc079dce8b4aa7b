"""One name of one entity, as the index holds it, and all names of an entity packed into one record.

A record is three lines: the entity's ID; its type and names as JSON, [type, code, spelling, code, …]; the
rest of the entity as JSON, empty when the entity has nothing but a type and a name. The code of a name
is a number: form, flags and rule (see `_pack`); a variant's spelling is a pair [spelling, normal].
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, overload

from resolver.entities.entity import Entity
from resolver.text.fold import fold
from resolver.text.tokens import WORD
from resolver.types import FORMS, EntityType, Form

LISTED = "listed"

_set = object.__setattr__

_CONTEXT, _AMBIGUOUS, _RULE_SHIFT = 8, 16, 5
_FORM_MASK = 7
#: Names and records that stay decoded: a text's own, and no more than some tens of megabytes.
_KEPT_NAMES = 1 << 15
_KEPT_RECORDS = 1 << 12


@dataclass(frozen=True, slots=True)
class NameRef:
    """A spelling that points at an entity.

    `rule` is "listed" where the gazetteer gives the spelling, else how it was derived ("family name",
    "acronym" …). `normal` is the name it is a spelling of. `tokens` are its folded tokens.
    """

    entity: str
    type: EntityType
    spelling: str
    normal: str
    form: Form
    rule: str
    needs_context: bool
    ambiguous: bool
    tokens: tuple[str, ...]

    @property
    def derived(self) -> bool:
        return self.rule != LISTED

    def __getattr__(self, name: str) -> Any:
        # Asked for only while the slot is empty: names that are compared never need their tokens.
        if name != "tokens":
            raise AttributeError(name)
        tokens = tokens_of(self.spelling)
        _set(self, "tokens", tokens)
        return tokens


def tokens_of(spelling: str) -> tuple[str, ...]:
    """The folded words of a spelling: what `tokenise` gives, without the spans."""
    return tuple(map(fold, WORD.findall(spelling)))


def never_names(entity: Entity) -> tuple[tuple[str, ...], ...]:
    """What an entity never is: the folded words of each name in its `not`."""
    return tuple(tokens for name in entity.not_ if (tokens := tokens_of(name)))


def is_never(entity: Entity, name: str) -> bool:
    """Whether an entity has the name in its `not`."""
    return bool(entity.not_) and tokens_of(name) in never_names(entity)


def encode_record(entity: Entity, refs: Sequence[NameRef], rules: dict[str, int]) -> bytes:
    """The record of an entity; a rule that is new gets the next number in `rules`."""
    names: list[Any] = [entity.type]
    for ref in refs:
        names.append(_pack(ref, rules.setdefault(ref.rule, len(rules))))
        names.append(ref.spelling if ref.normal == ref.spelling else [ref.spelling, ref.normal])
    rest = entity.to_dict()
    plain = len(rest) == 3 and bool(refs) and refs[0].spelling == entity.name
    del rest["id"]
    return "\n".join((entity.id, _json(names), "" if plain else _json(rest))).encode("utf-8", "surrogatepass")


def _pack(ref: NameRef, rule: int) -> int:
    return (
        FORMS.index(ref.form)
        | _CONTEXT * ref.needs_context
        | _AMBIGUOUS * ref.ambiguous
        | rule << _RULE_SHIFT
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


class Names(Sequence[NameRef]):
    """All names by number, decoded on demand from the records of their entities.

    `records`: one an entity. `firsts`: the number of each entity's first name, and last how many there are.
    `rules`: names of the rules by number.
    """

    def __init__(self, records: Sequence[bytes], firsts: Sequence[int], rules: Sequence[str]) -> None:
        self._records = records
        self._firsts = firsts
        self._rules = tuple(rules)
        self.ref = lru_cache(maxsize=_KEPT_NAMES)(self._ref)
        self._record = lru_cache(maxsize=_KEPT_RECORDS)(self._decode)

    def _ref(self, number: int) -> NameRef:
        """The name with this number; kept in a bounded cache."""
        place = bisect_right(self._firsts, number) - 1
        id, names = self._record(place)
        at = 2 * (number - self._firsts[place]) + 1
        code, spelling = names[at], names[at + 1]
        normal = spelling
        if type(spelling) is list:
            spelling, normal = spelling
        ref = NameRef.__new__(NameRef)
        _set(ref, "entity", id)
        _set(ref, "type", names[0])
        _set(ref, "spelling", spelling)
        _set(ref, "normal", normal)
        _set(ref, "form", FORMS[code & _FORM_MASK])
        _set(ref, "rule", self._rules[code >> _RULE_SHIFT])
        _set(ref, "needs_context", bool(code & _CONTEXT))
        _set(ref, "ambiguous", bool(code & _AMBIGUOUS))
        return ref

    def _decode(self, place: int) -> tuple[str, tuple[Any, ...]]:
        id, names, _ = self._records[place].split(b"\n", 2)
        return id.decode(), tuple(json.loads(_text(names)))

    def __len__(self) -> int:
        return self._firsts[-1]

    @overload
    def __getitem__(self, number: int) -> NameRef: ...
    @overload
    def __getitem__(self, number: slice) -> list[NameRef]: ...
    def __getitem__(self, number: int | slice) -> NameRef | list[NameRef]:
        if isinstance(number, slice):
            return [self.ref(n) for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.ref(number)

    def __iter__(self) -> Iterator[NameRef]:
        return map(self.ref, range(len(self)))


class Entities(Mapping[str, Entity]):
    """The live entities by ID, decoded on demand from their records; in the order of their IDs."""

    def __init__(self, records: Sequence[bytes], places: Mapping[bytes, bytes] | Any) -> None:
        """`places` maps an ID to the number of its record, four bytes, little-endian."""
        self._records = records
        self._places = places
        self._entity = lru_cache(maxsize=_KEPT_RECORDS)(self._decode)

    def _decode(self, place: int) -> Entity:
        id, names, rest = self._records[place].split(b"\n", 2)
        if rest:
            return Entity.from_dict({"id": id.decode(), **json.loads(_text(rest))})
        type_, _, name = json.loads(_text(names))[:3]
        return Entity(id.decode(), type_, name)

    def __getitem__(self, id: str) -> Entity:
        place = self._places.get(id.encode("utf-8", "surrogatepass"))
        if place is None:
            raise KeyError(id)
        return self._entity(int.from_bytes(place, "little"))

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._places.get(id.encode("utf-8", "surrogatepass")) is not None

    def __iter__(self) -> Iterator[str]:
        return (record.split(b"\n", 1)[0].decode() for record in self._records)

    def __len__(self) -> int:
        return len(self._records)


def place_bytes(places: Iterable[int]) -> Iterator[bytes]:
    """Numbers of records or names, as the index holds them."""
    return (place.to_bytes(4, "little") for place in places)
