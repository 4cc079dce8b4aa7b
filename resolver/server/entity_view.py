"""An entity by its ID: as JSON for programs, as a page for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from resolver.html import clean
from resolver.server.context import Context
from resolver.server.json_api import moved
from resolver.server.layout import page
from resolver.server.reconciliation.properties import FIELDS
from resolver.server.records import entity_record
from resolver.server.replies import problem, reply

if TYPE_CHECKING:
    from starlette.requests import Request

    from resolver.entities.entity import Entity
    from resolver.entities.gazetteer import Gazetteer

#: What an ID that stands for no single entity answers with.
_STATUS = {"split": 300, "retired": 410}

#: Properties that the head of the page says, or that it gives by language.
_ELSEWHERE = frozenset({"id", "type", "name", "names"})


class EntityView:
    """The handler of `/entity/{id}`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The one address."""
        return [Route("/entity/{id}", self.entity)]

    async def entity(self, request: Request) -> Response:
        """The entity; for a merged ID the way to its successor. Browsers get a page, all others JSON."""
        id, gazetteer = request.path_params["id"], self._context.serving.resolver.gazetteer
        # Browsers name HTML; programs name JSON, or take anything.
        as_page = "text/html" in request.headers.get("accept", "")
        answer = _page(id, gazetteer) if as_page else _json(id, gazetteer)
        answer.headers["vary"] = "Accept"
        return answer


def _json(id: str, gazetteer: Gazetteer) -> Response:
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


def _page(id: str, gazetteer: Gazetteer) -> Response:
    record, entities = entity_record(gazetteer, id), gazetteer.successors(id)
    if record is None:
        return _framed(id, "<p>There is no entity of this ID.</p>", 404)
    if record["state"] == "live":
        return _framed(entities[0].name, _described(entities[0], gazetteer))
    if len(entities) == 1:
        return moved(entities[0].id)
    stand = "".join(f"<li>{_link(entity.id, gazetteer)}</li>" for entity in entities)
    told = f"<p>This ID was {clean(record['state'])}.</p>"
    told += f"<p>These stand for it today:</p><ul>{stand}</ul>" if stand else ""
    return _framed(id, told, _STATUS.get(record["state"], 410))


def _framed(title: str, content: str, status: int = 200) -> Response:
    return page(
        f"{title} – resolver",
        f'<header><p class="soft"><a href="/">resolver</a></p><h1>{clean(title)}</h1></header>'
        f"<main>{content}</main>",
        status,
    )


def _described(entity: Entity, gazetteer: Gazetteer) -> str:
    facts = "".join(
        f"<dt>{clean(label)}</dt>" + "".join(f"<dd>{value}</dd>" for value in values)
        for label, values in _facts(entity, gazetteer)
    )
    return f'<p class="soft">{entity.type} · <code>{clean(entity.id)}</code></p><dl>{facts}</dl>'


def _facts(entity: Entity, gazetteer: Gazetteer) -> Iterator[tuple[str, Iterable[str]]]:
    """What is known, as labels and values in HTML."""
    for field in FIELDS.values():
        if field.id not in _ELSEWHERE and (values := field.values(entity)):
            yield field.name, [_link(value, gazetteer) if field.refers else clean(value) for value in values]
    for language in sorted(entity.names):
        yield f"name ({language})", map(clean, entity.names[language])
    for scheme in sorted(entity.external):
        yield scheme, [clean(entity.external[scheme])]
    if predecessors := gazetteer.predecessors(entity.id):
        yield "formerly", [f"<code>{clean(id)}</code>" for id in predecessors]


def _link(id: str, gazetteer: Gazetteer) -> str:
    entity = gazetteer.get(id)
    name = id if entity is None else entity.name
    return f'<a href="/entity/{quote(id, safe="")}">{clean(name)}</a>'
