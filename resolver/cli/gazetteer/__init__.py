"""`resolver gazetteer …`: what maintainers do. One module a command, imported when it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from resolver.cli.lazy import PLAIN, LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    name: (f"resolver.cli.gazetteer.{module}", summary)
    for name, module, summary in (
        ("init", "init", "Begin a gazetteer: a folder with its first file."),
        ("check", "check", "Find everything that is wrong with a gazetteer, all at once."),
        ("format", "format", "Bring files into the canonical layout; nothing else changes."),
        ("add", "add", "Add an entity."),
        ("set", "set", "Add names and facts to an entity."),
        ("merge", "merge", "Merge one entity into another; the old ID stays resolvable."),
        ("split", "split", "Split an entity into several; the old ID then leads to all of them."),
        ("retire", "retire", "Stop linking to an entity that has no successor."),
        ("rename", "rename", "Give an entity another canonical name; its ID stays."),
        (
            "diff",
            "diff",
            "Show what an edit does: which names it adds and removes, and which mentions in texts change.",
        ),
        (
            "suggest",
            "suggest",
            "Suggest names from texts: unknown ones, their spellings, and near-misses of known ones.",
        ),
        ("import", "import_", "Import entities from another format into a gazetteer file, with their IDs."),
        ("export", "export", "Write a gazetteer's entities in another format, to standard output."),
        ("compile", "compile", "Compile gazetteers into one index file, which opens without delay."),
        ("stats", "stats", "Count entities and names by type, form, language and script."),
        ("schema", "schema", "Print or write the JSON Schemas of gazetteer files."),
    )
}


class GazetteerGroup(LazyGroup):
    """The commands on gazetteer files."""

    table = COMMANDS
    aliases: Mapping[str, str] = {}


settings: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(cls=GazetteerGroup, context_settings=settings, add_completion=False, **PLAIN)


@app.callback()
def root() -> None:
    """Check, format and edit gazetteer files.

    Every command takes `--gazetteer PATH`, a folder or file; without it the variable
    RESOLVER_GAZETTEER, else the folder "gazetteer" here. How to maintain one: gazetteer/README.md.

    \b
    Example:
      $ resolver gazetteer check mine.toml
    """
