"""`resolver serve` as a process: starting, exchanging the gazetteer, losing a worker, ending."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from resolver.errors import InputError
from resolver.server.supervisor import listen
from tests.server.conftest import Client, Service, wait_until
from tests.world import SERVED

CHANGES = 5


def _names(client: Client) -> str | None:
    name: str | None = client.get("/entity/veldoria").json()["name"]
    return name


@pytest.mark.slow
def test_a_gazetteer_that_changes_is_taken_without_a_failed_request(tmp_path: Path) -> None:
    path = tmp_path / "world.toml"
    path.write_text(SERVED, encoding="utf-8")
    service = Service("--gazetteer", str(path), "--workers", "2")
    try:
        failed: list[object] = []
        asked = [0]
        done = threading.Event()

        def ask() -> None:
            client = service.client()
            while not done.is_set():
                try:
                    answer = client.get("/resolve", name="Henrik Aldous")
                    if answer.status != 200 or answer.json()["match"]["id"] != "henrik-aldous":
                        failed.append(answer)
                except Exception as error:
                    failed.append(error)
                    client = service.client()
                asked[0] += 1

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        clients = [service.client() for _ in range(8)]
        for change in range(CHANGES):
            name = f"Veldoria {change}"
            _replace(
                path,
                SERVED.replace('name = "Veldoria"', f'name = "{name}"'),
            )
            wait_until(lambda name=name: all(_names(client) == name for client in clients))
            wait_until(lambda enough=asked[0] + 20: asked[0] >= enough)
        done.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert service.client().get("/health").json()["generation"] == CHANGES + 1
    finally:
        service.stop()


def _replace(path: Path, content: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(content, encoding="utf-8")
    os.replace(new, path)


@pytest.mark.slow
def test_a_gazetteer_that_breaks_is_not_taken_and_told(tmp_path: Path) -> None:
    path = tmp_path / "world.toml"
    path.write_text(SERVED, encoding="utf-8")
    service = Service("--gazetteer", str(path))
    try:
        client = service.client()
        path.write_text(SERVED.replace('type = "person"', 'type = "persn"', 1), encoding="utf-8")
        wait_until(lambda: client.get("/health").json()["trouble"] is not None)
        assert "world.toml" in client.get("/health").json()["trouble"]
        assert client.get("/resolve", name="Henrik Aldous").json()["match"]["id"] == "henrik-aldous"
        assert any("served on" in line for line in service.said)
        path.write_text(SERVED, encoding="utf-8")
        wait_until(lambda: client.get("/health").json()["trouble"] is None)
    finally:
        service.stop()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers through /proc")
def test_a_worker_that_dies_is_started_again(world: Path) -> None:
    service = Service("--gazetteer", str(world))
    try:
        before = _children(service.pid)
        serving = [pid for pid in before if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        for pid in serving:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: any("started again" in line for line in service.said))
        wait_until(lambda: _answers(service))
        assert _children(service.pid) != before
    finally:
        service.stop()


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sorted(map(int, tasks))


def _answers(service: Service) -> bool:
    try:
        return service.client().get("/health").status == 200
    except OSError:
        return False


def test_the_end_is_quiet_and_leaves_nobody(world: Path) -> None:
    service = Service("--gazetteer", str(world), "--workers", "2")
    service.client().get("/health")
    assert service.stop() == 143
    assert [line for line in service.said if "serving at" not in line and "compiling" not in line] == []
    with pytest.raises(ConnectionRefusedError):
        service.client().get("/health")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--gazetteer", "no/such/file.toml"], "no/such/file.toml"),
        (["--edit"], "--gazetteer"),
        (["--host", "256.0.0.1"], "cannot listen on 256.0.0.1"),
    ],
)
def test_what_cannot_be_served_is_one_line(arguments: list[str], says: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "resolver", "serve", "--port", "0", *arguments], capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1
    assert says in ran.stderr


def test_another_service_on_the_port_is_noticed(service: Service) -> None:
    for workers in (1, 2):
        with pytest.raises(InputError, match=f"port {service.port}"):
            listen("127.0.0.1", service.port, workers)


def test_processes_listen_on_one_port() -> None:
    sockets = listen("127.0.0.1", 0, 3)
    try:
        assert len({each.getsockname() for each in sockets}) == 1
    finally:
        for each in sockets:
            each.close()
