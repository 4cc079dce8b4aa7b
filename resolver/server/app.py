"""The application: all addresses, behind the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Router

from resolver.server.context import Context
from resolver.server.entity_view import EntityView
from resolver.server.guard import Guard
from resolver.server.json_api import JsonApi
from resolver.server.page import Page
from resolver.server.reconciliation.routes import Reconciliation
from resolver.server.replies import RefusedError, problem
from resolver.server.review import Review
from resolver.server.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from resolver.server.serving import Live


def make_app(live: Live, settings: Settings) -> ASGIApp:
    """The service over the resolver that `live` holds, as an ASGI application."""
    context = Context(live, settings)
    parts = (
        JsonApi(context),
        EntityView(context),
        Reconciliation(context),
        Page(context),
        Review(context),
    )
    router = Router([route for part in parts for route in part.routes()], redirect_slashes=False)
    return Guard(_Errors(router), settings)


class _Errors:
    """Tells what is refused, unknown addresses and methods too, as JSON in one line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette's router raises where an application is around it, and answers in plain text otherwise.
        try:
            await self._app({**scope, "app": self}, receive, send)
        except HTTPException as error:
            answer = problem(f"{scope['method']} {scope['path']}: {error.detail}", error.status_code)
            answer.headers.update(error.headers or {})
            await answer(scope, receive, send)
        except RefusedError as error:
            await problem(str(error), error.status)(scope, receive, send)
