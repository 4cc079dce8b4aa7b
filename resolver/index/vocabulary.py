"""Similar words: which words of the listed names may be the word that stands there.

Most words of a text are words of no name, so they are refused at once: a word's keys are looked for in a
bitmap before anything is read. Keys are of two kinds: the word and the word with one letter left out, by
which all meet that differ in one slip; and its sounds, by which spellings of other languages meet. What
shares a key is judged by its letters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, count, repeat
from operator import add
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from resolver.index.keys import KeyBuilder, Keys, Sections, all_hashed
from resolver.names.sounds import sounds

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.names.tokens import NameToken, TokenMatcher

#: Letters from which on a word may be misspelt, and from which on also a sound of it.
_SHORTEST = 4
_LONG = 8
#: Letters from which on it is no word: as many words would be made of it as it has letters.
_LONGEST = 64
_SHORTEST_SOUND = 4  # classes of sounds
_SOUNDS_ENOUGH = 3
#: Sounds of a word in Latin letters by which it is looked for; it is listed by more.
_ASKED = 2
_VOWELS = frozenset("aeiouy")
_ONE_SOUND = str.maketrans("yo", "iu")
_ONE_END = {"i": ("i", "y"), "u": ("u", "o")}
#: Words of texts whose similar words are kept.
_KEPT = 1 << 15
#: The same of words in languages with case endings.
_KEPT_BASES = 1 << 12


#: A word of the vocabulary by number, how alike it is (0..1), and why it may be the word asked for. A plain
#: tuple: many thousands are kept, and those of numbers and strings cost the garbage collector nothing.
SimilarWord = tuple[int, float, str]


def readings_of(token: NameToken) -> tuple[str, ...]:
    """What a word is compared by: itself, and how it is read where it is in another script."""
    if token.text.isascii():
        return (token.fold,)
    return tuple(dict.fromkeys((token.fold, *filter(None, token.likeliest))))


def _letter_keys(word: str) -> list[str]:
    """The word, and where it is as long as words are, the word without each of its letters."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return [word]
    return [word, *[word[:at] + word[at + 1 :] for at in range(len(word))]]


def _listed_keys(word: str, latin: bool, sounds: Sequence[str]) -> Iterator[str]:
    """By which a word of the vocabulary is found by its sounds: see `_asked_keys`."""
    if not latin:
        for sound in sounds:
            yield "~n" + sound
            yield from map("~N".__add__, _blurred(sound))
        return
    first, last = word[0], _last(word)
    for sound in sounds:
        yield "~l" + sound
        yield from _ends(first, last, sound)
        for blurred in _blurred(sound):
            yield "~L" + blurred
            if len(word) >= _LONG:
                yield f"~F{first}{blurred}"


def _asked_keys(word: str, latin: bool, sounds: Sequence[str]) -> list[str]:
    """By which a word that is looked for meets the words that sound alike.

    Words in Latin letters share the first or the last letter, too, since sounds are coarse, or both where the
    sounds are few; and long ones may differ in one sound. What a word in another script begins with is not
    certain.
    """
    if not latin:
        keys = [kind + sound for sound in sounds for kind in ("~l", "~n")]
        keys += [kind + blurred for sound in sounds for blurred in _blurred(sound) for kind in ("~L", "~N")]
        return keys
    first, last = word[0], _last(word)
    keys = [key for sound in sounds for key in ("~n" + sound, *_ends(first, last, sound))]
    if len(word) >= _LONG:
        keys += [f"~F{first}{blurred}" for blurred in _blurred(sounds[0])]
    return keys


def _ends(first: str, last: str, sound: str) -> tuple[str, ...]:
    if len(sound) < _SOUNDS_ENOUGH:
        return (f"~b{first}{last}{sound}",)
    return f"~f{first}{sound}", f"~e{last}{sound}"


def _blurred(sound: str) -> list[str]:
    """Sounds of a long word, and without each of them."""
    if len(sound) < _SHORTEST_SOUND:
        return []
    return [sound, *[sound[:at] + sound[at + 1 :] for at in range(len(sound))]]


def _last(word: str) -> str:
    """The last letter: Khoury, Khouri; Irlu, Irloo. A final e or h is often mute: Poutine."""
    return word.rstrip("eh")[-1:].translate(_ONE_SOUND)


class VocabularyBuilder:
    """Numbers the words of names, in the order in which they come, and collects their keys."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._ids: dict[str, int] = {}
        self._read: set[int] = set()
        #: The readings of each word, parted by spaces; the first is its fold.
        self.words: list[str] = []
        self.keys = KeyBuilder(int(lexicon.weight("lookup", "words_of_a_key")))

    def id(self, token: NameToken, read: bool) -> int:
        """The number of a word, a new one if it is new.

        `read`: it is found by its sounds and by what it is read as in Latin letters; else only by its own.
        """
        fold = token.fold
        found = self._ids.get(fold)
        if found is None:
            found = self._ids[fold] = len(self.words)
            self.words.append(fold)
            self.keys.add(all_hashed(_letter_keys(fold)), found)
        if read and found not in self._read:
            self._read.add(found)
            readings = readings_of(token)
            self.words[found] = " ".join(readings)
            keys = [key for reading in readings[1:] for key in _letter_keys(reading)]
            latin = token.script == "latin"
            if len(fold) >= _SHORTEST or not latin:
                keys += _listed_keys(fold, latin, self._tokens.keys(token))
            self.keys.add(all_hashed(keys), found)
        return found


class Vocabulary:
    """The words of the listed names, found by similarity. Weights: `lookup.similar_*`."""

    def __init__(self, sections: Sections, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        """`sections`: those of `PostingsBuilder`."""
        words = bytes(sections("vocabulary")).decode("utf-8", "surrogatepass")
        self._words = words.split("\n") if words else []
        self._read = {number for number, word in enumerate(self._words) if " " in word}
        self._keys = Keys(sections, "vocabulary_keys", len(self._words))
        self._tokens = tokens
        self._least = lexicon.weight("lookup", "similar_least")
        self._least_sound = lexicon.weight("lookup", "similar_least_by_sound")
        self._judged = int(lexicon.weight("lookup", "words_judged"))
        self._nickname = lexicon.weight("names", "nickname_value")
        self._short_forms = _both_ways(lexicon.map("nickname"))
        self._abbreviations = _both_ways(lexicon.map("abbreviation"))
        self._directions = _alike(lexicon.map("direction"))
        self.similar: Callable[[str], tuple[SimilarWord, ...]] = lru_cache(maxsize=_KEPT)(self._similar)
        self.similar_to_bases = lru_cache(maxsize=_KEPT_BASES)(self._similar_to_bases)
        self.slips: Callable[[str], tuple[SimilarWord, ...]] = lru_cache(maxsize=_KEPT)(self._slips)
        self.number = lru_cache(maxsize=_KEPT)(self._number)

    def _similar(self, word: str) -> tuple[SimilarWord, ...]:
        """The words of the vocabulary that `word` may be, best first; kept in a bounded cache."""
        if word.isascii() and word.isalpha():  # most words by far: the fold is their only reading
            fold = word.lower()
            readings: tuple[str, ...] = (fold,)
            keys = _letter_keys(fold)
            if len(fold) >= _SHORTEST:
                keys += _asked_keys(fold, True, sounds(fold)[:_ASKED])
        else:
            token = self._tokens.token(word)
            fold, latin = token.fold, token.script == "latin"
            readings = readings_of(token)
            keys = [key for reading in readings for key in _letter_keys(reading)]
            if len(fold) >= _SHORTEST or not latin:
                keys += _asked_keys(fold, latin, self._tokens.keys(token))
        ids = self._ids(keys)
        found = self._judge(fold, readings, ids, self._least, self._least_sound) if ids else {}
        self._add_known(found, fold)
        if len(found) < 2:
            return tuple(found.values())
        return tuple(sorted(found.values(), key=_order))

    def _similar_to_bases(self, word: str, bases: tuple[str, ...]) -> tuple[SimilarWord, ...]:
        """The words that one of these base forms of `word` may be, best first; kept in a bounded cache.

        Base forms differ in their endings, so all are looked up at once: of those that sound alike and end
        alike, in a vowel or not, one says what the others sound like.
        """
        readings: dict[str, None] = {}
        keys: dict[str, None] = {}
        heard: set[tuple[str, bool]] = set()
        for form in (word, *bases):
            token = self._tokens.token(form)
            latin = token.script == "latin"
            own = readings_of(token)
            if form is not word:
                readings.update(dict.fromkeys(own))
            first = token.likeliest[0]
            sound = (form, False) if latin else (sounds(first)[0], first[-1:] in _VOWELS)
            if sound not in heard and (len(token.fold) >= _SHORTEST or not latin):
                heard.add(sound)
                keys.update(dict.fromkeys(_asked_keys(token.fold, latin, self._tokens.keys(token))))
        keys.update(dict.fromkeys(key for reading in readings for key in _letter_keys(reading)))
        ids = self._ids(list(keys))
        found = self._judge(bases[0], tuple(readings), ids, self._least, self._least_sound) if ids else {}
        for base in bases:
            self._add_known(found, self._tokens.token(base).fold)
        return tuple(sorted(found.values(), key=_order))

    def _add_known(self, found: dict[int, SimilarWord], fold: str) -> None:
        """Add what a word is known to stand for: nicknames, abbreviations, directions."""
        for table, value, reason in (
            (self._short_forms, self._nickname, "nickname"),
            (self._abbreviations, 1.0, "abbreviation"),
            (self._directions, 1.0, "equivalent"),
        ):
            for other in table.get(fold, ()):
                if other != fold and (number := self.number(other)) is not None:
                    known = found.get(number)
                    if known is None or known[1] < value:
                        found[number] = number, value, reason

    def _slips(self, word: str) -> tuple[SimilarWord, ...]:
        """The word itself if the vocabulary has it, else those that differ by a slip or two, best first.

        A part of `similar` that costs a tenth; kept in a bounded cache.
        """
        fold = word.lower() if word.isascii() else self._tokens.token(word).fold
        exact = self.number(fold)
        if exact is not None:
            return ((exact, 1.0, "exact"),)
        return self.slips_too(fold)

    def slips_too(self, word: str) -> tuple[SimilarWord, ...]:
        """The word itself and those that differ by a slip or two, best first."""
        fold = word.lower() if word.isascii() else self._tokens.token(word).fold
        ids = self._ids(_letter_keys(fold))
        found = self._judge(fold, (fold,), ids, self._least, self._least) if ids else {}
        return tuple(sorted(found.values(), key=_order))

    def alike(self, word: str, ids: Sequence[int]) -> list[SimilarWord]:
        """Those of these words that `word` may be, letter by letter."""
        fold = word.lower() if word.isascii() else self._tokens.token(word).fold
        return list(self._judge(fold, (fold,), ids, self._least_sound, self._least_sound).values())

    def similar_widely(self, word: str) -> list[SimilarWord]:
        """The words that `word` may be if no word near it is: all that sound a little alike, best first.

        For names of one word, which have nothing else to be found by; dearer, and not kept.
        """
        token = self._tokens.token(word)
        readings = readings_of(token)
        keys = [key for reading in readings for key in _letter_keys(reading)]
        heard = [one for sound in self._tokens.keys(token) for one in (sound, *_blurred(sound))]
        keys += [kind + sound for sound in dict.fromkeys(heard) for kind in ("~l", "~n", "~L", "~N")]
        ids = self._ids(keys)
        return sorted(self._judge(token.fold, readings, ids, 0.0, 0.0).values(), key=_order) if ids else []

    def _number(self, fold: str) -> int | None:
        """The number of a word of the vocabulary; kept in a bounded cache."""
        for number in self._ids([fold]):
            if self.fold(number) == fold:
                return number
        return None

    def fold(self, id: int) -> str:
        """A word of the vocabulary, folded."""
        return self._words[id].split(" ", 1)[0]

    def first_letter(self, id: int) -> str:
        """With which letter a word of the vocabulary begins."""
        return self._words[id][:1]

    def _ids(self, keys: Sequence[str]) -> list[int]:
        """The words that have one of the keys, in ascending order; of very many those with most of them."""
        numbers = self._keys.numbers(all_hashed(keys))
        if len(numbers) <= self._judged:
            return sorted(set(numbers))
        counts = Counter(numbers)
        if len(counts) == len(numbers):  # nothing says which of them are more alike
            return sorted(counts)
        return sorted(sorted(counts, key=counts.__getitem__, reverse=True)[: self._judged])

    def _judge(
        self, fold: str, readings: Sequence[str], ids: Sequence[int], least: float, least_by_sound: float
    ) -> dict[int, SimilarWord]:
        """Those of the words that are alike enough in some reading of both: `least` of 1, or `least_by_sound`
        where they begin or end alike."""
        texts = list(map(self._words.__getitem__, ids))
        choices, ends = texts, None
        if not self._read.isdisjoint(ids):
            choices = " ".join(texts).split(" ")
            # How many forms have been read behind each word; words in Latin letters have one.
            ends = list(map(add, accumulate(map(str.count, texts, repeat(" "))), count(1)))
        found: dict[int, SimilarWord] = {}
        for reading in filter(None, readings):  # of marks alone nothing is left
            first, last = reading[0], _last(reading)
            lasts = _ONE_END.get(last, last) if last else ()
            for other, value, at in extract(
                reading, choices, scorer=OSA.normalized_similarity, limit=None, score_cutoff=least_by_sound
            ):
                if value < least and (first != other[0] or not other.rstrip("eh").endswith(lasts)):
                    continue
                number = ids[at if ends is None else bisect_right(ends, at)]
                if number in found and found[number][1] >= value:
                    continue
                if value == 1.0:
                    reason = "exact" if other == fold else "transliteration"
                else:
                    reason = "slip" if (1.0 - value) * max(len(reading), len(other)) < 1.5 else "sound"
                found[number] = number, value, reason
        return found


def _order(similar: SimilarWord) -> tuple[float, int]:
    return -similar[1], similar[0]


def _both_ways(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """A word and what it stands for, each to the other."""
    found: dict[str, list[str]] = {}
    for short, full in table.items():
        for word in full:
            found.setdefault(short, []).append(word)
            found.setdefault(word, []).append(short)
    return {word: tuple(others) for word, others in found.items()}


def _alike(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """A word and all others that have the same value."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, values in table.items():
        groups.setdefault(tuple(values), []).append(word)
    return {word: tuple(group) for group in groups.values() for word in group}
