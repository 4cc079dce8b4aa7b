"""The parent of the processes that serve: it starts them and watches the gazetteer's files."""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resolver.errors import InputError, ResolverError
from resolver.server.settings import Settings
from resolver.server.watching import Compiler, look
from resolver.server.worker import serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

#: Seconds between two looks at the files and the processes.
_LOOK_EVERY = 0.5

#: Seconds after which it is told that the gazetteer is being compiled, which nobody else says.
_TELL_AFTER = 5.0

#: Seconds after which a process that ended is started again, so that one that cannot start does not burn.
_RESTART_AFTER = 1.0

#: Seconds that a process may take to stop.
_STOP_WITHIN = 15.0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    orders: Connection
    started: float


class Supervisor:
    """Serves `sources` (none: the default gazetteer) in `workers` processes on one address."""

    def __init__(
        self, sources: Sequence[str], settings: Settings, *, workers: int, cache: bool = True
    ) -> None:
        self._sources = list(sources)
        self._settings = settings
        self._count = workers
        self._compiler = Compiler(self._sources, cache=cache)
        self._workers: list[_Worker] = []
        self._sockets: list[socket.socket] = []
        self._index = ""

    def run(self, host: str, port: int, tell: Callable[[str], None]) -> None:
        """Serve until interrupted. `tell` gets the address when all processes answer, and every trouble.

        Raises GazetteerError or InputError when it cannot begin.
        """
        self._sockets = listen(host, port, self._count)
        try:
            seen = look(self._sources)
            self._index = self._first_index(tell)
            for socket_ in self._sockets:
                self._workers.append(self._start(socket_))
            for worker in self._workers:
                self._wait_until_ready(worker)
            tell(f"serving at {address(self._sockets[0])}")
            self._watch(seen, tell)
        finally:
            self._stop()

    def _first_index(self, tell: Callable[[str], None]) -> str:
        self._compiler.start()
        if (found := self._compiler.result(_TELL_AFTER)) is None:
            tell("compiling the gazetteer; the next start finds it compiled")
        while found is None:
            found = self._compiler.result(_LOOK_EVERY)
        index, trouble = found
        if index is None:
            raise InputError(trouble or "the gazetteer cannot be compiled")
        return index

    def _start(self, listening: socket.socket) -> _Worker:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=serve, args=(self._index, self._settings, listening, theirs), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic())

    def _wait_until_ready(self, worker: _Worker) -> None:
        try:
            worker.orders.recv()
        except (EOFError, OSError):
            raise ResolverError("a process of the service ended before it could serve") from None

    def _watch(self, seen: object, tell: Callable[[str], None]) -> None:
        """Look again and again; a change is compiled when two looks in a row see the same."""
        before = seen
        while True:
            time.sleep(_LOOK_EVERY)
            self._restart(tell)
            now = look(self._sources)
            settled, before = now == before, now
            if now != seen and settled and not self._compiler.busy:
                seen = now
                self._compiler.start()
            if self._compiler.busy and (found := self._compiler.result(0)) is not None:
                self._exchange(*found, tell)

    def _exchange(self, index: str | None, trouble: str | None, tell: Callable[[str], None]) -> None:
        if index is None:
            tell(f"the gazetteer before its last change is served on: {trouble}")
            order = ("trouble", trouble)
        else:
            self._index = index
            order = ("exchange", index)
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.orders.send(order)

    def _restart(self, tell: Callable[[str], None]) -> None:
        for place, worker in enumerate(self._workers):
            while _has_answer(worker.orders):
                with contextlib.suppress(EOFError, OSError):
                    worker.orders.recv()
                    continue
                break
            if worker.process.is_alive() or time.monotonic() - worker.started < _RESTART_AFTER:
                continue
            tell(f"a process of the service ended (code {worker.process.exitcode}) and is started again")
            worker.orders.close()
            self._workers[place] = self._start(self._sockets[place])

    def _stop(self) -> None:
        for worker in self._workers:
            worker.orders.close()  # what tells it to stop
        until = time.monotonic() + _STOP_WITHIN
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        for socket_ in self._sockets:
            socket_.close()
        self._compiler.close()


def _has_answer(orders: Connection) -> bool:
    try:
        return orders.poll()
    except OSError:
        return False


def listen(host: str, port: int, count: int) -> list[socket.socket]:
    """`count` sockets on one address, one a process, so that the system spreads connections evenly.

    Where it cannot do that, all are the same socket. Raises InputError when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Without sharing: another service on the address must be noticed, not joined.
        first = _bound(family, host, port, share=False)
        if sys.platform != "linux" or count == 1:
            return [first] * count
        port = first.getsockname()[1]
        first.close()
        return [_bound(family, host, port, share=True) for _ in range(count)]
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot listen on {host} port {port}: {reason}") from None


def _bound(family: socket.AddressFamily, host: str, port: int, *, share: bool) -> socket.socket:
    made = socket.socket(family)
    try:
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if share:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
        made.listen(1024)
        made.set_inheritable(True)
    except BaseException:
        made.close()
        raise
    return made


def address(listening: socket.socket) -> str:
    """What a browser calls the service."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
