"""The service as its clients meet it: a process of its own that listens on loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.world import SERVED

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A client that keeps its connection, as OpenRefine does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = self._connection
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, response.read())

    def get(self, path: str, **fields: str | list[str]) -> Answer:
        return self.ask("GET", path + ("?" + urlencode(fields, doseq=True) if fields else ""))

    def post(self, path: str, data: Any) -> Answer:
        """JSON, as programs send it."""
        return self.ask("POST", path, json.dumps(data).encode(), {"Content-Type": "application/json"})

    def form(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        """A form, as OpenRefine and pages send it."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def reconcile(self, queries: dict[str, Any]) -> Any:
        answer = self.form("/reconcile", queries=json.dumps(queries))
        assert answer.status == 200, answer.text
        return answer.json()


class Service:
    """`resolver serve`, running."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "resolver", "serve", "--port", "0", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        self.said: list[str] = []
        self._port: int | None = None
        self._known = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self._known.wait(120), f"the service did not start: {self.said}"
        assert self._port is not None, f"the service ended: {self.said}"
        self.port = self._port

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.said.append(line.rstrip("\n"))
            if "serving at " in line:
                self._port = int(line.rsplit(":", 1)[1])
                self._known.set()
        self._known.set()

    def client(self) -> Client:
        return Client(self.port)

    def stop(self) -> int:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(60)
        self._listener.join(60)  # all that it said is read
        return code

    @property
    def pid(self) -> int:
        return self._process.pid


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gazetteer file that `service` serves."""
    path = tmp_path_factory.mktemp("served") / "world.toml"
    path.write_text(SERVED, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def service(world: Path) -> Iterator[Service]:
    """A service over the little world; tests only read."""
    running = Service("--gazetteer", str(world), "--workers", "2")
    yield running
    running.stop()


@pytest.fixture
def client(service: Service) -> Client:
    return service.client()


def wait_until(true: Any, seconds: float = 60.0) -> None:
    """Wait for something to come true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.05)
