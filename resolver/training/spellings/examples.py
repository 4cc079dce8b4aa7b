"""Labelled pairs of tokens: spellings of one name part, and strangers that look or sound alike."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler

from resolver.names.sounds import sounds
from resolver.names.token_gender import differ_in_gender
from resolver.text.fold import fold
from resolver.text.scripts import script_of
from resolver.training.spellings.groups import is_usable

# (one token, the other, whether both spell one name part)
Example = tuple[str, str, bool]

_MOST_FORMS = 14
_LOOKALIKE = 0.8
# Slips of the pen among the true pairs: groups of careful spellings hold none.
_SLIPS = 0.12
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOKS = {"m": "rn", "l": "i", "h": "b", "c": "e", "u": "v", "n": "u", "d": "cl", "w": "vv", "o": "a"}


class Examples:
    """Draws examples from groups; the same seed gives the same examples."""

    def __init__(self, groups: Sequence[list[str]], seed: int, without: frozenset[str] = frozenset()) -> None:
        self._random = random.Random(seed)
        self._groups = [g for g in groups if not any(f in without for f in g)]
        self._related: defaultdict[str, set[int]] = defaultdict(set)
        for i, forms in enumerate(self._groups):
            for form in forms:
                self._related[fold(form)].add(i)
        usable = ({fold(f) for f in g if script_of(f) == "latin" and is_usable(f)} for g in self._groups)
        self.latin_groups = [sorted(f for f in forms if f.isalpha() and f.isascii()) for forms in usable]
        self.pool = sorted({f for forms in self.latin_groups for f in forms[:3]})
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.pool:
            for key in sounds(form):
                self._by_key[key].append(form)

    def are_strangers(self, a: str, b: str) -> bool:
        """No group has both, and no group of the one shares a form with a group of the other."""
        ours, theirs = self._related[a], self._related[b]
        if ours & theirs:
            return False
        near = {fold(f) for i in ours for f in self._groups[i]}
        return not any(fold(f) in near for i in theirs for f in self._groups[i])

    def _lookalike(self, form: str) -> str | None:
        """A stranger that shares a sound key, or simply much of the spelling."""
        drawn = self._random
        pool = [f for key in sounds(form) for f in self._by_key[key]]
        pool = drawn.sample(pool, min(len(pool), 60))
        pool = [f for f in pool if f != form]
        if not pool:
            return None
        # The more alike, the more probable: half of them the most alike of those drawn.
        best = max(pool, key=lambda f: JaroWinkler.similarity(f, form))
        chosen = best if drawn.random() < 0.7 else drawn.choice(pool)
        return chosen if self.are_strangers(form, chosen) else None

    def _slip(self, form: str) -> str:
        """One slip: a letter left out, doubled, exchanged with the next, mistyped or misread."""
        drawn = self._random
        i = drawn.randrange(1, len(form)) if len(form) > 1 else 0
        kind = drawn.randrange(5)
        if kind == 0:
            return form[:i] + form[i + 1 :]
        if kind == 1:
            return form[:i] + form[i] + form[i:]
        if kind == 2:
            return form[: i - 1] + form[i : i + 1] + form[i - 1 : i] + form[i + 1 :]
        if kind == 3:
            row = next((r for r in _KEYBOARD if form[i] in r), form[i])
            at = row.find(form[i]) + drawn.choice((-1, 1))
            return form[:i] + row[max(0, min(at, len(row) - 1))] + form[i + 1 :]
        return form[:i] + _LOOKS.get(form[i], form[i]) + form[i + 1 :]

    def latin(self, count: int) -> list[Example]:
        """`count` true pairs and as many strangers, most of them look-alikes."""
        drawn = self._random
        found: list[Example] = []
        groups = [g for g in self.latin_groups if 2 <= len(g) <= _MOST_FORMS]
        while len(found) < count:
            a, b = drawn.sample(drawn.choice(groups), 2)
            if drawn.random() < _SLIPS and len(a) >= 5:
                b = self._slip(a)
            if a != b and not differ_in_gender(a, b):
                found.append((a, b, True))
        while len(found) < 2 * count:
            a = drawn.choice(self.pool)
            other = self._lookalike(a) if drawn.random() < 0.8 else drawn.choice(self.pool)
            if other is None or other == a or differ_in_gender(a, other):
                continue
            if self.are_strangers(a, other):
                found.append((a, other, False))
        return found

    def cross(self, script: str, count: int) -> list[Example]:
        """The same with the first token in another script; its stranger sounds like its true partner."""
        drawn = self._random
        found: list[Example] = []
        choices = [
            (native, latin)
            for forms, latin in zip(self._groups, self.latin_groups, strict=True)
            if 1 <= len(latin) <= _MOST_FORMS
            if (native := [f for f in forms if script_of(f) == script and is_usable(f)])
        ]
        if not choices:
            return []
        while len(found) < 2 * count:
            native, latin = drawn.choice(choices)
            form, spelling = drawn.choice(native), drawn.choice(latin)
            found.append((form, spelling, True))
            other = self._lookalike(spelling) if drawn.random() < 0.8 else drawn.choice(self.pool)
            if other is None or not self.are_strangers(fold(form), other):
                continue
            if self.are_strangers(spelling, other):
                found.append((form, other, False))
        return found
