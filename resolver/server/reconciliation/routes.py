"""The Reconciliation API on the web: addresses, forms, JSONP, CORS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from resolver.server.context import Context, form
from resolver.server.reconciliation import extending, suggesting
from resolver.server.reconciliation.answering import answer
from resolver.server.reconciliation.manifest import manifest
from resolver.server.reconciliation.preview import PREVIEW_POLICY, preview
from resolver.server.reconciliation.queries import read_extension, read_queries
from resolver.server.replies import RefusedError, problem, reply

if TYPE_CHECKING:
    from starlette.requests import Request

    from resolver.server.serving import Serving

#: Any page may ask, as the standard wants it: there is nothing here but what the gazetteer says.
_CORS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
_PREFLIGHT = {
    **_CORS,
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
}

#: What JSONP may call: a plain function of the page, nothing that is code.
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_MOST_CALLBACK = 100


class Reconciliation:
    """The handlers of the standard's endpoints."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The endpoint and what its manifest names."""
        both = ["GET", "POST", "OPTIONS"]
        return [
            Route("/reconcile", self._shared(self.reconcile), methods=both),
            Route("/reconcile/", self._shared(self.reconcile), methods=both),
            Route("/reconcile/properties", self._shared(self.properties), methods=["GET", "OPTIONS"]),
            Route("/reconcile/preview", self.preview, methods=["GET"]),
            Route("/reconcile/suggest/{kind}", self._shared(self.suggest), methods=["GET", "OPTIONS"]),
            Route("/reconcile/flyout/{kind}", self._shared(self.flyout), methods=["GET", "OPTIONS"]),
        ]

    def _shared(self, handler: Callable[[Request], Any]) -> Callable[[Request], Any]:
        """A handler whose answers every page may read, as JSON or as a call of its function."""

        async def handle(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=_PREFLIGHT)
            callback = request.query_params.get("callback")
            if callback is not None and (len(callback) > _MOST_CALLBACK or not _CALLBACK.fullmatch(callback)):
                return _with_cors(problem("callback: the name of a function is expected", 400))
            self._context.look_ahead()
            try:
                data = await handler(request)
            except RefusedError as error:
                return _with_cors(problem(str(error), error.status))
            return _with_cors(reply(data) if callback is None else _call(callback, data))

        return handle

    async def reconcile(self, request: Request) -> Any:
        """The manifest, or the answers to a batch, or values of properties."""
        fields = dict(request.query_params)
        if request.method == "POST":
            fields |= await form(request)
        serving, limits = self._context.serving, self._context.settings.limits
        if "queries" in fields:
            queries = read_queries(fields["queries"], limits.batch)

            def answered() -> Any:
                return {key: {"result": answer(query, serving, limits)} for key, query in queries.items()}

            return await self._context.run(answered)
        if "extend" in fields:
            asked = read_extension(fields["extend"], limits.batch)
            return await self._context.run(lambda: extending.extended(asked, serving))
        if request.method == "POST":
            raise RefusedError("send queries=… or extend=…")
        return manifest(self._context.base(request))

    async def properties(self, request: Request) -> Any:
        """Which properties entities of a type may have."""
        ask = request.query_params
        type, limit, serving = ask.get("type", ""), ask.get("limit", ""), self._context.serving
        return await self._context.run(lambda: extending.proposed(type, limit, serving))

    async def suggest(self, request: Request) -> Any:
        """Completion of what somebody types."""
        prefix = request.query_params.get("prefix", "")[: self._context.settings.limits.name]
        cursor = request.query_params.get("cursor", "0") or "0"
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise RefusedError("cursor: a count is expected")
        kind, serving = request.path_params["kind"], self._context.serving
        if kind == "type":
            return suggesting.types(prefix)
        if kind == "entity":
            return await self._context.run(lambda: suggesting.entities(prefix, int(cursor), serving))
        if kind == "property":
            return await self._context.run(lambda: suggesting.properties(prefix, serving))
        raise RefusedError("what is suggested is an entity, type or property", 404)

    async def flyout(self, request: Request) -> Any:
        """What hovers beside a suggestion."""
        kind, id = request.path_params["kind"], request.query_params.get("id", "")
        if kind not in ("entity", "type", "property"):
            raise RefusedError("what hovers belongs to an entity, type or property", 404)
        serving = self._context.serving
        found = await self._context.run(lambda: suggesting.flyout(kind, id, serving))
        if found is None:
            raise RefusedError(f"no {kind} {id!r}", 404)
        return found

    async def preview(self, request: Request) -> Response:
        """A small page about an entity, to be shown in a frame."""
        return _preview(request.query_params.get("id", ""), self._context.serving)


def _preview(id: str, serving: Serving) -> Response:
    entity = serving.resolver.gazetteer.get(id)
    if entity is None:
        content, status = f"<!DOCTYPE html><title>unknown</title><p>no entity {escape(id)}", 404
    else:
        content, status = preview(entity), 200
    headers = {**_CORS, "content-security-policy": PREVIEW_POLICY}
    return Response(content, status, headers, media_type="text/html")


def _with_cors(response: Response) -> Response:
    response.headers.update(_CORS)
    return response


def _call(callback: str, data: Any) -> Response:
    """An answer as a script that calls a function of the page; ASCII, since some letters end a line there."""
    # The comment in front keeps the answer from being read as a file of another kind.
    return Response(f"/**/{callback}({json.dumps(data)});", media_type="text/javascript")
