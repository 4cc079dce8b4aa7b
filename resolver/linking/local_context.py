"""The text right around a chunk, and what the document says there.

Whoever weighs a hit asks here. What the text says is worked out once a chunk, when it is first asked for:
most is asked by many hits, and a chunk is weighed twice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.linking.document_context import DocumentContext, is_reference
from resolver.text.fold import fold
from resolver.text.tokens import WORD

#: What may stand between a name and the word before it, and up to three words behind one.
GAPS = frozenset(" \u00a0\n")
# A co-founder is a founder.
_AFTER = re.compile(r"[ \u00a0\n](?:co-)?([^\W\d_]+)")
_SMALL_WORDS = re.compile(r"(?:[ \u00a0\n](?:co-)?[^\W\d_]+){1,3}")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;]['\"»”’)\]]*\s+|[\r\n]\s*|[\"“„«‘'(\[]\s*|[-–—•*]\s+)$")
_REGION = re.compile(r" ?, ((?:[A-Z]\.){2}|[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)(?![\w])")
_NOUN = re.compile(r"[ -]([a-z]+)")
_TOWN = re.compile(r"(?:^|[^\w])[A-Z][a-z]+ ?, ?$")
_QUOTES = frozenset("\"“”„«»‘’'")
_MONEY = frozenset("$€£¥₽₼")
# Names with a number behind each, and no more than a word before the next.
_COUNTED = re.compile(
    r"(?:[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){0,2} \d{1,4}\b(?: [a-z]+)?[,;.]? ?(?:\d+\. |and )?){2,}"
)
_MARGIN = 60
#: The words of English that stand before a month that is a date.
BEFORE_DATES = frozenset(
    ("in", "since", "during", "until", "till", "last", "next", "this", "early", "late", "mid", "every")
)
_DATED = re.compile(rf"(?:\b(?:{'|'.join(sorted(BEFORE_DATES))})|\d(?:st|nd|rd|th)?)\s$", re.IGNORECASE)
_GENERATION = re.compile(r",? ([JS]r|JR|SR|Jnr|Snr|Junior|Senior|I{2,3}|IV)\b")
_GIVEN_BEHIND = re.compile(
    r"(?:, ([^\W\d_]+)(?: [^\W\d_]\.)?| \(([^\W\d_]+)\))(?=[ \t]*(?:[\r\n;|)\]\"(]|, \d|\Z))"
)
_PARTS = re.compile(r"[,;:]\s+(?:and\s)?")
_SENTENCE_STOP = re.compile(r"[.!?…](?=[\s\"'”’»)]|$)|\n\s*\n")
_LONGEST_HEADLINE = 200
_MOST_WORDS = 65536
# What nouns for people end in: singer, sculptor, historian, pianist, statesman.
_PERSON_NOUN = ("ist", "ian", "man", "men", "woman", "women")
#: A sentence that begins so says what its subject is, so its subject is a name.
DEFINING = frozenset((verb, article) for verb in ("is", "was") for article in ("a", "an", "the"))
#: What one is inside of is a place.
INSIDE = frozenset({"in", "near", "outside", "across", "throughout", "within"})


class Cues:
    """Which words around a name say something of it; the others need not be told apart."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.titles = lexicon.words("person_title")
        self.royal = lexicon.words("royal_title")
        self.offices = lexicon.words("office_title")
        # "à" is a cue in French; folded it is the English article.
        english = lexicon.words("function_word", "en") | lexicon.words("article", "en")
        self.place_cues = lexicon.words("place_cue") - (english - lexicon.words("place_cue", "en"))
        self.person_cues = lexicon.words("person_cue") - (english - lexicon.words("person_cue", "en"))
        self.language_cues = lexicon.words("language_cue")
        self.naming = lexicon.words("naming_cue")
        self.speech = lexicon.words("speech_verb")
        self.beside_person = lexicon.words("beside_person")
        self.dialogue = lexicon.words("dialogue_verb")
        self.pronouns = lexicon.words("person_pronoun")
        self.member = lexicon.words("member_word")
        self.side = lexicon.words("side_word")
        self.phrases = lexicon.words("fixed_phrase")
        self._regions = lexicon.map("region")
        self._in_letters = {**lexicon.map("abbreviation"), **lexicon.map("postal_code")}
        self._persons = lexicon.words("person_noun") | lexicon.words("role_word")
        self._before = (
            self.titles
            | self.royal
            | self.place_cues
            | self.person_cues
            | self.language_cues
            | self.naming
            | INSIDE
        )
        self._after = (
            self.speech
            | self.member
            | self.side
            | frozenset(word for pair in DEFINING for word in pair)
            | frozenset(phrase.split()[-1] for phrase in self.phrases)
        )
        self._small = (
            lexicon.words("function_word", "en") | lexicon.words("opener", "en") | lexicon.words("and")
        )
        self._told: dict[tuple[bool, str], str] = {}

    def region(self, name: str) -> str:
        """The state or province that a name or letters stand for, folded: Texas, Tex., TX; else nothing."""
        folded = " ".join(map(fold, WORD.findall(name)))
        return next(
            (full for full in (folded, *self._in_letters.get(folded, ())) if full in self._regions), ""
        )

    def is_small(self, word: str) -> bool:
        """Whether it is a small word, or one of speech."""
        return word in self._small or word in self.speech

    def is_person(self, noun: str) -> bool:
        """Whether a small word is a noun for a person: poet, historians."""
        return any(
            form in self._persons or form.endswith(_PERSON_NOUN) for form in (noun, noun.removesuffix("s"))
        )

    def before(self, word: str) -> str:
        """The word before a name, folded; nothing when it says nothing."""
        return self._tell(False, word)

    def after(self, word: str) -> str:
        """The same of a word behind a name."""
        return self._tell(True, word)

    def _tell(self, behind: bool, word: str) -> str:
        told = self._told.get((behind, word))
        if told is None:
            if len(self._told) >= _MOST_WORDS:
                self._told.clear()
            folded = fold(word)
            says = (folded in self._after or self.is_person(folded)) if behind else folded in self._before
            told = self._told[behind, word] = folded if says else ""
        return told


class LocalContext:
    """What is known at one chunk, `text[start:end]`, of a text in `languages`, in a `document`."""

    __slots__ = (
        "_before", "_cues", "_document", "_end", "_following", "_headline", "_languages", "_region",
        "_sentence_start", "_text", "start",
    )  # fmt: skip

    def __init__(
        self,
        cues: Cues,
        text: str,
        start: int,
        end: int,
        languages: tuple[str, ...],
        document: DocumentContext,
    ) -> None:
        self._cues = cues
        self._text = text
        self.start = start
        self._end = end
        self._languages = languages
        self._document = document
        self._before: str | None = None
        self._following: tuple[str, ...] | None = None
        self._region: str | None = None
        self._sentence_start: bool | None = None
        self._headline: bool | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the text may be in; none when it shows none."""
        return self._languages

    # -- the text around ----------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The whole text; the chunk begins at `start` of it."""
        return self._text

    def before(self) -> str:
        """The word before, folded, when it is a cue; else nothing."""
        found = self._before
        if found is None:
            found = self._before = self._word_before()
        return found

    def _word_before(self) -> str:
        text, end = self._text, self.start - 1
        if end < 1 or text[end] not in GAPS:
            return ""
        if text[end - 1] == ".":  # of an abbreviated title, or of a sentence
            end -= 1
        at = end
        while at and text[at - 1].isalpha():
            at -= 1
        cue = self._cues.before(text[at:end]) if at < end else ""
        return cue if cue in self._cues.titles or text[end] != "." else ""

    def dotted(self) -> bool:
        """Whether the word before ends with a dot: "Mr."."""
        return self.start > 1 and self._text[self.start - 2] == "."

    def dated(self) -> bool:
        """Whether a month stands here as a date: "in June", "5 June"."""
        return _DATED.search(self._text, max(0, self.start - _MARGIN), self.start) is not None

    def generation(self) -> str:
        """The generation behind it, over a comma or not: "jr" in "Walter Brandt, Jr."; or nothing."""
        behind = _GENERATION.match(self._text, self._end)
        return fold(behind[1]) if behind is not None else ""

    def given_behind(self) -> str:
        """The word behind a comma or in brackets that ends a line: the given name of lists, folded."""
        behind = _GIVEN_BEHIND.match(self._text, self._end)
        return fold(behind[1] or behind[2]) if behind is not None else ""

    def asks(self) -> bool:
        """Whether the sentence is a question."""
        end = _SENTENCE_STOP.search(self._text, self._end)
        return end is not None and end.group() == "?"

    def following(self) -> tuple[str, ...]:
        """Up to three words behind, folded, those that say nothing as empty strings."""
        found = self._following
        if found is None:
            behind = _SMALL_WORDS.match(self._text, self._end)
            found = tuple(map(self._cues.after, _AFTER.findall(behind.group()))) if behind is not None else ()
            if not any(found):
                found = ()
            self._following = found
        return found

    def region(self) -> str:
        """The state or province after a comma: "texas" in "Paris, Texas"; else nothing."""
        found = self._region
        if found is None:
            match = _REGION.match(self._text, self._end)
            capitals = self._text[self.start : self._end].isupper()  # "FRANCE, OR GERMANY"
            asked = match is not None and not (capitals and match.group(1).isupper())
            found = self._region = self._cues.region(match.group(1)) if match is not None and asked else ""
        return found

    def over_comma(self) -> str:
        """The capitalised words after a comma, folded: "venezuela" in "Barcelona, Venezuela"."""
        match = _REGION.match(self._text, self._end)
        return fold_phrase(match.group(1)) if match is not None else ""

    def sentence_start(self) -> bool:
        """Whether a sentence, a line or a quotation starts with the chunk."""
        found = self._sentence_start
        if found is None:
            start = self.start
            found = start == 0 or _SENTENCE_END.search(self._text, max(0, start - _MARGIN), start) is not None
            self._sentence_start = found
        return found

    def headline(self) -> bool:
        """Whether the line is a title: most of its longer words are capitalised and no full stop ends it."""
        found = self._headline
        if found is None:
            found = self._headline = self._in_headline()
        return found

    def _in_headline(self) -> bool:
        text = self._text
        # No further than a title may reach, as a line may be as long as the text.
        start = text.rfind("\n", max(0, self.start - _LONGEST_HEADLINE), self.start) + 1
        end = text.find("\n", self._end, self._end + _LONGEST_HEADLINE)
        if start == 0 and self.start > _LONGEST_HEADLINE:
            return False
        if end < 0:
            end = len(text)
        if end - start > _LONGEST_HEADLINE:
            return False
        known = self._document.headlines.get((start, end))
        if known is None:
            known = self._document.headlines[start, end] = _is_headline(text[start:end].rstrip())
        return known

    def quoted(self) -> bool:
        """Whether the chunk is in quotation marks from its first word to its last."""
        start, end, text = self.start, self._end, self._text
        return start > 0 and text[start - 1] in _QUOTES and text[end : end + 1] in _QUOTES

    def counts(self) -> bool:
        """Whether the line tells how many of several: "Arsenal 2 Chelsea 1", "France 12 points, Spain 10"."""
        start = max(self._text.rfind("\n", 0, self.start) + 1, self.start - _MARGIN)
        found = _COUNTED.finditer(self._text[start : self._end + _MARGIN])
        return any(start + many.start() <= self.start < start + many.end() for many in found)

    def currency(self) -> bool:
        """Whether a sign of money is written right behind the chunk: "US$", "A$"."""
        return self._text[self._end : self._end + 1] in _MONEY

    def noun_behind(self, end: int) -> bool:
        """Whether a word in small letters follows on `end` in the chunk that is none of speech."""
        behind = _NOUN.match(self._text, self.start + end)
        return behind is not None and not self._cues.is_small(behind[1])

    def article(self, start: int) -> bool:
        """Whether "the" stands right before `start` in the chunk."""
        at = self.start + start
        return self._text[max(0, at - 4) : at].lower() == "the "

    def behind_comma(self) -> bool:
        """Whether a comma stands before, and before that a word with a capital: "Ripley, "."""
        return _TOWN.search(self._text, max(0, self.start - _MARGIN), self.start) is not None

    def nouns_capitalised(self) -> bool:
        """Whether the text's language writes every noun with a capital, as German does."""
        return "de" in self._languages

    def english(self) -> bool:
        """Whether the text may be English, whose ordinary words are known."""
        return "en" in self._languages or (
            not self._languages and self._text[self.start : self._end].isascii()
        )

    # -- the document -------------------------------------------------------------------------------

    def in_small_letters(self, word: str) -> bool:
        """Whether the text also has a (folded) word in small letters: then it is an ordinary word here."""
        known = self._document.small.get(word)
        if known is None:
            known = self._document.small[word] = _has_word(self._text, word)
        return known

    def reference(self) -> bool:
        """Whether the text is an article of a work of reference: it defines what its heading names."""
        if self._document.reference is None:
            self._document.reference = is_reference(self._text)
        return self._document.reference

    def names(self, keys: tuple[str, ...]) -> bool:
        """Whether the document names one of `keys` in full, or something of it, or teaches such letters."""
        return not self._document.named.isdisjoint(keys)

    def introduced(self, id: str) -> bool:
        """Whether the entity is named in full somewhere."""
        return id in self._document.introduced

    def introductions(self) -> Iterable[str]:
        """The entities that are named in full somewhere."""
        return self._document.introduced.keys()

    def often(self, id: str) -> bool:
        """Whether the entity is named in full more than once."""
        return self._document.introduced.get(id, 0) > 1

    def surrounds(self, id: str) -> bool:
        """Whether the document names something in it or of it."""
        return id in self._document.surrounds

    def related(self, ties: tuple[str, ...]) -> bool:
        """Whether the document names one of `ties`: where an entity belongs, or what it is a part of."""
        return bool(ties) and not self._document.introduced.keys().isdisjoint(ties)

    def spoken_before(self, least: int) -> Iterator[str]:
        """The entities that are named in full in this chunk or before it, from `least` on, last first."""
        spoken = self._document.spoken_of
        for at in range(bisect_left(spoken, (self.start + 1, "")) - 1, -1, -1):
            start, id = spoken[at]
            if start < least:
                return
            yield id

    def at_home(self, country: str) -> bool:
        """Whether the document speaks of no country more than of this one."""
        lands = self._document.lands
        return not lands or lands.get(country, 0) == max(lands.values())

    def siblings(self, whole: str, id: str) -> bool:
        """Whether the document names other parts of `whole` than the entity `id`."""
        return self._document.part_of_counts.get(whole, 0) > (id in self._document.introduced)

    def taught(self, acronym: str) -> str | None:
        """Whose `acronym` is by the text: an entity, None for a stranger, "" when the text is silent."""
        return self._document.taught.get(acronym, "")

    def called(self, word: str) -> bool:
        """Whether somebody has the (folded) word for a given name in the document."""
        return word in self._document.called

    def stranger(self, family: tuple[str, ...]) -> bool:
        """Whether somebody else with this family name was named before."""
        return self._document.others.get(family, self.start) < self.start


def _has_word(text: str, word: str) -> bool:
    """Whether a word stands in the text between what belongs to no word."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and _belongs(text[at - 1])) and not _belongs(text[end : end + 1]):
            return True
        at = text.find(word, at + 1)
    return False


def _belongs(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_headline(line: str) -> bool:
    words = [w for w in line.split() if w[0].isalpha()]
    if line.endswith((".", "!", "?")):
        # A sentence whose small words have capitals as well: "I Love London And Brussels."
        small = any(1 < len(w) <= 3 for w in words[1:])
        return len(words) >= 3 + (line[-1] == ".") and small and all(w[0].isupper() for w in words)
    if max((len(part.split()) for part in _PARTS.split(line)), default=0) < 3:
        return False  # a list, or who signed: "Austin Kent, Bath"
    if len(words) >= 3 and all(w[0].isupper() for w in words):
        return True  # "Why I Left Norway"
    words = [w for w in words if len(w) > 3]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words)
