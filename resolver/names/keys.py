"""Blocking keys: what makes similar names meet in an index."""

from __future__ import annotations

from itertools import combinations

from resolver.names.parts import Name
from resolver.names.tokens import TokenMatcher

_TELLING = frozenset({"name", "patronymic", "aside", "generic", "number", "feature"})
_MOST_TOKENS = 6


class Keys:
    """Pairs of the tokens' sound keys, in alphabetical order, and a key of the whole name."""

    def __init__(self, tokens: TokenMatcher) -> None:
        self._tokens = tokens

    def of(self, name: Name) -> tuple[str, ...]:
        parts = [part for part in name.parts if part.role in _TELLING] or list(name.parts)
        parts = sorted(parts, key=lambda part: -part.weight)[:_MOST_TOKENS]
        keys: dict[str, None] = {}
        each = [self._tokens.keys(part.token)[:2] for part in parts]
        if len(each) == 1:
            return tuple(f"1{key}" for key in each[0])
        for first, second in combinations(each, 2):
            for x in first:
                for y in second:
                    keys[f"2{x} {y}" if x <= y else f"2{y} {x}"] = None
        keys["=" + "".join(sorted("".join(part.token.latin[0] for part in parts)))] = None
        return tuple(keys)
