"""What a chunk alone says of its hits: who else their words may mean, which words beside are names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.index.derived import OF_BODIES
from resolver.linking.span_candidate import SPELLING, SpanCandidate

#: Rules by which a team goes by its country, its town or its university.
SIDES = frozenset({"side", "head of a team"})
# Rules that take one word of a longer name for the whole.
_ONE_WORD_OF = frozenset({"head", "head of a team", "tail", "given name"})
#: Rules by which a name is a part of another's, whose bearer may be listed by it: a father and his namesake.
PARTS = OF_BODIES | {"without suffix"}
_NOBODY: frozenset[str] = frozenset()
# From this quality on a misspelt people, or person's whole name, beside a name is known.
_SURELY_SPELT = 0.7

_RIVALS_KEPT = 4096

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who else the same words may mean.

    shared: some other entity, by a form no weaker. listed: another entity is listed under these words,
    which are only a part of this one's name. body: a body's name may be cut down to them. side: a team may go
    by its country's name. place: a place that needs no context is called just so. loose: other entities that
    may be meant by a part or the letters of their names.
    """

    shared: bool = False
    listed: bool = False
    body: bool = False
    side: bool = False
    place: bool = False
    loose: frozenset[str] = frozenset()


class _Bearers:
    """The entities that each span of a chunk may mean, by how they come to be meant."""

    def __init__(self, hits: Sequence[SpanCandidate]) -> None:
        self._any: dict[_Span, set[str]] = {}
        self._by_more_than_a_word: dict[_Span, set[str]] = {}
        self._listed: dict[_Span, set[str]] = {}
        self._bodies: set[_Span] = set()
        self._sides: set[_Span] = set()
        self._places: dict[_Span, set[str]] = {}
        self._loose: dict[_Span, set[str]] = {}
        for hit in hits:
            span, ref = (hit.first, hit.last), hit.ref
            if ref.type == "place" and not (ref.derived or ref.needs_context):
                self._places.setdefault(span, set()).add(ref.entity)
            if hit.rule != SPELLING:
                self._add(hit, span)

    def _add(self, hit: SpanCandidate, span: _Span) -> None:
        ref = hit.ref
        self._any.setdefault(span, set()).add(ref.entity)
        if ref.rule not in _ONE_WORD_OF:
            self._by_more_than_a_word.setdefault(span, set()).add(ref.entity)
        if not ref.derived or ref.form == "acronym":
            self._listed.setdefault(span, set()).add(ref.entity)
        elif ref.type == "organization" and ref.rule in OF_BODIES:
            self._bodies.add(span)
        if ref.rule in SIDES:
            self._sides.add(span)
        if ref.derived and ref.form in ("short", "acronym"):
            self._loose.setdefault(span, set()).add(ref.entity)

    def rivals(self, hit: SpanCandidate) -> Rivals:
        span, ref = (hit.first, hit.last), hit.ref
        bearers = self._any if ref.rule in _ONE_WORD_OF else self._by_more_than_a_word
        return _rivals(
            len(bearers.get(span, _NOBODY)) > 1,
            ref.rule in PARTS and bool(self._listed.get(span, _NOBODY) - {ref.entity}),
            span in self._bodies,
            span in self._sides,
            ref.needs_context and bool(self._places.get(span, _NOBODY) - {ref.entity}),
            frozenset(loose - {ref.entity}) if (loose := self._loose.get(span)) else _NOBODY,
        )


# One object for all that are the same: there are few, but for those that have others.
_rivals = lru_cache(maxsize=_RIVALS_KEPT)(Rivals)


def with_rivals(
    hits: Sequence[SpanCandidate], words: int
) -> Iterator[tuple[SpanCandidate, Sequence[int], Rivals]]:
    """Each hit of a chunk of `words` words, which of them belong to another listed name, its rivals."""
    bearers = _Bearers(hits)
    listed = [h for h in hits if _is_listed(h)]
    beside: dict[_Span, bytes] = {}
    for hit in hits:
        span = (hit.first, hit.last)
        known = beside.get(span)
        if known is None:
            marks = bytearray(words)
            for other in listed:
                if other.last <= hit.first or other.first >= hit.last:
                    marks[other.first : other.last] = b"\1" * (other.last - other.first)
            known = beside[span] = bytes(marks)
        yield hit, known, bearers.rivals(hit)


def _is_listed(hit: SpanCandidate) -> bool:
    if hit.ref.derived:
        return False
    if hit.rule != SPELLING:
        return True
    of_several = hit.ref.type == "person" and hit.last - hit.first > 1
    return hit.quality >= _SURELY_SPELT and (of_several or hit.ref.form == "demonym")
