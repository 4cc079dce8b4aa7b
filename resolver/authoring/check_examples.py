"""Run the examples and counterexamples of a gazetteer through the linker it will be used with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.authoring.checked import Checked
from resolver.entities.entity import Entity
from resolver.linking.span_candidate import SPELLING
from resolver.types import Mention

Link = Callable[[str], list[Mention]]

_MARKED: Final = re.compile(r"\[([^\[\]]+)\]")


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


def check_examples(
    checked: Checked,
    whole: Callable[[], Link],
    before: Mapping[str, Entity] | None = None,
    link: Link | None = None,
) -> None:
    """A mention in an example must be this entity; in a counterexample it must not be.

    A counterexample without brackets must not mention this entity at all. `before`: the entities before an
    edit; then only the examples whose mentions it may change are linked. `link` is that over the whole
    gazetteer. Where there is none, `whole` makes it, which takes long: it is asked only where a misspelt name
    decides, because with which names a misspelt one is compared depends on all others.
    """
    cases = [
        (entity, field, marked, parse_example(marked))
        for entity in checked.own.values()
        if entity.live
        for field, texts in (("examples", entity.examples), ("counterexamples", entity.counterexamples))
        for marked in texts
    ]
    if not cases:
        return
    from resolver.authoring.candidate_entities import concerned, link_against_subset

    lexicon, entities = checked.lexicon, checked.sources.entities
    texts = list(dict.fromkeys(example.text for *_, example in cases))
    if before is not None:
        own = {id for id, entity in entities.items() if before.get(id) != entity}
        chosen = concerned(texts, before, entities, lexicon)
        texts = [text for text in texts if text in chosen]
        texts += [e.text for entity, *_, e in cases if entity.id in own and e.text not in chosen]
        if not texts:
            return
    if link is not None:
        found = list(map(link, texts))
    else:
        names = {
            e.id: [(n.spelling, checked.folded(n.spelling)) for n in checked.names(e)] for e in checked.live
        }
        found = link_against_subset(texts, names, lexicon, checked.sources.gazetteer())
    linked = dict(zip(texts, found, strict=True))
    certain = link is not None
    for entity, field, marked, example in cases:
        if (mentions := linked.get(example.text)) is None:
            continue
        if not certain and _misspelt(entity.id, field, example, mentions):
            link = link or whole()
            mentions = link(example.text)
        judge = _not_meant if field == "examples" else _meant
        for wrong in judge(entity.id, example, mentions):
            checked.report("example", entity.id, f"{marked!r} {wrong}", field)


def _misspelt(id: str, field: str, example: Example, mentions: Sequence[Mention]) -> bool:
    """Whether what was found for the marked words, as far as it decides, was found by a similar spelling."""
    spans = example.spans or ((0, len(example.text)),)
    return any(
        mention.rule == SPELLING
        and (field == "examples" or mention.id == id)
        and any(mention.start < end and start < mention.end for start, end in spans)
        for mention in mentions
    )


def _not_meant(id: str, example: Example, mentions: Sequence[Mention]) -> Iterator[str]:
    """What is wrong about each mention of an example that is not the entity."""
    for span in example.spans:
        got = _at(mentions, span)
        if got is None or got.id != id:
            yield f"must be this entity, but is {_what(got, span)}"


def _meant(id: str, example: Example, mentions: Sequence[Mention]) -> Iterator[str]:
    """What is wrong about the first mention of a counterexample that is the entity."""
    spans = example.spans or ((0, len(example.text)),)
    for mention in mentions:
        if mention.id == id and any(mention.start < end and start < mention.end for start, end in spans):
            yield f"must not be this entity, but {mention.text!r} is ({mention.rule}, {mention.score:.2f})"
            return


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
