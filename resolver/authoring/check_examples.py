"""Run the examples and counterexamples of a gazetteer through the linker it will be used with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from resolver.authoring.checked import Checked
from resolver.types import Mention

_MARKED: Final = re.compile(r"\[([^\[\]]+)\]")

Link = Callable[[str], list[Mention]]


class Example(NamedTuple):
    """A sentence without its brackets and the spans that they marked."""

    text: str
    spans: tuple[tuple[int, int], ...]


def parse_example(marked: str) -> Example:
    """The sentence and the [mentions] in it."""
    spans = []
    for number, found in enumerate(_MARKED.finditer(marked)):
        start = found.start() - 2 * number
        spans.append((start, start + len(found[1])))
    return Example(_MARKED.sub(r"\1", marked), tuple(spans))


def check_shapes(checked: Checked) -> None:
    for id, entity in checked.own.items():
        for field, marked in [
            *(("examples", text) for text in entity.examples),
            *(("counterexamples", text) for text in entity.counterexamples),
        ]:
            example = parse_example(marked)
            if "[" in example.text or "]" in example.text or (field == "examples" and not example.spans):
                checked.report("example-shape", id, f"{marked!r} must have its [mention] in brackets", field)


def check_examples(checked: Checked, link: Link) -> None:
    """A mention in an example must be this entity; in a counterexample it must not be.

    A counterexample without brackets must not mention this entity at all.
    """
    for id, entity in checked.own.items():
        if not entity.live:
            continue
        for marked in entity.examples:
            example = parse_example(marked)
            mentions = link(example.text)
            for span in example.spans:
                got = _at(mentions, span)
                if got is None or got.id != id:
                    said = _what(got, span)
                    checked.report(
                        "example", id, f"{marked!r} must be this entity, but is {said}", "examples"
                    )
        for marked in entity.counterexamples:
            example = parse_example(marked)
            spans = example.spans or ((0, len(example.text)),)
            for mention in link(example.text):
                if mention.id == id and any(
                    mention.start < end and start < mention.end for start, end in spans
                ):
                    checked.report(
                        "example",
                        id,
                        f"{marked!r} must not be this entity, but {mention.text!r} is ({mention.rule}, "
                        f"{mention.score:.2f})",
                        "counterexamples",
                    )
                    break


def _at(mentions: Sequence[Mention], span: tuple[int, int]) -> Mention | None:
    exact = [m for m in mentions if (m.start, m.end) == span]
    found = exact or [m for m in mentions if m.start < span[1] and span[0] < m.end]
    return found[0] if found else None


def _what(got: Mention | None, marked: tuple[int, int]) -> str:
    if got is None:
        return "not found"
    span = "" if (got.start, got.end) == marked else f" (as {got.text!r})"
    if got.id is not None:
        return f"{got.id}{span} ({got.rule}, {got.score:.2f})"
    return f"ambiguous{span}: {', '.join(c.id for c in got.candidates)}"
