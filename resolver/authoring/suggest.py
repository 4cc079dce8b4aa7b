"""`suggest`: what a corpus holds that a gazetteer does not: new names, and near-misses of known ones.

Uses the public API only: what `link` leaves is looked at, `candidates` finds what it is close to, and
unknown spellings are gathered by `candidates` over themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from resolver.authoring.questions import answered, read_questions
from resolver.authoring.rejections import read_rejections
from resolver.authoring.unknown_names import NameFinder
from resolver.entities.entity import Entity
from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.types import EntityType

if TYPE_CHECKING:
    from resolver.resolver import Resolver


_NEAR_LETTERS: Final = 5


class Place(NamedTuple):
    """Where a name stands: the file, the line (from 1) and the words around it."""

    file: str
    line: int
    context: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to decide about, with all its spellings in the corpus, the most frequent first.

    `kind` "variant": it looks like another spelling of `of`, a name of `entity`, with `score`; "new": it is
    close to nothing known; "same": it is the name of the entity `other`, which may be `entity`, called `of`.
    `type` is a guess, None without any sign.
    """

    kind: Literal["variant", "new", "same"]
    name: str
    count: int
    documents: int
    spellings: tuple[tuple[str, int], ...]
    places: tuple[Place, ...]
    entity: str | None = None
    of: str | None = None
    score: float = 0.0
    type: EntityType | None = None
    evidence: tuple[str, ...] = ()
    other: str | None = None


@dataclass(slots=True)
class _Seen:
    count: int = 0
    files: set[str] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)
    titles: Counter[str] = field(default_factory=Counter)


def suggest(
    resolver: Resolver,
    texts: Iterable[tuple[str, str]],
    *,
    minimum: int = 1,
    gazetteer: str | Path | None = None,
    lexicon: Lexicon | None = None,
) -> list[Suggestion]:
    """Suggestions from texts (name, content), most frequent first.

    `minimum` leaves out rarer names. What the gazetteer's folder at `gazetteer` lists as rejected, and what
    an entity lists in `not`, is not suggested again.
    """
    if lexicon is None:
        from resolver.index.loading import default_lexicon

        lexicon = default_lexicon()
    rejected = read_rejections(Path(gazetteer)) if gazetteer is not None else frozenset[str]()
    seen = _unknown(resolver, texts, lexicon, rejected)
    found = [
        suggestion
        for cluster in _clusters(list(seen), seen)
        if (suggestion := _suggestion(resolver, cluster, seen, lexicon)) is not None
        and suggestion.count >= minimum
    ]
    return sorted(found, key=lambda s: (-s.count, s.kind != "variant", s.name))


def open_questions(resolver: Resolver, gazetteer: str | Path) -> list[Suggestion]:
    """What `questions.tsv` beside a gazetteer asks: pairs of its entities that may be one.

    Those that are answered by now are left out.
    """
    from resolver.resolver import compare

    found: list[Suggestion] = []
    for one, other, score in read_questions(Path(gazetteer)):
        kept, gone = resolver.gazetteer.get(one), resolver.gazetteer.get(other)
        if kept is None or gone is None or answered(kept, gone):
            continue
        if len(gone.all_names()) > len(kept.all_names()):
            kept, gone = gone, kept  # the one that is known better keeps its ID
        spellings = tuple(dict.fromkeys(name.spelling for name in gone.all_names()))
        told = compare(kept.name, gone.name, kept.type)
        found.append(
            Suggestion(
                "same",
                name=gone.name,
                count=len(spellings),
                documents=0,
                spellings=tuple((spelling, 1) for spelling in spellings),
                places=(),
                entity=kept.id,
                of=kept.name,
                score=score,
                type=kept.type,
                evidence=tuple(
                    f"{pair.a or '–'} ~ {pair.b or '–'}: {pair.rule}"
                    for pair in told.pairs
                    if pair.rule != "same"
                ),
                other=gone.id,
            )
        )
    return found


def _unknown(
    resolver: Resolver, texts: Iterable[tuple[str, str]], lexicon: Lexicon, rejected: frozenset[str]
) -> dict[str, _Seen]:
    finder = NameFinder(lexicon)
    limit = int(lexicon.weight("suggest_counts", "contexts"))
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for file, text in texts:
        names = list(finder.find(text, resolver.link(text)))
        spellings = [" ".join(name.text.split()) for name in names]
        # "Zimmer" behind "Karl Zimmer" is decided with that.
        ends = {fold_phrase(spelling).split()[-1] for spelling in spellings if " " in spelling}
        for name, spelling in zip(names, spellings, strict=True):
            folded = fold_phrase(spelling)
            if folded in rejected or folded in ends:
                continue
            entry = seen[spelling]
            entry.count += 1
            entry.files.add(file)
            if name.title:
                entry.titles[name.title] += 1
            if len(entry.places) < limit:
                line = text.count("\n", 0, name.start) + 1
                context = " ".join(text[max(0, name.start - 50) : name.end + 50].split())
                entry.places.append(Place(file, line, context))
    return dict(seen)


def _clusters(spellings: list[str], seen: dict[str, _Seen]) -> list[list[str]]:
    """Spellings of one name together, each cluster most frequent first."""
    import resolver

    return [
        sorted(dict.fromkeys(cluster.names), key=lambda spelling: (-seen[spelling].count, spelling))
        for cluster in resolver.cluster(spellings)
    ]


def _suggestion(
    resolver: Resolver, cluster: list[str], seen: dict[str, _Seen], lexicon: Lexicon
) -> Suggestion | None:
    """What to ask about a cluster; None when it is a known name that the text gave no reason to accept."""
    entries = [seen[spelling] for spelling in cluster]
    limit = int(lexicon.weight("suggest_counts", "contexts"))
    titles = sum((entry.titles for entry in entries), Counter[str]())
    common = {
        "name": cluster[0],
        "count": sum(entry.count for entry in entries),
        "documents": len(set().union(*(entry.files for entry in entries))),
        "spellings": tuple((spelling, seen[spelling].count) for spelling in cluster),
        "places": tuple(place for entry in entries for place in entry.places)[:limit],
    }
    title = titles.most_common(1)[0][0] if titles else ""
    weights = lexicon.weights("suggest")
    for match in resolver.candidates(cluster[0], limit=5):
        entity = resolver.gazetteer[match.id]
        letters = _letters(cluster[0], match.spelling, weights["near_word"])
        if match.score < weights["near_floor"] and letters < weights["near_letters"]:
            continue
        if _excluded(entity, cluster) or (title and entity.type != "person"):
            continue
        names = entity.all_names()
        if fold_phrase(cluster[0]) in {fold_phrase(name.spelling) for name in names}:
            return None
        # Short words are near to something always; acronyms are matched by their letters or not at all.
        if match.form == "acronym" or len(fold_phrase(cluster[0])) < _NEAR_LETTERS:
            continue
        evidence = [
            f"{match.score:.2f} beside “{match.spelling}”",
            *(str(reason) for reason in match.evidence),
        ]
        if letters:
            evidence.append(f"{letters:.0%} of the letters agree")
        if title:
            evidence.append(f"after “{title}”")
        of = next((n.normal for n in names if n.spelling == match.spelling), entity.name)
        return Suggestion(
            "variant",
            entity=match.id,
            of=of,
            score=match.score,
            type=entity.type,
            evidence=tuple(evidence),
            **common,  # type: ignore[arg-type]
        )
    type, sign = _guess(cluster[0], title, lexicon)
    return Suggestion("new", type=type, evidence=(sign,) if sign else (), **common)  # type: ignore[arg-type]


def _letters(a: str, b: str, floor: float) -> float:
    """How many letters of two names of several words agree (0..1); 0 when a word agrees less than `floor`."""
    words_a, words_b = fold_phrase(a).split(), fold_phrase(b).split()
    if len(words_a) != len(words_b) or len(words_a) < 2:
        return 0.0
    if any(Levenshtein.normalized_similarity(x, y) < floor for x, y in zip(words_a, words_b, strict=True)):
        return 0.0
    return Levenshtein.normalized_similarity(" ".join(words_a), " ".join(words_b))


def _excluded(entity: Entity, cluster: list[str]) -> bool:
    excluded = {fold_phrase(name) for name in entity.not_}
    return any(fold_phrase(spelling) in excluded for spelling in cluster)


def _guess(name: str, title: str, lexicon: Lexicon) -> tuple[EntityType | None, str]:
    """A type by the words in a name and before it, and the sign it was read from."""
    if title:
        return "person", f"after “{title}”"
    signs: tuple[tuple[str, EntityType], ...] = (
        ("legal_form", "organization"),
        ("generic_word", "organization"),
        ("place_feature", "place"),
    )
    words = fold_phrase(name).split()
    for category, type in signs:
        known = lexicon.words(category)
        for word in words:
            if word in known and len(words) > 1:
                return type, f"“{word}” in the name"
    return None, ""
