"""Which entity a name means: candidates in order, and the one that is meant, if one is.

Comparing two names costs more than finding them, so it goes on only while a candidate is nearly as alike as
the first one, and among many only where it is alike at all. A name of the same words as just one entity's is
that entity's at once, whatever else is like it. For any other the question is how many strangers' names would
be as like the best one found: of words that nobody has hardly any, of rare words few.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from resolver.index.names import is_never
from resolver.index.nearest import NameSearch, Nearest
from resolver.names.decide import Decider, Verdict
from resolver.types import Evidence, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resolver.index.index import Index
    from resolver.index.names import NameRef
    from resolver.names.parts import Name
    from resolver.types import EntityType

Types = frozenset["EntityType"] | None


class Scored(NamedTuple):
    """An entity, by which of its names, with what probability.

    `likeness`: how alike the search found the name, which settles ties. `number`: that of the name among
    those that the search may find; -1 where it was found as it stands.
    """

    score: float
    likeness: float
    ref: NameRef
    number: int

    @property
    def order(self) -> tuple[float, float, str]:
        return -self.score, -self.likeness, self.ref.entity


def target_of(index: Index, ref: NameRef) -> Name:
    """What a name is compared with: a derived form is as good as what it was derived from."""
    spelling = index.gazetteer[ref.entity].name if ref.derived else ref.spelling
    return index.matcher.parse(spelling, ref.type)


class Ranker:
    """Looks names up in an index. Weights: group `lookup`, and those of `Decider`."""

    def __init__(self, index: Index, known: int | None = None) -> None:
        """`known`: among how many entities a name is looked for, those of a type in the index unless told."""
        self._index = index
        self._decider = Decider(index.lexicon)
        weights = index.lexicon.weights("lookup")
        self._margin = weights["margin"]
        self._margin_found = weights["margin_found"]
        self._margin_answer = weights["margin_answer"]
        self._scored = int(weights["scored"])
        self._one_word = weights["one_word"]
        self._shared_below = weights["shared_below"]
        self._shared_least = weights["shared_least"]
        self._shared_whole = weights["shared_whole"]
        self._shared_alike = weights["shared_alike"]
        self._by_chance = (weights["by_chance_body"], weights["by_chance"])
        self._search = NameSearch(index.retrieval, index.lexicon, index.matcher.tokens)
        self._known = known
        #: How alike a name must be to be compared: among many, what is less is not probable enough.
        every = len(index.gazetteer) if known is None else known
        many = self._decider.threshold(every) >= weights["many"]
        self._least = weights["alike_many"] if many else 0.0

    def candidates(self, name: str, types: Types, limit: int) -> list[Match]:
        """The entities that `name` may mean, best first, also improbable ones; `limit` of them, if known."""
        limit = max(limit, 0)
        near = self._search.nearest(self._query(name, types), limit)
        return list(map(self._match, self._compared(name, types, near, limit, self._margin)[:limit]))

    def ranked(self, name: str, types: Types, least: int) -> list[Scored]:
        """The entities of `candidates`, as they are compared: `least` or more, if there are so many."""
        near = self._search.nearest(self._query(name, types), least)
        return self._compared(name, types, near, least, self._margin)

    def answer(self, name: str, types: Types) -> Match | None:
        """The entity that `name` means, if one is probable and clearly ahead of the next."""
        return self.decide(name, types)[0]

    def decide(self, name: str, types: Types) -> tuple[Match | None, bool]:
        """The same, and where there is none whether several entities are as probable."""
        known = [
            ref
            for ref in self._identical(name, types)
            if not is_never(self._index.gazetteer[ref.entity], name)
        ]
        # What is short for a club in texts about sport is the town in a field: "Liverpool".
        known = [ref for ref in known if not (ref.form == "short" and ref.needs_context)] or known
        if known:
            same = Scored(self._index.matcher.identical, 1.0, known[0], -1)
            return (self._match(same), False) if len(known) == 1 else (None, True)
        query = self._query(name, types)
        near = self._search.likely(query)
        ranked, verdict = self._decided(name, types, near)
        if not self._is_whole(verdict, ranked, near):
            near = self._search.nearest(query, 1, self._least)
            ranked, verdict = self._decided(name, types, near)
        if verdict != "answer":
            return None, verdict == "ambiguous"
        if self._is_any_bodys(query, ranked[0], near):
            return None, True
        best = self._match(ranked[0])
        if len(ranked) == 1:
            return best, False
        reason = Evidence("runner-up", f"{ranked[1].ref.entity} {ranked[1].score:.2f}")
        return Match(best.id, best.type, best.name, best.form, best.score, best.spelling, (reason,)), False

    def _is_whole(self, verdict: Verdict, ranked: Sequence[Scored], near: Nearest) -> bool:
        """Whether what was found at the first look will do.

        For a person's name, whatever was; for a body's a name that leaves out no word, since other spellings
        were not looked for: World Health Organisation.
        """
        if not ranked:
            return False
        best = ranked[0]
        if best.ref.type == "person" or best.number < 0:
            return True
        words = self._index.retrieval.words_of(best.number)
        return verdict != "none" and near.answers(words) and near.values.keys() >= set(words)

    def _decided(self, name: str, types: Types, near: Nearest) -> tuple[list[Scored], Verdict]:
        """The two best entities of those found, and what is to be said of them."""
        ranked = self._compared(name, types, near, 1, self._margin_answer)[:2]
        rivals = self._rivals(ranked, near) if ranked else 0.0
        return ranked, self._decider.choose([found.score for found in ranked], rivals)

    def _rivals(self, ranked: Sequence[Scored], near: Nearest) -> float:
        """Among how many entities a stranger's name would be as like the best one found: those of its type.

        A word that nobody has is no stranger's name but a misspelt one: if the best name has all the others,
        and a person's has one like it, only its own rivals count. A word that is somebody's name is that
        name; but the fewer could share by chance the words that two names share, the fewer count: Pippa
        Boucsein, Boucsein Pippa.
        """
        best = ranked[0]
        known = self._index.counts[best.ref.type] if self._known is None else self._known
        if best.number < 0:
            return known
        words = self._index.retrieval.words_of(best.number)
        person = best.ref.type == "person"
        if near.unknown and near.known.issubset(words) and (not person or near.answers(words)):
            return len(ranked)  # a body may have a word more: see `_is_any_bodys`
        shared = near.known.intersection(words)
        if len(shared) < 2:
            return known
        by_chance = self._index.retrieval.by_chance(shared)
        return min(known, max(len(ranked), self._by_chance[person] * by_chance))

    def _is_any_bodys(self, query: Name, best: Scored, near: Nearest) -> bool:
        """Whether what a name shares with that of a body is too little: other bodies have these words as well
        (Al-Aqsa), or they are not all that either name has."""
        if best.number < 0 or best.ref.type == "person":
            return False
        if best.likeness < self._shared_below and best.score < self._shared_least:
            return True
        retrieval = self._index.retrieval
        words = retrieval.words_of(best.number)
        telling = len(words) > 1 or (len(near.words) == 1 and near.words[0] not in words)
        if telling and best.score >= self._shared_whole and best.likeness >= self._shared_alike:
            return False  # nothing of either is left but a slip: Univeristy of Oxford, Hizbollah
        number = retrieval.vocabulary.number
        met = {number(fold) for fold in self._index.matcher.met(query, target_of(self._index, best.ref))}
        shared = [word for word in words if word in near.values or word in met]
        # Of those that are called just so, legal forms and the like tell one from another.
        left = 2 if set(near.words) == set(words) else 1
        others: set[str] = set()
        for other in retrieval.having_all(shared):
            entity = self._index.fuzzy(other).entity
            if entity != best.ref.entity:
                others.add(entity)
                if len(others) == left:
                    return True
        return False

    def _match(self, found: Scored) -> Match:
        ref = found.ref
        name = self._index.gazetteer[ref.entity].name
        return Match(ref.entity, ref.type, name, ref.form, found.score, ref.spelling)

    def _query(self, name: str, types: Types) -> Name:
        return self._index.matcher.parse(name, self._only_type(types))

    def _only_type(self, types: Types) -> EntityType | None:
        """The type of all that may be found, where there is one."""
        possible = self._index.types if types is None else types
        return next(iter(possible)) if len(possible) == 1 else None

    def _identical(self, name: str, types: Types) -> list[NameRef]:
        """The listed names of the same words in the same order, one an entity: no other is as probable."""
        index, matcher = self._index, self._index.matcher
        numbers = index.exact_numbers(name)
        if not numbers and not name.replace(" ", "").isalpha():  # "Boillon, Anne" is listed as Anne Boillon
            numbers = index.exact_numbers(self._query(name, types).spaced)
        found: dict[str, NameRef] = {}
        for number in numbers:
            ref = index.names[number]
            if ref.derived or (types is not None and ref.type not in types):
                continue
            if ref.spelling != name and not matcher.same(
                matcher.parse(name, ref.type), matcher.parse(ref.spelling, ref.type)
            ):
                continue
            known = found.setdefault(ref.entity, ref)
            if ref.spelling < known.spelling:
                found[ref.entity] = ref
        return list(found.values())

    def _compared(self, name: str, types: Types, near: Nearest, least: int, margin: float) -> list[Scored]:
        """All compared entities, best first, each by its best name: `least` or more, if so many were found.

        Compared are names whose likeness is less than `margin` below the best one's, a weight of `lookup`.
        """
        index = self._index
        best: dict[str, Scored] = {}
        compared: set[int] = set()
        for place in index.exact_numbers(name):
            self._compare(name, types, place, 1.0, -1, best)
            compared.add(place)
        most = self._scored * (self._one_word if len(self._query(name, types).parts) == 1 else 1.0)
        found = self._margin_found if margin < self._margin else margin
        bar = -math.inf
        for alike, number in near.ordered:
            if (alike < bar or len(compared) >= most) and len(best) >= least:
                break
            place = index.listed[number]
            if place in compared:
                continue
            score = self._compare(name, types, place, alike, number, best)
            if score is not None:
                compared.add(place)
                bar = max(bar, alike - (margin if score < index.matcher.threshold else found))
        return sorted(best.values(), key=lambda found: found.order)

    def _compare(
        self, name: str, types: Types, place: int, likeness: float, number: int, best: dict[str, Scored]
    ) -> float | None:
        """The score of the name at this place of `Index.names`, which may be the best one of its entity; None
        where it is not asked for."""
        matcher = self._index.matcher
        ref = self._index.names[place]
        if (types is not None and ref.type not in types) or is_never(self._index.gazetteer[ref.entity], name):
            return None
        query = matcher.parse(name, self._only_type(types) or ref.type)
        score = matcher.score(query, target_of(self._index, ref))
        known = best.get(ref.entity)
        if known is None:
            best[ref.entity] = Scored(score, likeness, ref, number)
        elif (-score, ref.derived, ref.spelling) < (
            -known.score,
            known.ref.derived and not ref.derived,  # what is listed goes before what is derived
            known.ref.spelling,
        ):
            best[ref.entity] = Scored(score, max(likeness, known.likeness), ref, number)
        elif likeness > known.likeness:
            best[ref.entity] = known._replace(likeness=likeness)
        return score
