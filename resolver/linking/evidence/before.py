"""What stands before a hit: titles, and the small words that persons or places follow."""

from __future__ import annotations

from resolver.linking.evidence.feature import Around, Found, Level, Shape, Span, evidence
from resolver.linking.local_context import INSIDE
from resolver.linking.span_candidate import INFLECTED, POSTAL
from resolver.linking.tagging import WordTag

_SPEAKING = frozenset({WordTag.TITLE, WordTag.ROLE})
_RULERS_NAMES = frozenset({"regnal name", "given name"})


def _opens_with_person(shape: Shape) -> bool:
    return shape.person and shape.opens


def _royal(shape: Shape) -> Found:
    return "royal" if shape.rule in _RULERS_NAMES else "royal_surname"


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.person and not shape.opens,
    title="the title “{}” stands before it",
    royal="after “{}” a ruler goes by a given name",
    royal_surname="after “{}” nobody goes by a family name",
)
def title(span: Span) -> Found:
    """A title or role tells a person: "President Aliyev"; but "Pope Francis" goes by a given name."""
    before, shape = span.before, span.shape
    if before is None or before.role not in _SPEAKING:
        return None
    if shape.loose and shape.single and before.fold in span.know.cues.royal:
        return str(_royal(shape)), before.fold
    return "title", before.text


@evidence(
    Level.BEFORE,
    of=_opens_with_person,
    title="the title “{}” stands before it",
    royal="after “{}” a ruler goes by a given name",
    royal_surname="after “{}” nobody goes by a family name",
)
def title_before(span: Span, around: Around) -> Found:
    """The same in small letters: "president Aliyev"; but "king's"."""
    word, shape = around.before, span.shape
    if shape.loose and shape.single and word in span.know.cues.royal:
        return str(_royal(shape)), word
    return ("title", word) if word in span.know.cues.titles else None


@evidence(
    Level.CHUNK,
    of=lambda shape: not shape.opens and not shape.person,
    title_of_person="the title “{}” stands before a person",
)
def title_of_person(span: Span) -> Found:
    """A title stands before a person's name: "Lady Chelsea"; but "President of France" has a word between."""
    before = span.before
    if before is None or span.shape.how == INFLECTED:
        return None  # "Президент России"
    # "Mr. Syrian" is called so, "General French" hardly.
    if (
        span.shape.form == "demonym"
        and not span.shape.fuzzy
        and before.fold not in span.know.forms_of_address
    ):
        return None
    # Of a name that is misspelt a role is enough: "Inspector Brazzil".
    titled = before.role is WordTag.TITLE or (span.shape.fuzzy and before.role is WordTag.ROLE)
    return before.text if titled else None


@evidence(
    Level.BEFORE,
    of=lambda shape: shape.opens and not shape.person,
    title_of_person="the title “{}” stands before a person",
)
def title_with_dot(span: Span, around: Around) -> Found:
    """The same of a title with its dot: "Mr. Washington"; but "the president France elected".

    Forms of address are read without it: "il signor Torino".
    """
    if around.before in span.know.addresses:
        return around.before
    return around.before if around.context.dotted() and around.before in span.know.cues.titles else None


@evidence(Level.BEFORE, of=lambda shape: shape.place and shape.opens, place_cue="places stand after “{}”")
def place_cue(span: Span, around: Around) -> Found:
    """A place stands after some words: "near Paris"; but "in Macron's view"."""
    return around.before if around.before in span.know.cues.place_cues else None


@evidence(Level.BEFORE, of=_opens_with_person, person_cue="persons stand after “{}”")
def person_cue(span: Span, around: Around) -> Found:
    """A person stands after some words: "said Aliyev"; but "by Paris"."""
    return around.before if around.before in span.know.cues.person_cues else None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.how == POSTAL and shape.opens,
    behind_town="a town stands before it, and a comma",
)
def behind_town(span: Span, around: Around) -> Found:
    """Letters of a post office stand behind a town: "Ripley, WV"; but "yes, OR no"."""
    return "" if around.context.behind_comma() else None


@evidence(Level.BEFORE, of=_opens_with_person, place_cue_person="what one is “{}” is a place")
def place_cue_person(span: Span, around: Around) -> Found:
    """What one is in or near is a place: "in Washington"; but "in Macron we trust"."""
    return around.before if around.before in INSIDE else None


@evidence(
    Level.BEFORE,
    of=lambda shape: shape.person and shape.loose and shape.opens,
    named_anew="“{}” says that somebody else is called so",
)
def named_anew(span: Span, around: Around) -> Found:
    """Who is called so here is somebody new: "a man named Macron"; but "named Emmanuel Macron" is full."""
    return around.before if around.before in span.know.cues.naming else None
