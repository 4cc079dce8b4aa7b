"""`resolver mcp`."""

from __future__ import annotations

from resolver.cli.options import Gazetteers, NoCache, open_resolver
from resolver.errors import InputError


def command(gazetteer: Gazetteers = None, no_cache: NoCache = False) -> None:
    """Give assistants the tools link, normalise, resolve, compare and entity.

    Speaks the Model Context Protocol on standard input and output; an assistant's settings start it. Needs
    `pip install 'resolver[mcp]'`.

    \b
    Examples:
      $ resolver mcp --gazetteer my-gazetteer/
    """
    try:
        from resolver.server.mcp import make_server
    except ImportError:
        raise InputError("`resolver mcp` needs more packages: pip install 'resolver[mcp]'") from None
    resolver = open_resolver(gazetteer, no_cache)
    resolver.prepare()
    make_server(resolver).run("stdio")
