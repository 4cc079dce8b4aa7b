"""What a word is by itself: somebody's name, a word, a listed name. Such a word is no misspelling.

Two people whose names differ by a letter are two people: Karl and Karol, Gerald and Gerard. But one name may
be written in several ways in Latin letters: Aliev and Aliyev.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from resolver.index.index import Index
from resolver.linking.span_candidate import SpanCandidate
from resolver.linking.tagging import Word, WordTag
from resolver.text.fold import fold, undoubled
from resolver.text.scripts import script_of
from resolver.text.tokens import WORD

_KEPT = 1 << 14
_BESIDE_NAMES = frozenset(
    {WordTag.CONNECTOR, WordTag.ENDING, WordTag.LOWER, WordTag.NUMBER, WordTag.TITLE, WordTag.INITIAL}
)
# Two letters may differ in a word by itself from this length on.
_LONG_WORD = 11
# Letters beyond these are written in several ways by those who have them not: ə, ı, ş.
_LATIN_1 = "\xff"
# Letters in which two real names differ that may be taken for each other.
_FEW_LETTERS = 2
_NAMES = frozenset({"person", "place"})
# What the ways of writing one name in Latin letters differ in, beside letters doubled.
_ONE_SOUND = str.maketrans("yjwq", "iivk")
_SOUNDS = (("tch", "ch"), ("sch", "sh"), ("kh", "h"), ("ou", "u"), ("ph", "f"), ("x", "ks"), ("ie", "e"))


class RealWords:
    """Asks the lexicon and the gazetteer; all words are folded."""

    def __init__(self, index: Index) -> None:
        lexicon = index.lexicon
        self._lexicon = lexicon
        self._has_phrase = index.has_phrase
        self._index = index
        self._known = (
            lexicon.words("known_name")
            | lexicon.map("demonym").keys()
            | lexicon.words("common_name")
            | lexicon.words("month")
            | lexicon.words("weekday")
            | lexicon.words("language_name")
        )
        self._directions = lexicon.map("direction")
        self._particles = lexicon.words("particle") | lexicon.words("patronymic_marker")
        self._nicknames = lexicon.map("nickname")
        self._apart = lexicon.weight("linking", "real_apart")
        self._apart_transliterated = lexicon.weight("linking", "real_apart_transliterated")
        self._apart_alone = lexicon.weight("linking", "real_apart_alone")
        self.is_bearer: Callable[[str], bool] = lru_cache(maxsize=_KEPT)(self._is_bearer)

    def _is_bearer(self, word: str) -> bool:
        return self._lexicon.has("given_name", word) or self._lexicon.has("family_name", word)

    def is_known(self, word: str) -> bool:
        """Whether it is a country, a people, a day, or a name that millions bear."""
        return word in self._known

    def is_listed(self, word: str) -> bool:
        """Whether the gazetteer lists it, or what it is the plural of."""
        return self._has_phrase(word) or (word.endswith("s") and self._has_phrase(word[:-1]))

    def is_word(self, word: str) -> bool:
        """Whether it is a word of some language."""
        return self._lexicon.has("ordinary", word)

    def is_real(self, word: str) -> bool:
        """Whether it is anything by itself."""
        return self.is_known(word) or self.is_word(word) or self.is_bearer(word) or self.is_listed(word)

    def is_another(self, hit: SpanCandidate, words: Sequence[Word]) -> bool:
        """Whether what stands there, though alike, is another name than that of `hit`."""
        ref = hit.ref
        if ref.type not in _NAMES or hit.ending:
            return False  # with its case ending a word is none of the list
        span = words[hit.first : hit.last]
        ours = [w.fold for w in span if w.role is not WordTag.ENDING]
        mine = [w for w in span if w.fold not in ref.tokens and w.role not in _BESIDE_NAMES]
        theirs = [word for word in WORD.findall(ref.spelling) if fold(word) not in ours]
        if not mine or not theirs:
            return False
        if ref.type == "place":
            theirs = list(map(fold, theirs))
            if len(ours) == len(ref.tokens) == 1 and not hit.ending and _is_far(ours[0], ref.tokens[0]):
                return True
            return any(self._is_another_place(w.fold, theirs) for w in mine)
        alone, extra = len(ours) == 1, len(mine) > len(theirs)
        return any(self._is_another_person(w, theirs, alone=alone, extra=extra) for w in mine)

    def are_two_people(self, mine: Sequence[str], spelling: str, ours: Sequence[str]) -> bool:
        """Whether one of the words `mine` is a real name, and `spelling` has another one in its place.

        `ours`: all words of the one name, folded. In fields, where much is known to be misspelt, both must be
        real: Gerald and Gerard.
        """
        # Of small words one stands for another: al-Sisi, el-Sisi.
        small = self._particles
        mine = [word for word in mine if word not in small]
        theirs = [
            other
            for word in WORD.findall(spelling)
            if (other := fold(word)) not in ours and other not in small
        ]
        if not theirs or len(mine) > len(theirs):
            return False
        real = [other for other in theirs if self.is_bearer(other)]
        if any(self._are_two(word, real) for word in mine if self.is_bearer(word)):
            return True
        return len(mine) == len(theirs) == 1 and self._is_far_from(mine[0], theirs[0])

    def _is_far_from(self, word: str, other: str) -> bool:
        """Whether too little is alike for one to be the other misspelt: Potanin and Putin."""
        if (
            not (word.isascii() and other.isascii())
            or OSA.distance(word, other) < 2  # a letter is a slip, whichever: MichaBl
            or _is_one_name(word, other)
            or min(len(word), len(other)) < 2
        ):
            return False
        tokens = self._index.matcher.tokens
        found = tokens.similarity(tokens.token(word), tokens.token(other))
        return found.rule == "spelling" and found.value < self._apart_transliterated

    def _are_two(self, word: str, others: Sequence[str]) -> bool:
        """Whether a real name is one letter or two from one of `others`, and no other way to write it."""
        near = [other for other in others if OSA.distance(word, other) <= _FEW_LETTERS]
        tokens = self._index.matcher.tokens
        return bool(near) and not any(
            self._is_one_persons(word, other)
            or tokens.similarity(tokens.token(word), tokens.token(other)).value >= self._apart
            or other in self._nicknames.get(word, ())
            or word in self._nicknames.get(other, ())
            for other in others
        )

    def _is_another_place(self, word: str, theirs: Sequence[str]) -> bool:
        if self.is_bearer(word) and not self.is_listed(word):
            return True  # "Parris Island"
        return self.is_real(word) and not any(
            _is_one_name(word, other)
            or word == other + "s"
            or (word in self._directions and self._directions[word] == self._directions.get(other))
            for other in theirs
        )

    def _is_one_persons(self, word: str, other: str) -> bool:
        """Whether two words are one name written in two ways, not a man's and a woman's: Emmanuelle."""
        if not _is_one_name(word, other):
            return False
        has = self._lexicon.has
        return word.endswith("e") == other.endswith("e") or not (
            has("given_name", word) and has("given_name", other)
        )

    def _is_given_only(self, word: str) -> bool:
        return self._lexicon.has("given_name", word) and not self._lexicon.has("family_name", word)

    def _is_another_person(self, word: Word, theirs: Sequence[str], *, alone: bool, extra: bool) -> bool:
        if len(word.fold) == 1 or not word.fold.isascii():
            return False
        others = [other for other in theirs if len(other) > 1 and script_of(other) == "latin"]
        folds = list(map(fold, others))
        if not others or any(self._is_one_persons(word.fold, other) for other in folds):
            # "Miley" alone is hardly Milei.
            return alone and self._is_given_only(word.fold)
        if any(other in self._nicknames.get(word.fold, ()) for other in folds):
            return False
        apart = self._apart_alone if alone else self._apart
        tokens = self._index.matcher.tokens
        alike = [tokens.similarity(tokens.token(word.fold), tokens.token(other)) for other in others]
        best = max(alike, key=lambda found: found.value)
        if best.rule == "equivalent" or extra:
            return False  # a word more than the name has is perhaps a second name
        if any(char > _LATIN_1 for other in others for char in other):
            return best.value < min(apart, self._apart_transliterated)  # "Hajibeyov" for Hacıbəyov
        return best.value < apart or self.is_bearer(word.fold)


def _is_far(word: str, other: str) -> bool:
    """Whether too much differs for a word by itself: Wilmington is not Wellington."""
    return (
        word.isascii()
        and other.isascii()
        and max(len(word), len(other)) < _LONG_WORD
        and OSA.distance(_sound(word), _sound(other)) > 1
    )


def _is_one_name(word: str, other: str) -> bool:
    """Whether two words are one name written in two ways: Aliev and Aliyev."""
    return _sound(word) == _sound(other)


def _sound(word: str) -> str:
    if word.endswith("off"):
        word = word[:-2] + "v"
    for written, other in _SOUNDS:
        word = word.replace(written, other)
    return undoubled(word.translate(_ONE_SOUND).removesuffix("e"))
