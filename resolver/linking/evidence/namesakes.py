"""Countries and towns whose names people bear as well: what stands beside Jordan shows who is meant."""

from __future__ import annotations

import re

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence
from resolver.linking.local_context import LocalContext
from resolver.linking.tagging import Gap, WordTag
from resolver.text.fold import fold

# The word before a name, over a comma or not: "Dear Jordan", "Thanks, Jordan"; and whether a quotation stands
# before that: "said Sofia".
_WORD_BEFORE = re.compile(r"([\"”“»«’'],? ?)?\b([^\W\d_]+)(,?)[ \u00a0\r\n]+$")
# What stands behind people only: an age, "who is", relatives, what he or she said.
_AGED = re.compile(r", [1-9]\d,| \([1-9]\d\)|,? who (?:is|was|has|had)\b|, an? ([a-z]+)\b")
_NAMED_BEHIND = re.compile(r" et al\b|, please\b|, [^\W\d_]+ [A-Z]\.(?![A-Z])")
_WORDS_BEHIND = re.compile(r"(['’]s)? ([^\W\d_]+)(?: ([^\W\d_]+))?(?: ([^\W\d_]+))?")
_RELATIVE_BEHIND = re.compile(
    r", (?:my|your|his|her|our|their|the|meine?|mon|ma|la|le|mi|su|el|mio|mia|il|meu|minha|o|a) ([^\W\d_]+)\b"
)
# A cell that holds who it is in the order of lists: "Holland, Jordan".
_CELL = re.compile(r'"[^\W\d_]+, [^\W\d_]+"')
# Who else has the family name that follows.
_SHARED = re.compile(r"(?:, [^\W\d_]+){0,3},? (?:and|und|et|y|e|i|и|ve|və|&) ([^\W\d_]+) [^\W\d_]+")
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_MARGIN = 30
_STOPS = frozenset(",.;:!?\n\r") | {""}
_NAMES = frozenset({WordTag.NAME, WordTag.ORDINARY})
_ME = frozenset({"i", "me", "my"})


def _is_borne(span: Span) -> bool:
    """Whether anybody is called so."""
    return span.know.is_borne(span.word.fold)


def may_be_namesake(span: Span) -> bool:
    """Whether it is a place by a name of one word that somebody may bear."""
    shape = span.shape
    return shape.place and shape.single and not shape.derived and _is_borne(span)


def stands_for_somebody(span: Span, context: LocalContext) -> str | None:
    """What beside the name of a place shows that somebody is meant who bears it; None where nothing does.

    The rarer a name is among people, the more it takes: "Milan smiled", but not "Milan walked away with it".
    """
    know, text, at = span.know, context.text, context.start
    start, end = at + span.hit.start, at + span.hit.end
    many = span.word.fold in know.of_people
    if (found := _before(span, text, start, end, many=many)) is not None:
        return found
    if (named := _NAMED_BEHIND.match(text, end)) is not None and _is_name(span, named.group()):
        return named.group().strip(" ,")
    if many and (aged := _AGED.match(text, end)) is not None and _is_somebodys(span, aged):
        return aged.group().strip(" ,()")
    relative = _RELATIVE_BEHIND.match(text, end)
    if relative is not None and _is_relative(span, relative[1].lower()):
        return relative[1]
    cell = _CELL.match(text, max(0, text.rfind('"', start - _MARGIN, start)))
    if cell is not None and cell.end() > end and know.is_given_name(cell.group()[1:-1].split()[1].lower()):
        return cell.group()
    if _is_speaker(span, text, start, end, many=many):
        return ":"
    return _behind(span, text, end, many=many)


def _is_name(span: Span, behind: str) -> bool:
    """Whether "Whitney M." behind a comma is somebody's; other signs of a name stand by themselves."""
    words = behind.strip(" ,").split()
    return not behind.endswith(".") or words[0] == "et" or span.know.is_given_name(words[0].lower())


def _is_somebodys(span: Span, behind: re.Match[str]) -> bool:
    """Whether "a nurse" behind a comma says who it is; other signs of a person stand by themselves."""
    return behind[1] is None or span.know.cues.is_person(behind[1])


def _is_relative(span: Span, word: str) -> bool:
    return word in span.know.cues.beside_person and span.know.cues.is_person(word)


def _before(span: Span, text: str, start: int, end: int, *, many: bool) -> str | None:
    """The word before that only people have: "my aunt Valencia", "“…,” said Sofia"."""
    before = _WORD_BEFORE.search(text, max(0, start - _MARGIN), start)
    if before is None:
        return None
    quote, word, comma = before[1], before[2].lower(), before[3]
    if many and word in span.know.cues.beside_person:
        return word
    if comma:  # "Thanks, Paris" ends a letter, "Thanks, Paris and London" none
        signed = word in span.know.cues.beside_person and _LINE_END.match(text, end) is not None
        return word if signed else None
    stops = text[end : end + 1] in _STOPS  # but "said Hoover coach Josh Niblett"
    told = quote is not None and stops and word in span.know.cues.dialogue
    return word if told or _is_relative(span, word) else None


def _behind(span: Span, text: str, end: int, *, many: bool) -> str | None:
    """The word behind that only people have: "Jordan laughed", "Jordan said she knew", "Jordan and I"."""
    behind, cues = _WORDS_BEHIND.match(text, end), span.know.cues
    if behind is None:
        return None
    owned, *words = behind.groups()
    word, *more = (word.lower() for word in words if word)
    if word in cues.beside_person and (many or (not owned and word in cues.dialogue)):
        return word
    if word in span.know.and_:
        return next((word for word in more[:1] if word in cues.pronouns or word in _ME), None)
    if many and word in cues.speech:
        return next((word for word in more if word in cues.pronouns), None)
    return None


def _is_speaker(span: Span, text: str, start: int, end: int, *, many: bool) -> bool:
    """Whether the line begins with who speaks, as in a transcript: "GEORGIA HALL: Is it?".

    A name by itself must begin several lines: "Houston: And Milan?".
    """
    words = span.words
    if start and text[start - 1] != "\n":
        return False
    if len(words) == 1:
        label = text[start:end] + ": "
        return text.startswith(label, start) and text.count("\n" + label) + text.startswith(label) > 1
    if not many or len(words) != 2 or words[1].gap is not Gap.SPACE:
        return False
    stop = start + words[1].end - words[0].start
    role = words[1].role
    return text.startswith(": ", stop) and role in _NAMES and span.know.is_borne(words[1].fold)


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.single and not shape.derived,
    where=_is_borne,
    of_somebody="“{}” stands beside the name of a person",
)
def of_somebody(span: Span, around: Around) -> Found:
    """Somebody is called like a country: "her brother Chad"; but "Jordan said" may be both."""
    return stands_for_somebody(span, around.context)


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.single and not shape.derived,
    where=_is_borne,
    called_so="the text has somebody with the given name “{}”",
)
def called_so(span: Span, around: Around) -> Found:
    """Somebody is introduced by it: "Jordan Blake … Jordan"; but the country may be meant beside Amman.

    Who goes by one family name shares it: "Chad and Jordan Wexley".
    """
    context = around.context
    if context.called(span.word.fold):
        return span.word.text
    shared = _SHARED.match(context.text, context.start + span.hit.end)
    return shared[1] if shared is not None and context.called(fold(shared[1])) else None
