"""`Resolver`, the facade that wires the stages; nothing else knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property, lru_cache, partial
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

from resolver.errors import InputError, NotTextError
from resolver.index.file import open_file, temporary_file
from resolver.index.index import matcher_of
from resolver.index.loading import default_lexicon, open_index
from resolver.names.decide import Decider
from resolver.parallel import map_ordered
from resolver.rendering.notebook import Mentions
from resolver.rewriting import Rewrite, apply_edits, compose, edits_of
from resolver.types import (
    ENTITY_TYPES,
    Comparison,
    Decision,
    Edit,
    EntityType,
    Match,
    Matches,
    Mention,
    check_language,
    is_missing,
)

if TYPE_CHECKING:
    from resolver.entities.gazetteer import Gazetteer
    from resolver.index.index import Index
    from resolver.index.ranking import Ranker
    from resolver.linking.fields import Fields
    from resolver.linking.linker import Considered, Linker
    from resolver.names.matcher import Matcher

Source = str | PathLike[str] | Iterable[Any] | None
Types = str | Collection[str] | None

# Rounds of reading what was rewritten; two settle nearly every text, and rounds without end must not be.
_MOST_ROUNDS = 5
# Candidates that are looked at where a country is to settle which is meant.
_MOST_OF_A_COUNTRY = 20
# Names of countries that are remembered; a column has few, many times.
_COUNTRIES = 1_000


def load(source: Source = None, *more: Source, cache: bool = True) -> Resolver:
    """A resolver over a gazetteer: the default one, or those given.

    `source` is a folder, a .toml or .jsonl file, a compiled index, or an iterable of records (dicts with at
    least `id`, `type`, `name`); a list of paths, or several arguments, make one gazetteer in which later
    sources add to or override earlier ones. The word "default" stands for the shipped gazetteer. Compiled
    forms of files are kept in the user's cache folder, found again by content, unless `cache` is False.

    Raises GazetteerError (file, line, id) when a file or record cannot be used, IndexFileError when a
    compiled index cannot.
    """
    return Resolver(open_index((source, *more), cache=cache))


@lru_cache(maxsize=1)
def _default_matcher() -> Matcher:
    """Found once a process: looking whether the lexicon's files changed costs more than a comparison."""
    return matcher_of(default_lexicon()).prepare()


def compare(a: str, b: str, type: EntityType | None = None, prior: float | None = None) -> Comparison:
    """How probable it is that two names are the same entity's, and why; needs no gazetteer.

    `type` helps to read the names ("person", "organization", "place" …). Symmetric.

    The probability holds where half of the pairs are one entity's, as in a list of pairs that look alike.
    Where fewer are, say so: with `prior=0.01`, one pair in a hundred, the same pair scores less.

    Raises TypeError for a name that is no str, InputError for an unknown type or a prior outside 0..1.
    """
    if not (isinstance(a, str) and isinstance(b, str)):
        raise NotTextError("a name", a if not isinstance(a, str) else b)
    if type is not None and type not in ENTITY_TYPES:
        _check_types(type)
    if prior is not None and not 0.0 < prior < 1.0:
        raise InputError(f"prior {prior!r}: use a probability between 0 and 1")
    matcher = _default_matcher()
    return matcher.compare(matcher.parse(a, type), matcher.parse(b, type), prior)


def _check_types(types: Types) -> frozenset[EntityType] | None:
    if types is None:
        return None
    given = [types] if isinstance(types, str) or not isinstance(types, Collection) else types
    unknown = [type for type in given if type not in ENTITY_TYPES]
    if unknown:
        raise InputError(f"unknown type {min(map(repr, unknown))}: use one of {', '.join(ENTITY_TYPES)}")
    chosen = frozenset(given)
    return cast("frozenset[EntityType]", chosen)


def _check_options(language: str | None, min_score: float) -> None:
    check_language(language)
    if not 0.0 <= min_score <= 1.0:
        raise InputError(f"min_score={min_score}: use a probability, from 0 to 1")


class Resolver:
    """Finds, compares and normalises names over one gazetteer. Safe to share between threads for reading."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._country = lru_cache(maxsize=_COUNTRIES)(self._find_country)

    @property
    def gazetteer(self) -> Gazetteer:
        """The entities, iterable and by ID; a merged ID gives its successor."""
        return self._index.gazetteer

    @cached_property
    def _ranker(self) -> Ranker:
        from resolver.index.ranking import Ranker

        return Ranker(self._index)

    @cached_property
    def _linker(self) -> Linker:
        # Made when the first text comes: look-ups of names need none of it.
        from resolver.linking.linker import Linker

        return Linker(self._index)

    @cached_property
    def _fields(self) -> Fields:
        from resolver.linking.fields import Fields

        return Fields(self._index)

    # -- texts --------------------------------------------------------------------------------------

    def link(
        self, text: str, type: Types = None, *, language: str | None = None, min_score: float = 0.0
    ) -> list[Mention]:
        """The mentions in `text`, sorted by start, not overlapping.

        The whole text is one document and serves as context. Ambiguous mentions have `id` None and their
        rivals in `candidates`. `type` limits the answer to one or several entity types. `language` (ISO
        639-1) says what the text is written in; else the text tells it. Mentions that score less than
        `min_score` are left out. A notebook shows them in the text.
        """
        found = self._mentions(text, _check_types(type), language, min_score)
        return Mentions(found, text, lambda id: self.gazetteer[id].name)

    def _mentions(
        self, text: str, types: frozenset[EntityType] | None, language: str | None, min_score: float
    ) -> list[Mention]:
        if not isinstance(text, str):
            raise NotTextError("a text", text)
        _check_options(language, min_score)
        found = self._linker.link(text, types, language)
        return [m for m in found if m.score >= min_score] if min_score > 0.0 else found

    def normalise(
        self,
        text: str,
        rewrite: Rewrite = "spelling",
        type: Types = None,
        *,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> str:
        """`text` with spelling variants collapsed; everything else is kept character for character.

        `rewrite="canonical"` writes every mention's canonical name, `"id"` its ID. `language` and `min_score`
        as in `link`: what is right is decided by the language of the text.
        """
        return apply_edits(text, self.edits(text, rewrite, type, language=language, min_score=min_score))

    def edits(
        self,
        text: str,
        rewrite: Rewrite = "spelling",
        type: Types = None,
        *,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> list[Edit]:
        """The replacements that `normalise` makes, sorted by offset.

        A corrected spelling is itself context, so the text is read again until nothing changes: that makes
        `normalise` idempotent. The record speaks of `text` as it was given.
        """
        types = _check_types(type)
        mentions = self._mentions(text, types, language, min_score)
        done = edits_of(text, mentions, rewrite, lambda id: self.gazetteer[id].name)
        if rewrite != "spelling":
            return done
        more = done
        for _ in range(_MOST_ROUNDS):
            if not more:
                break
            rewritten = apply_edits(text, done)
            again = self._mentions(rewritten, types, language, min_score)
            more = edits_of(rewritten, again, rewrite, lambda id: self.gazetteer[id].name)
            done = compose(done, more)
        return done

    def explain(self, text: str) -> list[Considered]:
        """Each span that was weighed: candidates, evidence, decision, and why the others lost."""
        return self._linker.consider(text)

    def link_many(
        self,
        texts: Iterable[str],
        type: Types = None,
        jobs: int = 1,
        *,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> Iterator[list[Mention]]:
        """`link` over many documents, in order, in `jobs` processes.

        Documents are read as they are needed. One that fails raises, with its number and beginning; `next`
        after that goes on with the one behind it.
        """
        _check_options(language, min_score)
        return map_ordered(
            self,
            partial(_link, types=_check_types(type), language=language, min_score=min_score),
            texts,
            jobs,
        )

    def edits_many(
        self,
        texts: Iterable[str],
        rewrite: Rewrite = "spelling",
        type: Types = None,
        jobs: int = 1,
        *,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> Iterator[list[Edit]]:
        """`edits` of many documents, in order, in `jobs` processes; failures as in `link_many`."""
        _check_options(language, min_score)
        work = partial(
            _edits, rewrite=rewrite, types=_check_types(type), language=language, min_score=min_score
        )
        return map_ordered(self, work, texts, jobs)

    def normalise_many(
        self,
        texts: Iterable[str],
        rewrite: Rewrite = "spelling",
        type: Types = None,
        jobs: int = 1,
        *,
        language: str | None = None,
        min_score: float = 0.0,
    ) -> Iterator[str]:
        """`normalise` over many documents, in order, in `jobs` processes; failures as in `link_many`."""
        _check_options(language, min_score)
        work = partial(
            _normalise, rewrite=rewrite, types=_check_types(type), language=language, min_score=min_score
        )
        return map_ordered(self, work, texts, jobs)

    def prepare(self) -> None:
        """Load now what is else loaded when it is first needed: before a server forks its workers, say."""
        _ = self._linker
        self._index.matcher.prepare()

    def opener(self, stack: ExitStack) -> Callable[[], Resolver]:
        """A function that can be pickled and opens this resolver's index by mapping its file."""
        return partial(open_compiled, self.index_file(stack))

    def index_file(self, stack: ExitStack) -> str:
        """The file of the compiled index; where it has none, a temporary one, which goes with `stack`."""
        return self._index.file or stack.enter_context(temporary_file(self._index))

    # -- names --------------------------------------------------------------------------------------

    def candidates(self, name: str | None, type: Types = None, limit: int = 5) -> list[Match]:
        """The entities that `name` may mean, best first, also improbable ones; one line an entity.

        `score` is the probability that the name is the entity's. A missing value (None, NaN, pandas.NA) may
        mean nobody.

        Raises TypeError for what is neither a str nor missing, InputError for a type or limit that is none.
        """
        types = _check_types(type)
        if not isinstance(limit, int):
            raise InputError(f"limit={limit!r}: use a whole number")
        if is_missing(name):
            return Matches()
        if not isinstance(name, str):
            raise NotTextError("a name", name)
        return Matches(self._ranker.candidates(name, types, limit))

    def resolve(self, name: str | None, type: Types = None, *, country: str | None = None) -> Match | None:
        """The entity that `name` means, if one is probable and clearly ahead of the next; else None.

        An entity that has the name in its `not` is never meant. `name` is read as a field: headings, titles
        and codes are nobody's name, and "Korea, Republic of" is one. A missing value (None, NaN, pandas.NA)
        means nobody. `country`, by ID or by name, settles which of several is meant: entities of another
        country are not.

        Raises TypeError for what is neither a str nor missing.
        """
        return self.decide(name, type, country=country).match

    def decide(self, name: str | None, type: Types = None, *, country: str | None = None) -> Decision:
        """What `resolve` says, and where it says None whether several entities are as probable."""
        types = _check_types(type)
        if is_missing(name):
            return Decision(None, False)
        if not isinstance(name, str):
            raise NotTextError("a name", name)
        ambiguous = False

        def answer(reading: str) -> Match | None:
            nonlocal ambiguous
            match, several = self._ranker.decide(reading, types)
            ambiguous |= several
            return match

        match = self._fields.resolve(name, answer, types)
        if country is not None and (match is not None or ambiguous):
            return self._of_country(Decision(match, ambiguous), name, types, country)
        return Decision(match, ambiguous and match is None)

    def _of_country(
        self, decision: Decision, name: str, types: frozenset[EntityType] | None, country: str
    ) -> Decision:
        """The decision among those entities that are of a country, or of which no country is told."""
        place = self._country(country)
        match = decision.match
        if place is None or (match is not None and self._may_be_of(match, place)):
            return decision
        likely = self._ranker.candidates(name, types, _MOST_OF_A_COUNTRY)
        likely = [found for found in likely if self._may_be_of(found, place)]
        decider = Decider(self._index.lexicon)
        verdict = decider.choose([found.score for found in likely], len(self.gazetteer))
        return Decision(likely[0] if verdict == "answer" else None, verdict == "ambiguous")

    def _find_country(self, country: str) -> str | None:
        """The ID of the place that a name of a country means: of several, the one that is in no country."""
        if country in self.gazetteer:
            return self.gazetteer[country].id
        found, ambiguous = self.decide(country, "place")
        if not ambiguous:
            return None if found is None else found.id
        likely = self._ranker.candidates(country, frozenset({"place"}), _MOST_OF_A_COUNTRY)
        best = [one.id for one in likely if one.score == likely[0].score]
        states = [id for id in best if self.gazetteer[id].country is None]
        return states[0] if len(states) == 1 else None

    def _may_be_of(self, match: Match, place: str) -> bool:
        return match.id == place or self.gazetteer[match.id].country in (None, place)

    def resolve_many(
        self, names: Iterable[str | None], type: Types = None, jobs: int = 1
    ) -> Iterator[Match | None]:
        """`resolve` over many names, in order, in `jobs` processes; failures as in `link_many`."""
        return map_ordered(self, partial(_resolve, types=_check_types(type)), names, jobs)


# -- many at once: functions, since they go to other processes ------------------------------------------


def open_compiled(file: str) -> Resolver:
    """A resolver over a compiled index, by mapping its file. Raises IndexFileError."""
    return Resolver(open_file(file))


def _link(
    resolver: Resolver, text: str, types: frozenset[EntityType] | None, language: str | None, min_score: float
) -> list[Mention]:
    return resolver._mentions(text, types, language, min_score)


def _edits(
    resolver: Resolver,
    text: str,
    rewrite: Rewrite,
    types: frozenset[EntityType] | None,
    language: str | None,
    min_score: float,
) -> list[Edit]:
    return resolver.edits(text, rewrite, types, language=language, min_score=min_score)


def _normalise(
    resolver: Resolver,
    text: str,
    rewrite: Rewrite,
    types: frozenset[EntityType] | None,
    language: str | None,
    min_score: float,
) -> str:
    return resolver.normalise(text, rewrite, types, language=language, min_score=min_score)


def _resolve(resolver: Resolver, name: str | None, types: frozenset[EntityType] | None) -> Match | None:
    return resolver.resolve(name, types)


__all__ = ["Resolver", "compare", "load"]
