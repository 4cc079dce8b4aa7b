"""What every handler has at hand: the resolver that answers now, the settings, threads for long work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from resolver.server.replies import RefusedError
from resolver.server.serving import Live, Serving
from resolver.server.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

Result = TypeVar("Result")

#: Threads of a process. More would only take turns; fewer would let one long text hold up all the others.
_THREADS = 4

#: Fields of a form; none of ours has more but the page's choices, one a mention.
_MOST_FIELDS = 20_000


@dataclass(slots=True)
class Context:
    """Shared by all handlers of a process."""

    live: Live
    settings: Settings
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_THREADS, thread_name_prefix="work")
    )

    @property
    def serving(self) -> Serving:
        """What answers now; take it once a request."""
        return self.live.serving

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of what may take long, worked out beside the loop that serves everybody."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def look_ahead(self) -> None:
        """Somebody reconciles: make the look-ups beside, which the first to need them would wait for."""
        serving = self.serving
        if serving.first_asked():
            self._threads.submit(lambda: serving.lookups)

    def base(self, request: Request) -> str:
        """The address that clients call this service by, without a slash at the end."""
        if self.settings.public_url is not None:
            return self.settings.public_url.rstrip("/")
        return f"{request.url.scheme}://{request.headers.get('host', '')}"


async def form(request: Request) -> dict[str, str]:
    """The fields of a posted form, the first value of each that is not empty.

    Raises RefusedError when it is none.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RefusedError(f"send a form as application/x-www-form-urlencoded, not {kind or 'nothing'}", 415)
    body = await request.body()
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace"
        )
    except ValueError:
        raise RefusedError("this is no form: it is not encoded as one, or has too many fields") from None
    found: dict[str, str] = {}
    for key, value in fields:
        if not found.get(key):
            found[key] = value
    return found
