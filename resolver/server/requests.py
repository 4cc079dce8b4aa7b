"""What clients may ask of the JSON API, as models: they check input and describe it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from resolver.server.records import (
    ComparisonRecord,
    EditRecord,
    MatchRecord,
    MentionRecord,
)
from resolver.server.settings import Limits
from resolver.types import EntityType

_LIMITS = Limits()

Name = Annotated[str, Field(max_length=_LIMITS.name)]
Probability = Annotated[float, Field(ge=0, le=1)]
# One type, or several; in an address the field is given several times.
Types = Annotated[
    list[EntityType], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _TextRequest(_Request):
    text: str = Field(description=f"the text, one document; {_LIMITS.text:,} characters at most")
    type: Types | None = Field(None, description="only entities of these types")
    language: Language | None = Field(None, description="ISO 639-1; else the text tells it")
    min_score: Probability = Field(0.0, description="leave out mentions that are less probable")


class LinkRequest(_TextRequest):
    """Find the mentions in a text."""

    reasons: bool = Field(True, description="whether to say why")


class NormaliseRequest(_TextRequest):
    """Write every name of a text in one spelling."""

    rewrite: Literal["spelling", "canonical", "id"] = "spelling"


class ResolveRequest(_Request):
    """Which entity a name means, or each of several names."""

    name: Name | None = None
    names: list[Name] | None = Field(None, max_length=_LIMITS.batch)
    type: Types | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> ResolveRequest:
        if (self.name is None) == (self.names is None):
            raise ValueError("give either name or names")
        return self


class CandidatesRequest(_Request):
    """The entities that a name may mean, also improbable ones."""

    name: Name
    type: Types | None = None
    limit: int = Field(5, ge=0, le=_LIMITS.candidates)


class CompareRequest(_Request):
    """Whether two names are one entity's."""

    a: Name
    b: Name
    type: EntityType | None = None
    prior: float | None = Field(None, gt=0, lt=1, description="how many pairs in such a list are the same")


class LinkAnswer(BaseModel):
    """The mentions of a text, in order."""

    mentions: list[MentionRecord]


class NormaliseAnswer(BaseModel):
    """The text as it is written now, and what was changed."""

    text: str
    edits: list[EditRecord]


class ResolveAnswer(BaseModel):
    """For `name` a match, for `names` one each; null where no entity is probable or none is ahead."""

    match: MatchRecord | None = None
    matches: list[MatchRecord | None] | None = None


class CandidatesAnswer(BaseModel):
    """Candidates, best first."""

    candidates: list[MatchRecord]


class HealthAnswer(BaseModel):
    """Whether the service is well, and what it serves."""

    status: Literal["ok"]
    version: str
    entities: int
    generation: int = Field(description="how many gazetteers were served; rises with each exchange")
    trouble: str | None = Field(description="why the newest files of the gazetteer are not served")


class ErrorAnswer(BaseModel):
    """What is wrong with a request, in one line."""

    error: str


__all__ = [
    "CandidatesAnswer",
    "CandidatesRequest",
    "CompareRequest",
    "ComparisonRecord",
    "ErrorAnswer",
    "HealthAnswer",
    "LinkAnswer",
    "LinkRequest",
    "MatchRecord",
    "NormaliseAnswer",
    "NormaliseRequest",
    "ResolveAnswer",
    "ResolveRequest",
]
