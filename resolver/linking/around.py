"""The text right around a stretch: what nearly every hit asks of it, remembered by the words that tell.

The answers are those of the questions in `facts`, which see the very words they would look at in the text.
"""

from __future__ import annotations

from resolver.linking.context import Document
from resolver.linking.facts import (
    GAPS,
    SMALL_WORDS,
    Cues,
    Facts,
    Question,
    ask_before,
    ask_following,
    ask_quoted,
    ask_region,
)

#: The questions that are answered, in the order of the answers.
AROUND: tuple[Question, ...] = (ask_before, ask_following, ask_region, ask_quoted)
#: The word before, the words behind, the region after a comma, whether in quotation marks.
Answers = tuple[str, tuple[str, ...], str, bool]

_MOST = 32_768
# No cue is nearly so long.
_LONGEST = 40


class Around:
    """Answers the four questions about stretches, from caches by the words before and behind."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._before: dict[str, str] = {}
        self._following: dict[str, tuple[str, ...]] = {}

    def of(self, text: str, start: int, end: int) -> Answers:
        """The answers about `text[start:end]`."""
        before = region = ""
        quoted = False
        following: tuple[str, ...] = ()
        if start:
            if text[start - 1] in GAPS:
                # A word begins behind a space, or at the start of the text.
                least = start - _LONGEST if start > _LONGEST else 0
                at = text.rfind(" ", least, start - 1) + 1
                if at or not least:
                    chunk = text[at:start]
                    known = self._before.get(chunk)
                    before = known if known is not None else self._learn_before(chunk)
                else:
                    before = ask_before(self._facts(text, start, end), None)
            else:
                facts = self._facts(text, start, end)
                before = ask_before(facts, None)
                quoted = ask_quoted(facts, None)
        behind = SMALL_WORDS.match(text, end)
        if behind is not None:
            words = behind.group()
            found = self._following.get(words)
            following = found if found is not None else self._learn_following(words)
        elif text.startswith(",", end):
            region = ask_region(self._facts(text, start, end), None)
        return before, following, region, quoted

    def _facts(self, text: str, start: int, end: int) -> Facts:
        return Facts(self._cues, text, start, end, (), _NONE)

    def _learn_before(self, chunk: str) -> str:
        if len(self._before) >= _MOST:
            self._before.clear()
        answer = ask_before(self._facts(chunk, len(chunk), len(chunk)), None)
        self._before[chunk] = answer
        return answer

    def _learn_following(self, words: str) -> tuple[str, ...]:
        if len(self._following) >= _MOST:
            self._following.clear()
        answer = self._following[words] = ask_following(self._facts(words, 0, 0), None)
        return answer


# The text alone answers, whatever the document says.
_NONE = Document()
