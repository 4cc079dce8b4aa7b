"""Fields: what stands alone in a column or a form, and is to be read as one name.

A field is not prose: it may be a heading, a title or a code, which name nobody; it may have its words in the
order of registers ("KOREA, REPUBLIC OF"); and what stands beside a known name in it makes another name of it
("John Tallow Foundation").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from resolver.index.index import Index
from resolver.index.names import is_never, tokens_of
from resolver.linking.real import RealWords
from resolver.linking.slips import Slips
from resolver.linking.tagging import WordTagger
from resolver.linking.whereabouts import Whereabouts
from resolver.types import EntityType, Match

# "Korea, Republic of", "Iran (Islamic Republic of)": a name, and what kind of state it is.
_OVER_COMMA = re.compile(r"\s*([^,()]+?)\s*,\s*([^,()]+?)\s*")
_IN_BRACKETS = re.compile(r"\s*([^,()]+?)\s*\(\s*([^()]+?)\s*\)\s*")
_OF = re.compile(r"\s+of(?:\s+the)?$", re.IGNORECASE)
_OF_WHOM = re.compile(r"\sof\s", re.IGNORECASE)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
# "City of Manchester"
_SEAT_OF = re.compile(r"\s*(?:city|town|state|municipality)\s+of\s+([^,()]+)", re.IGNORECASE)
# Letters of a code: what is listed so is meant, what only has such first letters is not.
_LONGEST_CODE = 3

Answer = Callable[[str], Match | None]


def _letters(name: str) -> str:
    """A name but for its case and the dots of letters: "U.S."."""
    return name.strip().replace(".", "").casefold()


class Fields:
    """Reads fields; the answers to plain names are the ranker's."""

    def __init__(self, index: Index) -> None:
        lexicon = index.lexicon
        self._index = index
        self._real = RealWords(index)
        self._whereabouts = Whereabouts(index)
        self._headings = lexicon.words("heading")
        self._titles = lexicon.words("person_title")
        self._abbreviations = lexicon.map("polity_abbreviation")
        self._compass = lexicon.map("compass_letter")
        self._shortened = lexicon.map("abbreviation")
        self._polities = lexicon.words("polity_word")
        self._others = lexicon.words("larger_name_word") | lexicon.words("ship_prefix")
        self._generic = lexicon.words("generic_word") | lexicon.words("legal_form")
        self._generations = lexicon.map("generation")
        self._numbers = lexicon.map("number_word")

    def resolve(self, field: str, answer: Answer, types: frozenset[EntityType] | None = None) -> Match | None:
        """Who or what of these types a field names, by the `answer` to a plain name; None when nobody."""
        tokens = tokens_of(field)
        if not tokens or self._is_nobody(field, tokens):
            return None
        for analysis in self._readings(field):
            found = answer(analysis)
            if found is not None and found.type == "place":
                return found
        places = types is None or "place" in types
        if places and (found := self._whereabouts.resolve(field, answer)) is not None:
            return found
        found = answer(field)
        if found is not None and self._may_be(found, field, tokens):
            return found
        return self._misspelt(field, answer)

    def _misspelt(self, field: str, answer: Answer) -> Match | None:
        """A place of which but a slip of the keyboard keeps the field: "Morroco"."""
        words = self._tagger.read(field)
        hits = [h for h in self._slips.hits(words, ()) if (h.first, h.last) == (0, len(words))]
        best = max((h.quality for h in hits), default=0.0)
        places = {h.ref.entity: h.ref.spelling for h in hits if h.ref.type == "place" and h.quality == best}
        if len(places) != 1:
            return None
        id, spelling = next(iter(places.items()))
        return None if is_never(self._index.gazetteer[id], field) else answer(spelling)

    @cached_property
    def _tagger(self) -> WordTagger:
        return WordTagger(self._index.lexicon, self._index.has_phrase)

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._index, self._real)

    def _is_nobody(self, field: str, tokens: tuple[str, ...]) -> bool:
        """Whether it is the heading of a column or a title: "Name", "Mr"."""
        words = " ".join(tokens)
        return (words in self._headings or words in self._titles) and not self._is_listed(field)

    def _is_listed(self, field: str, *, alone: bool = False) -> bool:
        """Whether the gazetteer itself gives a name of these letters, in this case or any but capitals.

        `alone`: one that means somebody without any context.
        """
        return any(
            not (ref.derived or (alone and ref.needs_context)) and _letters(ref.spelling) == _letters(field)
            for ref in self._index.exact(field)
        )

    def _readings(self, field: str) -> Iterator[str]:
        """ "Korea, Republic of" as "Republic of Korea"; none of a field that is as texts have it."""
        yield from self._written_out(field)
        match = _OVER_COMMA.fullmatch(field) or _IN_BRACKETS.fullmatch(field)
        if match is None:
            return
        name, kind = match[1], self._in_full(match[2])
        if kind.casefold() == "the":
            yield f"the {name}"
            yield name
            return
        if self._polities.isdisjoint(tokens_of(kind)):
            return
        kind = _THE.sub("", kind)
        bare = _OF.sub("", kind)
        yield f"{kind} {name}"
        yield f"{bare} of {name}"
        yield f"{bare} of the {name}"
        yield f"{name} {bare}"
        if bare != kind or _OF_WHOM.search(kind):  # "Taiwan, Province of China"
            yield name

    def _written_out(self, field: str) -> Iterator[str]:
        """ "Calif." as California, "N. Ireland" as Northern Ireland, "Lao PDR", "City of Leeds" as Leeds."""
        first, _, rest = field.strip().partition(" ")
        short = first.rstrip(".").casefold()
        if rest:
            yield from (f"{point} {rest}" for point in self._compass.get(short, ()))
        elif first.endswith("."):
            yield from self._shortened.get(short, ())
        if rest and (full := self._in_full(field)) != " ".join(field.split()):
            yield full
        if (seat := _SEAT_OF.fullmatch(field)) is not None and not self._is_listed(field):
            yield seat[1]

    def _in_full(self, kind: str) -> str:
        """ "Dem. Rep." as "Democratic Republic"."""
        full = [self._abbreviations.get(word.rstrip(".").casefold(), (word,))[0] for word in kind.split()]
        return " ".join(full)

    def _may_be(self, found: Match, field: str, tokens: tuple[str, ...]) -> bool:
        """Whether the answer to a field may stand: nothing in it tells of somebody or something else."""
        theirs = tokens_of(found.spelling)
        if "".join(tokens) == "".join(theirs):
            return self._is_plain(found, field)
        if len(tokens) == 1 and self._is_another_word(found, tokens[0], theirs):
            return False
        mine = [t for t in tokens if t not in theirs]
        if found.type == "place":
            # What stands beside a place makes another name of it: "Manchester Evening".
            missing = sum(t not in tokens for t in theirs)
            return len(mine) <= missing or all(t in self._polities or t in self._abbreviations for t in mine)
        if found.type != "person":
            return True
        if "&" in field or any(t in self._others or t in self._generic for t in mine):
            return False
        generations = {self._generations.get(t) for t in theirs}
        if any(self._is_generation(t) and self._generations.get(t, t) not in generations for t in mine):
            return False
        return not self._real.are_two_people(mine, found.spelling, tokens)

    def _is_plain(self, found: Match, field: str) -> bool:
        """Whether a name of the same words is meant as it stands: letters only where they are listed."""
        if found.form == "acronym" and sum(map(len, tokens_of(field))) <= _LONGEST_CODE:
            return self._is_listed(field)
        if found.type == "person" and len(tokens_of(field)) == 1:
            # A family name alone is anybody's, unless the gazetteer gives it as what somebody is called.
            return self._is_listed(field, alone=True)
        return True

    def _is_another_word(self, found: Match, word: str, theirs: tuple[str, ...]) -> bool:
        """Whether a word by itself is no misspelling: a word of the language, somebody's name."""
        if found.type == "person" and len(theirs) == 1 and not self._is_listed(found.spelling):
            return True
        return self._real.is_known(word) or self._real.is_word(word) or self._real.is_bearer(word)

    def _is_generation(self, word: str) -> bool:
        return word in self._generations or (word in self._numbers and not word.isdigit())
