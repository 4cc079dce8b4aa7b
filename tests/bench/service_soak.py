"""A long time with many clients at once, while the gazetteer is exchanged and hostile bodies come in."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean, quantiles
from urllib.parse import urlencode

from tests.bench.processes import private_memory

#: Somebody whom every exchanged gazetteer knows, by another name each time.
_MARK = "resolver-soak-mark"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
#: Seconds between two looks at the memory, and between two hostile requests.
_LOOK_EVERY, _HOSTILE_EVERY = 2.0, 6.0
#: Seconds after which an exchange that no worker shows counts as failed.
_SHOWN_WITHIN = 60.0
#: Names that are asked for, and written into texts, before anything is counted: so many fill the caches that
#: hold what words are, whatever the gazetteer; what they hold is bounded, and no growth that matters.
_WARM = 30_000


class Soak:
    """Counts what was asked, what failed, how long answers took, and the workers' memory over time."""

    def __init__(self, port: int, pid: int, gazetteer: Path, names: Sequence[str], clients: int) -> None:
        self._port, self._pid, self._gazetteer = port, pid, gazetteer
        self._records = gazetteer.read_text("utf-8")
        self._names = names
        self._clients = clients
        self._over = threading.Event()
        self._took: list[list[float]] = [[] for _ in range(clients)]
        self._failed: list[str] = []
        self._memory: list[float] = []
        self._hostile: Counter[str] = Counter()
        self._exchanged = 0

    def run(self, seconds: float, exchanges: int) -> bool:
        """Print what came of it; True where nothing failed and memory stayed flat."""
        self._warm()
        work: list[Callable[[], None]] = [
            self._watch,
            self._attack,
            lambda: self._exchange(seconds, exchanges),
        ]
        work += [lambda number=number: self._ask(number) for number in range(self._clients)]  # type: ignore[misc]
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self._over.set()
        for thread in threads:
            thread.join()
        return self._told(seconds, exchanges)

    def _told(self, seconds: float, exchanges: int) -> bool:
        took = sorted(one for each in self._took for one in each)
        cuts = quantiles(took, n=100)
        quarter = max(1, len(self._memory) // 4)
        second, last = mean(self._memory[quarter : 2 * quarter]), mean(self._memory[-quarter:])
        print(f"{len(took):,} requests in {seconds / 60:.1f} minutes, {len(self._failed)} failed")
        print(
            f"half within {1e3 * cuts[49]:.1f} ms, 99 % within {1e3 * cuts[98]:.1f} ms, "
            f"all in {took[-1]:.2f} s"
        )
        print(f"gazetteer exchanged {self._exchanged} times of {exchanges}")
        print("hostile: " + ", ".join(f"{what} × {count}" for what, count in sorted(self._hostile.items())))
        tenth = max(1, len(self._memory) // 10)
        series = ", ".join(f"{mean(self._memory[at : at + tenth]):.0f}" for at in range(0, 10 * tenth, tenth))
        print(
            f"workers' memory in MB, each tenth: {series}; "
            f"in the last quarter {last / second:.2f} × the second"
        )
        for failure in self._failed[:10]:
            print(f"failed: {failure}")
        return not self._failed and self._exchanged == exchanges and last <= 1.1 * second

    def _warm(self) -> None:
        for start in range(0, _WARM, 500):
            names = self._names[-_WARM:][start : start + 500]
            for path, asked in (("/resolve", {"names": names}), ("/link", {"text": ". ".join(names)})):
                self._once("POST", path, json.dumps(asked).encode(), _JSON["Content-Type"])

    # -- clients ------------------------------------------------------------------------------------

    def _ask(self, number: int) -> None:
        chance = random.Random(number)
        client: http.client.HTTPConnection | None = None
        while not self._over.is_set():
            method, path, body, headers = self._request(chance)
            start = time.perf_counter()
            try:
                client = client or http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
                client.request(method, path, body, headers)
                answer = client.getresponse()
                said = answer.read()
                if answer.status != 200:
                    self._failed.append(f"{method} {path[:60]}: {answer.status} {said[:100]!r}")
            except (OSError, http.client.HTTPException) as error:
                self._failed.append(f"{method} {path[:60]}: {error!r}")
                client = None
            self._took[number].append(time.perf_counter() - start)

    def _request(self, chance: random.Random) -> tuple[str, str, bytes | None, dict[str, str]]:
        """What the three kinds of clients ask: OpenRefine, programs, the page."""
        names = [chance.choice(self._names) for _ in range(10)]
        match chance.randrange(4):
            case 0:
                batch = {f"q{at}": {"query": name, "limit": 5} for at, name in enumerate(names)}
                return "POST", "/reconcile", urlencode({"queries": json.dumps(batch)}).encode(), _FORM
            case 1:
                text = " ".join(f"Yesterday {a} met {b} again." for a, b in pairwise(names))
                return "POST", "/link", json.dumps({"text": text}).encode(), _JSON
            case 2:
                text = f"{names[0]} and {names[1]} left.\r\n{names[2]} stayed."
                return "POST", "/", urlencode({"text": text}).encode(), _FORM
            case _:
                return "GET", f"/resolve?{urlencode({'name': names[0]})}", None, {}

    # -- exchanges ----------------------------------------------------------------------------------

    def _exchange(self, seconds: float, exchanges: int) -> None:
        began = time.monotonic()
        for number in range(exchanges):
            if self._over.wait(max(0.0, began + seconds * number / (exchanges + 1) - time.monotonic())):
                return
            name = f"Soak Mark {number}"
            record = json.dumps({"id": _MARK, "type": "other", "name": name})
            new = self._gazetteer.with_suffix(".new")
            new.write_text(self._records + record + "\n", "utf-8")
            os.replace(new, self._gazetteer)
            until = time.monotonic() + _SHOWN_WITHIN
            while not all(self._shows(name) for _ in range(6)):  # connections go to either worker
                if time.monotonic() > until:
                    self._failed.append(f"exchange {number} is not served after {_SHOWN_WITHIN:.0f} seconds")
                    return
                time.sleep(0.2)
            self._exchanged += 1

    def _shows(self, name: str) -> bool:
        status, said = self._once("GET", f"/entity/{_MARK}")
        return status == 200 and json.loads(said)["name"] == name

    def _once(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        client = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            client.request(method, path, body, {"Content-Type": kind} if kind else {})
            answer = client.getresponse()
            return answer.status, answer.read()
        finally:
            client.close()

    # -- memory -------------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            self._memory.append(sum(map(private_memory, self._workers())))

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
        found = []
        for child in map(int, children):
            # What compiles aside is no worker: it lives as long as that takes.
            try:
                started = Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if b"spawn_main" in started and _has_a_socket(child):
                found.append(child)
        return found

    # -- hostile ------------------------------------------------------------------------------------

    def _attack(self) -> None:
        attacks = {
            "1 GB": self._gigabyte,
            "half a body": self._half,
            "half a body, kept open": self._slow,
            "bad JSON": self._broken,
            "100,000 queries": self._many,
        }
        while True:
            for what, attack in attacks.items():
                if self._over.wait(_HOSTILE_EVERY):
                    return
                try:
                    refused = attack()
                    healthy = self._once("GET", "/health")[0] == 200
                except OSError as error:
                    self._failed.append(f"{what}: {error!r}")
                    continue
                if not (refused and healthy):
                    self._failed.append(f"{what}: {'not refused' if not refused else 'no health after it'}")
                self._hostile[what] += 1

    def _raw(self, length: int, body: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        head = "POST /link HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        connection.sendall(head.encode() + b"Content-Length: %d\r\n\r\n" % length + body)
        return connection

    def _gigabyte(self) -> bool:
        with self._raw(1 << 30, b"") as connection:
            answer = connection.recv(1000)
            piece = b"x" * (1 << 20)
            try:
                for _ in range(1 << 10):
                    connection.sendall(piece)
            except OSError:
                pass  # it is listened to a little longer, then not at all
        return b" 413 " in answer

    def _half(self) -> bool:
        self._raw(100, b'{"text": "Ha').close()
        return True

    def _slow(self) -> bool:
        with self._raw(100, b'{"text": "Ha') as connection:
            return b" 408 " in connection.recv(1000)

    def _broken(self) -> bool:
        bodies = (b"{", b"\xff\xfe", b"[" * 100_000, b'{"text": 1e999}')
        return all(self._once("POST", "/link", body, _JSON["Content-Type"])[0] == 400 for body in bodies)

    def _many(self) -> bool:
        batch = json.dumps({f"q{at}": {"query": "Halden"} for at in range(100_000)})
        body = urlencode({"queries": batch}).encode()
        return self._once("POST", "/reconcile", body, _FORM["Content-Type"])[0] == 413


def _has_a_socket(process: int) -> bool:
    try:
        files = [os.readlink(each) for each in Path(f"/proc/{process}/fd").iterdir()]
    except OSError:
        return False
    return any(each.startswith("socket:") for each in files)
