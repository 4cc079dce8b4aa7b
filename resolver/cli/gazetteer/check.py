"""`resolver gazetteer check`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resolver.cli import exits
from resolver.cli.gazetteer.editing import Below, SkipExamples, Where, root_of, sources_below


class FormatChoice(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    github = "github"


def command(
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="The gazetteer: a folder or file.", show_default=False),
    ] = None,
    format: Annotated[
        FormatChoice,
        typer.Option("--format", "-f", help="'text': file:line: id: message. 'json'. 'github': annotations."),
    ] = FormatChoice.text,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings fail the check as errors do.")
    ] = False,
    codes: Annotated[
        bool, typer.Option("--codes", help="List every code, what it means and how to mend it.")
    ] = False,
    below: Below = None,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
) -> None:
    """Find everything that is wrong with a gazetteer, all at once.

    Schema, duplicates, references, IDs that vanished, examples that fail, look-alike letters, ordinary words,
    names too close to another entity's. The exit code is 1 when there are errors.

    \b
    Examples:
      $ resolver gazetteer check mine.toml
      $ resolver gazetteer check --format github --strict gazetteer/
      $ resolver gazetteer check --below default mine/
    """
    from resolver.authoring.findings import CODES, as_github, as_json, as_text

    if codes:
        for name, code in CODES.items():
            print(f"{name} ({code.severity}): {code.meaning}; {code.mend}")
        return
    from resolver.authoring.check import check
    from resolver.cli.output import visible

    findings = check(root_of(path or gazetteer), below=sources_below(below), examples=not no_examples)
    printed = {FormatChoice.text: as_text, FormatChoice.json: as_json, FormatChoice.github: as_github}
    # Logs are read on terminals as well.
    print("\n".join(map(visible, printed[format](findings).split("\n"))), end="")
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if findings:
        exits.complain(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}")
    if errors or (strict and warnings):
        raise typer.Exit(exits.NEGATIVE)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
