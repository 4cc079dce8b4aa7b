"""Options are read as typer reads them, without loading pydantic for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from resolver.cli.lazy import PlainCommand
from resolver.cli.options import TypeChoice, UnitChoice

ROOT = Path(__file__).parent.parent.parent


def _run(arguments: list[str], plainly: bool) -> Any:
    """What a command with one option of each kind gets, or the error that it makes."""
    got: dict[str, Any] = {}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.command(cls=PlainCommand if plainly else None)
    def command(
        words: list[str] | None = None,
        text: str | None = None,
        flag: bool = False,
        number: Annotated[int, typer.Option(min=1)] = 3,
        share: Annotated[float | None, typer.Option(min=0.0, max=1.0)] = None,
        unit: UnitChoice = UnitChoice.document,
        type: Annotated[list[TypeChoice] | None, typer.Option()] = None,
    ) -> None:
        got.update(words=words, text=text, flag=flag, number=number, share=share, unit=unit, type=type)

    try:
        typer.main.get_command(app).main(args=arguments, prog_name="x", standalone_mode=False)
    except typer.BadParameter:
        return "refused"
    return got


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--words", "a", "--words", "b", "--text", ""],
        ["--flag", "--number", "7", "--share", "0.5"],
        ["--unit", "line", "--type", "person", "--type", "place"],
        ["--number", "x"],
        ["--number", "0"],
        ["--share", "half"],
        ["--share", "1"],
        ["--share", "7"],
        ["--share", "-0.1"],
        ["--share", "nan"],
        ["--share", "inf"],
        ["--unit", "word"],
        ["--type", "animal"],
    ],
)
def test_the_same_as_typer(arguments: list[str]) -> None:
    # As text: no number is `nan`, itself among them.
    assert repr(_run(arguments, plainly=True)) == repr(_run(arguments, plainly=False))


def test_a_command_does_not_load_pydantic_for_its_options() -> None:
    code = (
        "import sys; from resolver.cli import main;"
        "main(['normalise', '--unit', 'line', '--type', 'person', '--encoding', 'nonesuch']);"
        "print('pydantic' in sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL
    )
    assert ran.stderr == "resolver: unknown encoding 'nonesuch'\nFalse\n"
