"""Reads the World Factbook's lists of political parties, which run on with no sign between one and the next.

"Austrian People's Party or OeVP Freedom Party of Austria or FPOe The Greens - The Green Alternative": a name
ends where its acronym or a bracket stands, where the next begins with "The", and behind "Party" unless it
goes on in small letters. What even that does not tell apart, `curation.toml` does (`[parties.starts]`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

# What stands in for a list where there is none.
NO_LIST = re.compile(
    r"^(?:none|note\b|no |political parties|although|traditionally|according|the Taliban)|does not"
)
REMARK = re.compile(r"\[[^\]]*\]|;? ?note ?[-:–] ?[^()]*?(?=$|\()|\]")
HEADING = re.compile(r"(?:^|(?<= ))[A-Za-z][a-z]+(?: [a-z/]+)*: |legal parties/alliances: ")
TOKEN = re.compile(r"\((?:[^()]|\([^()]*\))*\)?|[^ ()]+")
SMALL = re.compile(
    r"^(?:of|for|and|the|de|da|do|del|di|la|le|les|los|y|e|et|in|on|to|is|&|a|from|with|ng|na|ni|nos)$"
)
GOES_ON = re.compile(r"^(?:[-–—/&+]|[a-z].*|No|i|e)$")
EXPLAINS = re.compile(r"^(?:[a-z]|[0-9]|Northern Ireland|electoral|alliance|coalition|an? )")
FORMERLY = re.compile(r"^(?:formerly|formally)(?: known as)?:? (?:the )?(.*)$")
ALSO = re.compile(r"^(?:also known as|aka) (.*)$")
ACRONYM = re.compile(r"^(?=.*[A-ZÀ-ÞƏĞİŞ0-9].*[A-ZÀ-ÞƏĞİŞ0-9])[^\W_][\w.&+'’–-]*[^\W_]$|^(?:CPI\(M\)|ChP\+)$")
MOST_WORDS = 9
# A bracket inside a name: "Labor (Labour) Party".
KINDS = frozenset({"Party", "Movement", "Coalition", "Grouping"})
# A space inside what stays one word while a list is taken apart.
TIE = "\u00a0"
LONGEST_ACRONYM = 9


# First words of other names of two words.
OPEN = frozenset({"The", "Die", "Le", "La", "El", "NZ", "Open", "EH", "Os", "Mi"})


@dataclass
class Party:
    """A party as the list has it: its name, other names, acronyms, and what it was called."""

    name: str
    aliases: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    sure: bool = False  # whether its end is marked

    def add(self, other: str, *, former: bool = False) -> None:
        """Put another name where it belongs."""
        other = other.replace(TIE, " ").removeprefix("aka ").split(" (")[0].strip(" ,;:!\"“”'")
        parts = other.split("/")
        if " " not in other and len(parts) > 1:
            self.acronyms += [part for part in parts if is_acronym(part)]
        elif len(other) < 2 or not (other[0].isupper() or other[0].isdigit()):
            return
        elif former:
            self.former += [other] if " " in other else []
        elif is_acronym(other):
            self.acronyms.append(other)
        else:
            self.aliases.append(other)


def is_acronym(word: str) -> bool:
    """Whether it is written as acronyms are: "AfD", "SP.A", "D66", but not "Yabloko"."""
    return (
        len(word) <= LONGEST_ACRONYM
        and bool(ACRONYM.match(word))
        and not re.match(r"^[A-Z][a-z]+-?[A-Z][a-z]+$", word)
    )


def parties_of(text: str, starts: Iterable[str] = (), whole: Collection[str] = ()) -> list[Party]:
    """The parties of one country's list.

    `starts`: names before which one ends, though nothing shows it. `whole`: other names of several words.
    """
    if NO_LIST.search(text) and " or " not in text:
        return []
    text = REMARK.sub(" ", HEADING.sub(" ", text.replace("’", "'")))
    for name in whole:
        text = text.replace(f"or {name}", f"or {name.replace(' ', TIE)}")
    for start in starts:
        text = re.sub(rf"(?<! or )(?:(?<= )|^){re.escape(start)}(?= |$|\()", lambda m: f"| {m[0]}", text)
    found = [party for part in text.split("|") for party in _run(TOKEN.findall(part))]
    return [party for party in found if _is_sound(party)]


def _run(tokens: list[str]) -> Iterator[Party]:
    """The parties of a stretch in which each ends where its own words show it."""
    words: list[str] = []
    party: Party | None = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        last = words[-1] if words else ""
        if (
            token.startswith("(")
            and words
            and tokens[at + 1 : at + 2]
            and tokens[at + 1] in KINDS
            and not party
        ):
            inside = token.strip("()")
            party = Party(f"{' '.join(words)} {tokens[at + 1]}", sure=True)
            party.add(f"{' '.join(words[:-1])} {inside} {tokens[at + 1]}")
            at += 1
        elif token.startswith("(") and words:
            party = party or Party(" ".join(words))
            party.sure = True
            _bracket(party, token.strip("()"))
        elif token == "or" and words and at + 1 < len(tokens):
            party = party or Party(_own_words(words, tokens[at + 1]))
            party.sure = True
            at += 1
            size = 2 if tokens[at] in OPEN else 1
            party.add(" ".join(tokens[at : at + size]))
            at += size - 1
        else:
            ends = last == "Party" and not GOES_ON.match(token)
            opens = token == "The" and words and not SMALL.match(last) and last not in ("-", "–")
            if party or ends or opens:
                if words:
                    yield party or Party(" ".join(words), sure=ends)
                words, party = [], None
            words.append(token)
        at += 1
    if words:
        yield party or Party(" ".join(words), sure=True)


def _own_words(words: list[str], acronym: str) -> str:
    """The words of the name to which the acronym belongs, without a name that stands before it unmarked.

    "Dravida Munnetra Khazhagam Indian National Congress or INC": the acronym begins just the last three.
    """
    for first in range(1, len(words) - 1):
        initials = "".join(w[0] for w in words[first:] if w[0].isupper())
        if (
            initials == acronym
            and len(acronym) > 2
            and words[first][0].isupper()
            and not SMALL.match(words[first - 1])
        ):
            return " ".join(words[first:])
    return " ".join(words)


def _bracket(party: Party, inside: str) -> None:
    """What a bracket behind a name says: other names, former ones, or an explanation."""
    if match := FORMERLY.match(inside):
        for other in re.split(r" or | and (?:before that|the) ", match[1]):
            party.add(other, former=True)
        return
    if match := ALSO.match(inside):
        inside = match[1]
    elif EXPLAINS.match(inside):
        return
    # Switzerland has four languages; elsewhere a comma is a comma.
    several = inside.count(",") > 1 or (" or " in inside and "," in inside)
    for other in re.split(r",? or |; |, |/(?=[a-z])" if several else r",? or |; |/(?=[a-z])", inside):
        if not re.search(r"\b(?:includes?|under|led|factions?|allies)\b", other):
            party.add(other)


def _is_sound(party: Party) -> bool:
    """Whether it reads as one name."""
    words = party.name.split()
    return (
        party.sure
        and len(words) <= MOST_WORDS
        and words.count("Party") < 2
        and party.name not in KINDS
        and words[0][0].isalnum()
        and (words[0][0].isupper() or words[0][0].isdigit())
        and not re.search(r"[:;,]$|\b(?:parties|coalitions?|factions|registered|entities)\b", party.name)
        and not SMALL.match(words[-1])
    )
