"""The JSON API: one endpoint a function of the library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from starlette.responses import Response
from starlette.routing import Route

from resolver import __version__
from resolver.resolver import Resolver, compare
from resolver.rewriting import apply_edits
from resolver.server import requests as ask
from resolver.server.context import Context
from resolver.server.openapi import document
from resolver.server.records import match_record, mention_record
from resolver.server.replies import RefusedError, encoded, first_problem, reply
from resolver.server.settings import Limits

if TYPE_CHECKING:
    from starlette.requests import Request

#: Characters up to which a text is worked on in the loop: it takes less time than sending it to a thread.
_SHORT_TEXT = 500
#: The same for names looked up at once.
_FEW_NAMES = 2


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint: what it takes, what it gives, and how long its work is thought to take."""

    path: str
    request: type[BaseModel]
    answer: type[BaseModel]
    work: Callable[[Resolver, Any], Any]
    short: Callable[[Any], bool]


def link(resolver: Resolver, asked: ask.LinkRequest) -> dict[str, Any]:
    """`Resolver.link`."""
    found = resolver.link(asked.text, asked.type, language=asked.language, min_score=asked.min_score)
    return {"mentions": [mention_record(mention, why=asked.reasons) for mention in found]}


def normalise(resolver: Resolver, asked: ask.NormaliseRequest) -> dict[str, Any]:
    """`Resolver.normalise`, with the record of what was changed."""
    edits = resolver.edits(
        asked.text, asked.rewrite, asked.type, language=asked.language, min_score=asked.min_score
    )
    return {"text": apply_edits(asked.text, edits), "edits": [edit.as_dict() for edit in edits]}


def resolve(resolver: Resolver, asked: ask.ResolveRequest) -> dict[str, Any]:
    """`Resolver.resolve`, for one name or for several."""
    if asked.names is None:
        return {"match": match_record(resolver.resolve(asked.name, asked.type))}
    return {"matches": [match_record(resolver.resolve(name, asked.type)) for name in asked.names]}


def candidates(resolver: Resolver, asked: ask.CandidatesRequest) -> dict[str, Any]:
    """`Resolver.candidates`."""
    found = resolver.candidates(asked.name, asked.type, asked.limit)
    return {"candidates": list(map(match_record, found))}


def compared(resolver: Resolver, asked: ask.CompareRequest) -> dict[str, Any]:
    """`resolver.compare`; the gazetteer plays no part in it."""
    return compare(asked.a, asked.b, asked.type, asked.prior).as_dict()


OPERATIONS = (
    Operation("/link", ask.LinkRequest, ask.LinkAnswer, link, lambda r: len(r.text) <= _SHORT_TEXT),
    Operation(
        "/normalise",
        ask.NormaliseRequest,
        ask.NormaliseAnswer,
        normalise,
        lambda r: len(r.text) <= _SHORT_TEXT,
    ),
    Operation(
        "/resolve",
        ask.ResolveRequest,
        ask.ResolveAnswer,
        resolve,
        lambda r: len(r.names or ()) <= _FEW_NAMES,
    ),
    Operation("/candidates", ask.CandidatesRequest, ask.CandidatesAnswer, candidates, lambda r: True),
    Operation("/compare", ask.CompareRequest, ask.ComparisonRecord, compared, lambda r: True),
)


class JsonApi:
    """The handlers of the JSON API."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """Every endpoint."""
        found = [
            Route(operation.path, self._handler(operation), methods=["GET", "POST"])
            for operation in OPERATIONS
        ]
        return [*found, Route("/health", self.health), Route("/openapi.json", self.openapi)]

    def _handler(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        context = self._context

        async def handle(request: Request) -> Response:
            asked = await _read(request, operation.request, context.settings.limits)
            resolver = context.serving.resolver

            def work() -> bytes:
                return encoded(operation.work(resolver, asked))

            done = work() if operation.short(asked) else await context.run(work)
            return Response(done, media_type="application/json")

        return handle

    async def health(self, request: Request) -> Response:
        """Whether the service is well."""
        live = self._context.live
        return reply(
            {
                "status": "ok",
                "version": __version__,
                "entities": len(live.serving.resolver.gazetteer),
                "generation": live.generation,
                "trouble": live.trouble,
            }
        )

    @cached_property
    def _document(self) -> dict[str, Any]:
        return document(OPERATIONS)

    async def openapi(self, request: Request) -> Response:
        """The description of this API."""
        return reply({**self._document, "servers": [{"url": self._context.base(request)}]})


async def _read(request: Request, model: type[BaseModel], limits: Limits) -> Any:
    """What a request asks for. Raises RefusedError where it is no such request, 413 for a long text."""
    try:
        if request.method == "POST":
            kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
            if kind != "application/json":
                # A form of another page could be sent without asking; JSON cannot.
                raise RefusedError(f"send JSON as application/json, not {kind}", 415)
            asked = model.model_validate_json(await request.body())
        else:
            asked = model.model_validate(_fields(request))
    except ValidationError as error:
        raise RefusedError(first_problem(error)) from None
    check_length(asked, limits.text)
    return asked


def check_length(asked: BaseModel, most: int = Limits().text) -> None:
    """Raise RefusedError (413) where a request has a text of more than `most` characters."""
    text = getattr(asked, "text", "")
    if len(text) > most:
        raise RefusedError(f"text: {len(text):,} characters; {most:,} at most", 413)


def _fields(request: Request) -> dict[str, Any]:
    """The fields of an address; those given several times, and those that are lists, as lists."""
    query = request.query_params
    fields: dict[str, Any] = {}
    for key in query:
        values = query.getlist(key)
        fields[key] = values if len(values) > 1 or key == "names" else values[0]
    return fields


def moved(id: str) -> Response:
    """Where a merged ID is found today."""
    return Response(status_code=301, headers={"location": f"/entity/{quote(id, safe='')}"})
