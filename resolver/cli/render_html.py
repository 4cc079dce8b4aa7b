"""Mentions as one self-contained HTML page: no script, nothing fetched, everything from a text escaped."""

from __future__ import annotations

from resolver.html import MARKS, clean, marked

__all__ = ["FOOT", "HEAD", "file_end", "file_start", "marked"]

HEAD = (
    """<!DOCTYPE html>
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
"""
    + MARKS
    + """.key span { margin-right: .8em; border-bottom: 2px solid var(--hue); }
@media print { .tip { display: none !important; } }
</style>
</head>
<body>
<p class="key"><span class="person">person</span><span class="organization">organization</span>
<span class="place">place</span><span class="event">event</span><span class="work">work</span>
<span class="product">product</span><span class="other">other</span>
<span class="ambiguous">ambiguous</span></p>
"""
)
FOOT = "</body>\n</html>\n"


def file_start(path: str) -> str:
    """The opening of one file's section."""
    # The newline after <div> is the text's own start, so none may stand there.
    return f'<section>\n<h2>{clean(path)}</h2>\n<div class="text" dir="auto">'


def file_end() -> str:
    """The closing of what `file_start` opened."""
    return "</div>\n</section>\n"
