"""Choose when the best candidate is the answer, and say how good the choice is on names it was not made on.

    python -m resolver.training lookup --people PEOPLE.tsv --names NAMES.txt --queries QUERIES.tsv

PEOPLE: id, language, name; the English names are the gazetteer, but those of every fourth person, who are
strangers; the others' other names are asked for. NAMES: a name a line. QUERIES: what is asked for, and the
name that is meant, empty for a stranger's.

Printed: the weights `names.resolve_*` chosen on everything, then for each set what the weights in force give,
and what weights chosen without a tenth of the entities give on that tenth. The choice is the one of least
loss on a grid: by set, the share of names left without their entity, and `_WRONG` times the shares of wrong
answers and of strangers' names answered. Recall at 1 has no choice in it but the weights `lookup.*`; recall
at one false alarm in a hundred takes its bar from the strangers of the other folds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from resolver.names.decide import Decider, verdict

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

_FOLDS = 10
_WRONG = 4.0
_STRANGERS = 4  # every fourth person
# The odds asked for where there is one entity, how they grow with a power of their number, the lead.
_ODDS = (0.05, 0.075, 0.1, 0.119, 0.135, 0.155, 0.2, 0.25, 0.3)
_GROWTH = (0.35, 0.375, 0.4, 0.425, 0.45, 0.475, 0.5)
# Up to 2: a name of the same words is the answer, however probable another one is.
_LEAD = (1.2, 1.5, 1.8)


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that was asked for: the scores of the two best entities, and whether the first is the right one.

    `stranger`: no entity is right. `known`: how many entities there are. `fold`: the same for all names of an
    entity.
    """

    set: str
    scores: tuple[float, ...]
    right: bool
    stranger: bool
    known: int
    fold: int


class Choice(NamedTuple):
    """Values of `names.resolve_odds`, `resolve_growth` and `resolve_lead`."""

    odds: float
    growth: float
    lead: float

    def answers(self, asked: Asked, least: float) -> bool:
        """Whether the best entity is given as the answer; `least` is `names.resolve_threshold`."""
        odds = self.odds * asked.known**self.growth
        return verdict(asked.scores, max(least, odds / (1.0 + odds)), self.lead) == "answer"


def loss(choice: Choice, asked: Iterable[Asked], least: float) -> float:
    """What a choice costs: see above."""
    counts: dict[tuple[str, bool], list[int]] = {}
    for each in asked:
        answers = choice.answers(each, least)
        count = counts.setdefault((each.set, each.stranger), [0, 0, 0])
        count[0] += 1
        count[1] += not each.stranger and not (answers and each.right)
        count[2] += answers and not each.right
    return sum((missed + _WRONG * wrong) / number for number, missed, wrong in counts.values())


def choose(asked: Sequence[Asked], least: float) -> Choice:
    """The choice of least loss; among equals the one that asks for most."""
    choices = [Choice(*values) for values in product(_ODDS, _GROWTH, _LEAD)]
    return min(choices, key=lambda c: (loss(c, asked, least), [-c.odds * 50_000**c.growth, -c.lead]))


def report(asked: Sequence[Asked], answered: Sequence[bool]) -> str:
    """Shares of the names that have an entity, and counts of what should have had no answer."""
    meant = [(each, given) for each, given in zip(asked, answered, strict=True) if not each.stranger]
    strangers = [given for each, given in zip(asked, answered, strict=True) if each.stranger]
    resolved = sum(given and each.right for each, given in meant) / max(len(meant), 1)
    wrong = sum(given and not each.right for each, given in meant)
    return (
        f"resolved {resolved:.4f} of {len(meant)}, wrong {wrong}, "
        f"strangers {sum(strangers)} of {len(strangers)} ({sum(strangers) / max(len(strangers), 1):.4f})"
    )


def recalls(asked: Sequence[Asked], held_out: bool) -> str:
    """Recall at 1, and at the score that one stranger in a hundred reaches."""
    meant = [each for each in asked if not each.stranger]
    strict = false = strangers = 0
    for fold in range(_FOLDS) if held_out else (None,):
        here = [each for each in asked if fold is None or each.fold == fold]
        there = [each for each in asked if fold is None or each.fold != fold]
        heights = sorted([each.scores[0] if each.scores else 0.0 for each in there if each.stranger])
        bar = heights[int(len(heights) * 0.99)] if heights else 0.0
        for each in here:
            above = bool(each.scores) and each.scores[0] > bar
            strict += not each.stranger and each.right and above
            false += each.stranger and above
            strangers += each.stranger
    right = sum(each.right for each in meant)
    count = max(len(meant), 1)
    return (
        f"recall at 1 {right / count:.4f}, at 1 % false alarms {strict / count:.4f} "
        f"({false} of {strangers} strangers above the bar)"
    )


def ask_people(path: Path) -> Iterator[Asked]:
    """The names of PEOPLE, asked for."""
    names: dict[str, dict[str, str]] = {}
    for line in path.read_text("utf-8").splitlines():
        id, language, name = line.split("\t")
        names.setdefault(id, {})[language] = name
    everyone = sorted(id for id in names if "en" in names[id])
    strangers = frozenset(everyone[::_STRANGERS])
    known = {id: names[id]["en"] for id in everyone if id not in strangers}
    asked = [
        (name, None if id in strangers else id, id)
        for id in everyone
        for language, name in sorted(names[id].items())
        if id in strangers or language != "en"
    ]
    return _ask("people", known, asked)


def ask_list(names: Path, queries: Path) -> Iterator[Asked]:
    """The names of QUERIES that are not listed as they stand, asked for among NAMES."""
    listed = names.read_text("utf-8").splitlines()
    first: dict[str, str] = {}
    for number, name in enumerate(listed):
        first.setdefault(name, f"n{number}")
    rows = [line.split("\t") for line in queries.read_text("utf-8").splitlines()]
    asked = [(query, first[name] if name else None, name or query) for query, name in rows if name != query]
    return _ask("list", {f"n{number}": name for number, name in enumerate(listed)}, asked)


def _ask(set: str, known: dict[str, str], asked: Iterable[tuple[str, str | None, str]]) -> Iterator[Asked]:
    """`asked`: a name, the entity that is right or None, and what all names of one entity share."""
    from resolver.index.loading import open_index  # reads files, with pydantic
    from resolver.index.ranking import Ranker

    records = [{"id": id, "type": "person", "name": name} for id, name in known.items()]
    ranker = Ranker(open_index((records,), cache=True))
    for name, id, group in asked:
        best = ranker.ranked(name, None, 1)[:2]
        yield Asked(
            set,
            tuple(found.score for found in best),
            id is not None and bool(best) and best[0].ref.entity == id,
            id is None,
            len(known),
            crc32(group.encode()) % _FOLDS,
        )


def in_force(lexicon: Lexicon) -> tuple[Choice, float]:
    """The weights of the lexicon, and `names.resolve_threshold`."""
    values = (lexicon.weight("names_ratios", f"resolve_{name}") for name in ("odds", "growth", "lead"))
    return Choice(*values), Decider(lexicon).least


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m resolver.training lookup", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--people", required=True, type=Path, help="id, language, name a line")
    parser.add_argument("--names", required=True, type=Path, help="a name a line")
    parser.add_argument(
        "--queries", required=True, type=Path, help="what is asked for, and the name that is meant"
    )
    options = parser.parse_args(arguments)
    from resolver.index.loading import default_lexicon

    now, least = in_force(default_lexicon())
    asked = [*ask_people(options.people), *ask_list(options.names, options.queries)]
    chosen = choose(asked, least)
    print(f"in force  {now}\nchosen    {chosen}")
    by_fold = [choose([each for each in asked if each.fold != fold], least) for fold in range(_FOLDS)]
    for fold, choice in enumerate(by_fold):
        print(f"  without fold {fold}: {choice}")
    for set in ("people", "list"):
        own = [each for each in asked if each.set == set]
        print(f"\n{set}, {own[0].known} entities")
        print("  in force       ", report(own, [now.answers(each, least) for each in own]))
        print("  chosen on all  ", report(own, [chosen.answers(each, least) for each in own]))
        print("  cross-validated", report(own, [by_fold[each.fold].answers(each, least) for each in own]))
        print("  on all         ", recalls(own, held_out=False))
        print("  cross-validated", recalls(own, held_out=True))
    return 0
