"""`resolver serve`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from resolver.cli import exits
from resolver.cli.options import Gazetteers, NoCache, sources, tell_interrupted
from resolver.errors import InputError

#: What proves the right to edit, where it is not to be made up.
TOKEN_VARIABLE = "RESOLVER_TOKEN"

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def command(
    gazetteer: Gazetteers = None,
    port: Annotated[
        int,
        typer.Option(
            "--port", "-p", min=0, max=65535, metavar="N", help="The port; 0 takes any that is free."
        ),
    ] = 8000,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets other machines in, see README."
        ),
    ] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, metavar="N", help="Processes; they share one index.")
    ] = 1,
    edit: Annotated[
        bool,
        typer.Option(
            "--edit",
            help="Let the page write into the gazetteer, for whoever has the token that is printed "
            f"(or the one in {TOKEN_VARIABLE}).",
        ),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            show_default=False,
            help="A name that the service is called by besides localhost. Repeatable.",
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option("--public-url", metavar="URL", show_default=False, help="Its address behind a proxy."),
    ] = None,
    no_cache: NoCache = False,
) -> None:
    """Serve reconciliation for OpenRefine, a JSON API and a page to read texts on.

    When a gazetteer file changes, it is compiled in the background and used from then on, without a pause.
    Ctrl-C ends the service. Needs `pip install 'resolver[serve]'`.

    \b
    Examples:
      $ resolver serve
      $ resolver serve --gazetteer my-gazetteer/ --port 8001 --edit
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise InputError("`resolver serve` needs more packages: pip install 'resolver[serve]'") from None
    from resolver.server.settings import LOOPBACK_NAMES, Settings
    from resolver.server.supervisor import Supervisor

    paths = sources(gazetteer)
    folder = token = None
    if edit:
        folder, token = _editable(paths), os.environ.get(TOKEN_VARIABLE) or _new_token()
        # What somebody answers is kept in the process until it is written.
        workers = 1
    tell_interrupted(*paths)
    named = tuple(allow_host or ())
    hosts = (*LOOPBACK_NAMES, *named) if host in _LOOPBACK or named else ()
    settings = Settings(hosts=hosts, public_url=public_url, folder=folder, token=token)

    def tell(message: str) -> None:
        exits.complain(message)
        if token is not None and message.startswith("serving at "):
            exits.complain(f"to edit: {message.removeprefix('serving at ')}/review?token={token}")

    Supervisor(paths, settings, workers=workers, cache=not no_cache).run(host, port, tell)


def _editable(paths: list[str]) -> str:
    """The one gazetteer that may be edited. Raises InputError when none or several are named."""
    if len(paths) != 1 or paths[0] == "default":
        raise InputError("--edit writes into one gazetteer: say with --gazetteer PATH into which")
    return paths[0]


def _new_token() -> str:
    import secrets

    return secrets.token_urlsafe(16)
