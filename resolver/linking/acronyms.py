"""What a document teaches of its acronyms: "Long Name (ABC)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from resolver.linking.document_context import DocumentContext
from resolver.text.tokens import WORD

_BRACKET = re.compile(r"\( *(?:the\s+)?[\"“'‘]?([^\W\d_](?:[^\W_]|[.&-]){1,9})[\"”'’]? *[),;]")
_REACH = 90
# How a text says what a name is called besides.
_SAYS = "known as "
# What a text says of a name that it gives another: "(also known as …)", ", known as SECO,".
_KNOWN_AS = re.compile(r" ?[(,] ?(?:also |better |commonly |simply |then |now )?known as ([^()\n]{1,300})")
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W_]|[.&-]){1,9}(?![^\W_])")
# What stands between a name and an explaining bracket, and between a name and what it is called besides.
_BRACKETED = ("(", " (")
_CALLED = (*_BRACKETED, ", ", " , ")

#: Where a mention ends → where it starts, and its entity.
Mentions = Mapping[int, tuple[int, str]]


def learn_acronyms(text: str, document: DocumentContext, find: Callable[[tuple[str, ...]], Mentions]) -> None:
    """Note in `document.taught` what each bracketed acronym of `text` stands for.

    `find` gives the mentions behind which one of some strings stands; it is called once, when needed.

    One right before the bracket is what the acronym stands for when the letters can be its initials; a long
    name that nobody knows makes the acronym a stranger's (None). A bracket whose letters do not fit what
    stands before ("BAKU (AFP)") teaches nothing. The letters after "known as" teach too.
    """
    mentions: Mentions | None = None
    if _SAYS in text:
        mentions = find(_CALLED)
        _learn_names(text, document, mentions)
    for match in _BRACKET.finditer(text):
        acronym = match.group(1)
        letters = "".join(filter(str.isalpha, acronym))
        if len(letters) < 2 or sum(map(str.isupper, letters)) < 2:
            continue
        if mentions is None:
            mentions = find(_BRACKETED)
        before = text[max(0, match.start() - _REACH) : match.start()]
        end = match.start() - (len(before) - len(before.rstrip()))
        start, id = mentions.get(end, (0, None))
        if id is not None:
            initials = "".join(w.group()[0] for w in WORD.finditer(text, start, end))
            if letters[0] == initials[:1] and _subsequence(letters, initials):
                document.taught.setdefault(acronym, id)
                continue
        if _long_form(before, letters) is not None:
            document.taught.setdefault(acronym, id)


def _learn_names(text: str, document: DocumentContext, mentions: Mentions) -> None:
    """Note acronyms among the other names that the text gives a mention: "(also known as …, CIAM)"."""
    for end, (start, id) in mentions.items():
        said = _KNOWN_AS.match(text, end)
        if said is None:
            continue
        initials = "".join(w.group()[0] for w in WORD.finditer(text, start, end))
        # Behind a comma the sentence goes on; a bracket holds nothing but names.
        names = said.group(1) if "(" in said.group()[:2] else said.group(1).split(",")[0]
        for match in _LETTERS.finditer(names):
            letters = "".join(filter(str.isalpha, match.group()))
            if len(letters) < 3 or not letters.isupper():
                continue
            # What stands first is said of the name; of the rest only its initials are sure to be.
            if match.start() == 0 or _subsequence(letters, initials.upper()):
                document.taught.setdefault(match.group(), id)


def _long_form(before: str, letters: str) -> int | None:
    """Where in `before` the words begin whose initials are `letters`; None when there are none.

    Small words may be skipped or counted; hyphenated parts count as words; the last word may give
    several letters ("alpha-fetoprotein (AFP)").
    """
    words = list(WORD.finditer(before))
    wanted = letters.casefold()
    for count in range(1, min(len(words), 2 * len(wanted) + 2) + 1):
        chosen = words[-count:]
        if not chosen[0].group().casefold().startswith(wanted[0]):
            continue
        telling = [w for w in chosen if len(w.group()) > 3 or w.group()[0].isupper()]
        for candidates in (chosen, telling):
            if "".join(w.group()[0] for w in candidates).casefold() == wanted:
                return chosen[0].start()
        hyphenated = "-" in before[chosen[0].start() :] and " " not in before[chosen[0].start() :].strip()
        if hyphenated and _subsequence(wanted, before[chosen[0].start() :].casefold()):
            return chosen[0].start()
    return None


def _subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
