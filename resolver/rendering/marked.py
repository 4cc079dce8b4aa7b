"""A text with its mentions marked, and the list of whom it mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from resolver.html import clean
from resolver.rendering.reasons import NameOf, panel, state
from resolver.types import ENTITY_TYPES

if TYPE_CHECKING:
    from resolver.types import Mention

#: The class of what has no type: an ambiguous mention.
UNKNOWN = "unknown"


class Named(NamedTuple):
    """A line of the list: an entity, or the spelling of an ambiguous mention."""

    kind: str
    id: str
    name: str


def kind(mention: Mention) -> str:
    """The type of a mention as a class of the style sheet."""
    return mention.type if mention.id is not None and mention.type is not None else UNKNOWN


def named(mentions: Iterable[Mention], name_of: NameOf) -> list[Named]:
    """Whom each mention counts for in the list."""
    return [
        Named(kind(each), each.id or "", name_of(each.id) if each.id is not None else each.text)
        for each in mentions
    ]


def field_of(mention: Mention) -> str:
    """The form's field in which a reader decides about a mention."""
    return f"choice.{mention.start}.{mention.end}"


def marked(text: str, mentions: Sequence[Mention], name_of: NameOf, *, choices: bool = False) -> str:
    """`text` as HTML: a mention opens its reasons when it is clicked. `name_of` gives names by ID.

    With `choices`, a reader may decide otherwise there, and each entity's first mention can be linked to.
    """
    pieces, at = [], 0
    seen: set[tuple[str, str]] = set()
    for mention, who in zip(mentions, named(mentions, name_of), strict=True):
        pieces.append(clean(text[at : mention.start]))
        anchor = ""
        if choices and (who.kind, who.id or who.name) not in seen:
            seen.add((who.kind, who.id or who.name))
            anchor = f' id="{clean(anchor_of(who))}"'
        told, field = state(mention), field_of(mention) if choices else None
        pieces.append(
            f'<details class="mention {kind(mention)} {told}" name="mention"{anchor}><summary><mark>'
            f"{_words(mention, told)}</mark></summary>"
            f'<div class="why">{panel(mention, name_of, field)}</div></details>'
        )
        at = mention.end
    pieces.append(clean(text[at:]))
    return "".join(pieces)


def _words(mention: Mention, told: str) -> str:
    words = clean(mention.text)
    if told == "corrected":
        return f'<del>{words}</del><span class="sr"> corrected to </span><ins>{clean(mention.normal)}</ins>'
    return words if told == "sure" else f'{words}<span class="sr"> ({told})</span>'


def anchor_of(who: Named) -> str:
    """The address of an entity's first mention inside the page."""
    return "m-" + (who.id or "-".join(who.name.split()))


def listed(found: Iterable[Named], *, links: bool = False) -> str:
    """The side list: types to choose from, then everyone with how often, most frequent first."""
    counts = Counter(found)
    by_kind: Counter[str] = Counter()
    for who, count in counts.items():
        by_kind[who.kind] += count
    boxes = "".join(
        f'<label class="{each}"><input type="checkbox" class="show-{each}" checked> '
        f"<b>{'ambiguous' if each == UNKNOWN else each}</b> {by_kind[each]}</label> "
        for each in (*ENTITY_TYPES, UNKNOWN)
        if by_kind[each]
    )
    lines = "".join(
        f'<li class="{who.kind}"><span class="count">{count}<span class="sr"> times</span></span>'
        f"{_line(who, links)}</li>"
        for who, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].name, item[0].id))
    )
    if not lines:
        return '<p class="soft">No known names.</p>'
    return (
        f'<fieldset class="filter"><legend>Show</legend>{boxes}</fieldset><ul class="entities">{lines}</ul>'
    )


def _line(who: Named, links: bool) -> str:
    name = f"<b>{clean(who.name)}</b>"
    if links:
        name = f'<a href="#{clean(anchor_of(who))}">{name}</a>'
    what = f"{who.kind} <code>{clean(who.id)}</code>" if who.id else "ambiguous"
    return f'{name} <span class="soft">{what}</span>'
