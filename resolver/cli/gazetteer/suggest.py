"""`resolver gazetteer suggest`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from resolver.cli.gazetteer.editing import DryRun, SkipExamples, Where, edited, read_only, root_of
from resolver.cli.options import Encoding, NoCache
from resolver.cli.terminal import visible
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.authoring.review import Answer, Decision
    from resolver.authoring.suggest import Suggestion


class FormatChoice(StrEnum):
    """How suggestions are printed."""

    text = "text"
    jsonl = "jsonl"


def command(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="Texts, or folders of .txt files.", show_default=False),
    ] = None,
    minimum: Annotated[
        int, typer.Option("--minimum", "-m", min=1, metavar="N", help="Leave out names that are rarer.")
    ] = 1,
    review: Annotated[
        bool,
        typer.Option(
            "--review",
            help="Ask about each one (yes, no, another entity, later, undo, quit) and write the answers.",
        ),
    ] = False,
    format: Annotated[
        FormatChoice, typer.Option("--format", "-f", help="For people or for programs.")
    ] = FormatChoice.text,
    dry_run: DryRun = False,
    no_examples: SkipExamples = False,
    gazetteer: Where = None,
    encoding: Encoding = "utf-8",
    no_cache: NoCache = False,
) -> None:
    """Suggest names from texts: unknown ones, their spellings, and near-misses of known ones.

    First come the open questions of the gazetteer, which `cluster --to` leaves: two of its entities that may
    be one. Without texts there are only these.

    With --review, an accepted near-miss becomes a variant, an accepted new name an entity. A refused one is
    never asked again: a near-miss is put into its entity's `not`, and all are listed in rejected.txt.

    \b
    Examples:
      $ resolver gazetteer suggest articles/ --minimum 3
      $ resolver gazetteer suggest --review --gazetteer gazetteer articles/
    """
    import resolver
    from resolver.authoring.suggest import open_questions, suggest
    from resolver.cli.gazetteer.corpus import read_texts
    from resolver.cli.output import json_line

    root = root_of(gazetteer) if review else read_only(gazetteer)
    linker = resolver.load([str(root)], cache=not no_cache)
    found = open_questions(linker, root)
    if texts:
        found += suggest(linker, read_texts(texts, encoding), minimum=minimum, gazetteer=root)
    if review:
        _review(found, root, dry_run, not no_examples)
        return
    for position, suggestion in enumerate(found):
        if format is FormatChoice.jsonl:
            print(json_line(asdict(suggestion)))
        else:
            print("\n" * (position > 0) + "\n".join(map(visible, described(suggestion))))


def described(suggestion: Suggestion) -> Iterator[str]:
    """A suggestion as lines: what it is, its spellings, where it stands."""
    many = f"{suggestion.count} in {suggestion.documents} {'text' if suggestion.documents == 1 else 'texts'}"
    if suggestion.kind == "same":
        yield (
            f"“{suggestion.name}”, {suggestion.other}, may be “{suggestion.of}”, {suggestion.entity} "
            f"({suggestion.score:.2f})"
        )
    elif suggestion.kind == "variant":
        yield f"“{suggestion.name}” ({many}): like “{suggestion.of}”, {suggestion.entity}"
    else:
        yield f"“{suggestion.name}” ({many}): new" + (f", {suggestion.type}?" if suggestion.type else "")
    others = [f"“{spelling}” {count}" for spelling, count in suggestion.spellings[1:]]
    if others:
        yield f"  also {', '.join(others)}"
    yield from (f"  {reason}" for reason in suggestion.evidence)
    yield from (f"  {place.file}:{place.line}: …{place.context}…" for place in suggestion.places)


def _review(found: Sequence[Suggestion], root: Any, dry_run: bool, examples: bool) -> None:
    from resolver.authoring.review import apply_decisions

    decisions = list(asked(found))
    if any(decision.answer != "later" for decision in decisions):
        edited(lambda: apply_decisions(root, decisions, dry_run=dry_run, examples=examples), dry_run=dry_run)


def asked(found: Sequence[Suggestion]) -> list[Decision]:
    """Ask about each suggestion until the end, or until "quit" or the end of the input.

    "undo" asks again about the one before. "quit" keeps what was answered.
    """
    decided: list[Decision | None] = []  # None: later
    while len(decided) < len(found):
        suggestion = found[len(decided)]
        print(f"\n{len(decided) + 1} of {len(found)}", file=sys.stderr)
        print("\n".join(map(visible, described(suggestion))), file=sys.stderr)
        answer, decision = _decide(suggestion)
        if answer is None or answer == "quit":
            break
        if answer != "undo":
            decided.append(decision)
        elif decided:
            decided.pop()
        else:
            print("nothing to undo", file=sys.stderr)
    return [decision for decision in decided if decision is not None]


def _decide(suggestion: Suggestion) -> tuple[str | None, Decision | None]:
    """What somebody answers to one suggestion (None: the input is at its end), and the decision in it."""
    from resolver.authoring.review import Decision

    if suggestion.kind == "same":
        question = "the same one? [y]es, [n]o, [l]ater, [u]ndo, [q]uit: "
        answer = _ask(question, ("yes", "no", "later", "undo", "quit"))
    elif suggestion.kind == "variant":
        question = "a spelling of it? [y]es, [n]o, [a]nother entity, [l]ater, [u]ndo, [q]uit: "
        answer = _ask(question, ("yes", "no", "another", "later", "undo", "quit"))
    else:
        question = "a new entity? [y]es, [n]o, [l]ater, [u]ndo, [q]uit: "
        answer = _ask(question, ("yes", "no", "later", "undo", "quit"))
    if answer in (None, "later", "undo", "quit"):
        return answer, None
    type = suggestion.type
    if answer == "another" or (answer == "yes" and suggestion.kind == "new"):
        default = f" [{type}]" if type else ""
        told = _ask(f"what is it? {', '.join(ENTITY_TYPES)}{default}: ", ENTITY_TYPES, type)
        if told is None:
            return None, None
        type = next(known for known in ENTITY_TYPES if known == told)
    return answer, Decision(suggestion, cast("Answer", answer), type=type)


def _ask(question: str, answers: Sequence[str], default: str | None = None) -> str | None:
    """One of `answers`, or its beginning; asked until it is one. None at the end of the input."""
    while True:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            print(file=sys.stderr)
            return None
        given = line.strip().lower()
        if not given and default is not None:
            return default
        fitting = [
            answer for answer in answers if given and (answer.startswith(given) or given.startswith(answer))
        ]
        if len(fitting) == 1:
            return fitting[0]
