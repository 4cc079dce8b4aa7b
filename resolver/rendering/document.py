"""Whole pages around marked texts: files that need nothing else, and what a notebook shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.html import clean
from resolver.rendering.marked import Named, listed, marked, named
from resolver.rendering.reasons import NameOf

if TYPE_CHECKING:
    from resolver.types import Mention


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of all pages."""
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def shell(title: str, head: str) -> str:
    """The opening of a page; `head` is what belongs into its head besides."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{clean(title)}</title>\n{head}</head>\n"
        '<body class="resolver">\n'
    )


FOOT = "</body>\n</html>\n"


def file_head() -> str:
    """The opening of a file of texts. It fetches nothing and runs nothing, whatever a text holds."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>\n{style()}</style>\n'
    skip = '<a class="skip" href="#list">To the list of names</a>\n'
    return shell("Mentions", head) + skip + '<main class="read"><div class="texts">\n<h1>Mentions</h1>\n'


def section_start(path: str) -> str:
    """The opening of one text's section."""
    # The newline after <div> would be the text's own start, so none may stand there.
    return f'<section>\n<h2>{clean(path)}</h2>\n<div class="text" dir="auto">'


def section_end() -> str:
    """The closing of what `section_start` opened."""
    return "</div>\n</section>\n"


def file_foot(found: Sequence[Named]) -> str:
    """The list of whom the texts mention, and the end of the file."""
    return f'</div>\n<aside class="list" id="list" aria-label="Names">{listed(found)}</aside></main>\n{FOOT}'


def fragment(text: str, mentions: Sequence[Mention], name_of: NameOf) -> str:
    """One text for a notebook: it brings its style, and leaves that of the notebook alone."""
    return (
        f'<div class="resolver"><style>{style()}</style><div class="read"><div class="text" dir="auto">'
        f'{marked(text, mentions, name_of)}</div><div class="list">{listed(named(mentions, name_of))}</div>'
        "</div></div>"
    )
