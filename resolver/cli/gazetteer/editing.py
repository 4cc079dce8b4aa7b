"""What the commands on gazetteer files share: which gazetteer is meant, and how an edit is reported."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resolver.cli import exits
from resolver.cli.options import GAZETTEER_VARIABLE, sources, tell_interrupted
from resolver.errors import InputError

if TYPE_CHECKING:
    from resolver.authoring.draft import Outcome

DEFAULT_FOLDER = "gazetteer"

#: Errors of a refused edit that are told one by one; an import may have thousands.
_MOST_TOLD = 20

Where = Annotated[
    str | None,
    typer.Option(
        "--gazetteer",
        "-g",
        metavar="PATH",
        show_default=False,
        help=f"The gazetteer to work on, a folder or file; else the variable {GAZETTEER_VARIABLE}, else the "
        f"folder '{DEFAULT_FOLDER}' here.",
    ),
]
Below = Annotated[
    list[str] | None,
    typer.Option(
        "--below",
        metavar="PATH",
        show_default=False,
        help="A gazetteer that this one is used on top of: references may lead there, names may clash with "
        "its names. Repeatable; 'default' is the one that comes with resolver.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would change as a diff; write nothing.")]
SkipExamples = Annotated[
    bool, typer.Option("--no-examples", help="Do not link the examples and counterexamples (faster).")
]


def root_of(where: str | None) -> Path:
    """The one gazetteer to work on. Raises `InputError` when none or several are named."""
    if where is not None:
        return Path(where)
    named = sources(None)
    if len(named) > 1:
        raise InputError(f"{GAZETTEER_VARIABLE} names several gazetteers: say with --gazetteer which one")
    if named:
        return Path(named[0])
    if os.path.isdir(DEFAULT_FOLDER):
        return Path(DEFAULT_FOLDER)
    raise InputError(f"which gazetteer? Say --gazetteer PATH (there is no folder '{DEFAULT_FOLDER}' here)")


def read_only(where: str | None) -> Path:
    """`root_of` for commands that change nothing: they say when an edit was killed half-way."""
    root = root_of(where)
    tell_interrupted(root)
    return root


def sources_below(below: list[str] | None) -> tuple[str, ...]:
    """The paths of `--below`, with the word for the shipped gazetteer replaced by where it lies."""
    from resolver.index.loading import DEFAULT, default_folder

    return tuple(str(default_folder()) if path == DEFAULT else path for path in below or ())


def edited(edit: Callable[[], Outcome], *, dry_run: bool) -> None:
    """Make an edit and tell what it did: the files on standard output, findings on standard error.

    Leaves with code 1 when the edit was refused because the result would have errors.
    """
    from resolver.cli.output import visible

    with refusing():
        outcome = edit()
    for finding in outcome.findings:
        print(visible(str(finding)), file=sys.stderr)
    for note in outcome.notes:
        exits.complain(visible(note))
    if dry_run:
        sys.stdout.write(outcome.diff())
        return
    for id in outcome.ids:
        print(id)
    for change in outcome.changes:
        exits.complain(f"wrote {change.path}")


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Leave with code 1, findings told, when the edit in the block is refused since its result has errors."""
    from resolver.authoring.draft import RefusedError
    from resolver.cli.output import visible

    try:
        yield
    except RefusedError as error:
        for finding in error.findings[:_MOST_TOLD]:
            print(visible(str(finding)), file=sys.stderr)
        more = len(error.findings) - _MOST_TOLD
        rest = f" and {more:,} more" if more > 0 else ""
        exits.complain(f"nothing was written: the result would have the errors above{rest}")
        raise typer.Exit(exits.NEGATIVE) from None


def pair(text: str, option: str) -> tuple[str, str]:
    """`KEY=VALUE` as the two. Raises `InputError` naming `option` when it is not that."""
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise InputError(f"{option} {text}: this must have the form KEY=VALUE")
    return key, value
