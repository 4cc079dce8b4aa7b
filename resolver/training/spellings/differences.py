"""Learns which differences between Latin spellings speak for one name, which for two.

Counted over spellings of one group, and over strangers that are a slip or an ending apart: that is where a
difference has to decide. What was seen seldom is drawn towards a line fitted to the letter costs.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable

from resolver.names.latin_costs import Differences, LatinModel, differences
from resolver.names.token_gender import differ_in_gender
from resolver.names.token_units import END, letters
from resolver.training.spellings.examples import Examples

_SEED = 11
_POOL = 80_000
_MOST_STRANGERS = 150_000
# Forms with the same letter left out; a longer list is a short stem of many names.
_MOST_ALIKE = 40
_LONGEST_ENDING = 3
# Differences seen less often than this are not kept.
_SEEN = 5.0
# Weight of the fitted line, in sightings.
_PRIOR = 6.0
_LONGEST_GROUP = 14
# The best log-odds of a difference that no stranger could have.
_MOST_UNREACHED = 2.0

Around = dict[tuple[str, str], tuple[str, str]]


def _neighbours(pool: list[str]) -> set[tuple[str, str]]:
    """Pairs that are one letter apart (left out, added, changed or moved), or a short ending."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for form in pool:
        for shorter in sorted({form[:i] + form[i + 1 :] for i in range(len(form))} | {form}):
            alike[shorter].append(form)
    pairs = {
        pair
        for forms in alike.values()
        if 2 <= len(forms) <= _MOST_ALIKE
        for pair in itertools.combinations(sorted(forms), 2)
    }
    known = set(pool)
    for form in pool:
        for size in range(2, _LONGEST_ENDING + 1):
            if len(form) - size >= 3 and form[:-size] in known:
                pairs.add((form[:-size], form))
    return pairs


def _is_reached(difference: tuple[str, str]) -> bool:
    """Whether strangers were looked for with this difference: without them, its odds would be too good."""
    left, right = (side.strip("^" + END) for side in difference)
    if max(len(left), len(right)) <= 1:
        return True
    if left == right[::-1] and len(left) == 2:
        return True
    return "" in (left, right) and difference[0].endswith(END) and len(left + right) <= _LONGEST_ENDING


def _strangers(examples: Examples) -> Iterable[tuple[str, str]]:
    """Pairs of different names that are one slip or a short ending apart."""
    drawn = random.Random(_SEED)
    pool = drawn.sample(examples.pool, min(_POOL, len(examples.pool)))
    pairs = _neighbours(pool)
    ordered = sorted(pairs)
    drawn.shuffle(ordered)
    found = 0
    for a, b in ordered:
        if a != b and not differ_in_gender(a, b) and examples.are_strangers(a, b):
            yield a, b
            found += 1
            if found == _MOST_STRANGERS:
                return


def learn_differences(examples: Examples, model: LatinModel) -> tuple[Differences, tuple[float, float]]:
    """Log-odds of the differences seen often enough, and (free, slope) of the line for all others."""
    same: Counter[tuple[str, str]] = Counter()
    other: Counter[tuple[str, str]] = Counter()
    around: Around = {}
    pairs = strangers = 0.0

    def count(counts: Counter[tuple[str, str]], a: str, b: str, weight: float) -> None:
        for left, right, left_around, right_around in differences(*sorted((letters(a), letters(b)))):
            key = (left, right) if left < right else (right, left)
            counts[key] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers only
            around.setdefault(key, (left_around, right_around))

    for forms in examples.latin_groups:
        if 2 <= len(forms) <= _LONGEST_GROUP:
            weight = 1 / (len(forms) - 1)
            for a, b in itertools.combinations(forms, 2):
                if not differ_in_gender(a, b):
                    count(same, a, b, weight)
                    pairs += weight
    for a, b in _strangers(examples):
        count(other, a, b, 1.0)
        strangers += 1

    seen = {key for key in around if same[key] + other[key] >= _SEEN}
    odds = {
        key: math.log((same[key] + 0.5) / pairs) - math.log((other[key] + 0.5) / strangers) for key in seen
    }
    free, slope = _line(
        [
            (model.letter_cost(*around[key]), odds[key], same[key] + other[key])
            for key in sorted(seen)
            if _is_reached(key)
        ]
    )
    shrunk = {}
    for key in seen:
        times = same[key] + other[key]
        guess = free - slope * model.letter_cost(*around[key])
        known = (times * odds[key] + _PRIOR * guess) / (times + _PRIOR)
        shrunk[key] = known if _is_reached(key) else min(known, _MOST_UNREACHED)
    return shrunk, (free, slope)


def _line(points: list[tuple[float, float, float]]) -> tuple[float, float]:
    """(free, slope) of odds = free - slope * cost by least squares, each point weighted by its root."""
    weights = [math.sqrt(times) for _, _, times in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _, _) in zip(weights, points, strict=True)) / total
    mean_y = sum(w * y for w, (_, y, _) in zip(weights, points, strict=True)) / total
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _, _) in zip(weights, points, strict=True))
    shared = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y, _) in zip(weights, points, strict=True))
    slope = -shared / spread
    return mean_y + slope * mean_x, slope
