"""Mentions, matches and comparisons as pieces of HTML: for notebooks, and for the page of `link`.

No script, nothing fetched, everything from a text escaped. This module stands below `types`, whose values
show themselves by it, so it knows them by their attributes only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

# What an HTML parser would change or drop: control characters, lone surrogates, non-characters. CR would be
# read as LF; it goes, and the LF of a CRLF stays.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

#: How marks look; on the page, and in a notebook within `.resolver`.
MARKS = """mark { position: relative; border-radius: .2em; padding: 0 .1em; color: inherit; cursor: help;
  background: color-mix(in srgb, var(--hue) 28%, transparent); border-bottom: 2px solid var(--hue); }
mark:focus, mark:hover { outline: 1px solid var(--hue); }
.person { --hue: #d9822b; } .organization { --hue: #2b74d9; } .place { --hue: #2f9e54; }
.event { --hue: #a259d9; } .work { --hue: #c2407e; } .product { --hue: #1a9a9a; } .other { --hue: #777; }
.ambiguous { --hue: #c33; border-bottom-style: dashed; }
.tip { display: none; position: absolute; left: 0; top: 100%; z-index: 1; width: max-content;
  max-width: min(32rem, 80vw); padding: .5em .7em; border-radius: .3em; background: var(--tip);
  color: var(--tiptext); font-size: .85rem; line-height: 1.4; white-space: pre-wrap; text-align: left; }
mark:hover .tip, mark:focus .tip { display: block; }
"""
_FRAME = """<div class="resolver"><style>
.resolver { --line: #8888; --tip: #222; --tiptext: #fff; line-height: 1.6;
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
"""


def clean(text: str) -> str:
    """`text` for an HTML document: escaped, and with U+FFFD for what HTML cannot hold."""
    return escape(_FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def mark(mention: Any, name_of: Callable[[str], str]) -> str:
    """A mention by itself, with its reasons on hover."""
    kind = mention.type if mention.id is not None and mention.type is not None else "ambiguous"
    return (
        f'<mark class="{kind}" tabindex="0" data-id="{clean(mention.id or "")}">{clean(mention.text)}'
        f'<span class="tip" role="tooltip">{clean(tip(mention, name_of))}</span></mark>'
    )


def tip(mention: Any, name_of: Callable[[str], str]) -> str:
    """What shows on hover: ID, name, score, the reasons; for an ambiguous mention its candidates."""
    if mention.id is not None:
        head = f"{mention.id} — {name_of(mention.id)}"
    else:
        head = "ambiguous" if mention.ambiguous else "unknown"
    what = " ".join(word for word in (mention.type, mention.form) if word)
    lines = [head, f"{what + ', ' if what else ''}{mention.rule}, score {mention.score:.2f}"]
    if mention.normal != mention.text:
        lines.append(f"normal: {mention.normal}")
    lines += [f"• {reason}" for reason in mention.evidence]
    lines += [f"{c.id} — {c.name} {c.score:.2f}" for c in mention.candidates if c.id != mention.id]
    return "\n".join(lines)


# -- notebooks ----------------------------------------------------------------------------------------


def name_in(mention: Any) -> Callable[[str], str]:
    """An entity's name by ID, as far as a mention itself tells it."""
    names = {candidate.id: candidate.name for candidate in mention.candidates}
    return lambda id: names.get(id, id)


def mention_html(mention: Any) -> str:
    """A mention as a notebook shows it."""
    return _framed(mark(mention, name_in(mention)))


def matches_html(matches: Sequence[Any]) -> str:
    """A table of matches, as a notebook shows it."""
    rows = [
        (match.id, match.name, match.type, match.form, match.spelling, f"{match.score:.4f}")
        for match in matches
    ]
    return _framed(_table(("id", "name", "type", "form", "spelling", "score"), rows))


def comparison_html(comparison: Any) -> str:
    """A comparison as a notebook shows it: the verdict, the words that were paired, what else counted."""
    verdict = "same" if comparison.match else "different"
    head = f"“{comparison.a}” and “{comparison.b}”: {verdict} ({comparison.score:.3f})"
    pairs = [
        (pair.a or "–", pair.b or "–", pair.role, pair.rule, f"{pair.similarity:.2f}", f"{pair.weight:+.2f}")
        for pair in comparison.pairs
    ]
    table = _table((comparison.a, comparison.b, "part", "rule", "alike", "weight"), pairs) if pairs else ""
    reasons = "".join(f"<li>{clean(str(reason))}</li>" for reason in comparison.evidence)
    return _framed(f"<p><strong>{clean(head)}</strong></p>{table}{f'<ul>{reasons}</ul>' if reasons else ''}")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{clean(name)}</th>" for name in header)
    body = "".join(f"<tr>{''.join(f'<td>{clean(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _framed(inside: str) -> str:
    """With the look of marks, which holds in here only."""
    return f"{_FRAME}{MARKS}}}</style>{inside}</div>"
