"""The same functions as tools for assistants, over the Model Context Protocol (stdio)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, ValidationError

from resolver import __version__
from resolver.server import json_api
from resolver.server import requests as ask
from resolver.server.records import ComparisonRecord, EntityRecord, entity_record
from resolver.server.replies import RefusedError, first_problem
from resolver.types import EntityType

if TYPE_CHECKING:
    from resolver.resolver import Resolver

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

_INSTRUCTIONS = (
    "resolver knows a gazetteer of people, organizations, places and their names in many scripts. Use link "
    "to find which of them a text mentions, normalise to write every name in its agreed spelling, resolve "
    "to turn a name into an ID, compare to ask whether two names are one, entity to read what is known of "
    "an ID. Scores are probabilities. A mention whose id is null is ambiguous: its candidates say between "
    "whom."
)


def make_server(resolver: Resolver) -> MCPServer[Any]:
    """The tools over a resolver, ready to run."""
    server: MCPServer[Any] = MCPServer(
        "resolver", version=__version__, instructions=_INSTRUCTIONS, log_level="ERROR"
    )

    @server.tool(annotations=_READS)
    def link(
        text: str, type: list[EntityType] | None = None, language: str | None = None, min_score: float = 0.0
    ) -> ask.LinkAnswer:
        """Find the mentions of known entities in a text; the whole text is one document, and context.

        Offsets count code points. An ambiguous mention has no id, and its candidates. `type` limits the
        answer to some entity types, `language` (ISO 639-1) says what the text is written in, `min_score`
        leaves out what is less probable.
        """
        asked = _checked(
            ask.LinkRequest, {"text": text, "type": type, "language": language, "min_score": min_score}
        )
        return ask.LinkAnswer.model_validate(json_api.link(resolver, asked))

    @server.tool(annotations=_READS)
    def normalise(
        text: str,
        rewrite: Literal["spelling", "canonical", "id"] = "spelling",
        type: list[EntityType] | None = None,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> ask.NormaliseAnswer:
        """Write every known name of a text in its agreed spelling; nothing else changes.

        `rewrite` "canonical" gives each mention the entity's full name, "id" its ID. The edits say what was
        changed, by which rule, and how sure it is.
        """
        asked = _checked(
            ask.NormaliseRequest,
            {"text": text, "rewrite": rewrite, "type": type, "language": language, "min_score": min_score},
        )
        return ask.NormaliseAnswer.model_validate(json_api.normalise(resolver, asked))

    @server.tool(annotations=_READS)
    def resolve(name: str, type: list[EntityType] | None = None, limit: int = 5) -> Resolved:
        """Find the entity that a name means; `match` is null where none is probable or none clearly ahead.

        `candidates` are the entities that come nearest, best first, also improbable ones.
        """
        one = _checked(ask.ResolveRequest, {"name": name, "type": type})
        several = _checked(ask.CandidatesRequest, {"name": name, "type": type, "limit": limit})
        return Resolved.model_validate(
            {
                "match": json_api.resolve(resolver, one)["match"],
                "candidates": json_api.candidates(resolver, several)["candidates"],
            }
        )

    @server.tool(annotations=_READS)
    def compare(
        a: str, b: str, type: EntityType | None = None, prior: float | None = None
    ) -> ComparisonRecord:
        """Say how probable it is that two names are one entity's, and why; needs no gazetteer.

        `prior` is how many pairs in a list like yours are the same (default one half).
        """
        asked = _checked(ask.CompareRequest, {"a": a, "b": b, "type": type, "prior": prior})
        return ComparisonRecord.model_validate(json_api.compared(resolver, asked))

    @server.tool(annotations=_READS)
    def entity(id: str) -> EntityRecord:
        """Read what the gazetteer says of an ID: names by kind and language, country, outside identifiers.

        A merged, split or retired ID gives the records that stand for it today.
        """
        record = entity_record(resolver.gazetteer, id)
        if record is None:
            raise ToolError(f"no entity {id!r}")
        return EntityRecord.model_validate(record)

    return server


class Resolved(BaseModel):
    """The answer of `resolve`."""

    match: ask.MatchRecord | None
    candidates: list[ask.MatchRecord]


def _checked(model: type[BaseModel], fields: dict[str, Any]) -> Any:
    """A request within the limits of the JSON API. Raises ToolError with the first thing that is wrong."""
    try:
        asked = model.model_validate(fields)
        json_api.check_length(asked)
    except ValidationError as error:
        raise ToolError(first_problem(error)) from None
    except RefusedError as error:
        raise ToolError(str(error)) from None
    return asked
