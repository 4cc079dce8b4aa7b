"""The resolver that answers now. It is exchanged as a whole, so that a request sees one gazetteer only."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property

from resolver.names.decide import Decider
from resolver.resolver import Resolver, load
from resolver.server.lookups import Lookups


class Serving:
    """A resolver and what is derived from its gazetteer, made once when it is first needed."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._making = threading.Lock()
        self._asked = False

    @cached_property
    def _lookups(self) -> Lookups:
        return Lookups(self.resolver)

    @property
    def lookups(self) -> Lookups:
        """What else is looked up than names: identifiers, beginnings of names. Reads the whole gazetteer."""
        with self._making:
            return self._lookups

    def first_asked(self) -> bool:
        """True once: for who asks first, and can have the look-ups made before they are needed."""
        asked, self._asked = self._asked, True
        return not asked

    @property
    def reconciles(self) -> bool:
        """Whether somebody reconciles here, so that the look-ups are needed."""
        return self._asked

    @cached_property
    def decider(self) -> Decider:
        """The rule by which the best candidate is the answer."""
        return Decider(self.resolver._index.lexicon)

    def weight(self, name: str) -> float:
        """A weight of the group `reconciliation`."""
        weight: float = self.resolver._index.lexicon.weight("reconciliation", name)
        return weight


@dataclass(slots=True)
class Live:
    """Holds the current `Serving`. Handlers take it once a request; `exchange` may come at any time.

    `generation` counts the gazetteers that were served, `trouble` says why the newest files are not.
    """

    serving: Serving
    generation: int = 1
    trouble: str | None = None
    _exchanging: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, index: str) -> Live:
        """Over a compiled index. Raises IndexFileError when it cannot be used."""
        return cls(_prepared(index))

    def exchange(self, index: str) -> None:
        """Serve another compiled index. What is being answered goes on with the one before.

        Where somebody reconciles, the look-ups are made before, so that nobody waits for them.
        """
        with self._exchanging:
            prepared = _prepared(index)
            if self.serving.reconciles and prepared.first_asked():
                prepared.lookups  # noqa: B018
            self.serving = prepared
            self.generation += 1
            self.trouble = None


def _prepared(index: str) -> Serving:
    resolver = load(index)
    resolver.prepare()
    return Serving(resolver)
