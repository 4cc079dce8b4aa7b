"""Words that also mean something else: ordinary words, common names, parts that several entities share."""

from __future__ import annotations

from resolver.linking.evidence.feature import Around, Found, Level, Shape, Span, evidence
from resolver.linking.local_context import INSIDE
from resolver.linking.rivals import PARTS
from resolver.linking.span_candidate import ABBREVIATED
from resolver.linking.tagging import WordTag

_ENDS = frozenset({"head", "head of a team", "tail"})
_WORDS = frozenset({WordTag.ORDINARY, WordTag.OPENER})
# Rules that need a cue of their own, with which it matters little that the name is common; a place without
# its region goes by its whole name besides.
_OWN_CUES = frozenset({"side", "regnal name", "without region"})
# Shorter parts of names are shared by too many.
_LONG = 6
_LETTERS = 2


def _is_part(shape: Shape) -> bool:
    """One word of a longer name."""
    return shape.derived and shape.single and shape.form == "short" and shape.rule not in _OWN_CUES


def _is_common(span: Span) -> bool:
    return span.word.fold in span.know.common


def _rarity(span: Span) -> Found:
    word = span.word
    if span.ref.spelling.isupper() and len(word.fold) > _LETTERS and word.text.isupper():
        return "letters_part", span.ref.spelling
    if len(word.fold) >= _LONG and word.role is WordTag.NAME:
        return "rare_end" if span.shape.rule in _ENDS else "rare_part", word.fold
    return None


@evidence(
    Level.CHUNK,
    of=_is_part,
    letters_part="“{}” is a part in capitals, as good as an acronym",
    rare_end="“{}” is a long word and no common one",
    rare_part="“{}” is a long word and no common name",
)
def rare_part(span: Span) -> Found:
    """A part that little else is called: "Goldman"; but "Springfield" is long too."""
    return None if _is_common(span) else _rarity(span)


@evidence(
    Level.DOCUMENT,
    of=_is_part,
    where=_is_common,
    common_part="many are called “{}”",
    letters_part="“{}” is a part in capitals, as good as an acronym",
    rare_end="“{}” is a long word and no common one",
    rare_part="“{}” is a long word and no common name",
)
def common_part(span: Span, around: Around) -> Found:
    """A part that many names share: "John"; but not where the document names this one in full."""
    return _rarity(span) if around.introduced else ("common_part", span.word.fold)


@evidence(
    Level.DOCUMENT,
    of=_is_part,
    where=lambda span: span.rivals.shared,
    shared_part="several known entities may be called “{}”",
)
def shared_part(span: Span, around: Around) -> Found:
    """Several known entities have this part: "Clinton"; but not where one is named in full."""
    return None if around.introduced else span.ref.spelling


@evidence(
    Level.CHUNK, of=lambda shape: shape.rule in PARTS, listed_elsewhere="another entity is listed as “{}”"
)
def listed_elsewhere(span: Span) -> Found:
    """A part of a body's name is another's whole name: "Chelsea" the district; but fans mean the club."""
    return span.ref.spelling if span.rivals.listed else None


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.single and shape.rule == "without article",
    bare_word="without its article “{}” is an ordinary word",
)
def bare_word(span: Span) -> Found:
    """A name that needs its article: "Sun" for The Sun; but not "Gambia"."""
    return span.ref.spelling if span.word.role in _WORDS else None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.single and shape.form == "full" and not shape.typed,
    where=lambda span: span.word.fold in span.know.demonyms and not span.word.fold.endswith("s"),
    language_word="“{}” is rather an adjective than the language",
)
def language_word(span: Span, around: Around) -> Found:
    """A language that is an adjective too: "French press"; but "in French" is the language."""
    spoken = span.shape.opens and around.context.before() in span.know.cues.language_cues
    return None if spoken else span.ref.spelling


@evidence(
    Level.AROUND,
    of=lambda shape: shape.form == "acronym" and shape.derived,
    where=lambda span: span.word.role in _WORDS,
    ordinary_acronym="“{}” is a word in capitals",
)
def ordinary_acronym(span: Span, around: Around) -> Found:
    """Letters that are a word in capitals: "IT"; but a coach behind them is an acronym's."""
    if around.introduced:
        return None
    if span.shape.organization and not span.analysis.all_caps:
        cues, after = span.know.cues, span.after(around.context)
        if after in cues.member and after in cues.side:
            return None
    return span.word.text


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.how == ABBREVIATED and not (shape.form == "acronym" and shape.derived),
    ordinary_acronym="“{}” is a word in capitals",
)
def ordinary_abbreviation(span: Span) -> Found:
    """In a headline in capitals any word looks like an abbreviation: "MISS" is no Mississippi there."""
    return span.word.text if span.analysis.all_caps and span.word.role in _WORDS else None


def _may_be_ordinary(shape: Shape) -> bool:
    return shape.single and shape.form not in ("acronym", "demonym")


@evidence(
    Level.CHUNK,
    of=_may_be_ordinary,
    ordinary_word="texts use the word otherwise too ({})",
    ordinary_part="texts use the word otherwise too ({})",
)
def ordinary(span: Span) -> Found:
    """A word that texts use without a name's meaning: "Nice"; but "ChunkAnalysis" may be the town."""
    role = span.word.role
    if role is WordTag.NAME:
        return None
    return "ordinary_part" if span.shape.loose else "ordinary_word", role.value


@evidence(
    Level.AROUND,
    of=_may_be_ordinary,
    where=lambda span: span.word.role is not WordTag.NAME,
    ordinary_at_start="its letters do not tell here whether it is a name",
    ordinary_date="days and months have capitals, whatever is called after them",
    ordinary_beside="the text has the word in small letters too",
)
def ordinary_here(span: Span, around: Around) -> Found:
    """The capital says nothing: "Nice try", "on Friday"; but who follows may tell that it is a name."""
    context = around.context
    small = span.analysis.uncased and span.word.text.islower()
    starts = small or (span.shape.opens and (context.sentence_start() or span.analysis.all_caps))
    if starts and not _followed_by_member(span, around) and not (span.shape.ends and context.quoted()):
        return "ordinary_at_start", ""
    if span.word.role is WordTag.DATE and not span.shape.loose:
        return "ordinary_date", ""
    return ("ordinary_beside", "") if context.in_small_letters(span.word.fold) else None


def _followed_by_member(span: Span, around: Around) -> bool:
    if not span.shape.organization:
        return False
    return span.after(around.context) in span.know.cues.member


@evidence(
    Level.AROUND,
    of=lambda shape: _may_be_ordinary(shape) and shape.ends and not shape.typed,
    where=lambda span: span.word.role is WordTag.DATE,
    month_alone="no day and no year stands beside it, behind “{}”",
)
def month_alone(span: Span, around: Around) -> Found:
    """A month by itself is meant as the month: "in August"; but not "on 3 August"."""
    inside = span.before.fold if span.before is not None else around.context.before()
    return inside if inside in INSIDE else None
