"""The command table and the root of the command line.

Commands are looked up by name and imported only when they run, so that the start costs the same
however many there are. The table holds the one-line summaries for `--help`; a test keeps them equal
to the commands' own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from resolver import __version__
from resolver.cli import exits
from resolver.cli.lazy import PLAIN, LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "normalise": (
        "resolver.cli.normalise",
        "Rewrite spelling variants of known names; everything else stays.",
    ),
    "link": ("resolver.cli.link", "List the mentions of known entities in texts."),
    "resolve": ("resolver.cli.resolve", "Find the entity that each name means."),
    "cluster": (
        "resolver.cli.cluster",
        "Group names by the entity that they mean, without a gazetteer.",
    ),
    "compare": ("resolver.cli.compare", "Say whether two names mean the same entity, and why."),
    "explain": (
        "resolver.cli.explain",
        "Show every span that was considered in a text, and the decision on it.",
    ),
    "show": ("resolver.cli.show", "Show an entity: its names by form and language, its lineage."),
    "evaluate": (
        "resolver.cli.evaluate",
        "Measure linking on texts that were marked by hand: precision, recall, F1.",
    ),
    "serve": (
        "resolver.cli.serve",
        "Serve reconciliation for OpenRefine, a JSON API and a page to read texts on.",
    ),
    "mcp": ("resolver.cli.mcp", "Give assistants the tools link, normalise, resolve, compare and entity."),
    "gazetteer": ("resolver.cli.gazetteer", "Check, format and edit gazetteer files."),
}
ALIASES: Mapping[str, str] = {"normalize": "normalise"}

# Click's exception for "the user typed something wrong", wherever this version of typer keeps click.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


class Commands(LazyGroup):
    """The commands of `resolver`."""

    table = COMMANDS
    aliases = ALIASES


def _version(asked: bool) -> None:
    if asked:
        print(f"resolver {__version__}")
        raise typer.Exit(exits.DONE)


app = typer.Typer(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, **PLAIN)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Find the names in text, decide which known entity each one means, and write each in one spelling.

    \b
    Example:
      $ echo "Anne Buyon met President Aliev." | resolver normalise
      Anne Boillon met President Aliyev.
    """


def run(arguments: Sequence[str]) -> int:
    """Parse and run one command line; the exit code. Wrong usage is told in one line."""
    group = typer.main.get_command(app)
    try:
        code = group.main(args=list(arguments), prog_name="resolver", standalone_mode=False)
    except _USAGE_ERROR as error:
        context = getattr(error, "ctx", None)
        message = str(error.format_message())  # type: ignore[attr-defined]
        command = context.command_path if context is not None else "resolver"
        exits.complain(f"{message.rstrip('.')}{'' if message.endswith('?') else '.'} Try '{command} --help'.")
        return exits.WRONG
    except SystemExit as error:
        # Typer takes a closed pipe for a failure; `exits.guarded` knows better.
        if isinstance(error.__context__, OSError):
            raise error.__context__ from None
        raise
    except typer.Abort:
        return exits.INTERRUPTED
    return code if isinstance(code, int) else exits.DONE
