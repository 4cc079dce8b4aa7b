"""What the rest of the document says: who was introduced, which acronyms it teaches, its language."""

from __future__ import annotations

from dataclasses import dataclass, field

from resolver.entities.lexicon import Lexicon
from resolver.index.names import NameRef
from resolver.text.tokens import APOSTROPHES, WORD

_SAMPLE = 4000
_AFTER_APOSTROPHE = frozenset(APOSTROPHES)


@dataclass(slots=True)
class Document:
    """Evidence gathered from all stretches before any is decided.

    introduced: entities named in full somewhere, with how often.
    named: those whose name stands somewhere in a listed spelling.
    others: family names (folded) that a stranger bears here, with where he is first named.
    taught: acronyms that the text explains ("Long Name (ABC)") → the entity, or None for a stranger's.
    spelt: short forms as this text spells them: "Buyon" after "Anne Buyon".
    surrounds: what introduced entities lie in or belong to.
    wholes: what introduced entities lie in → how many of them.
    free: listed spellings that stand somewhere with nothing beside them to doubt them.
    """

    introduced: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    others: dict[tuple[str, ...], int] = field(default_factory=dict)
    taught: dict[str, str | None] = field(default_factory=dict)
    spelt: dict[str, NameRef] = field(default_factory=dict)
    surrounds: set[str] = field(default_factory=set)
    wholes: dict[str, int] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)


class Languages:
    """A light guess at a text's language, good enough to know whose case endings to undo."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._letters = {
            language: frozenset(table.get("marks", ""))
            for language, table in lexicon.tables("romanization").items()
            if table.get("script") == "latin"
        }
        self._words: dict[str, frozenset[str]] = {
            language: lexicon.words("function_word", language)
            for language in lexicon.languages("function_word")
        }

    def of(self, text: str) -> tuple[str, ...]:
        """The languages whose small words and letters the text has most of; a few words may show none."""
        counts: dict[str, int] = {}
        for match in WORD.finditer(text[:_SAMPLE]):
            word = match.group()
            if not word.islower() or text[match.start() - 1 : match.start()] in _AFTER_APOSTROPHE:
                continue
            for language, words in self._words.items():
                if word in words:
                    counts[language] = counts.get(language, 0) + 1
        present = frozenset(text[:_SAMPLE].lower())
        for language, letters in self._letters.items():
            if found := len(letters & present):
                counts[language] = counts.get(language, 0) + found
        if not counts:
            return ()
        most = max(counts.values())
        return tuple(sorted(lang for lang, n in counts.items() if n == most))
