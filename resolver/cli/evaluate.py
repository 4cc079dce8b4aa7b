"""`resolver evaluate`: linking against texts that were marked by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from resolver.cli import exits
from resolver.cli.options import Gazetteers, NoCache, open_resolver
from resolver.errors import InputError

if TYPE_CHECKING:
    from resolver.authoring.evaluation import Count, Document, Evaluation, Flips


class FormatChoice(StrEnum):
    """How the evaluation is printed."""

    text = "text"
    json = "json"


def command(
    gold: Annotated[
        list[str],
        typer.Argument(
            metavar="GOLD", show_default=False, help="Marked texts: .jsonl files, or folders of them."
        ),
    ],
    mistakes: Annotated[
        bool,
        typer.Option("--mistakes/--no-mistakes", help="List every miss and false mention with its reason."),
    ] = True,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="OTHER.json",
            show_default=False,
            help="An earlier run's JSON: list what flipped instead of every mistake.",
        ),
    ] = None,
    format: Annotated[
        FormatChoice, typer.Option("--format", "-f", help="For people, or JSON to keep and compare with.")
    ] = FormatChoice.text,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="F1", show_default=False, help="Exit with 1 when F1 is lower."),
    ] = None,
    gazetteer: Gazetteers = None,
    no_cache: NoCache = False,
) -> None:
    """Measure linking on texts that were marked by hand: precision, recall, F1.

    GOLD has a document a line (text, mentions), or a mention a line (start, end, id) for the text of the same
    name beside it or in the folder above. Strong: same span and ID. Weak: overlapping span, same ID.

    \b
    Examples:
      $ resolver evaluate gold/ --format json > before.json
      $ resolver evaluate gold/ --compare before.json
    """
    from resolver.authoring.evaluation import compare_runs, evaluate, read_gold
    from resolver.cli.output import visible
    from resolver.cli.progress import Progress

    earlier = _read_run(compare) if compare is not None else None
    resolver = open_resolver(gazetteer, no_cache)
    with Progress("evaluate", unit="documents") as bar:

        def counted() -> Iterator[Document]:
            for document in read_gold(gold):
                yield document
                bar.advance()

        result = evaluate(resolver, counted())
    flips = compare_runs(earlier, result) if earlier is not None else None
    if format is FormatChoice.json:
        print(
            json.dumps(
                result.as_dict() | (_flips_record(flips) if flips else {}), ensure_ascii=False, indent=1
            )
        )
    else:
        lines = [*figures(result)]
        if flips is not None:
            lines += told_flips(flips)
        elif mistakes:
            for mistake in result.mistakes:
                lines += ["", *told_mistake(mistake.as_dict())]
        print("\n".join(map(visible, lines)))
    if fail_under is not None and result.strong.f1 < fail_under:
        exits.complain(f"F1 {result.strong.f1:.4f} is under {fail_under}")
        raise typer.Exit(exits.NEGATIVE)


def _read_run(path: str) -> Mapping[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            run = json.load(file)
    except (ValueError, RecursionError):
        run = None
    if not isinstance(run, dict):
        raise InputError(f"{path}: not the JSON of an earlier evaluation")
    return run


def figures(result: Evaluation) -> list[str]:
    """All counts as one table."""
    from resolver.cli.output import table

    def row(name: str, count: Count) -> tuple[object, ...]:
        shares = (f"{share:.4f}" for share in (count.precision, count.recall, count.f1))
        return (name, *shares, count.right, count.false, count.missed)

    rows = [row("all, strong", result.strong), row("all, weak", result.weak)]
    for title, group in (("type", result.by_type), ("form", result.by_form), ("file", result.by_file)):
        rows += [row(f"{title} {key}", group[key]) for key in sorted(group)]
    return table(("", "precision", "recall", "f1", "right", "false", "missed"), rows)


def told_mistake(mistake: Mapping[str, Any]) -> Iterator[str]:
    """One mistake as lines: what, where, and why."""
    what = "false mention" if mistake["kind"] == "false" else "missed"
    ids = f"{mistake['got'] or 'nothing'}, should be {mistake['want'] or 'nothing'}"
    yield f"{mistake['document']} [{mistake['start']}:{mistake['end']}] {what}: “{mistake['text']}” {ids}"
    yield f"  …{mistake['context']}…"
    yield from (f"  {line}" for line in str(mistake["reason"]).split("\n"))


def told_flips(flips: Flips) -> Iterator[str]:
    """What changed since the earlier run."""
    yield ""
    yield f"F1 {flips.before:.4f} → {flips.after:.4f}; {len(flips.mended)} mended, {len(flips.broken)} broken"
    for title, mistakes in (("mended", flips.mended), ("broken", flips.broken)):
        for mistake in mistakes:
            yield ""
            first, *rest = told_mistake(mistake)
            yield f"{title}: {first}"
            yield from rest


def _flips_record(flips: Flips) -> dict[str, Any]:
    return {"flips": {"mended": list(flips.mended), "broken": list(flips.broken), "f1_before": flips.before}}
