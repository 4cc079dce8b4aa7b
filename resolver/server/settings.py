"""What the service was asked to be: addresses, limits, rights. Plain values, sent to every process."""

from __future__ import annotations

from dataclasses import dataclass

#: Names by which a service that listens on loopback may be called; any other is a rebinding attack.
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost. Bytes, characters, seconds, counts."""

    body: int = 4 << 20
    text: int = 1_000_000
    name: int = 1_000
    batch: int = 1_000
    candidates: int = 100
    body_seconds: float = 20.0
    work_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a process serves.

    `hosts`: what the header `Host` may say, without the port; empty allows all. `public_url`: what the
    service is called from outside, where a proxy stands before it. `folder`, `token`: the gazetteer that the
    page may edit and what proves the right to; None where nothing may be edited.
    """

    hosts: tuple[str, ...] = LOOPBACK_NAMES
    public_url: str | None = None
    folder: str | None = None
    token: str | None = None
    limits: Limits = Limits()
