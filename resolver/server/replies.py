"""Answers as JSON, and errors as one line that somebody can act on."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from resolver.errors import ResolverError

#: What pydantic says to its own users rather than to ours.
_PLAINLY = {"extra_forbidden": "there is no such field", "missing": "is missing"}


class RefusedError(ResolverError):
    """A request that is not answered. `status` is the HTTP status that says so."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def encoded(data: Any) -> bytes:
    """`data` as JSON bytes, letters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def reply(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(encoded(data), status, headers, media_type="application/json")


def problem(message: str, status: int) -> Response:
    """An error, in one line."""
    return reply({"error": " ".join(message.split())}, status)


def first_problem(error: ValidationError) -> str:
    """The first thing that a check found wrong, with the place in the input."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in found["loc"])
    told = _PLAINLY.get(found["type"]) or str(found["msg"]).removeprefix("Value error, ")
    return f"{place}: {told}" if place else told
