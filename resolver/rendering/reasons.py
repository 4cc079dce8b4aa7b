"""Why a mention was decided as it was, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from resolver.html import clean

if TYPE_CHECKING:
    from resolver.types import Candidate, Evidence, Mention

NameOf = Callable[[str], str]

#: Reasons that count less than this, in log-odds, decide nothing.
_SLIGHT = 0.25


def state(mention: Mention) -> str:
    """What a reader must know first: "sure", "corrected", "ambiguous", or "unknown"."""
    if mention.id is None:
        return "ambiguous" if mention.candidates else "unknown"
    return "sure" if mention.normal == mention.text else "corrected"


def panel(mention: Mention, name_of: NameOf, choice: str | None = None) -> str:
    """The reasons as HTML. `choice` is the form's field by which a reader decides otherwise."""
    rivals = [candidate for candidate in mention.candidates if candidate.id != mention.id]
    parts = [f"<p>{_head(mention, name_of)}</p>"]
    if mention.evidence:
        parts.append(f"<ul>{''.join(f'<li>{_sentence(each)}</li>' for each in mention.evidence)}</ul>")
    if rivals:
        parts.append(f"<p>{'It may be one of these:' if mention.id is None else 'Less probable:'}</p>")
        parts.append(f"<ul>{''.join(f'<li>{_candidate(each)}</li>' for each in rivals)}</ul>")
    if choice is not None:
        parts.append(_choice(mention, name_of, choice))
    return "".join(parts)


def _head(mention: Mention, name_of: NameOf) -> str:
    if mention.id is None:
        return "<strong>Ambiguous.</strong> Nothing here tells which of them is meant; it stays as it is."
    told = f"<strong>{clean(name_of(mention.id))}</strong> <code>{clean(mention.id)}</code>, "
    told += f"{clean(mention.type or '')}: {percent(mention.score)} probable, {_rule(mention)}."
    if state(mention) == "corrected":
        told += f" “{clean(mention.text)}” is written “{clean(mention.normal)}”."
    return told


def _rule(mention: Mention) -> str:
    return {
        "exact": "by a name that the gazetteer lists",
        "similar spelling": "by a similar spelling",
    }.get(mention.rule, f"by {clean(mention.rule)}")


def _sentence(evidence: Evidence) -> str:
    """One reason: a sentence, and whether it speaks for or against."""
    if evidence.says:
        says = evidence.says.format(evidence.detail)
    else:
        says = evidence.rule.replace("_", " ") + (f": {evidence.detail}" if evidence.detail else "")
    says = clean(says[:1].upper() + says[1:])
    if abs(evidence.weight) < _SLIGHT:
        return f"{says}."
    return f"{says}: speaks {'for' if evidence.weight > 0 else 'against'} it."


def _candidate(candidate: Candidate) -> str:
    return (
        f"{clean(candidate.name)} <code>{clean(candidate.id)}</code>, {clean(candidate.type)}: "
        f"{percent(candidate.score)}"
    )


def _choice(mention: Mention, name_of: NameOf, field: str) -> str:
    options = [("", "as decided here")]
    options += [(each.id, each.name) for each in mention.candidates]
    options.append(("-", "none of them: leave it as it is"))
    listed = "".join(f'<option value="{clean(id)}">{clean(name)}</option>' for id, name in options)
    return f'<p><label>It means <select name="{clean(field)}">{listed}</select></label></p>'


def percent(score: float) -> str:
    """A probability for readers, who should read neither 0 % nor 100 %."""
    return f"{min(max(round(100 * score), 1), 99)} %"
