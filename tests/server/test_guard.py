"""Hostile and unlucky requests are refused, and the service lives."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.server.conftest import Client, Service, wait_until

_HEAD = "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@contextmanager
def _raw(service: Service) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        yield connection


def _answer(connection: socket.socket) -> bytes:
    """All that comes until the service ends the connection."""
    found = b""
    while piece := connection.recv(65_536):
        found += piece
    return found


def _lives(service: Service) -> None:
    assert service.client().get("/health").json()["status"] == "ok"


def test_a_gigabyte_is_refused_before_it_is_sent(service: Service) -> None:
    with _raw(service) as connection:
        head = _HEAD.format(path="/link") + f"Content-Length: {1 << 30}\r\n\r\n"
        connection.sendall(head.encode())
        assert _answer(connection).startswith(b"HTTP/1.1 413 ")
    _lives(service)


def test_a_gigabyte_that_is_sent_all_the_same_is_not_kept(service: Service) -> None:
    with _raw(service) as connection:
        connection.sendall((_HEAD.format(path="/link") + f"Content-Length: {1 << 30}\r\n\r\n").encode())
        piece = b"x" * (1 << 20)
        sent = 0
        try:
            while sent < 1 << 30:
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            pass  # the service has ended the connection
        assert sent < 1 << 30 or _answer(connection).startswith(b"HTTP/1.1 413 ")
    _lives(service)


def test_pieces_without_end_are_refused(service: Service) -> None:
    with _raw(service) as connection:
        connection.sendall((_HEAD.format(path="/link") + "Transfer-Encoding: chunked\r\n\r\n").encode())
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        for _ in range(80):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert _answer(connection).startswith(b"HTTP/1.1 413 ")
    _lives(service)


def test_half_a_body_harms_nobody(service: Service) -> None:
    for _ in range(20):
        with _raw(service) as connection:
            connection.sendall(
                (_HEAD.format(path="/link") + 'Content-Length: 100\r\n\r\n{"text": "Vel').encode()
            )
    _lives(service)


def test_a_hundred_thousand_queries_are_refused(client: Client, service: Service) -> None:
    batch = json.dumps({f"q{n}": {"query": "Veldoria"} for n in range(100_000)})
    answer = client.form("/reconcile", queries=batch)
    assert answer.status == 413
    _lives(service)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}" * 3, b"[" * 100_000, b'{"q":' * 20_000, b'{"q": 1e999}'],
)
def test_broken_json_is_refused(client: Client, body: bytes) -> None:
    for path in ("/link", "/candidates"):
        answer = client.ask("POST", path, body, {"Content-Type": "application/json"})
        assert (answer.status, list(answer.json())) == (400, ["error"])
    form = client.form("/reconcile", queries=body.decode("latin-1"))
    assert (form.status, list(form.json())) == (400, ["error"])


def test_forms_with_endless_fields_are_refused(client: Client) -> None:
    body = b"&".join(b"a%d=1" % n for n in range(30_000))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/reconcile", body, kind).status == 400
    assert client.ask("POST", "/reconcile", b"a=1", {"Content-Type": "text/plain"}).status == 415


def test_who_calls_us_by_another_name_is_refused(client: Client) -> None:
    """Else a page of another site whose name is pointed at loopback could read the gazetteer."""
    for host in ("evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80", "[::2]"):
        assert client.ask("GET", "/health", headers={"Host": host}).status in (400, 421), host
    for host in ("localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:9"):
        assert client.ask("GET", "/health", headers={"Host": host}).status == 200, host


def test_every_answer_tells_browsers_to_be_careful(client: Client) -> None:
    for path in ("/health", "/reconcile", "/nothing", "/entity/veldoria", "/reconcile/preview?id=veldoria"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_who_sends_too_slowly_is_told(world: object) -> None:
    from tests.server.in_process import serving

    with serving(str(world), body_seconds=0.5) as port, socket.create_connection(("127.0.0.1", port)) as slow:
        slow.settimeout(60)  # of which none is waited for: without the limit no answer would come
        slow.sendall((_HEAD.format(path="/link") + 'Content-Length: 100\r\n\r\n{"te').encode())
        assert _answer(slow).startswith(b"HTTP/1.1 408 ")


def test_work_that_takes_too_long_is_given_up(world: object) -> None:
    from tests.server.in_process import serving

    with serving(str(world), work_seconds=0.05) as port:
        text = "Marta Kovalenco met Henrik Aldous in Weldoria. " * 20_000
        answer = Client(port).post("/link", {"text": text})
        assert answer.status == 503
        assert "longer than" in answer.json()["error"]
        # The work goes on in its thread, and so short a limit may be too short for any request meanwhile.
        wait_until(lambda: Client(port).get("/health").status == 200)


def test_a_text_that_is_too_long_is_refused(client: Client) -> None:
    answer = client.post("/normalise", {"text": "x" * 1_000_001})
    assert answer.status == 413
