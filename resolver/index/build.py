"""Compile entities and a lexicon into an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resolver.entities.entity import Entity
from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.index.derive import Deriver
from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.names.matcher import Matcher
from resolver.text.sequences import Sequences
from resolver.text.tokens import solid_key, tokenise

# Forms that fuzzy look-up may reach. Acronyms and short names differ from strangers' by one letter.
_FUZZY_FORMS = frozenset({"full", "alias", "former", "nickname", "demonym"})
# A derived form shared by more entities than this says nothing alone; full names in the document license it.
_MOST_SHARED = 12

# Rules that take a part for the whole.
_PARTIAL = frozenset({"head", "tail", "without kind", "without place"})


def name_refs(entity: Entity, deriver: Deriver) -> Iterator[NameRef]:
    """All names of an entity: as listed, then as derived from its full names and aliases."""
    seen: set[tuple[str, ...]] = set()
    for name in entity.all_names():
        tokens = tuple(t.fold for t in tokenise(name.spelling))
        if not tokens:
            continue
        seen.add(tokens)
        yield NameRef(
            entity.id, entity.type, name.spelling, name.normal, name.form, "listed",
            name.needs_context, name.ambiguous, tokens,
        )  # fmt: skip
    sources = [n for n in entity.all_names() if n.form in ("full", "alias", "former") and not n.variant]
    for name in sources:
        for derived in deriver.derive(name.spelling, entity.type):
            tokens = tuple(t.fold for t in tokenise(derived.spelling))
            if tokens and tokens not in seen:
                seen.add(tokens)
                yield NameRef(
                    entity.id, entity.type, derived.spelling, derived.spelling, derived.form, derived.rule,
                    derived.spelling in entity.needs_context, False, tokens,
                )  # fmt: skip


def build_index(entities: Iterable[Entity], lexicon: Lexicon, gazetteer: Gazetteer, matcher: Matcher) -> Index:
    """The index of `entities` in memory. The answer does not depend on their order."""
    deriver = Deriver(lexicon)
    sequences = Sequences(lexicon)
    refs: list[NameRef] = []
    for entity in sorted((e for e in entities if e.live), key=lambda e: e.id):
        refs.extend(name_refs(entity, deriver))
    phrases: dict[str, list[int]] = {}
    keys: dict[str, list[int]] = {}
    openings: dict[str, int] = {}
    odd: set[str] = set()
    # Words that a text may write small inside a name: "the French embassy in Baku".
    lowered = frozenset().union(
        *(lexicon.words(c) for c in ("generic_word", "role_word", "person_title", "place_feature", "connector"))
    )
    for number, ref in enumerate(refs):
        phrases.setdefault(solid_key(ref.tokens), []).append(number)
        if not ref.derived and ref.form in _FUZZY_FORMS:
            for key in matcher.keys(matcher.parse(ref.spelling, ref.type)):
                keys.setdefault(key, []).append(number)
        if ref.derived:
            continue
        opening = sequences.opening(ref.spelling)
        if opening is None:
            odd.add(ref.tokens[0])
            continue
        for size in range(1, len(ref.tokens)):
            if size == len(opening) or ref.tokens[size] in lowered:
                key = solid_key(ref.tokens[:size])
                openings[key] = max(openings.get(key, 0), len(ref.tokens) - size)
    _drop_weak(refs, phrases, lexicon)
    for key in [k for k, numbers in phrases.items() if len(numbers) > _MOST_SHARED]:
        listed = [n for n in phrases[key] if not refs[n].derived]
        if listed:
            phrases[key] = listed
        else:
            del phrases[key]
    return Index(
        gazetteer=gazetteer, lexicon=lexicon, matcher=matcher, names=refs,
        phrases=phrases, keys=keys, openings=openings, odd=odd,
    )  # fmt: skip


def _drop_weak(refs: list[NameRef], phrases: dict[str, list[int]], lexicon: Lexicon) -> None:
    """Forget guesses that are other names: "Azerbaijani" for Azerbaijani Embassy, "London" for London Library.

    A part of a longer name that is itself a listed name of another entity, or a country or its people, is
    read as that.
    """
    known = lexicon.words("known_name") | frozenset(lexicon.map("demonym"))
    for key in list(phrases):
        numbers = phrases[key]
        if not any(refs[n].rule in _PARTIAL for n in numbers):
            continue
        listed = {refs[n].entity for n in numbers if not refs[n].derived}
        kept = [
            n
            for n in numbers
            if refs[n].rule not in _PARTIAL or not (listed - {refs[n].entity} or key in known)
        ]
        if kept:
            phrases[key] = kept
        else:
            del phrases[key]
