"""Countries and towns whose names people bear as well: what stands beside Jordan shows who is meant."""

from __future__ import annotations

import re

from resolver.linking.evidence.feature import Around, Found, Level, Span, evidence

# The word before a name, over a comma or not: "Dear Jordan", "Thanks, Jordan".
_WORD_BEFORE = re.compile(r"([^\W\d_]+),?[ \u00a0\r\n]+$")
# What stands behind people only: an age, "who is", relatives, what he or she said.
_AGED = re.compile(r", [1-9]\d,| \([1-9]\d\)|,? who (?:is|was|has|had)\b")
_WORDS_BEHIND = re.compile(r"(?:['’]s)? ([^\W\d_]+)(?: ([^\W\d_]+))?(?: ([^\W\d_]+))?")
_MARGIN = 30


def _may_be_namesake(span: Span) -> bool:
    """Whether many are called so."""
    return span.word.fold in span.know.of_people


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.single and not shape.derived,
    where=_may_be_namesake,
    of_somebody="“{}” stands beside the name of a person",
)
def of_somebody(span: Span, around: Around) -> Found:
    """Somebody is called like a country: "her brother Chad"; but "Jordan said" may be both."""
    text, at, cues = around.context.text, around.context.start, span.know.cues
    start, end = at + span.hit.start, at + span.hit.end
    before = _WORD_BEFORE.search(text, max(0, start - _MARGIN), start)
    if before is not None and before[1].lower() in cues.beside_person:
        return before[1]
    if (aged := _AGED.match(text, end)) is not None:
        return aged.group().strip(" ,()")
    behind = _WORDS_BEHIND.match(text, end)
    if behind is None:
        return None
    word, *more = (word.lower() for word in behind.groups() if word)
    if word in cues.beside_person:
        return word
    if word in cues.speech or word in span.know.and_:  # "Jordan said she knew", "Jordan and his wife"
        return next((word for word in more if word in cues.pronouns), None)
    return None


@evidence(
    Level.AROUND,
    of=lambda shape: shape.place and shape.single and not shape.derived,
    where=_may_be_namesake,
    called_so="the text has somebody with the given name “{}”",
)
def called_so(span: Span, around: Around) -> Found:
    """Somebody is introduced by it: "Jordan Blake … Jordan"; but the country may be meant beside Amman."""
    return span.word.text if around.context.called(span.word.fold) else None
