"""What `normalise` writes for a mention: the name it is a spelling of, in the mention's own dress.

Case, typographic apostrophes, line breaks and inflection are the text's; letters, accents and hyphens
are the gazetteer's. Another script is never rewritten into this one. What is no misspelling stays: accents
that the gazetteer lacks, British or American endings, dots of initials, case endings of the text's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from rapidfuzz.distance import OSA, Levenshtein, Prefix

from resolver.linking.slips import is_one_slip
from resolver.linking.span_candidate import (
    ABBREVIATED,
    COMPASS,
    COUNTRY_ADDED,
    DOTTED,
    INFLECTED,
    INITIALS,
    INVERTED,
    JOINED,
    KIND_ADDED,
    LEGAL_FORM,
    NICKNAMED,
    POSTAL,
    ROMANIZED,
    SPELLING,
    WITH_REGION,
    SpanCandidate,
)
from resolver.text.fold import capped, fold
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
# And where one word stands for several: "McAllister" for "Mac Allister".
_SAME_GROUP = 0.66
_JOINED_SLACK = 1
# Signs of Arabic and others that many leave out: al-Qa'ida, Sana'a.
_SIGN = re.compile("(?<=[a-z])'(?=[a-z])")
# Letters of a word that a case ending leaves, and letters that it has.
_STEM = 3
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїє")
_LONGEST_ENDING = 3
# Scripts in which "and", "in" and "to" are written together with a name.
_WRITTEN_TOGETHER = frozenset({"arabic", "hebrew"})
# Endings that differ across the Atlantic, as (British, American), those of the points of the compass, and the
# one of Slavic names that the press writes in four ways: Dmitry, Zelenskyy.
_AS_GOOD = (
    (re.compile(r"(?<=north|south)ern\b|(?<=east|west)ern\b"), ""),
    (re.compile(r"is(?=(?:e[drs]?|ing|ations?)\b)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=s|ed|ing|ite|\b)"), "or"),
    (re.compile(r"tre(?=s?\b)"), "ter"),
    (re.compile(r"ence(?=s?\b)"), "ense"),
    (re.compile(r"ogue(?=s?\b)"), "og"),
    (re.compile(r"amme(?=s?\b)"), "am"),
    (re.compile(r"(?:(?<=sk)(?:i|yy|ij)|(?<=[a-z]{2})iy)\b"), "y"),
)


def surface_form(surface: str, hit: SpanCandidate, languages: Collection[str] = ()) -> str:
    """The text that replaces `surface` (the mention as written) when variants are collapsed.

    `languages`: of the text; none when it shows none.
    """
    ref = hit.ref
    if hit.rule == DOTTED or (ref.form == "acronym" and ref.spelling == ref.normal):
        return surface
    if ref.rule in _AS_WRITTEN and hit.rule != SPELLING:
        return surface
    # Inflected, abbreviated, in another order or script: another form of the name, not a misspelling of it.
    if hit.rule == SPELLING and hit.ending and fold(surface).endswith(hit.ending):
        size = len(hit.ending)
        if _differ_at_ends(surface[:-size], ref.normal):
            return surface  # the stem of "Дніпра" is no "Дніпро" that lacks a letter
        return surface_form(surface[:-size], replace(hit, ending=""), languages) + surface[-size:]
    if hit.ending or hit.rule in (
        INFLECTED,
        ROMANIZED,
        ABBREVIATED,
        COMPASS,
        POSTAL,
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
    if not _may_be_misspelt(surface, target):
        return surface
    if ref.spelling != ref.normal:
        return _whole(surface, target)
    if _is_as_good(surface, target) or (ref.type == "place" and _is_reordered(surface, target)):
        return surface
    if (
        hit.rule == SPELLING
        and ref.type != "person"
        and (_is_inflecting(languages) or script_of(surface) != "latin")
        and _differ_at_ends(surface, target)
    ):
        return surface
    if ref.type == "person" and hit.rule != JOINED:
        return _by_parts(surface, target)
    if hit.rule == SPELLING and not _same_extent(surface, target):
        return surface  # it says more or less than the name does
    return _whole(surface, target)


def _may_be_misspelt(surface: str, target: str) -> bool:
    """Whether the two are in one script and differ, and not by a small word that is written with the name."""
    script = script_of(surface)
    if script != script_of(target) or _bare(surface) == _bare(target):
        return False
    return script not in _WRITTEN_TOGETHER or surface[0] == target[0]


def _is_as_good(surface: str, target: str) -> bool:
    """Whether the two are one name to any reader: dots, a space less, British or American endings."""
    if surface.replace(".", "").casefold() == target.replace(".", "").casefold():
        return True
    # "Viet Nam" is right as well; a word that is torn apart goes on in small letters.
    ours, theirs = list(map(fold, WORD.findall(surface))), list(map(fold, WORD.findall(target)))
    if len(ours) > len(theirs) and "".join(ours) == "".join(theirs) and not any(map(str.isdigit, ours)):
        return True
    if len(ours) == len(theirs) and all(a in (b, b + "s") for a, b in zip(ours, theirs, strict=True)):
        return ours != theirs  # a plural
    return _plain(surface) == _plain(target)


def _plain(name: str) -> str:
    """A name with one of the endings that are as good as each other."""
    name = name.casefold()
    for ending, other in _AS_GOOD:
        name = ending.sub(other, name)
    return name


def _is_reordered(surface: str, target: str) -> bool:
    ours, theirs = list(map(fold, WORD.findall(surface))), list(map(fold, WORD.findall(target)))
    return ours != theirs and sorted(ours) == sorted(theirs)


def _is_inflecting(languages: Collection[str]) -> bool:
    """Whether names may have endings in the text: in English they have none, and a text may not tell."""
    return bool(languages) and "en" not in languages


def _differ_at_ends(surface: str, target: str) -> bool:
    """Whether only the ends of words differ, as case endings make them."""
    ours, theirs = WORD.findall(surface), WORD.findall(target)
    if len(ours) != len(theirs):
        return False
    for a, b in zip(map(fold, ours), map(fold, theirs), strict=True):
        shared = Prefix.similarity(a, b)
        if a.startswith(b) and len(a) > len(b) + 1:
            continue  # endings upon endings: "Bakılılar"
        ended = shared >= _STEM and max(len(a), len(b)) - shared <= _LONGEST_ENDING
        if a != b and (not ended or _is_no_ending(a, b, shared)):
            return False
    return True


def _is_no_ending(word: str, name: str, shared: int) -> bool:
    """Whether what differs behind the letters that two words share cannot be an ending of the one.

    "Portugall", "Frankrecih"; "Ecuafor" ends as the name does; "Dortmnd": endings have vowels, as in "die
    Tschechen".
    """
    tail = word[shared:]
    left_out = name.endswith(tail) and tail != "" and _VOWELS.isdisjoint(tail)
    replaced = len(word) == len(name) and word[-1] == name[-1]
    return left_out or replaced or is_one_slip(word, name)


def _same_extent(surface: str, target: str) -> bool:
    """As many words, or as good as the same letters: joined and split words are a matter of spelling."""
    ours, theirs = WORD.findall(surface), WORD.findall(target)
    solid = ("".join(map(fold, ours)), "".join(map(fold, theirs)))
    return len(ours) == len(theirs) or OSA.distance(*solid) <= _JOINED_SLACK


def _bare(text: str) -> str:
    """For telling whether two spellings differ in more than case, spaces, typography and dots."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", capped(text)))
    for apostrophe in APOSTROPHES[1:]:
        text = text.replace(apostrophe, "'")
    text = _SIGN.sub("", text).casefold()
    for hyphen in HYPHENS[1:]:
        text = text.replace(hyphen, "-")
    return "".join(text.split()).replace(".", "") if " " not in text.strip() else " ".join(text.split())


def _accents(token: str) -> int:
    """How many of its letters are no plain ones, or have marks."""
    token = capped(token)
    plain = unicodedata.normalize("NFD", token)
    return sum(map(bool, map(unicodedata.combining, plain))) + sum(
        not char.isascii() for char in unicodedata.normalize("NFC", token)
    )


def _dress(token: str, like: str) -> str:
    """`token` in the case of `like`: all capitals, all small, or as the gazetteer writes it.

    Accents that `like` has and `token` has not are no misspelling of it.
    """
    if fold(token) == fold(like) and _accents(like) > _accents(token):
        return like
    if like[0] == "İ" and token[0] == "I":
        token = like[0] + token[1:]  # Turkish has two letters where others have one
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


def with_words_of(surface: str, target: str) -> str:
    """`target` with those words as `surface` writes them that are the same but for accents."""
    ours, theirs = WORD.findall(surface), WORD.findall(target)
    if len(ours) != len(theirs):
        return target
    words = (our if fold(our) == fold(their) else their for our, their in zip(ours, theirs, strict=True))
    return WORD.sub(lambda _: next(words), target)


def _gap(ours: str, theirs: str) -> str:
    """The gazetteer's hyphen or space, but the text's own kind of space, dash or apostrophe."""
    for kind in (HYPHENS, APOSTROPHES):
        if ours.strip() and ours.strip() in kind and theirs in kind:
            return ours
    if theirs.isspace() and (ours.isspace() or "\n" in ours):
        return ours
    return theirs


def _by_parts(surface: str, target: str) -> str:
    """A person's name part by part: each token becomes the part of `target` it spells, wherever it stands.

    Parts that `target` lacks (a patronymic, a second given name) stay as written.
    """
    ours, theirs = list(WORD.finditer(surface)), list(WORD.finditer(target))
    if len(ours) == len(theirs):
        if _abbreviates(ours, theirs):
            return _in_place(surface, ours, list(map(_unless_initial, ours, theirs)))
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
    if len(ours) < len(theirs) and (groups := _grouped(ours, theirs, target)) is not None:
        return _in_place(surface, ours, groups)
    if any(_swallows(a.group(), b.group()) for a in ours for b in theirs):
        return surface  # a part would be lost
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


def _unless_initial(our: re.Match[str], their: re.Match[str]) -> str:
    """A part of the name as it is spelt, where neither is an initial and both are one: Ilmary V. Torvela."""
    word, part = our.group(), their.group()
    return part if min(len(word), len(part)) > 1 and _alike(word, part) else word


def _grouped(ours: Sequence[re.Match[str]], theirs: Sequence[re.Match[str]], target: str) -> list[str] | None:
    """What of `target` each word stands for, where one stands for several; None when none does."""
    if any(len(m.group()) == 1 for m in theirs):
        return None  # an initial is left out, not written together
    best: tuple[float, list[str]] | None = None
    for cuts in combinations(range(1, len(theirs)), len(ours) - 1):
        bounds = list(zip((0, *cuts), (*cuts, len(theirs)), strict=True))
        spans = [(theirs[a].start(), theirs[b - 1].end()) for a, b in bounds]
        alike = [
            _likeness(m.group(), "".join(t.group() for t in theirs[a:b]))
            for m, (a, b) in zip(ours, bounds, strict=True)
        ]
        if min(alike) >= _SAME_GROUP and (best is None or sum(alike) > best[0]):
            best = sum(alike), [target[start:end] for start, end in spans]
    return best[1] if best is not None else None


def _swallows(token: str, part: str) -> bool:
    """Whether a word holds a part of the name and more: "McAllister" and "Allister"."""
    token, part = fold(token), fold(part)
    if len(part) <= _STEM or len(token) <= len(part) + 1:
        return False
    return token.endswith(part) or token.startswith(part)


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
