"""Mentions as one self-contained HTML page: no script, nothing fetched, everything from a text escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from resolver.types import Mention

# What an HTML parser would change or drop: control characters, lone surrogates, non-characters. CR would be
# read as LF; it goes, and the LF of a CRLF stays.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

HEAD = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mentions</title>
<style>
:root { color-scheme: light dark; --line: #8888; --tip: #222; --tiptext: #fff; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
mark { position: relative; border-radius: .2em; padding: 0 .1em; color: inherit; cursor: help;
  background: color-mix(in srgb, var(--hue) 28%, transparent); border-bottom: 2px solid var(--hue); }
mark:focus, mark:hover { outline: 1px solid var(--hue); }
.person { --hue: #d9822b; } .organization { --hue: #2b74d9; } .place { --hue: #2f9e54; }
.event { --hue: #a259d9; } .work { --hue: #c2407e; } .product { --hue: #1a9a9a; } .other { --hue: #777; }
.ambiguous { --hue: #c33; border-bottom-style: dashed; }
.tip { display: none; position: absolute; left: 0; top: 100%; z-index: 1; width: max-content;
  max-width: min(32rem, 80vw); padding: .5em .7em; border-radius: .3em; background: var(--tip);
  color: var(--tiptext); font-size: .85rem; line-height: 1.4; white-space: pre-wrap; text-align: left; }
mark:hover .tip, mark:focus .tip { display: block; }
.key span { margin-right: .8em; border-bottom: 2px solid var(--hue); }
@media print { .tip { display: none !important; } }
</style>
</head>
<body>
<p class="key"><span class="person">person</span><span class="organization">organization</span>
<span class="place">place</span><span class="event">event</span><span class="work">work</span>
<span class="product">product</span><span class="other">other</span>
<span class="ambiguous">ambiguous</span></p>
"""
FOOT = "</body>\n</html>\n"


def clean(text: str) -> str:
    """`text` for an HTML document: escaped, and with U+FFFD for what HTML cannot hold."""
    return escape(_FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def file_start(path: str) -> str:
    """The opening of one file's section."""
    # The newline after <div> is the text's own start, so none may stand there.
    return f'<section>\n<h2>{clean(path)}</h2>\n<div class="text" dir="auto">'


def file_end() -> str:
    """The closing of what `file_start` opened."""
    return "</div>\n</section>\n"


def marked(text: str, mentions: Sequence[Mention], name_of: Callable[[str], str]) -> str:
    """`text` with its mentions marked; `name_of` gives an entity's canonical name by ID."""
    pieces, at = [], 0
    for mention in mentions:
        pieces.append(clean(text[at : mention.start]))
        kind = mention.type if mention.id is not None and mention.type is not None else "ambiguous"
        pieces.append(
            f'<mark class="{kind}" tabindex="0" data-id="{clean(mention.id or "")}">{clean(mention.text)}'
            f'<span class="tip" role="tooltip">{clean(tip(mention, name_of))}</span></mark>'
        )
        at = mention.end
    pieces.append(clean(text[at:]))
    return "".join(pieces)


def tip(mention: Mention, name_of: Callable[[str], str]) -> str:
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
