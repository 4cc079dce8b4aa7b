"""What may be asked of the text around a stretch and of the document it stands in.

Whoever weighs a hit asks here and nowhere else, so that the answers can be written down: the same stretch
with the same answers is always decided the same way (see `weighing`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

from resolver.entities.lexicon import Lexicon
from resolver.linking.context import Document, is_reference
from resolver.text.fold import fold

#: What may stand between a name and the word before it, and up to three words behind one.
GAPS = frozenset(" \u00a0\n")
# A co-founder is a founder.
_AFTER = re.compile(r"[ \u00a0\n](?:co-)?([^\W\d_]+)")
SMALL_WORDS = re.compile(r"(?:[ \u00a0\n](?:co-)?[^\W\d_]+){1,3}")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;]['\"»”’)\]]*\s+|[\r\n]\s*|[\"“„«‘'(\[]\s*|[-–—•*]\s+)$")
_REGION = re.compile(r" ?, ([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w])")
_QUOTES = frozenset("\"“”„«»‘’'")
_MONEY = frozenset("$€£¥₽₼")
_MARGIN = 60
_LONGEST_HEADLINE = 200
_MOST_WORDS = 65536
_INTRODUCED, _SURROUNDS = 1, 2
# What nouns for people end in: singer, sculptor, historian, pianist, statesman.
_PERSON_NOUN = ("ist", "ian", "man", "men", "woman", "women")
#: A sentence that begins so says what its subject is, so its subject is a name.
DEFINING = frozenset((verb, article) for verb in ("is", "was") for article in ("a", "an", "the"))
#: What one is inside of is a place.
INSIDE = frozenset({"in", "near", "outside", "across", "throughout", "within"})

Question = Callable[["Facts", Any], Hashable]


class Cues:
    """Which words around a name say something of it; the others need not be told apart."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.titles = lexicon.words("person_title")
        self.royal = lexicon.words("royal_title")
        # "à" is a cue in French; folded it is the English article.
        english = lexicon.words("function_word", "en") | lexicon.words("article", "en")
        self.place_cues = lexicon.words("place_cue") - (english - lexicon.words("place_cue", "en"))
        self.person_cues = lexicon.words("person_cue") - (english - lexicon.words("person_cue", "en"))
        self.language_cues = lexicon.words("language_cue")
        self.naming = lexicon.words("naming_cue")
        self.speech = lexicon.words("speech_verb")
        self.member = lexicon.words("member_word")
        self.side = lexicon.words("side_word")
        self.phrases = lexicon.words("fixed_phrase")
        self.regions = lexicon.map("region")
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
        self._told: dict[tuple[bool, str], str] = {}

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


class Facts:
    """Answers about one stretch: `text[start:end]`, of a text in `languages`, in a `document`."""

    __slots__ = ("_cues", "_document", "_end", "_languages", "_text", "start")

    def __init__(
        self, cues: Cues, text: str, start: int, end: int, languages: tuple[str, ...], document: Document
    ) -> None:
        self._cues = cues
        self._text = text
        self.start = start
        self._end = end
        self._languages = languages
        self._document = document

    def ask(self, question: Question, about: Any = None) -> Any:
        """The answer to one of the questions below."""
        return question(self, about)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the text may be in; none when it shows none."""
        answer: tuple[str, ...] = self.ask(_languages)
        return answer

    def move(self, start: int, end: int) -> None:
        """Speak of another stretch of the same text."""
        self.start, self._end = start, end

    # -- the text around ----------------------------------------------------------------------------

    def before(self) -> str:
        """The word before, folded, when it is a cue; else nothing."""
        answer: str = self.ask(ask_before)
        return answer

    def following(self) -> tuple[str, ...]:
        """Up to three words behind, folded, those that say nothing as empty strings."""
        answer: tuple[str, ...] = self.ask(ask_following)
        return answer

    def region(self) -> str:
        """The state or province after a comma: "texas" in "Paris, Texas"; else nothing."""
        answer: str = self.ask(ask_region)
        return answer

    def sentence_start(self) -> bool:
        """Whether a sentence, a line or a quotation starts with the stretch."""
        answer: bool = self.ask(ask_sentence_start)
        return answer

    def headline(self) -> bool:
        """Whether the line is a title: most of its longer words are capitalised and no full stop ends it."""
        answer: bool = self.ask(_headline)
        return answer

    def quoted(self) -> bool:
        """Whether the stretch is in quotation marks from its first word to its last."""
        answer: bool = self.ask(ask_quoted)
        return answer

    def currency(self) -> bool:
        """Whether a sign of money is written right behind the stretch: "US$", "A$"."""
        answer: bool = self.ask(_currency)
        return answer

    def nouns_capitalised(self) -> bool:
        """Whether the text's language writes every noun with a capital, as German does."""
        answer: bool = self.ask(_nouns_capitalised)
        return answer

    def english(self) -> bool:
        """Whether the text may be English, whose ordinary words are known."""
        answer: bool = self.ask(_english)
        return answer

    # -- the document -------------------------------------------------------------------------------

    def reference(self) -> bool:
        """Whether the text is an article of a work of reference: it defines what its heading names."""
        answer: bool = self.ask(_reference)
        return answer

    def introduced(self, id: str) -> bool:
        """Whether the entity is named in full somewhere."""
        return bool(self.ask(ask_standing, id) & _INTRODUCED)

    def surrounds(self, id: str) -> bool:
        """Whether the document names something in it or of it."""
        return bool(self.ask(ask_standing, id) & _SURROUNDS)

    def related(self, ties: tuple[str, ...]) -> bool:
        """Whether the document names one of `ties`: where an entity belongs, or what it is a part of."""
        answer: bool = bool(ties) and self.ask(_related, ties)
        return answer

    def at_home(self, country: str) -> bool:
        """Whether the document speaks of no country more than of this one."""
        answer: bool = self.ask(_at_home, country)
        return answer

    def siblings(self, whole: str, id: str) -> bool:
        """Whether the document names other parts of `whole` than the entity `id`."""
        answer: bool = self.ask(_siblings, (whole, id))
        return answer

    def taught(self, acronym: str) -> str | None:
        """Whose `acronym` is by the text: an entity, None for a stranger, "" when the text is silent."""
        answer: str | None = self.ask(_taught, acronym)
        return answer

    def stranger(self, family: tuple[str, ...]) -> bool:
        """Whether somebody else with this family name was named before."""
        answer: bool = self.ask(ask_stranger, family)
        return answer


class Asked(Facts):
    """The same, writing down what was asked and answered, each question once."""

    __slots__ = ("_answers", "log")

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts._cues, facts._text, facts.start, facts._end, facts._languages, facts._document)
        self.log: list[tuple[Question, Any, Hashable]] = []
        self._answers: dict[tuple[Question, Any], Hashable] = {}

    def ask(self, question: Question, about: Any = None) -> Any:
        key = (question, about)
        if key in self._answers:
            return self._answers[key]
        answer = self._answers[key] = question(self, about)
        self.log.append((question, about, answer))
        return answer


def ask_before(f: Facts, _: None) -> str:
    text, end = f._text, f.start - 1
    if end < 1 or text[end] not in GAPS:
        return ""
    at = end
    while at and text[at - 1].isalpha():
        at -= 1
    return f._cues.before(text[at:end]) if at < end else ""


def ask_following(f: Facts, _: None) -> tuple[str, ...]:
    behind = SMALL_WORDS.match(f._text, f._end)
    if behind is None:
        return ()
    words = tuple(map(f._cues.after, _AFTER.findall(behind.group())))
    return words if any(words) else ()


def ask_region(f: Facts, _: None) -> str:
    match = _REGION.match(f._text, f._end)
    found = " ".join(map(fold, match.group(1).split())) if match else ""
    return found if found in f._cues.regions else ""


def ask_sentence_start(f: Facts, _: None) -> bool:
    start = f.start
    return start == 0 or _SENTENCE_END.search(f._text, max(0, start - _MARGIN), start) is not None


def _headline(f: Facts, _: None) -> bool:
    text = f._text
    start = text.rfind("\n", 0, f.start) + 1
    end = text.find("\n", f._end)
    end = len(text) if end < 0 else end
    if end - start > _LONGEST_HEADLINE:
        return False
    known = f._document.headlines.get((start, end))
    if known is None:
        known = f._document.headlines[start, end] = _is_headline(text[start:end].rstrip())
    return known


def _is_headline(line: str) -> bool:
    if line.endswith((".", "!", "?")):
        return False
    words = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words)


def ask_quoted(f: Facts, _: None) -> bool:
    start, end = f.start, f._end
    return start > 0 and f._text[start - 1] in _QUOTES and f._text[end : end + 1] in _QUOTES


def _currency(f: Facts, _: None) -> bool:
    return f._text[f._end : f._end + 1] in _MONEY


def _languages(f: Facts, _: None) -> tuple[str, ...]:
    return f._languages


def _nouns_capitalised(f: Facts, _: None) -> bool:
    return "de" in f._languages


def _english(f: Facts, _: None) -> bool:
    return "en" in f._languages or (not f._languages and f._text[f.start : f._end].isascii())


def ask_standing(f: Facts, id: str) -> int:
    """What the document says of an entity, as bits: asked for nearly every hit, and so asked at once."""
    document = f._document
    return (id in document.introduced) * _INTRODUCED + (id in document.surrounds) * _SURROUNDS


def _related(f: Facts, ties: tuple[str, ...]) -> bool:
    introduced = f._document.introduced
    return any(tie in introduced for tie in ties)


def _at_home(f: Facts, country: str) -> bool:
    lands = f._document.lands
    return not lands or lands.get(country, 0) == max(lands.values())


def _reference(f: Facts, _: None) -> bool:
    if f._document.reference is None:
        f._document.reference = is_reference(f._text)
    return f._document.reference


def _siblings(f: Facts, about: tuple[str, str]) -> bool:
    whole, id = about
    return f._document.wholes.get(whole, 0) > (id in f._document.introduced)


def _taught(f: Facts, acronym: str) -> str | None:
    return f._document.taught.get(acronym, "")


def ask_stranger(f: Facts, family: tuple[str, ...]) -> bool:
    return f._document.others.get(family, f.start) < f.start


#: Questions that the text answers whatever the document says: asked once of each stretch.
OF_TEXT: frozenset[Question] = frozenset(
    {
        ask_before,
        ask_following,
        ask_region,
        ask_quoted,
        ask_sentence_start,
        _headline,
        _currency,
        _languages,
        _nouns_capitalised,
        _english,
    }
)
#: Questions about the document. Their answers follow from it alone, while it learns nothing; but whether a
#: stranger was named before, where one is named at all, is another question at every place.
OF_DOCUMENT: frozenset[Question] = frozenset(
    {ask_standing, _related, _at_home, _siblings, _taught, _reference, ask_stranger}
)


def hinges(question: Question, about: Any) -> tuple[Hashable, ...] | None:
    """On which entities being introduced, or families being named, the answer about a document depends.

    None: it may depend on whatever else the document knows.
    """
    if question is ask_standing or question is ask_stranger:
        return (about,)
    if question is _related:
        return tuple(about)
    return None
