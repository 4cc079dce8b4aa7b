"""The capitalised words beside a hit, and how much they say against it: "Paris Hilton", "Bank of Baku"."""

from __future__ import annotations

import re
from itertools import takewhile

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.local_context import BEFORE_DATES
from resolver.linking.tagging import Gap, Word, WordTag

# How much a neighbour says: the names of the weights, from the most to the least.
_GIVEN, _STRONG, _PLAIN, _WEAK, _FAINT = (
    "beside_given_name", "beside_strong", "beside_plain", "beside_weak", "beside_faint",
)  # fmt: skip
_SAYS = {
    _GIVEN: "with “{}” beside it, it is somebody else",
    _STRONG: "with “{}” beside it, it is another name",
    _PLAIN: "with “{}” beside it, it is another name as a rule",
    _WEAK: "with “{}” beside it, it may be part of a longer name",
    _FAINT: "“{}” beside it mostly belongs to it, or describes it",
}
# In a headline every word has a capital, so neighbours say less.
_IN_HEADLINE = {_GIVEN: _GIVEN, _STRONG: _PLAIN, _PLAIN: _WEAK, _WEAK: _FAINT, _FAINT: None}
# What words before a name of some kind say: a noun that opens a sentence, a common word, an unknown name.
_BEFORE = {
    "person": (None, _FAINT, _WEAK),  # "Striker Wayne Rooney", but "Mary Anne Boillon"
    "short": (_PLAIN, _WEAK, _GIVEN),  # "Письмо Путину", "Grace Kelly", "Mehriban Aliyeva"
    "place": (_FAINT, _PLAIN, _PLAIN),  # "Air France", "Villeneuve Paris"
    "thing": (_FAINT, _WEAK, _FAINT),  # "Royal Air Force", "Warner Everest Medicines"
    "demonym": (_FAINT, _FAINT, _FAINT),  # "Afro French"
    "acronym": (_FAINT, _FAINT, _FAINT),  # "State TV NBC", "Banco BBVA"
}
# What words behind it say: an ordinary word, a word for what things are, an unknown name.
_BEHIND = {
    "person": (
        _FAINT,
        _STRONG,
        _STRONG,
    ),  # "Emmanuel Macron Read more", "… Foundation", "James O'Brien Smith"
    "short": (_PLAIN, _STRONG, _GIVEN),  # "Kennedy Space", "Kennedy Center", "Paris Hilton"
    "place": (_PLAIN, _STRONG, _STRONG),  # "Paris Match", "Washington Post", "Paris Hilton"
    "thing": (_PLAIN, _STRONG, _WEAK),  # "Trend Line", "United Nations Plaza", "Trend Micro"
    "demonym": (_PLAIN, _PLAIN, _STRONG),  # "French Press", "French Government", "French Guiana"
    "acronym": (None, _FAINT, _WEAK),  # "NEC Completes", "UN Office", "NEC Nijmegen"
}
_COMMON = frozenset({WordTag.GENERIC, WordTag.ORDINARY, WordTag.LEGAL})
_UNKNOWN = _COMMON | {WordTag.NAME, WordTag.FEATURE, WordTag.INITIAL}
_HEADS = frozenset({WordTag.GENERIC, WordTag.FEATURE, WordTag.NAME})
_BESIDE_NAMES = frozenset({WordTag.GENERIC, WordTag.FEATURE, WordTag.LEGAL})
_NAMES = frozenset({WordTag.NAME, WordTag.INITIAL})
_SILENT_BEHIND = frozenset(WordTag) - _UNKNOWN
_WORDS_TOO = frozenset({WordTag.OPENER, WordTag.DATE, WordTag.TITLE})
_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")
# How far behind the first word of a firm's name its legal form stands.
_LONGEST_FIRM = 3
# Shorter words that open sentences are hardly meant as names: "So", "An".
_SHORTEST_NAME = 3
# Where it stands, a noun begins, and what was named before is another thing: "London the Bank of England".
_ARTICLE = "the"


def _heard(span: Span) -> bool:
    """Where no capitals show what is a name, only short names break on their neighbours."""
    return not span.analysis.uncased or span.shape.neighbours == "short"


def _both_peoples(span: Span, other: Word) -> bool:
    """ "a British-American film" is of both countries."""
    return span.shape.neighbours == "demonym" and other.fold in span.know.demonyms


def _headline(span: Span, around: Around) -> bool:
    return span.analysis.all_caps or around.context.headline()


def _told(found: tuple[str | None, str] | None, around: Around) -> Found:
    strength, word = found or (None, "")
    if strength is not None and around.context.headline():
        strength = _IN_HEADLINE[strength]
    return None if strength is None else (strength, word)


# -- before it ------------------------------------------------------------------------------------------


def _before_may_speak(span: Span) -> bool:
    left = span.before
    if left is None:
        return False
    if left.role in _UNKNOWN:
        return _left_may_speak(span, left)
    if left.role is WordTag.CONNECTOR:
        return _bound_may_speak(span, left)
    return left.role in _WORDS_TOO and _may_be_given(span, left)


@evidence(Level.AROUND, of=lambda shape: not shape.opens, where=_before_may_speak, amount=None, **_SAYS)
def before(span: Span, around: Around) -> Found:
    """A capitalised word before it: "Mehriban Aliyeva", "Bank of Baku"; but "President of Azerbaijan"."""
    left = span.before
    if left is None:
        return None
    if left.role in _UNKNOWN:
        return _told(_left(span, left, around), around)
    return _told((_bound if left.role is WordTag.CONNECTOR else _given_name)(span, left, around), around)


def _left_may_speak(span: Span, left: Word) -> bool:
    gap = span.word.gap
    if gap is Gap.OTHER or gap is Gap.LINE or not _heard(span):
        return False  # "Europe & Asia", "Paris/London"
    if gap is Gap.HYPHEN and _both_peoples(span, left):
        return False
    if not span.known[span.hit.first - 1]:
        return True
    if span.shape.place:
        return _is_somebody(span, left)
    # "Rebecca Santana" is a name, whatever else is called Rebecca.
    called = left.fold in span.know.given or span.know.is_given_name(left.fold)
    return span.shape.person and span.shape.neighbours == "short" and called


def _is_somebody(span: Span, left: Word) -> bool:
    """Whether two names of places are a person's: "Santiago Lima", "Florence Paris"."""
    word = span.word
    return _is_plain_place(span) and word.start - left.end == 1 and _are_one_persons(span, left, word)


def _is_plain_place(span: Span) -> bool:
    return span.shape.place and span.shape.single and span.shape.form == "full"


def _are_one_persons(span: Span, first: Word, second: Word) -> bool:
    """Whether two words may be somebody's, and one of them hardly anything else."""
    know = span.know
    called = know.is_called(first.fold) or know.is_called(second.fold)
    return called and know.is_borne(first.fold) and know.is_borne(second.fold)


def _left(span: Span, word: Word, around: Around) -> tuple[str | None, str] | None:
    if word.role is WordTag.INITIAL and word.fold in span.know.titles and not around.context.english():
        return (_STRONG, word.text) if span.shape.place else None  # French "M. Macron", "M. Jordan"
    kind, know = span.shape.neighbours, span.know
    if kind == "demonym" and span.shape.ends and span.shape.single and word.role is WordTag.NAME:
        return (
            _GIVEN if know.is_given_name(word.fold) else _FAINT
        ), word.text  # "Volker Türk", "Afro French"
    given = kind == "short" and word.fold in know.of_people  # "Grant Macron Wins"
    if word.role is WordTag.ORDINARY and _headline(span, around) and not given:
        return None
    if span.word.gap is Gap.HYPHEN:
        return _WEAK, word.text  # "Aix-Paris"
    if kind == "short" and span.shape.person and word.role is WordTag.NAME and know.is_given_name(word.fold):
        return _GIVEN, word.text
    if kind == "place" and know.is_called(word.fold) and not span.shape.derived:
        return (
            (_STRONG, word.text)
            if not _headline(span, around) or not span.known[span.hit.first - 1]
            else None
        )
    if word.fold in know.given and kind in ("place", "short") and not span.shape.derived:
        return _STRONG, word.text  # "Sam Houston"
    if span.analysis.all_caps and word.role is WordTag.NAME and not around.context.english():
        return None  # of other languages the ordinary words are not known
    opening, common, unknown = _BEFORE[kind]
    if _noun_opens(span, around):
        return opening, word.text
    if word.role in _COMMON:
        if kind == "short" and (given or know.is_given_name(word.fold)):
            return _GIVEN, word.text  # "Grant Macron", "Hunter Biden"
        several = word.role is WordTag.ORDINARY and not span.shape.single
        return _WEAK if kind == "place" and several else common, word.text  # "Leave New Jersey"
    # "USS Dwight D. Eisenhower" is named after the person.
    letters = kind == "person" and word.text.isupper() and not span.analysis.all_caps
    return _PLAIN if letters else unknown, word.text


def _noun_opens(span: Span, around: Around) -> bool:
    """Only of English do we know the ordinary words; elsewhere any noun may open the sentence."""
    context = around.context
    opens = span.hit.first == 1 and context.sentence_start() and not context.english()
    return opens or context.nouns_capitalised()


def _may_be_given(span: Span, left: Word) -> bool:
    """Whether the word before it is a given name that is a month, a title or a small word as well."""
    if span.shape.neighbours not in ("short", "place") or span.word.gap not in (Gap.SPACE, Gap.LINE):
        return False
    if len(left.fold) < _SHORTEST_NAME or not left.text[0].isupper() or span.analysis.all_caps:
        return False
    if left.role is WordTag.TITLE:
        return left.fold in span.know.of_people  # "Don", not "King"
    return span.know.is_given_name(left.fold)


def _given_name(span: Span, left: Word, around: Around) -> tuple[str | None, str] | None:
    """A given name that is a word as well: "He met June Biden", "Will Macron"; but "in June Biden left"."""
    context, first = around.context, span.hit.first
    if context.headline() and first == 1:
        return None  # "Will Macron Win?"
    opens = first == 1 and context.sentence_start()
    if left.role is WordTag.DATE:
        if first == 1 and context.dated():
            return None
        if first > 1 and _opens_date(span.words[first - 2], context.english()):
            return None  # "In May Macron left", but "Later June Macron left"
        if opens and left.fold not in span.know.of_people and not context.english():
            return None
    elif left.role is WordTag.OPENER and opens and not _may_open_as_name(span, left, around):
        return None
    return _STRONG if span.shape.neighbours == "place" else _GIVEN, left.text


def _opens_date(word: Word, english: bool) -> bool:
    """Whether what stands behind the word is a date where it may be one."""
    opens = word.role is WordTag.OPENER and (not english or word.fold in BEFORE_DATES)
    return opens or word.role is WordTag.NUMBER


def _may_open_as_name(span: Span, left: Word, around: Around) -> bool:
    """ "Will Macron go?" asks; in other languages more such words open sentences than are known as names."""
    context, know = around.context, span.know
    if context.english():
        return left.fold in know.of_people and not context.asks()
    return bool(context.languages) and not know.opens_sentences(left.fold, context.languages)


def _head(span: Span) -> int:
    """Where the word stands that small words bind to the hit: "Bank of"; -1 for none."""
    at = span.hit.first - 1
    while at >= 0 and span.words[at].role is WordTag.CONNECTOR:
        at -= 1
    return at


def _bound_may_speak(span: Span, left: Word) -> bool:
    if span.word.gap is Gap.OTHER or not _heard(span):
        return False
    at = _head(span)
    if at < 0 or left.fold in span.know.and_:
        return False
    role = span.words[at].role
    if span.shape.person:
        if span.words[at].fold in span.know.larger:
            return role in _COMMON or role is WordTag.NAME
        return role is WordTag.NAME and left.fold in span.know.family_words
    whole = not span.shape.single and not span.shape.derived
    return (
        role in _HEADS and not whole and not span.known[at] and (role is not WordTag.NAME or span.shape.place)
    )


def _bound(span: Span, left: Word, around: Around) -> tuple[str | None, str] | None:
    """ "Bank of Baku" is a name of its own; but "President of Azerbaijan" is not."""
    at = _head(span)
    head = span.words[at]
    if span.shape.person:
        if head.fold in span.know.larger:  # "the Friends of John Tallow"; but "Friends of his said"
            larger = head.role is not WordTag.GENERIC and not (at == 0 and around.context.sentence_start())
            return (_STRONG, head.text) if larger else None
        return _BEFORE[span.shape.neighbours][2], head.text
    if head.role is WordTag.NAME and at == 0 and around.context.sentence_start():
        return None
    return _FAINT if _has_own_name(span, at) else _PLAIN, f"{head.text} {left.text}"


def _has_own_name(span: Span, at: int) -> bool:
    """ "Delta Springs Service of Paramus" has its own name before it says where it is.

    Not so "London the Bank of England", nor a body of a whole country: "Christian Association of Chad".
    """
    if span.words[at].role is WordTag.GENERIC and span.word.fold in span.know.names_of_lands:
        return False
    own = takewhile(lambda w: w.fold != _ARTICLE, reversed(span.words[:at]))
    return any(w.role in _NAMES and w.gap is not Gap.LINE for w in own)


# -- behind it ------------------------------------------------------------------------------------------


def _behind_may_speak(span: Span) -> bool:
    last = span.hit.last
    right = span.words[last]
    kind = span.shape.neighbours
    if _goes_on(span, right):
        return True
    if right.role is WordTag.SUFFIX:
        return kind in ("person", "short")
    if right.gap is Gap.LINE or right.gap is Gap.OTHER or not _heard(span) or _is_own_form(span, right):
        return False
    # "Donald Trump Jr." is not Donald, nor "Rashid Aliyev" another Rashid.
    given = span.shape.person and kind == "short" and span.know.is_given_name(span.word.fold)
    if span.known[last] and not given:
        return _is_called_by_family(span, right)
    beyond = span.words[last + 1] if last + 1 < len(span.words) else None
    if right.role is WordTag.NUMBER:
        # "France 24"; but "left Norfolk 22 October", "beat Chelsea 3-2"
        dated = beyond is not None and (
            beyond.role is WordTag.DATE or (beyond.role is WordTag.NUMBER and beyond.gap is Gap.HYPHEN)
        )
        return kind not in ("person", "demonym") and right.gap is Gap.SPACE and not dated
    if right.role is WordTag.CONNECTOR and kind == "short" and right.fold in span.know.family_words:
        # "Charles de Gaulle" is nobody who is called Charles.
        own = right.fold not in span.know.and_ and span.shape.person
        return own and beyond is not None and beyond.role is WordTag.NAME and not span.known[last + 1]
    if right.role is WordTag.CONNECTOR:
        # "Vienna Convention on Roads" is not that on Diplomatic Relations; but "Green Bay and Dallas"
        if span.shape.rule != "first words" or beyond is None or right.fold in span.know.and_:
            return False
        return beyond.role not in _SILENT_BEHIND and not span.known[last + 1]
    if right.role in _SILENT_BEHIND or (right.gap is Gap.HYPHEN and _both_peoples(span, right)):
        return False
    if kind == "thing" and right.fold in span.know.persons:
        # "Queensland Government Botanist", but not "Verdana University Graduate School"
        return beyond is not None and beyond.role not in _NAMES
    return True


def _is_called_by_family(span: Span, right: Word) -> bool:
    """The same of the first of two names of places, "Santiago Lima", and before a known family name."""
    if _is_plain_place(span) and right.gap is Gap.SPACE and span.know.is_called(span.word.fold):
        behind = [h.ref.type for h in span.analysis.hits if h.first == span.hit.last]
        if "person" in behind and "place" not in behind:
            return True  # "Georgia Meloni"
    return (
        _is_plain_place(span)
        and right.start - span.word.end == 1
        and _are_one_persons(span, span.word, right)
    )


def _is_own_form(span: Span, right: Word) -> bool:
    """Whether it is a body's legal form, which belongs to its name: "Oxbow Mils Ltd"."""
    shape = span.shape
    return right.role is WordTag.LEGAL and shape.fuzzy and shape.organization and not shape.derived


def _goes_on(span: Span, right: Word) -> bool:
    """Whether the words behind it make the name of something larger: "John Tallow & Sons"."""
    kind = span.shape.neighbours
    if kind == "place" or (kind == "thing" and span.shape.derived and right.role is not WordTag.LEGAL):
        return _begins_firm(span)
    larger = right.fold in span.know.larger and right.text[0].isupper()
    return (larger or _begins_body(span)) if kind == "person" else larger and span.shape.fuzzy


def _begins_body(span: Span) -> bool:
    """Whether a body is called after the person, and a word more: "John Tallow Appreciation Society"."""
    behind = span.words[span.hit.last : span.hit.last + 2]
    capitals = all(w.gap is Gap.SPACE and w.text[0].isupper() and len(w.text) > 1 for w in behind)
    return len(behind) == 2 and capitals and behind[0].role in _COMMON and behind[1].role is WordTag.GENERIC


def _begins_firm(span: Span) -> bool:
    """Whether a firm is called after the place, or after what the club is: "Bristol Marsh Limited"."""
    for word in span.words[span.hit.last : span.hit.last + _LONGEST_FIRM]:
        if word.role is WordTag.LEGAL:
            return True
        if word.gap not in (Gap.SPACE, Gap.OTHER) or word.text[0].islower():
            return False
    return False


@evidence(Level.AROUND, of=lambda shape: not shape.ends, where=_behind_may_speak, amount=None, **_SAYS)
def behind(span: Span, around: Around) -> Found:
    """A capitalised word behind it: "Paris Hilton", "Baku Boulevard"; but in a headline all have capitals."""
    if _person_behind(span, around):
        return None
    return _told(_right(span, span.words[span.hit.last], around), around)


def _right(span: Span, word: Word, around: Around) -> tuple[str | None, str] | None:
    kind = span.shape.neighbours
    if word.role is WordTag.SUFFIX:  # "Kennedy III"; but the gazetteer may only leave "PhD" out
        return _GIVEN if span.know.is_generation(word.fold) else _PLAIN, word.text
    if word.role is WordTag.NUMBER:
        if around.context.counts():
            return None
        return _WEAK if kind == "place" and _YEAR.fullmatch(word.text) else _PLAIN, word.text
    if word.role is WordTag.CONNECTOR:
        return _GIVEN if span.shape.person else _WEAK, word.text
    if _goes_on(span, word):
        return _STRONG, word.text
    if word.role is WordTag.ORDINARY and _headline(span, around):
        return None
    if word.gap is Gap.HYPHEN:
        return _PLAIN, word.text  # "Paris-Roubaix"
    if kind == "place" and (found := _right_of_place(span, word, around)) is not None:
        return found
    ordinary, common, unknown = _BEHIND[kind]
    if word.role is WordTag.ORDINARY:
        return ordinary, word.text
    if word.role in _BESIDE_NAMES:
        return common, word.text
    if span.analysis.all_caps and word.role is WordTag.NAME and not around.context.english():
        return None
    return unknown, word.text


def _right_of_place(span: Span, word: Word, around: Around) -> tuple[str | None, str] | None:
    """What only is so of places: nothing where they are like other names."""
    if word.role is WordTag.ORDINARY:
        # Of what the text is about it may say anything: "support for Armenia Read later".
        if around.context.often(span.ref.entity):
            return _WEAK, word.text
        borne = span.shape.single and span.word.fold in span.know.of_people
        return (_GIVEN, word.text) if borne else None  # "Austin Bell"
    if span.known[span.hit.last] and _headline(span, around):
        return None, word.text  # "Israel Lebanon Deal Holds"
    if span.analysis.all_caps and not around.context.english():
        return None
    if word.role is WordTag.NAME and span.shape.single and span.know.is_given_name(span.word.fold):
        return _GIVEN, word.text  # "Jordan Wexley"
    return None


def _person_behind(span: Span, around: Around) -> bool:
    """ "In Geneva Andriy Yermak spoke": a place says where, and somebody's full name begins the sentence."""
    if span.shape.neighbours != "place":
        return False
    know, (given, *rest) = span.know, span.words[span.hit.last :]
    before = around.context.before() if span.before is None else span.before.fold
    borne = span.word.fold in know.of_people or know.is_given_name(span.word.fold)
    named = bool(rest) and given.role is WordTag.NAME and rest[0].role in _NAMES
    return named and not borne and before in know.cues.place_cues and know.is_given_name(given.fold)


@evidence(
    Level.AROUND,
    of=lambda shape: shape.person and shape.ends,
    beside_given_name=_SAYS[_GIVEN],
)
def over_comma(span: Span, around: Around) -> Found:
    """Another behind a comma: "Walter Brandt, Jr.", "Macron, Brigitte"; but he himself may be the junior."""
    generation = around.context.generation()
    if generation:
        return None if generation in span.ref.tokens else generation
    given = around.context.given_behind() if span.shape.neighbours == "short" else ""
    own = not given or not span.know.is_given_name(given) or span.know.has_word(span.ref.entity, given)
    return None if own else given
