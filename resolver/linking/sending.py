"""Mentions on their way from one process to another.

The same name in the same surroundings gives the same mention but for its place, evidence and all; so a worker
sends each such mention once, and after that its number and its places.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from resolver.linking.placing import placed
from resolver.types import Mention

# When a worker has sent so many it begins anew.
_MOST = 8192

#: Mentions not sent before, whether all sent before are forgotten, what is no list of mentions by its number
#: in the batch, how many mentions each text has, and each mention's number, start and end.
Sent = tuple[list[Mention], bool, dict[int, Any], "array[int]", "array[int]"]


class Mentions:
    """One end of the way: `pack` in a worker, `unpack` what this one sent, in the same order."""

    def __init__(self) -> None:
        self._known: list[Mention] = []
        self._numbers: dict[int, int] = {}

    def pack(self, outcomes: Iterable[Any]) -> Sent:
        """Lists of mentions, among them what came instead of one."""
        anew = len(self._known) >= _MOST
        if anew:
            self._known.clear()
            self._numbers.clear()
        known, numbers = self._known, self._numbers
        sent_before = len(known)
        others: dict[int, Any] = {}
        counts, places = array("q"), array("q")
        for index, mentions in enumerate(outcomes):
            if type(mentions) is not list:
                others[index] = mentions
                continue
            counts.append(len(mentions))
            for mention in mentions:
                # Made for this mention alone, wherever it stands, and kept as long as its number.
                number = numbers.get(id(mention.candidates))
                if number is None or not _same(known[number], mention):
                    number = numbers[id(mention.candidates)] = len(known)
                    known.append(mention)
                places.extend((number, mention.start, mention.end))
        return known[sent_before:], anew, others, counts, places

    def unpack(self, sent: Sent) -> Iterator[Any]:
        """What was packed, one after the other: a batch of mentions would keep the collector of cycles busy.

        To be taken to the end before the next is unpacked.
        """
        new, anew, others, counts, places = sent
        if anew:
            self._known.clear()
        self._known += new
        known = self._known
        at = iter(places)
        place = zip(at, at, at, strict=True)
        left = iter(counts)
        for number in range(len(counts) + len(others)):
            if number in others:
                yield others[number]
            else:
                yield [placed(known[n], start, end) for n, start, end in islice(place, next(left))]


def _same(a: Mention, b: Mention) -> bool:
    return (
        a.candidates is b.candidates
        and a.evidence is b.evidence
        and a.text == b.text
        and a.normal == b.normal
        and a.rule == b.rule
    )
