"""IDs of clusters: readable, independent of the order of rows, and kept from one run to the next."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unidecode import unidecode

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the clusters of an earlier run.

    merged: the ID that stayed → those that are in it now. split: an ID → the new IDs of what left it.
    gone: IDs none of whose names is in the list any more.
    """

    merged: Mapping[str, tuple[str, ...]]
    split: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]

    def __str__(self) -> str:
        """One line a change, for people."""
        lines = [f"merged: {', '.join(others)} into {id}" for id, others in self.merged.items()]
        lines += [f"split: {', '.join(others)} from {id}" for id, others in self.split.items()]
        if self.gone:
            lines.append(f"no longer in the list: {', '.join(self.gone)}")
        return "\n".join(lines)


def slug(name: str) -> str:
    """A name as an ID: Latin letters and digits, parted by hyphens."""
    words = _NOT_IN_ID.sub("-", unidecode(name).lower()).strip("-")
    return words[:_LONGEST].rstrip("-") or "cluster"


def new_ids(canonical: Sequence[str], taken: set[str]) -> list[str]:
    """An ID for each name, in order; names that make the same one are numbered from 2. Adds to `taken`."""
    found: list[str] = []
    next_number: Counter[str] = Counter()
    for name in canonical:
        base = id = slug(name)
        number = next_number[base] + 1
        while id in taken:
            number += 1
            id = f"{base}-{number}"
        next_number[base] = max(number, 1) - (id == base)
        taken.add(id)
        found.append(id)
    return found


def lasting_ids(
    members: Sequence[Sequence[str]], canonical: Sequence[str], previous: Mapping[str, str]
) -> tuple[list[str], Changes]:
    """The IDs of clusters where an earlier run gave some, and what changed since.

    `members`: the names of each cluster, one a row. `previous`: name → ID. A cluster keeps the ID that most
    of its rows had; of two clusters with the same one, that with more of its rows keeps it.
    """
    shares: list[tuple[int, int, str]] = []
    came: list[Counter[str]] = []
    for number, names in enumerate(members):
        counts = Counter(previous[name] for name in names if name in previous)
        came.append(counts)
        shares += [(-count, number, id) for id, count in counts.items()]
    ids: dict[int, str] = {}
    owner: dict[str, int] = {}
    for _, number, id in sorted(shares):
        if number not in ids and id not in owner:
            ids[number], owner[id] = id, number
    taken = set(previous.values())
    new = [number for number in range(len(members)) if number not in ids]
    ids.update(zip(new, new_ids([canonical[number] for number in new], taken), strict=True))
    merged: dict[str, tuple[str, ...]] = {}
    split: defaultdict[str, list[str]] = defaultdict(list)
    for number, counts in enumerate(came):
        own = ids[number]
        if others := sorted(id for id in counts if id != own and id not in owner):
            merged[own] = tuple(others)
        for id in counts:
            if id != own and id in owner:
                split[id].append(own)
    left = {id for counts in came for id in counts}
    gone = tuple(sorted(set(previous.values()) - left))
    changes = Changes(
        dict(sorted(merged.items())), {id: tuple(sorted(new)) for id, new in sorted(split.items())}, gone
    )
    return [ids[number] for number in range(len(members))], changes
