"""What holds for every request, whoever asks: host, size, time, and what browsers may do with the answer.

The body is read here, as a whole and within limits, so that no handler waits for a client.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from resolver.server.replies import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from resolver.server.settings import Settings

#: Sent with every answer that does not say otherwise.
HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}

#: Who sends too much is told so, and is listened to a little longer, else the answer would be lost with the
#: connection.
_DRAIN_SECONDS = 2.0

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class TooLargeError(Exception):
    """A body over the limit."""


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._limits = settings.limits
        self._hosts = frozenset(name.lower() for name in settings.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # a websocket is refused by saying nothing
        sending = _Sending(send)
        try:
            await self._answer(scope, receive, sending)
        except Exception as error:  # the last line of defence: the client learns that, and no more
            print(f"resolver: {scope['path']}: unexpected {error!r}", file=sys.stderr, flush=True)
            if not sending.started:
                await _tell(sending, scope, receive, "the service failed at this; its log says how", 500)

    async def _answer(self, scope: Scope, receive: Receive, send: _Sending) -> None:
        headers = dict(scope["headers"])
        host = _without_port(headers.get(b"host", b"").decode("latin-1"))
        if self._hosts and host not in self._hosts:
            message = f"this service is not called {host!r}; `resolver serve --allow-host NAME` lets it be"
            return await _tell(send, scope, receive, message, 421)
        body = b""
        if scope["method"] not in _WITHOUT_BODY or b"transfer-encoding" in headers:
            try:
                body = await self._body(headers, receive)
            except TooLargeError:
                message = f"a request holds {self._limits.body:,} bytes at most"
                return await _tell(send, scope, receive, message, 413, drain=True)
            except TimeoutError:
                message = f"the request did not come within {self._limits.body_seconds:g} seconds"
                return await _tell(send, scope, receive, message, 408)
            except ConnectionError:
                return None  # nobody is there to be answered
        try:
            async with asyncio.timeout(self._limits.work_seconds):
                await self._app(scope, _replayed(body, receive), send)
        except TimeoutError:
            if not send.started:
                message = f"this took longer than {self._limits.work_seconds:g} seconds; ask for less at once"
                await _tell(send, scope, receive, message, 503)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        """The whole body. Raises TooLargeError, TimeoutError, or ConnectionError for one that broke off."""
        told = headers.get(b"content-length", b"0")
        if not told.isdigit() or int(told) > self._limits.body:
            raise TooLargeError
        pieces: list[bytes] = []
        size = 0
        async with asyncio.timeout(self._limits.body_seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ConnectionError
                piece = message.get("body", b"")
                size += len(piece)
                if size > self._limits.body:
                    raise TooLargeError
                pieces.append(piece)
                if not message.get("more_body", False):
                    return b"".join(pieces)


class _Sending:
    """Sends, with the headers of every answer, and remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            said = {name for name, _ in message["headers"]}
            more = [
                (name.encode(), value.encode())
                for name, value in HEADERS.items()
                if name.encode() not in said
            ]
            message = {**message, "headers": [*message["headers"], *more]}
        await self._send(message)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _tell(
    send: _Sending, scope: Scope, receive: Receive, message: str, status: int, *, drain: bool = False
) -> None:
    """Refuse a request and end its connection; with `drain`, what the client still sends is thrown away."""
    answer = problem(message, status)
    headers = [*answer.raw_headers, (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    content = b"" if scope["method"] == "HEAD" else bytes(answer.body)
    await send({"type": "http.response.body", "body": content, "more_body": drain})
    if not drain:
        return
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _without_port(host: str) -> str:
    """A `Host` header's name: `localhost` of `localhost:8000`, `[::1]` of `[::1]:8000`."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
