"""The engine's values as plain data for JSON, and the models that describe them to clients.

`MentionRecord` and its kin are what OpenAPI and MCP publish; the functions make the same shapes fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from resolver.types import EntityType, Form

if TYPE_CHECKING:
    from resolver.entities.gazetteer import Gazetteer
    from resolver.types import Evidence, Match, Mention


class Reason(BaseModel):
    """One reason for or against a decision."""

    rule: str
    says: str = Field(description="the reason in words")
    weight: float = Field(description="what it counted, in log-odds; 0 only informs")


class CandidateRecord(BaseModel):
    """An entity that a mention may mean."""

    id: str
    type: EntityType
    name: str
    form: Form
    score: float = Field(ge=0, le=1, description="the probability that it is meant")


class MentionRecord(BaseModel):
    """A span of the text and what it means."""

    start: int = Field(description="first code point of the mention in the text")
    end: int = Field(description="the code point behind it")
    text: str
    id: str | None = Field(description="the entity; null where the mention is ambiguous")
    type: EntityType | None
    form: Form | None
    score: float = Field(ge=0, le=1)
    normal: str = Field(description="what `normalise` writes for it")
    rule: str = Field(description="how the spelling was recognised")
    candidates: list[CandidateRecord] = []
    reasons: list[Reason] = []


class EditRecord(BaseModel):
    """A replacement that `normalise` made."""

    offset: int = Field(description="in code points of the text as it was given")
    before: str
    after: str
    id: str
    rule: str
    score: float


class MatchRecord(BaseModel):
    """An entity found for a name."""

    id: str
    type: EntityType
    name: str
    form: Form
    spelling: str = Field(description="the entity's name that matched")
    score: float = Field(ge=0, le=1, description="the probability that the name is the entity's")
    reasons: list[Reason] = []


class PairRecord(BaseModel):
    """Words of two names, held against each other."""

    a: str
    b: str
    role: str
    rule: str
    similarity: float
    weight: float


class ComparisonRecord(BaseModel):
    """How alike two names are, and why."""

    a: str
    b: str
    score: float = Field(ge=0, le=1, description="the probability that both name the same entity")
    match: bool
    pairs: list[PairRecord]
    evidence: list[dict[str, Any]]


class EntityRecord(BaseModel):
    """An entity as the gazetteer's files have it, and what stands for it today where its ID is retired."""

    id: str
    state: str = Field(description="live, merged, split or retired")
    successors: list[dict[str, Any]] = Field(description="the records that stand for the ID today")


def reasons(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Evidence as data."""
    return [
        {
            "rule": each.rule,
            "says": each.says.format(each.detail) if each.says else each.detail,
            "weight": round(each.weight, 4),
        }
        for each in evidence
    ]


def mention_record(mention: Mention, *, why: bool = True) -> dict[str, Any]:
    """A mention as data. `why` adds the reasons."""
    record = mention.as_dict()
    if why:
        record["reasons"] = reasons(mention.evidence)
    return record


def match_record(match: Match | None) -> dict[str, Any] | None:
    """A match as data; None stays None."""
    if match is None:
        return None
    return {
        "id": match.id,
        "type": match.type,
        "name": match.name,
        "form": match.form,
        "spelling": match.spelling,
        "score": round(match.score, 4),
        "reasons": reasons(match.evidence),
    }


def entity_record(gazetteer: Gazetteer, id: str) -> dict[str, Any] | None:
    """What is known of an ID: its state and who stands for it today; None for one that was never given."""
    issued, entities = gazetteer.lineage(id), gazetteer.successors(id)
    if issued is None and not entities:
        return None
    state = "live" if issued is None else issued.state
    return {"id": id, "state": state, "successors": [entity.to_dict() for entity in entities]}
