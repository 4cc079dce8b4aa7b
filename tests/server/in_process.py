"""The application in this process, in a thread: for limits that a test sets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

import resolver
from resolver.server.app import make_app
from resolver.server.serving import Live, Serving
from resolver.server.settings import Limits, Settings
from resolver.server.supervisor import listen
from tests.server.conftest import wait_until


@contextmanager
def serving(gazetteer: str, **limits: Any) -> Iterator[int]:
    """The port at which a gazetteer is served within these limits."""
    live = Live(Serving(resolver.load(gazetteer)))
    app = make_app(live, Settings(limits=Limits(**limits)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    (socket,) = listen("127.0.0.1", 0, 1)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield socket.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(30)
