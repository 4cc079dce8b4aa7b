"""Which entity a name means: candidates in order, and the one that is meant, if one is.

Comparing two names costs more than finding them, so it goes on only while a candidate is nearly as alike as
the first one. Where nothing can change the answer, nothing is compared at all: a name of the same words as
just one entity's is that entity's, whatever else is like it; and among so many entities that no name of
known words that is spelt otherwise is probable enough, a name of known words that nobody has is nobody's.
A word that no listed name has is another matter: it is a slip, and how many are listed says nothing of it.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from resolver.index.names import never_names, tokens_of
from resolver.index.retrieval import telling_words
from resolver.index.similar import MOST_ALIKE
from resolver.names.decide import Decider
from resolver.types import Evidence, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resolver.index.index import Index
    from resolver.index.names import NameRef
    from resolver.names.parts import Name
    from resolver.types import EntityType

#: Words whose first letters may be what a body is called.
_SHORTEST_ACRONYM = 3

Types = frozenset["EntityType"] | None


class Scored(NamedTuple):
    """An entity, by which of its names, with what probability; `likeness` settles ties between names of one
    word that the model calls equally improbable. `shared`: it was found by the words that it shares alone."""

    score: float
    likeness: float
    ref: NameRef
    shared: bool = False

    @property
    def order(self) -> tuple[float, float, str]:
        return -self.score, -self.likeness, self.ref.entity


class _Comparing:
    """The names that are compared with a query, each once, and the best name of each entity."""

    def __init__(self, ranker: Ranker, name: str, query: Name, types: Types, without: frozenset[str]) -> None:
        self._ranker = ranker
        self._name = name
        self._only = ranker._only_type(types)
        self._query = query
        self._types = types
        self._without = without
        self.best: dict[str, Scored] = {}
        self.compared: set[int] = set()

    def compare(self, number: int) -> float | None:
        """The score of the name with this number; None where it is not asked for, or was compared before."""
        if number in self.compared:
            return None
        index, matcher = self._ranker._index, self._ranker._index.matcher
        ref = index.names[number]
        if (self._types is not None and ref.type not in self._types) or ref.entity in self._without:
            return None
        self.compared.add(number)
        mine = self._query if self._only == ref.type else matcher.parse(self._name, ref.type)
        target = self._ranker._target(ref)
        score, likeness = matcher.score(mine, target), matcher.likeness(mine, target)
        known = self.best.get(ref.entity)
        if known is None:
            self.best[ref.entity] = Scored(score, likeness, ref)
        elif (-score, ref.derived, ref.spelling) < (
            -known.score,
            known.ref.derived and not ref.derived,  # what is listed goes before what is derived
            known.ref.spelling,
        ):
            self.best[ref.entity] = Scored(score, max(likeness, known.likeness), ref)
        elif likeness > known.likeness:
            self.best[ref.entity] = known._replace(likeness=likeness)
        return score


class Ranker:
    """Looks names up in an index. Weights: group `lookup`, and those of `Decider`."""

    def __init__(self, index: Index, known: int | None = None) -> None:
        """`known`: among how many entities a name is looked for, those of the index unless told."""
        self._index = index
        self._decider = Decider(index.lexicon)
        weights = index.lexicon.weights("lookup")
        self._margin = weights["margin"]
        self._margin_found = weights["margin_found"]
        self._margin_answer = weights["margin_answer"]
        self._scored = int(weights["scored"])
        self._one_word = weights["one_word"]
        self._shared = int(weights["shared"])
        self._shared_least = weights["shared_least"]
        self._known = len(index.gazetteer) if known is None else known
        self._enough = self._decider.threshold(self._known)
        identical, most = (index.lexicon.weight("names", name) for name in ("identical", "most_likely"))
        #: Whether a name spelt the same is the answer however likely the next one is.
        self._identical_wins = self._decider.choose([identical, most], self._known) == "answer"
        #: Whether so many are known that only a name spelt the same is probable enough.
        self._only_identical = index.matcher.ceiling < self._enough

    def candidates(self, name: str, types: Types, limit: int) -> list[Match]:
        """The entities that `name` may mean, best first, also improbable ones; `limit` of them, if known."""
        limit = max(limit, 0)
        return list(map(self._match, self._allowed(name, types, limit, self._margin, limit)))

    def answer(self, name: str, types: Types) -> Match | None:
        """The entity that `name` means, if one is probable and clearly ahead of the next."""
        return self.decide(name, types)[0]

    def decide(self, name: str, types: Types) -> tuple[Match | None, bool]:
        """The same, and where there is none whether several entities are as probable."""
        known = self._identical(name, types)
        if known is not None and not self._never_is([known], name):
            return self._match(known), False
        words, unknown = self._words(name)
        if self._only_identical and not unknown and not self._may_be_identical(name, types):
            return None, False
        ranked = self._allowed(name, types, 1, self._margin_answer, 2)
        rivals = len(ranked) if unknown and ranked and self._has(ranked[0], words) else self._known
        verdict = self._decider.choose([found.score for found in ranked], rivals)
        if verdict != "answer":
            return None, verdict == "ambiguous"
        if ranked[0].shared and ranked[0].score < self._shared_least:
            return None, False
        best = self._match(ranked[0])
        if len(ranked) == 1:
            return best, False
        reason = Evidence("runner-up", f"{ranked[1].ref.entity} {ranked[1].score:.2f}")
        return Match(best.id, best.type, best.name, best.form, best.score, best.spelling, (reason,)), False

    def _words(self, name: str) -> tuple[set[int], bool]:
        """The words of a name that listed names have, by number, and whether it has others.

        A word that nobody has is no stranger's name but a misspelt one, so that the odds of such a likeness
        are not those of meeting one stranger among all who are listed: only its own rivals count. A word
        that is somebody's name is that name.
        """
        index = self._index
        number = index.retrieval.vocabulary.number
        words = telling_words(index.matcher.parse(name, self._only_type(None)), index.matcher.tokens)
        found = [number(token.fold) for token in words]
        return {id for id in found if id is not None}, len(found) > 1 and None in found

    def _has(self, best: Scored, words: set[int]) -> bool:
        """Whether a name has all these words, so that only words that nobody has differ."""
        index = self._index
        number = index.retrieval.vocabulary.number
        name = index.matcher.parse(best.ref.spelling, best.ref.type)
        return words <= {number(token.fold) for token in telling_words(name, index.matcher.tokens)}

    def _allowed(self, name: str, types: Types, least: int, margin: float, wanted: int) -> list[Scored]:
        """The first `wanted` of `ranked`, but for entities that the gazetteer says this name never means."""
        never: frozenset[str] = frozenset()
        while True:
            first = self.ranked(name, types, least, margin, never)[:wanted]
            # Few entities say such a thing, and it is known only by reading all that is known of one.
            if not (excluded := self._never_is(first, name)):
                return first
            never |= excluded

    def _never_is(self, found: Sequence[Scored], name: str) -> frozenset[str]:
        """Which of these entities have the name in their `not`."""
        gazetteer = self._index.gazetteer
        said = {one.ref.entity: never_names(gazetteer[one.ref.entity]) for one in found}
        return frozenset(id for id, names in said.items() if names and tokens_of(name) in names)

    def _match(self, found: Scored) -> Match:
        ref = found.ref
        name = self._index.gazetteer[ref.entity].name
        return Match(ref.entity, ref.type, name, ref.form, found.score, ref.spelling)

    def _only_type(self, types: Types) -> EntityType | None:
        """The type of all that may be found, where there is one."""
        possible = self._index.types if types is None else types
        return next(iter(possible)) if len(possible) == 1 else None

    def _identical(self, name: str, types: Types) -> Scored | None:
        """The entity with a name of the same words, if just one has it and no other could be as probable."""
        only = self._only_type(types)
        if only is None or not self._identical_wins:
            return None
        index, matcher = self._index, self._index.matcher
        query = matcher.parse(name, only)
        exact = index.exact_numbers(name)
        if not exact and not index.may_list(query):
            return None
        others = index.same_letters(query)
        if others is None:
            return None
        found: NameRef | None = None
        for number in dict.fromkeys([*exact, *others]):
            ref = index.names[number]
            if ref.type != only or ref.derived or not matcher.same(query, matcher.parse(ref.spelling, only)):
                continue
            if found is None:
                found = ref
            elif found.entity != ref.entity:
                return None
            elif ref.spelling < found.spelling:
                found = ref
        return None if found is None else Scored(matcher.identical, 0.0, found)

    def _may_be_identical(self, name: str, types: Types) -> bool:
        """Whether an entity may have a name of the same words; False is certain."""
        index, matcher = self._index, self._index.matcher
        possible = index.types if types is None else index.types & types
        queries = {type: matcher.parse(name, type) for type in possible}
        if any(map(index.may_list, queries.values())):
            return True
        refs = (index.names[number] for number in index.exact_numbers(name))
        return any(ref.type in queries and self._same(queries[ref.type], ref) for ref in refs)

    def _same(self, query: Name, ref: NameRef) -> bool:
        return self._index.matcher.same(query, self._target(ref))

    def _target(self, ref: NameRef) -> Name:
        """What a name is compared with: a derived form is as good as what it was derived from."""
        spelling = self._index.gazetteer[ref.entity].name if ref.derived else ref.spelling
        return self._index.matcher.parse(spelling, ref.type)

    def ranked(
        self,
        name: str,
        types: Types,
        least: int,
        margin: float | None = None,
        without: frozenset[str] = frozenset(),
    ) -> list[Scored]:
        """All compared entities but those of `without`, best first: `least` or more, if there are so many.

        Compared are those whose likeness is less than `margin` below the best one's, a weight of `lookup`;
        for names of one word, whose likeness tells little, it is the widest one.
        """
        index = self._index
        query = index.matcher.parse(name, self._only_type(types))
        single = len(query.parts) == 1
        wide = self._one_word if single else 1.0
        widest = self._margin * wide if single or margin is None else margin
        most = self._scored * wide
        comparing = _Comparing(self, name, query, types, without)
        best = comparing.best
        bar = -math.inf
        for found, below in chain([self._exact(name)], index.nearest_batches(query, widest)):
            for alike, number in found:
                if (alike < bar or len(comparing.compared) >= most) and len(best) >= least:
                    break
                score = comparing.compare(number)
                if score is not None:
                    near = widest if score < self._enough else min(widest, self._margin_found)
                    bar = max(bar, min(alike, MOST_ALIKE) - near)
            if (below <= bar or len(comparing.compared) >= most) and len(best) >= least:
                break
        if max([found.score for found in best.values()], default=0.0) < self._enough:
            # By its letters a name may be unlike one that has a word more, or is short for it.
            by_letters = set(best)
            for number in self._sharing(query):
                comparing.compare(number)
            best.update(
                {id: found._replace(shared=True) for id, found in best.items() if id not in by_letters}
            )
        return sorted(best.values(), key=lambda found: found.order)

    def _sharing(self, query: Name) -> list[int]:
        """The numbers of names that share telling words with the query."""
        index = self._index
        similar = index.retrieval.vocabulary.similar
        tokens = telling_words(query, index.matcher.tokens)
        words = [similar(token.fold) for token in tokens]
        if len(tokens) >= _SHORTEST_ACRONYM:
            words.append(similar("".join([token.fold[0] for token in tokens])))
        return [index.listed[number] for number in index.retrieval.sharing(words, self._shared)]

    def _exact(self, name: str) -> tuple[list[tuple[float, int]], float]:
        """The names of the same words, as a batch before all others."""
        return [(math.inf, number) for number in self._index.exact_numbers(name)], math.inf
