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
    ask_sentence_start,
)

#: The questions that are answered, in the order of the answers.
AROUND: tuple[Question, ...] = (
    ask_before,
    ask_sentence_start,
    ask_following,
    ask_region,
    ask_quoted,
)
#: The word before, whether a sentence starts, the words behind, the region after a comma, whether in
#: quotation marks.
Answers = tuple[str, bool, tuple[str, ...], str, bool]

_MOST = 32_768
# No cue is nearly so long.
_LONGEST = 40


class Around:
    """Answers these questions about stretches, from caches by the words before and behind."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._before: dict[str, tuple[str, bool]] = {}
        self._following: dict[str, tuple[str, ...]] = {}

    def of(self, text: str, start: int, end: int) -> Answers:
        """The answers about `text[start:end]`."""
        # A word begins behind a space, or at the start of the text.
        least = start - _LONGEST if start > _LONGEST else 0
        at = text.rfind(" ", least, start - 1 if start else 0) + 1
        chunk = text[at:start]
        quoted = False
        before = self._before.get(chunk) if at or not least else None
        if before is None:
            before = self._look_before(text, start, chunk if at or not least else None)
        if start and text[start - 1] not in GAPS:
            quoted = ask_quoted(self._facts(text, start, end), None)
        behind = SMALL_WORDS.match(text, end)
        if behind is not None:
            words = behind.group()
            following = self._following.get(words)
            if following is None:
                following = self._learn_following(words)
            return *before, following, "", quoted
        if text.startswith(",", end):
            return *before, (), ask_region(self._facts(text, start, end), None), quoted
        return *before, (), "", quoted

    def _look_before(self, text: str, start: int, chunk: str | None) -> tuple[str, bool]:
        """The word before and whether a sentence starts, remembered where the chunk alone tells it."""
        # Behind white space alone a sentence may have ended further on.
        if chunk is None or (start > len(chunk) and chunk.isspace()) or not chunk:
            facts = self._facts(text, start, start)
            return ask_before(facts, None), ask_sentence_start(facts, None)
        if len(self._before) >= _MOST:
            self._before.clear()
        facts = self._facts(chunk, len(chunk), len(chunk))
        answer = self._before[chunk] = ask_before(facts, None), ask_sentence_start(facts, None)
        return answer

    def _facts(self, text: str, start: int, end: int) -> Facts:
        return Facts(self._cues, text, start, end, (), _NONE)

    def _learn_following(self, words: str) -> tuple[str, ...]:
        if len(self._following) >= _MOST:
            self._following.clear()
        answer = self._following[words] = ask_following(self._facts(words, 0, 0), None)
        return answer


# The text alone answers, whatever the document says.
_NONE = Document()
