"""Walking through what `gazetteer suggest` asks about a text: accept, refuse, later, undo, write.

One maintainer at a time. Answers are kept in the process until they are written, all together, by
`authoring.review`, as the terminal does it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from resolver.authoring.review import Answer, Decision, apply_decisions
from resolver.authoring.suggest import Suggestion, suggest
from resolver.errors import ResolverError
from resolver.html import clean
from resolver.server.context import Context, form
from resolver.server.layout import page, told
from resolver.server.replies import RefusedError
from resolver.types import ENTITY_TYPES, EntityType

if TYPE_CHECKING:
    from starlette.requests import Request

_COOKIE = "resolver_edit"
_HOME = "/review"
_ANSWERS: Mapping[str, str] = {
    "yes": "Accept",
    "no": "Refuse for good",
    "another": "Another entity",
    "later": "Later",
}


class Walk:
    """The questions about a text, and the answers so far; None stands for "later"."""

    def __init__(self, questions: Sequence[Suggestion]) -> None:
        self.questions = questions
        self.answers: list[Decision | None] = []

    @property
    def question(self) -> Suggestion | None:
        """The next one; None at the end."""
        return self.questions[len(self.answers)] if len(self.answers) < len(self.questions) else None

    @property
    def decisions(self) -> list[Decision]:
        """What would be written."""
        return [each for each in self.answers if each is not None]

    def answer(self, number: int, answer: str, type: str) -> None:
        """Answer question `number`. Raises RefusedError for an answer that it does not have."""
        asked = self.question
        if asked is None or number != len(self.answers):
            return  # sent twice, or from an older page: what is shown next says where we are
        if answer not in _ANSWERS or (answer == "another" and asked.kind != "variant"):
            raise RefusedError("answer yes, no, another or later")
        if answer == "later":
            self.answers.append(None)
            return
        what = type or asked.type
        if (answer == "another" or (answer == "yes" and asked.kind == "new")) and what not in ENTITY_TYPES:
            raise RefusedError("say what it is: a person, an organization, a place …")
        self.answers.append(Decision(asked, cast("Answer", answer), type=cast("EntityType | None", what)))


class Review:
    """The handlers of the review page; there only where something may be edited."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._token = context.settings.token or ""
        self._folder = context.settings.folder or ""
        self._walk: Walk | None = None
        self._turn = threading.Lock()

    def routes(self) -> list[Route]:
        """None without a token."""
        if not (self._token and self._folder):
            return []
        return [
            Route(_HOME, self.show, methods=["GET"]),
            Route(_HOME, self.act, methods=["POST"]),
        ]

    @property
    def _key(self) -> str:
        """What a form must hold, so that no other page can send it."""
        return hashlib.sha256(b"form " + self._token.encode()).hexdigest()[:32]

    def _allowed(self, request: Request) -> bool:
        given = request.cookies.get(_COOKIE, "")
        return secrets.compare_digest(given.encode(), self._token.encode())

    async def show(self, request: Request) -> Response:
        """The question that is next. With the token in the address, the right to answer it."""
        given = request.query_params.get("token")
        if given is not None and secrets.compare_digest(given.encode(), self._token.encode()):
            answer = RedirectResponse(_HOME, 303)
            answer.set_cookie(_COOKIE, self._token, httponly=True, samesite="strict", path=_HOME)
            return answer
        if not self._allowed(request):
            return page("Review – resolver", _refused(), 403)
        return self._page(None)

    async def act(self, request: Request) -> Response:
        """An answer, an undo, a new text, or the order to write."""
        fields = await form(request)
        if not (
            self._allowed(request)
            and secrets.compare_digest(fields.get("key", "").encode(), self._key.encode())
        ):
            return page("Review – resolver", _refused(), 403)
        try:
            note = await self._context.run(lambda: self._act(fields))
        except ResolverError as error:
            return self._page(str(error), 400)
        return RedirectResponse(_HOME, 303) if note is None else self._page(note)

    def _act(self, fields: Mapping[str, str]) -> str | None:
        """Do what the form says; what is to be told of it. One at a time."""
        with self._turn:
            do, walk = fields.get("do", ""), self._walk
            if do == "start":
                self._walk = self._begun(fields.get("text", ""))
            elif do == "stop":
                self._walk = None
            elif walk is None:
                raise RefusedError("there is no question: give a text first")
            elif do == "undo":
                if walk.answers:
                    walk.answers.pop()
            elif do == "write":
                return self._written(walk)
            else:
                number = fields.get("number", "")
                place = int(number) if number.isdigit() and len(number) < 9 else -1
                walk.answer(place, do, fields.get("type", ""))
            return None

    def _begun(self, text: str) -> Walk:
        most = self._context.settings.limits.text
        if not text.strip() or len(text) > most:
            raise RefusedError(f"give a text of {most:,} characters at most")
        resolver = self._context.serving.resolver
        found = suggest(resolver, [("text", text.replace("\r\n", "\n"))], gazetteer=self._folder)
        if not found:
            raise RefusedError("nothing in this text is unknown")
        return Walk(found)

    def _written(self, walk: Walk) -> str:
        outcome = apply_decisions(self._folder, walk.decisions)
        self._walk = None
        ids = ", ".join(outcome.ids)
        return f"Written{': ' + ids if ids else ''}. The gazetteer is compiled and served in a moment."

    def _page(self, note: str | None, status: int = 200) -> Response:
        walk = self._walk
        content = told(note) + (self._start() if walk is None else self._question(walk))
        head = '<header><h1>Review</h1><p class="soft"><a href="/">Read a text</a></p></header>'
        return page("Review – resolver", f"{head}<main>{content}</main>", status)

    def _form(self, content: str) -> str:
        return (
            f'<form method="post" action="{_HOME}"><input type="hidden" name="key" value="{self._key}">'
            f"{content}</form>"
        )

    def _start(self) -> str:
        return self._form(
            '<p><label for="text">A text with names that the gazetteer should know</label></p>'
            '<textarea id="text" name="text" spellcheck="false" dir="auto"></textarea>'
            '<div class="row"><button class="main" name="do" value="start">Look for names</button> '
            '<label hidden>or open or drop a file <input type="file" id="open" multiple></label></div>'
        )

    def _question(self, walk: Walk) -> str:
        asked, done, all = walk.question, len(walk.answers), len(walk.questions)
        undo = '<button name="do" value="undo">Undo</button>' if done else ""
        written = len(walk.decisions)
        write = f'<button name="do" value="write">Write {written} answers</button>' if written else ""
        stop = '<button name="do" value="stop">Throw answers away</button>'
        if asked is None:
            return self._form(
                f'<h2>Done</h2><p role="status">{written} of {all} are answered.</p>'
                f'<div class="row">{write}{undo}{stop}</div>'
            )
        kinds = "".join(
            f"<option{' selected' if type == asked.type else ''}>{type}</option>" for type in ENTITY_TYPES
        )
        unknown = "" if asked.type else '<option value="">choose …</option>'
        buttons = "".join(
            f'<button name="do" value="{value}"{" class=main" if value == "yes" else ""}>{label}</button>'
            for value, label in _ANSWERS.items()
            if value != "another" or asked.kind == "variant"
        )
        return self._form(
            f'<div class="question"><p class="soft" role="status">{done + 1} of {all}</p>{described(asked)}'
            f'<input type="hidden" name="number" value="{done}"><p><label>It is a '
            f'<select name="type">{unknown}{kinds}</select></label></p><div class="row">{buttons}</div>'
            f'<div class="row">{undo}{write}{stop}</div></div>'
        )


def _refused() -> str:
    return (
        "<h1>Review</h1>"
        + told("Editing needs the token: open the address that `resolver serve --edit` printed.")
        + '<p><a href="/">Read a text</a></p>'
    )


def described(asked: Suggestion) -> str:
    """A suggestion in words: what is asked, its spellings, where it stands, what speaks for it."""
    name = clean(asked.name)
    if asked.kind == "variant":
        head = (
            f"Is “{name}” a spelling of “{clean(asked.of or '')}” <code>{clean(asked.entity or '')}</code>?"
        )
    else:
        head = f"Is “{name}” an entity that should be known?"
    spellings = ", ".join(f"“{clean(spelling)}” {count}" for spelling, count in asked.spellings)
    places = "".join(f"<blockquote>…{clean(place.context)}…</blockquote>" for place in asked.places)
    reasons = "".join(f"<li>{clean(reason)}</li>" for reason in asked.evidence)
    why = f"<ul>{reasons}</ul>" if reasons else ""
    return f'<h2>{head}</h2><p class="soft">Seen as {spellings}</p>{why}{places}'
