"""Which language a text is in, and each part of it: whose case endings and whose names it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from resolver.entities.lexicon import Lexicon
from resolver.text.chunks import WordsByPiece
from resolver.text.tokens import APOSTROPHES, WORD

_SAMPLE = 4000
# When more languages than this tie, the text has told nothing.
_MOST = 3
# A part is in another language than the text where so many small words say so, and no more than a third of
# them may be of the text's.
_ENOUGH = 5
_TIMES = 3
# What a word counts that languages share: divided by most numbers of them.
_SHARED = 60
_BREAK = re.compile(r"\n\s*\n|(?<=[.!?»”\"])\n")
# No fewer characters hold so many.
_SHORTEST = 40
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# In ASCII the same words lie between spaces when an apostrophe, and what else binds, begins a word and all
# other characters are spaces.
_BINDING = (b"'", b"`", b"_")
_SPACED = bytes(c if chr(c).isalnum() or chr(c) in "'`_" else 32 for c in range(128)) + bytes(range(128, 256))
# Words but for what follows an apostrophe or a letter: "t" in "don't" is no word.
_SMALL = re.compile(rf"(?<![\w{APOSTROPHES}]){WORD.pattern}")


def _words(text: str) -> list[bytes]:
    """The words of a text in ASCII."""
    data = text.encode("ascii")
    for binding in _BINDING:
        data = data.replace(binding, b" " + binding)
    return data.translate(_SPACED).split()


class Languages:
    """A light guess at a text's language, good enough to know whose case endings to undo."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._letters: dict[str, tuple[str, ...]] = {}
        for language, table in sorted(lexicon.tables("romanization").items()):
            if table.get("script") == "latin":
                for letter in filter(str.isalpha, table.get("marks", "")):
                    if not letter.isascii():
                        self._letters[letter] = (*self._letters.get(letter, ()), language)
        self._words: dict[str, tuple[str, ...]] = {}
        for language in lexicon.languages("function_word"):
            telling = lexicon.words("telling_word", language)
            for word in sorted(telling | lexicon.words("function_word", language)):
                self._words[word] = (*self._words.get(word, ()), language)
        for word, languages in self._words.items():
            if "en" not in languages and lexicon.has("ordinary", word, "en"):
                self._words[word] = (*languages, "en")  # "met" and "pro" do not show Dutch and Czech
        self._known_in = WordsByPiece(lambda chunk: filter(self._words.__contains__, _SMALL.findall(chunk)))
        self._english = frozenset(word.encode() for word, of in self._words.items() if of == ("en",))
        self._others = frozenset(word.encode() for word, of in self._words.items() if "en" not in of)

    def of(self, text: str) -> tuple[str, ...]:
        """The languages whose small words and letters the text has most of; a few words may show none."""
        sample = text[:_SAMPLE]
        if sample.isascii():
            ours = _words(sample)
            if self._others.isdisjoint(ours) and not self._english.isdisjoint(ours):
                return ("en",)  # no language has as many: what nearly every English text comes to
        counts = self._counts(sample)
        if not sample.isascii():
            present = frozenset("".join(_NOT_ASCII.findall(sample)).lower())
            for letter in present & self._letters.keys():
                languages = self._letters[letter]
                for language in languages:  # a letter says less than a word: many a name has it
                    counts[language] += _SHARED // (2 * len(languages))
        if not counts:
            return ()
        most = max(counts.values())
        found_in = tuple(sorted(lang for lang, n in counts.items() if n == most))
        return found_in if len(found_in) <= _MOST else ()

    def parts(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where a part of the text begins, and its languages; a text in one language has one part.

        A paragraph is in the text's language unless its own small words say clearly that it is not.
        """
        whole = self.of(text)
        last: tuple[str, ...] | None = None
        start = 0
        for end, following in (*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), 0)):
            here = self._of_part(text[start:end], whole) if start or following else whole
            if here != last:
                yield start, here
                last = here
            start = following

    def _of_part(self, text: str, whole: tuple[str, ...]) -> tuple[str, ...]:
        if len(text) < _SHORTEST:
            return whole
        if "en" in whole and text.isascii() and sum(map(self._others.__contains__, _words(text))) < _ENOUGH:
            return whole
        counts = self._counts(text)
        if not counts:
            return whole
        language, most = max(counts.items(), key=lambda found: (found[1], found[0]))
        others = max((counts[other] for other in whole), default=0)
        alone = sum(times == most for times in counts.values()) == 1
        return (language,) if alone and most >= _ENOUGH * _SHARED and most >= _TIMES * others else whole

    def _counts(self, text: str) -> Counter[str]:
        """How many small words of each language a text has; one of several counts for each as a part."""
        known = self._words
        if text.isascii():
            words = [word for each in _words(text) if (word := each.decode()) in known]
        else:
            words = self._known_in.words(text.split())
        counts: Counter[str] = Counter()
        for word, times in Counter(words).items():
            languages = known[word]
            for language in languages:
                counts[language] += times * _SHARED // len(languages)
        return counts
