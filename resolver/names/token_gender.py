"""Women's and men's forms of one name: Ivanov and Ivanova, Kowalski and Kowalska, Mario and Maria.

They are no spellings of each other: unless the rest of two names agrees, they are two people. Where no ending
tells, a list of given names may: Daniel and Danielle, John and Joan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# What is left of a woman's and a man's form after their common beginning. By language: Slavic surnames and
# patronymics (-ov, -ova; -ski, -ska, -skaya; -ovich, -ovna; Czech -ová; Polish -owa, -ówna), Lithuanian (-as,
# -ienė, -aitė), Latvian (-s, -a), Greek (-os, -ou; -is, -i), Icelandic (-sson, -sdóttir), Azerbaijani has -ov
# and -ova; given names in -o, -us and -a (Mario, Maria; Julius, Julia).
_WOMAN: Final = frozenset(
    (
        "a", "ova", "owa", "owna", "ovna", "eva", "ewa", "yeva", "jeva", "na", "wna", "vna", "ivna", "ichna",
        "ka", "anka", "ina", "yna", "aya", "aja", "aia", "aa", "ska", "cka", "skaya", "skaja",
        "iene", "ene", "aite", "yte", "ute", "ou", "dottir", "dottur",
    )
)  # fmt: skip
_MAN: Final = frozenset(
    (
        "", "y", "i", "ij", "iy", "yj", "ii", "o", "u", "us", "s", "as", "is", "os", "es", "son", "sson",
        "ich", "ic", "ych", "ov", "ow", "ev", "ew", "yev", "jev", "ski", "cki", "sky", "skij", "skiy",
    )
)  # fmt: skip
_SHORTEST: Final = 2


def differ_in_gender(a: str, b: str) -> bool:
    """Whether two folded Latin spellings are a woman's and a man's form of one name.

    `differ_in_gender("ivanov", "ivanova")`, `("mario", "maria")`; not `("ali", "alia")`: its man's form ends
    in a vowel, so -a is another name.
    """
    size = min(len(a), len(b))
    shared = 0
    while shared < size and a[shared] == b[shared]:
        shared += 1
    if shared < _SHORTEST:
        return False
    left, right = a[shared:], b[shared:]
    if right in _WOMAN and left in _MAN:
        woman, man = right, left
    elif left in _WOMAN and right in _MAN:
        woman, man = left, right
    else:
        return False
    if man:
        return True
    # A bare stem must end in a consonant, or the two differ in more than the ending.
    return a[shared - 1] not in "aeiou" or woman[0] not in "aeiouy"


class Sexes:
    """Given names that are known for a woman's or a man's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._women = lexicon.words("womans_name")
        self._men = lexicon.words("mans_name")

    def differ(self, a: str, b: str) -> bool:
        """Whether one of two folded Latin spellings is a woman's name and the other a man's."""
        women, men = self._women, self._men
        return (a in women and b in men) or (b in women and a in men) or differ_in_gender(a, b)
