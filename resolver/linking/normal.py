"""What `normalise` writes for a mention: the name it is a spelling of, in the mention's own dress.

Case, typographic apostrophes, line breaks and inflection are the text's; letters, accents and hyphens
are the gazetteer's. Another script is never rewritten into this one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from rapidfuzz.distance import Levenshtein

from resolver.linking.hits import (
    ABBREVIATED,
    COUNTRY_ADDED,
    DOTTED,
    INFLECTED,
    INITIALS,
    INVERTED,
    JOINED,
    KIND_ADDED,
    LEGAL_FORM,
    NICKNAMED,
    ROMANIZED,
    SPELLING,
    WITH_REGION,
    Hit,
)
from resolver.text.fold import fold
from resolver.text.scripts import script_of
from resolver.text.tokens import APOSTROPHES, HYPHENS, WORD

# Spellings of these rules are abbreviations by nature; how they are punctuated is the writer's business.
_AS_WRITTEN = frozenset(
    {
        "initial",
        "acronym of 2",
        "acronym of 3",
        "acronym of 4",
        "nickname",
        "kind moved",
        "same country",
        "demonym",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Tokens of a person's name that are closer than this spell the same part.
_SAME_PART = 0.5
_JOINED_SLACK = 1


def normal_spelling(surface: str, hit: Hit) -> str:
    """The text that replaces `surface` (the mention as written) when variants are collapsed."""
    ref = hit.ref
    if hit.rule == DOTTED or (ref.form == "acronym" and ref.spelling == ref.normal):
        return surface
    if ref.rule in _AS_WRITTEN and hit.rule != SPELLING:
        return surface
    # Inflected, abbreviated, in another order or script: another form of the name, not a misspelling of it.
    if hit.rule == SPELLING and hit.ending and fold(surface).endswith(hit.ending):
        size = len(hit.ending)
        return normal_spelling(surface[:-size], replace(hit, ending="")) + surface[-size:]
    if hit.ending or hit.rule in (
        INFLECTED,
        ROMANIZED,
        ABBREVIATED,
        INVERTED,
        INITIALS,
        COUNTRY_ADDED,
        KIND_ADDED,
        LEGAL_FORM,
        NICKNAMED,
        WITH_REGION,
    ):
        return surface
    target = ref.normal
    if script_of(surface) != script_of(target) or _bare(surface) == _bare(target):
        return surface
    if ref.spelling != ref.normal:
        return _whole(surface, target)
    if ref.type == "person" and hit.rule != JOINED:
        return _by_parts(surface, target)
    if hit.rule == SPELLING and not _same_extent(surface, target):
        return surface  # it says more or less than the name does
    return _whole(surface, target)


def _same_extent(surface: str, target: str) -> bool:
    """As many words, or as many letters: joined and split words are a matter of spelling."""
    ours, theirs = WORD.findall(surface), WORD.findall(target)
    return len(ours) == len(theirs) or abs(sum(map(len, ours)) - sum(map(len, theirs))) <= _JOINED_SLACK


def _bare(text: str) -> str:
    """For telling whether two spellings differ in more than case, spaces, typography and dots."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    for apostrophe in APOSTROPHES[1:]:
        text = text.replace(apostrophe, "'")
    for hyphen in HYPHENS[1:]:
        text = text.replace(hyphen, "-")
    return "".join(text.split()).replace(".", "") if " " not in text.strip() else " ".join(text.split())


def _dress(token: str, like: str) -> str:
    """`token` in the case of `like`: all capitals, all small, or as the gazetteer writes it."""
    if len(like) > 1 and like.isupper():
        return token.upper()
    if like.islower() and not token.isupper():
        return token.lower()
    return token


def _whole(surface: str, target: str) -> str:
    """`target` in the case and the typography of `surface`; line breaks stay where tokens pair up."""
    ours, theirs = list(WORD.finditer(surface)), list(WORD.finditer(target))
    curly = "’" in surface
    if len(ours) != len(theirs):
        written = _dress(target, "".join(m.group() for m in ours))
        return written.replace("'", "’") if curly else written
    if _abbreviates(ours, theirs):
        return surface
    pieces = [_dress(theirs[0].group(), ours[0].group())]
    for i in range(1, len(ours)):
        gap_ours = surface[ours[i - 1].end() : ours[i].start()]
        gap_theirs = target[theirs[i - 1].end() : theirs[i].start()]
        pieces.append(_gap(gap_ours, gap_theirs))
        pieces.append(_dress(theirs[i].group(), ours[i].group()))
    return "".join(pieces)


def _gap(ours: str, theirs: str) -> str:
    """The gazetteer's hyphen or space, but the text's own kind of space, dash or apostrophe."""
    for kind in (HYPHENS, APOSTROPHES):
        if ours.strip() and ours.strip() in kind and theirs in kind:
            return ours
    if ours.isspace() and theirs.isspace():
        return ours
    return theirs


def _by_parts(surface: str, target: str) -> str:
    """A person's name part by part: each token becomes the part of `target` it spells, wherever it stands.

    Parts that `target` lacks (a patronymic, a second given name) stay as written.
    """
    ours, theirs = list(WORD.finditer(surface)), list(WORD.finditer(target))
    if len(ours) == len(theirs):
        if _abbreviates(ours, theirs):
            return surface
        # The order in which they agree best; a part that is far off is the part that is left.
        order = max(
            permutations(m.group() for m in theirs)
            if len(theirs) <= 4
            else [tuple(m.group() for m in theirs)],
            key=lambda parts: sum(_likeness(a.group(), b) for a, b in zip(ours, parts, strict=True)),
        )
        if [*order] == [m.group() for m in theirs]:
            return _whole(surface, target)
        return _in_place(surface, ours, order)
    if len(theirs) == 1 or len(ours) == 1:
        return _whole(surface, target)
    free = [m.group() for m in theirs]
    parts: list[str] = []
    for token in (m.group() for m in ours):
        best = max(free, key=lambda part: _likeness(token, part), default=None)
        if best is not None and _alike(token, best):
            free.remove(best)
            parts.append(best if fold(best) != fold(token) or _bare(best) != _bare(token) else token)
        else:
            parts.append(token)
    return _in_place(surface, ours, parts)


def _abbreviates(ours: Sequence[re.Match[str]], theirs: Sequence[re.Match[str]]) -> bool:
    """Whether a letter of one stands for a word of the other: "U.S." and "United States" are two forms."""
    return any((len(a.group()) == 1) != (len(b.group()) == 1) for a, b in zip(ours, theirs, strict=True))


def _in_place(surface: str, ours: Sequence[re.Match[str]], parts: Sequence[str]) -> str:
    """`surface` with each word replaced by its part; what stands between stays ("Aliev, Ilham")."""
    pieces, end = [], 0
    for match, part in zip(ours, parts, strict=True):
        pieces += [surface[end : match.start()], _dress(part, match.group())]
        end = match.end()
    return "".join(pieces) + surface[end:]


def _likeness(a: str, b: str) -> float:
    return Levenshtein.normalized_similarity(fold(a), fold(b))


def _alike(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return fold(a) == fold(b)
    return _likeness(a, b) >= _SAME_PART
