"""Pairs of spellings out of groups of equivalent name parts."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from resolver.names.token_gender import differ_in_gender
from resolver.names.token_units import ALPHABET, END, letters, units
from resolver.text.fold import fold
from resolver.text.scripts import script_of

# A pair of spellings and how much it counts.
Pair = tuple[str, str, float]

_LONGEST_LATIN = 17
_LONGEST_OTHER = 15
# Groups with more Latin forms than this are mostly Chinese syllables in a dozen dialects and notations.
_MOST_LATIN = 14
# A name is well known that has this many forms, in this many scripts.
_WELL_KNOWN = 8
_SCRIPTS = 3
_MOST_KNOWN = 25
_MOST_SURNAMES = 250


def read_groups(path: Path) -> Iterator[list[str]]:
    """The forms of every group."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").rsplit(" => ", 1)[0].split(", ")


def banned_spellings(paths: Iterable[Path]) -> frozenset[str]:
    """Every name of tab-separated files, lower-case, for `--without`."""
    return frozenset(
        name
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        for name in line.lower().split("\t")[:2]
    )


def is_usable(form: str) -> bool:
    """Whether a form is a single word of letters: no spaces, hyphens, digits."""
    return not any(c in " -‐=＝・·.()0123456789" for c in form)


def cross_script_pairs(groups: Iterable[list[str]], script: str, without: frozenset[str]) -> list[Pair]:
    """(units, letters, weight): forms of a script and Latin forms of the same group.

    The Latin forms of a group share one vote, so that a group with twelve romanizations of one name
    does not outweigh twelve names.
    """
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for forms in groups:
        native = sorted({f for f in forms if script_of(f) == script and is_usable(f)})
        if not native:
            continue
        latin = sorted({f for f in forms if script_of(f) == "latin" and is_usable(f)})
        if not latin or len(latin) > _MOST_LATIN or any(f in without for f in native + latin):
            continue
        spelled = sorted({letters(f) for f in latin})
        for form in native:
            unit = units(form, script)
            if not 2 <= len(unit) <= _LONGEST_OTHER:
                continue
            for letter in spelled:
                if 2 <= len(letter) <= _LONGEST_LATIN:
                    votes[unit, letter] += 1 / len(spelled)
    return [(unit, letter, min(votes[unit, letter], 1.0)) for unit, letter in sorted(votes)]


def latin_pairs(groups: Iterable[list[str]], without: frozenset[str]) -> list[Pair]:
    """(letters, letters, weight), both ways round: Latin forms of one group, each group one vote a form.

    Women's and men's forms of one surname stand in one group; they are not spellings of each other.
    """
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for forms in groups:
        latin = sorted({letters(f) for f in forms if script_of(f) == "latin" and is_usable(f)})
        if not 2 <= len(latin) <= _MOST_LATIN or any(f in without for f in forms):
            continue
        for a in latin:
            for b in latin:
                if a != b and max(len(a), len(b)) <= _LONGEST_LATIN and not differ_in_gender(a[:-1], b[:-1]):
                    votes[a, b] += 1 / (len(latin) - 1)
    return [(a, b, min(votes[a, b], 1.0)) for a, b in sorted(votes)]


def latin_names(groups: Iterable[list[str]]) -> list[str]:
    """Every Latin form, as often as groups have it."""
    spelled = (
        letters(form) for forms in groups for form in forms if script_of(form) == "latin" and is_usable(form)
    )
    return [name for name in spelled if all(c in ALPHABET or c == END for c in name)]


def well_known_groups(groups: Iterable[list[str]], without: frozenset[str]) -> list[list[str]]:
    """The folded Latin forms of groups with many forms in several scripts, each group sorted, all sorted."""
    found = set()
    for forms in groups:
        latin = {fold(f) for f in forms if script_of(f) == "latin" and is_usable(f)}
        latin = {f for f in latin if f.isascii() and f.isalpha() and len(f) > 1}
        known = len(forms) >= _WELL_KNOWN and len({script_of(f) for f in forms}) >= _SCRIPTS
        if known and 1 <= len(latin) <= _MOST_KNOWN and not any(f in without for f in forms):
            found.add(tuple(sorted(latin)))
    return [list(forms) for forms in sorted(found)]


def unspaced_surnames(groups: Iterable[list[str]]) -> dict[str, list[str]]:
    """Chinese and Korean family names of one character, the best known ones: language → characters.

    A group that has a character both alone and with the word for surname (姓, 씨) is one; it is known the
    better the more scripts and forms its group has.
    """
    known: dict[str, dict[str, int]] = {"zh": {}, "ko": {}}
    for forms in groups:
        worth = 10 * len({script_of(form) for form in forms}) + len(forms)
        chinese = {f[0] for f in forms if len(f) == 2 and f[1] == "姓" and f[0] in forms}
        korean = {f for f in forms if len(f) == 1 and script_of(f) == "hangul" and f"{f}씨" in forms}
        for language, found in (("zh", chinese), ("ko", korean if chinese else set())):
            for char in found:
                known[language][char] = max(known[language].get(char, 0), worth)
    return {
        language: sorted(sorted(chars, key=lambda c: (-chars[c], c))[:_MOST_SURNAMES])
        for language, chars in known.items()
    }
