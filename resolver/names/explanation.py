"""A comparison whose reasons are worked out when somebody asks for them: most callers want the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from resolver.types import Comparison, Evidence, TokenPair

Reasons = tuple[tuple[TokenPair, ...], tuple[Evidence, ...]]
_set = object.__setattr__


class ReasonedComparison(Comparison):
    """A `Comparison` in every way; `pairs` and `evidence` are filled in by `reasons` when first read."""

    __slots__ = ("_reasons",)

    _reasons: Callable[[], Reasons]

    @classmethod
    def of(cls, a: str, b: str, score: float, match: bool, reasons: Callable[[], Reasons]) -> Comparison:
        """`reasons` must give the same answer whenever it is called."""
        made = cls.__new__(cls)
        _set(made, "a", a)
        _set(made, "b", b)
        _set(made, "score", score)
        _set(made, "match", match)
        _set(made, "_reasons", reasons)
        return made

    def __getattr__(self, name: str) -> Any:
        # Asked for only while a slot is empty.
        if name not in ("pairs", "evidence"):
            raise AttributeError(name)
        pairs, evidence = self._reasons()
        _set(self, "pairs", pairs)
        _set(self, "evidence", evidence)
        return pairs if name == "pairs" else evidence

    def _values(self) -> tuple[Any, ...]:
        return self.a, self.b, self.score, self.match, self.pairs, self.evidence

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Comparison):
            return NotImplemented
        return self._values() == (other.a, other.b, other.score, other.match, other.pairs, other.evidence)

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return repr(Comparison(*self._values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Comparison, self._values()
