"""A derived spelling, and the kinds of rules that derive one."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.types import Form

#: Rules by which a body may share the name of its place: "Chelsea" the club.
OF_BODIES = frozenset({"head", "head of a team", "without kind", "without kinds"})


@dataclass(frozen=True, slots=True)
class Derived:
    """A spelling that follows from a name, and by which rule."""

    spelling: str
    form: Form
    rule: str
