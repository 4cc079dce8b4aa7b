"""What the pages of the service share: their frame, their files, what browsers may do with them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resolver.html import clean
from resolver.rendering.document import FOOT, shell, style

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; img-src data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)

_HEAD = (
    '<link rel="icon" href="data:,">\n<link rel="stylesheet" href="/page.css">\n'
    '<script src="/page.js" defer></script>\n'
)


def page(title: str, content: str, status: int = 200) -> Response:
    """A page of the service around `content`, which is HTML."""
    return Response(
        shell(title, _HEAD) + content + FOOT,
        status,
        {"content-security-policy": POLICY},
        media_type="text/html",
    )


def told(trouble: str | None) -> str:
    """What went wrong, to be announced; nothing where all is well."""
    return f'<p class="trouble" role="alert">{clean(trouble)}</p>' if trouble else ""


@lru_cache(maxsize=1)
def _script() -> str:
    return (Path(__file__).parent / "page.js").read_text(encoding="utf-8")


async def _style_file(request: Request) -> Response:
    return Response(style(), media_type="text/css")


async def _script_file(request: Request) -> Response:
    return Response(_script(), media_type="text/javascript")


def files() -> list[Route]:
    """The style sheet and the script."""
    return [Route("/page.css", _style_file), Route("/page.js", _script_file)]
