"""Groups of commands that cost nothing until one of them runs."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from resolver.cli.reading import read_plainly

# Typer's rich output would load rich at every error and help page; plain text is enough and fast.
PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


class PlainCommand(TyperCommand):
    """A command whose options are read without pydantic."""

    def get_params(self, ctx: Any) -> Any:
        return read_plainly(super().get_params(ctx))


class LazyGroup(TyperGroup):
    """A group whose commands are named in a table and imported when asked for."""

    # name -> (module, summary). The module has a typer function `command`, or a whole group as `app`.
    table: Mapping[str, tuple[str, str]] = {}
    # Other spellings of a name, listed beside it.
    aliases: Mapping[str, str] = {}

    def get_params(self, ctx: Any) -> Any:
        return read_plainly(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        name = self.aliases.get(cmd_name, cmd_name)
        if name not in self.table:
            return None
        module = importlib.import_module(self.table[name][0])
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        single = typer.Typer(add_completion=False, **PLAIN)
        single.command(name, cls=PlainCommand, context_settings={"help_option_names": ["-h", "--help"]})(
            module.command
        )
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
            formatter.write_dl([(name, self._summary(name)) for name in self.table])

    def _summary(self, name: str) -> str:
        others = [alias for alias, meant in self.aliases.items() if meant == name]
        return self.table[name][1] + (f" Also: {', '.join(others)}." if others else "")
