"""An entity by its ID: as JSON for programs, as a page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from resolver.server.context import Context
from resolver.server.json_api import moved
from resolver.server.records import entity_record
from resolver.server.replies import problem, reply

if TYPE_CHECKING:
    from starlette.requests import Request

#: What an ID that stands for no single entity answers with.
_STATUS = {"split": 300, "retired": 410}


class EntityView:
    """The handler of `/entity/{id}`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The one address."""
        return [Route("/entity/{id}", self.entity)]

    async def entity(self, request: Request) -> Response:
        """The entity; for a merged ID the way to its successor."""
        id, gazetteer = request.path_params["id"], self._context.serving.resolver.gazetteer
        record = entity_record(gazetteer, id)
        if record is None:
            return problem(f"no entity {id!r}", 404)
        entities = gazetteer.successors(id)
        if record["state"] == "live":
            predecessors = gazetteer.predecessors(id)
            more = {"predecessors": list(predecessors)} if predecessors else {}
            return reply(entities[0].to_dict() | more)
        if len(entities) == 1:
            return moved(entities[0].id)
        return reply(record, _STATUS.get(record["state"], 410))
