"""`stats`: what a gazetteer holds, by type, form, language and script; how well it is covered; ambiguity."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from resolver.entities.entity import Entity
from resolver.entities.lexicon import fold_phrase


@dataclass(slots=True)
class Statistics:
    """Counts. `coverage` says how many of the live entities have a thing at all; `ambiguous` how many names
    (folded) mean several entities, `declared` how many of those say so."""

    entities: int = 0
    not_live: int = 0
    names: int = 0
    variants: int = 0
    by_type: Counter[str] = field(default_factory=Counter)
    by_form: Counter[str] = field(default_factory=Counter)
    by_language: Counter[str] = field(default_factory=Counter)
    by_script: Counter[str] = field(default_factory=Counter)
    coverage: Counter[str] = field(default_factory=Counter)
    ambiguous: int = 0
    declared: int = 0
    needs_context: int = 0
    most_ambiguous: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, counters sorted by count."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            key: dict(value.most_common()) if isinstance(value, Counter) else value
            for key, value in plain.items()
        }


_COVERED = ("names", "aliases", "demonyms", "variants", "external", "sources", "examples", "counterexamples")


def statistics(entities: Iterable[Entity]) -> Statistics:
    """Count over entities as they come; `names` counts each spelling of an entity once."""
    found = Statistics()
    holders: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for entity in entities:
        if not entity.live:
            found.not_live += 1
            continue
        found.entities += 1
        found.by_type[entity.type] += 1
        for name in _COVERED:
            found.coverage[name] += bool(getattr(entity, name))
        spellings: set[str] = set()
        for language, own in entity.names.items():
            found.by_language[language] += len(own)
        for record in entity.all_names():
            if record.spelling in spellings:
                continue
            spellings.add(record.spelling)
            found.by_form[record.form] += 1
            found.by_script[script_of(record.spelling)] += 1
            found.variants += record.variant
            found.needs_context += record.needs_context
            key = fold_phrase(record.spelling)
            holders[key][entity.id] = holders[key].get(entity.id, False) or record.ambiguous
        found.names += len(spellings)
    shared = {key: ids for key, ids in holders.items() if len(ids) > 1}
    found.ambiguous = len(shared)
    found.declared = sum(all(ids.values()) for ids in shared.values())
    ranked = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    found.most_ambiguous = [(key, tuple(sorted(ids))) for key, ids in ranked[:10]]
    return found


def script_of(text: str) -> str:
    """The script of most letters, by their Unicode names: "Latin", "Cyrillic", "CJK", …; "none" without."""
    counts = Counter(script for char in text if (script := _script(char)))
    return min(counts, key=lambda script: (-counts[script], script)) if counts else "none"


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "other").split()[0]
    return "CJK" if name == "CJK" else name.split("-")[0].capitalize()
