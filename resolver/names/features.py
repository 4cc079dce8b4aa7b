"""What an alignment says about two names, in a few numbers for the model."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.names.alignment import Pair
from resolver.names.parts import Name

FEATURES = (
    "agreed",  # telling words that agree, with diminishing returns
    "edits",  # letters that differ in words that answer each other
    "edit_share",  # the same as a share of the names' letters
    "opposed",  # telling words that stand against each other, as a share
    "missing",  # telling words only one name has, as a share
    "missing_organization",  # the same for organizations
    "number",  # numbers or suffixes that differ
    "initials",  # words known by an initial only
    "gendered",  # a woman's against a man's form of a surname
    "single",  # one telling word only
    "legal",  # legal forms that differ
)


@dataclass(frozen=True, slots=True)
class Features:
    """Values in the order of FEATURES, and what each pair of the alignment put in."""

    values: tuple[float, ...]


def features(a: Name, b: Name, pairs: list[Pair]) -> tuple[float, ...]:
    """The model's inputs, in the order of FEATURES."""
    agreed = edits = opposed = missing_a = missing_b = 0.0
    number = initials = gendered = legal = 0.0
    letters = 0.0
    words = 0.0
    for pair in pairs:
        if not pair.b:
            missing_a += pair.a[0].weight
            continue
        if not pair.a:
            missing_b += pair.b[0].weight
            continue
        weight = max((sum(p.weight for p in pair.a)), (sum(p.weight for p in pair.b)))
        weight = min(weight, 1.0 if len(pair.a) == 1 and len(pair.b) == 1 else 2.0)
        role = pair.a[0].role
        size = max(sum(len(p.token.latin[0]) for p in pair.a), sum(len(p.token.latin[0]) for p in pair.b))
        if role == "legal":
            legal += pair.value < 1.0
            continue
        if pair.a[0].canon and pair.b[0].canon:
            number += pair.value < 1.0
            agreed += weight * pair.value
            continue
        words += weight
        letters += size
        if pair.rule == "different":
            opposed += weight * (1.0 - pair.value)
            edits += weight * min(4.0, (1.0 - pair.value) * size)
        elif pair.rule == "initial":
            initials += 1.0
            agreed += weight * 0.5
        else:
            if pair.value < 1.0:
                edits += weight * (1.0 - pair.value) * size
                if _gendered(pair):
                    gendered += 1.0
            agreed += weight * pair.value
    total = words + missing_a + missing_b or 1.0
    lesser, greater = sorted((missing_a, missing_b))
    missing = (greater + lesser) / total
    organization = a.type == "organization"
    return (
        agreed / (1.0 + agreed),
        min(edits, 6.0),
        min(1.0, edits / max(letters, 1.0)),
        opposed / total,
        0.0 if organization else missing,
        missing if organization else 0.0,
        min(number, 1.0),
        min(initials, 2.0),
        gendered,
        1.0 if words <= 1.0 else 0.0,
        min(legal, 1.0),
    )


def _gendered(pair: Pair) -> bool:
    x, y = pair.a[-1].token.latin[0], pair.b[-1].token.latin[0]
    if len(x) > len(y):
        x, y = y, x
    return y[:-1] == x and y.endswith(("va", "na")) and len(x) > 3
