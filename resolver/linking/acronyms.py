"""What a document teaches of its acronyms: "Long Name (ABC)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from resolver.linking.context import Document
from resolver.text.tokens import WORD

_BRACKET = re.compile(r"\(\s?(?:the\s+)?[\"“'‘]?([^\W\d_](?:[^\W_]|[.&-]){1,9})[\"”'’]?\s?[),;]")
_REACH = 90


#: Where a mention ends → where it starts, and its entity.
Mentions = Mapping[int, tuple[int, str]]


def learn_acronyms(text: str, document: Document, find: Callable[[], Mentions]) -> None:
    """Note in `document.taught` what each bracketed acronym of `text` stands for.

    `find` gives the mentions; it is called once, when a bracket needs them. One right before the bracket is
    what the acronym stands for when the letters can be its initials; a long name that nobody knows makes the
    acronym a stranger's (None). A bracket whose letters do not fit what stands before ("BAKU (AFP)") teaches
    nothing.
    """
    mentions: Mentions | None = None
    for match in _BRACKET.finditer(text):
        acronym = match.group(1)
        letters = "".join(filter(str.isalpha, acronym))
        if len(letters) < 2 or sum(map(str.isupper, letters)) < 2:
            continue
        if mentions is None:
            mentions = find()
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
