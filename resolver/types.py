"""The values that travel between the stages: frozen, slotted, and able to explain themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar

from resolver.errors import InputError

_Value = TypeVar("_Value")

EntityType = Literal["person", "organization", "place", "event", "work", "product", "other"]
Form = Literal["full", "short", "acronym", "demonym", "alias", "former", "nickname"]

ENTITY_TYPES: tuple[EntityType, ...] = (
    "person",
    "organization",
    "place",
    "event",
    "work",
    "product",
    "other",
)
FORMS: tuple[Form, ...] = (
    "full",
    "short",
    "acronym",
    "demonym",
    "alias",
    "former",
    "nickname",
)


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


def check_language(code: str | None) -> None:
    """Raise InputError for what is no code of a language, such as its name."""
    if code is not None and not _LANGUAGE.fullmatch(code):
        raise InputError(
            f"{code!r} is no code of a language: use one of two or three letters, such as en or fr"
        )


def is_missing(value: object) -> bool:
    """Whether a value stands for none: None, NaN, pandas' NA and NaT."""
    if value is None or isinstance(value, str):
        return value is None
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # NA neither equals itself nor does not; an array says it of each
        return type(value).__name__ == "NAType"


def _sent_whole(cls: type[_Value]) -> type[_Value]:
    """Let values be pickled as the call that makes them.

    A text's mentions hold dozens of values, and workers send all of them back: the way of dataclasses, field
    by field, would take a sixth of the time that finding them takes.
    """
    fields = attrgetter(*cls.__slots__)  # type: ignore[attr-defined]

    def reduce(self: _Value) -> tuple[Any, ...]:
        return self.__class__, fields(self)

    cls.__reduce__ = reduce  # type: ignore[assignment, method-assign]
    return cls


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands in the original (code points) and what comparison sees."""

    start: int
    end: int
    text: str
    fold: str


@_sent_whole
@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a decision: the rule's name, what it saw, what it counted for.

    `weight` is in log-odds: positive speaks for, negative against, 0 only informs. `says` is the rule as a
    sentence, with `{}` where the detail goes.
    """

    rule: str
    detail: str = ""
    weight: float = 0.0
    says: str = ""

    def __str__(self) -> str:
        if self.says:
            return f"{self.weight:+.2f}  {self.says.format(self.detail)}"
        weight = f" ({self.weight:+.2f})" if self.weight else ""
        return f"{self.rule}: {self.detail}{weight}" if self.detail else f"{self.rule}{weight}"


@_sent_whole
@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may mean, by which of its names, with what probability and why."""

    id: str
    type: EntityType
    name: str
    form: Form
    score: float
    normal: str
    evidence: tuple[Evidence, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON, without the evidence."""
        return {
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "form": self.form,
            "score": round(self.score, 4),
        }


@_sent_whole
@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a text and what it means.

    `start` and `end` are code-point offsets: `text == source[start:end]`. `id` is None where the
    mention is ambiguous (`candidates` holds the rivals). `normal` is what `normalise` writes for it.
    `rule` names how the spelling was recognised ("exact", "case ending", "fuzzy" …).
    """

    start: int
    end: int
    text: str
    id: str | None
    type: EntityType | None
    form: Form | None
    score: float
    normal: str
    rule: str
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def ambiguous(self) -> bool:
        return self.id is None and len(self.candidates) > 1

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON, without the evidence.

        `candidates` is there only where one of them is another entity.
        """
        record: dict[str, Any] = {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "id": self.id,
            "type": self.type,
            "form": self.form,
            "score": round(self.score, 4),
            "normal": self.normal,
            "rule": self.rule,
        }
        # A mention that had one reading only is its own candidate; rivals are what a reader wants to see.
        if any(candidate.id != self.id for candidate in self.candidates):
            record["candidates"] = [candidate.as_dict() for candidate in self.candidates]
        return record

    def _repr_html_(self) -> str:
        from resolver.html import mention_html

        return mention_html(self)

    def explain(self) -> str:
        """The decision in words, one reason a line, the rivals last."""
        meaning = self.id if self.id is not None else "ambiguous" if self.ambiguous else "nothing known"
        lines = [f"“{self.text}” [{self.start}:{self.end}] → {meaning} ({self.rule}, {self.score:.2f})"]
        lines += [f"  {reason}" for reason in self.evidence]
        lines += [
            f"  candidate {c.id} as {c.form} “{c.name}” {c.score:.2f}"
            + (f" — {'; '.join(map(str, c.evidence))}" if c.evidence else "")
            for c in self.candidates
        ]
        return "\n".join(lines)


@_sent_whole
@dataclass(frozen=True, slots=True)
class Match:
    """An entity found for a name: by which of its names, of which form, with what probability.

    `spelling` is the name that matched, `name` the entity's canonical name.
    """

    id: str
    type: EntityType
    name: str
    form: Form
    score: float
    spelling: str
    evidence: tuple[Evidence, ...] = ()

    def explain(self) -> str:
        head = f"{self.id} “{self.name}” by its {self.form} “{self.spelling}” {self.score:.2f}"
        return "\n".join([head, *(f"  {reason}" for reason in self.evidence)])

    def _repr_html_(self) -> str:
        from resolver.html import matches_html

        return matches_html([self])


class Matches(list[Match]):
    """Matches: a list, which notebooks show as a table."""

    def _repr_html_(self) -> str:
        from resolver.html import matches_html

        return matches_html(self)


class Decision(NamedTuple):
    """What a name means: `match`, or None, and then whether several entities are as probable."""

    match: Match | None
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class TokenPair:
    """One line of an alignment: tokens of either name (either may be empty), the rule, the worth.

    `weight` is in log-odds: what this pair added to the score.
    """

    a: str
    b: str
    role: str
    rule: str
    similarity: float
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, and why.

    `score` is a probability (0..1) that both name the same entity; `match` is the verdict at the
    threshold the weights file gives.
    """

    a: str
    b: str
    score: float
    match: bool
    pairs: tuple[TokenPair, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def explain(self) -> str:
        """The alignment, token by token, then what else counted, then the score."""
        verdict = "same" if self.match else "different"
        lines = [f"“{self.a}” and “{self.b}”: {verdict} ({self.score:.3f})"]
        for p in self.pairs:
            lines.append(
                f"  {p.a or '–'} ~ {p.b or '–'}  {p.role}: {p.rule} ({p.similarity:.2f}, {p.weight:+.2f})"
            )
        lines += [f"  {reason}" for reason in self.evidence]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from resolver.html import comparison_html

        return comparison_html(self)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON."""
        return {
            "a": self.a,
            "b": self.b,
            "score": round(self.score, 6),
            "match": self.match,
            "pairs": [
                {
                    "a": p.a,
                    "b": p.b,
                    "role": p.role,
                    "rule": p.rule,
                    "similarity": round(p.similarity, 4),
                    "weight": round(p.weight, 4),
                }
                for p in self.pairs
            ],
            "evidence": [
                {"rule": e.rule, "detail": e.detail, "weight": round(e.weight, 4)} for e in self.evidence
            ],
        }


@_sent_whole
@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement that `normalise` makes: `source[offset:offset + len(before)] == before`."""

    offset: int
    before: str
    after: str
    id: str
    rule: str
    score: float

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, ready for JSON."""
        return {
            "offset": self.offset,
            "before": self.before,
            "after": self.after,
            "id": self.id,
            "rule": self.rule,
            "score": round(self.score, 4),
        }
