"""Looking up in the compiled gazetteer; the same answers whether it lies in memory or in a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.index.names import NameRef
from resolver.names.matcher import Matcher
from resolver.names.parts import Name
from resolver.text.tokens import solid_key, tokenise


class Postings(Protocol):
    """A read-only map from a key to the numbers of names."""

    def get(self, key: str) -> Sequence[int] | None: ...


class Index:
    """Exact phrases, fuzzy keys and entities of one gazetteer.

    names: all names by number. phrases: solid key → names spelt so. keys: blocking key → names.
    openings: solid keys of first words of names that go on in lower case, so that a scan for capitalised
    sequences knows where to read on. odd: folded first words of names that do not start with a capital.
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        matcher: Matcher,
        names: Sequence[NameRef],
        phrases: Postings,
        keys: Postings,
        openings: Mapping[str, int],
        odd: Collection[str],
    ) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.matcher = matcher
        self.names = names
        self.openings = openings
        self.odd = odd
        self._phrases = phrases
        self._keys = keys

    def phrase(self, key: str) -> list[NameRef]:
        """The names whose folded tokens, written solid, are `key`."""
        numbers = self._phrases.get(key)
        return [self.names[n] for n in numbers] if numbers else []

    def has_phrase(self, key: str) -> bool:
        return self._phrases.get(key) is not None

    def similar(self, keys: Iterable[str], limit: int = 200) -> list[NameRef]:
        """Names that share a blocking key, those that share most first, at most `limit`."""
        shared: dict[int, int] = {}
        for key in keys:
            for number in self._keys.get(key) or ():
                shared[number] = shared.get(number, 0) + 1
        best = sorted(shared, key=lambda n: (-shared[n], n))
        return [self.names[n] for n in best[:limit]]

    def for_name(self, query: Name, name: str, *, limit: int) -> list[NameRef]:
        """Names that `name` may be: spelt so exactly, or sharing a blocking key, likeliest first."""
        exact = self.phrase(solid_key([t.fold for t in tokenise(name)]))
        seen = {ref.spelling + "\0" + ref.entity for ref in exact}
        similar = self.similar(self.matcher.keys(query), limit)
        return exact + [ref for ref in similar if ref.spelling + "\0" + ref.entity not in seen]
