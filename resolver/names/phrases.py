"""Look words and phrases of the lexicon up in a name's words, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from resolver.names.parts import Role

# First word → (role, the phrase's words, the phrase as the lexicon has it), longest first.
PhraseTable = dict[str, list[tuple["Role", list[str], str]]]


def compile_phrases(groups: Iterable[tuple[str, frozenset[str]]]) -> PhraseTable:
    """A table of phrases by role; where groups share a phrase the later group has it."""
    roles: dict[str, tuple[str, str]] = {}
    for role, phrases in groups:
        for phrase in sorted(phrases):
            # Names are cut at full stops and hyphens, so are the phrases to be found in them. Most phrases
            # are one plain word; there are thousands, and every start waits for them.
            words = phrase
            if not phrase.isalpha():
                words = " ".join(phrase.replace(".", "").replace("-", " ").replace("'", "").split())
            if words:
                roles[words] = (role, phrase)
    table: PhraseTable = {}
    for words, (role, phrase) in roles.items():
        cut = words.split(" ")
        table.setdefault(cut[0], []).append((cast("Role", role), cut, phrase))
    for entries in table.values():
        if len(entries) > 1:
            entries.sort(key=lambda entry: (-len(entry[1]), entry[2]))
    return table


def longest_phrase(table: PhraseTable, folds: Sequence[str], at: int) -> tuple[Role, int, str] | None:
    """Role, number of words and phrase of the longest phrase that starts at word `at`."""
    for role, words, phrase in table.get(folds[at], ()):
        size = len(words)
        if size == 1 or folds[at : at + size] == words:
            return role, size, phrase
    return None
