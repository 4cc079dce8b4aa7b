"""Look words and phrases of the lexicon up in a name's words, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Union, cast

if TYPE_CHECKING:
    from resolver.names.parts import PartTag

# First word → its role, where it is a phrase of plain letters and no other begins with it; else the phrases
# that begin with it, the longest first: role, the phrase's words, the phrase as the lexicon has it.
PhraseTable = dict[str, Union["PartTag", list[tuple["PartTag", tuple[str, ...], str]]]]


def compile_phrases(groups: Iterable[tuple[str, frozenset[str]]]) -> PhraseTable:
    """A table of phrases by role; where groups share a phrase the later group has it."""
    # Most phrases are one plain word, and there are thousands: a start waits for all that is done with each.
    plain: dict[str, PartTag] = {}
    others: dict[str, tuple[PartTag, str]] = {}
    for name, phrases in groups:
        role = cast("PartTag", name)
        words = frozenset(filter(str.isalpha, phrases))
        plain.update(dict.fromkeys(words, role))
        for word in words.intersection(others):
            del others[word]
        for phrase in sorted(phrases - words):
            # Names are cut at full stops and hyphens, so are the phrases to be found in them.
            joined = " ".join(phrase.replace(".", "").replace("-", " ").replace("'", "").split())
            if joined and joined not in words:
                plain.pop(joined, None)
                others[joined] = (role, phrase)
    longer: dict[str, list[tuple[PartTag, tuple[str, ...], str]]] = {}
    for joined, (role, phrase) in others.items():
        cut = tuple(joined.split(" "))
        longer.setdefault(cut[0], []).append((role, cut, phrase))
    table: PhraseTable = dict(plain)
    for word, entries in longer.items():
        if word in plain:
            entries.append((plain[word], (word,), word))
        entries.sort(key=lambda entry: (-len(entry[1]), entry[2]))
        table[word] = entries
    return table


def longest_phrase(table: PhraseTable, folds: Sequence[str], at: int) -> tuple[PartTag, int, str] | None:
    """PartTag, number of words and phrase of the longest phrase that starts at word `at`."""
    found = table.get(folds[at])
    if found is None:
        return None
    if isinstance(found, str):
        return found, 1, folds[at]
    for role, words, phrase in found:
        size = len(words)
        if size == 1 or tuple(folds[at : at + size]) == words:
            return role, size, phrase
    return None
