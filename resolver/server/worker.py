"""A process that serves: it maps the index, answers, and exchanges the index when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any

from resolver.server.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import uvicorn

    from resolver.server.serving import Live

#: Seconds for which what is being answered may go on when the service ends.
_GRACE = 10

#: Seconds for which a connection may be idle.
_IDLE = 75

#: Connections of a process; beyond them the answer is 503.
_CONNECTIONS = 1_000


def serve(index: str, settings: Settings, listening: socket.socket, orders: Connection) -> None:
    """Serve on `listening` until told to stop. `orders` brings ("exchange", path), ("trouble", text), and
    its end is an order to stop."""
    import uvicorn

    from resolver.server.app import make_app
    from resolver.server.serving import Live

    # Who stops the service by Ctrl-C means the supervisor, which stops its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    live = Live.open(index)
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(live, settings),
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_GRACE,
            limit_concurrency=_CONNECTIONS,
            backlog=1024,
        )
    )
    threading.Thread(target=_obey, args=(orders, live, server), daemon=True).start()
    server.run(sockets=[listening])


def _obey(orders: Connection, live: Live, server: uvicorn.Server) -> None:
    orders.send(("ready", os.getpid()))
    while True:
        try:
            order: tuple[str, Any] = orders.recv()
        except (EOFError, OSError):
            server.should_exit = True
            return
        what, value = order
        try:
            if what == "exchange":
                live.exchange(value)
            else:
                live.trouble = value
        except Exception as error:  # the gazetteer before is still served, and health says that
            live.trouble = f"{value}: {error}"
        try:
            orders.send((what, live.trouble))
        except OSError:
            continue  # the end comes next
