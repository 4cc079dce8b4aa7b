"""What a kind of evidence is, what it may look at, and the register of all kinds.

A kind is a small function below an `@evidence(...)` line that gives its name (that of its weight in the
lexicon's group `evidence`), the level it looks at, and the sentence that `resolver explain` prints. What a
function needs of a name's shape is said as `of`, what it needs of the chunk as `where`: both are asked once,
so that a hit meets only the few functions that may have something to say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from resolver.index.names import LISTED
from resolver.linking.analysis import ChunkAnalysis
from resolver.linking.evidence.knowledge import Knowledge
from resolver.linking.local_context import LocalContext
from resolver.linking.rivals import Rivals
from resolver.linking.span_candidate import SPELLING, SpanCandidate
from resolver.linking.tagging import Gap
from resolver.types import EntityType, Evidence, Form

_TYPED = frozenset({"person", "place", "organization"})
_LOOSE = frozenset({"short", "acronym", "nickname"})
_FOLLOWING = 3

_Func = TypeVar("_Func", bound=Callable[..., Any])


class Level(Enum):
    """What a kind of evidence looks at; the later, the more often it is asked.

    NAME: the shape of the name and how the words spell it, the same for all texts. CHUNK: the words of the
    chunk too. The others look at the text around and the document: NAMED only where the document names the
    entity or what it belongs to; DOCUMENT at what else the document says; BEFORE and BEHIND only where a
    telling word stands before or behind the chunk; REGION only where a state or province follows after a
    comma; AROUND at anything else.
    """

    NAME = "name"
    CHUNK = "chunk"
    NAMED = "named"
    DOCUMENT = "document"
    BEFORE = "before"
    BEHIND = "behind"
    REGION = "region"
    AROUND = "around"


CONTEXT = (Level.NAMED, Level.DOCUMENT, Level.BEFORE, Level.BEHIND, Level.REGION, Level.AROUND)


class Shape:
    """All that evidence asks of a name by itself, and of how many words spell it where and by which rule.

    There are a few hundred; all hits of one shape meet the same functions. how: the hit's rule. rule: that
    which derived the name. opens, ends: whether it begins or ends its chunk. neighbours: which words beside
    it matter, as short names break on any, full names and demonyms bear some.
    """

    __slots__ = (
        "derived",
        "ends",
        "form",
        "fuzzy",
        "how",
        "loose",
        "needs_context",
        "neighbours",
        "opens",
        "organization",
        "person",
        "place",
        "rule",
        "single",
        "size",
        "typed",
    )

    def __init__(
        self,
        type: EntityType,
        form: Form,
        rule: str,
        needs_context: bool,
        how: str,
        size: int,
        opens: bool,
        ends: bool,
    ) -> None:
        self.form, self.rule, self.how, self.size, self.needs_context = form, rule, how, size, needs_context
        self.opens, self.ends = opens, ends
        self.person, self.place = type == "person", type == "place"
        self.organization = type == "organization"
        self.typed = type in _TYPED
        self.derived = rule != LISTED
        self.loose = self.derived or form in _LOOSE
        self.single = size == 1
        self.fuzzy = how == SPELLING
        self.neighbours = self._neighbours()

    def _neighbours(self) -> str:
        if self.form in ("demonym", "acronym"):
            return self.form
        if (self.form == "short" and not self.derived) or self.rule == "initial":
            return "short"  # "Milojko B. Jankovic" is another than B. Jankovic
        if self.person:
            return "person" if not self.single and self.form != "short" else "short"
        return "place" if self.place else "thing"


class Span:
    """A hit among the words of its chunk.

    word: its first word. before: the word before it in the chunk, if any. inner: up to three small words
    behind it in the chunk, folded. goes_on: whether what stands behind the chunk follows on them. known[k]:
    word k belongs to another listed name. keys: the entity, what it belongs to, its letters: what a document
    may name of it.

    weight: the sum of `evidence`, which the name and the chunk tell. pending: what to ask of the context, by
    level, and most: the most that each level adds.
    """

    __slots__ = (
        "analysis", "before", "evidence", "goes_on", "hit", "inner", "keys", "know", "known", "most",
        "pending", "ref", "rivals", "shape", "weight", "word", "words",
    )  # fmt: skip

    evidence: tuple[Evidence, ...]
    pending: tuple[tuple[Feature, ...], ...]
    most: tuple[float, ...]

    def __init__(
        self,
        hit: SpanCandidate,
        shape: Shape,
        analysis: ChunkAnalysis,
        known: Sequence[int],
        rivals: Rivals,
        know: Knowledge,
    ) -> None:
        words = analysis.words
        first = hit.first
        self.hit, self.ref, self.shape, self.analysis, self.words = hit, hit.ref, shape, analysis, words
        self.known, self.rivals, self.know = known, rivals, know
        self.word = words[first]
        self.before = words[first - 1] if first else None
        self.weight = 0.0
        self.keys: tuple[str, ...] = (hit.ref.entity, *know.ties(hit.ref.entity)[1])
        if hit.ref.form == "acronym":
            self.keys = (*self.keys, hit.ref.spelling)
        if shape.ends:
            self.inner: tuple[str, ...] = ()
            self.goes_on = True
        else:
            self.inner = tuple(self._inner())
            self.goes_on = len(self.inner) < _FOLLOWING and hit.last + len(self.inner) == len(words)

    @property
    def bound(self) -> float:
        """The most that the hit may weigh if all around speaks for it."""
        return self.weight + sum(self.most)

    def following(self, context: LocalContext) -> tuple[str, ...]:
        """Up to three small words behind the hit, those that say nothing may be empty."""
        if not self.goes_on:
            return self.inner
        behind = context.following()
        return (*self.inner, *behind)[:_FOLLOWING] if self.inner else behind

    def after(self, context: LocalContext) -> str:
        """The first of these, if any."""
        following = self.following(context)
        return following[0] if following else ""

    def _inner(self) -> list[str]:
        last = self.hit.last
        found: list[str] = []
        for word in self.words[last : last + _FOLLOWING]:
            if word.gap not in (Gap.SPACE, Gap.LINE) or not word.text[0].islower():
                break
            found.append(word.fold)
        return found


class Around:
    """What stands around a chunk and in its document, for one hit.

    introduced: the document names the entity in full. before: the telling word before the chunk. following:
    what stands behind the hit. after: the first word of it. region: the state or province after the comma.
    """

    __slots__ = ("after", "before", "context", "following", "introduced", "region")

    def __init__(
        self,
        context: LocalContext,
        introduced: bool,
        before: str,
        following: tuple[str, ...],
        region: str,
    ) -> None:
        self.context, self.introduced, self.before, self.region = context, introduced, before, region
        self.following = following
        self.after = following[0] if following else ""


#: What a function has found: nothing, the detail that its sentence names, or, where it stands for several
#: kinds, the kind's name and the detail. At the level of names the spelling is the detail: only the name.
Found = str | tuple[str, str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One or several kinds of evidence, of which at most one holds of a hit, and what finds them.

    says: name → the sentence that explains it, `{}` for the detail. of: the shapes it concerns. where: the
    spans it concerns, asked with the chunk, for what is asked later. amount: by what its weight counts.
    """

    says: Mapping[str, str]
    level: Level
    func: Callable[..., Found]
    of: Callable[[Shape], bool] | None = None
    where: Callable[[Span], bool] | None = None
    amount: Callable[[Span], float] | None = None

    @property
    def name(self) -> str:
        """Its name, or nothing where it has several."""
        return next(iter(self.says)) if len(self.says) == 1 else ""


#: All kinds, in the order in which they are told.
FEATURES: list[Feature] = []


def evidence(
    level: Level,
    /,
    *,
    of: Callable[[Shape], bool] | None = None,
    where: Callable[[Span], bool] | None = None,
    amount: Callable[[Span], float] | None = None,
    **says: str,
) -> Callable[[_Func], _Func]:
    """Registers the function below: `@evidence(CHUNK, title="a title stands before it: {}")`."""

    def register(func: _Func) -> _Func:
        FEATURES.append(Feature(says, level, func, of, where, amount))
        return func

    return register
