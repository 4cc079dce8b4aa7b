"""Compile entities and a lexicon: what an index holds, in memory or on its way to a file."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from resolver.entities.entity import Entity
from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.index.derive import Deriver
from resolver.index.derived import OF_BODIES
from resolver.index.index import LONGEST_OPENING, Index, Opening, matcher_of
from resolver.index.keys import bits_of, hashed
from resolver.index.names import LISTED, NameRef, tokens_of
from resolver.index.retrieval import PostingsBuilder, in_memory
from resolver.names.matcher import Matcher
from resolver.names.parts import Name
from resolver.names.token_readings import encode_readings
from resolver.text.scripts import script_of
from resolver.text.sequences import Sequences
from resolver.text.tokens import solid_key
from resolver.types import EntityType

# Forms that fuzzy look-up may reach. Acronyms and short names differ from strangers' by one letter.
_FUZZY_FORMS = frozenset({"full", "alias", "former", "nickname", "demonym", "short"})
# A derived form shared by more entities than this says nothing alone; full names in the document license it.
_MOST_SHARED = 12
# Rules that take a part for the whole.
_PARTIAL = frozenset(
    {
        "party",
        "head",
        "head of a team",
        "tail",
        "without kind",
        "without kinds",
        "without place",
        "without complement",
    }
)
# Rules that give an entity the names of its country, as far as nobody else is listed under them.
_OF_COUNTRIES = frozenset({"same country", "demonym"})

# Forms of a body or place that stand for the whole: all that is derived where names count as written only.
_WHOLE = frozenset({"without legal form", "without club form"})
# Among thousands, York University is not the University of York.
_MOVED = "kind moved"

# What is remembered of a name while phrases are collected.
_IS_LISTED, _IS_DERIVED, _IS_BODY, _IS_PART, _IS_WEAK = range(5)


def name_refs(entity: Entity, deriver: Deriver) -> Iterator[NameRef]:
    """All names of an entity: as listed, then as derived from its full names and aliases."""
    seen: set[tuple[str, ...]] = set()
    names = entity.all_names()
    for name in names:
        tokens = tokens_of(name.spelling)
        if not tokens:
            continue
        seen.add(tokens)
        yield NameRef(
            entity.id, entity.type, name.spelling, name.normal, name.form, LISTED,
            name.needs_context, name.ambiguous, tokens,
        )  # fmt: skip
    for name in names:
        if name.variant or name.form not in ("full", "alias", "former"):
            continue
        for derived in deriver.derive(name.spelling, entity.type):
            if (
                entity.exact
                and entity.type != "person"
                and (derived.form != "full" or derived.rule == _MOVED)
                and derived.rule not in _WHOLE
            ):
                continue
            tokens = tokens_of(derived.spelling)
            if tokens and tokens not in seen:
                seen.add(tokens)
                yield NameRef(
                    entity.id, entity.type, derived.spelling, derived.spelling, derived.form, derived.rule,
                    derived.spelling in entity.needs_context
                    # Where others may bear the whole name, more may bear a part of it.
                    or (name.needs_context and entity.type == "person")
                    # Of the many of a list, a family name is one's whom the text has introduced.
                    or (entity.exact and derived.rule == "family name"),
                    False, tokens,
                )  # fmt: skip


class Builder:
    """Takes entities in the order of their IDs and collects everything that look-ups need.

    Names are numbered in the order in which they come; those that fuzzy look-up may reach have a second,
    smaller number: `listed` is by that one. Of these again some (`exact`) are meant by no misspelling in a
    text but a slip: where there are such, `postings_in_texts` and `listed_in_texts` are of the others.
    `openings` and `odd`: see `Index`. `readings`: their words in other scripts, see `names.token_readings`.
    """

    def __init__(self, lexicon: Lexicon, matcher: Matcher, entities: Iterable[Entity]) -> None:
        """`entities`: all that will be added. How names open must be known before they are gone through."""
        self._matcher = matcher
        self._deriver = Deriver(lexicon)
        self._sequences = Sequences(lexicon)
        # Words that a text may write small inside a name: "the French embassy in Baku".
        self._lowered = frozenset().union(
            *(
                lexicon.words(category)
                for category in ("generic_word", "role_word", "person_title", "place_feature", "connector")
            )
        )
        self._known = lexicon.words("known_name") | frozenset(lexicon.map("demonym"))
        self._kinds = bytearray()
        self._owners = array("I")
        self._entities = 0
        self._phrases: dict[str, int | list[int]] = {}
        self.postings = PostingsBuilder(lexicon, matcher.tokens)
        self.readings: dict[str, bytes] = {}
        self._tokens: set[int] = set()
        self.listed = array("I")
        self.postings_in_texts: PostingsBuilder | None = None
        self.listed_in_texts = array("I")
        self.counts: dict[EntityType, int] = {}
        # How many words may follow the opening of a name, and the folded words that do.
        self._openings: dict[str, tuple[int, set[str]]] = {}
        self._odd: dict[str, set[str]] = {}
        for entity in entities:
            for name in entity.all_names():
                self._add_opening(name.spelling)
            if entity.exact and self.postings_in_texts is None:
                self.postings_in_texts = PostingsBuilder(lexicon, matcher.tokens)

    def add(self, entity: Entity) -> list[NameRef]:
        """Collect a live entity; its names, in the order of their numbers."""
        refs = list(name_refs(entity, self._deriver))
        matcher, phrases = self._matcher, self._phrases
        latin = any(script_of(ref.spelling) == "latin" for ref in refs if ref.rule == LISTED)
        for ref in refs:
            number = len(self._kinds)
            key = solid_key(ref.tokens)
            others = phrases.setdefault(key, number)
            if others != number:
                if type(others) is list:
                    others.append(number)
                else:
                    phrases[key] = [others, number]  # type: ignore[list-item]
            self._owners.append(self._entities)
            self._tokens.update(map(hashed, ref.tokens))
            self._note_following(ref.tokens)
            if ref.rule != LISTED:
                self._kinds.append(
                    _IS_WEAK
                    if ref.rule in _PARTIAL and key in self._known
                    else _IS_BODY
                    if ref.rule in OF_BODIES and ref.type == "organization"
                    else _IS_PART
                    if ref.rule in _PARTIAL or ref.rule in _OF_COUNTRIES
                    else _IS_DERIVED
                )
                continue
            self._kinds.append(_IS_LISTED)
            if ref.form in _FUZZY_FORMS:
                name = matcher.parse(ref.spelling, ref.type)
                self._add_readings(name)
                self.postings.add(name, latin)
                self.listed.append(number)
                # Two words misspelt by a letter are a place's name, one may be anything.
                mended = not entity.exact or (entity.type == "place" and len(ref.tokens) > 1)
                if self.postings_in_texts is not None and mended:
                    self.postings_in_texts.add(name, latin)
                    self.listed_in_texts.append(number)
        self._entities += 1
        self.counts[entity.type] = self.counts.get(entity.type, 0) + 1
        return refs

    def _add_readings(self, name: Name) -> None:
        """What words in other scripts are read as: looking for a name would need it again and again."""
        for part in name.parts:
            token = part.token
            word = token.text.lower()
            if word not in self.readings and (readings := self._matcher.tokens.readings_of(token)):
                packed = encode_readings(readings)
                if packed is not None:
                    self.readings[word] = packed

    def _add_opening(self, spelling: str) -> None:
        tokens = tokens_of(spelling)
        if not tokens:
            return
        opening = self._sequences.opening(spelling)
        if opening is None:
            self._odd.setdefault(tokens[0], set())
        elif opening != () or not self._lowered.isdisjoint(tokens):
            for size in range(1, min(len(tokens), LONGEST_OPENING + 1)):
                if size == len(opening) or tokens[size] in self._lowered:
                    key = solid_key(tokens[:size])
                    most, following = self._openings.get(key, (0, set()))
                    self._openings[key] = max(most, len(tokens) - size), following

    def _note_following(self, tokens: tuple[str, ...]) -> None:
        """Which words of this name, listed or derived, stand behind what opens some name."""
        openings = self._openings
        if len(tokens) > 1 and tokens[0] in self._odd:
            self._odd[tokens[0]].add(tokens[1])
        for first in range(len(tokens) - 1):
            key = ""
            for last in range(first, min(len(tokens) - 1, first + LONGEST_OPENING)):
                key += tokens[last]
                if key in openings:
                    openings[key][1].add(tokens[last + 1])

    @property
    def openings(self) -> dict[str, Opening]:
        return {key: (most, sorted(following)) for key, (most, following) in self._openings.items()}

    @property
    def odd(self) -> dict[str, list[str]]:
        return {first: sorted(following) for first, following in sorted(self._odd.items())}

    def word_bits(self) -> bytes:
        """The words of all names, listed and derived, for `keys.WordBits`."""
        return bits_of(self._tokens)

    def phrases(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Solid keys and the numbers of the names spelt so, without guesses that are other names.

        A part of a longer name that is itself a listed name of another entity, or a country or its people,
        is read as that: "Azerbaijani" is not short for Azerbaijani Embassy, nor "Peru" for Peru Rail.
        Only a body may share the name of another entity: "Chelsea" the town and the club.
        """
        kinds, owners = self._kinds, self._owners
        for key, found in self._phrases.items():
            if type(found) is int:
                if kinds[found] != _IS_WEAK:
                    yield key, (found,)
                continue
            numbers: list[int] = found  # type: ignore[assignment]
            listed = {owners[n] for n in numbers if kinds[n] == _IS_LISTED}
            kept = [
                n
                for n in numbers
                if kinds[n] <= _IS_BODY or (kinds[n] == _IS_PART and not listed - {owners[n]})
            ]
            if len(kept) > _MOST_SHARED:
                kept = [n for n in kept if kinds[n] == _IS_LISTED]
            if kept:
                yield key, kept


@contextmanager
def without_collector() -> Iterator[None]:
    """Build without the collector of cycles: nothing here makes cycles, and walking over all that is made,
    again and again, takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """The live entities in the order of their IDs, so that the order of files and records never matters."""
    return sorted((entity for entity in entities if entity.live), key=lambda entity: entity.id)


def index_of(entities: Iterable[Entity], lexicon: Lexicon, gazetteer: Gazetteer) -> Index:
    """The index of `entities` in memory."""
    with without_collector():
        matcher = matcher_of(lexicon)
        ordered = in_order(entities)
        builder = Builder(lexicon, matcher, ordered)
        names = [ref for entity in ordered for ref in builder.add(entity)]
        return Index(
            gazetteer=gazetteer,
            lexicon=lexicon,
            names=names,
            phrases=dict(builder.phrases()),
            listed=builder.listed,
            word_bits=builder.word_bits,
            retrieval=in_memory(builder.postings),
            listed_in_texts=builder.listed_in_texts,
            retrieval_in_texts=in_memory(builder.postings_in_texts) if builder.postings_in_texts else None,
            openings=builder.openings,
            odd=builder.odd,
            counts=builder.counts,
        )
