"""The description of the JSON API (OpenAPI 3.1), made from the models that check its input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from resolver import __version__
from resolver.server.records import EntityRecord
from resolver.server.requests import ErrorAnswer, HealthAnswer

if TYPE_CHECKING:
    from resolver.server.json_api import Operation

_Mode = Literal["validation", "serialization"]

_ERRORS = {
    "400": "not what this endpoint takes",
    "408": "the request came too slowly",
    "413": "too large",
    "415": "not sent as JSON",
    "503": "the work took too long",
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole description, without the address of the server."""
    models: list[tuple[type[BaseModel], _Mode]] = []
    for operation in operations:
        models += [(operation.request, "validation"), (operation.answer, "serialization")]
    models += [(model, "serialization") for model in (ErrorAnswer, HealthAnswer, EntityRecord)]
    _, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")
    paths: dict[str, Any] = {operation.path: _operation(operation) for operation in operations}
    paths["/entity/{id}"] = _entity()
    paths["/health"] = {
        "get": {"summary": "Whether the service is well", "responses": _answers(HealthAnswer)}
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "resolver",
            "version": __version__,
            "description": "Finds the names in a text, decides which entity each one means, and writes each "
            "in one spelling. For OpenRefine and its like there is /reconcile besides.",
        },
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    summary = (operation.request.__doc__ or "").strip()
    name = operation.path.strip("/")
    refused = {status: _error(text) for status, text in _ERRORS.items()}
    answers = {**_answers(operation.answer), **refused}
    schema = operation.request.model_json_schema(ref_template="#/components/schemas/{model}")
    parameters = [
        {
            "name": field,
            "in": "query",
            "required": field in schema.get("required", ()),
            "schema": {key: value for key, value in described.items() if key != "title"},
        }
        for field, described in schema["properties"].items()
    ]
    body = {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.request.__name__}"}}}
    return {
        "get": {
            "operationId": f"get_{name}",
            "summary": summary,
            "parameters": parameters,
            "responses": answers,
        },
        "post": {
            "operationId": name,
            "summary": summary,
            "requestBody": {"required": True, "content": body},
            "responses": answers,
        },
    }


def _entity() -> dict[str, Any]:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    gone = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EntityRecord"}}},
    }
    responses = {
        "200": {
            "description": "the entity, with the fields of the gazetteer's files",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        "300": {"description": "the ID was split; these stand for it", **gone},
        "301": {"description": "the ID was merged; its successor is there"},
        "404": _error("no such ID was ever given"),
        "410": {"description": "the ID was retired; nothing took its place", **gone},
    }
    return {
        "get": {
            "operationId": "entity",
            "summary": "What is known of an entity",
            "parameters": [parameter],
            "responses": responses,
        }
    }


def _answers(model: type[BaseModel]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    return {"200": {"description": (model.__doc__ or "").strip(), "content": content}}


def _error(description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
    return {"description": description, "content": content}
