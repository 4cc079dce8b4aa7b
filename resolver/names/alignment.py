"""Which words of one name answer which words of the other: the same, joined, split, shortened, opposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.parts import Name, Part
from resolver.names.tokens import TokenMatcher

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# Roles that are compared as sets of values, never letter by letter with other words.
_VALUED = frozenset({"number", "suffix"})
_SILENT = frozenset({"connector", "title", "particle", "marker"})


@dataclass(slots=True)
class Pair:
    """Words of either name that answer each other; either side may be empty (left out by that name)."""

    a: tuple[Part, ...]
    b: tuple[Part, ...]
    value: float
    rule: str


class Aligner:
    """Aligns the parts of two names."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._likeness = lexicon.weight("names", "align_least")
        self._joined = lexicon.weight("names", "align_joined_least")
        self._initial = lexicon.weight("names", "initial_value")
        self._acronym = lexicon.weight("names", "acronym_value")
        self._nicknames = {short: frozenset(full) for short, full in lexicon.map("nickname").items()}
        self._abbreviations = {short: frozenset(full) for short, full in lexicon.map("abbreviation").items()}

    def align(self, a: Name, b: Name) -> list[Pair]:
        """Pairs in the order of `a`, then what only `b` has. Every part stands in exactly one pair."""
        pairs: list[Pair] = []
        left_a, left_b = self._same(list(a.parts), list(b.parts), pairs)
        if left_a and left_b:
            left_a, left_b = self._acronyms(a, b, left_a, left_b, pairs)
        if left_a and left_b:
            left_a, left_b = self._joins(left_a, left_b, pairs)
        if left_a and left_b:
            left_a, left_b = self._alike(left_a, left_b, pairs)
        pairs += [Pair((part,), (), 0.0, "left out") for part in left_a]
        pairs += [Pair((), (part,), 0.0, "left out") for part in left_b]
        return pairs

    @staticmethod
    def _same(a: list[Part], b: list[Part], pairs: list[Pair]) -> tuple[list[Part], list[Part]]:
        left_a: list[Part] = []
        for part in a:
            fold, canon = part.token.fold, part.canon
            for i, other in enumerate(b):
                if (canon and canon == other.canon and part.role == other.role) or (
                    fold == other.token.fold and not (canon and other.canon)
                ):
                    pairs.append(Pair((part,), (other,), 1.0, "same"))
                    del b[i]
                    break
            else:
                left_a.append(part)
        return left_a, b

    def _acronyms(
        self, a: Name, b: Name, left_a: list[Part], left_b: list[Part], pairs: list[Pair]
    ) -> tuple[list[Part], list[Part]]:
        for first, second, swapped in ((left_a, left_b, False), (left_b, left_a, True)):
            for part in first:
                letters = part.token.latin[0]
                if (
                    part.role not in ("name", "aside")
                    or not 2 <= len(letters) <= 8
                    or not part.token.text.isupper()
                ):
                    continue
                words = [p for p in second if p.role != "legal"]
                run = _acronym_of(letters, words)
                if run is None:
                    continue
                pair = (
                    Pair(run, (part,), self._acronym, "acronym")
                    if swapped
                    else Pair((part,), run, self._acronym, "acronym")
                )
                pairs.append(pair)
                rest_first = [p for p in first if p is not part]
                rest_second = [p for p in second if all(p is not q for q in run)]
                return (rest_second, rest_first) if swapped else (rest_first, rest_second)
        return left_a, left_b

    def _joins(
        self, left_a: list[Part], left_b: list[Part], pairs: list[Pair]
    ) -> tuple[list[Part], list[Part]]:
        """Words written together or apart, spaces that moved: all that is left, or runs of two and three."""
        if len(left_a) > 1 or len(left_b) > 1:
            text_a = "".join(p.token.latin[0] for p in left_a)
            text_b = "".join(p.token.latin[0] for p in left_b)
            if text_a == text_b and len(text_a) > 3:
                pairs.append(Pair(tuple(left_a), tuple(left_b), 0.97, "joined"))
                return [], []
        for swapped in (False, True):
            many, few = (left_b, left_a) if swapped else (left_a, left_b)
            found = True
            while found and len(many) > 1 and few:
                found = False
                for size in (3, 2):
                    for start in range(len(many) - size + 1):
                        run = many[start : start + size]
                        text = "".join(p.token.latin[0] for p in run)
                        one = self._written_as(text, few)
                        if one is not None:
                            part, value = one
                            sides = ((part,), tuple(run)) if swapped else (tuple(run), (part,))
                            pairs.append(Pair(*sides, value, "joined"))
                            del many[start : start + size]
                            few.remove(part)
                            found = True
                            break
                    if found:
                        break
        return left_a, left_b

    def _written_as(self, text: str, parts: list[Part]) -> tuple[Part, float] | None:
        for part in parts:
            for latin in part.token.latin:
                if abs(len(latin) - len(text)) > 1 or len(text) < 4 or part.role in _VALUED:
                    continue
                if latin == text:
                    return part, 0.97
                if latin[0] == text[0] and len(text) > 6:
                    value = OSA.normalized_similarity(latin, text)
                    if value >= self._joined:
                        return part, value
        return None

    def _alike(
        self, left_a: list[Part], left_b: list[Part], pairs: list[Pair]
    ) -> tuple[list[Part], list[Part]]:
        """The most alike first; what is left on both sides stands opposed."""
        found: list[tuple[float, int, int, int, str]] = []
        for i, part in enumerate(left_a):
            for j, other in enumerate(left_b):
                value, rule = self.likeness(part, other)
                if value >= 0.0:
                    found.append((-value, abs(i - j), i, j, rule))
        found.sort()
        used_a: set[int] = set()
        used_b: set[int] = set()
        for negative, _, i, j, rule in found:
            if i not in used_a and j not in used_b:
                used_a.add(i)
                used_b.add(j)
                alike = -negative >= self._likeness
                pairs.append(Pair((left_a[i],), (left_b[j],), -negative, rule if alike else "different"))
        return (
            [part for i, part in enumerate(left_a) if i not in used_a],
            [part for j, part in enumerate(left_b) if j not in used_b],
        )

    def likeness(self, part: Part, other: Part) -> tuple[float, str]:
        """How alike two parts are, and by which rule; below 0 where the two cannot answer each other."""
        role, role_other = part.role, other.role
        if part.canon and other.canon:
            return (0.0, "different") if role == role_other else (-1.0, "")
        if role in _VALUED or role_other in _VALUED or ("legal" in (role, role_other) and role != role_other):
            return -1.0, ""
        silent = (role in _SILENT) + (role_other in _SILENT)
        if "initial" in (role, role_other):
            if silent:
                return -1.0, ""
            letter, word = (part, other) if role == "initial" else (other, part)
            if any(latin.startswith(letter.token.latin[0]) for latin in word.token.latin):
                return self._initial, "initial"
            return 0.0, "different"
        x, y = part.token.fold, other.token.fold
        if y in self._nicknames.get(x, ()) or x in self._nicknames.get(y, ()):
            return 0.9, "nickname"
        if y in self._abbreviations.get(x, ()) or x in self._abbreviations.get(y, ()):
            return 0.95, "abbreviation"
        similarity = self._tokens.similarity(part.token, other.token)
        if silent and similarity.value < self._likeness:
            return -1.0, ""
        return similarity.value, similarity.rule


def _acronym_of(letters: str, words: list[Part]) -> tuple[Part, ...] | None:
    """The run of words whose first letters are `letters`; connectors may be skipped."""
    for start, first in enumerate(words):
        if first.role == "connector":
            continue
        at, run = 0, []
        for part in words[start:]:
            if at == len(letters):
                break
            if part.token.latin[0][:1] == letters[at]:
                at += 1
            elif part.role != "connector":
                break
            run.append(part)
        if at == len(letters) and len(run) > 1:
            return tuple(run)
    return None
