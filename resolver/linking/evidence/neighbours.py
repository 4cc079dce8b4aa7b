"""The capitalised words beside a hit, and what they say against it: "Paris Hilton", "Bank of Baku"."""

from __future__ import annotations

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.tagging import Gap, Word, WordTag

_COMMON = frozenset({WordTag.GENERIC, WordTag.ORDINARY, WordTag.LEGAL})
_UNKNOWN = _COMMON | {WordTag.NAME, WordTag.FEATURE, WordTag.INITIAL}
_HEADS = frozenset({WordTag.GENERIC, WordTag.FEATURE, WordTag.NAME})
_SILENT_BEHIND = frozenset(
    {
        WordTag.TITLE,
        WordTag.ROLE,
        WordTag.CONNECTOR,
        WordTag.OPENER,
        WordTag.ENDING,
        WordTag.LOWER,
        WordTag.DATE,
        WordTag.SUFFIX,
        WordTag.NUMBER,
    }
)


def _heard(span: Span) -> bool:
    """Where no capitals show what is a name, only short names break on their neighbours."""
    return not span.analysis.uncased or span.shape.neighbours == "short"


def _both_peoples(span: Span, other: Word) -> bool:
    """ "a British-American film" is of both countries."""
    return span.shape.neighbours == "demonym" and other.fold in span.know.demonyms


def _headline(span: Span, around: Around) -> bool:
    return span.analysis.all_caps or around.context.headline()


# -- before it ------------------------------------------------------------------------------------------


def _left_may_speak(span: Span) -> bool:
    left = span.before
    if left is None or left.role not in _UNKNOWN or not _heard(span):
        return False
    gap = span.word.gap
    if gap is Gap.OTHER or gap is Gap.LINE:
        return False  # "Europe & Asia", "Paris/London"
    if gap is Gap.HYPHEN and _both_peoples(span, left):
        return False
    if not span.known[span.hit.first - 1]:
        return True
    # "Rebecca Santana" is a name, whatever else is called Rebecca.
    return span.ref.type == "person" and span.shape.neighbours == "short" and left.fold in span.know.given


@evidence(
    Level.AROUND,
    of=lambda shape: not shape.opens,
    where=_left_may_speak,
    left_hyphen="it is half of a compound with “{}”",
    left_given="the given name “{}” before it makes a person",
    left_opening_short="the sentence opens with “{}”, but that may be a given name",
    left_opening_place="the sentence opens with “{}”",
    left_opening_thing="the sentence opens with “{}”",
    left_opening_demonym="the sentence opens with “{}”",
    left_opening_acronym="the sentence opens with “{}”",
    left_common_person="“{}” before it mostly describes the person",
    left_common_short="“{}” before it may be a given name",
    left_common_place="with “{}” before it, it may be part of a longer name",
    left_common_thing="with “{}” before it, it may be part of a longer name",
    left_common_demonym="“{}” bears the adjective company",
    left_common_acronym="“{}” before the letters mostly describes them",
    left_letters_person="with the letters “{}” before it, it is named after the person",
    left_unknown_person="“{}” before it is another given name",
    left_unknown_short="“{}” before it is another given name",
    left_unknown_place="with “{}” before it, it may be part of a longer name",
    left_unknown_thing="with “{}” before it, it may be part of a longer name",
    left_unknown_demonym="with “{}” before it, it may be part of a longer name",
    left_unknown_acronym="with “{}” before it, it may be part of a longer name",
)
def left(span: Span, around: Around) -> Found:
    """A capitalised word before it: "Mehriban Aliyeva", "New Baku"; but in a headline all are capitalised."""
    word = span.before
    if word is None or _left_is_silent(span, word, around):
        return None
    kind = span.shape.neighbours
    if span.word.gap is Gap.HYPHEN:
        return "left_hyphen", word.text
    if (
        kind == "short"
        and span.shape.person
        and word.role is WordTag.NAME
        and span.know.is_given_name(word.fold)
    ):
        return "left_unknown_short", word.text
    if word.fold in span.know.given and kind in ("place", "short") and not span.shape.derived:
        return "left_given", word.text
    if span.analysis.all_caps and word.role is WordTag.NAME and not around.context.english():
        return None  # of other languages the ordinary words are not known
    if _noun_opens(span, around):
        return None if kind == "person" else (f"left_opening_{kind}", word.text)
    if word.role in _COMMON:
        opens = span.hit.first == 1 and around.context.sentence_start()
        if kind == "short" and (
            word.fold in span.know.of_people or (not opens and span.know.is_given_name(word.fold))
        ):
            return "left_unknown_short", word.text  # "Grant Macron", "Hunter Biden"
        return f"left_common_{kind}", word.text
    letters = kind == "person" and word.text.isupper() and not span.analysis.all_caps
    return "left_letters_person" if letters else f"left_unknown_{kind}", word.text


def _left_is_silent(span: Span, word: Word, around: Around) -> bool:
    if word.role is WordTag.INITIAL:
        return word.fold in span.know.titles and not around.context.english()  # French "M. Macron"
    return word.role is WordTag.ORDINARY and _headline(span, around)


def _noun_opens(span: Span, around: Around) -> bool:
    """Only of English do we know the ordinary words; elsewhere any noun may open the sentence."""
    context = around.context
    opens = span.hit.first == 1 and context.sentence_start() and not context.english()
    return opens or context.nouns_capitalised()


_WORDS_TOO = frozenset({WordTag.OPENER, WordTag.DATE, WordTag.TITLE})
# Shorter words that open sentences are hardly meant as names: "So", "An".
_SHORTEST_NAME = 3


def _may_be_given(span: Span) -> bool:
    """Whether the word before it is a given name that is a month, a title or a small word as well."""
    left = span.before
    if left is None or left.role not in _WORDS_TOO or span.word.gap not in (Gap.SPACE, Gap.LINE):
        return False
    if len(left.fold) < _SHORTEST_NAME or not left.text[0].isupper() or span.analysis.all_caps:
        return False
    if left.role is WordTag.TITLE:
        return left.fold in span.know.of_people  # "Don", not "King"
    return span.know.is_given_name(left.fold)


def _may_open_as_name(span: Span, left: Word, around: Around) -> bool:
    """ "Will Macron go?" asks; in other languages more such words open sentences than are known as names."""
    context = around.context
    if left.fold not in span.know.of_people or context.asks():
        return False
    return context.english() or not span.know.opens_sentences(left.fold, context.languages)


@evidence(
    Level.AROUND,
    of=lambda shape: not shape.opens and shape.neighbours in ("short", "place"),
    where=_may_be_given,
    left_given="the given name “{}” before it makes a person",
    left_unknown_short="“{}” before it is another given name",
)
def given_name(span: Span, around: Around) -> Found:
    """A given name that is a word as well: "He met June Biden", "Will Macron"; but "in June Biden left"."""
    left, context = span.before, around.context
    if left is None or context.headline():
        return None
    opens = span.hit.first == 1 and context.sentence_start()
    if left.role is WordTag.DATE:
        if span.hit.first == 1 and context.dated():
            return None
        if span.hit.first > 1 and span.words[span.hit.first - 2].role in (WordTag.NUMBER, WordTag.OPENER):
            return None  # "In May Macron left"
        if opens and left.fold not in span.know.of_people and not context.english():
            return None
    elif left.role is WordTag.OPENER and opens and not _may_open_as_name(span, left, around):
        return None
    return "left_given" if span.shape.neighbours == "place" else "left_unknown_short", left.text


def _head(span: Span) -> int:
    """Where the word stands that a small word binds to the hit: "Bank of"; -1 for none."""
    if span.before is None or span.before.role is not WordTag.CONNECTOR:
        return -1
    at = span.hit.first - 1
    while at >= 0 and span.words[at].role is WordTag.CONNECTOR:
        at -= 1
    return at


def _bound_may_speak(span: Span) -> bool:
    if span.before is None or span.word.gap is Gap.OTHER or not _heard(span):
        return False
    at = _head(span)
    if at < 0 or span.before.fold in span.know.and_:
        return False
    role = span.words[at].role
    if span.shape.person:
        return role is WordTag.NAME and span.before.fold in span.know.family_words
    whole = not span.shape.single and not span.shape.derived
    return (
        role in _HEADS and not whole and not span.known[at] and (role is not WordTag.NAME or span.shape.place)
    )


@evidence(
    Level.AROUND,
    of=lambda shape: not shape.opens,
    where=_bound_may_speak,
    inside_of_name="“{}” makes it part of a longer name",
    after_name="a whole name stands before “{}”, which says where it is",
    left_unknown_person="“{}” before it is another given name",
    left_unknown_short="“{}” before it is another given name",
)
def bound(span: Span, around: Around) -> Found:
    """ "Bank of Baku" is a name of its own; but "President of Azerbaijan" is not."""
    at, before = _head(span), span.before
    if before is None:
        return None
    head = span.words[at]
    if span.shape.person:
        return f"left_unknown_{span.shape.neighbours}", head.text
    if head.role is WordTag.NAME and at == 0 and around.context.sentence_start():
        return None
    # "Delta Springs Service of Paramus" has its own name before it says where it is.
    own = at > 0 and any(
        w.role in (WordTag.NAME, WordTag.INITIAL) and w.gap is not Gap.LINE for w in span.words[:at]
    )
    return "after_name" if own else "inside_of_name", f"{head.text} {before.text}"


# -- behind it ------------------------------------------------------------------------------------------


def _right(span: Span) -> Word | None:
    """The word behind it, where that may belong to the same name."""
    if span.shape.ends or not _heard(span):
        return None
    right = span.words[span.hit.last]
    return None if right.gap in (Gap.LINE, Gap.OTHER) or span.known[span.hit.last] else right


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.neighbours in ("person", "short") and not shape.ends,
    right_suffix="“{}” stands behind the name, and may be another's",
    right_generation="“{}” is another generation of the family",
)
def suffix(span: Span) -> Found:
    """Another generation of the family: "Kennedy III"; but the gazetteer may only leave the suffix out."""
    right = _right(span)
    if right is None or right.role is not WordTag.SUFFIX:
        return None
    return "right_generation" if span.know.is_generation(right.fold) else "right_suffix", right.text


@evidence(
    Level.AROUND,
    of=lambda shape: shape.neighbours in ("person", "short") and shape.person and shape.ends,
    right_generation="“{}” is another generation of the family",
)
def generation_behind(span: Span, around: Around) -> Found:
    """The same behind a comma: "Walter Brandt, Jr."; but he himself may be the junior."""
    generation = around.context.generation()
    return generation if generation and generation not in span.ref.tokens else None


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.neighbours not in ("person", "demonym") and not shape.ends,
    right_number_place="the number {} makes another name",
    right_number_thing="the number {} makes another name",
)
def number(span: Span) -> Found:
    """A number makes another name: "France 24"; but "left Norfolk 22 October", "beat Chelsea 3-2"."""
    right = _right(span)
    if right is None or right.role is not WordTag.NUMBER or right.gap is not Gap.SPACE:
        return None
    last = span.hit.last + 1
    beyond = span.words[last] if last < len(span.words) else None
    if beyond is not None and (
        beyond.role is WordTag.DATE or (beyond.role is WordTag.NUMBER and beyond.gap is Gap.HYPHEN)
    ):
        return None
    return f"right_number_{'place' if span.shape.neighbours == 'place' else 'thing'}", right.text


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.rule == "first words" and not shape.ends,
    right_complement="it goes on with “{}”, so it is another name",
)
def complement(span: Span) -> Found:
    """Other words follow than the name's own: "Vienna Convention on Roads"; but "Green Bay and Dallas"."""
    behind = span.words[span.hit.last : span.hit.last + 2]
    if len(behind) < 2 or behind[0].role is not WordTag.CONNECTOR or behind[0].fold in span.know.and_:
        return None
    if behind[1].role in _SILENT_BEHIND or span.known[span.hit.last + 1]:
        return None
    return f"{behind[0].text} {behind[1].text}"


def _right_may_speak(span: Span) -> bool:
    right = _right(span)
    if right is None or right.role in _SILENT_BEHIND:
        return False
    if right.gap is Gap.HYPHEN:
        if _both_peoples(span, right):
            return False
    elif right.role is WordTag.ORDINARY and span.shape.neighbours == "acronym":
        # Letters are seldom the start of a longer name of common words: "NEC Completes Cable".
        return False
    if span.shape.neighbours == "thing" and right.fold in span.know.persons:
        # "Queensland Government Botanist", but not "Verdana University Graduate School"
        last = span.hit.last + 1
        after = span.words[last].role if last < len(span.words) else WordTag.NAME
        return after not in (WordTag.NAME, WordTag.INITIAL)
    return True


@evidence(
    Level.AROUND,
    of=lambda shape: not shape.ends,
    where=_right_may_speak,
    right_hyphen="it is half of a compound with “{}”",
    right_ordinary_person="the ordinary word “{}” behind it may make another name",
    right_ordinary_short="the ordinary word “{}” behind it may make another name",
    right_ordinary_place="the ordinary word “{}” behind it makes another name, or begins a sentence",
    right_ordinary_thing="the ordinary word “{}” behind it may belong to a longer name",
    right_ordinary_demonym="“{}” is what the adjective describes",
    right_common_person="“{}” behind it is named after the person",
    right_common_short="“{}” behind it is named after the person",
    right_common_place="“{}” is something in or of the place",
    right_common_thing="“{}” is a part of it, or another body",
    right_common_demonym="“{}” is what the adjective describes",
    right_common_acronym="“{}” is a part of the body",
    right_unknown_person="with “{}” behind it, it is another person",
    right_unknown_short="with “{}” behind it, it is a given name",
    right_unknown_place="with “{}” behind it, it is part of a longer name",
    right_unknown_thing="with “{}” behind it, it may be part of a longer name",
    right_unknown_demonym="with “{}” behind it, it may be part of a longer name",
    right_unknown_acronym="with “{}” behind it, it is part of a longer name",
)
def right(span: Span, around: Around) -> Found:
    """A capitalised word behind it: "Paris Hilton", "Baku Boulevard"; but in a headline all have capitals."""
    word, kind = span.words[span.hit.last], span.shape.neighbours
    if word.role is WordTag.ORDINARY and _headline(span, around):
        return None
    if word.gap is Gap.HYPHEN:
        return "right_hyphen", word.text
    if span.analysis.all_caps and word.role is WordTag.NAME and not around.context.english():
        return None
    if word.role is WordTag.ORDINARY:
        return f"right_ordinary_{kind}", word.text
    common = word.role in (WordTag.GENERIC, WordTag.FEATURE, WordTag.LEGAL)
    if (
        kind == "place"
        and word.role is WordTag.NAME
        and span.shape.single
        and span.word.fold in span.know.of_people
    ):
        return "right_unknown_short", word.text  # "Jordan Wexley"
    return f"right_{'common' if common else 'unknown'}_{kind}", word.text


_ASKED = ((_left_may_speak, left), (_bound_may_speak, bound), (_right_may_speak, right))


@evidence(
    Level.AROUND,
    of=lambda shape: not (shape.opens and shape.ends),
    where=lambda span: any(may(span) for may, _ in _ASKED) or _number_or_suffix(span),
    headline="in a headline every word has a capital, so neighbours say less",
)
def headline(span: Span, around: Around) -> Found:
    """In a headline neighbours say less: "Macron Meets Aliyev"; but "Paris Hilton Arrested"."""
    if not around.context.headline():
        return None
    doubted = any(may(span) and func(span, around) is not None for may, func in _ASKED)
    return "" if doubted or _number_or_suffix(span) else None


def _number_or_suffix(span: Span) -> bool:
    kind = span.shape.neighbours
    return (kind in ("person", "short") and suffix(span) is not None) or (
        kind not in ("person", "demonym") and number(span) is not None
    )
