"""Whose an entity is: its country, as far as the gazetteer names one."""

from __future__ import annotations

from collections.abc import Collection

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import fold_phrase


def may_be_of(gazetteer: Gazetteer, id: str, names: Collection[str]) -> bool:
    """Whether an entity may be of the country with one of these (folded) names.

    It may be of any when the gazetteer says nothing, and of none that it names but does not list.
    """
    country = gazetteer[id].country
    if country is None:
        return True
    if country not in gazetteer:
        return False
    return any(fold_phrase(name.spelling) in names for name in gazetteer[country].all_names())
