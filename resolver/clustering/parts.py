"""Clusters of a list that lies on many machines: the steps that an engine like Spark strings together.

    names → `block_keys` → pairs of names that share a key → `PairOdds` → components → `grouped`

Each step sees a part of the list and gives the same whatever the parts are. What only the whole list tells,
how common a word is, is counted by the engine and handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING

from resolver.clustering.commonness import Commonness, person_words
from resolver.clustering.engine import engine
from resolver.clustering.grouping import Edges, Grouping
from resolver.clustering.items import Item
from resolver.clustering.pairs import PairScorer
from resolver.index.retrieval import telling_words
from resolver.names.model import probability

if TYPE_CHECKING:
    from resolver.names.matcher import Matcher
    from resolver.names.parts import Name
    from resolver.names.tokens import NameToken, TokenMatcher
    from resolver.types import EntityType

#: Words of a name of which any two are a key.
_MOST_WORDS = 6
#: Sounds of a word that are in its keys.
_SOUNDS = 2
#: Letters that may be an acronym's.
_ACRONYM = range(2, 8)


def words_of(names: Iterable[str], type: EntityType | None) -> list[tuple[str, ...]]:
    """For each name the words by which it is told how common a person's name is; none of a body's name."""
    _, matcher = engine()
    return [person_words(matcher.parse(name, type)) for name in names]


def block_keys(names: Iterable[str], type: EntityType | None) -> list[list[int]]:
    """For each name the keys by which spellings of it meet, as numbers of 64 bits; two names in a block are
    compared.

    Two words by their sounds, or one by its sounds and the other by its first letter; each word alone, by
    which those meet that share only a rare one; and for acronyms the first letters. What very many names
    share tells nothing: the engine leaves out blocks that are too large.
    """
    _, matcher = engine()
    return [_keys(matcher.parse(name, type), matcher) for name in names]


def _keys(name: Name, matcher: Matcher) -> list[int]:
    words = telling_words(name, matcher.tokens)[:_MOST_WORDS]
    keys: set[str] = set()
    heard = [_heard(word, matcher.tokens) for word in words]
    for sounds in heard:
        keys.update(f"w {sound}" for sound in sounds)
    for (a, one), (b, other) in combinations(zip(words, heard, strict=True), 2):
        keys.update("p " + " ".join(sorted((mine, theirs))) for mine in one for theirs in other)
        keys.update(f"f {sound} {b.first[:1]}" for sound in one[:1])
        keys.update(f"f {sound} {a.first[:1]}" for sound in other[:1])
    if len(words) == 1 and len(words[0].fold) in _ACRONYM:
        keys.add("a " + words[0].fold)
    elif len(words) in _ACRONYM:
        keys.add("a " + "".join(word.first[:1] for word in words))
    if not keys:
        keys.add("n " + name.text)
    return sorted(map(_number, keys))


def _heard(word: NameToken, tokens: TokenMatcher) -> tuple[str, ...]:
    return tokens.keys(word)[:_SOUNDS] or (word.fold,)


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Told:
    """What the whole list tells of a part: see `Commonness`."""

    beside: Mapping[str, int]
    count: int

    @classmethod
    def of(cls, names: Iterable[Sequence[str]]) -> Told:
        """What a list says. `names`: the words of each distinct name, see `words_of`."""
        whole = Commonness.of(names, engine()[0])
        # What stands beside one other word only is the greater part, and counts nothing.
        return cls({word: count for word, count in whole.beside.items() if count > 2}, whole.count)

    def commonness(self) -> Commonness:
        """The same for `PairScorer`."""
        return Commonness(self.beside, self.count, engine()[0])


def odds_of(pairs: Sequence[tuple[str, str]], told: Told, type: EntityType | None) -> list[float]:
    """The log-odds that two names are one entity's, for each pair."""
    lexicon, matcher = engine()
    number = {name: at for at, name in enumerate(dict.fromkeys(name for pair in pairs for name in pair))}
    items = [Item(name, (at,)) for name, at in number.items()]
    names = [matcher.parse(name, type) for name in number]
    scorer = PairScorer(items, names, lexicon, matcher, told.commonness())
    # Which one is asked first must not matter; where it does, in the last digit, the order decides.
    return [scorer.log_odds(*(number[name] for name in sorted(pair, reverse=True))) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group: its canonical name, its names, and how sure it is that each belongs to it."""

    canonical: str
    names: tuple[str, ...]
    scores: tuple[float, ...]


def grouped(
    names: Mapping[str, int],
    pairs: Mapping[tuple[str, str], float],
    against: Mapping[str, float],
    told: Told,
    type: EntityType | None,
) -> list[Grouped]:
    """The groups of one component.

    names: with the number of rows of each. pairs: with their log-odds. against: by name the log-odds of what
    is most like it in other components. The rows of one name stay together; where it is so common in the
    list that they may be several entities', its score says so.
    """
    order = sorted(names)
    number = {name: at for at, name in enumerate(order)}
    grouping = Grouping([Item(name, range(names[name])) for name in order], type, told.commonness())
    edges: Edges = sorted(
        (max(number[a], number[b]), min(number[a], number[b]), odds) for (a, b), odds in pairs.items()
    )
    return grouped_by(grouping, edges, {number[name]: odds for name, odds in against.items()})


def grouped_by(grouping: Grouping, edges: Edges, against: Mapping[int, float] | None = None) -> list[Grouped]:
    """The groups that these edges make of the items; `against` as in `grouped`, by the number of an item."""
    groups = grouping.groups(edges)
    sure = grouping.sure(groups, edges, against)
    items = grouping.items
    for at, item in enumerate(items):
        if len(item.rows) > 1:
            sure[at] = min(sure[at], probability(grouping.scorer.rows_are_one(at)))
    return [
        Grouped(
            grouping.canonical(group),
            tuple([items[at].name for at in group]),
            tuple([sure[at] for at in group]),
        )
        for group in groups
    ]
