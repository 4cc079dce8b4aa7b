"""The text right around a stretch: what nearly every hit asks of it, remembered by the words that tell.

The answers are those of the questions in `facts`, which see the very words they would look at in the text.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count

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

#: The questions that are answered.
AROUND: frozenset[Question] = frozenset(
    {ask_before, ask_sentence_start, ask_following, ask_region, ask_quoted}
)

# Texts before and behind, and different answers, of which no more are kept.
_MOST = 32_768
_MOST_ANSWERS = 65_536
# What stands before a region; in tokenised text behind a space.
_COMMA = (",", " ,")
# No cue is nearly so long.
_LONGEST = 40
# The number of an answer about what stands before is odd where a quotation may begin; that of one about what
# stands behind comes above it.
_BEHIND = 32


class Around:
    """Answers these questions about stretches, from caches by the words before and behind.

    An answer to all of them is a number, or a tuple that begins with one, and stands for these answers alone.
    """

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._before: dict[str, int] = {}
        self._behind: dict[str, int] = {}
        self._numbers: dict[Hashable, int] = {}
        # A number is never given twice: another thread may still look for what an old one stood for.
        self._next = count(1).__next__

    @property
    def full(self) -> bool:
        """Whether there were too many different answers; `forget` is due."""
        return len(self._numbers) >= _MOST_ANSWERS

    def forget(self) -> None:
        """Forget all; the same answers will have other numbers."""
        self._before.clear()
        self._behind.clear()
        self._numbers.clear()

    def of(self, text: str, start: int, end: int) -> Hashable:
        """The answers about `text[start:end]`."""
        if start > _LONGEST:
            # A word begins behind a space.
            at = text.rfind(" ", start - _LONGEST, start - 1) + 1
            known = self._before.get(text[at:start]) if at else None
        else:
            at = text.rfind(" ", 0, start - 1) + 1 if start else 0
            known = self._before.get(text[at:start])
        number = known if known is not None else self._look_before(text, at, start)
        behind = SMALL_WORDS.match(text, end)
        if behind is not None:
            words = behind.group()
            known = self._behind.get(words)
            number += known if known is not None else self._look_behind(words)
        elif text.startswith(_COMMA, end):
            region = ask_region(self._facts(text, start, end), None)
            if region or number & 1:
                return number, region, ask_quoted(self._facts(text, start, end), None)
        elif number & 1 and ask_quoted(self._facts(text, start, end), None):
            return number, True
        return number

    def _look_before(self, text: str, at: int, start: int) -> int:
        """The number for the word before and whether a sentence starts.

        Remembered where `text[at:start]` alone tells it: behind white space a sentence may have ended.
        """
        chunk = text[at:start]
        facts = self._facts(text, start, start)
        alone = (at or start <= _LONGEST) and chunk and (at == 0 or not chunk.isspace())
        opens = start > 0 and text[start - 1] not in GAPS
        answer = ask_before(facts, None), ask_sentence_start(facts, None), opens
        number = 2 * self._number(answer) + opens
        if alone:
            if len(self._before) >= _MOST:
                self._before.clear()
            self._before[chunk] = number
        return number

    def _look_behind(self, words: str) -> int:
        if len(self._behind) >= _MOST:
            self._behind.clear()
        answer = ask_following(self._facts(words, 0, 0), None)
        number = self._behind[words] = self._number(answer) << _BEHIND if answer else 0
        return number

    def _number(self, answer: Hashable) -> int:
        number = self._numbers.get(answer)
        return number if number is not None else self._numbers.setdefault(answer, self._next())

    def _facts(self, text: str, start: int, end: int) -> Facts:
        return Facts(self._cues, text, start, end, (), _NONE)


# The text alone answers, whatever the document says.
_NONE = Document()
