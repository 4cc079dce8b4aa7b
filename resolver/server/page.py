"""The page: a text comes in, and goes out marked; what is taken away is what the reader sees."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from resolver.html import clean
from resolver.rendering.marked import field_of, listed, marked, named
from resolver.rewriting import apply_edits, edits_of
from resolver.server.choices import NOBODY, chosen, left_alone
from resolver.server.context import Context, form
from resolver.server.layout import files, page, told
from resolver.server.records import mention_record
from resolver.server.replies import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

    from resolver.resolver import Resolver
    from resolver.types import Mention

_COLUMNS = ("start", "end", "text", "id", "type", "form", "score", "normal", "rule")

#: With these a cell begins that a spreadsheet would run.
_FORMULA = ("=", "+", "-", "@", "\t")


class Page:
    """The handlers of the reading page."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The page, its files, what can be taken."""
        return [
            Route("/", self.start, methods=["GET"]),
            Route("/", self.read, methods=["POST"]),
            Route("/take/{what}", self.take, methods=["POST"]),
            *files(),
        ]

    async def start(self, request: Request) -> Response:
        """The empty page."""
        return page("resolver", self._frame(_input("", first=True), ""))

    async def read(self, request: Request) -> Response:
        """The text that was sent, marked."""
        fields = await form(request)
        text = _text(fields)
        if not text.strip():
            return page("resolver", self._frame(told("Paste a text first.") + _input("", first=True), ""))
        if len(text) > self._context.settings.limits.text:
            return self._too_long(text)
        resolver = self._context.serving.resolver
        content = await self._context.run(lambda: _read(resolver, text, fields))
        return page("Mentions – resolver", self._frame(*content))

    async def take(self, request: Request) -> Response:
        """The normalised text, or the mentions, as a file."""
        what = request.path_params["what"]
        if what not in _FILES:
            raise RefusedError(f"what can be taken is {', '.join(_FILES)}", 404)
        fields = await form(request)
        text = _text(fields)
        if len(text) > self._context.settings.limits.text:
            return self._too_long(text)
        resolver = self._context.serving.resolver

        def made() -> str:
            found = resolver.link(text)
            mentions = chosen(found, fields)
            if what == "normalised.txt":
                return _normalised(resolver, text, None if mentions == found else mentions)
            return _csv(mentions) if what == "mentions.csv" else _jsonl(mentions)

        content = await self._context.run(made)
        headers = {"content-disposition": f'attachment; filename="{what}"'}
        return Response(content.encode("utf-8", "replace"), headers=headers, media_type=_FILES[what])

    def _too_long(self, text: str) -> Response:
        most = self._context.settings.limits.text
        trouble = f"The text has {len(text):,} characters; {most:,} at most."
        return page("resolver", self._frame(told(trouble) + _input("", first=True), ""), 413)

    def _frame(self, content: str, aside: str) -> str:
        review = ' · <a href="/review">Review suggestions</a>' if self._context.settings.token else ""
        skip = '<a class="skip" href="#list">To the list of names</a>' if aside else ""
        head = (
            f'{skip}<header><h1>resolver</h1><p class="soft">Finds the names in a text and writes each in '
            f'one spelling. <a href="/openapi.json">API</a>{review}</p></header>'
        )
        return f'{head}<main><form method="post" action="/">{content}{aside}</form></main>'


_FILES = {
    "normalised.txt": "text/plain",
    "mentions.csv": "text/csv",
    "mentions.jsonl": "application/x-ndjson",
}


def _text(fields: Mapping[str, str]) -> str:
    """The text of the form, with the line ends that it had before the browser made them CRLF."""
    return fields.get("text", "").replace("\r\n", "\n")


def _input(text: str, *, first: bool) -> str:
    # A newline right behind <textarea> is dropped by browsers, so one is given.
    area = (
        f'<p><label for="text">Text</label></p><textarea id="text" name="text" spellcheck="false" '
        f'{"autofocus " if first else ""}dir="auto">\n{clean(text)}</textarea>'
    )
    buttons = (
        '<div class="row"><button class="main">Find names</button> '
        '<label hidden>or open or drop a file <input type="file" id="open" multiple></label></div>'
    )
    if first:
        return area + buttons
    return f"<details><summary>Change the text</summary>{area}{buttons}</details>"


def _read(resolver: Resolver, text: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """The marked text with what can be done with it, and the list beside it."""
    found = resolver.link(text)
    mentions, alone = chosen(found, fields), left_alone(found, fields)

    def name_of(id: str) -> str:
        return resolver.gazetteer[id].name

    corrected = sum(1 for each in mentions if each.id is not None and each.normal != each.text)
    ambiguous = sum(1 for each in mentions if each.id is None)
    summary = (
        f'<p role="status"><b>{_many(len(mentions), "mention")}</b>, {corrected} corrected, '
        f"{ambiguous} ambiguous. A click on one says why, and lets you decide otherwise.</p>"
    )
    take = "".join(
        f'<button formaction="/take/{what}">{label}</button>'
        for what, label in (
            ("normalised.txt", "Take the normalised text"),
            ("mentions.csv", "Take mentions as CSV"),
            ("mentions.jsonl", "as JSON lines"),
        )
    )
    buttons = f'<div class="row"><button class="main">Apply my choices</button>{take}</div>'
    body = f'<div class="text" dir="auto">{marked(text, mentions, name_of, choices=True)}</div>'
    content = (
        f'{_input(text, first=False)}{summary}{buttons}<div class="read"><section class="texts" '
        f'aria-label="Text">{body}{_kept(mentions, alone, fields)}</section>'
    )
    people = listed(named(mentions, name_of), links=True)
    return content, f'<aside class="list" id="list" aria-label="Names">{people}</aside></div>'


def _kept(mentions: Sequence[Mention], alone: Sequence[Mention], fields: Mapping[str, str]) -> str:
    """What the reader decided before, to be seen and taken back."""
    boxes = "".join(
        f'<label><input type="checkbox" name="{clean(field_of(each))}" value="{NOBODY}" checked> '
        f"leave “{clean(each.text)}” as it is</label> "
        for each in alone
    )
    picked = "".join(
        f'<label><input type="checkbox" name="{clean(field_of(each))}" value="{clean(each.id)}" checked> '
        f"“{clean(each.text)}” means {clean(each.id)}</label> "
        for each in mentions
        if each.id is not None and fields.get(field_of(each)) == each.id
    )
    if not boxes + picked:
        return ""
    return f'<fieldset class="filter"><legend>Your choices</legend>{boxes}{picked}</fieldset>'


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _normalised(resolver: Resolver, text: str, mentions: list[Mention] | None) -> str:
    """The text as the library writes it, or by a reader's `mentions`."""
    if mentions is None:
        return resolver.normalise(text)
    edits = edits_of(text, mentions, "spelling", lambda id: resolver.gazetteer[id].name)
    return apply_edits(text, edits)


def _csv(mentions: Sequence[Mention]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for mention in mentions:
        record = mention_record(mention, why=False)
        writer.writerow([_safe(record[column]) for column in _COLUMNS])
    return out.getvalue()


def _safe(value: object) -> object:
    """A cell that a spreadsheet does not run."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _jsonl(mentions: Sequence[Mention]) -> str:
    return "".join(json.dumps(mention_record(each), ensure_ascii=False) + "\n" for each in mentions)
