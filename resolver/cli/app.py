"""The command table and the root of the command line.

Commands are looked up by name and imported only when they run, so that the start costs the same
however many there are. The table holds the one-line summaries for `--help`; a test keeps them equal
to the commands' own.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from resolver import __version__
from resolver.cli import exits

# name -> (module, summary). The module has a function `command`, typed for typer.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "normalise": (
        "resolver.cli.normalise",
        "Rewrite spelling variants of known names; everything else stays.",
    ),
    "link": ("resolver.cli.link", "List the mentions of known entities in texts."),
    "resolve": ("resolver.cli.resolve", "Say which entity each name means."),
    "compare": ("resolver.cli.compare", "Say whether two names are one, and why."),
    "explain": (
        "resolver.cli.explain",
        "Show every span that was considered in a text, and the decision on it.",
    ),
    "show": ("resolver.cli.show", "Show an entity: its names by form and language, its lineage."),
}
# The same command under another spelling; not listed.
ALIASES: Mapping[str, str] = {"normalize": "normalise"}

# Typer's rich output would load rich at every error and help page; plain text is enough and fast.
_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
# Click's exception for "the user typed something wrong", wherever this version of typer keeps click.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


class LazyGroup(TyperGroup):
    """A group whose commands are named in a table and imported when asked for."""

    table: Mapping[str, tuple[str, str]] = COMMANDS
    aliases: Mapping[str, str] = ALIASES

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        name = self.aliases.get(cmd_name, cmd_name)
        if name not in self.table:
            return None
        module = importlib.import_module(self.table[name][0])
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        single = typer.Typer(add_completion=False, **_PLAIN)
        single.command(name, context_settings={"help_option_names": ["-h", "--help"]})(module.command)
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.aliases.get(args[0], args[0]) not in self.table and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], [*self.table, *self.aliases], n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            ctx.fail(f"No such command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self.table.items()])


def _version(asked: bool) -> None:
    if asked:
        print(f"resolver {__version__}")
        raise typer.Exit(exits.DONE)


app = typer.Typer(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, **_PLAIN)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
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
