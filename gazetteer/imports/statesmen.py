"""Read how the World Factbook names chiefs of state and heads of government.

    President José Raúl MULINO Quintero (since 1 July 2024)
    King CHARLES III (since 8 September 2022); represented by Governor-General Dame Cindy KIRO (since …)

The part of a name by which people are called stands in capitals; what stands before the name are titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from common import distinct, tidy

TITLES = frozenset(
    """
    acting administrator affairs air amir archbishop assembly bailiff burma cabinet capt. captain
    captains caretaker chair chairman chairperson chancellor chief china cnsp co-chiefs co-prince
    co-vice col. commander commander-in-chief commission commissioner commonwealth community
    confederation council crown dame dr. duke emperor executive foreign french forces gen. general
    gnu government governor governor-general grand governorate guard high head homeland interim
    island islands isle king leader leadership lieutenant lieutenant-governor lord mann marshal
    marshals mayor minister ministers national new nonresident of overall party people's pitcairn
    political polynesia pontifical pope prefect premier presidency president presidential prime
    prince ratu regent republic resident safeguard secretary sir sovereign sr. state sudanese sultan
    superior supreme swiss taliban taoiseach territorial territory the transition transitional uk
    vatican vice vice-marshal zealand city spain australia armed forces for in and to on an also
    """.split()  # noqa: SIM905 - a list of a hundred strings is a page
)
MONARCHS = ("king", "queen", "emperor", "empress", "grand duke", "prince", "pope", "sultan", "amir")
# Written small inside a name, though the source has it in capitals.
PARTICLES = frozenset(["bin", "ibn", "da", "de", "del", "den", "der", "do", "dos", "e", "i", "y"])
NUMERAL = re.compile(r"[IVX]+")
PATRONYMIC = re.compile(r"(?:vich|vna|giin|javyn)$")
INITIALS = re.compile(r"(?:[A-Z]\.)+")
# Words of names that nobody is called by alone.
NO_GIVEN_NAMES = ("Ould", "Nta", "Na", "Abdel", "Sheikh")
# Capital letters that are titles.
LETTERS = ("CNSP", "GNU", "UK")
_REALM = re.compile(r" of (?:the )?(?:Netherlands|Denmark|Norway)$")
_REMARK = re.compile(r"\((?![A-Z][a-z]+\))[^()]*\)|;? note\b.*|; the prime minister's official title.*")
_CALLED = re.compile(r'\(([A-Z][a-z]+)\)|"([^"]+)"')
_SPELLED = re.compile(r"[;(] ?also spelled ([\w'-]+)\)?")
_SINCE = re.compile(r"\(.*?\bsince (?:((?:\d+ )?[A-Z][a-z]+ \d{4}|\d{4}))")


@dataclass(frozen=True)
class Statesman:
    """A person as the source names them.

    `before` and `after` are the words around the `family`, the part in capitals; `title` what stands before
    the name, `since` a date as printed, `represents`: whether they stand for somebody else. `spellings` are
    other ways to write the family name; `capital_part` is that half of a double name which is in capitals.
    """

    title: str
    before: tuple[str, ...]
    family: tuple[str, ...]
    after: tuple[str, ...]
    since: str = ""
    represents: bool = False
    nicknames: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    capital_part: str = ""

    @property
    def monarch(self) -> str:
        """The title of one who goes by a given name ("King"), or nothing."""
        kind = next((m for m in MONARCHS if re.search(rf"\b{m}\b", self.title.lower())), "")
        if "crown prince" in self.title.lower() or (self.before and not self.regnal):
            return ""
        return kind.title()

    @property
    def regnal(self) -> bool:
        """Whether a number tells them from others of their house: Charles III."""
        return bool(NUMERAL.fullmatch([*self.family, *self.after[:1]][-1]))

    @property
    def name(self) -> str:
        words = [*self.before, *self.family, *self.after]
        return f"{self.monarch} {words[0]}" if self.monarch and len(words) == 1 else " ".join(words)

    @property
    def called(self) -> str:
        """What they are called after the first time: the part in capitals."""
        return " ".join(word for word in self.family if not NUMERAL.fullmatch(word))

    def other_names(self) -> list[str]:
        """The shorter forms of the name: without what follows the family name, with one given name only."""
        family = " ".join(self.family)
        found = []
        if self.monarch:
            if len(self.name.split()) > 1 and not self.name.startswith(self.monarch):
                found += [f"{self.monarch} {self.name}", f"{self.monarch} {self.called}"]
            if self.regnal and self.after and not NUMERAL.fullmatch(self.after[0]):
                found.append(family)
            return found
        if self.before and self.after and self.after[0] != "Jr.":
            found.append(" ".join([*self.before, family]))
        given = [w for w in self.before if not INITIALS.fullmatch(w) and w[0].isupper()]
        given = [w for w in given if w not in NO_GIVEN_NAMES and not PATRONYMIC.search(w)]
        given = distinct([*given[:1], *given[-1:]]) if len(self.before) > 1 or self.after else []
        found += [f"{word} {family}" for word in [*given, *self.nicknames]]
        if not self.before and len(self.after) > 1 and not re.match(r"(?i)al\b|bin\b|ib[ni]", self.after[0]):
            found.append(f"{family} {self.after[0]}")
        if self.capital_part:
            found.append(" ".join([*self.before, self.capital_part]))
        found += [" ".join([*self.before, spelling, *self.after]) for spelling in self.spellings]
        return distinct(found, [self.name])


def in_capitals(word: str) -> bool:
    """Whether a word, or a part of it behind a hyphen, is printed in capitals; initials are not."""
    if INITIALS.fullmatch(word):
        return False
    return any(len(part) > 1 and part.isupper() for part in re.split(r"[-\s]", word.strip(",;")))


def _small(word: str, *, first: bool) -> str:
    """MULINO → Mulino, DIAZ-CANEL → Diaz-Canel, al-MANFI → al-Manfi, BIN inside a name → bin, VI → VI."""
    if NUMERAL.fullmatch(word) and not first:
        return word
    if word.lower() in PARTICLES and (not first or word.lower() in ("dos", "bin")):
        return word.lower()
    if not in_capitals(word):
        return word
    parts = word.split("-")
    return "-".join(p[0] + p[1:].lower() if p.isupper() else p for p in parts)


def _person(segment: str, title_before: str = "") -> Statesman | None:
    since = match[1] if (match := _SINCE.search(segment)) else ""
    nicknames = tuple(tidy(a or b) for a, b in _CALLED.findall(segment))
    spellings = tuple(_small(s, first=True) for s in _SPELLED.findall(segment))
    plain = _CALLED.sub(" ", _SPELLED.sub(" ", segment))
    while plain != (plain := _REMARK.sub(" ", plain)):
        pass
    words = tidy(_REALM.sub("", " ".join(plain.split()).strip(" ,;."))).replace(",", " ,").split()
    start = 0
    while start < len(words) and (words[start].lower() in TITLES or words[start] == ","):
        # "President NARUHITO": a name in capitals is no title, even where it is a word.
        if words[start].isupper() and len(words[start]) > 3 and words[start] not in LETTERS:
            break
        start += 1
    title = " ".join(w for w in words[:start]).replace(" ,", ",").strip(" ,") or title_before
    name = words[start:]
    if "," in name:
        tail = name[name.index(",") + 1 :]
        name = name[: name.index(",")] + [w for w in tail if w == "Jr."]
    name = [word for word in name if word != "("]
    capitals = [at for at, word in enumerate(name) if in_capitals(word)]
    if not capitals and len(name) < 2:
        return None
    # A few names stand without capitals: then the last word is the family's.
    first, last = (capitals[0], capitals[-1]) if capitals else (len(name) - 1, len(name) - 1)
    while first > 1 and (name[first - 1].islower() or name[first - 1] in ("Le", "La")):
        first -= 1
    half = next((p for p in name[last].split("-") if "-" in name[last] and p.isupper() and len(p) > 1), "")
    half = "" if name[last].isupper() or name[last][0].islower() else half
    family = tuple(_small(w, first=at == 0) for at, w in enumerate(name[first : last + 1]))
    return Statesman(
        title,
        tuple(name[:first]),
        family,
        tuple(name[last + 1 :]),
        since,
        False,
        nicknames,
        spellings,
        half.capitalize(),
    )


def statesmen(text: str) -> Iterator[Statesman]:
    """The persons of one field, in order; vacancies, remarks and former holders are left out."""
    text = re.sub(r"; also (?=spelled|referred)", " (also ", text or "").replace(
        "(also spelled", "; also spelled"
    )
    text = re.sub(r"\(also referred to as premier", "(", text)
    title = ""
    for piece in re.split(r";(?! also)(?=(?:[^()]*\([^()]*\))*[^()]*$)|,? (?=represented by)", text):
        if re.match(
            r"\s*(?:note|former|the (?:chief|prime|administrator)|both|New Zealand is|there are)", piece
        ):
            continue
        pair = re.split(r" and (?=Co-prince|Lorenzo)", piece)
        for segment in pair:
            represents = "represented by" in segment
            segment = re.sub(r".*represented by| is the \[.*", "", segment)
            person = _person(segment, title)
            if person:
                title = person.title
                yield replace(person, represents=represents)
