"""What follows a hit: who belongs to it, scores, phrases, signs of money, quotation marks."""

from __future__ import annotations

from resolver.index.derived import OF_BODIES
from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.local_context import DEFINING
from resolver.linking.rivals import SIDES
from resolver.linking.span_candidate import ABBREVIATED
from resolver.linking.tagging import WordTag

_OWN_FOLLOWERS = frozenset({"side", "party"})
_BODY_PARTS = OF_BODIES - SIDES
_LONGEST_CURRENCY = 3


def _may_be_followed(span: Span) -> bool:
    return span.goes_on or bool(span.inner)


@evidence(
    Level.BEHIND,
    of=lambda shape: shape.rule in SIDES or shape.place or shape.organization,
    where=_may_be_followed,
    side_follows="“{}” plays in a team",
    member_follows="“{}” belongs to a body",
    member_follows_place="“{}” belongs to a body rather than to a place",
)
def member(span: Span, around: Around) -> Found:
    """Who follows belongs to a body: "Dolphins receiver", "England captain"; but "Paris coach" drives one."""
    shape, after, cues = span.shape, around.after, span.know.cues
    if span.rivals.side and after in cues.side:
        if shape.rule in SIDES:
            return "side_follows" if shape.rule == "side" else "member_follows", after
        return ("member_follows_place", after) if shape.place else None
    if after not in cues.member or shape.rule in _OWN_FOLLOWERS:
        return None
    if shape.organization:
        # Who has a coach is a team; a part of another body's name is none.
        other = after in cues.side and shape.rule in _BODY_PARTS
        return None if other else ("member_follows", after)
    return ("member_follows_place", after) if shape.place and span.rivals.body else None


@evidence(
    Level.BEHIND,
    of=lambda shape: shape.rule == "party",
    where=_may_be_followed,
    party_member="who follows is one of the party's: “{}”",
)
def party_member(span: Span, around: Around) -> Found:
    """A person behind the party's adjective: "Republican senator"; but "republican ideas"."""
    is_person = span.know.cues.is_person
    return around.after if any(map(is_person, around.following)) else None


@evidence(
    Level.BEHIND,
    of=lambda shape: shape.single and not shape.typed and (shape.rule == "people" or shape.form == "full"),
    where=lambda span: (
        _may_be_followed(span) and (span.shape.rule == "people" or span.word.fold in span.know.demonyms)
    ),
    person_follows="“{}” is one of the people",
)
def person_follows(span: Span, around: Around) -> Found:
    """The adjective of a people describes one of them: "German painter"; but "German bread"."""
    return next(filter(span.know.cues.is_person, around.following), None)


@evidence(
    Level.BEHIND,
    of=lambda shape: shape.single and shape.opens and not shape.loose,
    where=_may_be_followed,
    defined="“{}” says what it is, so it is a name",
)
def defined(span: Span, around: Around) -> Found:
    """A sentence that says what it is has a name for its subject: "Time is a weekly"; not "Time is short"."""
    following = around.following[:2]
    return " ".join(following) if following in DEFINING and around.context.sentence_start() else None


@evidence(Level.BEHIND, where=_may_be_followed, fixed_phrase="with “{}” it is a phrase that means a thing")
def fixed_phrase(span: Span, around: Around) -> Found:
    """A phrase in which the name means a thing: "Brussels sprouts"; but "Brussels sprawls"."""
    phrase = f"{span.words[span.hit.last - 1].fold} {around.after}"
    return around.after if phrase in span.know.cues.phrases else None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.how == ABBREVIATED,
    attributive="“{}” before a noun is an adjective",
    attributive_with_article="“{}” before a noun is an adjective, though its article stands before",
)
def attributive(span: Span, around: Around) -> Found:
    """The letters of a country before a noun: "U.S. officials"; but "in the U.S. and Japan"."""
    context, hit = around.context, span.hit
    titled = not span.shape.ends and span.words[hit.last].role in (WordTag.ROLE, WordTag.TITLE)
    if not (titled or context.noun_behind(hit.end)) or context.headline():
        return None
    return "attributive_with_article" if context.article(hit.start) else "attributive", span.ref.spelling


def _may_be_money(span: Span) -> bool:
    return len(span.words[-1].text) <= _LONGEST_CURRENCY


@evidence(
    Level.AROUND,
    of=lambda shape: shape.ends,
    where=_may_be_money,
    currency="“{}” before a sign of money names the money",
)
def currency(span: Span, around: Around) -> Found:
    """Letters before a sign of money name the money: "US$"; but "US dollars"."""
    return span.words[-1].text if around.context.currency() else None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.opens and shape.ends and not shape.person and not shape.place,
    quoted="the title “{}” stands in quotation marks",
)
def quoted(span: Span, around: Around) -> Found:
    """A work's title stands in quotation marks: “Hamlet”; but a person's nickname may too."""
    return span.ref.spelling if around.context.quoted() else None
