"""The public API as users write it: `mypy --strict` must find every type here as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

import resolver
from resolver import Comparison, Entity, Gazetteer, Match, Mention, Resolver

r = resolver.load()
assert_type(r, Resolver)
assert_type(resolver.load("mine.toml", cache=False), Resolver)
assert_type(resolver.load([{"id": "a", "type": "place", "name": "A"}]), Resolver)
assert_type(r.link("text"), list[Mention])
assert_type(r.link("text", type="person"), list[Mention])
assert_type(r.normalise("text"), str)
assert_type(r.normalise("text", rewrite="canonical"), str)
assert_type(r.resolve("name"), Match | None)
assert_type(r.candidates("name", limit=3), list[Match])
assert_type(r.link_many(["text"], jobs=2), Iterator[list[Mention]])
assert_type(r.normalise_many(["text"]), Iterator[str])
assert_type(r.resolve_many(["name"], type="person"), Iterator[Match | None])
assert_type(r.gazetteer, Gazetteer)
assert_type(r.gazetteer["dgse"], Entity)
assert_type(r.gazetteer["dgse"].acronyms, tuple[str, ...])
assert_type(resolver.compare("a", "b"), Comparison)
assert_type(resolver.compare("a", "b", type="person").match, bool)
for mention in r.link("text"):
    assert_type(mention.id, str | None)
    assert_type(mention.start, int)
    assert_type(mention.score, float)

r.link(3)  # type: ignore[arg-type]
r.normalise("text", rewrite="no such way")  # type: ignore[arg-type]
resolver.compare("a")  # type: ignore[call-arg]
