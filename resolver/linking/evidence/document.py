"""What the document says elsewhere: who is introduced, what it teaches, what belongs together."""

from __future__ import annotations

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.evidence.lands import is_at_home, is_of_land_spoken_of
from resolver.linking.span_candidate import ABBREVIATED, LEGAL_FORM, WITH_REGION

_ADJECTIVES = frozenset({"demonym", "people"})


@evidence(
    Level.NAMED,
    of=lambda shape: (
        not shape.fuzzy and shape.loose and shape.rule not in _ADJECTIVES and shape.how != ABBREVIATED
    ),
    introduced="the document names it in full",
)
def introduced(span: Span, around: Around) -> Found:
    """A full name licenses its parts: "Ilham Aliyev … Aliyev"; but "Ilham" may be another."""
    father = span.shape.person and span.rivals.listed  # "Walter Brandt" beside Walter Brandt Jr.
    return "" if around.introduced and not father else None


@evidence(
    Level.DOCUMENT,
    of=lambda shape: not shape.fuzzy,
    where=lambda span: bool(span.rivals.loose),
    rival_introduced="the document names another in full that “{}” may be short for",
)
def rival_introduced(span: Span, around: Around) -> Found:
    """A full name licenses its parts for its bearer: after "Burlington Industries", "Burlington" is no town.

    But where this one is introduced by a longer name too, or the document names something of it (the Baku of
    the "Baku Initiative Group"), it is as good.
    """
    if (around.introduced and span.shape.loose) or around.context.surrounds(span.ref.entity):
        return None
    return span.ref.spelling if any(map(around.context.introduced, span.rivals.loose)) else None


@evidence(
    Level.DOCUMENT,
    of=lambda shape: shape.rule == "demonym" and not shape.fuzzy,
    reference_demonym="the text is an article of a work of reference, which says where its subject is from",
)
def reference_demonym(span: Span, around: Around) -> Found:
    """A work of reference says where its subject is from: "a Danish island"; but "Danish pastry"."""
    return "" if around.context.reference() else None


@evidence(
    Level.DOCUMENT,
    of=lambda shape: shape.person and shape.loose and shape.single,
    another_bearer="the text names somebody else with the family name “{}”",
)
def another_bearer(span: Span, around: Around) -> Found:
    """The text names another bearer in full, and not ours: "Heydar Aliyev … Aliyev"; but both may be."""
    known = around.introduced or not around.context.stranger(span.ref.tokens[-1:])
    return None if known else span.ref.spelling


@evidence(
    Level.NAMED,
    of=lambda shape: shape.form == "acronym",
    taught="the document explains “{}” as this",
    taught_otherwise="the document explains “{}” as something else",
)
def taught(span: Span, around: Around) -> Found:
    """The text explains the letters: "State Security Service (SSS)"; but they may mean ours before that."""
    surface = span.ref.spelling
    whose = around.context.taught(surface)
    if whose == span.ref.entity:
        return "taught", surface
    return None if whose == "" else ("taught_otherwise", surface)


def _is_doubtful(span: Span) -> bool:
    """Whether the name does not tell by itself who is meant."""
    return span.rivals.shared or span.shape.loose or span.shape.needs_context or span.shape.fuzzy


@evidence(
    Level.NAMED,
    where=lambda span: _is_doubtful(span) and bool(span.know.ties(span.ref.entity)[1]),
    related="the document names the country or body it belongs to",
)
def related(span: Span, around: Around) -> Found:
    """The document names where it belongs: "Colonna" beside "France"; but all news name France."""
    return "" if around.context.related(span.know.ties(span.ref.entity)[1]) else None


@evidence(Level.NAMED, where=_is_doubtful, surrounds="the document names something in it or of it")
def surrounds(span: Span, around: Around) -> Found:
    """The document names something of it: "Georgia" beside "Tbilisi"; but Tbilisi may be far off."""
    return "" if around.context.surrounds(span.ref.entity) else None


@evidence(
    Level.NAMED,
    where=lambda span: _is_doubtful(span) and span.know.ties(span.ref.entity)[0] is not None,
    siblings="the document names other parts of {}",
)
def siblings(span: Span, around: Around) -> Found:
    """Other parts of the same whole: "Lerik and Lankaran"; but a whole may have very many parts."""
    whole = span.know.ties(span.ref.entity)[0]
    return whole if whole is not None and around.context.siblings(whole, span.ref.entity) else None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.needs_context and shape.how != LEGAL_FORM,
    needs_context="“{}” is an ordinary word or a common name, and nothing else speaks for it",
)
def needs_context(span: Span, around: Around) -> Found:
    """The gazetteer asks for more than the name: "Trend"; but not where the text gives any other sign."""
    return None if _has_context(span, around) else span.ref.spelling


def _has_context(span: Span, around: Around) -> bool:
    shape, context, cues = span.shape, around.context, span.know.cues
    if around.introduced:
        return True
    if shape.place:
        # Its country is no sign: "Lincoln" beside "the United States" is the president. Nor is what stands
        # before places where another one needs no sign: "to Barcelona" is not to that in Venezuela.
        if shape.how == WITH_REGION or is_at_home(span, around):
            return True
        return shape.opens and not span.rivals.place and context.before() in cues.place_cues
    if shape.rule == "family name":
        return False  # "Panetta" beside "the United States" is anybody of the name
    if context.related(span.know.ties(span.ref.entity)[1]):
        return True
    if shape.organization and shape.form == "short" and span.rivals.shared:
        return bool(is_of_land_spoken_of(span, around))  # "In Seoul the Constitutional Court"
    title = context.before() if span.before is None else span.before.fold
    called = not shape.single or not (shape.derived or span.rivals.shared)
    if shape.person and called and title in cues.offices:
        return True  # "President Donald Trump"
    if not (shape.person or shape.organization):
        return False
    return span.after(context) in cues.speech and not context.sentence_start()
