"""The one way by which strings come into HTML."""

from __future__ import annotations

import re
from html import escape

# What an HTML parser would change or drop: control characters, lone surrogates, non-characters. CR would be
# read as LF; it goes, and the LF of a CRLF stays.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` for an HTML document: escaped, and with U+FFFD for what HTML cannot hold."""
    return escape(_FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
