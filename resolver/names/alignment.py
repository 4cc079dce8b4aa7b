"""Which words of one name answer which words of the other: the same, joined, split, shortened, opposed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from resolver.names.nicknames import SHORTENED, Nicknames
from resolver.names.parts import CENTURIES, Name, Part, is_code
from resolver.names.short_forms import ShortForms
from resolver.names.tokens import APART, GENDERED, WORDS, NameToken, TokenMatcher, shifted
from resolver.text.fold import undoubled

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

# Compared as values, never letter by letter with other words.
_VALUED = frozenset({"number", "suffix", "legal", "direction"})
_GENERATIONS = {"number", "suffix"}
# What is joined with another word as it stands or not at all.
_EXACT = frozenset({"number", "suffix", "direction", "initial"})
# Never opposed to another word: they may stand or be left out at will.
_SILENT = frozenset({"connector", "title", "particle", "marker"})
# The rule of pairs that are two words of the lexicon, or one and another word.
ANOTHER = "another word"
# The rule of two words for the kind of body that both are.
KIND = "kind of body"
# Words of the lexicon, which are not spelt at will.
_KNOWN = frozenset({"place", "generic", "feature"})
# Words that stand beside a name of a body, and such a name.
_BESIDE = frozenset({"name", "acronym", "generic", "feature", "place"})
# What may hold the name of a country.
_PLACED = frozenset({"place", "aside"})
# What a body is as such, which each language and each clerk calls in his way.
_SUCH = (
    frozenset({"assoc", "association", "society", "org", "fdn", "institution", "ngo", "trust", "fund"}),
    frozenset({"grp", "holding", "enterprise", "partner", "co", "corp"}),
)
_LONGEST_JOIN = 4  # words
_SHORTEST_BY_EAR = 4  # letters
_LONGEST_PET_NAME = 4  # letters of one that does not end as one
_SHORTEST_SWAPPED = 8  # letters
_VOWELS = str.maketrans("", "", "aeiouy")
_UNSPACED = frozenset({"han", "hangul"})
_SHORTEST_JOIN = 4  # letters
_JOIN_SLACK = 2  # letters that words may have more apart than together: an article
_SHORTEST_COMPOUND = 4  # consonants
# The article's l before a consonant that it sounds like.
_ARTICLE = re.compile(r"l(?=[tdrzsn])")


# Words that do not answer each other, by identity, either way round.
_Apart = set[tuple[int, int]]


@dataclass(slots=True)
class Pair:
    """Words of either name that answer each other; either side may be empty (left out by that name).

    `value`: 0..1, how probable it is that the words spell the same. `opposed`: they answer each other and
    cannot be the same.
    """

    a: tuple[Part, ...]
    b: tuple[Part, ...]
    value: float
    rule: str
    opposed: bool = False


class Aligner:
    """Aligns the parts of two names."""

    def __init__(self, lexicon: Lexicon, tokens: TokenMatcher) -> None:
        self._tokens = tokens
        self._least = lexicon.weight("names", "align_least")
        self._sure = lexicon.weight("names", "align_sure")
        self._joined = lexicon.weight("names", "align_joined_least")
        self._compound = lexicon.weight("names", "compound_value")
        self._initial = lexicon.weight("names", "initial_value")
        self._known_letters = lexicon.weight("names_letters", "known_letters")
        self._kind = lexicon.weight("names", "kind_value")
        self._sound = lexicon.weight("names", "sound_value")
        self._heard = lexicon.weight("names_odds", "sound_shift")
        self._across = lexicon.weight("tokens", "same_reading")
        self._nickname = lexicon.weight("names", "nickname_value")
        self._nicknames = Nicknames(lexicon, tokens)
        self._shorts = ShortForms(lexicon, tokens)

    def align(self, a: Name, b: Name) -> list[Pair]:
        """The pairs; every part of either name stands in exactly one."""
        pairs: list[Pair] = []
        left_a, left_b = self._same(a.parts, b.parts, pairs)
        if left_a and left_b and (a.type != "person" or "." in a.text or "." in b.text):
            left_a, left_b = self._short_forms(a, b, left_a, left_b, pairs)
        if left_a and left_b and len(left_a) + len(left_b) > 2:
            left_a, left_b = self._joins(left_a, left_b, pairs)
        if left_a and left_b:
            body = a.body or b.body
            left_a, left_b = self._alike(left_a, left_b, pairs, _middle_initials(a, b), body)
        for part in left_a:
            pairs.append(Pair((part,), (), 0.0, "left out"))
        for part in left_b:
            pairs.append(Pair((), (part,), 0.0, "left out"))
        return pairs

    @staticmethod
    def _same(a: tuple[Part, ...], b: tuple[Part, ...], pairs: list[Pair]) -> tuple[list[Part], list[Part]]:
        left_b = list(b)
        left_a: list[Part] = []
        for part in a:
            own, canon = part.token.fold, part.canon
            for i, other in enumerate(left_b):
                if (
                    part.role == other.role and (not canon.isdisjoint(other.canon) or _same_year(part, other))
                    if canon and other.canon
                    else own == other.token.fold
                ):
                    pairs.append(Pair((part,), (other,), 1.0, "same"))
                    del left_b[i]
                    break
            else:
                left_a.append(part)
        return left_a, left_b

    # ---- abbreviations and acronyms -----------------------------------------------------------

    def _short_forms(
        self, a: Name, b: Name, left_a: list[Part], left_b: list[Part], pairs: list[Pair]
    ) -> tuple[list[Part], list[Part]]:
        for swapped in (False, True):
            shorts, longs, name = (left_b, left_a, b) if swapped else (left_a, left_b, a)
            for part in tuple(shorts):
                found = self._shorts.clipped(part, name.text, longs) if "." in name.text else None
                if found is None and a.type != "person":
                    found = self._shorts.stands_for(part, longs)
                if found is None:
                    continue
                run, value, rule = found
                pairs.append(Pair(run, (part,), value, rule) if swapped else Pair((part,), run, value, rule))
                shorts.remove(part)
                for word in run:
                    longs.remove(word)
        return left_a, left_b

    # ---- words written together or apart ------------------------------------------------------

    def _joins(
        self, left_a: list[Part], left_b: list[Part], pairs: list[Pair]
    ) -> tuple[list[Part], list[Part]]:
        text_a = "".join([p.token.first for p in left_a])
        text_b = "".join([p.token.first for p in left_b])
        if text_a == text_b and len(text_a) > 3:
            pairs.append(Pair(tuple(left_a), tuple(left_b), 1.0, "joined"))
            return [], []
        for swapped in (False, True):
            many, few = (left_b, left_a) if swapped else (left_a, left_b)
            while len(many) > 1 and few:
                found = self._one_join(many, few)
                if found is None:
                    break
                start, size, part, value = found
                run = tuple(many[start : start + size])
                pairs.append(
                    Pair((part,), run, value, "joined") if swapped else Pair(run, (part,), value, "joined")
                )
                del many[start : start + size]
                few.remove(part)
        return left_a, left_b

    def _one_join(self, many: list[Part], few: list[Part]) -> tuple[int, int, Part, float] | None:
        best: tuple[int, int, Part, float] | None = None
        for part in few:
            if part.role in ("number", "suffix"):
                continue
            latin = part.token.first
            length = len(latin)
            if length < _SHORTEST_JOIN:
                continue
            if len(few) < 2 == len(many) and _UNSPACED.issuperset([part.token.script for part in many]):
                # Parted as family name and given name, but perhaps one foreign name.
                value = self._joined_value(many[0].token.text + many[1].token.text, part.token)
                if value >= self._joined and (best is None or value > best[3]):
                    best = (0, 2, part, value)
                continue
            script = part.token.script
            for start in range(len(many) - 1):
                if many[start].token.script != script:
                    if len(many) <= len(few):
                        continue  # word for word
                    found = self._join_across(many, start, part, few)
                    if found is not None and (best is None or found[3] > best[3]):
                        best = found
                    continue
                text = many[start].token.first
                for end in range(start + 1, min(start + _LONGEST_JOIN, len(many))):
                    text += many[end].token.first
                    if len(text) > length + _JOIN_SLACK:
                        break
                    if len(text) < length - _JOIN_SLACK or (text[0] != latin[0] and text[-2:] != latin[-2:]):
                        continue
                    if text == latin:
                        value = 1.0
                    elif any(p.role in _EXACT for p in many[start : end + 1]):
                        continue  # North is not nearly South, nor S. Salters Storrs
                    elif (
                        script == "latin"
                        and many[start].role != "feature"
                        and _arabic(text) == _arabic(latin) != ""
                    ):
                        value = self._compound
                    elif abs(len(text) - length) <= 1:
                        value = self._joined_value(text, part.token)
                    else:
                        continue
                    if value >= self._joined and (best is None or value > best[3]):
                        best = (start, end + 1 - start, part, value)
        return best

    def _join_across(
        self, many: list[Part], start: int, part: Part, few: list[Part]
    ) -> tuple[int, int, Part, float] | None:
        """Words of one script that are together one word of another: Jong Un, 정은; جلال الدين, Jalal."""
        best: tuple[int, int, Part, float] | None = None
        others = {reading for other in few if other is not part for reading in other.token.latin}
        if many[start].role in _EXACT or not others.isdisjoint(many[start].token.latin):
            return None  # it is the other word: Jinping Xi, 习近平
        length = len(part.token.first)
        text = many[start].token.text
        letters = len(many[start].token.first)
        for end in range(start + 1, min(start + _LONGEST_JOIN, len(many))):
            word = many[end]
            if word.role in _EXACT or word.token.script == part.token.script:
                break
            if not others.isdisjoint(word.token.latin):
                break
            letters += len(word.token.first)
            # Of one script the vowels are written, of another they are not.
            if letters > 2 * length + 1:
                break
            size = end + 1 - start
            orders = [text + word.token.text]
            if size == len(many) == 2 and part.token.script in _UNSPACED:
                orders.append(word.token.text + text)  # 山田太郎 is Taro Yamada as well
            text += word.token.text
            if 2 * letters >= length:
                for joined in orders:
                    value = self._joined_value(joined, part.token)
                    if value >= self._joined and (best is None or value > best[3]):
                        best = (start, size, part, value)
        return best

    def _joined_value(self, text: str, token: NameToken) -> float:
        return self._tokens.similarity(self._tokens.token(text), token).value

    # ---- the rest, word by word ---------------------------------------------------------------

    def _alike(
        self, left_a: list[Part], left_b: list[Part], pairs: list[Pair], apart: _Apart, body: bool
    ) -> tuple[list[Part], list[Part]]:
        """The most alike first; then what is left on both sides stands opposed, in the order of the names.

        `apart`: initials and words that do not answer each other.
        """
        if len(left_a) == len(left_b) == 1:
            value, rule = self.likeness(left_a[0], left_b[0], body)
            if value < 0.0 or (id(left_a[0]), id(left_b[0])) in apart:
                return left_a, left_b
            pairs.append(self._pair(left_a[0], left_b[0], value, rule))
            return [], []
        known: dict[tuple[int, int], tuple[float, str]] = {}
        if len(left_a) == len(left_b) and not body:
            left_a, left_b = self._in_order(left_a, left_b, pairs, apart, known)
        found: list[tuple[float, int, int, int, str]] = []
        for i, part in enumerate(left_a):
            for j, other in enumerate(left_b):
                both = id(part), id(other)
                value, rule = known.get(both) or self.likeness(part, other, body)
                if value >= 0.0 and both not in apart:
                    found.append((-value, abs(i - j), i, j, rule))
        found.sort()
        used_a: set[int] = set()
        used_b: set[int] = set()
        for negative, _, i, j, rule in found:
            if i in used_a or j in used_b:
                continue
            used_a.add(i)
            used_b.add(j)
            pairs.append(self._pair(left_a[i], left_b[j], -negative, rule))
        return (
            [part for i, part in enumerate(left_a) if i not in used_a],
            [part for j, part in enumerate(left_b) if j not in used_b],
        )

    def _in_order(
        self,
        left_a: list[Part],
        left_b: list[Part],
        pairs: list[Pair],
        apart: _Apart,
        known: dict[tuple[int, int], tuple[float, str]],
    ) -> tuple[list[Part], list[Part]]:
        """Pairs words that are surely those at their places in another script; what is left of both.

        Across scripts a comparison costs most: these are not compared with the others. `known` is given how
        alike those are that are left.
        """
        rest_a: list[Part] = []
        rest_b: list[Part] = []
        for part, other in zip(left_a, left_b, strict=True):
            if part.token.script != other.token.script and (id(part), id(other)) not in apart:
                value, rule = self.likeness(part, other, False)
                if value >= self._sure:
                    pairs.append(self._pair(part, other, value, rule))
                    continue
                known[id(part), id(other)] = value, rule
            rest_a.append(part)
            rest_b.append(other)
        return rest_a, rest_b

    def _pair(self, part: Part, other: Part, value: float, rule: str) -> Pair:
        opposed = value < self._least
        if opposed and rule not in (ANOTHER, APART, GENDERED, WORDS):
            rule = "different"
        return Pair((part,), (other,), value, rule, opposed)

    def likeness(self, part: Part, other: Part, body: bool) -> tuple[float, str]:
        """How alike two parts are, and by which rule; below 0 where the two do not answer each other."""
        role, role_other = part.role, other.role
        if role == role_other == "name":
            if part.canon and other.canon:
                return 0.0, ANOTHER  # two cities: the same would have met before
            return self._words_alike(part, other, body)
        if role in _VALUED or role_other in _VALUED:
            same_kind = role == role_other or {role, role_other} == _GENERATIONS  # Jr, III
            return (0.0, "different") if same_kind else (-1.0, "")
        if role == role_other == "title" and part.canon and other.canon:
            return 0.0, GENDERED  # Lord, Lady
        if part.canon and other.canon and _PLACED.issuperset((role, role_other)):
            return 0.0, ANOTHER  # the same place would have met before
        if role == role_other == "aside" and is_code(part) and is_code(other):
            return 0.0, ANOTHER  # "(UK)" and "(US)"
        if (role == "aside") != (role_other == "aside"):
            value, rule = self._words_alike(part, other, body)
            return (value, rule) if value >= self._least else (-1.0, "")
        if role in _SILENT or role_other in _SILENT:
            if role != role_other and "initial" in (role, role_other):
                return -1.0, ""
            value, rule = self._words_alike(part, other, body)
            least = self._least if role == role_other else self._sound
            return (value, rule) if value >= least else (-1.0, "")
        if "initial" in (role, role_other):
            letter, word = (part, other) if role == "initial" else (other, part)
            first = letter.token.first
            if role != role_other and any(latin.startswith(first) for latin in word.token.latin):
                return self._initial, "initial"
            return 0.0, "different"
        if role == role_other == "acronym":
            if part.token.script != other.token.script and self._lettered(part, other):
                return self._across, "romanization"
            return 0.0, "different"
        if (role == "name") != (role_other == "name") and _BESIDE.issuperset((role, role_other)):
            # A word of its own is no contradiction to what many bodies share: each may be left out.
            value, rule = self._words_alike(part, other, body)
            known = role in _KNOWN or role_other in _KNOWN
            if value < self._least or (value < 1.0 and known and self._unlike(part, other)):
                return -1.0, ""
            return value, rule
        if role == role_other == "generic" and any(
            not kinds.isdisjoint(part.canon) and not kinds.isdisjoint(other.canon) for kinds in _SUCH
        ):
            return self._kind, KIND
        value, rule = self._words_alike(part, other, body)
        # A known word misspelt, or another word: Georgia is not George, nor Deutsche Bahn a bank.
        if value < 1.0 and (role in _KNOWN or role_other in _KNOWN) and self._unlike(part, other):
            return 0.0, ANOTHER
        if (role == "patronymic") != (role_other == "patronymic") and value < 0.9:
            return -1.0, ""  # the father's name and one's own: neither the same nor a contradiction
        return value, rule

    def _lettered(self, part: Part, other: Part) -> bool:
        """Whether the letters of two acronyms are read as beginning alike: ВТБ, VTB; РЖД, RZD; ЦСКА, CSKA."""
        ours, theirs = ([self._begun(c) for c in acronym.token.text] for acronym in (part, other))
        return len(ours) == len(theirs) and not any(map(set.isdisjoint, ours, theirs))

    def _begun(self, letter: str) -> set[str]:
        """The letters that a letter's readings begin with."""
        return {reading[:1] for reading in self._tokens.token(letter).tables}

    def _unlike(self, part: Part, other: Part) -> bool:
        x, y = part.token.first, other.token.first
        return OSA.distance(x, y) * self._known_letters > min(len(x), len(y))

    def _words_alike(self, part: Part, other: Part, body: bool) -> tuple[float, str]:
        token, token_other = part.token, other.token
        x, y = token.fold, token_other.fold
        similarity = self._tokens.similarity(token, token_other)
        value = similarity.value
        if body and similarity.rule == APART and x.removesuffix("s") == y.removesuffix("s"):
            return max(value, self._nickname), "spelling"  # Mill, Mills
        if value < self._nickname:
            gendered = similarity.rule == GENDERED
            short = self._nicknames.short(token, token_other) or self._nicknames.short(token_other, token)
            # Alex may be Alexandra, but nobody calls a Louis Louise for short, nor a Helen Ellen.
            full = len(x) == len(y) > _LONGEST_PET_NAME and x[-1] != "y" != y[-1]
            if (
                short
                and not (gendered and abs(len(x) - len(y)) < SHORTENED)
                and not (full and similarity.rule == APART)
            ):
                return self._nickname, "nickname"
            if self._shorts.abbreviated(x, y):
                return 1.0, "abbreviation"
            city = part.role == "name" and (part.canon or other.canon)  # Angers is not heard as Angeles
            apart = gendered or city or similarity.rule in (APART, WORDS)
            if value < self._sound and not apart and _by_ear(token, token_other):
                return (min(self._sound, shifted(value, self._heard)) if body else self._sound), "sound"
        return value, similarity.rule


def _middle_initials(a: Name, b: Name) -> _Apart:
    """Initials amid one person's name with the first and the last name of the other: Laurel R. Walker is
    neither James Rask nor Ruth Walker.
    """
    found: set[tuple[int, int]] = set()
    if a.body or b.body:
        return found
    for one, other in ((a, b), (b, a)):
        words = [part for part in one.parts if part.role in ("name", "initial")]
        ends = [part for part in other.parts if part.role == "name"]
        if not ends or len(words) < 3:
            continue
        ends = [ends[0], ends[-1]] if words[0].role == "name" else [ends[-1]]
        for part in words[1:-1]:
            if part.role == "initial":
                for end in ends:
                    found |= {(id(part), id(end)), (id(end), id(part))}
    return found


def _same_year(part: Part, other: Part) -> bool:
    """Whether one of two numbers is a year and the other its last two digits: 1904, 04."""
    short, full = sorted((part.token.text, other.token.text), key=len)
    return len(short) == 2 and len(full) == 4 and full[:2] in CENTURIES and full.endswith(short)


def _by_ear(a: NameToken, b: NameToken) -> bool:
    """Whether two words begin and end alike, have more letters alike than not, and share a sound key, or swap
    sounds within a long word.
    """
    if a.script != "latin" or b.script != "latin":
        return False
    x, y = a.first, b.first
    if x[0] != y[0] or min(len(x), len(y)) < _SHORTEST_BY_EAR:
        return False
    if x[-1] != y[-1] and x.removesuffix("e")[-1] != y.removesuffix("e")[-1]:
        return False  # a final e is mute in French: Poutine
    if OSA.distance(x, y) * 2 >= max(len(x), len(y)):
        return False  # Majid, Mahmood
    if not set(a.sounds).isdisjoint(b.sounds):
        return True
    return min(len(x), len(y)) >= _SHORTEST_SWAPPED and _consonants(x) == _consonants(y)


def _arabic(word: str) -> str:
    """The consonants of an Arabic compound, its article as it sounds: safialdin, safieddine."""
    bare = undoubled(word.translate(_VOWELS))
    return _ARTICLE.sub("", bare) if len(bare) >= _SHORTEST_COMPOUND else ""


def _consonants(word: str) -> list[str]:
    return sorted(word.translate(_VOWELS))
