"""Countries and regions beside a name: whose body it is, and where the place lies."""

from __future__ import annotations

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.tagging import WordTag

_UNDERSTOOD = frozenset({"without country", "without complement"})
# So many characters before a body's name its country is looked for.
_NEAR = 400
_PARAGRAPH = "\n\n"


def _country_beside(span: Span) -> str | None:
    """The country beside a body's name: "French Foreign Ministry", "Ministry of Defence of Georgia"."""
    hit, words, know = span.hit, span.words, span.know
    before = [w for w in words[: hit.first] if w.role is not WordTag.ENDING][-1:]
    if before and (before[0].fold in know.names_of_lands or before[0].fold in know.demonyms):
        return before[0].text
    after = words[hit.last : hit.last + 2]
    if len(after) == 2 and after[0].role is WordTag.CONNECTOR and after[1].fold in know.names_of_lands:
        return after[1].text
    return None


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.rule in _UNDERSTOOD,
    other_country="another country is spoken of than its own ({})",
)
def country_beside(span: Span) -> Found:
    """A country beside a body's name without one: "French Foreign Ministry" is not Iran's."""
    return _country_beside(span)


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.organization and not (shape.derived or shape.single or shape.opens),
    other_country="another country is spoken of than its own ({})",
)
def other_country_beside(span: Span) -> Found:
    """Another country than the body's own: "Georgian Football Union"; but its own may stand there too."""
    other = _country_beside(span)
    return None if other is None or span.know.is_home(span.ref.entity, other) else other


@evidence(
    Level.DOCUMENT,
    of=lambda shape: shape.rule in _UNDERSTOOD,
    where=lambda span: _country_beside(span) is None,
    other_country="another country is spoken of than its own ({})",
)
def away_from_home(span: Span, around: Around) -> Found:
    """The document speaks of other countries more: "the Foreign Ministry" in news of France is not Iran's."""
    country = span.know.gazetteer[span.ref.entity].country
    return country if country is not None and not around.context.at_home(country) else None


def _may_be_of_several(span: Span) -> bool:
    return span.rivals.shared and span.know.gazetteer[span.ref.entity].country is not None


def is_of_land_spoken_of(span: Span, around: Around) -> bool | None:
    """Whether the country that the paragraph named last is a body's own; None where it named none."""
    own = span.know.gazetteer[span.ref.entity]
    context = around.context
    paragraph = context.text.rfind(_PARAGRAPH, max(0, context.start - _NEAR), context.start)
    for id in context.spoken_before(max(paragraph, context.start - _NEAR)):
        other = span.know.gazetteer[id]
        # Of places without a country those are countries themselves that say so, or whose body it is.
        land = other.country or (id if id == own.country or "iso3166" in other.external else None)
        if land is not None and id != own.id:
            return land == own.country
    return None


@evidence(
    Level.DOCUMENT,
    of=lambda shape: shape.organization and shape.form == "short" and not (shape.derived or shape.single),
    where=_may_be_of_several,
    land_spoken_of="the country that the text named last has another one",
)
def of_other_land(span: Span, around: Around) -> Found:
    """Bodies of several countries share the name: "In Seoul the Constitutional Court" is not Hungary's."""
    return "" if is_of_land_spoken_of(span, around) is False else None


@evidence(
    Level.DOCUMENT,
    of=lambda shape: shape.rule in _UNDERSTOOD,
    where=lambda span: span.rivals.shared and _country_beside(span) is None,
    any_country="several countries have a “{}”",
)
def any_country(span: Span, around: Around) -> Found:
    """Several known bodies have the name when the country is left out: "Foreign Ministry"."""
    return None if around.introduced else span.ref.spelling


@evidence(
    Level.REGION,
    of=lambda shape: shape.place and shape.ends,
    elsewhere="{} lies in another country",
)
def elsewhere(span: Span, around: Around) -> Found:
    """The region after the comma lies in another country: "Paris, Texas"; but "Portland, Maine"."""
    return span.know.regions.elsewhere(span.hit, span.words, around.context)


def is_at_home(span: Span, around: Around) -> bool:
    """Whether the country or region that a place lies in stands behind it, after a comma."""
    whole = around.context.over_comma() if span.shape.ends else ""
    return bool(whole) and span.know.regions.lies_in(span.ref, whole)


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.ends,
    where=lambda span: span.rivals.shared or span.rivals.place,
    own_land="what it lies in stands behind it",
)
def own_land(span: Span, around: Around) -> Found:
    """Of places of one name that in the country after the comma: "Barcelona, Venezuela"."""
    return "" if is_at_home(span, around) else None
